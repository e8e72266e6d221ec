import { parseXml } from '../xml/parse';
import { bodyText } from './bodyText';
import { SOAP_NAMESPACE, TIDREDOVISNING_NAMESPACE } from './envelope';
import type { AnswerCause } from './causes';
import { unwrapMultipart } from './multipart';
import { STATUSES } from './statuses';
import type { XmlDocument, XmlElement } from 'libxml2-wasm' with { 'resolution-mode': 'import' };

/** The largest answer read, bytes; a receipt is under 1 KB. */
export const MAX_ANSWER_BYTES = 1024 * 1024;

/** The same in UTF-8, in which a byte may become three. */
const MAX_DECODED_BYTES = 3 * MAX_ANSWER_BYTES;

/** White space before it is a mistake that servers make, and harms nothing. */
const XML_DECLARATION = /^[\uFEFF\s]*<\?xml\s[^>]*\?>/;

/** An answer as HTTP brought it; header names in lower case. */
export interface HttpAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Uint8Array;
}

/** What an answer says. */
export interface EltAnswer {
	readonly cause: AnswerCause;
	readonly status: number;
	/** The tx-id as it came; null without one. */
	readonly txId: string | null;
	/** The fault's own words; null without a fault. */
	readonly fault: string | null;
	/** How long the server asks to wait before the next call, milliseconds; null when it doesn't say. */
	readonly retryAfterMs: number | null;
	/** The body as text, as it came. */
	readonly text: string;
}

type Said = Pick<EltAnswer, 'cause' | 'txId' | 'fault'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The detail elements of the contract's two faults. */
const FAULTS: Readonly<Record<string, AnswerCause>> = {
	XmlValidationError: 'faultXmlValidation',
	SignatureValidationError: 'faultSignatureValidation',
};

/** SOAP 1.1's fault codes that say the request was not handled and won't be as it is. */
const NOT_HANDLED = new Set(['Client', 'MustUnderstand', 'VersionMismatch']);

function elementsOf(parent: XmlElement): XmlElement[] {
	const found: XmlElement[] = [];
	for (let node = parent.firstChild; node !== null; node = node.next) {
		if (isElement(node)) found.push(node);
	}
	return found;
}

function isElement(node: object): node is XmlElement {
	return 'attrs' in node;
}

function named(element: XmlElement | undefined, namespace: string, name: string): element is XmlElement {
	return element !== undefined && element.name === name && element.namespaceUri === namespace;
}

function localPart(qname: string): string {
	return qname.slice(qname.indexOf(':') + 1).trim();
}

function readReceipt(receipt: XmlElement): Said {
	const ids = elementsOf(receipt).filter((child) => named(child, TIDREDOVISNING_NAMESPACE, 'tx-id'));
	const txId = ids.length === 1 ? (ids[0]?.content.trim() ?? '') : '';
	if (txId === '') return { cause: 'receiptWithoutTxId', txId: null, fault: null };
	return { cause: UUID.test(txId) ? 'receipt' : 'receiptForeignTxId', txId, fault: null };
}

function readFault(fault: XmlElement): Said {
	const child = (name: string) => elementsOf(fault).find((element) => element.name === name);
	const code = localPart(child('faultcode')?.content ?? '');
	// SOAP 1.1, section 4.4.1: what stands behind a dot only makes it narrower.
	const [kind = ''] = code.split('.');
	const text = child('faultstring')?.content.trim() ?? '';
	const detail = child('detail');
	for (const element of detail === undefined ? [] : elementsOf(detail)) {
		const cause = element.namespaceUri === TIDREDOVISNING_NAMESPACE ? FAULTS[element.name] : undefined;
		if (cause === undefined) continue;
		const message =
			elementsOf(element)
				.find((part) => part.name === 'message')
				?.content.trim() ?? '';
		return { cause, txId: null, fault: message || text || element.name };
	}
	const words = [code, text || detail?.content.trim()].filter((part) => part !== undefined && part !== '');
	return { cause: NOT_HANDLED.has(kind) ? 'faultClient' : 'faultOther', txId: null, fault: words.join(': ') };
}

function readSoap(root: XmlElement): Said | null {
	if (!named(root, SOAP_NAMESPACE, 'Envelope')) return null;
	const bodies = elementsOf(root).filter((child) => named(child, SOAP_NAMESPACE, 'Body'));
	const content = bodies.length === 1 && bodies[0] !== undefined ? elementsOf(bodies[0]) : [];
	const first = content[0];
	if (content.length === 1) {
		if (named(first, TIDREDOVISNING_NAMESPACE, 'SkickaTidredovisningResponse')) return readReceipt(first);
		if (named(first, SOAP_NAMESPACE, 'Fault')) return readFault(first);
	}
	return { cause: 'answerOtherSoap', txId: null, fault: null };
}

/** Null for whatever can't be read: an answer, however odd, must never cost the outcome. */
async function readBody(text: string): Promise<Said | null> {
	let document: XmlDocument | undefined;
	try {
		const utf8 = Buffer.from(text.replace(XML_DECLARATION, ''), 'utf8');
		document = await parseXml(utf8, { maxBytes: MAX_DECODED_BYTES });
		return readSoap(document.root);
	} catch {
		return null;
	} finally {
		document?.dispose();
	}
}

function causeWithoutSoap(status: number, empty: boolean): AnswerCause {
	if (!succeeded(status)) return STATUSES[status]?.cause ?? 'httpOther';
	return empty ? 'answerEmpty' : 'answerNotSoap';
}

function succeeded(status: number): boolean {
	return status >= 200 && status < 300;
}

/** The one form of an HTTP date that is sent today. */
const IMF_FIXDATE =
	/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

/**
 * The wait that a `Retry-After` header asks for, milliseconds, never negative; null without one that is a number of
 * seconds or a date, to the letter.
 * @param now for the header's form that is a date
 * @see RFC 9110, sections 10.2.3 and 5.6.7
 */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
	const text = (header ?? '').trim();
	if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER);
	const date = IMF_FIXDATE.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}

/**
 * What an answer means. The SOAP message decides where there is one, also wrapped as `multipart/related`; the HTTP
 * status where there is none.
 * @param now for `Retry-After`
 */
export async function readResponse(answer: HttpAnswer, now: Date): Promise<EltAnswer> {
	const { status, headers, body } = answer;
	const wait = retryAfterMs(headers['retry-after'], now);
	const root = unwrapMultipart(answer);
	const empty = root?.body.length === 0;
	const said = root === null || empty ? null : await readBody(textOf(root));
	const common = { status, retryAfterMs: wait, text: textOf({ headers, body }) };
	if (said === null) return { ...common, cause: causeWithoutSoap(status, empty), txId: null, fault: null };
	if (said.cause === 'receipt' && !succeeded(status))
		return { ...common, ...said, cause: 'receiptWithStatus' };
	return { ...common, ...said };
}

function textOf({ headers, body }: Pick<HttpAnswer, 'headers' | 'body'>): string {
	return bodyText(headers['content-type'] ?? '', body);
}
