import { createHash, X509Certificate } from 'node:crypto';
import { readOrNull } from '../certificate/der';
import { splitPem } from '../certificate/pem';
import { validityFault } from '../certificate/validity';
import { EltError } from '../errors';
import { SEAL, sealRefusal } from './sealFormat';
import { sealerFault } from './sealTrust';
import { ALGORITHMS, DSIG } from './elements';
import { type CertificateWithKey, readCertificate } from './trust';

/** The certificate that seals, as `loadCertificate` gives it. */
export interface SealCertificate {
	readonly certificatePem: string;
	readonly keyPem: string;
	readonly chainPem: readonly string[];
}

function manifest(bytes: Uint8Array): string {
	const digest = createHash('sha256').update(bytes).digest('base64');
	return (
		`<Manifest xmlns="${DSIG}" Id="${SEAL.manifestId}"><Reference URI="${SEAL.documentUri}">` +
		`<DigestMethod Algorithm="${ALGORITHMS.digest}"></DigestMethod><DigestValue>${digest}</DigestValue>` +
		`</Reference></Manifest>`
	);
}

/** When it is sealed, and with which certificate: a key may have several. */
function properties(now: Date, { sha256 }: CertificateWithKey): string {
	return (
		`<SignatureProperties xmlns="${DSIG}" Id="${SEAL.propertyId}"><SignatureProperty Target="#${SEAL.objectId}">` +
		`<SigningTime xmlns="${SEAL.namespace}">${now.toISOString()}</SigningTime>` +
		`<SigningCertificate xmlns="${SEAL.namespace}">${sha256}</SigningCertificate>` +
		`</SignatureProperty></SignatureProperties>`
	);
}

/**
 * The certificate, once it is one that seals are accepted from.
 *
 * @throws EltError as `sealDocument`
 */
function sealingCertificate({ certificatePem }: SealCertificate, now: Date): CertificateWithKey {
	const x509 = new X509Certificate(certificatePem);
	const certificate = readOrNull(() => readCertificate(x509.raw));
	if (certificate === null)
		throw sealRefusal('SEAL_CERTIFICATE', 'The certificate has no RSA key of at least 2048 bits');
	const fault = sealerFault(certificate);
	if (fault !== null) throw sealRefusal('SEAL_CERTIFICATE', `The certificate ${fault}`);
	const validity = { validFrom: new Date(x509.validFrom), validTo: new Date(x509.validTo) };
	const outside = validityFault('The certificate', validity, now);
	if (outside !== null) throw new EltError(outside.code, outside.message, outside.description);
	return certificate;
}

/** The certificate and its issuers, without a root: who verifies must have that from elsewhere. */
function certificatesOf({ certificatePem, chainPem }: SealCertificate): string {
	return [certificatePem, ...chainPem]
		.flatMap(splitPem)
		.map((pem) => new X509Certificate(pem))
		.filter((x509, index) => index === 0 || !x509.checkIssued(x509))
		.map((x509) => `<X509Certificate>${x509.raw.toString('base64')}</X509Certificate>`)
		.join('');
}

/**
 * Seals a document with the vendor's certificate: a detached XML-DSig whose manifest names the document
 * (`document.xml`) and the SHA-256 of its exact bytes, beside the time of signing and the certificate's SHA-256.
 * RSA-SHA256, inclusive Canonical XML 1.0; the certificate and its issuers are included.
 *
 * @param bytes the document, as it is sent
 * @param certificate the vendor's certificate for signing, with an RSA key of at least 2048 bits
 * @param now the time of signing, which the seal states
 * @throws EltError `SEAL_CERTIFICATE` for a certificate of another kind; `CERTIFICATE_EXPIRED` or
 *   `CERTIFICATE_NOT_YET_VALID`
 * @see {@link https://www.w3.org/TR/2008/REC-xmldsig-core-20080610/#sec-Manifest XML-DSig, Manifest}
 */
export async function sealDocument(
	bytes: Uint8Array,
	certificate: SealCertificate,
	now: Date,
): Promise<string> {
	const sealing = sealingCertificate(certificate, now);
	const { SignedXml } = await import('xml-crypto');
	const signer = new SignedXml({
		privateKey: certificate.keyPem,
		signatureAlgorithm: ALGORITHMS.signature,
		canonicalizationAlgorithm: ALGORITHMS.canonicalization,
		getKeyInfoContent: () => `<X509Data>${certificatesOf(certificate)}</X509Data>`,
		objects: [{ content: manifest(bytes) + properties(now, sealing), attributes: { Id: SEAL.objectId } }],
	});
	for (const id of [SEAL.manifestId, SEAL.propertyId]) {
		signer.addReference({
			xpath: `//*[@Id='${id}']`,
			transforms: [ALGORITHMS.canonicalization],
			digestAlgorithm: ALGORITHMS.digest,
		});
	}
	signer.computeSignature('<seal/>');
	return signer.getSignatureXml();
}
