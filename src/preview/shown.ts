import { maskOrganisationsnummer, maskPersonnummer, maskPersonnummerIn } from '../identity/masking';

/** How identity numbers are shown: masked, or in full where that was asked for. */
export interface Shown {
	/** A personnummer or samordningsnummer. */
	number(digits: string): string;
	/** An organisationsnummer; a sole trader's is a personnummer. */
	organisation(digits: string): string;
	/** A text that may hold a personnummer. */
	text(text: string): string;
}

/** `191212121212` → `19121212-1212`. */
function hyphenated(digits: string): string {
	return /^(?:\d{10}|\d{12})$/u.test(digits) ? `${digits.slice(0, -4)}-${digits.slice(-4)}` : digits;
}

/** Identity numbers in full. */
export const UNMASKED: Shown = { number: hyphenated, organisation: hyphenated, text: (text) => text };

/** Identity numbers without their last four digits. */
export const MASKED: Shown = {
	number: maskPersonnummer,
	organisation: (digits) => hyphenated(maskOrganisationsnummer(digits)),
	text: maskPersonnummerIn,
};
