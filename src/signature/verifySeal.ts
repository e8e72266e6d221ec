import { createHash, X509Certificate } from 'node:crypto';
import { readOrNull } from '../certificate/der';
import { nameText, nameValue } from '../certificate/names';
import { splitCertificates } from '../certificate/pem';
import { basicConstraints, readX509, subjectName } from '../certificate/x509';
import { decodeBase64 } from './base64';
import { SEAL, sealRefusal } from './sealFormat';
import { ALGORITHMS, attributeOf, NAMESPACE } from './structure';
import { readXml, type XmlElement, XmlRefusal } from './xml';

/** What the verifier of a seal is told. */
export interface VerifySealOptions {
	/** PEM of the roots, or of the vendor's certificates themselves, that are trusted to seal. None: nobody's identity is proven. */
	readonly trust?: readonly string[];
}

/** What a seal proves. */
export interface ProvenSeal {
	/** Whether the certificate leads to a trusted one; `false` when no trusted ones were given. */
	readonly trusted: boolean;
	readonly subject: string;
	readonly commonName: string | null;
	/** SHA-256 of the sealing certificate, lower-case hex. */
	readonly certificateSha256: string;
	/** When the vendor says it was sealed, ISO 8601 in UTC. */
	readonly signedAt: string;
	/** SHA-256 of the document, lower-case hex. */
	readonly sha256: string;
}

const MAX_CHARACTERS = 65_536;
const MAX_ISSUERS = 4;

function structure(message: string): Error {
	return sealRefusal('SEAL_STRUCTURE', message);
}

function asSealRefusal(thrown: unknown): unknown {
	if (!(thrown instanceof XmlRefusal)) return thrown;
	const code = thrown.kind === 'malformed' ? 'SEAL_MALFORMED' : 'SEAL_STRUCTURE';
	return sealRefusal(code, `The seal is not XML as a seal is written: ${thrown.message}`);
}

function read(text: string): XmlElement {
	if (text.length > MAX_CHARACTERS)
		throw sealRefusal('SEAL_MALFORMED', `The seal has ${text.length} characters, more than any seal`);
	try {
		return readXml(text);
	} catch (thrown) {
		throw asSealRefusal(thrown);
	}
}

/** The elements in an element, which must be these and in this order. */
function elements(parent: XmlElement, names: readonly string[]): XmlElement[] {
	const found = parent.children.filter((child): child is XmlElement => typeof child === 'object');
	const expected =
		found.length === parent.children.length &&
		found.length === names.length &&
		found.every(({ name, namespace }, index) => name === names[index] && namespace === NAMESPACE.dsig);
	if (!expected) throw structure(`${parent.name} in the seal holds other elements than it should`);
	return found;
}

function only(parent: XmlElement, name: string): XmlElement {
	const [found] = elements(parent, [name]);
	if (found === undefined) throw structure(`The seal has no ${name}`);
	return found;
}

function text(element: XmlElement | undefined): string {
	const [value] = element?.children ?? [];
	if (typeof value !== 'string' || element?.children.length !== 1)
		throw structure('The seal has an element without a value');
	return value;
}

/** What is not signed itself has no room for anything: no attribute but the Id by which the time names the seal. */
function checkShell(parts: readonly (XmlElement | undefined)[], object: XmlElement): void {
	const bare = parts.every((part) => part?.attributes.length === 0);
	if (!bare || object.attributes.length !== 1 || attributeOf(object, 'Id') !== SEAL.objectId)
		throw structure('The seal has other attributes than a seal has');
}

/** The seal's certificates, the sealing one first; nothing is trusted by being here. */
function certificatesOf(signature: XmlElement): X509Certificate[] {
	const [, value, keyInfo, object] = elements(signature, [
		'SignedInfo',
		'SignatureValue',
		'KeyInfo',
		'Object',
	]);
	if (keyInfo === undefined || object === undefined) throw structure('The seal is not whole');
	elements(object, ['Manifest', 'SignatureProperties']);
	const data = only(keyInfo, 'X509Data');
	const certificates = elements(
		data,
		data.children.map(() => 'X509Certificate'),
	);
	checkShell([signature, value, keyInfo, data, ...certificates], object);
	return certificates.map((element) => readCertificate(text(element)));
}

function base64Bytes(value: string): Buffer {
	const bytes = decodeBase64(value);
	if (bytes === null) throw structure('A value in the seal is not base64');
	return bytes;
}

function unreadable(cause: unknown): Error {
	return sealRefusal('SEAL_CERTIFICATE', 'A certificate in the seal can not be read', cause);
}

function readCertificate(base64: string): X509Certificate {
	const der = base64Bytes(base64);
	try {
		const certificate = new X509Certificate(der);
		// Node passes over what follows a certificate.
		if (certificate.raw.equals(der)) return certificate;
	} catch (thrown) {
		throw unreadable(thrown);
	}
	throw unreadable('something follows the certificate');
}

/** SignedInfo may refer to the manifest and the time only, with the algorithms of a seal. */
function checkSignedInfo(signature: XmlElement): void {
	const [signedInfo, value] = elements(signature, ['SignedInfo', 'SignatureValue', 'KeyInfo', 'Object']);
	if (signedInfo === undefined) throw structure('The seal is not whole');
	base64Bytes(text(value));
	const [canonicalization, method, ...references] = elements(signedInfo, [
		'CanonicalizationMethod',
		'SignatureMethod',
		'Reference',
		'Reference',
	]);
	const uris = references.map((reference) => attributeOf(reference, 'URI'));
	if (uris.join(' ') !== `#${SEAL.manifestId} #${SEAL.propertyId}`)
		throw structure('A Reference in the seal points elsewhere');
	const stated = [canonicalization, method, ...references.flatMap(algorithmsOf)];
	const allowed = [
		ALGORITHMS.canonicalization,
		ALGORITHMS.signature,
		...references.flatMap(() => [ALGORITHMS.canonicalization, ALGORITHMS.digest]),
	];
	const known = stated.every(
		(element, index) => element !== undefined && attributeOf(element, 'Algorithm') === allowed[index],
	);
	if (!known || stated.length !== allowed.length)
		throw structure('The seal has another algorithm than a seal has');
}

function algorithmsOf(reference: XmlElement): XmlElement[] {
	const [transforms, method] = elements(reference, ['Transforms', 'DigestMethod', 'DigestValue']);
	if (transforms === undefined || method === undefined)
		throw structure('A Reference in the seal is not whole');
	return [only(transforms, 'Transform'), method];
}

/** The signed references as xml-crypto proved them, with the certificate given to it and none taken from the document. */
async function provenReferences(seal: string, certificate: X509Certificate): Promise<string[]> {
	const { SignedXml } = await import('xml-crypto');
	const verifier = new SignedXml({ publicCert: certificate.toString(), getCertFromKeyInfo: () => null });
	try {
		verifier.loadSignature(seal);
		if (!verifier.checkSignature(seal))
			throw sealRefusal('SEAL_DIGEST', 'The seal was changed after it was made');
	} catch (thrown) {
		throw asValueRefusal(thrown);
	}
	return verifier.getSignedReferences();
}

function asValueRefusal(thrown: unknown): unknown {
	if (thrown instanceof Error && thrown.name === 'EltError') return thrown;
	return sealRefusal('SEAL_VALUE', 'The seal was not made with the key of its certificate');
}

function digestIn(manifest: XmlElement): Buffer {
	const reference = only(manifest, 'Reference');
	const [method, value] = elements(reference, ['DigestMethod', 'DigestValue']);
	const expected =
		attributeOf(reference, 'URI') === SEAL.documentUri &&
		method !== undefined &&
		attributeOf(method, 'Algorithm') === ALGORITHMS.digest;
	if (!expected) throw structure('The manifest of the seal names another thing than the document');
	return base64Bytes(text(value));
}

function timeIn(properties: XmlElement): string {
	const [time] = only(properties, 'SignatureProperty').children;
	if (typeof time !== 'object' || time.name !== 'SigningTime' || time.namespace !== SEAL.namespace) {
		throw structure('The seal does not say when it was made');
	}
	const instant = new Date(text(time));
	if (Number.isNaN(instant.getTime())) throw structure('The seal does not say when it was made');
	return instant.toISOString();
}

function isAuthority(certificate: X509Certificate): boolean {
	return readOrNull(() => basicConstraints(readX509(certificate.raw)).ca) ?? certificate.ca;
}

/** Whether the certificate is trusted itself, or leads to a trusted one through issuers that the seal brought. */
function isTrusted(
	certificate: X509Certificate,
	issuers: readonly X509Certificate[],
	trust: readonly X509Certificate[],
	at: Date,
): boolean {
	let current = certificate;
	for (let step = 0; step <= MAX_ISSUERS; step += 1) {
		const link = current;
		if (at < new Date(link.validFrom) || at > new Date(link.validTo)) return false;
		if (trust.some(({ fingerprint256 }) => fingerprint256 === link.fingerprint256)) return true;
		const issued = (issuer: X509Certificate): boolean =>
			link.checkIssued(issuer) && isAuthority(issuer) && link.verify(issuer.publicKey);
		const next = trust.find(issued) ?? issuers.find(issued);
		if (next === undefined) return false;
		current = next;
	}
	return false;
}

/**
 * Verifies a seal over a document: its form, its RSA value, and that its manifest has the SHA-256 of exactly
 * these bytes. Values are read from what was proven signed. Whose seal it is counts only with `trust`.
 *
 * @param seal the seal's XML
 * @param bytes the document as it was sealed
 * @throws EltError `SEAL_MALFORMED`, `SEAL_STRUCTURE`, `SEAL_VALUE`, `SEAL_DIGEST` or `SEAL_CERTIFICATE`
 */
export async function verifySeal(
	seal: string,
	bytes: Uint8Array,
	options: VerifySealOptions = {},
): Promise<ProvenSeal> {
	const signature = read(seal);
	if (signature.name !== 'Signature' || signature.namespace !== NAMESPACE.dsig)
		throw structure('This is not a seal');
	const [certificate, ...issuers] = certificatesOf(signature);
	if (certificate === undefined) throw sealRefusal('SEAL_CERTIFICATE', 'The seal has no certificate');
	checkSignedInfo(signature);
	const [manifest = '', properties = ''] = await provenReferences(seal, certificate);
	const stated = digestIn(read(manifest));
	const digest = createHash('sha256').update(bytes).digest();
	if (!stated.equals(digest)) throw sealRefusal('SEAL_DIGEST', 'The document is not the one that was sealed');
	const signedAt = timeIn(read(properties));
	const trust = (options.trust ?? []).flatMap(splitCertificates).map((pem) => new X509Certificate(pem));
	const trusted = isTrusted(certificate, issuers, trust, new Date(signedAt));
	if (trust.length > 0 && !trusted)
		throw sealRefusal('SEAL_CERTIFICATE', 'The seal was made with a certificate that is not trusted');
	return { trusted, ...describe(certificate), signedAt, sha256: digest.toString('hex') };
}

function describe(
	certificate: X509Certificate,
): Pick<ProvenSeal, 'subject' | 'commonName' | 'certificateSha256'> {
	const subject = readOrNull(() => subjectName(readX509(certificate.raw))) ?? [];
	return {
		subject: nameText(subject),
		commonName: nameValue(subject, 'CN'),
		certificateSha256: createHash('sha256').update(certificate.raw).digest('hex'),
	};
}
