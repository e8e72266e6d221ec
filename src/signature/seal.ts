import { createHash, X509Certificate } from 'node:crypto';
import { splitPem } from '../certificate/pem';
import { SEAL, sealRefusal } from './sealFormat';
import { ALGORITHMS, NAMESPACE } from './structure';

export { type ProvenSeal, verifySeal, type VerifySealOptions } from './verifySeal';

/** The certificate that seals, as `loadCertificate` gives it. */
export interface SealCertificate {
	readonly certificatePem: string;
	readonly keyPem: string;
	readonly chainPem: readonly string[];
}

function manifest(bytes: Uint8Array): string {
	const digest = createHash('sha256').update(bytes).digest('base64');
	return (
		`<Manifest xmlns="${NAMESPACE.dsig}" Id="${SEAL.manifestId}"><Reference URI="${SEAL.documentUri}">` +
		`<DigestMethod Algorithm="${ALGORITHMS.digest}"></DigestMethod><DigestValue>${digest}</DigestValue>` +
		`</Reference></Manifest>`
	);
}

function signingTime(now: Date): string {
	return (
		`<SignatureProperties xmlns="${NAMESPACE.dsig}" Id="${SEAL.propertyId}"><SignatureProperty Target="#${SEAL.objectId}">` +
		`<SigningTime xmlns="${SEAL.namespace}">${now.toISOString()}</SigningTime>` +
		`</SignatureProperty></SignatureProperties>`
	);
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
 * (`document.xml`) and the SHA-256 of its exact bytes, beside the time of signing. RSA-SHA256, inclusive
 * Canonical XML 1.0; the certificate and its issuers are included.
 *
 * @param bytes the document, as it is sent
 * @param certificate the vendor's certificate with an RSA key
 * @param now the time of signing, which the seal states
 * @throws EltError `SEAL_CERTIFICATE` when the key is not RSA
 * @see {@link https://www.w3.org/TR/2008/REC-xmldsig-core-20080610/#sec-Manifest XML-DSig, Manifest}
 */
export async function sealDocument(
	bytes: Uint8Array,
	certificate: SealCertificate,
	now: Date,
): Promise<string> {
	if (new X509Certificate(certificate.certificatePem).publicKey.asymmetricKeyType !== 'rsa') {
		throw sealRefusal('SEAL_CERTIFICATE', "The certificate's key is not RSA, which a seal needs");
	}
	const { SignedXml } = await import('xml-crypto');
	const signer = new SignedXml({
		privateKey: certificate.keyPem,
		signatureAlgorithm: ALGORITHMS.signature,
		canonicalizationAlgorithm: ALGORITHMS.canonicalization,
		getKeyInfoContent: () => `<X509Data>${certificatesOf(certificate)}</X509Data>`,
		objects: [{ content: manifest(bytes) + signingTime(now), attributes: { Id: SEAL.objectId } }],
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
