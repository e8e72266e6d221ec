import { isRealDate } from './calendar';
import { hasRightCheckDigit } from './checkDigit';
import type { Read } from './personnummer';

declare const organisationsnummerBrand: unique symbol;

/** Ten digits of a real organisationsnummer, or of a sole trader's personnummer; only its reader makes one. */
export type Organisationsnummer = string & { readonly [organisationsnummerBrand]: true };

const FORMS = [
	/^(\d{6})[- ]?(\d{4})$/, // 556677-8899
	/^16(\d{6})[- ]?(\d{4})$/, // 16 before ten digits, as authorities exchange it
	/^SE(\d{6})(\d{4})01$/i, // VAT number
	/^(?:18|19|20)(\d{6})[- ]?(\d{4})$/, // a sole trader's personnummer with its century
];
const PERSON_WITH_CENTURY = /^(?:18|19|20)\d{6}[- ]?\d{4}$/;

/** Whether the text is an organisationsnummer as documents carry it: 10 digits, the right check digit. */
export function isOrganisationsnummer(text: string): text is Organisationsnummer {
	return /^\d{10}$/.test(text) && hasRightCheckDigit(text) && (isLegalPerson(text) || isPerson(text));
}

/**
 * Reads an organisationsnummer: 10 digits with or without a hyphen, with `16` before them, as a VAT number
 * (`SE…01`), or a sole trader's personnummer with 10 or 12 digits.
 * @see {@link https://www.skatteverket.se SKV 709}
 */
export function readOrganisationsnummer(text: string): Read<Organisationsnummer> {
	const spelled = text.trim();
	for (const form of FORMS) {
		const match = form.exec(spelled);
		if (match === null) continue;
		const digits = `${match[1] ?? ''}${match[2] ?? ''}`;
		if (isOrganisationsnummer(digits) && (isPerson(digits) || !PERSON_WITH_CENTURY.test(spelled))) {
			return { ok: true, value: digits };
		}
		return { ok: false, reason: whyNot(digits) };
	}
	return { ok: false, reason: 'it is not 10 digits (also understood: with a hyphen, 16 before them, SE…01)' };
}

function whyNot(digits: string): string {
	if (!hasRightCheckDigit(digits)) return 'its last digit, the check digit, does not fit the others';
	return 'its third digit is below 2, and as a personnummer it has no real date';
}

function isLegalPerson(digits: string): boolean {
	return digits.charCodeAt(2) >= 50; // '2': tells the month of a personnummer apart
}

/** A leap day counts as real: ten digits don't tell the century. */
function isPerson(digits: string): boolean {
	return isRealDate(2000, Number(digits.slice(2, 4)), Number(digits.slice(4, 6)) % 60);
}
