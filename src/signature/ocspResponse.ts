import {
	contextTag,
	type DerNode,
	DerSequence,
	expectTag,
	MalformedDer,
	readBitString,
	readChildren,
	readDer,
	readIntegerBytes,
	readOid,
	readTime,
	TAG,
} from '../certificate/der';
import { type Extension, readAlgorithm, readExtensions } from '../certificate/x509';

/** Which certificate an answer is about. */
export interface CertId {
	readonly hashAlgorithm: string;
	readonly issuerNameHash: Buffer;
	readonly issuerKeyHash: Buffer;
	readonly serialNumber: Buffer;
}

/** What a responder says about a certificate. */
export type CertStatus = 'good' | 'revoked' | 'unknown';

/** The answer about one certificate. Instants in milliseconds since 1970. */
export interface SingleResponse {
	readonly certId: CertId;
	readonly status: CertStatus;
	readonly thisUpdate: number;
	readonly nextUpdate: number | null;
	readonly extensions: ReadonlyMap<string, Extension>;
}

/** What the responder signed. */
export interface ResponseData {
	/** The responder's name (as a whole), or SHA-1 of its key. */
	readonly responder: { readonly name: Buffer } | { readonly keyHash: Buffer };
	readonly producedAt: number;
	readonly responses: readonly SingleResponse[];
	readonly extensions: ReadonlyMap<string, Extension>;
}

/** A basic OCSP response, taken apart; nothing in it is proven by reading it. */
export interface BasicResponse {
	/** The bytes that the responder signed. */
	readonly tbs: DerNode;
	readonly signatureAlgorithm: string;
	readonly signature: Buffer;
	readonly certificates: readonly Buffer[];
}

const BASIC = '1.3.6.1.5.5.7.48.1.1';
const SUCCESSFUL = 0;

const STATUSES: readonly (readonly [tag: number, status: CertStatus])[] = [
	[contextTag(0, false), 'good'],
	[contextTag(1), 'revoked'],
	[contextTag(2, false), 'unknown'],
];

/**
 * Reads the outside of an OCSP response: a number when the responder did not answer, else the basic response.
 *
 * @throws MalformedDer when it is not an OCSP response in DER
 * @see {@link https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1 RFC 6960 4.2.1}
 */
export function readOcspResponse(der: Buffer): BasicResponse | { readonly responseStatus: number } {
	const outer = new DerSequence(readDer(der));
	const status = outer.take(TAG.enumerated).content;
	const responseStatus = status.length === 1 ? (status[0] ?? SUCCESSFUL) : -1;
	const bytes = outer.takeIf(contextTag(0));
	outer.end();
	if (responseStatus !== SUCCESSFUL) return { responseStatus };
	if (bytes === null) throw new MalformedDer('A response without content');
	const response = new DerSequence(readDer(bytes.content));
	if (readOid(response.take(TAG.oid)) !== BASIC) throw new MalformedDer('A response of another kind');
	const basic = response.take(TAG.octetString).content;
	response.end();
	return readBasic(basic);
}

function readBasic(der: Buffer): BasicResponse {
	const basic = new DerSequence(readDer(der));
	const tbs = basic.take(TAG.sequence);
	const signatureAlgorithm = readAlgorithm(basic.take(TAG.sequence));
	const signature = readBitString(basic.take(TAG.bitString));
	const certificates = basic.takeIf(contextTag(0));
	basic.end();
	return {
		tbs,
		signatureAlgorithm,
		signature,
		certificates:
			certificates === null ? [] : readChildren(readDer(certificates.content)).map(({ bytes }) => bytes),
	};
}

function readResponder(node: DerNode): ResponseData['responder'] {
	if (node.tag === contextTag(1)) return { name: readDer(node.content).bytes };
	return { keyHash: readDer(expectTag(node, contextTag(2)).content, TAG.octetString).content };
}

function optionalExtensions(node: DerNode | null): ReadonlyMap<string, Extension> {
	return node === null ? new Map<string, Extension>() : readExtensions(readDer(node.content));
}

/** Reads what the responder signed. */
export function readResponseData(tbs: DerNode): ResponseData {
	const data = new DerSequence(tbs);
	const responder = readResponder(data.takeAny());
	const producedAt = readTime(data.take(TAG.generalizedTime));
	const responses = readChildren(data.take(TAG.sequence)).map(readSingle);
	const extensions = optionalExtensions(data.takeIf(contextTag(1)));
	data.end();
	return { responder, producedAt, responses, extensions };
}

function readSingle(node: DerNode): SingleResponse {
	const single = new DerSequence(node);
	const certId = readCertId(single.take(TAG.sequence));
	const status = readStatus(single.takeAny());
	const thisUpdate = readTime(single.take(TAG.generalizedTime));
	const next = single.takeIf(contextTag(0));
	const extensions = optionalExtensions(single.takeIf(contextTag(1)));
	single.end();
	const nextUpdate = next === null ? null : readTime(readDer(next.content, TAG.generalizedTime));
	return { certId, status, thisUpdate, nextUpdate, extensions };
}

function readCertId(node: DerNode): CertId {
	const id = new DerSequence(node);
	const hashAlgorithm = readAlgorithm(id.take(TAG.sequence));
	const issuerNameHash = id.take(TAG.octetString).content;
	const issuerKeyHash = id.take(TAG.octetString).content;
	const serialNumber = readIntegerBytes(id.take(TAG.integer));
	id.end();
	return { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber };
}

function readStatus(node: DerNode): CertStatus {
	const found = STATUSES.find(([tag]) => tag === node.tag)?.[1];
	if (found === undefined || (found !== 'revoked' && node.content.length !== 0)) {
		throw new MalformedDer('A status that does not exist');
	}
	return found;
}
