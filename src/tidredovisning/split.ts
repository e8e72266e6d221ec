import { addDays, clockMinutes, clockTime, DAY_MINUTES } from './calendar';
import type { Shift } from './types';

/** What a shift's local date-time ends with at the second coming of its clock time: winter time, in the night of the change. */
export const SECOND_COMING = '+01:00';

/** A part of a shift within one day. */
export interface Part {
	/** `YYYY-MM-DD`. */
	readonly date: string;
	/** Minutes since midnight by the clock on the wall, 0–1439. */
	readonly from: number;
	/** Minutes since midnight, 1–1440. */
	readonly to: number;
}

/**
 * Splits a shift at each midnight: a day ends at 24.00 and the next begins at 00.00. The parts' minutes
 * together are the shift's, by the clock on the wall.
 */
export function splitAtMidnight({ start, end }: Pick<Shift, 'start' | 'end'>): Part[] {
	const lastDate = end.slice(0, 10);
	let date = start.slice(0, 10);
	let from = clockMinutes(start, 11);
	const parts: Part[] = [];
	while (date < lastDate) {
		parts.push({ date, from, to: DAY_MINUTES });
		date = addDays(date, 1);
		from = 0;
	}
	const to = clockMinutes(end, 11);
	if (to > from) parts.push({ date, from, to });
	return parts;
}

/**
 * How many minutes more, or less, than its clock times say a part of a shift took, because it ends or begins at
 * the second coming of a clock time: rows can't tell, and mean the first.
 */
export function minutesBeside({ start, end }: Pick<Shift, 'start' | 'end'>, { date }: Part): number {
	const begins = start.startsWith(date) && start.endsWith(SECOND_COMING);
	const ends = end.startsWith(date) && end.endsWith(SECOND_COMING);
	return (ends ? 60 : 0) - (begins ? 60 : 0);
}

/** A part as people read it: `2026-11-01 00.00–01.00`. */
export function partText({ date, from, to }: Part): string {
	return `${date} ${clockTime(from)}–${clockTime(to)}`;
}
