import type { XmlDocument, XmlElement } from 'libxml2-wasm' with { 'resolution-mode': 'import' };

import { EltError } from '../../errors';
import { parseXml } from '../../xml/parse';
import { clientFault, type Fault, namedFault, SOAP, TID } from './answers';
import { messageProblem } from './schema';

/** One person's signature as it came. */
export interface SubmittedSignature {
	readonly signature: string;
	readonly ocspResponse: string;
	readonly datumForSignatur: string;
}

/** What a request carries, once the envelope has been found right. */
export interface SubmittedRequest {
	readonly document: Buffer;
	readonly assistent: SubmittedSignature;
	readonly anordnare: SubmittedSignature;
}

const NAMESPACES = { s: SOAP, t: TID };

/** A message about XML that can't be read, as the fault that says so. */
const unreadable = (error: unknown): Fault =>
	clientFault(error instanceof EltError ? error.message : 'The request is not well-formed XML');

/**
 * Reads a SOAP 1.1 request as the WSDL describes it.
 * @returns what it carries, or the fault to answer
 */
export async function readRequest(bytes: Uint8Array): Promise<SubmittedRequest | Fault> {
	let document: XmlDocument;
	try {
		document = await parseXml(bytes);
	} catch (error) {
		return unreadable(error);
	}
	try {
		return await readEnvelope(document);
	} finally {
		document.dispose();
	}
}

async function readEnvelope(document: XmlDocument): Promise<SubmittedRequest | Fault> {
	const { XmlElement } = await import('libxml2-wasm');
	const isElement = (node: unknown): node is XmlElement => node instanceof XmlElement;
	const { root } = document;
	if (root.name !== 'Envelope' || root.namespaceUri !== SOAP) {
		return clientFault(`The root element is ${root.name}, not the Envelope of SOAP 1.1`);
	}
	const mandatory = document.get('/s:Envelope/s:Header/*[@s:mustUnderstand="1"]', NAMESPACES);
	if (isElement(mandatory)) {
		return { faultcode: 'MustUnderstand', faultstring: `The header ${mandatory.name} is not understood` };
	}
	const bodies = document.find('/s:Envelope/s:Body', NAMESPACES);
	const payloads = document.find('/s:Envelope/s:Body/*', NAMESPACES);
	const [payload] = payloads;
	if (bodies.length !== 1 || payloads.length !== 1 || !isElement(payload)) {
		return clientFault('The envelope does not have one Body with one element');
	}
	if (payload.name !== 'SkickaTidredovisning' || payload.namespaceUri !== TID) {
		return clientFault(`There is no operation ${payload.name}`);
	}
	const problem = await messageProblem(payload);
	return problem === undefined ? readPayload(payload) : namedFault('XmlValidationError', problem);
}

/** Base64 as its characters, without the white space that XML Schema allows within. */
function text(element: XmlElement, path: string): string {
	return (element.get(path, NAMESPACES)?.content ?? '').replace(/\s+/g, '');
}

/** The parser takes anything for base64 that holds some; XML Schema does not. */
const isBase64 = (value: string): boolean => value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);

function readPayload(payload: XmlElement): SubmittedRequest | Fault {
	const document = text(payload, 't:tidredovisning');
	const signature = (of: 'assistent' | 'anordnare'): SubmittedSignature => ({
		signature: text(payload, `t:${of}-signatur/t:signature`),
		ocspResponse: text(payload, `t:${of}-signatur/t:ocspResponse`),
		datumForSignatur: text(payload, `t:${of}-signatur/t:datumForSignatur`),
	});
	const [assistent, anordnare] = [signature('assistent'), signature('anordnare')];
	const binary = {
		tidredovisning: document,
		'assistent-signatur/signature': assistent.signature,
		'assistent-signatur/ocspResponse': assistent.ocspResponse,
		'anordnare-signatur/signature': anordnare.signature,
		'anordnare-signatur/ocspResponse': anordnare.ocspResponse,
	};
	const wrong = Object.entries(binary).find(([, value]) => !isBase64(value));
	if (wrong !== undefined) return namedFault('XmlValidationError', `${wrong[0]} is not base64Binary`);
	return { document: Buffer.from(document, 'base64'), assistent, anordnare };
}
