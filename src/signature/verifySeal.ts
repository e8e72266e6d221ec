import { createHash, timingSafeEqual, verify, X509Certificate } from 'node:crypto';
import { readOrNull } from '../certificate/der';
import { nameText, nameValue } from '../certificate/names';
import { subjectName } from '../certificate/x509';
import { maskPersonnummerIn } from '../identity/masking';
import { attributeOf, ElementReader } from './elements';
import { MAX_AHEAD_MS } from './ocsp';
import { SEAL, sealRefusal } from './sealFormat';
import { isTrusted, MAX_ISSUERS, sealerFault, type SealTrust } from './sealTrust';
import { type CertificateWithKey, readCertificate, wasValid } from './trust';
import { canonicalXml, digestXml, readXml, type XmlElement, XmlRefusal } from './xml';

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

const reader: ElementReader = new ElementReader({
	what: 'seal',
	structure: (message) => sealRefusal('SEAL_STRUCTURE', message),
	algorithm: (message) => sealRefusal('SEAL_STRUCTURE', message),
});

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

/** The parts of a seal. Nothing in it is proven yet. */
interface SealParts {
	readonly signedInfo: XmlElement;
	readonly signatureValue: Buffer;
	/** The sealing one first; nothing is trusted by being here. */
	readonly certificates: readonly Buffer[];
	readonly manifest: XmlElement;
	readonly properties: XmlElement;
}

function readParts(root: XmlElement): SealParts {
	const [info, value, keyInfo, object] = reader.children(reader.dsig(root, 'Signature'), 4);
	const signedInfo = reader.dsig(info, 'SignedInfo');
	const signatureValue = reader.base64(reader.dsig(value, 'SignatureValue'));
	const [data] = reader.children(reader.dsig(keyInfo, 'KeyInfo'), 1);
	const certificates = reader.dsig(data, 'X509Data').children;
	if (certificates.length > 1 + MAX_ISSUERS)
		reader.refuse(`The seal has ${certificates.length} certificates, more than any seal`);
	const [manifest, properties] = reader.children(
		withId(reader.dsig(object, 'Object', { required: ['Id'] }), SEAL.objectId),
		2,
	);
	return {
		signedInfo,
		signatureValue,
		certificates: certificates.map((node) => reader.base64(reader.dsig(node, 'X509Certificate'))),
		manifest: withId(reader.dsig(manifest, 'Manifest', { required: ['Id'] }), SEAL.manifestId),
		properties: withId(reader.dsig(properties, 'SignatureProperties', { required: ['Id'] }), SEAL.propertyId),
	};
}

function withId(element: XmlElement, id: string): XmlElement {
	if (attributeOf(element, 'Id') !== id)
		reader.refuse(`${element.name} in the seal has another Id than "${id}"`);
	return element;
}

/** The certificate that sealed. */
function readSealer(der: Buffer | undefined): CertificateWithKey {
	if (der === undefined) throw sealRefusal('SEAL_CERTIFICATE', 'The seal has no certificate');
	const certificate = readOrNull(() => readCertificate(der));
	if (certificate !== null) return certificate;
	throw sealRefusal(
		'SEAL_CERTIFICATE',
		"The seal's certificate cannot be read, or has no RSA key of at least 2048 bits",
	);
}

/** SignedInfo was signed with the key, and has the digests of manifest and properties: from then on they are proven. */
function prove(
	{ signedInfo, signatureValue, manifest, properties }: SealParts,
	sealer: CertificateWithKey,
): void {
	const [ofManifest, ofProperties] = reader.digests(signedInfo, {
		[SEAL.manifestId]: '',
		[SEAL.propertyId]: '',
	});
	if (!verify('sha256', Buffer.from(canonicalXml(signedInfo), 'utf8'), sealer.key, signatureValue))
		throw sealRefusal('SEAL_VALUE', 'The seal was not made with the key of its certificate');
	if (!hasDigest(manifest, ofManifest) || !hasDigest(properties, ofProperties))
		throw sealRefusal('SEAL_DIGEST', 'The seal was changed after it was made');
}

function hasDigest(part: XmlElement, stated: Buffer | undefined): boolean {
	const digest = digestXml(part);
	return stated?.length === digest.length && timingSafeEqual(stated, digest);
}

function digestIn(manifest: XmlElement): Buffer {
	const [node] = reader.children(manifest, 1);
	const reference = reader.dsig(node, 'Reference', { required: ['URI'] });
	const [method, value] = reader.children(reference, 2);
	reader.algorithm(method, 'DigestMethod', 'digest');
	if (attributeOf(reference, 'URI') !== SEAL.documentUri)
		reader.refuse(`The seal is over "${attributeOf(reference, 'URI').slice(0, 80)}", not over the document`);
	return reader.base64(reader.dsig(value, 'DigestValue'));
}

/** What is in the one property next to the manifest: the time, and the certificate by its SHA-256. */
function propertiesIn(properties: XmlElement): { signedAt: Date; certificateSha256: string } {
	const [node] = reader.children(properties, 1);
	const property = reader.dsig(node, 'SignatureProperty', { required: ['Target'] });
	const [time, certificate] = reader.children(property, 2);
	const text = reader.text(reader.element(time, SEAL.namespace, 'SigningTime'));
	const signedAt = new Date(text);
	if (Number.isNaN(signedAt.getTime())) reader.refuse('The seal does not say when it was made');
	const stated = reader.element(certificate, SEAL.namespace, 'SigningCertificate');
	return { signedAt, certificateSha256: reader.text(stated) };
}

/** The certificate is the one that was sealed with, is for sealing, and was valid then. */
function checkSealer(certificate: CertificateWithKey, stated: string, signedAt: Date): void {
	if (stated !== certificate.sha256)
		throw sealRefusal('SEAL_CERTIFICATE', 'The certificate in the seal is not the one that sealed');
	const fault = sealerFault(certificate);
	if (fault !== null) throw sealRefusal('SEAL_CERTIFICATE', `The seal's certificate ${fault}`);
	if (!wasValid(certificate, signedAt.getTime()))
		throw sealRefusal(
			'SEAL_CERTIFICATE',
			`The seal's certificate was not valid at ${signedAt.toISOString()}`,
		);
}

/** Options of {@link verifySeal}. */
export interface VerifySealOptions {
	/** Whose seals count: see `sealTrust`. */
	readonly trust: SealTrust;
	/** The time of the verification: a seal that says it was made more than 5 minutes after it is refused. */
	readonly now: Date;
}

/**
 * Verifies a seal over a document: its form, its RSA value, that its manifest has the SHA-256 of exactly these
 * bytes, and that its certificate is trusted. Values are read from what was proven signed. The time is the
 * vendor's own word: it is only checked that it is past and that the certificates were valid then.
 *
 * @param seal the seal's XML
 * @param bytes the document as it was sealed
 * @throws EltError `SEAL_MALFORMED`, `SEAL_STRUCTURE`, `SEAL_VALUE`, `SEAL_DIGEST`, `SEAL_TIME`, `SEAL_CERTIFICATE`
 *   or `SEAL_UNTRUSTED`
 */
export async function verifySeal(
	seal: string,
	bytes: Uint8Array,
	{ trust, now }: VerifySealOptions,
): Promise<ProvenSeal> {
	const parts = readParts(read(seal));
	const [der, ...issuers] = parts.certificates;
	const certificate = readSealer(der);
	prove(parts, certificate);
	const digest = createHash('sha256').update(bytes).digest();
	if (!digestIn(parts.manifest).equals(digest))
		throw sealRefusal('SEAL_DIGEST', 'The document is not the one that was sealed');
	const { signedAt, certificateSha256 } = propertiesIn(parts.properties);
	const at = signedAt.getTime();
	if (at - now.getTime() > MAX_AHEAD_MS)
		throw sealRefusal('SEAL_TIME', `The seal is from the future: it was made at ${signedAt.toISOString()}`);
	checkSealer(certificate, certificateSha256, signedAt);
	const known = issuers.flatMap((issuer) => readOrNull(() => readCertificate(issuer)) ?? []);
	if (!isTrusted(certificate, known, trust, at)) throw untrusted(certificate);
	return { ...describe(certificate), signedAt: signedAt.toISOString(), sha256: digest.toString('hex') };
}

function untrusted(certificate: CertificateWithKey): Error {
	const { subject, certificateSha256 } = describe(certificate);
	return sealRefusal(
		'SEAL_UNTRUSTED',
		`The seal says that it is from "${maskPersonnummerIn(subject)}" (certificate ${certificateSha256}), which does not chain to a trusted seal certificate`,
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
