import type { Problem } from '../errors';
import { type Declared, decodeText, type Encoding } from './encoding';

/** XML as its parser reads it, and the encoding that it was read in. */
export interface ReadableXml {
	readonly xml: Uint8Array;
	readonly encoding: Encoding;
	/** `EXPORT_ENCODING`: a warning, or an error where the bytes are in no encoding that is known. */
	readonly problems: readonly Problem[];
}

const DECLARED = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)/u;

/** The names of encodings that declarations have, without hyphens and in small letters. */
const LABELS: ReadonlyMap<string, Declared> = new Map<string, Declared>([
	...['', 'utf8', 'usascii', 'ascii'].map((label): [string, Declared] => [label, 'UTF-8']),
	...['utf16', 'utf16le', 'utf16be', 'ucs2', 'iso10646ucs2'].map((label): [string, Declared] => [
		label,
		'UTF-16',
	]),
	...['iso88591', 'latin1', 'l1'].map((label): [string, Declared] => [label, 'ISO-8859-1']),
	...['iso885915', 'latin9', 'l9'].map((label): [string, Declared] => [label, 'ISO-8859-15']),
	...['windows1252', 'cp1252', 'xcp1252', 'ansi'].map((label): [string, Declared] => [label, 'Windows-1252']),
	...['macintosh', 'mac', 'macroman', 'xmacroman'].map((label): [string, Declared] => [label, 'MacRoman']),
	...['cp850', 'ibm850', '850', 'cp437', 'ibm437', '437'].map((label): [string, Declared] => [
		label,
		'CP850',
	]),
]);

/** Whether the bytes begin as XML does, in any of the encodings that are read. */
export function looksLikeXml(bytes: Uint8Array): boolean {
	return /^\s*</u.test(decodeText(bytes.subarray(0, 200)).text);
}

/**
 * XML as UTF-8, from the encoding that its bytes are in. Where the declaration says another, that is a warning. XML
 * that declares an encoding which is not known is left to the parser, which refuses it.
 * @see https://encoding.spec.whatwg.org/#names-and-labels
 */
export function toReadableXml(bytes: Uint8Array): ReadableXml {
	const label = DECLARED.exec(decodeText(bytes.subarray(0, 200)).text)?.[1] ?? '';
	const declared = LABELS.get(label.toLowerCase().replace(/[-_ ]/gu, ''));
	if (declared === undefined) return { xml: bytes, encoding: 'UTF-8', problems: [] };
	const { text, encoding, problems } = decodeText(bytes, declared);
	// XML has nothing before its declaration, but some systems write an empty line there.
	return { xml: asUtf8(text.trimStart()), encoding, problems };
}

/** The text with its declaration saying what it is now. */
function asUtf8(text: string): Uint8Array {
	const named = DECLARED.exec(text);
	const declaration = named?.[0] ?? '';
	const said = declaration.slice(0, declaration.length - (named?.[1]?.length ?? 0));
	return new TextEncoder().encode(named ? `${said}UTF-8${text.slice(declaration.length)}` : text);
}
