import { EltError, type ErrorCode } from '../errors';

/** What stands in a seal, besides what XML-DSig itself names. */
export const SEAL = {
	namespace: 'urn:n8n-nodes-forsakringskassan-elt:seal:1',
	manifestId: 'manifest',
	propertyId: 'signing-time',
	/** What the time says that it belongs to. */
	objectId: 'seal',
	/** What the seal calls the document: the name it has in an evidence file. */
	documentUri: 'document.xml',
} as const;

/** The error with which a seal is refused, or can not be made. */
export function sealRefusal(
	code: Extract<ErrorCode, `SEAL_${string}`>,
	message: string,
	cause?: unknown,
): EltError {
	return new EltError(
		code,
		message,
		code === 'SEAL_CERTIFICATE'
			? "Use the vendor's certificate with its RSA key, and give the root of its issuer to those who verify."
			: 'Do not trust this seal: seal the document again as it is now.',
		cause === undefined ? {} : { cause },
	);
}
