import { isAscii, isUtf8 } from 'node:buffer';
import { timingSafeEqual, verify } from 'node:crypto';
import { decodeBase64 } from './base64';
import { checkValidity, proveChain, type ProvenChain } from './chain';
import { type BindingEntry, type ExpectedContent, readContent, type Signer } from './content';
import { checkFreshness, verifyOcsp } from './ocsp';
import { type SignaturePolicy } from './policy';
import { demand, refusal } from './refuse';
import { readStructure, type SignatureParts } from './structure';
import { canonicalXml, digestXml, readXml, type XmlElement, XmlRefusal } from './xml';

/** The two strings that BankID hands over, byte for byte as they came. */
export interface SignatureEvidence {
	/** Base64 of the XML signature. */
	readonly signature: string;
	/** Base64 of the OCSP response. */
	readonly ocspResponse: string;
}

/** What the signature must say; see `ExpectedContent`. */
export interface ExpectedSignature extends ExpectedContent {
	/** Given for a new signature only: then the OCSP response must be new too. */
	readonly now?: Date;
}

/** What was proven: values come from the signed bytes alone, never from what stood beside them. */
export interface ProvenSignature {
	readonly signer: Signer;
	/** When the person signed: the OCSP response's `producedAt`, ISO 8601 in UTC. */
	readonly signedAt: string;
	/** The text that was shown, as text. */
	readonly userVisibleData: string;
	/** The hidden data, as text. */
	readonly userNonVisibleData: string;
	/** The reports in the hidden data. */
	readonly entries: readonly BindingEntry[];
	/** Whose order it was, as BankID writes the name; empty when BankID did not say. */
	readonly relyingParty: string;
	/** The policies of the person's certificate that were accepted. */
	readonly policies: readonly string[];
	/** SHA-256 of the certificates that proved it, lower-case hex. */
	readonly certificates: {
		readonly user: string;
		readonly customerCa: string;
		readonly bankCa: string;
		readonly root: string;
		readonly ocspResponder: string;
	};
}

/** 30 000 bytes of visible and 150 000 of hidden data, in base64 twice, and room for the rest. */
const MAX_CHARACTERS = 524_288;

/** The document's characters, when the string is base64 of UTF-8 within the size that BankID's limits lead to. */
function decode(signature: string): string {
	demand(
		signature.length <= MAX_CHARACTERS,
		'SIGNATURE_MALFORMED',
		`The signature has ${signature.length} characters, more than any that BankID makes`,
	);
	const bytes = decodeBase64(signature);
	if (bytes === null || bytes.length === 0)
		throw refusal('SIGNATURE_MALFORMED', 'The signature is not base64');
	if (isAscii(bytes)) return bytes.toString('latin1');
	demand(isUtf8(bytes), 'SIGNATURE_MALFORMED', 'The signature is not UTF-8');
	return bytes.toString('utf8');
}

function asRefusal(thrown: unknown): unknown {
	if (!(thrown instanceof XmlRefusal)) return thrown;
	const code = thrown.kind === 'malformed' ? 'SIGNATURE_MALFORMED' : 'SIGNATURE_STRUCTURE';
	return refusal(code, `The signature is not XML as BankID writes it: ${thrown.message}`);
}

function read(text: string): XmlElement {
	try {
		return readXml(text);
	} catch (thrown) {
		throw asRefusal(thrown);
	}
}

/** The part is what was signed: its digest is the one that SignedInfo states. */
function checkDigest(part: XmlElement, stated: Buffer): void {
	const digest = digestXml(part);
	const equal = stated.length === digest.length && timingSafeEqual(stated, digest);
	demand(equal, 'SIGNATURE_DIGEST', `${part.name} is not what was signed: its digest is another one`);
}

/**
 * Proves the signature itself: digests, then the chain to the pinned root, then the RSA value. From then on
 * `parts.signedData`, whose very strings were digested, is proven, and so are the certificates.
 */
function prove(parts: SignatureParts, policy: SignaturePolicy): ProvenChain {
	checkDigest(parts.signedData, parts.digests.signedData);
	checkDigest(parts.keyInfo, parts.digests.keyInfo);
	const chain = proveChain(parts.certificates, policy.roots);
	const signedInfo = Buffer.from(canonicalXml(parts.signedInfo), 'utf8');
	const valid = verify('sha256', signedInfo, chain.user.key, parts.signatureValue);
	demand(valid, 'SIGNATURE_VALUE', "The signature was not made with the key of the person's certificate");
	return chain;
}

/**
 * Verifies a BankID signature against a policy, without network, clock or file: its form, digests, certificates
 * and RSA value; then what it says, read from the proven bytes only; then the OCSP response bound to it, at whose
 * instant the certificates are judged. Whether the signature has been used before is for the caller to know.
 *
 * @param evidence both strings byte for byte as BankID gave them
 * @param policy what is accepted: see `signaturePolicy`
 * @param expected what the signature must say
 * @returns what was proven, by whom and when
 * @throws EltError `SIGNATURE_…` or `OCSP_…`, the first that does not hold
 */
export async function verifyBankIdSignature(
	evidence: SignatureEvidence,
	policy: SignaturePolicy,
	expected: ExpectedSignature,
): Promise<ProvenSignature> {
	const { signature, ocspResponse } = evidence;
	const parts = readStructure(read(decode(signature)));
	const chain = prove(parts, policy);
	const content = readContent(parts.signedData, chain, policy, expected);
	const ocsp = verifyOcsp(ocspResponse, signature, chain);
	checkValidity(chain, ocsp.producedAt);
	if (expected.now !== undefined) checkFreshness(ocsp, expected.now);
	return {
		...content,
		signedAt: new Date(ocsp.producedAt).toISOString(),
		certificates: {
			user: chain.user.sha256,
			customerCa: chain.customerCa.sha256,
			bankCa: chain.bankCa.sha256,
			root: chain.root.sha256,
			ocspResponder: ocsp.responderSha256,
		},
	};
}
