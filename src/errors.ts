import type { Level } from './codes/code';
import { isOwnProblemCode, type OwnProblemCode } from './codes/problemCodes';

export type { Level } from './codes/code';

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
	'ENVIRONMENT_MIXED',
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
	'OCSP_MALFORMED',
	'OCSP_STATUS',
	'OCSP_ALGORITHM',
	'OCSP_RESPONDER',
	'OCSP_SIGNATURE',
	'OCSP_CERT_ID',
	'OCSP_REVOKED',
	'OCSP_UNKNOWN',
	'OCSP_TIME',
	'OCSP_STALE',
	'OCSP_NONCE',
	'SEAL_MALFORMED',
	'SEAL_STRUCTURE',
	'SEAL_DIGEST',
	'SEAL_TIME',
	'SEAL_CERTIFICATE',
	'SEAL_VALUE',
	'SEAL_UNTRUSTED',
	'EVIDENCE_INVALID',
	// Sending to Försäkringskassan
	'ELT_ADDRESS',
	'ELT_NAME_UNKNOWN',
	'ELT_CONNECT_REFUSED',
	'ELT_UNREACHABLE',
	'ELT_CONNECT_TIMEOUT',
	'ELT_PROXY',
	'ELT_SERVER_UNTRUSTED',
	'ELT_SERVER_EXPIRED',
	'ELT_SERVER_NAME',
	'ELT_CERTIFICATE_REFUSED',
	'ELT_TLS',
	'ELT_CANCELLED',
	'ELT_BROKEN',
	'ELT_TIMEOUT',
	'ELT_CANCELLED_UNDERWAY',
	'ELT_ANSWER_HALF',
	'ELT_ANSWER_TOO_LARGE',
	'ELT_ANSWER_EMPTY',
	'ELT_ANSWER_NOT_SOAP',
	'ELT_ANSWER_FOREIGN',
	'ELT_ANSWER_CONTRADICTS',
	'ELT_RECEIPT_TX_ID',
	'ELT_XML_VALIDATION',
	'ELT_SIGNATURE_VALIDATION',
	'ELT_FAULT_CLIENT',
	'ELT_FAULT_UNKNOWN',
	'ELT_TOO_MANY',
	'ELT_BUSY',
	'ELT_HTTP_REFUSED',
	'ELT_HTTP_STATUS',
	'ELT_REJECTED_BEFORE',
	'ELT_UNKNOWN_BEFORE',
	'ELT_ALREADY_SENT',
	'ELT_HELD_BACK',
	'ELT_LEDGER',
	// Ledger in PostgreSQL
	'LEDGER_UNREACHABLE',
	'LEDGER_PASSWORD',
	'LEDGER_RIGHTS',
	'LEDGER_SCHEMA',
	'LEDGER_KEY',
	// BankID
	'BANKID_ADDRESS',
	'BANKID_UNREACHABLE',
	'BANKID_SERVER_UNTRUSTED',
	'BANKID_CERTIFICATE_REFUSED',
	'BANKID_BROKEN',
	'BANKID_ANSWER',
	'BANKID_ALREADY_IN_PROGRESS',
	'BANKID_INVALID_PARAMETERS',
	'BANKID_UNAUTHORIZED',
	'BANKID_NOT_FOUND',
	'BANKID_METHOD',
	'BANKID_MEDIA_TYPE',
	'BANKID_TIMEOUT',
	'BANKID_TOO_MANY',
	'BANKID_INTERNAL',
	'BANKID_MAINTENANCE',
	'BANKID_UNKNOWN',
	'BANKID_ORDER_FAILED',
	'BANKID_ORDER_RUNNING',
	'BANKID_ORDER_NOT_KEPT',
	'BANKID_START_LINK',
	'BANKID_LIMIT',
	'BANKID_CANCELLED',
	'BANKID_TEXT',
	'BANKID_ENTRIES',
	// A mistake in this package or in what calls it
	'UNEXPECTED',
] as const;

/** One of the closed set of codes that this product's errors carry. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Every code that a problem can carry: one of its own, or an error's where that error is one problem among others. */
export type ProblemCode = OwnProblemCode | ErrorCode;

/** Whether a text is a code that a problem can carry. */
export function isProblemCode(text: string): text is ProblemCode {
	return isOwnProblemCode(text) || ERROR_CODES.some((code) => code === text);
}

/**
 * One thing that is wrong with, or worth knowing about, what was given. Problems are data: they are gathered
 * and reported all at once.
 */
export interface Problem {
	/** One of a closed set, e.g. `ROW_TIME`. */
	readonly code: ProblemCode;
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
