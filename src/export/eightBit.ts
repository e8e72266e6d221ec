/** The encodings of one byte a letter that a file may be in. */
export const EIGHT_BIT = ['Windows-1252', 'MacRoman', 'CP850', 'ISO-8859-1', 'ISO-8859-15'] as const;

/** One of the encodings of one byte a letter. */
export type EightBit = (typeof EIGHT_BIT)[number];

const LATIN_1 = Array.from({ length: 128 }, (_, index) => String.fromCharCode(0x80 + index)).join('');

/**
 * Windows-1252's characters for the bytes 0x80–0x9F, in their order; those that it leaves undefined are control
 * characters. Node 20's own `windows-1252` decoder reads these as Latin-1.
 */
const WINDOWS_1252_HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Where ISO-8859-15 is not Latin-1. */
const ISO_8859_15: Readonly<Record<string, string>> = {
	'¤': '€',
	'¦': 'Š',
	'¨': 'š',
	'´': 'Ž',
	'¸': 'ž',
	'¼': 'Œ',
	'½': 'œ',
	'¾': 'Ÿ',
};

/** The characters of the bytes 0x80–0xFF. CP850's letters are those of CP437 too, as far as that has them. */
const HIGH: Readonly<Record<EightBit, string>> = {
	'Windows-1252': WINDOWS_1252_HIGH + LATIN_1.slice(32),
	MacRoman:
		'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ',
	CP850:
		'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
	'ISO-8859-1': LATIN_1,
	'ISO-8859-15': LATIN_1.replace(/[¤¦¨´¸¼½¾]/gu, (sign) => ISO_8859_15[sign] ?? sign),
};

/** Reads bytes in an encoding of one byte a letter. */
export function decodeEightBit(bytes: Uint8Array, encoding: EightBit): string {
	const high = HIGH[encoding];
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
		.toString('latin1')
		.replace(/[\u0080-\u00ff]/gu, (byte) => high.charAt(byte.charCodeAt(0) - 0x80));
}

/** Writes a text in an encoding of one byte a letter; null where it has another character. */
export function encodeEightBit(text: string, encoding: EightBit): Uint8Array | null {
	const places = new Map([...HIGH[encoding]].map((letter, index) => [letter, 0x80 + index]));
	const bytes = new Uint8Array(text.length);
	for (let index = 0; index < text.length; index += 1) {
		const code = text.charCodeAt(index);
		const byte = code < 0x80 ? code : places.get(text.charAt(index));
		if (byte === undefined) return null;
		bytes[index] = byte;
	}
	return bytes;
}

const LETTER = /\p{L}/u;
const UPPER = /\p{Lu}/u;
const SWEDISH = /[åäöÅÄÖ]/u;
/** No Swedish word has å, ä or ö next to one of these. */
const VOWEL = /[aeoAEO]/u;
/** What writers put between two letters that is no letter. */
const JOINING = /[’'´`·‐‑–-]/u;
const SIGN_OF_WRITING = /[‘’“”„–—…•€§°±²³½«»\u00a0'"´`·-]/u;
const CONTROL = /[\u0080-\u009f\uf8ff]/u;

/** How far a text is looked at, in characters that are not ASCII. */
const ENOUGH = 100_000;

/** What a letter that only fits in Swedish is worth. */
const SWEDISH_FIT = 3;
/** What a sign inside a word is worth. */
const IN_WORD = -3;

/** How well a character fits between two others in a Swedish text, from -5 to 3. */
function fit(before: string, letter: string, after: string): number {
	const begins = !LETTER.test(before);
	const ends = !LETTER.test(after);
	if (CONTROL.test(letter)) return IN_WORD - 2;
	if (!LETTER.test(letter)) {
		if (!begins && !ends) return JOINING.test(letter) ? 0 : IN_WORD;
		return SIGN_OF_WRITING.test(letter) ? 0 : -1;
	}
	if (begins && ends) return 0;
	const wrongCase = UPPER.test(letter) && !begins && !UPPER.test(before);
	if (!SWEDISH.test(letter)) return wrongCase ? -1 : 1;
	if (wrongCase || VOWEL.test(before) || VOWEL.test(after)) return 0;
	return begins && !UPPER.test(letter) ? 1 : SWEDISH_FIT;
}

/** How well bytes read in an encoding fit into a Swedish text, and how many letters show that it is Swedish. */
interface Fit {
	readonly encoding: EightBit;
	readonly sum: number;
	readonly swedish: number;
	/** Signs and control characters inside words. */
	readonly wrong: number;
}

function fitOf(bytes: Uint8Array, encoding: EightBit): Fit {
	const high = HIGH[encoding];
	const at = (index: number): string => {
		const byte = bytes[index];
		if (byte === undefined) return '';
		return byte < 0x80 ? String.fromCharCode(byte) : high.charAt(byte - 0x80);
	};
	let [sum, swedish, wrong, seen] = [0, 0, 0, 0];
	for (let index = 0; index < bytes.length && seen < ENOUGH; index += 1) {
		if ((bytes[index] ?? 0) < 0x80) continue;
		const found = fit(at(index - 1), at(index), at(index + 1));
		seen += 1;
		sum += found;
		if (found === SWEDISH_FIT) swedish += 1;
		if (found <= IN_WORD) wrong += 1;
	}
	return { encoding, sum, swedish, wrong };
}

function isBetter(one: Fit, than: Fit): boolean {
	if (one.sum <= than.sum) return false;
	return one.swedish > than.swedish || one.wrong < than.wrong || (than.sum < 0 && one.sum > 0);
}

/**
 * Finds the encoding in which bytes make the best Swedish text: each has its own bytes for å, ä and ö, and in the
 * wrong one these are signs or letters that no word has there.
 * @param likely wins where others are no better; default Windows-1252
 */
export function guessEightBit(bytes: Uint8Array, likely: EightBit = 'Windows-1252'): EightBit {
	let best = fitOf(bytes, likely);
	for (const other of ['Windows-1252', 'MacRoman', 'CP850'] as const) {
		const found = fitOf(bytes, other);
		if (isBetter(found, best)) best = found;
	}
	return best.encoding;
}
