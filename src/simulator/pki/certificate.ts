import { createHash, createPublicKey, generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { promisify } from 'node:util';

import {
	type Asn1,
	bits,
	certificateTime,
	explicit,
	fromDer,
	implicit,
	integer,
	isTrue,
	nothing,
	octets,
	oid,
	printable,
	sequence,
	set,
	toDer,
	utf8,
} from './der';

/** The attributes of a name that are used here, with their object identifiers. */
const ATTRIBUTES = {
	c: '2.5.4.6',
	o: '2.5.4.10',
	ou: '2.5.4.11',
	sn: '2.5.4.4',
	givenName: '2.5.4.42',
	serialNumber: '2.5.4.5',
	name: '2.5.4.41',
	cn: '2.5.4.3',
} as const;

/** One attribute of a distinguished name. */
export type Attribute = readonly [type: keyof typeof ATTRIBUTES, value: string];

/** Bits of the keyUsage extension (RFC 5280, 4.2.1.3). */
const KEY_USAGES = {
	digitalSignature: 0,
	nonRepudiation: 1,
	keyEncipherment: 2,
	keyCertSign: 5,
	cRLSign: 6,
} as const;

/** What a key may be used for. */
export type KeyUsage = keyof typeof KEY_USAGES;

const EXTENDED_KEY_USAGES = {
	serverAuth: '1.3.6.1.5.5.7.3.1',
	clientAuth: '1.3.6.1.5.5.7.3.2',
	ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const;

/** What a certificate is for, beyond its key usage. */
export type ExtendedKeyUsage = keyof typeof EXTENDED_KEY_USAGES;

/** A certificate with its key, and the certificates between it and its root. */
export interface Issued {
	readonly subject: readonly Attribute[];
	readonly certificatePem: string;
	readonly certificateDer: Buffer;
	/** PKCS#8, not encrypted. */
	readonly keyPem: string;
	readonly key: KeyObject;
	/** The issuers from the next one up, without the root. */
	readonly chainPem: readonly string[];
	/** Whether it signed itself. */
	readonly isRoot: boolean;
	readonly serialNumber: Buffer;
	readonly validFrom: Date;
	readonly validTo: Date;
}

/** What a certificate is to say. */
export interface CertificateRequest {
	/** From the country to the person, as X.500 orders a name. */
	readonly subject: readonly Attribute[];
	/** Who signs; without one the certificate is its own root. */
	readonly issuer?: Issued;
	/** An RSA private key; without one a new pair is made. */
	readonly key?: KeyObject;
	/** Of a new key; 2048 by default. */
	readonly keyBits?: number;
	readonly validFrom: Date;
	readonly validTo: Date;
	/** Whether it may issue certificates. */
	readonly ca?: boolean;
	readonly keyUsage?: readonly KeyUsage[];
	readonly extendedKeyUsage?: readonly ExtendedKeyUsage[];
	/** Certificate policies, dotted. */
	readonly policies?: readonly string[];
	/** Host names and IPv4 addresses. */
	readonly hosts?: readonly string[];
	/** 8 random bytes by default, as BankID's issuers have them. */
	readonly serialNumber?: Buffer;
	/** What the issuer signs with; SHA-256 by default. */
	readonly digest?: keyof typeof SIGNATURES;
	/** Where its issuer answers by OCSP; not said by default. */
	readonly ocspUrl?: string;
	/** Whether it needs no answer by OCSP itself, as a responder's. */
	readonly ocspNoCheck?: boolean;
}

const generate = promisify(generateKeyPair);

/** A new RSA private key of so many bits, made outside the event loop. */
export async function newKey(keyBits = 2048): Promise<KeyObject> {
	return (await generate('rsa', { modulusLength: keyBits })).privateKey;
}

/** The signature algorithms that certificates are issued with. */
const SIGNATURES = { sha256: '1.2.840.113549.1.1.11', sha512: '1.2.840.113549.1.1.13' } as const;

/** AlgorithmIdentifier of sha256WithRSAEncryption. */
export const sha256WithRsa = (): Asn1 => sequence(oid(SIGNATURES.sha256), nothing());

/** A distinguished name as ASN.1. */
export function nameOf(attributes: readonly Attribute[]): Asn1 {
	return sequence(
		...attributes.map(([type, value]) =>
			set(
				sequence(
					oid(ATTRIBUTES[type]),
					type === 'c' || type === 'serialNumber' ? printable(value) : utf8(value),
				),
			),
		),
	);
}

/**
 * A distinguished name as BankID writes it in `srvInfo/name`: the most particular attribute first,
 * e.g. `cn=…,name=…,serialNumber=…,o=…,c=SE`.
 */
export function distinguishedName(attributes: readonly Attribute[]): string {
	return attributes
		.toReversed()
		.map(([type, value]) => `${type}=${value}`)
		.join(',');
}

/** SHA-1 of an RSA public key's bits: its key identifier, and OCSP's issuerKeyHash. */
export function keyIdentifier(key: KeyObject): Buffer {
	const publicKey = createPublicKey(key).export({ type: 'pkcs1', format: 'der' });
	return createHash('sha1').update(publicKey).digest();
}

/** An extension: its OID, its value as DER, and whether whoever doesn't know it must refuse. */
export const extension = (id: string, der: Uint8Array, critical = false): Asn1 =>
	sequence(oid(id), critical ? isTrue() : undefined, octets(der));

function keyUsageBits(usages: readonly KeyUsage[]): Asn1 {
	const positions = usages.map((usage) => KEY_USAGES[usage]);
	const byte = positions.reduce<number>((sum, position) => sum | (0x80 >> position), 0);
	return bits(Buffer.of(byte), 7 - Math.max(...positions));
}

function generalName(host: string): Asn1 {
	return isIPv4(host)
		? implicit(7, Buffer.from(host.split('.').map(Number)))
		: implicit(2, Buffer.from(host, 'ascii'));
}

/** The extensions in the order of BankID's certificates, which is another for issuers. */
function extensionsOf(request: CertificateRequest, key: KeyObject, issuerKey: KeyObject): Asn1 {
	const { ca = false, keyUsage = [], policies = [], hosts = [], ocspUrl, ocspNoCheck } = request;
	const list = (...parts: readonly Asn1[]): Buffer => toDer(sequence(...parts));
	const subjectKey = extension('2.5.29.14', toDer(octets(keyIdentifier(key))));
	const issuersKey = extension('2.5.29.35', list(implicit(0, keyIdentifier(issuerKey))));
	const policy =
		policies.length > 0
			? extension('2.5.29.32', list(...policies.map((dotted) => sequence(oid(dotted)))))
			: undefined;
	const usage = keyUsage.length > 0 ? extension('2.5.29.15', toDer(keyUsageBits(keyUsage)), true) : undefined;
	if (ca) {
		const isCa = extension('2.5.29.19', list(isTrue()), true);
		return sequence(subjectKey, isCa, issuersKey, policy, usage, purposesOf(request));
	}
	return sequence(
		ocspUrl === undefined ? undefined : extension(AUTHORITY_INFORMATION, list(ocspAt(ocspUrl))),
		policy,
		purposesOf(request),
		usage,
		ocspNoCheck ? extension(OCSP_NO_CHECK, toDer(nothing())) : undefined,
		hosts.length > 0 ? extension('2.5.29.17', list(...hosts.map(generalName))) : undefined,
		issuersKey,
		subjectKey,
	);
}

const AUTHORITY_INFORMATION = '1.3.6.1.5.5.7.1.1';
const OCSP_NO_CHECK = '1.3.6.1.5.5.7.48.1.5';

const ocspAt = (url: string): Asn1 =>
	sequence(oid('1.3.6.1.5.5.7.48.1'), implicit(6, Buffer.from(url, 'ascii')));

/** What the key is for; critical where it is for OCSP, as BankID's responders have it. */
function purposesOf({ extendedKeyUsage = [] }: CertificateRequest): Asn1 | undefined {
	if (extendedKeyUsage.length === 0) return undefined;
	const purposes = toDer(sequence(...extendedKeyUsage.map((usage) => oid(EXTENDED_KEY_USAGES[usage]))));
	return extension('2.5.29.37', purposes, extendedKeyUsage.includes('ocspSigning'));
}

function toPem(der: Buffer): string {
	const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
	return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/**
 * Issues an X.509 version 3 certificate, signed with RSA.
 * @see RFC 5280
 */
export async function issueCertificate(request: CertificateRequest): Promise<Issued> {
	const { subject, issuer, validFrom, validTo, digest = 'sha256' } = request;
	const key = request.key ?? (await newKey(request.keyBits));
	const issuerKey = issuer?.key ?? key;
	const serialNumber = request.serialNumber ?? positive(randomBytes(8));
	const algorithm = (): Asn1 => sequence(oid(SIGNATURES[digest]), nothing());
	const tbs = sequence(
		explicit(0, integer(Buffer.of(2))),
		integer(serialNumber),
		algorithm(),
		nameOf(issuer?.subject ?? subject),
		sequence(certificateTime(validFrom), certificateTime(validTo)),
		nameOf(subject),
		fromDer(createPublicKey(key).export({ type: 'spki', format: 'der' })),
		explicit(3, extensionsOf(request, key, issuerKey)),
	);
	const signature = sign(digest, toDer(tbs), issuerKey);
	const certificateDer = toDer(sequence(tbs, algorithm(), bits(signature)));
	return {
		subject,
		certificateDer,
		certificatePem: toPem(certificateDer),
		key,
		keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
		chainPem: issuer === undefined || issuer.isRoot ? [] : [issuer.certificatePem, ...issuer.chainPem],
		isRoot: issuer === undefined,
		serialNumber,
		validFrom,
		validTo,
	};
}

/** A serial number is positive and has no leading zero byte. */
function positive(bytes: Buffer): Buffer {
	bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
	return bytes;
}
