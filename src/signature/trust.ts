import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { DerSequence, MalformedDer, readDer, readIntegerBytes, readOid, TAG } from '../certificate/der';
import { isSameName } from '../certificate/names';
import { readX509, RSA_ALGORITHMS, type X509 } from '../certificate/x509';
import { BoundedCache } from './cache';

/** A certificate and the RSA key in it, read but not proven by that alone. */
export interface CertificateWithKey {
	readonly x509: X509;
	readonly key: KeyObject;
	/** SHA-256 of the certificate, lower-case hex. */
	readonly sha256: string;
}

const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const MIN_MODULUS_BYTES = 256;

/** How many issuers' and responders' certificates, and links between them, are remembered per process. */
const REMEMBERED = 256;

const known = new BoundedCache<CertificateWithKey>(REMEMBERED);
const links = new BoundedCache<boolean>(REMEMBERED);

/**
 * The key in PKCS#1, after its algorithm and size have been looked at: Node takes that form in a few microseconds.
 * RSA's parameters must be NULL.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc4055#section-1.2 RFC 4055 1.2}
 */
function readRsaKey({ publicKeyInfo, publicKeyBits }: X509): KeyObject {
	const info = new DerSequence(readDer(publicKeyInfo));
	const algorithm = new DerSequence(info.take(TAG.sequence));
	if (readOid(algorithm.take(TAG.oid)) !== RSA_ENCRYPTION) throw new MalformedDer('A key that is not RSA');
	if (algorithm.take(TAG.null).content.length > 0) throw new MalformedDer('NULL with content');
	algorithm.end();
	const key = new DerSequence(readDer(publicKeyBits));
	const modulus = readIntegerBytes(key.take(TAG.integer));
	const exponent = readIntegerBytes(key.take(TAG.integer));
	key.end();
	const odd = ((exponent.at(-1) ?? 0) & 1) === 1;
	if (modulus.length <= MIN_MODULUS_BYTES || exponent.length < 3 || !odd)
		throw new MalformedDer('A key too weak');
	return createPublicKey({ key: publicKeyBits, format: 'der', type: 'pkcs1' });
}

function read(der: Buffer, sha256: string): CertificateWithKey {
	const x509 = readX509(der);
	return { x509, key: readRsaKey(x509), sha256 };
}

function fingerprint(der: Buffer): string {
	return createHash('sha256').update(der).digest('hex');
}

/**
 * Reads a certificate with an RSA key of at least 2 048 bits.
 *
 * @throws MalformedDer for anything else
 */
export function readCertificate(der: Buffer): CertificateWithKey {
	return read(der, fingerprint(der));
}

/** As `readCertificate`, for the few certificates that come again and again: those of issuers and responders. */
export function readKnownCertificate(der: Buffer): CertificateWithKey {
	const sha256 = fingerprint(der);
	return known.get(sha256, () => read(Buffer.from(der), sha256));
}

/** Whether the bytes were signed by the key, with RSA PKCS#1 v1.5 and one of the digests that are trusted. */
export function isSignedBy(bytes: Buffer, algorithm: string, signature: Buffer, key: KeyObject): boolean {
	const digest = RSA_ALGORITHMS[algorithm];
	return digest !== undefined && verify(digest, bytes, key, signature);
}

/** Whether the issuer's name is the one in the certificate, and the issuer's key signed it. */
export function isIssuedBy({ x509 }: CertificateWithKey, issuer: CertificateWithKey): boolean {
	return (
		isSameName(x509.issuer, issuer.x509.subject) &&
		isSignedBy(x509.tbs, x509.signatureAlgorithm, x509.signature, issuer.key)
	);
}

/** As `isIssuedBy`, for issuers and responders: what was found for exactly these two certificates is remembered. */
export function isKnownIssuedBy(child: CertificateWithKey, issuer: CertificateWithKey): boolean {
	return links.get(`${child.sha256} ${issuer.sha256}`, () => isIssuedBy(child, issuer));
}

/** Whether a certificate was valid at an instant (milliseconds since 1970). */
export function wasValid({ x509 }: CertificateWithKey, at: number): boolean {
	return x509.notBefore <= at && at <= x509.notAfter;
}
