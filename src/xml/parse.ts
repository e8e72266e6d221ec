import { isUtf8 } from 'node:buffer';
import type { XmlDocument } from 'libxml2-wasm' with { 'resolution-mode': 'import' };
import { EltError } from '../errors';
import { libxml2 } from './libxml2';

/** The largest document that is read unless told otherwise: 10 MiB; a month takes some ten thousand bytes. */
export const MAX_XML_BYTES = 10 * 1024 * 1024;

/** Limits for reading XML. */
export interface ParseXmlOptions {
	/** Bytes; {@link MAX_XML_BYTES} unless given. */
	readonly maxBytes?: number;
}

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** A byte order mark of UTF-16 or UTF-32, or a zero where their first character has one. */
const WIDE = /^(?:\xFF\xFE|\xFE\xFF|\0|.\0)/s;
const ENCODING = /^<\?xml\s.*?\sencoding\s*=\s*(?:"([^"]*)"|'([^']*)')/s;

/**
 * Parses XML from outside, safely: no document type, so no entities of its own and nothing fetched; at most
 * `maxBytes`; UTF-8 or, by its declaration, ISO-8859-1. The caller disposes of the document.
 * @throws XML_TOO_LARGE, XML_ENCODING, XML_UNSAFE, XML_MALFORMED
 * @see {@link https://www.w3.org/TR/xml/}
 */
export async function parseXml(bytes: Uint8Array, options: ParseXmlOptions = {}): Promise<XmlDocument> {
	const maxBytes = options.maxBytes ?? MAX_XML_BYTES;
	if (bytes.length > maxBytes) throw tooLarge(bytes.length, maxBytes);
	const encoding = encodingOf(bytes);
	refuseDoctype(bytes);
	const { ParseOption, XmlDocument, XmlLibError } = await libxml2();
	try {
		const option =
			ParseOption.XML_PARSE_NO_XXE |
			ParseOption.XML_PARSE_NONET |
			ParseOption.XML_PARSE_BIG_LINES |
			ParseOption.XML_PARSE_COMPACT;
		if (encoding === 'ISO-8859-1') return XmlDocument.fromBuffer(bytes, { encoding, option });
		return XmlDocument.fromBuffer(bytes, { option: option | ParseOption.XML_PARSE_IGNORE_ENC });
	} catch (cause) {
		if (!(cause instanceof XmlLibError)) throw malformed('it could not be parsed', cause);
		const [first] = cause.details;
		const place = first === undefined ? '' : ` (line ${first.line}, column ${first.col})`;
		throw malformed(`${(first?.message ?? cause.message).trim()}${place}`, cause);
	}
}

/**
 * The encoding by byte order mark and declaration. The parser is told it and looks for none of its own: it
 * knows many, and what is judged here must be what it reads.
 */
function encodingOf(bytes: Uint8Array): 'UTF-8' | 'ISO-8859-1' {
	if (bytes.length === 0) throw malformed('the file is empty');
	const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (WIDE.test(view.toString('latin1', 0, 2))) throw unknownEncoding('UTF-16 or UTF-32');
	const start = view.subarray(0, UTF8_MARK.length).equals(UTF8_MARK) ? UTF8_MARK.length : 0;
	const match = ENCODING.exec(view.toString('latin1', start, Math.max(start, view.indexOf('?>', start))));
	const declared = match?.[1] ?? match?.[2] ?? 'UTF-8';
	const encoding = declared.toUpperCase();
	if (encoding === 'ISO-8859-1' && start === 0) return encoding;
	if (encoding !== 'UTF-8') throw unknownEncoding(declared);
	if (!isUtf8(bytes)) throw unknownEncoding('bytes that are not UTF-8');
	return encoding;
}

/** Before the parser sees it: in both encodings a document type is these very bytes. */
function refuseDoctype(bytes: Uint8Array): void {
	const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf('<!DOCTYPE');
	if (at >= 0) throw unsafe(at);
}

function tooLarge(found: number, maxBytes: number): EltError {
	return new EltError(
		'XML_TOO_LARGE',
		`The XML has ${found} bytes; at most ${maxBytes} are read.`,
		'Give one tidredovisning per file; a month takes some ten thousand bytes.',
	);
}

function unknownEncoding(found: string): EltError {
	return new EltError(
		'XML_ENCODING',
		`The XML is in an encoding that is not understood: ${JSON.stringify(found)}.`,
		'Save it as UTF-8, or as ISO-8859-1 with that encoding in its XML declaration.',
	);
}

function unsafe(offset: number): EltError {
	return new EltError(
		'XML_UNSAFE',
		`The XML has a document type (DOCTYPE) at byte ${offset}, which can define entities; none is ever accepted.`,
		'Remove the DOCTYPE: a tidredovisning has none.',
	);
}

function malformed(why: string, cause?: unknown): EltError {
	return new EltError(
		'XML_MALFORMED',
		`The file is not well-formed XML: ${why}.`,
		'Write it again with an XML library; open it in a browser to see the place.',
		cause === undefined ? {} : { cause },
	);
}
