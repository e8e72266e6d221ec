import type { EltEnvironment } from './environments';

/**
 * What became of a report, decided by where in the exchange it broke:
 * `accepted` (there is a tx-id), `rejected` (a fault that names what to mend), `notSent` (certainly not
 * received: safe to send again), `unknown` (may have been received: never sent again by itself).
 */
export const OUTCOMES = ['accepted', 'rejected', 'notSent', 'unknown'] as const;

/** One of the four outcomes. */
export type Outcome = (typeof OUTCOMES)[number];

/** The client certificate a call was made with, as support asks for it. */
export interface ReceiptCertificate {
	/** Distinguished name on one line, e.g. `C=SE, O=Vendor AB, CN=Vendor AB`. */
	readonly subject: string;
	/** SHA-256 fingerprint of the DER, lower-case hex. */
	readonly sha256: string;
	/** ISO instant, UTC. */
	readonly validTo: string;
}

/** Everything needed to prove what was sent, and everything Försäkringskassan's support asks for. */
export interface Receipt {
	readonly outcome: Outcome;
	/** The receipt's `tx-id`; null unless accepted, or accepted by a run that kept no tx-id. */
	readonly txId: string | null;
	readonly environment: EltEnvironment;
	/** The address called. */
	readonly endpoint: string;
	/** When the last attempt began, ISO instant in UTC. */
	readonly submittedAt: string;
	/** From the first attempt's beginning to the last answer, whole milliseconds; waiting for the pace included. */
	readonly durationMs: number;
	/** How many calls were begun; 0 when nothing went out. */
	readonly attempts: number;
	readonly certificate: ReceiptCertificate;
	/** SHA-256 of the request's bytes (the envelope), lower-case hex. */
	readonly requestSha256: string;
	/** Null when no answer came. */
	readonly httpStatus: number | null;
	/** The answer's body as it came, whole or as far as it came; null when none came. */
	readonly response: string | null;
}
