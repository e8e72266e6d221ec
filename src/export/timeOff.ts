import { DAY_MINUTES, dayNumber, inWords } from '../tidredovisning/calendar';
import { readYesNo } from '../tidredovisning/words';
import type { Cell, Cells } from './cells';
import { type Length, readLength, type WhenHoursDiffer } from './hoursDiffer';
import { readDateTime, readTime } from './localTime';
import { type Stretch, TimeLine, writeMinute } from './paxml/timeLine';
import { minuteOf } from './paxml/when';
import { ABSENT, notUnderstood, type Reading, understood } from './reading';
import type { Span } from './span';
import { inHours, inMinutes } from './watchedHeadings';

/** Time off within a shift: when it was by the clock, or only how long. */
type TimeOff = { readonly at: Stretch } | { readonly length: Length };

/** Time off, and the cell that says it. */
interface Told {
	readonly cell: Cell;
	readonly off: TimeOff;
}

const COLUMNS = ['break', 'breakStart', 'breakEnd', 'absenceStart', 'absenceEnd'] as const;
const RANGE = /^(\d\S*?)\s*(?:-|–|—|till|to)\s*(\d\S*)$/i;
const NO_BREAK = /^(?:[-–—]|ingen|inga|ingen rast|none|no break)$/i;
const DESCRIPTION =
	"Write the shift as two rows around it, or export when it began and ended ('Rast start' and 'Rast slut'). A column that says nothing about the shift can be mapped to notUsed.";

/**
 * Takes breaks and absence within a shift out of it: what is left are the rows around each that has clock times.
 * One of which only the length is known, that is not understood or outside of the shift is `BREAK_NOT_PLACED`.
 * @param absences absence for a part of the shift, of which a status column says the length
 */
export function takeOutTimeOff(
	cells: Cells,
	span: Span,
	absences: readonly { readonly cell: Cell; readonly length: Length }[],
	whenHoursDiffer: WhenHoursDiffer,
): readonly Span[] {
	if (absences.length === 0 && !COLUMNS.some((field) => cells.has(field))) return [span];
	const breaks = [
		...pairs(cells, 'breakStart', 'breakEnd', span),
		...cells.each('break').flatMap((cell) => understoodOnly(cells, cell, readBreak(cell, span))),
	];
	const absence = [
		...pairs(cells, 'absenceStart', 'absenceEnd', span),
		...absences.map(({ cell, length }) => ({ cell, off: { length } })),
	];
	noteLengths(cells, breaks, whenHoursDiffer);
	noteLengths(cells, absence, 'stop');
	const holes = placed([...breaks, ...absence]);
	const [first] = holes;
	if (first === undefined) return [span];
	const left = new TimeLine(holes).outside(stretchOf(span));
	if (left.length === 0) cells.note(first.of, { code: 'BREAK_NOT_PLACED', ...NOTHING_LEFT });
	return around(span, left);
}

const NOTHING_LEFT = {
	message: 'leaves nothing of the shift',
	description: 'Correct the times, or leave the row out of the export if nothing was worked.',
};

/** Whether a row says when its absence began or ended. */
export function placesAbsence(cells: Cells): boolean {
	return cells.each('absenceStart').length > 0 || cells.each('absenceEnd').length > 0;
}

/** Each break or absence that begins in one column and ends in another. */
function pairs(
	cells: Cells,
	first: 'breakStart' | 'absenceStart',
	last: 'breakEnd' | 'absenceEnd',
	span: Span,
): Told[] {
	const [starts, ends] = [cells.all(first), cells.all(last)];
	const count = Math.max(starts.length, ends.length);
	return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
		const [start, end] = [starts[index], ends[index]];
		const said = [start, end].flatMap((cell) => (cell && cell.text !== '' ? [cell] : []));
		const [cell] = said;
		if (cell === undefined || said.every(({ text }) => NO_BREAK.test(text))) return [];
		return understoodOnly(cells, cell, readPlace(start?.text ?? '', end?.text ?? '', span));
	});
}

/** What was understood; what was not is noted. */
function understoodOnly(cells: Cells, cell: Cell, read: Reading<TimeOff>): Told[] {
	if (read.kind === 'notUnderstood')
		cells.note(cell, { code: 'BREAK_NOT_PLACED', message: read.reason, description: DESCRIPTION });
	return read.kind === 'understood' ? [{ cell, off: read.value }] : [];
}

function readBreak(cell: Cell, span: Span): Reading<TimeOff> {
	const [, start, end] = RANGE.exec(cell.text) ?? [];
	if (start !== undefined && end !== undefined) return readPlace(start, end, span);
	if (NO_BREAK.test(cell.text)) return ABSENT;
	const length = readLength(cell.text, unitOf(cell));
	if (length.kind === 'understood')
		return length.value.minutes === 0 ? ABSENT : understood({ length: length.value });
	return readYesNo(cell.text) === false ? ABSENT : notUnderstood('is not a length of time');
}

/** What a number without a unit is of: `0,5` of hours, `30` of minutes, unless the heading says otherwise. */
function unitOf({ heading, text }: Cell): 'hours' | 'minutes' {
	if (inMinutes(heading)) return 'minutes';
	return inHours(heading) || /^\d*[.,]\d/.test(text) ? 'hours' : 'minutes';
}

/** A break within its shift; one that ends at an earlier clock time than it begins passes midnight. */
function readPlace(start: string, end: string, span: Span): Reading<TimeOff> {
	const shift = stretchOf(span);
	const from = minuteIn(start, shift.from);
	const to = from === null ? null : minuteIn(end, from);
	if (from === null || to === null) return notUnderstood('has no start and end that are clock times');
	if (shift.to - shift.from > DAY_MINUTES && readDateTime(start) === null)
		return notUnderstood('does not say on which day of the shift it was');
	if (to <= from) return notUnderstood('does not end after it begins');
	if (from < shift.from || to > shift.to) return notUnderstood('is not within the shift');
	return understood({ at: { from, to } });
}

/** A point in time, or the first time after `earliest` at which the clock shows it. */
function minuteIn(text: string, earliest: number): number | null {
	const point = readDateTime(text);
	if (point !== null) return minuteOf(point);
	const minutes = readTime(text);
	if (minutes === null) return null;
	const midnight = Math.floor(earliest / DAY_MINUTES) * DAY_MINUTES;
	return midnight + minutes < earliest ? midnight + DAY_MINUTES + minutes : midnight + minutes;
}

function placed(told: readonly Told[]): { readonly of: Cell; readonly from: number; readonly to: number }[] {
	return told.flatMap(({ cell, off }) => ('at' in off ? [{ of: cell, ...off.at }] : []));
}

/** Notes lengths without a place, and those that contradict the places beside them. */
function noteLengths(cells: Cells, told: readonly Told[], whenHoursDiffer: WhenHoursDiffer): void {
	const holes = placed(told);
	const total = holes.reduce((sum, { from, to }) => sum + to - from, 0);
	for (const { cell, off } of told) {
		if (!('length' in off) || (holes.length > 0 && off.length.minutes === total)) continue;
		const message =
			holes.length > 0
				? `is ${inWords(off.length.minutes)}, but from start to end it is ${inWords(total)}`
				: `is ${inWords(off.length.minutes)} of the shift that was not worked, but nothing says when it was`;
		const level = whenHoursDiffer === 'warn' ? 'warning' : 'error';
		cells.note(cell, { code: 'BREAK_NOT_PLACED', level, message, description: DESCRIPTION });
	}
}

/** What is left as spans; the ends of the shift stay as they were written. */
function around(span: Span, left: readonly Stretch[]): Span[] {
	const shift = stretchOf(span);
	return left.map(({ from, to }) => ({
		start: from === shift.from ? span.start : writeMinute(from),
		end: to === shift.to ? span.end : writeMinute(to),
	}));
}

/** A span by the clock on the wall. */
export function stretchOf({ start, end }: Span): Stretch {
	return { from: minuteOfText(start), to: minuteOfText(end) };
}

function minuteOfText(text: string): number {
	return (
		dayNumber(text.slice(0, 10)) * DAY_MINUTES + Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16))
	);
}
