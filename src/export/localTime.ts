import { addDays, clockMinutes, clockTime, DAY_MINUTES, isDate } from '../tidredovisning/calendar';
import { SECOND_COMING } from '../tidredovisning/split';
import { wallClock } from '../tidredovisning/stockholm';

/** A point on the clock on the wall: a day `YYYY-MM-DD`, and minutes since its midnight (0–1440). */
export interface LocalTime {
	readonly date: string;
	readonly minutes: number;
	/** Set at the second coming of an hour in the night when the clock is put back; only an instant tells. */
	readonly again?: true;
}

const PLAIN = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$/;
const DATE_AND_TIME = /^(\d{4}-\d{2}-\d{2}|\d{4}\/\d{2}\/\d{2}|\d{8}|\d{6})[T ]+(\S+)$/;
/** At most 14 hours; behind UTC only after seconds: in `08:00-12:00` the hyphen means "to". */
const OFFSET = /(?:Z|(?:\+|(?<=:\d\d:\d\d(?:\.\d+)?)-)(?:(?:0\d|1[0-3])(?::?[0-5]\d)?|14(?::?00)?))$/i;
const TIME = /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]0{1,9})?)?$/;
const TIME_DIGITS = /^(\d{1,2})(\d{2})$/;

/** A day may have a zone, as `xs:date` has. */
const DAY_WITH_ZONE = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]00:00|\+0[12]:00)$/;

/** What is understood as a date, for messages. */
export const DATE_FORMS = '2026-10-01, 20261001 or 261001';
/** What is understood as a clock time, for messages. */
export const TIME_FORMS = '08:00, 08.00 or 0800, to the minute, up to 24:00';

/** A number below 1 as a spreadsheet writes a clock time: the part of the day that has passed, 0.25 for 06:00. */
export const DAY_FRACTION = /^0[.,]\d+$/;

/** What spreadsheets count days from, and the numbers of the years 2000 to 2099. */
const SERIAL = { dayZero: '1899-12-30', first: 36_526, last: 73_050 } as const;

/**
 * The point in time that a number is where spreadsheets keep one, `46296` for 2026-10-01 and `46296.5` for its
 * noon, or null. For messages only: some programs count from another day.
 */
export function serialText(text: string): string | null {
	const [, days = '', part] = /^(\d{5})(?:[.,](\d+))?$/.exec(text) ?? [];
	if (Number(days) < SERIAL.first || Number(days) > SERIAL.last) return null;
	const date = addDays(SERIAL.dayZero, Number(days));
	if (part === undefined) return date;
	const minutes = Math.round((Number(part.slice(0, 9).padEnd(9, '0')) * DAY_MINUTES) / 1e9);
	return localDateTime({ date, minutes }).replace('T', ' ');
}

/**
 * Reads a day: `2026-10-01`, also with a zone, `2026/10/01`, `20261001` or `261001` (of this century); of an
 * instant, the day that it is in Stockholm.
 * @returns `YYYY-MM-DD`, or null for anything that is not a day in the calendar
 */
export function readDate(text: string): string | null {
	const [, , time = ''] = DATE_AND_TIME.exec(text) ?? [];
	if (OFFSET.test(time)) return wallClock(text.replace(' ', 'T'))?.clock.slice(0, 10) ?? null;
	const day = text.replace(DAY_WITH_ZONE, '$1');
	const digits = day.replace(/^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$/, '$1$2$3');
	if (!/^(?:\d{8}|\d{6})$/.test(digits)) return null;
	const full = digits.length === 6 ? `20${digits}` : digits;
	const date = `${full.slice(0, 4)}-${full.slice(4, 6)}-${full.slice(6)}`;
	return isDate(date) ? date : null;
}

/**
 * Reads a clock time: `08:00`, `08.00`, `0800`, `8:00`; `24:00` is the end of the day. Seconds must be zero:
 * nothing is rounded. `0.25` may be a part of a day and is not a clock time; `00.25` is.
 * @returns minutes since midnight, 0–1440, or null
 */
export function readTime(text: string): number | null {
	const match = TIME.exec(text) ?? TIME_DIGITS.exec(text);
	if (match === null || DAY_FRACTION.test(text) || Number(match[3] ?? 0) !== 0) return null;
	const minute = Number(match[2]);
	const minutes = Number(match[1]) * 60 + minute;
	return minute < 60 && minutes <= DAY_MINUTES ? minutes : null;
}

/**
 * Reads a date with a clock time: `2026-10-01 08:00`, ISO 8601, and the other spellings of {@link readDate}
 * and {@link readTime}. One with an offset or `Z` is an instant: it becomes the clock on the wall in Stockholm.
 */
export function readDateTime(text: string): LocalTime | null {
	if (PLAIN.test(text)) {
		const date = text.slice(0, 10);
		const minutes = clockMinutes(text, 11);
		return minutes < 0 || !isDate(date) ? null : { date, minutes };
	}
	// Spreadsheets and web pages put spaces that do not break between date and time: nobody sees the difference.
	const spaced = text.replace(/\s+/g, ' ');
	const match = DATE_AND_TIME.exec(spaced);
	if (match === null) return null;
	const [, day = '', time = ''] = match;
	if (OFFSET.test(time)) {
		const local = wallClock(spaced.replace(' ', 'T'));
		const point = local === null ? null : readDateTime(local.clock);
		return point !== null && local?.again === true ? { ...point, again: true } : point;
	}
	const date = readDate(day);
	const minutes = readTime(time);
	return date === null || minutes === null ? null : { date, minutes };
}

/**
 * Writes a local date-time `YYYY-MM-DDTHH:MM`; the end of a day as midnight of the next, and the second coming of
 * a clock time with {@link SECOND_COMING} behind it.
 */
export function localDateTime({ date, minutes, again }: LocalTime): string {
	if (minutes === DAY_MINUTES) return `${addDays(date, 1)}T00:00`;
	const time = clockTime(minutes);
	return `${date}T${time.slice(0, 2)}:${time.slice(3)}${again === true ? SECOND_COMING : ''}`;
}
