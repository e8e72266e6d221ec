/**
 * Every code an `EltError` can carry. The set is closed: a caller may switch on it, and a new code is a
 * change of the product's contract.
 */
export const ERROR_CODES = [
	// Input: what came from an export, a file or another node
	'INPUT_INVALID',
	'ITEM_INVALID',
	'REPORT_INVALID',
	'DOCUMENT_CHANGED',
	'XML_MALFORMED',
	'XML_UNSAFE',
	'XML_TOO_LARGE',
	'XML_ENCODING',
	// Certificates
	'CERTIFICATE_UNREADABLE',
	'CERTIFICATE_PASSPHRASE',
	'CERTIFICATE_KEY_MISSING',
	'CERTIFICATE_KEY_MISMATCH',
	'CERTIFICATE_EXPIRED',
	'CERTIFICATE_NOT_YET_VALID',
	'CERTIFICATE_ROOT_UNKNOWN',
	// Signatures
	'SIGNATURE_MALFORMED',
	'SIGNATURE_STRUCTURE',
	'SIGNATURE_ALGORITHM',
	'SIGNATURE_DIGEST',
	'SIGNATURE_CHAIN',
	'SIGNATURE_VALUE',
	'SIGNATURE_PURPOSE',
	'SIGNATURE_RELYING_PARTY',
	'SIGNATURE_TEXT',
	'SIGNATURE_BINDING',
	'SIGNATURE_SIGNER',
	'SIGNATURE_POLICY',
	'SIGNATURE_REUSED',
	'SIGNATURE_MISSING',
	'SIGNATURE_ORDER',
	'EVIDENCE_INVALID',
] as const;

/** One of the closed set of codes that this product's errors carry. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** How much a problem weighs: an `error` stops a report, a `warning` does not, `info` only tells. */
export type Level = 'error' | 'warning' | 'info';

/**
 * One thing that is wrong with, or worth knowing about, what was given. Problems are data: they are gathered
 * and reported all at once.
 */
export interface Problem {
	/** Stable code, e.g. `ROW_TIME`. */
	readonly code: string;
	readonly level: Level;
	/** Where: into the document (`tidrapport.rapportRad[3].tomTid`, counted from 0) or the export (`row 7, column "Start"`). */
	readonly path: string;
	/** What happened, with the value found; never a personnummer in full. */
	readonly message: string;
	/** What to do about it. */
	readonly description: string;
	/** The value found, as text; masked where it is a personnummer; empty where nothing was there. */
	readonly found: string;
}

/** What an `EltError` may carry beside its code and its two sentences. */
export interface EltErrorOptions {
	/** The underlying error; socket codes and library texts stay here and out of the message. */
	readonly cause?: unknown;
	/** All problems that led to this error. */
	readonly problems?: readonly Problem[];
}

/**
 * What this package throws for anything wrong that comes from outside: data, people, certificates, networks.
 * Misuse by a programmer is a `TypeError` instead.
 */
export class EltError extends Error {
	override readonly name = 'EltError';
	readonly code: ErrorCode;
	/** What to do about it, in a sentence. */
	readonly description: string;
	readonly problems: readonly Problem[];

	/**
	 * @param code which of the closed set
	 * @param message what happened, with the value found
	 * @param description what to do next
	 */
	constructor(code: ErrorCode, message: string, description: string, options: EltErrorOptions = {}) {
		super(message, 'cause' in options ? { cause: options.cause } : undefined);
		this.code = code;
		this.description = description;
		this.problems = options.problems ?? [];
	}
}
