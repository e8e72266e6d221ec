import type { Level } from '../errors';
import { dayNumber, isDate, isMonth } from '../tidredovisning/calendar';
import type { Tidstyp } from '../tidredovisning/types';

const MONTHS = [
	'januari',
	'februari',
	'mars',
	'april',
	'maj',
	'juni',
	'juli',
	'augusti',
	'september',
	'oktober',
	'november',
	'december',
] as const;

/** Weekdays from Thursday on: 1970-01-01 was one. */
const WEEKDAYS = ['tor', 'fre', 'lör', 'sön', 'mån', 'tis', 'ons'] as const;

/** The kinds of time in Swedish, as the paper form heads its columns. */
export const TIDSTYP_LABELS: Readonly<Record<Tidstyp, string>> = {
	aktivTid: 'Aktiv tid',
	vanteTid: 'Väntetid',
	beredskapsTid: 'Beredskap',
};

/** The levels of a problem in Swedish. */
export const LEVEL_LABELS: Readonly<Record<Level, string>> = {
	error: 'Fel',
	warning: 'Varning',
	info: 'Upplysning',
};

/** `2026-10` → `oktober 2026`; another text stays as it is. */
export function monthInWords(month: string): string {
	return isMonth(month) ? `${MONTHS[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}` : month;
}

/** `2026-10-05` → `5 oktober 2026`; another text stays as it is. */
export function dateInWords(date: string): string {
	return isDate(date) ? `${Number(date.slice(8))} ${monthInWords(date.slice(0, 7))}` : date;
}

/** The weekday of a day of a month, `mån`; empty for one that doesn't exist. */
export function weekdayOf(month: string, dag: number): string {
	const date = `${month}-${String(dag).padStart(2, '0')}`;
	return isDate(date) ? (WEEKDAYS[dayNumber(date) % 7] ?? '') : '';
}

/** Minutes as hours and minutes, `127:30`. */
export function hoursAndMinutes(minutes: number): string {
	const sign = minutes < 0 ? '−' : '';
	const size = Math.abs(minutes);
	return `${sign}${Math.floor(size / 60)}:${String(size % 60).padStart(2, '0')}`;
}

/** `1 rad`, `2 rader`. */
export function counted(count: number, one: string, many: string): string {
	return `${count} ${count === 1 ? one : many}`;
}
