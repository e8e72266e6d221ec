import type { Problem } from '../errors';
import { decodeText, decodeUtf8, decodeWindows1252, type Encoding, wordAt } from './encoding';

/** XML as its parser reads it, and the encoding it was found to be in. */
export interface ReadableXml {
	readonly xml: Uint8Array;
	readonly encoding: Encoding | 'ISO-8859-1';
	/** `EXPORT_ENCODING`: a warning, or an error where the bytes can't be read as what they are said to be. */
	readonly problems: readonly Problem[];
}

const DECLARED = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)/u;

/** Whether the bytes begin as XML does, in any of the encodings that are read. */
export function looksLikeXml(bytes: Uint8Array): boolean {
	return /^\s*</u.test(decodeText(bytes.subarray(0, 200)).text);
}

/**
 * XML in UTF-16 (by its byte order mark) or Windows-1252, which the XML parser doesn't read, as UTF-8; everything
 * else as it is. What calls itself ISO-8859-1 and holds bytes that only Windows-1252 has letters for is read as
 * that, as browsers do.
 * @see https://encoding.spec.whatwg.org/#names-and-labels
 */
export function toReadableXml(bytes: Uint8Array): ReadableXml {
	const start = decodeText(bytes.subarray(0, 200));
	const declared = DECLARED.exec(start.text)?.[1]?.toLowerCase();
	if (start.encoding === 'UTF-16 LE' || start.encoding === 'UTF-16 BE')
		return { xml: asUtf8(decodeText(bytes).text), encoding: start.encoding, problems: [] };
	if (declared === 'windows-1252') return windows1252(bytes, []);
	if (declared !== 'iso-8859-1') {
		const problems = decodeUtf8(bytes) === null ? [notUtf8(bytes)] : [];
		return { xml: bytes, encoding: 'UTF-8', problems };
	}
	const foreign = bytes.findIndex((byte) => byte >= 0x80 && byte <= 0x9f);
	if (foreign < 0) return { xml: bytes, encoding: 'ISO-8859-1', problems: [] };
	return windows1252(bytes, [notLatin1(wordAt(decodeWindows1252(bytes), foreign))]);
}

function windows1252(bytes: Uint8Array, problems: readonly Problem[]): ReadableXml {
	return { xml: asUtf8(decodeWindows1252(bytes)), encoding: 'Windows-1252', problems };
}

/** The text with its declaration saying what it is now. */
function asUtf8(text: string): Uint8Array {
	const named = DECLARED.exec(text);
	const declaration = named?.[0] ?? '';
	const said = declaration.slice(0, declaration.length - (named?.[1]?.length ?? 0));
	return new TextEncoder().encode(named ? `${said}UTF-8${text.slice(declaration.length)}` : text);
}

function notLatin1(found: string): Problem {
	return {
		code: 'EXPORT_ENCODING',
		level: 'warning',
		path: 'file',
		message: `The file says that it is ISO-8859-1, but "${found}" has a character that only Windows-1252 has: it was read as that.`,
		description: 'Look at the names before anyone signs; export as UTF-8, or declare windows-1252.',
		found,
	};
}

function notUtf8(bytes: Uint8Array): Problem {
	const text = new TextDecoder().decode(bytes);
	const at = text.indexOf('\ufffd');
	const found = wordAt(text, at);
	const line = text.slice(0, at).split('\n').length;
	return {
		code: 'EXPORT_ENCODING',
		level: 'error',
		path: 'file',
		message: `The file is read as UTF-8, as its XML declaration says or leaves open, but line ${line} holds bytes that are not: "${found}".`,
		description:
			'Export as UTF-8; or let the first line say what the file is in: encoding="ISO-8859-1" or "windows-1252".',
		found,
	};
}
