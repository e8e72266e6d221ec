import { DAY_MINUTES, dateOf, dayNumber } from '../../tidredovisning/calendar';
import { type LocalTime, localDateTime, readDate, readDateTime, readTime } from '../localTime';
import type { PaxmlDag, PaxmlTidtrans } from './file';

/** A stretch by the clock on the wall, in minutes since 1970-01-01 00.00; `to` after `from`. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
}

/** What is left of a planned day when worked time and absence are taken out of it; null where the file doesn't say when it was. */
export type Remaining = readonly Stretch[] | null;

function minuteOf({ date, minutes }: LocalTime): number {
	return dayNumber(date) * DAY_MINUTES + minutes;
}

/** A minute since 1970-01-01 00.00 as `YYYY-MM-DDTHH:MM`. */
export function writeMinute(minute: number): string {
	const day = Math.floor(minute / DAY_MINUTES);
	return localDateTime({ date: dateOf(day), minutes: minute - day * DAY_MINUTES });
}

function pointOf(text: string, datum: string): number | null {
	const point = readDateTime(text);
	if (point) return minuteOf(point);
	const date = readDate(datum);
	const minutes = readTime(text);
	return date === null || minutes === null ? null : minuteOf({ date, minutes });
}

/**
 * When a `tidtrans` or `dag` was, or null where it doesn't say or can't be understood. An end that is a clock
 * time before the start is the next day's.
 */
export function stretchOf({ datum, starttid, sluttid }: PaxmlTidtrans | PaxmlDag): Stretch | null {
	if (starttid === '' || sluttid === '') return null;
	const from = pointOf(starttid, datum);
	const to = pointOf(sluttid, datum);
	if (from === null || to === null) return null;
	const end = to < from && readTime(sluttid) !== null ? to + DAY_MINUTES : to;
	return end > from ? { from, to: end } : null;
}

/** The first and last day a `tidtrans` is about, `YYYY-MM-DD`; null where it has none. */
export function daysOfTidtrans(tidtrans: PaxmlTidtrans): { first: string; last: string } | null {
	const start = readDateTime(tidtrans.starttid)?.date ?? null;
	const first = readDate(tidtrans.datum) ?? readDate(tidtrans.datumfrom) ?? start;
	if (first === null) return null;
	return { first, last: readDate(tidtrans.datumtom) ?? first };
}

function without(stretches: readonly Stretch[], hole: Stretch): Stretch[] {
	return stretches.flatMap(({ from, to }) => [
		...(from < Math.min(to, hole.from) ? [{ from, to: Math.min(to, hole.from) }] : []),
		...(Math.max(from, hole.to) < to ? [{ from: Math.max(from, hole.to), to }] : []),
	]);
}

/** Whether an absence without clock times says that it is for the whole day. */
function isWholeDay({ timmar, omfattning }: PaxmlTidtrans): boolean {
	return omfattning === '' ? timmar === '' : Number(omfattning.replace(',', '.')) >= 100;
}

/** Whether an absence without clock times takes the whole of what was planned to begin on its day. */
function takesAll(absence: PaxmlTidtrans, planned: Stretch): boolean {
	if (isWholeDay(absence)) return true;
	return (
		absence.omfattning === '' && Number(absence.timmar.replace(',', '.')) * 60 >= planned.to - planned.from
	);
}

/** What an absence without clock times takes of a planned day; null where it doesn't say when that was. */
function holeOf(absence: PaxmlTidtrans, day: string, planned: Stretch): Stretch | null {
	const days = daysOfTidtrans(absence);
	if (!days || days.last < day) return NOTHING;
	if (days.first <= day) return takesAll(absence, planned) ? planned : null;
	// Hours of a later day are those of the shift that begins then; a whole day begins at its midnight.
	return isWholeDay(absence) ? { from: dayNumber(days.first) * DAY_MINUTES, to: planned.to } : NOTHING;
}

const NOTHING: Stretch = { from: 0, to: 0 };

/**
 * Takes out of a planned day what was worked, which has its own rows, and absence: by their clock times, or the
 * whole day where the absence is for the whole day. Of a shift into the next day, absence on that day takes what
 * is after midnight.
 * @param day `YYYY-MM-DD`, when the planned shift begins
 * @param worked the same person's
 * @param absences the same person's
 */
export function takeOut(
	day: string,
	planned: Stretch,
	worked: readonly PaxmlTidtrans[],
	absences: readonly PaxmlTidtrans[],
): Remaining {
	let left: Stretch[] = [planned];
	for (const tidtrans of worked) left = without(left, stretchOf(tidtrans) ?? NOTHING);
	for (const absence of absences) {
		const hole = stretchOf(absence) ?? holeOf(absence, day, planned);
		if (hole === null) return null;
		left = without(left, hole);
	}
	return left;
}
