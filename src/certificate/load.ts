import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { EltError } from '../errors';
import { readOrNull } from './der';
import { isPrivateKey, readDerKey, readPemKey } from './key';
import { asciiOf, type PemBlock, readPemBlocks, stripBase64, unwrapPem } from './pem';
import { isContainer, readPkcs12 } from './pkcs12';
import { type CertificateUse, fitness } from './usage';
import { readX509 } from './x509';

/** What a user gives: a PKCS#12 container, or PEM. */
export interface CertificateInput {
	/** The container's bytes, or base64 of them as it was copied: white space, `data:` in front and PEM around it are fine, and so is UTF-16. */
	readonly pkcs12?: string | Uint8Array;
	/** PEM of the certificate, with its chain in any order; the key may be in the same text. */
	readonly certificate?: string;
	/** PEM of the private key. */
	readonly key?: string;
	readonly passphrase?: string;
}

/** A certificate with its key and chain, ready for TLS and for signing. Never logged as a whole: it contains the key. */
export interface Certificate {
	readonly certificatePem: string;
	/** PKCS#8 without encryption. */
	readonly keyPem: string;
	/** The issuers that came along, from the certificate's own upwards. */
	readonly chainPem: readonly string[];
	readonly x509: X509Certificate;
	/** SHA-256 of the certificate, lower-case hex. */
	readonly sha256: string;
}

interface Material {
	readonly certificates: readonly X509Certificate[];
	readonly keys: readonly KeyObject[];
}

function certificateUnreadable(cause: unknown): EltError {
	return new EltError(
		'CERTIFICATE_UNREADABLE',
		'The certificate cannot be read',
		'Give the whole PEM block, from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----".',
		{ cause },
	);
}

function readX509Certificate(source: Buffer | string): X509Certificate {
	try {
		return new X509Certificate(source);
	} catch (thrown) {
		throw certificateUnreadable(thrown);
	}
}

/** What a text contains: certificates and keys, and containers, which `certutil -encode` labels as certificates. */
async function fromPem(texts: readonly string[], passphrase: string | undefined): Promise<Material> {
	const blocks = texts.flatMap(readPemBlocks);
	const containers = blocks.filter(({ label, bytes }) => label === 'PKCS12' || isContainer(bytes));
	const opened = await Promise.all(containers.map(({ bytes }) => fromPkcs12(bytes, passphrase)));
	const others = blocks.filter((block) => !containers.includes(block));
	const keys = others.filter(({ label }) => isPrivateKey(label));
	return {
		certificates: [
			...opened.flatMap(({ certificates }) => certificates),
			...others.filter(({ label }) => label.endsWith('CERTIFICATE')).map(certificateOf),
		],
		keys: [
			...opened.flatMap((content) => content.keys),
			...(await Promise.all(keys.map((block) => readPemKey(block, passphrase)))),
		],
	};
}

function certificateOf({ pem }: PemBlock): X509Certificate {
	return readX509Certificate(pem.replaceAll(/(BEGIN|END) X509 CERTIFICATE/g, '$1 CERTIFICATE'));
}

async function fromPkcs12(bytes: Buffer, passphrase: string | undefined): Promise<Material> {
	const content = await readPkcs12(bytes, passphrase);
	return {
		certificates: content.certificates.map(readX509Certificate),
		keys: content.keys.map(readDerKey),
	};
}

/**
 * What was given in place of a container: the container itself, as bytes, base64 or PEM, or else certificate and
 * key as PEM.
 */
async function readGiven(
	given: string | Uint8Array,
	{ key, passphrase }: CertificateInput,
): Promise<Material> {
	if (typeof given !== 'string' && isContainer(given)) return fromPkcs12(Buffer.from(given), passphrase);
	const unwrapped = unwrapPem(asciiOf(given));
	if (unwrapped.includes('-----BEGIN ')) return fromPem([unwrapped, key ?? ''], passphrase);
	return fromPkcs12(Buffer.from(stripBase64(unwrapped), 'base64'), passphrase);
}

async function readMaterial(input: CertificateInput): Promise<Material> {
	const { pkcs12, certificate = '', key = '', passphrase } = input;
	if (pkcs12 !== undefined && pkcs12.length > 0) return readGiven(pkcs12, input);
	// Each text on its own: one may be wrapped in base64 and another not.
	return fromPem([certificate, key], passphrase);
}

interface Pair {
	readonly x509: X509Certificate;
	readonly key: KeyObject;
}

/** The certificate and key that fit the use best; among equals the valid one that lasts longest. */
function pairOf({ certificates, keys }: Material, use: CertificateUse, now: Date): Pair {
	if (certificates.length === 0) {
		throw new EltError(
			'CERTIFICATE_UNREADABLE',
			'There is no certificate in what was given',
			'Give a PKCS#12 file (.p12 or .pfx), or PEM with "-----BEGIN CERTIFICATE-----".',
		);
	}
	if (keys.length === 0) {
		throw new EltError(
			'CERTIFICATE_KEY_MISSING',
			'The certificate came without its private key',
			'Export the certificate together with its private key, or give the key as PEM.',
		);
	}
	const fit = new Map(
		certificates.map(
			(x509) =>
				[
					x509,
					fitness(
						readOrNull(() => readX509(x509.raw)),
						use,
					),
				] as const,
		),
	);
	const fitOf = (x509: X509Certificate): number => fit.get(x509) ?? 0;
	const longest = longestValidFirst(now);
	const ranked = [...certificates].sort((a, b) => fitOf(b) - fitOf(a) || longest(a, b));
	for (const x509 of ranked) {
		const key = keys.find((candidate) => x509.checkPrivateKey(candidate));
		if (key !== undefined) return { x509, key };
	}
	throw new EltError(
		'CERTIFICATE_KEY_MISMATCH',
		`The private key does not fit the certificate "${commonName(certificates[0])}"`,
		'Give the key that was made together with the certificate request.',
	);
}

/** Orders certificates: those that are valid first, then by their end, the latest first. */
function longestValidFirst(now: Date): (a: X509Certificate, b: X509Certificate) => number {
	const isValid = ({ validFrom, validTo }: X509Certificate): number =>
		Number(new Date(validFrom) <= now && now <= new Date(validTo));
	return (a, b) => isValid(b) - isValid(a) || Date.parse(b.validTo) - Date.parse(a.validTo);
}

function commonName(certificate: X509Certificate | undefined): string {
	return /^CN=(.*)$/m.exec(certificate?.subject ?? '')?.[1] ?? 'without a name';
}

/**
 * The issuers among the others, from the certificate's own upwards; what does not belong to the chain is left out.
 * Of several certificates of one issuer, the valid one that lasts longest counts.
 */
export function chainOf(
	leaf: X509Certificate,
	given: readonly X509Certificate[],
	now: Date,
): X509Certificate[] {
	const others = [...given].sort(longestValidFirst(now));
	const chain: X509Certificate[] = [];
	let current = leaf;
	for (;;) {
		const child = current;
		const issuer = others.find(
			(other) =>
				![leaf, ...chain].some(({ fingerprint256 }) => fingerprint256 === other.fingerprint256) &&
				child.checkIssued(other) &&
				child.verify(other.publicKey),
		);
		if (issuer === undefined) return chain;
		chain.push(issuer);
		current = issuer;
	}
}

/** What the certificate is for, and when. */
export interface LoadOptions {
	/** Which of several certificates is taken; default: for TLS. */
	readonly use?: CertificateUse;
	/** Which of several certificates is valid; default: now. */
	readonly now?: Date;
}

/**
 * Loads a certificate with its key, from PKCS#12 (RC2, 3DES or AES inside) or PEM, forgiving about how it was
 * copied and about the order of the chain, and strict about whether key and certificate belong together. Of several the one that
 * fits its use best is taken.
 *
 * @throws EltError `CERTIFICATE_UNREADABLE`, `CERTIFICATE_PASSPHRASE`, `CERTIFICATE_KEY_MISSING` or
 * `CERTIFICATE_KEY_MISMATCH`
 */
export async function loadCertificate(
	input: CertificateInput,
	{ use = 'tls', now = new Date() }: LoadOptions = {},
): Promise<Certificate> {
	const material = await readMaterial(input);
	const { x509, key } = pairOf(material, use, now);
	return {
		certificatePem: x509.toString(),
		keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
		chainPem: chainOf(x509, material.certificates, now).map((issuer) => issuer.toString()),
		x509,
		sha256: createHash('sha256').update(x509.raw).digest('hex'),
	};
}
