import type { Problem } from '../errors';
import { excerpt } from '../problems/excerpt';
import { decodeEightBit, EIGHT_BIT, type EightBit, guessEightBit } from './eightBit';
import { garbledIn, readOnceMore } from './garbled';

/** The encodings an export file is read in. */
export const ENCODINGS = [
	...(['UTF-8', 'UTF-8 with BOM', 'UTF-8 encoded twice', 'UTF-16 LE', 'UTF-16 BE'] as const),
	...EIGHT_BIT,
] as const;

/** One of the encodings an export file is read in. */
export type Encoding = (typeof ENCODINGS)[number];

/** A file's text and the encoding that it was read in. */
export interface DecodedText {
	readonly text: string;
	readonly encoding: Encoding;
	/** `EXPORT_ENCODING`: a warning, or an error where the bytes are in no encoding that is known. */
	readonly problems: readonly Problem[];
}

/** What a file says of itself, as in an XML declaration; null where it says nothing that is known. */
export type Declared = 'UTF-8' | 'UTF-16' | EightBit | null;

/** Byte order marks. */
const BYTE_ORDER_MARKS: readonly { readonly bytes: readonly number[]; readonly encoding: Encoding }[] = [
	{ bytes: [0xef, 0xbb, 0xbf], encoding: 'UTF-8 with BOM' },
	{ bytes: [0xff, 0xfe], encoding: 'UTF-16 LE' },
	{ bytes: [0xfe, 0xff], encoding: 'UTF-16 BE' },
];

const LOOK = 'Look at the names before anyone signs, and export as UTF-8.';

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
	return bytes.length >= start.length && start.every((byte, index) => bytes[index] === byte);
}

/** Reads bytes as UTF-8, without a byte order mark; null where they are not. */
export function decodeUtf8(bytes: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return null;
	}
}

/** UTF-16 without a byte order mark: of its first characters, which are ASCII, every other byte is zero. */
function utf16WithoutMark(bytes: Uint8Array): 'UTF-16 LE' | 'UTF-16 BE' | null {
	const start = bytes.subarray(0, 64);
	if (start.length < 4) return null;
	const zeros = [0, 0];
	start.forEach((byte, index) => (zeros[index % 2] = (zeros[index % 2] ?? 0) + (byte === 0 ? 1 : 0)));
	const [even = 0, odd = 0] = zeros;
	const most = Math.floor(start.length / 2) * 0.8;
	if (odd >= most && even === 0) return 'UTF-16 LE';
	return even >= most && odd === 0 ? 'UTF-16 BE' : null;
}

/** The word around a place in a text, short enough for a message. */
export function wordAt(text: string, index: number): string {
	const before = /[^\s;,"<>]{0,20}$/u.exec(text.slice(Math.max(0, index - 20), index))?.[0] ?? '';
	const after = /^[^\s;,"<>]{0,20}/u.exec(text.slice(index, index + 20))?.[0] ?? '';
	return excerpt(before + after);
}

function problem(level: Problem['level'], message: string, description: string, found: string): Problem {
	return { code: 'EXPORT_ENCODING', level, path: 'file', message, description, found };
}

function firstForeign(text: string): string {
	return wordAt(text, Math.max(0, text.search(/[^\u0000-\u007f]/u)));
}

/** A letter of two bytes in UTF-8 as Windows-1252 has it: å, ä, ö, é and their like. */
const TWO_BYTES = /Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/u;

/** Bytes that are UTF-8 in one place and another encoding in the next: no reading gives all names. */
function mixed(bytes: Uint8Array): Problem | null {
	if (!TWO_BYTES.test(decodeEightBit(bytes, 'Windows-1252'))) return null;
	const text = new TextDecoder().decode(bytes);
	const at = text.indexOf('\ufffd');
	const line = text.slice(0, at).split('\n').length;
	const found = wordAt(text, at);
	return problem(
		'error',
		`The file is UTF-8 in some places and another encoding in others: line ${line} has bytes that are not UTF-8, "${found}"`,
		'Export the whole file in one encoding, best as UTF-8.',
		found,
	);
}

function eightBit(bytes: Uint8Array, declared: Declared): DecodedText {
	const unreadable = mixed(bytes);
	const said = EIGHT_BIT.find((each) => each === declared);
	const encoding = guessEightBit(bytes, said);
	const text = decodeEightBit(bytes, encoding);
	if (unreadable) return { text, encoding, problems: [unreadable] };
	const found = firstForeign(text);
	if (declared !== null && declared !== encoding)
		return { text, encoding, problems: [notAsDeclared(declared, encoding, found)] };
	if (said ?? encoding === 'Windows-1252') return { text, encoding, problems: garbled(text, encoding) };
	const message = `The file was read as ${encoding}, in which its bytes make words: "${found}"`;
	return { text, encoding, problems: [problem('warning', message, LOOK, found)] };
}

function notAsDeclared(declared: string, encoding: Encoding, found: string): Problem {
	const message = `The file says that it is ${declared}, but its bytes are ${encoding}, as it was read: "${found}"`;
	return problem('warning', message, LOOK, found);
}

function garbled(text: string, encoding: Encoding): Problem[] {
	const match = garbledIn(text);
	if (match === null) return [];
	const found = wordAt(text, match.index);
	const message = `The file was read as ${encoding}, but "${found}" ${match.reason}`;
	return [problem('warning', message, LOOK, found)];
}

/** @param text read as UTF-8 */
function utf8(text: string, encoding: 'UTF-8' | 'UTF-8 with BOM', declared: Declared): DecodedText {
	const once = readOnceMore(text);
	if (once !== null) {
		const [from, to] = [firstForeign(text), firstForeign(once)];
		const message = `The file was encoded as UTF-8 twice, and was read so: "${to}" in place of "${from}"`;
		return { text: once, encoding: 'UTF-8 encoded twice', problems: [problem('warning', message, LOOK, to)] };
	}
	const foreign = /[^\u0000-\u007f]/u.test(text);
	if (foreign && declared !== null && declared !== 'UTF-8')
		return { text, encoding, problems: [notAsDeclared(declared, encoding, firstForeign(text))] };
	return { text, encoding, problems: garbled(text, encoding) };
}

function utf16(bytes: Uint8Array, encoding: 'UTF-16 LE' | 'UTF-16 BE'): DecodedText {
	const text = new TextDecoder(encoding === 'UTF-16 LE' ? 'utf-16le' : 'utf-16be').decode(bytes);
	return { text, encoding, problems: garbled(text, encoding) };
}

/**
 * Reads a text file's bytes in the encoding that they are in, whatever it says of itself: UTF-8 with or without a
 * byte order mark, UTF-16, or else Windows-1252, MacRoman or CP850, whichever makes Swedish words of them. Warns with
 * `EXPORT_ENCODING` where that was a guess, contradicts what the file says, or leaves letters garbled.
 *
 * @see https://encoding.spec.whatwg.org/
 */
export function decodeText(bytes: Uint8Array, declared: Declared = null): DecodedText {
	const mark = BYTE_ORDER_MARKS.find((candidate) => startsWith(bytes, candidate.bytes))?.encoding;
	const wide = mark === 'UTF-16 LE' || mark === 'UTF-16 BE' ? mark : utf16WithoutMark(bytes);
	if (wide !== null) return utf16(bytes, wide);
	const text = decodeUtf8(bytes);
	const marked = mark === 'UTF-8 with BOM';
	if (text !== null) return utf8(text, marked ? mark : 'UTF-8', marked ? null : declared);
	return marked ? eightBit(bytes.subarray(3), 'UTF-8') : eightBit(bytes, declared);
}
