import { encodeEightBit } from './eightBit';

/** Where a text looks garbled, and why, after the word: `has lost letters in an earlier conversion`. */
export interface Garbled {
	readonly index: number;
	readonly reason: string;
}

const SWEDISH_7_BIT =
	'has {, |, }, [, \\ or ] where a letter should be, as 7-bit Swedish (ISO 646) writes ä, ö, å, Ä, Ö, Å';

/** What the letters å, ä, ö of another encoding turn into when they are read in the wrong one. */
const GARBLED: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
	{
		pattern: /Ã[\u0080-\u00bf…„†–€¥¤¶]|√[•§∂Ö∏]|├[Ññ┬ûÂ║®]/u,
		reason: 'looks as if it was converted from UTF-8 a second time',
	},
	{ pattern: /\ufffd/u, reason: 'has lost letters in an earlier conversion' },
	{ pattern: /[\u0080-\u009f]/u, reason: 'is in an encoding that is not known' },
	{ pattern: /[a-zåäö](?:†|„|”|Ž|™)(?=[a-zåäö])/u, reason: 'looks as if it was MS-DOS text (CP850)' },
];

/** Finds where a text looks garbled; null where it does not. */
export function garbledIn(text: string): Garbled | null {
	for (const { pattern, reason } of GARBLED) {
		const match = pattern.exec(text);
		if (match) return { index: match.index, reason };
	}
	const first = text.slice(0, text.search(/[\r\n]|$/u));
	const divided = (first.match(/\|/gu) ?? []).length > (first.match(/[;,\t]/gu) ?? []).length;
	// Where å, ä and ö are letters, the signs are signs; and a bar may divide columns.
	if (divided || /[^\u0000-\u007f]/u.test(text)) return null;
	const swedish = /[A-Za-z][{|}[\]\\]+[a-z]/u.exec(text);
	return swedish ? { index: swedish.index, reason: SWEDISH_7_BIT } : null;
}

/** A sign beyond ASCII that names are not written with. */
const NOT_IN_NAMES = /[^\p{L}\p{M}\p{N}\s\u0000-\u007f’‘´“”\u00ad·‐‑–-]/u;

/** Why a name looks as if letters of it were lost, after the name; null where it does not. */
export function lostLettersIn(name: string): string | null {
	if (/[?\ufffd]/u.test(name)) return 'has a question mark where a letter should be';
	if (/&#?\w+;|=[0-9A-F]{2}|\\u[0-9a-f]{4}|%[CE][0-9A-F]%|\+A[A-Z0-9+/]{2}-/iu.test(name))
		return 'has the code of a letter in place of the letter';
	if (/[{|}[\]\\]/u.test(name)) return SWEDISH_7_BIT;
	const found = garbledIn(name);
	if (found) return found.reason;
	const sign = NOT_IN_NAMES.exec(name)?.[0];
	return sign === undefined ? null : `has a sign that names do not have, ${sign}`;
}

/** How often a text may have been encoded again. */
const TIMES = 3;

/**
 * Reads a text that was encoded as UTF-8, read as Windows-1252, MacRoman or CP850, and encoded as UTF-8 again; null
 * for any other.
 */
export function readOnceMore(text: string): string | null {
	if (!/[ÃÂ√├┬]/u.test(text)) return null;
	for (const encoding of ['Windows-1252', 'ISO-8859-1', 'MacRoman', 'CP850'] as const) {
		let read: string | null = null;
		for (let time = 0; time < TIMES; time += 1) {
			const bytes = encodeEightBit(read ?? text, encoding);
			const next = bytes === null ? null : asUtf8(bytes);
			if (next === null || next === (read ?? text)) break;
			read = next;
		}
		if (read !== null && /[åäöÅÄÖéÉüÜ]/u.test(read)) return read;
	}
	return null;
}

function asUtf8(bytes: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return null;
	}
}
