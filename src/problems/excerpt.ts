import { maskPersonnummerIn } from '../identity/masking';

/** The longest value that a message repeats, in characters. */
export const EXCERPT_MAX = 100;

/** Read beyond the cut, in characters: a personnummer that begins before it is seen whole, and masked. */
const BEYOND = 40;

/**
 * A value as a message may repeat it, with personnummer masked; what is longer ends with `…`.
 * @param mask for what is known to be an identity number; by default every personnummer within the text is masked
 * @param max characters; default 100
 */
export function excerpt(
	text: string,
	mask: (text: string) => string = maskPersonnummerIn,
	max: number = EXCERPT_MAX,
): string {
	const masked = mask(text.length > max + BEYOND ? text.slice(0, max + BEYOND) : text);
	return masked.length > max ? `${masked.slice(0, max)}…` : masked;
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
