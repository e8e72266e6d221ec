import { EltError, type ErrorCode } from '../errors';

/** The names in a seal that are not XML-DSig's own. */
export const SEAL = {
	namespace: 'urn:n8n-nodes-forsakringskassan-elt:seal:1',
	manifestId: 'manifest',
	propertyId: 'signing-time',
	/** What the time says that it belongs to. */
	objectId: 'seal',
	/** What the seal calls the document: the name it has in an evidence file. */
	documentUri: 'document.xml',
} as const;

type SealCode = Extract<ErrorCode, `SEAL_${string}`>;

const DO_NOT_TRUST = 'Do not trust this seal: seal the document again as it is now.';

/** What to do about each: the description of the error. */
const WHAT_TO_DO: Readonly<Record<SealCode, string>> = {
	SEAL_MALFORMED: DO_NOT_TRUST,
	SEAL_STRUCTURE: DO_NOT_TRUST,
	SEAL_VALUE: DO_NOT_TRUST,
	SEAL_DIGEST: DO_NOT_TRUST,
	SEAL_TIME: "Check this machine's clock. If it is right, do not trust this seal.",
	SEAL_CERTIFICATE:
		'Seal the document with a certificate that is for signing, is valid, and has an RSA key of at least 2048 bits.',
	SEAL_UNTRUSTED:
		"If you know the vendor, give the root of its certificates, or its own certificate, as trusted for seals ('Seal Root Certificates' or --seal-root). If you do not, do not trust this seal.",
};

/** The error with which a seal is refused, or cannot be made. */
export function sealRefusal(code: SealCode, message: string, cause?: unknown): EltError {
	return new EltError(code, message, WHAT_TO_DO[code], cause === undefined ? {} : { cause });
}
