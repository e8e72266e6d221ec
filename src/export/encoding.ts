import type { Problem } from '../errors';

/** The encodings an export file is read in. */
export const ENCODINGS = ['UTF-8', 'UTF-8 with BOM', 'UTF-16 LE', 'UTF-16 BE', 'Windows-1252'] as const;

/** One of the encodings an export file is read in. */
export type Encoding = (typeof ENCODINGS)[number];

/** A file's text and the encoding it was found to be in. */
export interface DecodedText {
	readonly text: string;
	readonly encoding: Encoding;
	readonly problems: readonly Problem[];
}

/** Byte order marks, the longest first. */
const BYTE_ORDER_MARKS: readonly { bytes: readonly number[]; label: string; encoding: Encoding }[] = [
	{ bytes: [0xef, 0xbb, 0xbf], label: 'utf-8', encoding: 'UTF-8 with BOM' },
	{ bytes: [0xff, 0xfe], label: 'utf-16le', encoding: 'UTF-16 LE' },
	{ bytes: [0xfe, 0xff], label: 'utf-16be', encoding: 'UTF-16 BE' },
];

/** What the letters å, ä, ö of an older encoding turn into when they are read in the wrong one. */
const GARBLED: readonly { pattern: RegExp; reason: string }[] = [
	{ pattern: /Ã[\u0080-\u00bf…„†–]/u, reason: 'was converted from UTF-8 a second time' },
	{ pattern: /[a-z][†„”](?=[a-z])|[Ž™](?=[a-z])/u, reason: 'is in an encoding of MS-DOS (850 or 437)' },
	{ pattern: /\ufffd/u, reason: 'lost letters in an earlier conversion' },
	{ pattern: /[\u0080-\u009f]/u, reason: 'is neither UTF-8 nor Windows-1252' },
];

/**
 * Windows-1252's characters for the bytes 0x80–0x9F, in their order; those that it leaves undefined stand as
 * control characters. Node 20's own `windows-1252` decoder reads these as Latin-1.
 */
const WINDOWS_1252_HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Reads bytes as Windows-1252. */
export function decodeWindows1252(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
		.toString('latin1')
		.replace(/[\u0080-\u009f]/gu, (control) => WINDOWS_1252_HIGH.charAt(control.charCodeAt(0) - 0x80));
}

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

function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
	const mark = BYTE_ORDER_MARKS.find((candidate) => startsWith(bytes, candidate.bytes));
	if (mark) return { text: new TextDecoder(mark.label).decode(bytes), encoding: mark.encoding };
	const utf8 = decodeUtf8(bytes);
	if (utf8 !== null) return { text: utf8, encoding: 'UTF-8' };
	return { text: decodeWindows1252(bytes), encoding: 'Windows-1252' };
}

/** The word around a place in a text, short enough for a message. */
export function wordAt(text: string, index: number): string {
	const before = /[^\s;,"<>]{0,20}$/u.exec(text.slice(Math.max(0, index - 20), index))?.[0] ?? '';
	const after = /^[^\s;,"<>]{0,20}/u.exec(text.slice(index, index + 20))?.[0] ?? '';
	return before + after;
}

function garbledProblem(text: string, encoding: Encoding): Problem[] {
	for (const { pattern, reason } of GARBLED) {
		const match = pattern.exec(text);
		if (!match) continue;
		const found = wordAt(text, match.index);
		return [
			{
				code: 'EXPORT_ENCODING',
				level: 'warning',
				path: 'file',
				message: `The file was read as ${encoding}, but "${found}" looks as if it ${reason}.`,
				description: 'Save the export as CSV UTF-8 and look at the names before anyone signs.',
				found,
			},
		];
	}
	return [];
}

/**
 * Reads a text file's bytes as UTF-8 (with or without a byte order mark), UTF-16 with a byte order mark, or
 * else Windows-1252. Warns with `EXPORT_ENCODING` where letters look garbled.
 *
 * @see https://encoding.spec.whatwg.org/
 */
export function decodeText(bytes: Uint8Array): DecodedText {
	const { text, encoding } = decode(bytes);
	return { text, encoding, problems: garbledProblem(text, encoding) };
}
