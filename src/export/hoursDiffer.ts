import type { Level } from '../errors';
import { inWords } from '../tidredovisning/calendar';
import { actualMinutes } from '../tidredovisning/hours';
import { minutesBeside, splitAtMidnight } from '../tidredovisning/split';
import { changeNightOf } from '../tidredovisning/stockholm';
import type { Shift, Tidstyp } from '../tidredovisning/types';
import { ABSENT, notUnderstood, type Reading, understood } from './reading';

/** What happens where a row counts less time than its clock times: its reports stop, or carry a warning. */
export const WHEN_HOURS_DIFFER = ['stop', 'warn'] as const;

/** One of the two. */
export type WhenHoursDiffer = (typeof WHEN_HOURS_DIFFER)[number];

/**
 * A length of time as an export writes it. `8.33` hours is a rounded figure: all lengths from `low` to `high`, in
 * ten-thousandths of a minute, agree with it.
 */
export interface Length {
	/** Rounded to a whole minute, for messages. */
	readonly minutes: number;
	readonly low: number;
	readonly high: number;
}

/** Minutes from start to end, by the clock on the wall and really worked: they differ on the two change nights. */
export interface SpanMinutes {
	readonly clock: number;
	readonly actual: number;
}

/** What is wrong with a row's own hours; `message` follows the value found. */
export interface HoursProblem {
	readonly code: 'HOURS_DIFFER';
	readonly level: Level;
	readonly message: string;
	readonly description: string;
}

const PER_MINUTE = 10_000;
const DECIMALS = 4;
const H = String.raw`(?:h|t|tim\.?|timme|timmar|hrs?|hours?)`;
const M = String.raw`(?:m|mins?\.?|minut|minuter|minutes?)`;
const NUMBER = new RegExp(String.raw`^(\d{0,5})(?:[.,](\d{1,20}))?\s*(?:(${H})|(${M}))?$`);
const CLOCK = new RegExp(String.raw`^(\d{1,4}):([0-5]\d)(?::00)?\s*${H}?$`);
const BOTH = new RegExp(String.raw`^(\d{1,4})\s*${H}\s*(?:och|and)?\s*([0-5]?\d)\s*${M}$`);
const ISO = /^pt(?=\d)(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:0s)?$/;

/**
 * Reads a length of time: `8`, `8,5`, `8:30`, `8 h 30 min`, `30 min`, `0,5 h`, `PT8H30M`. A number of decimals is
 * taken as rounded: one decimal of an hour agrees within 3 minutes, more decimals within a minute, none exactly.
 * @param unit of a number without one
 */
export function readLength(text: string, unit: 'hours' | 'minutes'): Reading<Length> {
	const plain = text.trim().toLowerCase();
	if (plain === '') return ABSENT;
	const parts = CLOCK.exec(plain) ?? BOTH.exec(plain) ?? ISO.exec(plain);
	if (parts !== null) return exactly(Number(parts[1] ?? 0) * 60 + Number(parts[2] ?? 0));
	const [, whole = '', decimals = '', hours, minutes] = NUMBER.exec(plain) ?? [];
	if (whole === '' && decimals === '') return notUnderstood('is not a length of time');
	const inHours = hours !== undefined || (minutes === undefined && unit === 'hours');
	return rounded(whole, decimals, inHours ? 60 : 1);
}

function exactly(minutes: number): Reading<Length> {
	return understood({ minutes, low: minutes * PER_MINUTE, high: minutes * PER_MINUTE });
}

/** @param factor minutes of one */
function rounded(whole: string, decimals: string, factor: number): Reading<Length> {
	const tenThousandths = Number(whole + decimals.slice(0, DECIMALS).padEnd(DECIMALS, '0'));
	const value = tenThousandths * factor;
	const slack = slackOf(decimals.length, factor);
	return understood({ minutes: Math.round(value / PER_MINUTE), low: value - slack, high: value + slack });
}

/** How far a rounded figure may be from what it was rounded from. */
function slackOf(decimals: number, factor: number): number {
	if (decimals === 0) return 0;
	return decimals === 1 && factor === 60 ? 3 * PER_MINUTE : PER_MINUTE - 1;
}

/** Whether a length may be as long as so many minutes, or longer. */
export function reaches(length: Length, minutes: number): boolean {
	return length.high >= minutes * PER_MINUTE;
}

/** Whether a length is longer than so many minutes, however it was rounded. */
export function exceeds(length: Length, minutes: number): boolean {
	return length.low > minutes * PER_MINUTE;
}

/** How many minutes a shift takes; both ends `YYYY-MM-DDTHH:MM`, as a shift has them. */
export function spanMinutes(span: Pick<Shift, 'start' | 'end'>): SpanMinutes {
	let clock = 0;
	let actual = 0;
	for (const part of splitAtMidnight(span)) {
		const night = changeNightOf(part.date.slice(0, 7));
		clock += part.to - part.from;
		actual +=
			actualMinutes(Number(part.date.slice(8)), part.from, part.to, night) + minutesBeside(span, part);
	}
	return { clock, actual };
}

/**
 * Compares the hours that a row counts with its clock times; null where they agree. Where active time is claimed
 * that the row does not count, the report stops, or carries a warning if that was chosen. More hours than the clock
 * has, and hours of waiting and on-call time, which payroll converts, are a warning.
 */
export function hoursProblem(
	hours: Length,
	{ clock, actual }: SpanMinutes,
	tidstyp: Tidstyp,
	whenHoursDiffer: WhenHoursDiffer = 'stop',
): HoursProblem | null {
	const agrees = (minutes: number): boolean =>
		hours.low <= minutes * PER_MINUTE && minutes * PER_MINUTE <= hours.high;
	if (agrees(clock) || agrees(actual)) return null;
	const below = hours.high < Math.min(clock, actual) * PER_MINUTE;
	const stops = below && tidstyp === 'aktivTid' && whenHoursDiffer === 'stop';
	return {
		code: 'HOURS_DIFFER',
		level: stops ? 'error' : 'warning',
		message: `is ${inWords(hours.minutes)}, but from start to end it is ${inWords(clock)}`,
		description: whatToDo(below, tidstyp),
	};
}

function whatToDo(below: boolean, tidstyp: Tidstyp): string {
	if (tidstyp !== 'aktivTid')
		return 'Waiting and on-call time is reported by the clock: nothing needs to be done where the hours were converted for pay.';
	return below
		? "Write the shift as two rows around the break, or correct its times or hours. To be warned instead, set 'When Hours Differ' to Warn (--when-hours-differ warn)."
		: 'The clock times are reported. Make sure that they are right before anyone signs.';
}
