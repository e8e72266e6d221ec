import { createHash, X509Certificate } from 'node:crypto';
import { readOrNull } from '../certificate/der';
import { nameText, nameValue } from '../certificate/names';
import { subjectName } from '../certificate/x509';
import { maskPersonnummerIn } from '../identity/masking';
import { decodeBase64 } from './base64';
import { SEAL, sealRefusal } from './sealFormat';
import { isTrusted, MAX_ISSUERS, sealerFault, type SealTrust } from './sealTrust';
import { ALGORITHMS, attributeOf, NAMESPACE } from './structure';
import { type CertificateWithKey, readCertificate, wasValid } from './trust';
import { readXml, type XmlElement, XmlRefusal } from './xml';

/** What a seal proves: whose it is, over which document, and when its maker says that it was made. */
export interface ProvenSeal {
	/** The certificate's subject on one line; its other names where it has no subject. */
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
function certificatesOf(signature: XmlElement): Buffer[] {
	const [, value, keyInfo, object] = elements(signature, [
		'SignedInfo',
		'SignatureValue',
		'KeyInfo',
		'Object',
	]);
	if (keyInfo === undefined || object === undefined) throw structure('The seal is not whole');
	elements(object, ['Manifest', 'SignatureProperties']);
	const data = only(keyInfo, 'X509Data');
	if (data.children.length > 1 + MAX_ISSUERS)
		throw structure(`The seal holds ${data.children.length} certificates, more than any seal`);
	const certificates = elements(
		data,
		data.children.map(() => 'X509Certificate'),
	);
	checkShell([signature, value, keyInfo, data, ...certificates], object);
	return certificates.map((element) => base64Bytes(text(element)));
}

function base64Bytes(value: string): Buffer {
	const bytes = decodeBase64(value);
	if (bytes === null) throw structure('A value in the seal is not base64');
	return bytes;
}

/** The certificate that sealed. */
function readSealer(der: Buffer | undefined): CertificateWithKey {
	if (der === undefined) throw sealRefusal('SEAL_CERTIFICATE', 'The seal has no certificate');
	const certificate = readOrNull(() => readCertificate(der));
	if (certificate !== null) return certificate;
	throw sealRefusal(
		'SEAL_CERTIFICATE',
		"The seal's certificate can not be read, or has no RSA key of at least 2048 bits",
	);
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
async function provenReferences(seal: string, { key }: CertificateWithKey): Promise<string[]> {
	const { SignedXml } = await import('xml-crypto');
	const verifier = new SignedXml({ publicCert: key, getCertFromKeyInfo: () => null });
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

/** What stands in the one property beside the manifest: the time, and the certificate by its SHA-256. */
function propertiesIn(properties: XmlElement): { signedAt: string; certificateSha256: string } {
	const [time, certificate, ...more] = only(properties, 'SignatureProperty').children;
	const signedAt = new Date(ownText(time, 'SigningTime'));
	if (Number.isNaN(signedAt.getTime()) || more.length > 0)
		throw structure('The seal does not say when it was made');
	return {
		signedAt: signedAt.toISOString(),
		certificateSha256: ownText(certificate, 'SigningCertificate'),
	};
}

/** The text of an element that XML-DSig does not name. */
function ownText(element: XmlElement['children'][number] | undefined, name: string): string {
	const own = typeof element === 'object' && element.name === name && element.namespace === SEAL.namespace;
	if (!own) throw structure(`The seal has no ${name}`);
	return text(element);
}

/** The certificate is the one that was sealed with, is for sealing, and was valid then. */
function checkSealer(certificate: CertificateWithKey, stated: string, signedAt: string): void {
	if (stated !== certificate.sha256)
		throw sealRefusal('SEAL_CERTIFICATE', 'The certificate in the seal is not the one that sealed');
	const fault = sealerFault(certificate);
	if (fault !== null) throw sealRefusal('SEAL_CERTIFICATE', `The seal's certificate ${fault}`);
	if (!wasValid(certificate, Date.parse(signedAt)))
		throw sealRefusal('SEAL_CERTIFICATE', `The seal's certificate was not valid at ${signedAt}`);
}

/**
 * Verifies a seal over a document: its form, its RSA value, that its manifest has the SHA-256 of exactly these
 * bytes, and that its certificate is trusted. Values are read from what was proven signed. The time is the
 * vendor's own word: only that the certificates were valid then is looked at.
 *
 * @param seal the seal's XML
 * @param bytes the document as it was sealed
 * @param trust whose seals count: see `sealTrust`
 * @throws EltError `SEAL_MALFORMED`, `SEAL_STRUCTURE`, `SEAL_VALUE`, `SEAL_DIGEST`, `SEAL_CERTIFICATE` or
 *   `SEAL_UNTRUSTED`
 */
export async function verifySeal(seal: string, bytes: Uint8Array, trust: SealTrust): Promise<ProvenSeal> {
	const signature = read(seal);
	if (signature.name !== 'Signature' || signature.namespace !== NAMESPACE.dsig)
		throw structure('This is not a seal');
	const [der, ...issuers] = certificatesOf(signature);
	const certificate = readSealer(der);
	checkSignedInfo(signature);
	const [manifest = '', properties = ''] = await provenReferences(seal, certificate);
	const stated = digestIn(read(manifest));
	const digest = createHash('sha256').update(bytes).digest();
	if (!stated.equals(digest)) throw sealRefusal('SEAL_DIGEST', 'The document is not the one that was sealed');
	const { signedAt, certificateSha256 } = propertiesIn(read(properties));
	checkSealer(certificate, certificateSha256, signedAt);
	const known = issuers.flatMap((issuer) => readOrNull(() => readCertificate(issuer)) ?? []);
	if (!isTrusted(certificate, known, trust, Date.parse(signedAt))) throw untrusted(certificate);
	return { ...describe(certificate), signedAt, sha256: digest.toString('hex') };
}

function untrusted(certificate: CertificateWithKey): Error {
	const { subject, certificateSha256 } = describe(certificate);
	return sealRefusal(
		'SEAL_UNTRUSTED',
		`The seal says that it is from "${maskPersonnummerIn(subject)}" (certificate ${certificateSha256}), which leads to no certificate that is trusted for seals`,
	);
}

function describe({
	x509,
	sha256,
}: CertificateWithKey): Pick<ProvenSeal, 'subject' | 'commonName' | 'certificateSha256'> {
	const subject = readOrNull(() => subjectName(x509)) ?? [];
	const otherNames = new X509Certificate(x509.der).subjectAltName;
	return {
		subject: nameText(subject) || (otherNames ?? 'without a name'),
		commonName: nameValue(subject, 'CN'),
		certificateSha256: sha256,
	};
}
