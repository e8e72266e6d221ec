import { createHash, timingSafeEqual } from 'node:crypto';
import { readDer, readOrNull, TAG } from '../certificate/der';
import { understoodAll } from '../certificate/issuer';
import { isSameName } from '../certificate/names';
import { extendedKeyUsage, KEY_USAGE, keyUsage, PURPOSE, RSA_ALGORITHMS } from '../certificate/x509';
import { decodeBase64 } from './base64';
import { type ProvenChain } from './chain';
import {
	type BasicResponse,
	type CertId,
	readOcspResponse,
	readResponseData,
	type ResponseData,
	type SingleResponse,
} from './ocspResponse';
import { demand, refusal, type RefusalCode } from './refuse';
import {
	type CertificateWithKey,
	isSignedBy,
	isKnownIssuedBy,
	readKnownCertificate,
	wasValid,
} from './trust';

/** BankID's responses have some 2 500 characters. */
const MAX_CHARACTERS = 32_768;

const NONCE = '1.3.6.1.5.5.7.48.1.2';
const NONCE_BYTES = 32;
const SHA1_BYTES = 20;

/** The digests that a certID may be made with, and their names in Node. */
const CERT_ID_DIGESTS: Readonly<Record<string, string>> = {
	'1.3.14.3.2.26': 'sha1',
	'2.16.840.1.101.3.4.2.1': 'sha256',
};

/** How old the response of a new signature may be. */
const MAX_AGE_MS = 15 * 60_000;

/** How far ahead of this machine's clock a signature may be, new or old: clocks differ. */
export const MAX_AHEAD_MS: number = 5 * 60_000;

/** What a proven OCSP response says. */
export interface ProvenOcsp {
	/** When the person signed: the instant at which the responder answered, milliseconds since 1970. */
	readonly producedAt: number;
	/** SHA-256 of the responder's certificate, lower-case hex. */
	readonly responderSha256: string;
}

/** What the reader gives, or a refusal where the response is not DER as it should be. */
function readOrRefuse<T>(code: RefusalCode, message: string, read: () => T): T {
	const value = readOrNull(read);
	if (value === null) throw refusal(code, message);
	return value;
}

function parse(ocspResponse: string): BasicResponse {
	demand(
		ocspResponse.length <= MAX_CHARACTERS,
		'OCSP_MALFORMED',
		`The OCSP response has ${ocspResponse.length} characters, more than any that BankID makes`,
	);
	const der = decodeBase64(ocspResponse);
	if (der === null || der.length === 0) throw refusal('OCSP_MALFORMED', 'The OCSP response is not base64');
	const response = readOrRefuse('OCSP_MALFORMED', 'The OCSP response cannot be read', () =>
		readOcspResponse(der),
	);
	if ('responseStatus' in response) {
		throw refusal(
			'OCSP_STATUS',
			`The OCSP responder did not answer: its status is ${response.responseStatus}`,
		);
	}
	return response;
}

/** The responder's certificate is for this purpose, and from the same issuer as the person's (RFC 6960 4.2.2.2). */
function proveResponder({ certificates }: BasicResponse, { customerCa }: ProvenChain): CertificateWithKey {
	const [der, ...more] = certificates;
	if (der === undefined || more.length > 0) {
		throw refusal(
			'OCSP_RESPONDER',
			`The OCSP response has ${certificates.length} certificates of responders instead of one`,
		);
	}
	const unreadable = 'The certificate of the OCSP responder cannot be read';
	const responder = readOrRefuse('OCSP_RESPONDER', unreadable, () => readKnownCertificate(der));
	const usage = readOrRefuse('OCSP_RESPONDER', unreadable, () => [...(keyUsage(responder.x509) ?? [])]);
	const purposes = readOrRefuse('OCSP_RESPONDER', unreadable, () => extendedKeyUsage(responder.x509) ?? []);
	const checks: readonly (readonly [holds: boolean, message: string])[] = [
		[
			isKnownIssuedBy(responder, customerCa),
			"The OCSP responder's certificate has another issuer than the person's",
		],
		[
			purposes.includes(PURPOSE.ocspSigning),
			"The OCSP responder's certificate is not one for signing OCSP responses",
		],
		[
			usage.includes(KEY_USAGE.nonRepudiation),
			"The OCSP responder's certificate is not for signing (nonRepudiation)",
		],
		[
			understoodAll(responder.x509),
			"The OCSP responder's certificate has a critical extension that is not known",
		],
	];
	for (const [holds, message] of checks) demand(holds, 'OCSP_RESPONDER', message);
	return responder;
}

function isResponder({ x509 }: CertificateWithKey, named: ResponseData['responder']): boolean {
	if ('name' in named) return isSameName(named.name, x509.subject);
	return named.keyHash.equals(createHash('sha1').update(x509.publicKeyBits).digest());
}

function isAbout(certId: CertId, { user, customerCa }: ProvenChain): boolean {
	const digest = CERT_ID_DIGESTS[certId.hashAlgorithm];
	if (digest === undefined) return false;
	const hash = (bytes: Buffer): Buffer => createHash(digest).update(bytes).digest();
	return (
		certId.serialNumber.equals(user.x509.serialNumber) &&
		certId.issuerNameHash.equals(hash(user.x509.issuer)) &&
		certId.issuerKeyHash.equals(hash(customerCa.x509.publicKeyBits))
	);
}

function onlyResponse({ responses }: ResponseData): SingleResponse {
	const [single, ...more] = responses;
	if (single === undefined || more.length > 0) {
		throw refusal(
			'OCSP_MALFORMED',
			`The OCSP response is about ${responses.length} certificates instead of one`,
		);
	}
	return single;
}

function checkStatus({ status }: SingleResponse): void {
	demand(status !== 'revoked', 'OCSP_REVOKED', "The person's BankID was blocked when it signed");
	demand(status === 'good', 'OCSP_UNKNOWN', "The OCSP responder does not know the person's BankID");
}

/** BankID answers at the moment of signing: the status is of that moment, and there is no nextUpdate. */
function checkTimes({ thisUpdate, nextUpdate }: SingleResponse, producedAt: number): void {
	demand(
		thisUpdate === producedAt,
		'OCSP_TIME',
		'The OCSP response was made at another time than its status is of',
	);
	demand(
		nextUpdate === null,
		'OCSP_TIME',
		'The OCSP response is not made for one signature: it has a nextUpdate',
	);
}

/** The 32 bytes of the nonce: as they are, which is BankID's way, or wrapped in an OCTET STRING as RFC 8954 says. */
function nonceBytes(value: Buffer): Buffer | null {
	if (value.length === NONCE_BYTES) return value;
	const wrapped = readOrNull(() => readDer(value, TAG.octetString).content);
	return wrapped?.length === NONCE_BYTES ? wrapped : null;
}

/** The nonce begins with SHA-1 of the signature's base64 characters: this response belongs to that signature. */
function checkNonce({ extensions }: ResponseData, signature: string): void {
	const extension = extensions.get(NONCE);
	demand(extension !== undefined, 'OCSP_NONCE', 'The OCSP response belongs to no signature: it has no nonce');
	demand(extension.critical, 'OCSP_NONCE', 'The nonce of the OCSP response is not critical');
	const nonce = nonceBytes(extension.value);
	if (nonce === null)
		throw refusal(
			'OCSP_NONCE',
			`The nonce of the OCSP response has ${extension.value.length} bytes, not ${NONCE_BYTES}`,
		);
	const bound = createHash('sha1').update(signature, 'latin1').digest();
	demand(
		timingSafeEqual(nonce.subarray(0, SHA1_BYTES), bound),
		'OCSP_NONCE',
		'The OCSP response belongs to another signature',
	);
}

function checkExtensions({ extensions }: ResponseData, single: SingleResponse): void {
	const critical = [...extensions, ...single.extensions].filter(([, extension]) => extension.critical);
	demand(
		critical.every(([oid]) => oid === NONCE),
		'OCSP_MALFORMED',
		'The OCSP response has a critical extension that is not known',
	);
}

/**
 * Verifies the OCSP response that BankID gives with a signature: made by the responder of the person's own
 * issuer, about the person's certificate, good, and bound to exactly this signature string.
 *
 * @param ocspResponse base64 of DER, as BankID gave it
 * @param signature the signature's base64 string, byte for byte as BankID gave it
 * @param chain the proven certificates of that signature
 * @throws EltError `OCSP_MALFORMED`, `OCSP_STATUS`, `OCSP_ALGORITHM`, `OCSP_RESPONDER`, `OCSP_SIGNATURE`,
 * `OCSP_CERT_ID`, `OCSP_REVOKED`, `OCSP_UNKNOWN`, `OCSP_TIME` or `OCSP_NONCE`
 * @see {@link https://www.rfc-editor.org/rfc/rfc6960 RFC 6960}
 */
export function verifyOcsp(ocspResponse: string, signature: string, chain: ProvenChain): ProvenOcsp {
	const basic = parse(ocspResponse);
	demand(
		RSA_ALGORITHMS[basic.signatureAlgorithm] !== undefined,
		'OCSP_ALGORITHM',
		`The OCSP response is signed with an algorithm that is not trusted: ${basic.signatureAlgorithm}`,
	);
	const responder = proveResponder(basic, chain);
	const signed = isSignedBy(basic.tbs.bytes, basic.signatureAlgorithm, basic.signature, responder.key);
	demand(signed, 'OCSP_SIGNATURE', 'The OCSP response was changed after the responder signed it');

	const data = readOrRefuse('OCSP_MALFORMED', 'The OCSP response cannot be read', () =>
		readResponseData(basic.tbs),
	);
	demand(
		isResponder(responder, data.responder),
		'OCSP_RESPONDER',
		'The OCSP response names another responder than the one that signed it',
	);
	const single = onlyResponse(data);
	checkExtensions(data, single);
	demand(
		isAbout(single.certId, chain),
		'OCSP_CERT_ID',
		"The OCSP response is about another certificate than the person's",
	);
	checkStatus(single);
	checkTimes(single, data.producedAt);
	checkNonce(data, signature);
	demand(
		wasValid(responder, data.producedAt),
		'OCSP_RESPONDER',
		"The OCSP responder's certificate was not valid when it answered",
	);
	return { producedAt: data.producedAt, responderSha256: responder.sha256 };
}

/**
 * No response is from the future; clocks may differ by 5 minutes.
 *
 * @throws EltError `OCSP_STALE`
 */
export function checkNotAhead({ producedAt }: ProvenOcsp, now: Date): void {
	demand(
		producedAt - now.getTime() <= MAX_AHEAD_MS,
		'OCSP_STALE',
		`The signature is from the future: it was given at ${new Date(producedAt).toISOString()}`,
	);
}

/**
 * A new signature has a new OCSP response: at most 15 minutes old.
 *
 * @throws EltError `OCSP_STALE`
 */
export function checkFreshness({ producedAt }: ProvenOcsp, now: Date): void {
	demand(
		now.getTime() - producedAt <= MAX_AGE_MS,
		'OCSP_STALE',
		`The signature is not new: it was given at ${new Date(producedAt).toISOString()}`,
	);
}
