import { EltError, type Problem } from '../errors';
import { TIDSTYPER, type Tidstyp } from '../tidredovisning/types';
import { readTidstyp } from '../tidredovisning/words';

/**
 * What a word or code for the kind of time may mean: a kind of time that is reported, or time that is not. In a
 * table `absence`, `supplement` and `leaveOut` all leave the row out; in PAXml absence is taken out of a schedule,
 * whole days too, a supplement is paid on top of time in another row, and other time (`leaveOut`) is taken out by
 * its clock times.
 */
export const TIME_MEANINGS = [...TIDSTYPER, 'absence', 'supplement', 'leaveOut'] as const;

/** One of the things a word or code may mean. */
export type TimeMeaning = (typeof TIME_MEANINGS)[number];

/** A provider's own words and PAXml codes for the kind of time. Case and white space around them do not count. */
export type TimeWords = Readonly<Partial<Record<string, TimeMeaning>>>;

/** Words that stand for time that is not reported, where someone types a meaning. */
const LEAVE_OUT = new Set(['LEAVE OUT', 'LEAVE-OUT', 'LEAVEOUT', 'OTHERTIME', 'UTELÄMNA', 'RÄKNAS INTE']);

/** A word or code as it is compared: without white space around it, in capitals. */
export function plainWord(text: string): string {
	return text.trim().replace(/\s+/gu, ' ').normalize('NFC').toUpperCase();
}

/** Whether a meaning is a kind of time that is reported. */
export function isTidstyp(meaning: string | undefined): meaning is Tidstyp {
	return meaning === 'aktivTid' || meaning === 'vanteTid' || meaning === 'beredskapsTid';
}

/** Finds what a word means among a provider's own; undefined for any other. */
export function ownMeanings(words: TimeWords = {}): (text: string) => TimeMeaning | undefined {
	const meanings = new Map(Object.entries(words).map(([word, meaning]) => [plainWord(word), meaning]));
	return (text) => meanings.get(plainWord(text));
}

/** Reads a meaning as people write it: one of {@link TIME_MEANINGS}, `väntetid`, `jour`, `leave out`, … */
export function readMeaning(text: string): TimeMeaning | undefined {
	const known = TIME_MEANINGS.find((meaning) => plainWord(meaning) === plainWord(text));
	if (known !== undefined) return known;
	return LEAVE_OUT.has(plainWord(text)) ? 'leaveOut' : readTidstyp(text);
}

/**
 * Reads a provider's own words, each with its meaning: `[['Dagpass', 'aktivTid'], ['Sovande jour', 'väntetid']]`.
 * @throws EltError `INPUT_INVALID` with every word that has no meaning, or two
 */
export function readTimeWords(entries: Iterable<readonly [word: string, meaning: string]>): TimeWords {
	const words = new Map<string, readonly [string, TimeMeaning]>();
	const problems: Problem[] = [];
	for (const [word, text] of entries) {
		const meaning = readMeaning(text);
		const before = words.get(plainWord(word));
		if (plainWord(word) === '') problems.push(wrong(word, `is empty, with the meaning "${text}"`));
		else if (meaning === undefined) problems.push(wrong(word, `has the meaning "${text}", which is unknown`));
		else if (before !== undefined && before[1] !== meaning)
			problems.push(wrong(word, `has two meanings, ${before[1]} and ${meaning}`));
		else words.set(plainWord(word), [word, meaning]);
	}
	const [first] = problems;
	if (first === undefined) return Object.fromEntries(words.values());
	const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
	throw new EltError('INPUT_INVALID', `${first.message}${more}`, first.description, { problems });
}

/**
 * The words of a JSON file, `{ "Dagpass": "aktivTid" }`.
 * @throws EltError `INPUT_INVALID`
 */
export function timeWordEntries(json: unknown): [word: string, meaning: string][] {
	if (typeof json === 'object' && json !== null && !Array.isArray(json))
		return Object.entries(json).map(([word, meaning]: [string, unknown]) => [
			word,
			typeof meaning === 'string' ? meaning : JSON.stringify(meaning),
		]);
	throw new EltError(
		'INPUT_INVALID',
		'The time words are not an object',
		'Write them as { "Dagpass": "aktivTid", "Sovande jour": "vanteTid" }.',
	);
}

function wrong(word: string, what: string): Problem {
	return {
		code: 'TIME_WORD',
		level: 'error',
		path: `time word "${word}"`,
		message: `The time word "${word}" ${what}`,
		description: `Give each word one meaning of ${TIME_MEANINGS.join(', ')}.`,
		found: word,
	};
}
