import { createRequire } from 'node:module';
import { daysOf, twoDigits } from './calendar';

/** The one time zone of these reports. */
const ZONE = 'Europe/Stockholm';

/** A night when the clock is moved: at `atMinute` of that day it jumps by `shiftMinutes` (60 or -60). */
export interface ChangeNight {
	/** Day of the month. */
	readonly dag: number;
	/** Minutes since midnight by the clock on the wall: 120 in spring (02.00), 180 in autumn (03.00). */
	readonly atMinute: number;
	/** 60 when the clock is put forward, -60 when it is put back. */
	readonly shiftMinutes: number;
}

const load = createRequire(__filename);
const changeNights = new Map<string, ChangeNight | null>();

/** Luxon, on first use: it takes longer to load than most reports take to build. */
function luxon(): typeof import('luxon') {
	const library: typeof import('luxon') = load('luxon');
	return library;
}

/**
 * The night of the month when summer time begins or ends, or null. Found once per month and kept.
 * @param month a real month `YYYY-MM`
 */
export function changeNightOf(month: string): ChangeNight | null {
	const known = changeNights.get(month);
	if (known !== undefined) return known;
	const found = findChangeNight(month);
	changeNights.set(month, found);
	return found;
}

function findChangeNight(month: string): ChangeNight | null {
	const { DateTime } = luxon();
	for (let dag = 1; dag <= daysOf(month); dag += 1) {
		const midnight = DateTime.fromISO(`${month}-${twoDigits(dag)}`, { zone: ZONE });
		const shiftMinutes = midnight.plus({ days: 1 }).offset - midnight.offset;
		if (shiftMinutes === 0) continue;
		let instant = midnight;
		while (instant.plus({ minutes: 15 }).offset === midnight.offset) instant = instant.plus({ minutes: 15 });
		return { dag, atMinute: instant.hour * 60 + instant.minute + 15, shiftMinutes };
	}
	return null;
}

/** What the clock on the wall in Stockholm shows. */
export interface WallClock {
	/** `YYYY-MM-DDTHH:MM:SS.mmm`. */
	readonly clock: string;
	/** Whether it showed the same an hour ago: the second coming of an hour in the night when it is put back. */
	readonly again: boolean;
}

/**
 * The clock on the wall in Stockholm at an instant, or null if it is none.
 * @param instant ISO 8601 with offset or `Z`
 */
export function wallClock(instant: string): WallClock | null {
	const local = luxon().DateTime.fromISO(instant, { zone: ZONE });
	if (!local.isValid) return null;
	const again = local.minus({ hours: 1 }).offset - local.offset === 60;
	return { clock: local.toISO({ includeOffset: false }), again };
}
