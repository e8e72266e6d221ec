import { addDays, dayNumber, DAY_MINUTES, inWords } from '../tidredovisning/calendar';
import { excerpt } from '../problems/excerpt';
import type { CellProblem, Cells } from './cells';
import type { ShiftField } from './columns';
import {
	DATE_FORMS,
	DAY_FRACTION,
	localDateTime,
	readDate,
	readDateTime,
	readTime,
	serialText,
	TIME_FORMS,
	type LocalTime,
} from './localTime';
import type { Shift } from '../tidredovisning/types';

/** From when to when: both `YYYY-MM-DDTHH:MM`. */
export type Span = Pick<Shift, 'start' | 'end'>;

/** A shift longer than this is a mistake: 31 days. */
const LONGEST_DAYS = 31;

/**
 * Reads when a shift began and ended: two date-times, or clock times beside a date; an end before the start
 * then is the next day's, `24:00` and `00:00` are the midnight that ends the day. Notes what it can't read.
 */
export function readSpan(cells: Cells): Span | null {
	const start = readPoint(cells, 'start', null);
	const end = readPoint(cells, 'end', start);
	if (start === null || end === null) return null;
	const minutes = minutesBetween(start, end);
	const really = minutes + (end.again ? 60 : 0) - (start.again ? 60 : 0);
	if (minutes > 0 && really > 0 && minutes <= LONGEST_DAYS * DAY_MINUTES)
		return { start: localDateTime(start), end: localDateTime(end) };
	const said = excerpt(cells.text('start'));
	cells.note('end', { code: 'ROW_ORDER', ...whyNoSpan(said, minutes, really) });
	return null;
}

/** @param really minutes by the export's instants, where it gave instants */
function whyNoSpan(
	start: string,
	minutes: number,
	really: number,
): { readonly message: string; readonly description: string } {
	if (really > 0 && minutes <= 0)
		return {
			message: `is ${inWords(really)} after the start "${start}", but the clock was put back between them and shows no later time`,
			description:
				'A row has clock times alone: join the shift with the one before or after it, so that it does not both begin and end in the hour that comes twice.',
		};
	if (really === 0)
		return {
			message: `is the same as the start "${start}"`,
			description: 'A shift has at least a minute; write 24:00 as the end of one that takes the whole day.',
		};
	const than = really < 0 ? 'before' : `more than ${LONGEST_DAYS} days after`;
	return {
		message: `is ${than} the start "${start}"`,
		description: 'Correct the start or the end in the export.',
	};
}

/** @param start given when the end is read: a time alone is counted from it */
function readPoint(cells: Cells, field: 'start' | 'end', start: LocalTime | null): LocalTime | null {
	const text = cells.text(field);
	const point = readDateTime(text);
	if (point !== null) return point.date > STAND_IN_DAYS ? point : noteStandInDay(cells, field);
	const minutes = readTime(text);
	if (minutes === null) {
		noteTime(cells, field);
		return null;
	}
	const date = field === 'end' ? endDate(cells, start, minutes) : readDay(cells, 'date');
	return date === null ? null : { date, minutes };
}

/** The day of an end that is a clock time alone. */
function endDate(cells: Cells, start: LocalTime | null, minutes: number): string | null {
	if (cells.text('endDate') !== '') return readDay(cells, 'endDate');
	if (start === null) return null;
	const passesMidnight = minutes < start.minutes;
	return passesMidnight ? addDays(start.date, 1) : start.date;
}

function readDay(cells: Cells, field: ShiftField): string | null {
	const date = readDate(cells.text(field));
	if (date !== null) return date;
	const serial = serialText(cells.text(field));
	if (serial !== null) {
		cells.note(field, { code: 'ROW_DAY', ...spreadsheetNumber(serial, 'a date (yyyy-mm-dd)') });
	} else if (cells.has(field)) {
		cells.note(field, {
			code: 'ROW_DAY',
			message: 'is not a date',
			description: `Write it as ${DATE_FORMS}.`,
		});
	} else {
		cells.note('start', {
			code: 'ROW_DAY',
			message: 'has no date, and there is no date column',
			description: 'Export start and end as 2026-10-01 08:00, or add a column "Datum" or "Date".',
		});
	}
	return null;
}

function noteTime(cells: Cells, field: 'start' | 'end'): void {
	const withDate = !cells.has('date');
	const text = cells.text(field);
	const serial = serialText(text);
	if (serial !== null) {
		cells.note(field, {
			code: 'ROW_TIME',
			...spreadsheetNumber(serial, 'a date with time (yyyy-mm-dd hh:mm)'),
		});
		return;
	}
	if (DAY_FRACTION.test(text)) {
		cells.note(field, {
			code: 'ROW_TIME',
			message: 'is not a clock time but looks like a part of a day, as spreadsheets keep one',
			description: 'Format the column as a time (hh:mm) in the spreadsheet, and export it again.',
		});
		return;
	}
	cells.note(field, {
		code: text === '' && cells.text('hours') !== '' ? 'NO_CLOCK_TIMES' : 'ROW_TIME',
		message: withDate ? 'is not a date with a clock time' : 'is not a clock time',
		description: withDate
			? 'Write it as 2026-10-01 08:00 or 2026-10-01T08:00, to the minute; 24:00 ends a day.'
			: `Write it as ${TIME_FORMS}; or with its date as 2026-10-01 08:00.`,
	});
}

function spreadsheetNumber(meant: string, format: string): Pick<CellProblem, 'message' | 'description'> {
	return {
		message: `is not a date but a number as spreadsheets keep one: it would be ${meant}`,
		description: `Format the column as ${format} in the spreadsheet, and export it again.`,
	};
}

/** Programs give a clock time without a date one of the days up to this one: 1899-12-30, 1904-01-01, 1970-01-01. */
const STAND_IN_DAYS = '1970-01-01';

function noteStandInDay(cells: Cells, field: 'start' | 'end'): null {
	cells.note(field, {
		code: 'ROW_DAY',
		message: 'is on a day that programs give a clock time without a date',
		description: 'Export the clock time alone, as 08:00 next to the date, or both as 2026-10-01 08:00.',
	});
	return null;
}

function minutesBetween(start: LocalTime, end: LocalTime): number {
	const days = start.date === end.date ? 0 : dayNumber(end.date) - dayNumber(start.date);
	return days * DAY_MINUTES + end.minutes - start.minutes;
}
