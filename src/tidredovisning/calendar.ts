import { daysInMonth, isRealDate } from '../identity/calendar';

/** Minutes of a calendar day by the clock on the wall. */
export const DAY_MINUTES = 24 * 60;

const MONTH = /^(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])$/;
const HYPHEN = 45;
const DOT = 46;
const DAY_MS = 86_400_000;

/** Whether the text is a real month `YYYY-MM` (1900–2199). */
export function isMonth(text: string): boolean {
	return MONTH.test(text);
}

/** How many days the month `YYYY-MM` has; 31 for anything that is no month. */
export function daysOf(month: string): number {
	return isMonth(month) ? daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7))) : 31;
}

/** Whether the text is a day `YYYY-MM-DD` that exists. */
export function isDate(text: string): boolean {
	if (text.length !== 10 || text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return false;
	const [year, month, day] = [number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)];
	return year >= 0 && month >= 1 && day >= 1 && isRealDate(year, month, day);
}

/** Days since 1970-01-01 of a date `YYYY-MM-DD`. */
export function dayNumber(date: string): number {
	return Math.floor(Date.UTC(number(date, 0, 4), number(date, 5, 7) - 1, number(date, 8, 10)) / DAY_MS);
}

/** The date `YYYY-MM-DD` that many days since 1970-01-01. */
export function dateOf(day: number): string {
	return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Days that every month has: adding within them needs no calendar. */
const SHORTEST_MONTH = 28;

/** Adds days to a date `YYYY-MM-DD`; negative ones go back. */
export function addDays(date: string, days: number): string {
	const day = number(date, 8, 10) + days;
	if (day >= 1 && day <= SHORTEST_MONTH) return date.slice(0, 8) + twoDigits(day);
	return dateOf(dayNumber(date) + days);
}

/** Adds months to a month `YYYY-MM`; negative ones go back. */
export function addMonths(month: string, months: number): string {
	const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
	return `${String(Math.floor(count / 12)).padStart(4, '0')}-${twoDigits((count % 12) + 1)}`;
}

/** `7` → `07`. @param number 0–99 */
export function twoDigits(number: number): string {
	return number < 10 ? `0${number}` : String(number);
}

/** Minutes since midnight of a clock time as documents write it, `HH.MM` 00.00–24.00; -1 for anything else. */
export function minutesOf(time: string): number {
	if (time.length !== 5 || time.charCodeAt(2) !== DOT) return -1;
	return clockMinutes(time, 0);
}

/**
 * Minutes since midnight of the clock time at a place in a text: two digits, a separator, two digits; -1 for
 * anything that is no clock time 00:00–24:00.
 */
export function clockMinutes(text: string, at: number): number {
	const hours = number(text, at, at + 2);
	const minutes = number(text, at + 3, at + 5);
	if (hours < 0 || minutes < 0 || minutes > 59) return -1;
	return hours * 60 + minutes <= DAY_MINUTES ? hours * 60 + minutes : -1;
}

/** The number that the ASCII digits of a stretch make; -1 if there is anything else. */
function number(text: string, from: number, to: number): number {
	let value = 0;
	for (let index = from; index < to; index += 1) {
		const digit = text.charCodeAt(index) - 48;
		if (!(digit >= 0 && digit <= 9)) return -1;
		value = value * 10 + digit;
	}
	return value;
}

/** Every clock time there is, by its minutes: a month has some eighty of them to write. */
const CLOCK_TIMES = Array.from(
	{ length: DAY_MINUTES + 1 },
	(_, minutes) => `${twoDigits(Math.floor(minutes / 60))}.${twoDigits(minutes % 60)}`,
);

/** A clock time as documents write it. @param minutes 0–1440 since midnight */
export function clockTime(minutes: number): string {
	return CLOCK_TIMES[minutes] ?? '';
}

/** Minutes as a person reads them: `212 h 30 min`, `45 min`. */
export function inWords(minutes: number): string {
	const hours = Math.floor(minutes / 60);
	const rest = minutes % 60;
	if (hours === 0) return `${rest} min`;
	return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
