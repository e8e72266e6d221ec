import {
	contextTag,
	type DerNode,
	DerSequence,
	MalformedDer,
	readBitString,
	readChildren,
	readDer,
	readNamedBits,
	readOid,
	readOptionalTrue,
	readSerialNumber,
	readSmallInteger,
	readTime,
	TAG,
} from './der';
import { isSameName, type NameAttribute, readName } from './names';

/** The signature algorithms this product trusts in certificates and OCSP responses, and their digest. */
export const RSA_ALGORITHMS: Readonly<Record<string, 'sha256' | 'sha384' | 'sha512'>> = {
	'1.2.840.113549.1.1.11': 'sha256',
	'1.2.840.113549.1.1.12': 'sha384',
	'1.2.840.113549.1.1.13': 'sha512',
};

/** Object identifiers of the extensions that are read. */
export const EXTENSION = {
	subjectKeyIdentifier: '2.5.29.14',
	keyUsage: '2.5.29.15',
	subjectAltName: '2.5.29.17',
	basicConstraints: '2.5.29.19',
	nameConstraints: '2.5.29.30',
	certificatePolicies: '2.5.29.32',
	authorityKeyIdentifier: '2.5.29.35',
	policyConstraints: '2.5.29.36',
	extendedKeyUsage: '2.5.29.37',
} as const;

/** The bits of keyUsage (RFC 5280 4.2.1.3). */
export const KEY_USAGE = {
	digitalSignature: 0,
	nonRepudiation: 1,
	keyEncipherment: 2,
	keyCertSign: 5,
} as const;

/** Purposes in extendedKeyUsage. */
export const PURPOSE = {
	clientAuth: '1.3.6.1.5.5.7.3.2',
	ocspSigning: '1.3.6.1.5.5.7.3.9',
	any: '2.5.29.37.0',
} as const;

/** One extension as it stands. */
export interface Extension {
	readonly critical: boolean;
	readonly value: Buffer;
}

/** An X.509 certificate, read strictly; nothing in it is proven by reading it. */
export interface X509 {
	readonly der: Buffer;
	/** The bytes that the issuer signed. */
	readonly tbs: Buffer;
	readonly signatureAlgorithm: string;
	readonly signature: Buffer;
	readonly serialNumber: Buffer;
	readonly issuer: Buffer;
	readonly subject: Buffer;
	/** Milliseconds since 1970; both bounds belong to the time of validity. */
	readonly notBefore: number;
	readonly notAfter: number;
	/** SubjectPublicKeyInfo, and the key's bits alone (what OCSP hashes). */
	readonly publicKeyInfo: Buffer;
	readonly publicKeyBits: Buffer;
	readonly extensions: ReadonlyMap<string, Extension>;
}

/** The algorithm of an AlgorithmIdentifier whose parameters are NULL or absent. */
export function readAlgorithm(node: DerNode): string {
	const parts = new DerSequence(node);
	const algorithm = readOid(parts.take(TAG.oid));
	const parameters = parts.takeIf(TAG.null);
	parts.end();
	if (parameters !== null && parameters.content.length !== 0) throw new MalformedDer('NULL with content');
	return algorithm;
}

/** Extensions by identifier; none may come twice. */
export function readExtensions(node: DerNode): Map<string, Extension> {
	const extensions = new Map<string, Extension>();
	for (const child of readChildren(node)) {
		const parts = new DerSequence(child);
		const oid = readOid(parts.take(TAG.oid));
		const critical = parts.takeIf(TAG.boolean);
		const value = parts.take(TAG.octetString).content;
		parts.end();
		if (extensions.has(oid)) throw new MalformedDer('An extension that comes twice');
		extensions.set(oid, { critical: readOptionalTrue(critical), value });
	}
	return extensions;
}

/**
 * The signature algorithm of a certificate. RSA with SHA-2 has NULL as its parameters, or none.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc4055#section-5 RFC 4055 5}
 */
function outerAlgorithm(node: DerNode): { algorithm: string; bytes: Buffer } {
	const first = readChildren(node)[0];
	if (first === undefined) throw new MalformedDer('An algorithm is missing');
	const algorithm = readOid(first);
	if (RSA_ALGORITHMS[algorithm] !== undefined) readAlgorithm(node);
	return { algorithm, bytes: node.bytes };
}

function readPublicKeyBits(info: DerNode): Buffer {
	const parts = new DerSequence(info);
	parts.take(TAG.sequence);
	const bits = readBitString(parts.take(TAG.bitString));
	parts.end();
	return bits;
}

/**
 * Reads a version 3 certificate.
 *
 * @throws MalformedDer when the bytes are not exactly one certificate in DER
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-4.1 RFC 5280 4.1}
 */
export function readX509(der: Buffer): X509 {
	const outer = new DerSequence(readDer(der));
	const tbsNode = outer.take(TAG.sequence);
	const algorithm = outerAlgorithm(outer.take(TAG.sequence));
	const signature = readBitString(outer.take(TAG.bitString));
	outer.end();

	const tbs = new DerSequence(tbsNode);
	const version = readDer(tbs.take(contextTag(0)).content, TAG.integer);
	if (readSmallInteger(version) !== 2) throw new MalformedDer('A certificate of another version than 3');
	const serialNumber = readSerialNumber(tbs.take(TAG.integer));
	const inner = tbs.take(TAG.sequence);
	if (!inner.bytes.equals(algorithm.bytes)) throw new MalformedDer('Two different signature algorithms');
	const issuer = tbs.take(TAG.sequence).bytes;
	const validity = new DerSequence(tbs.take(TAG.sequence));
	const notBefore = readTime(validity.takeAny());
	const notAfter = readTime(validity.takeAny());
	validity.end();
	const subject = tbs.take(TAG.sequence).bytes;
	const info = tbs.take(TAG.sequence);
	const extensions = readExtensions(readDer(tbs.take(contextTag(3)).content));
	tbs.end();

	return {
		der,
		tbs: tbsNode.bytes,
		signatureAlgorithm: algorithm.algorithm,
		signature,
		serialNumber,
		issuer,
		subject,
		notBefore,
		notAfter,
		publicKeyInfo: info.bytes,
		publicKeyBits: readPublicKeyBits(info),
		extensions,
	};
}

/** `cA` and the path length of basicConstraints; a certificate without the extension is no CA. */
export function basicConstraints(certificate: X509): { ca: boolean; pathLength: number | null } {
	const extension = certificate.extensions.get(EXTENSION.basicConstraints);
	if (extension === undefined) return { ca: false, pathLength: null };
	const parts = new DerSequence(readDer(extension.value));
	const ca = readOptionalTrue(parts.takeIf(TAG.boolean));
	const pathLength = parts.takeIf(TAG.integer);
	parts.end();
	return {
		ca,
		pathLength: pathLength === null ? null : readSmallInteger(pathLength),
	};
}

/** The bits of keyUsage, `null` where the certificate does not say. */
export function keyUsage(certificate: X509): ReadonlySet<number> | null {
	const extension = certificate.extensions.get(EXTENSION.keyUsage);
	return extension === undefined ? null : readNamedBits(readDer(extension.value, TAG.bitString));
}

/** The purposes of extendedKeyUsage, `null` where the certificate does not say. */
export function extendedKeyUsage(certificate: X509): string[] | null {
	const extension = certificate.extensions.get(EXTENSION.extendedKeyUsage);
	return extension === undefined ? null : readChildren(readDer(extension.value)).map(readOid);
}

/** The policies a certificate was issued under. */
export function certificatePolicies(certificate: X509): string[] {
	const extension = certificate.extensions.get(EXTENSION.certificatePolicies);
	if (extension === undefined) return [];
	return readChildren(readDer(extension.value)).map((information) =>
		readOid(new DerSequence(information).take(TAG.oid)),
	);
}

/** The subject key identifier as `67:8A:…`, `null` where there is none. */
export function subjectKeyIdentifier(certificate: X509): string | null {
	const extension = certificate.extensions.get(EXTENSION.subjectKeyIdentifier);
	return extension === undefined ? null : colonHex(readDer(extension.value, TAG.octetString).content);
}

/** Bytes as `67:8A:BA`. */
export function colonHex(bytes: Buffer): string {
	return (bytes.toString('hex').toUpperCase().match(/../g) ?? []).join(':');
}

/** The attributes of the certificate's subject. */
export function subjectName(certificate: X509): NameAttribute[] {
	return readName(certificate.subject);
}

/** Whether issuer and subject are one name: such a certificate does not count in a path's length (RFC 5280 6.1). */
export function isSelfIssued({ issuer, subject }: X509): boolean {
	return isSameName(issuer, subject);
}
