import { daysInMonth, isRealDate } from '../identity/calendar';

/** Minutes of a calendar day by the clock on the wall. */
export const DAY_MINUTES = 24 * 60;

const MONTH = /^(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
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
	const match = DATE.exec(text);
	return match !== null && isRealDate(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** Days since 1970-01-01 of a date `YYYY-MM-DD`. */
export function dayNumber(date: string): number {
	return Math.floor(
		Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS,
	);
}

/** The date `YYYY-MM-DD` that many days since 1970-01-01. */
export function dateOf(day: number): string {
	return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Adds days to a date `YYYY-MM-DD`; negative ones go back. */
export function addDays(date: string, days: number): string {
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
	if (time.length !== 5 || time.charCodeAt(2) !== 46) return -1;
	const [a, b, c, d] = [digit(time, 0), digit(time, 1), digit(time, 3), digit(time, 4)];
	if (a < 0 || b < 0 || c < 0 || d < 0 || c > 5) return -1;
	const minutes = (a * 10 + b) * 60 + c * 10 + d;
	return minutes <= DAY_MINUTES ? minutes : -1;
}

function digit(text: string, index: number): number {
	const value = text.charCodeAt(index) - 48;
	return value >= 0 && value <= 9 ? value : -1;
}

/** A clock time as documents write it. @param minutes 0–1440 since midnight */
export function clockTime(minutes: number): string {
	return `${twoDigits(Math.floor(minutes / 60))}.${twoDigits(minutes % 60)}`;
}

/** Minutes as a person reads them: `212 h 30 min`, `45 min`. */
export function inWords(minutes: number): string {
	const hours = Math.floor(minutes / 60);
	const rest = minutes % 60;
	if (hours === 0) return `${rest} min`;
	return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
