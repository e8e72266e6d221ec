import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { EltError } from '../errors';
import { isPrivateKey, readDerKey, readPemKey } from './key';
import { readPemBlocks, stripBase64, unwrapPem } from './pem';
import { readPkcs12 } from './pkcs12';

/** What a user gives: a PKCS#12 container, or PEM. */
export interface CertificateInput {
	/** The container's bytes, or base64 of them as it was copied: white space, `data:` in front and PEM around it are fine. */
	readonly pkcs12?: string | Uint8Array;
	/** PEM of the certificate, with its chain in any order; the key may stand in the same text. */
	readonly certificate?: string;
	/** PEM of the private key. */
	readonly key?: string;
	readonly passphrase?: string;
}

/** A certificate with its key and chain, ready for TLS and for signing. Never logged as a whole: it holds the key. */
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
		'The certificate can not be read',
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

/** Each text apart: one may be wrapped in base64 and another not. */
async function fromPem(texts: readonly string[], passphrase: string | undefined): Promise<Material> {
	const blocks = texts.flatMap(readPemBlocks);
	const keys = blocks.filter(({ label }) => isPrivateKey(label));
	return {
		certificates: blocks
			.filter(({ label }) => label.endsWith('CERTIFICATE'))
			.map(({ pem }) =>
				readX509Certificate(pem.replaceAll(/(BEGIN|END) X509 CERTIFICATE/g, '$1 CERTIFICATE')),
			),
		keys: await Promise.all(keys.map((block) => readPemKey(block, passphrase))),
	};
}

async function fromPkcs12(bytes: Buffer, passphrase: string | undefined): Promise<Material> {
	const content = await readPkcs12(bytes, passphrase);
	return {
		certificates: content.certificates.map(readX509Certificate),
		keys: content.keys.map(readDerKey),
	};
}

/** The first bytes of a container: a sequence with a length of several bytes. */
function isContainer(given: Uint8Array): boolean {
	return given[0] === 0x30 && (given[1] ?? 0) >= 0x80;
}

/**
 * What was given in place of a container: the container itself, as bytes, base64 or PEM (`PKCS12`), or else
 * certificate and key as PEM.
 */
async function readGiven(
	given: string | Uint8Array,
	{ key, passphrase }: CertificateInput,
): Promise<Material> {
	if (typeof given !== 'string' && isContainer(given)) return fromPkcs12(Buffer.from(given), passphrase);
	const text = typeof given === 'string' ? given : Buffer.from(given).toString('latin1');
	const [container] = readPemBlocks(text).filter(({ label }) => label === 'PKCS12');
	if (container !== undefined) return fromPkcs12(container.bytes, passphrase);
	const unwrapped = unwrapPem(text);
	if (unwrapped.includes('-----BEGIN ')) return fromPem([unwrapped, key ?? ''], passphrase);
	return fromPkcs12(Buffer.from(stripBase64(text), 'base64'), passphrase);
}

async function readMaterial(input: CertificateInput): Promise<Material> {
	const { pkcs12, certificate = '', key = '', passphrase } = input;
	if (pkcs12 !== undefined && pkcs12.length > 0) return readGiven(pkcs12, input);
	return fromPem([certificate, key], passphrase);
}

/** The certificate that belongs to one of the keys. */
function pairOf({ certificates, keys }: Material): { x509: X509Certificate; key: KeyObject } {
	if (certificates.length === 0) {
		throw new EltError(
			'CERTIFICATE_UNREADABLE',
			'There is no certificate in what was given',
			'Give a PKCS#12 file (.p12 or .pfx), or PEM that holds "-----BEGIN CERTIFICATE-----".',
		);
	}
	if (keys.length === 0) {
		throw new EltError(
			'CERTIFICATE_KEY_MISSING',
			'The certificate came without its private key',
			'Export the certificate together with its private key, or give the key as PEM.',
		);
	}
	for (const key of keys) {
		const x509 = certificates.find((certificate) => certificate.checkPrivateKey(key));
		if (x509 !== undefined) return { x509, key };
	}
	throw new EltError(
		'CERTIFICATE_KEY_MISMATCH',
		`The private key does not fit the certificate "${commonName(certificates[0])}"`,
		'Give the key that was made together with the certificate request.',
	);
}

function commonName(certificate: X509Certificate | undefined): string {
	return /^CN=(.*)$/m.exec(certificate?.subject ?? '')?.[1] ?? 'without a name';
}

/** The issuers among the others, from the certificate's own upwards; what does not belong to the chain is left out. */
export function chainOf(leaf: X509Certificate, others: readonly X509Certificate[]): X509Certificate[] {
	const chain: X509Certificate[] = [];
	let current = leaf;
	for (;;) {
		const child = current;
		const issuer = others.find(
			(other) =>
				other !== leaf && !chain.includes(other) && child.checkIssued(other) && child.verify(other.publicKey),
		);
		if (issuer === undefined) return chain;
		chain.push(issuer);
		current = issuer;
	}
}

/**
 * Loads a certificate with its key, from PKCS#12 (RC2, 3DES or AES inside) or PEM, forgiving about how it was
 * copied and about the order of the chain, and strict about whether key and certificate belong together.
 *
 * @throws EltError `CERTIFICATE_UNREADABLE`, `CERTIFICATE_PASSPHRASE`, `CERTIFICATE_KEY_MISSING` or
 * `CERTIFICATE_KEY_MISMATCH`
 */
export async function loadCertificate(input: CertificateInput): Promise<Certificate> {
	const material = await readMaterial(input);
	const { x509, key } = pairOf(material);
	return {
		certificatePem: x509.toString(),
		keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
		chainPem: chainOf(x509, material.certificates).map((issuer) => issuer.toString()),
		x509,
		sha256: createHash('sha256').update(x509.raw).digest('hex'),
	};
}
