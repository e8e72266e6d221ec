import { EltError, type ErrorCode } from '../errors';

/** The codes with which a signature or its OCSP response is refused. */
export type RefusalCode = Exclude<
	Extract<ErrorCode, `SIGNATURE_${string}` | `OCSP_${string}`>,
	'SIGNATURE_MISSING' | 'SIGNATURE_ORDER' | 'SIGNATURE_REUSED'
>;

const COLLECT_AGAIN =
	'Take both strings byte for byte as BankID gave them; if they are lost, let the person sign again.';
const NOT_BANKID =
	'Do not trust this document: BankID did not make it as it is now. Let the person sign again.';
const SIGN_AGAIN = 'Let the person sign the report as it is now.';

/** What to do about each: the description of the error. */
const WHAT_TO_DO: Readonly<Record<RefusalCode, string>> = {
	SIGNATURE_MALFORMED: COLLECT_AGAIN,
	SIGNATURE_STRUCTURE: NOT_BANKID,
	SIGNATURE_ALGORITHM: NOT_BANKID,
	SIGNATURE_DIGEST: NOT_BANKID,
	SIGNATURE_CHAIN:
		'Check that the root of the right BankID environment is given. If it is, do not trust this signature.',
	SIGNATURE_VALUE: NOT_BANKID,
	SIGNATURE_PURPOSE: 'Start a signing order (sign) instead of an identification (auth).',
	SIGNATURE_RELYING_PARTY: 'Use a signature that was ordered with the certificate in your BankID credential.',
	SIGNATURE_TEXT: 'Let the person sign again, with the text that belongs to the report.',
	SIGNATURE_BINDING: SIGN_AGAIN,
	SIGNATURE_SIGNER: 'Let the person named in the report sign it with their own BankID.',
	SIGNATURE_POLICY: 'Let the person sign with a BankID of the environment that the credential is for.',
	OCSP_MALFORMED: COLLECT_AGAIN,
	OCSP_STATUS: COLLECT_AGAIN,
	OCSP_ALGORITHM: NOT_BANKID,
	OCSP_RESPONDER: NOT_BANKID,
	OCSP_SIGNATURE: NOT_BANKID,
	OCSP_CERT_ID: COLLECT_AGAIN,
	OCSP_REVOKED: 'The BankID was blocked when it signed. Let the person sign with a BankID that is valid.',
	OCSP_UNKNOWN: 'The issuer does not know this BankID. Let the person sign with a BankID that is valid.',
	OCSP_TIME: NOT_BANKID,
	OCSP_STALE:
		"Check this machine's clock, and attach a signature while it is new. If that is not possible, let the person sign again.",
	OCSP_NONCE: COLLECT_AGAIN,
};

/**
 * The error that refuses a signature.
 *
 * @param message what was found; never a key, a signature, or a whole personnummer
 */
export function refusal(code: RefusalCode, message: string, cause?: unknown): EltError {
	return new EltError(code, message, WHAT_TO_DO[code], cause === undefined ? {} : { cause });
}

/** Throws the refusal unless the condition holds. */
export function demand(holds: boolean, code: RefusalCode, message: string): asserts holds {
	if (!holds) throw refusal(code, message);
}
