import type { Outcome } from './receipt';

/** What is known of a report before it goes out. */
export interface Claim {
	/** `new`: nothing stands against sending it. `claimed`: an earlier run began and told no outcome. */
	readonly state: 'new' | 'claimed' | 'accepted' | 'rejected';
	/** Of an accepted report, where the store keeps it. */
	readonly txId?: string | null;
	/** Of the request that was claimed or accepted, where the store keeps it. */
	readonly requestSha256?: string | null;
	/** Of an accepted report: whether it was with exactly these bytes; left out where that is not known. */
	readonly sameRequest?: boolean;
}

/** One request as the ledger knows it. */
export interface LedgerEntry {
	/** The report's id. */
	readonly id: string;
	/** A rejection counts for exactly these bytes: signed anew, the report may go out under its id. */
	readonly requestSha256: string;
}

/** Whether a report goes out, by what is known of it. */
export type GoesOut = (known: Claim) => boolean;

/** Only what is new goes out. */
export const ONLY_NEW: GoesOut = ({ state }) => state === 'new';

/**
 * What was sent, kept longer than a run. Before a report goes out it is claimed; afterwards its outcome is
 * recorded: `accepted` and `rejected` stay, `notSent` gives the claim back, `unknown` leaves it standing.
 * A store that can't be read or written must throw: a report whose past is not known is not sent.
 */
export interface Ledger {
	/** What to do when the store can't be used, in a sentence: the next step of `ELT_LEDGER`. */
	readonly advice: string;
	/** What is known of a report, whatever its bytes; claims nothing. A rejection, which is of bytes, counts as new. */
	look(id: string): Promise<Claim>;
	/**
	 * Claims a report that goes out, also one of which something is known: from then on it is `claimed`, until
	 * its outcome is recorded.
	 * @param goesOut {@link ONLY_NEW} by default
	 * @returns what was known before
	 */
	claim(entry: LedgerEntry, goesOut?: GoesOut): Promise<Claim>;
	record(entry: LedgerEntry, outcome: Outcome, txId: string | null): Promise<void>;
}

/** What a ledger knows, while it is open. */
export class KnownReports {
	readonly #reports = new Map<string, Claim>();
	readonly #rejections = new Set<string>();

	/** By id alone. */
	look(id: string): Claim {
		return this.#reports.get(id) ?? { state: 'new' };
	}

	/** Of exactly these bytes. */
	of(entry: LedgerEntry): Claim {
		const known = this.look(entry.id);
		if (known.state === 'accepted')
			return { ...known, sameRequest: known.requestSha256 === entry.requestSha256 };
		return known.state === 'new' && this.#rejections.has(bytesOf(entry)) ? { state: 'rejected' } : known;
	}

	/** An earlier outcome is covered by the claim. */
	claim({ id, requestSha256 }: LedgerEntry): void {
		this.#reports.set(id, { state: 'claimed', requestSha256 });
	}

	record(entry: LedgerEntry, outcome: Outcome, txId: string | null): void {
		const { id, requestSha256 } = entry;
		if (outcome === 'unknown') return this.claim(entry);
		if (outcome === 'accepted') this.#reports.set(id, { state: 'accepted', txId, requestSha256 });
		else this.#reports.delete(id);
		if (outcome === 'rejected') this.#rejections.add(bytesOf(entry));
	}
}

function bytesOf({ id, requestSha256 }: LedgerEntry): string {
	return `${id} ${requestSha256}`;
}

/** A ledger that lasts as long as it is kept: for tests, and for the command line within one call. */
export function createMemoryLedger(): Ledger {
	const reports = new KnownReports();
	return {
		advice: 'Run again.',
		look: (id) => Promise.resolve(reports.look(id)),
		claim: (entry, goesOut = ONLY_NEW) => {
			const known = reports.of(entry);
			if (goesOut(known)) reports.claim(entry);
			return Promise.resolve(known);
		},
		record: (entry, outcome, txId) => Promise.resolve(reports.record(entry, outcome, txId)),
	};
}
