/** Where an exchange broke. The first group is before the first byte of the request, the second after it. */
export const BROKE_BEFORE_SENDING = [
	'name',
	'refused',
	'unreachable',
	'connectTimeout',
	'proxy',
	'serverUntrusted',
	'serverExpired',
	'serverName',
	'clientRefused',
	'handshake',
	'cancelledBefore',
] as const;

/** Breaks after which nobody can know whether the request was received. */
export const BROKE_AFTER_SENDING = [
	'sendBroken',
	'timeout',
	'cancelledAfter',
	'answerHalf',
	'answerTooLarge',
] as const;

/** One of the places where an exchange can break. */
export type Broke = (typeof BROKE_BEFORE_SENDING)[number] | (typeof BROKE_AFTER_SENDING)[number];

/** A connection that never came to be; `cause` is the socket's own word. */
export class ConnectionBroken extends Error {
	override readonly name = 'ConnectionBroken';
	readonly at: Broke;
	/** What stood in the way, in words fit for a message, without a full stop; null where the place says it all. */
	readonly detail: string | null;

	constructor(at: Broke, cause: unknown, detail: string | null = null) {
		super(`The connection broke at: ${at}`, { cause });
		this.at = at;
		this.detail = detail;
	}
}

/** The broken connection behind an error, where there is one. */
export function connectionBroken(error: unknown): ConnectionBroken | null {
	for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
		if (at instanceof ConnectionBroken) return at;
	}
	return null;
}

const CODES: Readonly<Record<string, Broke>> = {
	ENOTFOUND: 'name',
	EAI_AGAIN: 'name',
	EAI_NODATA: 'name',
	EAI_NONAME: 'name',
	ECONNREFUSED: 'refused',
	ETIMEDOUT: 'connectTimeout',
	ERR_TLS_CERT_ALTNAME_INVALID: 'serverName',
	CERT_HAS_EXPIRED: 'serverExpired',
	CERT_NOT_YET_VALID: 'serverExpired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'serverUntrusted',
	SELF_SIGNED_CERT_IN_CHAIN: 'serverUntrusted',
	UNABLE_TO_GET_ISSUER_CERT: 'serverUntrusted',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'serverUntrusted',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'serverUntrusted',
	CERT_UNTRUSTED: 'serverUntrusted',
	CERT_REJECTED: 'serverUntrusted',
	CERT_REVOKED: 'serverUntrusted',
	CERT_SIGNATURE_FAILURE: 'serverUntrusted',
	INVALID_CA: 'serverUntrusted',
	INVALID_PURPOSE: 'serverUntrusted',
	PATH_LENGTH_EXCEEDED: 'serverUntrusted',
};

/** Alerts by which a server refuses the client's certificate, as OpenSSL names them. */
const CLIENT_REFUSED =
	/ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR|HANDSHAKE_FAILURE|NO_CERTIFICATE)/;

/** The `code` that Node's errors carry; empty without one. */
export function codeOf(error: unknown): string {
	if (typeof error !== 'object' || error === null || !('code' in error)) return '';
	return typeof error.code === 'string' ? error.code : '';
}

/** Whether an error is the server's refusal of the client certificate: an alert of the handshake. */
export function refusesClient(error: unknown): boolean {
	return CLIENT_REFUSED.test(codeOf(error));
}

/** Where an error places the break, while a connection is made; `otherwise` for codes that tell nothing. */
export function placeOf(error: unknown, otherwise: Broke): Broke {
	if (error instanceof ConnectionBroken) return error.at;
	return refusesClient(error) ? 'clientRefused' : (CODES[codeOf(error)] ?? otherwise);
}
