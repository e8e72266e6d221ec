import { Buffer } from 'node:buffer';

import { EltError } from '../errors';

/** SOAP 1.1's namespace. */
export const SOAP_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/';

/** The namespace of the request, the receipt and the two faults. */
export const TIDREDOVISNING_NAMESPACE = 'urn:shs:emottagning:SkickaTidredovisning:1';

/** One person's signature as the request carries it. */
export interface EnvelopeSignature {
	/** Base64, byte for byte as BankID gave it. */
	readonly signature: string;
	/** Base64, byte for byte as BankID gave it. */
	readonly ocspResponse: string;
	/** The Swedish calendar day of the signature, `YYYY-MM-DD`. */
	readonly datumForSignatur: string;
}

/** What goes into a request. */
export interface EnvelopeInput {
	/** The document's bytes, exactly those that were signed. */
	readonly document: Uint8Array;
	readonly assistent: EnvelopeSignature;
	readonly anordnare: EnvelopeSignature;
	/** The certificate signature's XML for the request's open extension point; none by default. */
	readonly seal?: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** As XML Schema has it, without white space: what comes out again when it is decoded and encoded. */
function isBase64(value: string): boolean {
	return value !== '' && Buffer.from(value, 'base64').toString('base64') === value;
}

function isDate(value: string): boolean {
	return DATE.test(value);
}

/**
 * The request around its slots, built once. It uses default namespaces only: no prefix of the envelope is in
 * scope inside the seal, whose inclusive canonical form would otherwise change.
 */
async function buildFrame(): Promise<readonly string[]> {
	const { create } = await import('xmlbuilder2');
	const request = create({ version: '1.0', encoding: 'UTF-8' })
		.ele(SOAP_NAMESPACE, 'Envelope')
		.ele(SOAP_NAMESPACE, 'Body')
		.ele(TIDREDOVISNING_NAMESPACE, 'SkickaTidredovisning');
	request.ele(TIDREDOVISNING_NAMESPACE, 'tidredovisning').txt('|');
	for (const signer of ['assistent-signatur', 'anordnare-signatur']) {
		const signature = request.ele(TIDREDOVISNING_NAMESPACE, signer);
		for (const name of ['signature', 'ocspResponse', 'datumForSignatur']) {
			signature.ele(TIDREDOVISNING_NAMESPACE, name).txt('|');
		}
	}
	request.txt('|');
	return request.doc().end().split('|');
}

let frame: Promise<readonly string[]> | undefined;

function checkSlot(slot: string, value: string, fits: (value: string) => boolean): string {
	if (fits(value)) return value;
	throw new EltError(
		'ITEM_INVALID',
		`'${slot}' is ${value === '' ? 'empty' : 'not in the form the request needs'} (${value.length} characters).`,
		'Take the signature from the Sign node unchanged: base64 without white space, and the day as YYYY-MM-DD.',
	);
}

function signatureSlots(signer: 'assistent' | 'anordnare', given: EnvelopeSignature): string[] {
	return [
		checkSlot(`${signer}.signature`, given.signature, isBase64),
		checkSlot(`${signer}.ocspResponse`, given.ocspResponse, isBase64),
		checkSlot(`${signer}.datumForSignatur`, given.datumForSignatur, isDate),
	];
}

/**
 * The SOAP 1.1 request as the bytes that go out: the document as base64 of its exact bytes, both signatures
 * as BankID's own base64 strings. The same input always gives the same bytes.
 * @throws ITEM_INVALID when a signature is not base64 or a date not `YYYY-MM-DD`
 * @see SkickaTidredovisningResponder_1.0.xsd
 */
export async function buildEnvelope(input: EnvelopeInput): Promise<Uint8Array> {
	frame ??= buildFrame();
	const parts = await frame;
	const { document } = input;
	const values = [
		Buffer.from(document.buffer, document.byteOffset, document.byteLength).toString('base64'),
		...signatureSlots('assistent', input.assistent),
		...signatureSlots('anordnare', input.anordnare),
		input.seal === undefined ? '' : withoutDeclaration(input.seal),
	];
	return Buffer.from(parts.map((part, index) => part + (values[index] ?? '')).join(''), 'utf8');
}

function withoutDeclaration(xml: string): string {
	return xml.replace(/^\uFEFF?<\?xml[^>]*\?>\s*/, '');
}
