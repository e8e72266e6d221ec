const HIDDEN = '****';

/**
 * What may be a personnummer or samordningsnummer within a text: a date (day also + 60), then four digits, with any
 * dash, `_` or space between and a space in the date; not inside a UUID or a digest.
 */
const IN_TEXT =
	/(?<![0-9]|[0-9a-f]{4}-)((?:1[89]|20)?\d{2} ?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01]))[-+_\s\u2010-\u2015\u2212]?\d{4}(?!\d|-[0-9a-f]{4}-)/g;

/**
 * Hides the last four digits: `191212121212` becomes `19121212-****`. Of a value of another length only the
 * first digits stay, never more than eight and never the last four.
 * @param digits a personnummer, samordningsnummer or what stood in its place
 */
export function maskPersonnummer(digits: string): string {
	const bare = digits.trim().replace(/[-+ ]/g, '');
	if (/^\d{10}$|^\d{12}$/.test(bare)) return `${bare.slice(0, -4)}-${HIDDEN}`;
	if ((bare.match(/\d/g) ?? []).length < 6) return digits;
	return `${bare.slice(0, Math.min(8, bare.length - 4))}${HIDDEN}`;
}

/**
 * Hides the last four digits of an organisationsnummer that is a sole trader's personnummer; another stays. An
 * organisation's number has at least 20 where a person's has the month.
 */
export function maskOrganisationsnummer(digits: string): string {
	return /^(?:\d{2})?\d{2}[01]\d{3}[- ]?\d{4}$/u.test(digits) ? maskPersonnummer(digits) : digits;
}

/** Masks every personnummer and samordningsnummer inside a text; everything else stays. */
export function maskPersonnummerIn(text: string): string {
	return text.replace(IN_TEXT, `$1-${HIDDEN}`);
}
