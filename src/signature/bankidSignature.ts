import { isAscii, isUtf8 } from 'node:buffer';
import { timingSafeEqual, verify } from 'node:crypto';
import { decodeBase64 } from './base64';
import { BoundedCache } from './cache';
import { checkValidity, proveChain, type ProvenChain } from './chain';
import { checkContent, type ExpectedContent, readContent, type SignedContent } from './content';
import { checkFreshness, checkNotAhead, type ProvenOcsp, verifyOcsp } from './ocsp';
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
	/** The time of the verification: a signature that was given more than 5 minutes after it is refused. */
	readonly now: Date;
	/** Whether the signature must be new: given at most 15 minutes ago. Default false. */
	readonly fresh?: boolean;
}

/** What was proven: values come from the signed bytes alone, never from what was next to them. */
export interface ProvenSignature extends SignedContent {
	/** When the person signed: the OCSP response's `producedAt`, ISO 8601 in UTC. */
	readonly signedAt: string;
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
	demand(equal, 'SIGNATURE_DIGEST', `${part.name} is not what was signed: it has another digest`);
}

/**
 * Proves the signature itself: digests, then the chain to the pinned root, then the RSA value. From then on
 * `parts.signedData`, whose very strings were digested, is proven, and so are the certificates.
 */
function proveValue(parts: SignatureParts, policy: SignaturePolicy): ProvenChain {
	checkDigest(parts.signedData, parts.digests.signedData);
	checkDigest(parts.keyInfo, parts.digests.keyInfo);
	const chain = proveChain(parts.certificates, policy.roots);
	const signedInfo = Buffer.from(canonicalXml(parts.signedInfo), 'utf8');
	const valid = verify('sha256', signedInfo, chain.user.key, parts.signatureValue);
	demand(valid, 'SIGNATURE_VALUE', "The signature was not made with the key of the person's certificate");
	return chain;
}

/** A signature as it is proven, and the string that was. */
interface Proven {
	readonly signature: string;
	readonly content: SignedContent;
	readonly chain: ProvenChain;
	readonly ocsp: ProvenOcsp;
}

/** Everything that does not depend on which report the signature is presented for, nor on the time. */
function prove({ signature, ocspResponse }: SignatureEvidence, policy: SignaturePolicy): Proven {
	const parts = readStructure(read(decode(signature)));
	const chain = proveValue(parts, policy);
	const content = readContent(parts.signedData, chain, policy);
	const ocsp = verifyOcsp(ocspResponse, signature, chain);
	checkValidity(chain, ocsp.producedAt);
	return { signature, content, chain, ocsp };
}

/** How many proven signatures are remembered for each policy. */
const REMEMBERED = 64;

/** A batch's signature is on each of its reports: it is proven once for a policy, and forgotten with the policy. */
const proven = new WeakMap<SignaturePolicy, BoundedCache<Proven>>();

/** As `prove`; remembered by the OCSP response, which is short and belongs to one signature. */
function proveOnce(evidence: SignatureEvidence, policy: SignaturePolicy): Proven {
	const known = proven.get(policy) ?? new BoundedCache<Proven>(REMEMBERED);
	proven.set(policy, known);
	const found = known.get(evidence.ocspResponse, () => prove(evidence, policy));
	return found.signature === evidence.signature ? found : prove(evidence, policy);
}

/**
 * Verifies a BankID signature against a policy, without network, clock or file: its form, digests, certificates
 * and RSA value; then what it says, read from the proven bytes only; then the OCSP response bound to it, at whose
 * instant the certificates are judged; then what is expected. Whether the signature has been used before is for
 * the caller to know.
 *
 * @param evidence both strings byte for byte as BankID gave them
 * @param policy what is accepted: see `signaturePolicy`
 * @param expected what the signature must say, and the time of the verification
 * @returns what was proven, by whom and when
 * @throws EltError `SIGNATURE_…` or `OCSP_…`, for the first check that fails
 */
export async function verifyBankIdSignature(
	evidence: SignatureEvidence,
	policy: SignaturePolicy,
	expected: ExpectedSignature,
): Promise<ProvenSignature> {
	const { content, chain, ocsp } = proveOnce(evidence, policy);
	checkNotAhead(ocsp, expected.now);
	checkContent(content, expected);
	if (expected.fresh) checkFreshness(ocsp, expected.now);
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
