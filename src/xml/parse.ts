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

const ENCODING = /^<\?xml\s[^>]*?encoding\s*=\s*(?:"([^"]*)"|'([^']*)')/;
const UNDERSTOOD = new Set(['UTF-8', 'ISO-8859-1']);

/**
 * Parses XML from outside, safely: no document type, so no entities of its own and nothing fetched; at most
 * `maxBytes`; UTF-8 or, by its declaration, ISO-8859-1. The caller disposes of the document.
 * @throws XML_TOO_LARGE, XML_ENCODING, XML_UNSAFE, XML_MALFORMED
 * @see {@link https://www.w3.org/TR/xml/}
 */
export async function parseXml(bytes: Uint8Array, options: ParseXmlOptions = {}): Promise<XmlDocument> {
	const maxBytes = options.maxBytes ?? MAX_XML_BYTES;
	if (bytes.length > maxBytes) throw tooLarge(bytes.length, maxBytes);
	checkEncoding(bytes);
	refuseDoctype(bytes);
	const { ParseOption, XmlDocument, XmlLibError } = await libxml2();
	try {
		return XmlDocument.fromBuffer(bytes, {
			option:
				ParseOption.XML_PARSE_NO_XXE |
				ParseOption.XML_PARSE_NONET |
				ParseOption.XML_PARSE_BIG_LINES |
				ParseOption.XML_PARSE_COMPACT,
		});
	} catch (cause) {
		if (!(cause instanceof XmlLibError)) throw malformed('it could not be parsed', cause);
		const [first] = cause.details;
		const place = first === undefined ? '' : ` (line ${first.line}, column ${first.col})`;
		throw malformed(`${(first?.message ?? cause.message).trim()}${place}`, cause);
	}
}

/** By byte order mark and declaration: the parser knows many encodings, and a file in another would be read otherwise. */
function checkEncoding(bytes: Uint8Array): void {
	if (bytes.length === 0) throw malformed('the file is empty');
	const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
	if (/^(?:\xFF\xFE|\xFE\xFF|\0|.\0)/s.test(head)) throw unknownEncoding('UTF-16 or UTF-32');
	const match = ENCODING.exec(head.replace(/^\xEF\xBB\xBF/, ''));
	const declared = match?.[1] ?? match?.[2] ?? 'UTF-8';
	const encoding = declared.toUpperCase();
	if (!UNDERSTOOD.has(encoding)) throw unknownEncoding(declared);
	if (encoding === 'UTF-8' && !isUtf8(bytes)) throw unknownEncoding('bytes that are not UTF-8');
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
