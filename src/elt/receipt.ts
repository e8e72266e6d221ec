import { createHash, X509Certificate } from 'node:crypto';

import type { ClientIdentity } from '../https/agent';
import type { Environment } from '../environments';

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

/**
 * Everything needed to prove what was sent, and everything Försäkringskassan's support asks for. With `attempts` 0
 * nothing went out in this run: what only a call can tell is then null, and the outcome is that of an earlier one,
 * or `notSent`.
 */
export interface Receipt {
	readonly outcome: Outcome;
	/**
	 * Whether the outcome is that of an earlier call, and none was made now. The rest is that call's receipt where it
	 * was kept; where it was not, `attempts` is 0.
	 */
	readonly earlier: boolean;
	/** The receipt's `tx-id`; null unless accepted; absent when an earlier call was accepted and its receipt was not kept. */
	readonly txId?: string | null;
	readonly environment: Environment;
	/** The address called. */
	readonly endpoint: string;
	/** When the last attempt began, ISO instant in UTC; null when none was begun. */
	readonly submittedAt: string | null;
	/** From the first attempt's beginning to the last answer, whole milliseconds; waiting for the pace included. */
	readonly durationMs: number;
	/** How many calls were begun; 0 when nothing went out. */
	readonly attempts: number;
	/** Null when no call was made. */
	readonly certificate: ReceiptCertificate | null;
	/** SHA-256 of the bytes (the envelope) the outcome is of, lower-case hex; null when that is not known. */
	readonly requestSha256: string | null;
	/** Null when no answer came. */
	readonly httpStatus: number | null;
	/** The answer's body as it came, whole or as far as it came; null when none came. */
	readonly response: string | null;
}

type CertificateOnly = Pick<ClientIdentity, 'certificatePem'>;

/** Read once per certificate, not per report. */
const read = new WeakMap<CertificateOnly, ReceiptCertificate>();

/** A certificate as the receipt names it. */
export function receiptCertificate(certificate: CertificateOnly): ReceiptCertificate {
	const before = read.get(certificate);
	if (before !== undefined) return before;
	const x509 = new X509Certificate(certificate.certificatePem);
	const named = {
		subject: x509.subject.split('\n').join(', '),
		sha256: createHash('sha256').update(x509.raw).digest('hex'),
		validTo: new Date(x509.validTo).toISOString(),
	};
	read.set(certificate, named);
	return named;
}
