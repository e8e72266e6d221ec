import { isRealDate } from './calendar';
import { hasRightCheckDigit } from './checkDigit';

declare const personnummerBrand: unique symbol;
declare const samordningsnummerBrand: unique symbol;

/** Twelve digits of a real personnummer; only its reader makes one. */
export type Personnummer = string & { readonly [personnummerBrand]: true };

/** Twelve digits of a real samordningsnummer (day + 60); only its reader makes one. */
export type Samordningsnummer = string & { readonly [samordningsnummerBrand]: true };

/** What a reader of identity numbers answers: the number, or why it is none (no part of the number in it). */
export type Read<T> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

const FORM = /^(\d{2})?(\d{6})([-+ ]?)(\d{4})$/;
const SAMORDNING_DAYS = 60;

/**
 * Whether the text is a personnummer as documents carry it: 12 digits, a real date, the right check digit.
 * Says nothing about the future: see {@link readPersonnummer}.
 */
export function isPersonnummer(text: string): text is Personnummer {
	return whyNot(text, 0) === null;
}

/** Whether the text is a samordningsnummer as documents carry it: 12 digits, day + 60, the right check digit. */
export function isSamordningsnummer(text: string): text is Samordningsnummer {
	return whyNot(text, SAMORDNING_DAYS) === null;
}

/** The birth date, `YYYY-MM-DD`, that a right personnummer or samordningsnummer says; null for anything else. */
export function birthDateOf(number: string): string | null {
	if (isPersonnummer(number)) return birthDate(number, 0);
	return isSamordningsnummer(number) ? birthDate(number, SAMORDNING_DAYS) : null;
}

/**
 * Reads a personnummer in any of its spellings: 10 or 12 digits, with or without `-`; `+` from the year a
 * person turns 100. Ten digits mean the latest such day that is not in the future.
 * @param today `YYYY-MM-DD`; a birth after it is refused
 * @see {@link https://www.skatteverket.se SKV 704}
 */
export function readPersonnummer(text: string, today: string): Read<Personnummer> {
	const digits = twelveDigits(text.trim(), today, 0);
	const reason = whyNot(digits, 0) ?? whyTooLate(digits, today, 0);
	if (reason !== null) return { ok: false, reason };
	return isPersonnummer(digits) ? { ok: true, value: digits } : { ok: false, reason: NOT_DIGITS };
}

/**
 * Reads a samordningsnummer: spelled as a personnummer, with 60 added to the day.
 * @param today `YYYY-MM-DD`; a birth after it is refused
 * @see {@link https://www.skatteverket.se SKV 704}
 */
export function readSamordningsnummer(text: string, today: string): Read<Samordningsnummer> {
	const digits = twelveDigits(text.trim(), today, SAMORDNING_DAYS);
	const reason = whyNot(digits, SAMORDNING_DAYS) ?? whyTooLate(digits, today, SAMORDNING_DAYS);
	if (reason !== null) return { ok: false, reason };
	return isSamordningsnummer(digits) ? { ok: true, value: digits } : { ok: false, reason: NOT_DIGITS };
}

const NOT_DIGITS = 'it is not 12 digits (YYYYMMDDNNNN), nor 10 with or without a hyphen';

/** Why twelve digits are no such number, or null. @param added what the day is raised by: 0 or 60 */
function whyNot(digits: string, added: number): string | null {
	if (!/^\d{12}$/.test(digits)) return NOT_DIGITS;
	const day = Number(digits.slice(6, 8));
	if (added === 0 && day > SAMORDNING_DAYS) return 'it is a samordningsnummer (60 is added to the day)';
	if (added !== 0 && day <= SAMORDNING_DAYS) return 'its day is not raised by 60';
	if (!isRealDate(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), day - added)) {
		return 'its first eight digits are no day in the calendar';
	}
	return hasRightCheckDigit(digits.slice(2))
		? null
		: 'its last digit, the check digit, does not fit the others';
}

function whyTooLate(digits: string, today: string, added: number): string | null {
	return birthDate(digits, added) > today ? `its birth date is after today (${today})` : null;
}

function birthDate(digits: string, added: number): string {
	const day = String(Number(digits.slice(6, 8)) - added).padStart(2, '0');
	return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${day}`;
}

/** Spells out the century; text of another form comes back as it was. */
function twelveDigits(text: string, today: string, added: number): string {
	const match = FORM.exec(text);
	if (match === null) return text;
	const [, century, date = '', sign, last = ''] = match;
	if (century !== undefined) return century + date + last;
	const thisCentury = Number(today.slice(0, 2));
	const born = birthDate(`${thisCentury}${date}${last}`, added) > today ? thisCentury - 1 : thisCentury;
	return `${sign === '+' ? born - 1 : born}${date}${last}`;
}
