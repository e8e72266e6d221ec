import type { FinalResult, StartedOrder } from '../bankid/answers';
import type { TextFormat } from '../bankid/visibleText';
import type { Outcome, Receipt } from '../elt/receipt';

/** One request as a ledger records it. */
export interface LedgerEntry {
	/** The report's id. */
	readonly id: string;
	/** SHA-256 of the request's bytes, lower-case hex: a rejection is of exactly these bytes. */
	readonly requestSha256: string;
	/** `YYYY-MM`, for a ledger that can be asked by month. */
	readonly redovisningsmanad?: string;
}

/**
 * What is known of a report. `new`: never sent, certainly not received, or rejected with other bytes. `claimed`: a
 * call was begun and its outcome is unknown.
 */
export interface Known {
	readonly state: 'new' | 'claimed' | 'accepted' | 'rejected';
	/** Of the request that was claimed, accepted or rejected; absent where the store does not keep it. */
	readonly requestSha256?: string;
	/** Whether that request had exactly the bytes asked about; absent where that is not known. */
	readonly sameRequest?: boolean;
	/** The earlier call's whole receipt; absent where the store does not keep it. */
	readonly receipt?: Receipt;
}

/** Whether a report is sent, by what is known of it. */
export type ShouldSend = (known: Known) => boolean;

/**
 * What was sent to one address, kept longer than a run. A report is claimed before its first byte goes out; its
 * outcome is recorded afterwards. A store that cannot be read or written must throw: a report whose past is not
 * known is not sent.
 */
export interface ReportLedger {
	/** What to do when the store cannot be used, one sentence: the next step of `ELT_LEDGER`. */
	readonly advice: string;
	/** What is known of a report, whatever its bytes; claims nothing. A rejection, which is of bytes, counts as new. */
	look(id: string): Promise<Known>;
	/**
	 * Claims a report that is to be sent, in one atomic step: of several callers one wins, the others find it claimed.
	 * Durable when the promise resolves.
	 *
	 * @param shouldSend only what is new, by default
	 * @returns what was known before
	 */
	claim(entry: LedgerEntry, shouldSend?: ShouldSend): Promise<Known>;
	/**
	 * Records the outcome of a claimed report: `accepted` and `rejected` are kept, `notSent` returns the claim,
	 * `unknown` keeps it.
	 *
	 * @param receipt of the call; null when no call was made
	 */
	record(entry: LedgerEntry, outcome: Outcome, receipt: Receipt | null): Promise<void>;
}

/** A BankID order: who signs what, in which words. */
export interface LedgerOrder {
	readonly orderRef: string;
	/** `assistent` or `anordnare`. */
	readonly role: string;
	/** 12 digits; absent where anyone may sign. */
	readonly signer?: string;
	/** As it is shown, not base64. */
	readonly visibleText: string;
	readonly format: TextFormat;
	/** The bindings, base64, as BankID takes them. */
	readonly userNonVisibleData: string;
	/** ISO instant. */
	readonly startedAt: string;
}

/** A final result that BankID hands out only once, with the order it belongs to. */
export interface SavedResult {
	readonly order: LedgerOrder;
	readonly result: FinalResult;
}

/**
 * BankID orders of one environment and relying party, kept longer than a run and shared by every process that uses
 * the ledger.
 */
export interface OrderLedger {
	/**
	 * Reserves a signer for one order: BankID cancels both orders of a person who has two.
	 *
	 * @param signer 12 digits
	 * @param holdMs milliseconds after which the reservation ends even if its process died
	 * @returns releases the signer; null while another process has an order for this person
	 */
	reserveSigner(signer: string, holdMs: number): Promise<(() => Promise<void>) | null>;
	/** Keeps a started order. @param secrets what its QR codes are made of; null for an order by telephone */
	saveOrder(order: LedgerOrder, secrets: StartedOrder | null): Promise<void>;
	/** What the QR codes of an order are made of; null when the order is not known or has none. */
	orderSecrets(orderRef: string): Promise<StartedOrder | null>;
	/** Keeps a final result. Durable when the promise resolves; called before anything else happens with it. */
	saveFinalResult(saved: SavedResult): Promise<void>;
	/** The final result of an order; null when none was saved. */
	finalResult(orderRef: string): Promise<SavedResult | null>;
	/**
	 * The newest signed order of a role that covers a report.
	 *
	 * @param entry `<id>,<sha256>`, the report's part of `userNonVisibleData`
	 */
	signedOrder(role: string, entry: string): Promise<SavedResult | null>;
}
