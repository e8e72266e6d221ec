import { excerpt } from '../../problems/excerpt';
import { addMonths, dateOf, dayNumber, daysOf, isDate } from '../calendar';
import type { Berakningsperiod } from '../types';
import { longestPeriodOf, type LongestPeriod } from './limits';
import { rowName, rowPath, rowText, type Facts, type Finding } from './facts';

/** `PERIOD` */
export function period({ t }: Facts): Finding[] {
	const found: Finding[] = [];
	const periods = t.berakningsperiod;
	periods.forEach((one, index) => {
		const path = `berakningsperiod[${index}]`;
		for (const day of ['fromDag', 'tomDag'] as const)
			if (!isDate(one[day])) found.push(noDate(`${path}.${day}`, day, one[day]));
		if (!isSound(one)) {
			if (isDate(one.fromDag) && isDate(one.tomDag)) found.push(backwards(path, one));
			return;
		}
		const other = periods.slice(0, index).findIndex((before) => isSound(before) && overlap(before, one));
		if (other >= 0) found.push(overlapping(path, one, other, periods[other]));
	});
	return found;
}

function noDate(path: string, day: string, found: string): Finding {
	return {
		path,
		found: excerpt(found),
		message: `The period has "${excerpt(found)}" as ${day}, which is not a day in the calendar.`,
		description: 'Write it as YYYY-MM-DD.',
	};
}

function backwards(path: string, one: Berakningsperiod): Finding {
	return {
		path: `${path}.tomDag`,
		found: one.tomDag,
		message: `The period ends ${one.tomDag}, before it begins ${one.fromDag}.`,
		description: 'Correct fromDag or tomDag; both days belong to the period.',
	};
}

function overlapping(
	path: string,
	one: Berakningsperiod,
	other: number,
	before: Berakningsperiod | undefined,
): Finding {
	return {
		path,
		found: periodText(one),
		message: `The period ${periodText(one)} overlaps berakningsperiod[${other}]${before === undefined ? '' : ` (${periodText(before)})`}.`,
		description: 'Let one period end the day before the next begins.',
	};
}

/** `PERIOD_COVER`; a report without periods leaves nothing uncovered. */
export function periodCover({ t, monthIsReal, rows }: Facts): Finding[] {
	const periods = t.berakningsperiod.filter(isSound);
	if (!monthIsReal || periods.length === 0) return [];
	const covered = periods.map((one) => daysWithin(one, t.redovisningsmanad));
	const bare = rows.filter(
		({ rad }) => !covered.some(({ first, last }) => first <= rad.dag && rad.dag <= last),
	);
	const [first] = bare;
	if (first === undefined) return [];
	return [
		{
			path: rowPath(first.index),
			found: rowText(first.rad),
			message: `${bare.length === 1 ? '1 row lies' : `${bare.length} rows lie`} outside every period (berakningsperiod), the first is ${rowName(first.index, first.rad)}; the periods are ${periods.map(periodText).join(', ')}.`,
			description:
				'Let the periods together cover every day with rows; give two when a border falls in the month.',
		},
	];
}

/** `PERIOD_LENGTH` */
export function periodLength({ t }: Facts): Finding[] {
	const longest = longestPeriodOf(t);
	if (longest === null) return [];
	return t.berakningsperiod.flatMap((one, index) => {
		if (!isSound(one) || one.tomDag <= lastDay(one.fromDag, longest)) return [];
		return [
			{
				path: `berakningsperiod[${index}]`,
				found: periodText(one),
				message: `The period ${periodText(one)} has ${daysIn(one)} days; ${longest.why}.`,
				description: `End it by ${lastDay(one.fromDag, longest)}, or say that a collective agreement covers the assistent if one does.`,
			},
		];
	});
}

/** The last day of the longest period that begins so. */
function lastDay(fromDag: string, longest: LongestPeriod): string {
	if (longest.days !== undefined) return dateOf(dayNumber(fromDag) + longest.days - 1);
	const month = addMonths(fromDag.slice(0, 7), longest.months ?? 0);
	const day = Math.min(Number(fromDag.slice(8, 10)), daysOf(month) + 1);
	return dateOf(dayNumber(`${month}-01`) + day - 2);
}

/** Whether both days exist and stand in order. */
export function isSound({ fromDag, tomDag }: Berakningsperiod): boolean {
	return isDate(fromDag) && isDate(tomDag) && fromDag <= tomDag;
}

/** A sound period in days of a month: 1 is its first; what lies before is 0 and less, what lies after goes on. */
export function daysWithin(
	{ fromDag, tomDag }: Berakningsperiod,
	month: string,
): { readonly first: number; readonly last: number } {
	const before = dayNumber(`${month}-01`) - 1;
	return { first: dayNumber(fromDag) - before, last: dayNumber(tomDag) - before };
}

/** Days of a sound period, both ends counted. */
export function daysIn({ fromDag, tomDag }: Berakningsperiod): number {
	return dayNumber(tomDag) - dayNumber(fromDag) + 1;
}

function overlap(a: Berakningsperiod, b: Berakningsperiod): boolean {
	return a.fromDag <= b.tomDag && b.fromDag <= a.tomDag;
}

/** A period as people read it. */
export function periodText({ fromDag, tomDag }: Berakningsperiod): string {
	return `${fromDag}–${tomDag}`;
}
