import { maskPersonnummerIn } from '../identity/masking';

/** The longest value that a message repeats, in characters. */
export const EXCERPT_MAX = 100;

/** Read beyond the cut, in characters: a personnummer that begins before it is seen whole, and masked. */
const BEYOND = 40;

/**
 * A value as a message may repeat it: at most 100 characters, then `…`, with personnummer masked.
 * @param mask for what is known to be an identity number; by default every personnummer within the text is masked
 */
export function excerpt(text: string, mask: (text: string) => string = maskPersonnummerIn): string {
	const masked = mask(text.length > EXCERPT_MAX + BEYOND ? text.slice(0, EXCERPT_MAX + BEYOND) : text);
	return masked.length > EXCERPT_MAX ? `${masked.slice(0, EXCERPT_MAX)}…` : masked;
}

/**
 * The first few of many values and how many more there are: `3, 4, 5, 6, 7 and 12 more`.
 * @param count how many there are in all
 * @param most how many are named; default 5
 */
export function someOf(
	values: readonly (string | number)[],
	count: number = values.length,
	most: number = 5,
): string {
	const named = values.slice(0, most);
	return `${named.join(', ')}${count > named.length ? ` and ${count - named.length} more` : ''}`;
}
