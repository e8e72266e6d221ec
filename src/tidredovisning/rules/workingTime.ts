import { daysOf, inWords, minutesOf, twoDigits } from '../calendar';
import { actualMinutes } from '../hours';
import type { Berakningsperiod } from '../types';
import { rowText, type Facts, type Finding, type SoundRow } from './facts';
import { limitOf } from './limits';
import { daysIn, daysWithin, isSound, periodText } from './periods';

const WEEK_DAYS = 7;
const HOUR = 60;

/**
 * `WORKING_TIME`: active and waiting time (in full) as really worked, on average a week over each period; over
 * the month where no period is given. Of a period that goes on in other months only this month's rows are
 * known: a finding then is certain, none is not.
 */
export function workingTime(facts: Facts): Finding[] {
	const { t, monthIsReal, context } = facts;
	const limit = limitOf(t);
	const hoursPerWeek = t.assistent.kollektivavtal
		? (context.agreementHoursPerWeek ?? null)
		: limit.hoursPerWeek;
	if (!monthIsReal || hoursPerWeek === null) return [];
	const sound = t.berakningsperiod.filter(isSound);
	const periods = sound.length > 0 ? sound : [wholeMonth(t.redovisningsmanad)];
	return periods.flatMap((period) => {
		const worked = minutesWithin(period, facts);
		const days = daysIn(period);
		if (worked * WEEK_DAYS <= hoursPerWeek * HOUR * days) return [];
		const average = Math.floor((worked * WEEK_DAYS) / days);
		return [
			{
				path: 'tidrapport',
				found: inWords(average),
				message: `${inWords(worked)} of active and waiting time in ${days} days (${periodText(period)}) are ${inWords(average)} a week on average; ${hoursPerWeek} h are allowed by ${limit.source}.`,
				description: 'Check the shifts and the period; time above the limit may not be paid.',
			},
		];
	});
}

function wholeMonth(month: string): Berakningsperiod {
	return { fromDag: `${month}-01`, tomDag: `${month}-${twoDigits(daysOf(month))}` };
}

function minutesWithin(period: Berakningsperiod, { t, rows, night }: Facts): number {
	const { first, last } = daysWithin(period, t.redovisningsmanad);
	let minutes = 0;
	for (const { rad } of rows) {
		if (!isWork(rad.tidstyp) || rad.dag < first || rad.dag > last) continue;
		minutes += actualMinutes(rad.dag, minutesOf(rad.fromTid), minutesOf(rad.tomTid), night);
	}
	return minutes;
}

/** On-call time (beredskap) is spent where one likes: no working time, and rest. */
function isWork(tidstyp: string): boolean {
	return tidstyp !== 'beredskapsTid';
}

/** Rest that must come within a stretch of time, in minutes. */
interface Rest {
	readonly rest: number;
	readonly within: number;
	readonly words: string;
}

const RESTS: readonly Rest[] = [
	{ rest: 11 * HOUR, within: 24 * HOUR, words: '11 h of daily rest in each 24 h' },
	{ rest: 36 * HOUR, within: 7 * 24 * HOUR, words: '36 h of weekly rest in each 7 days' },
];

/**
 * `REST`: between two rests no more may pass than leaves room for the next one: 13 h between daily rests,
 * 132 h between weekly ones. What lies before and after the month is taken as rest.
 * @see arbetstidslagen (1982:673) 13–14 §§
 */
export function rest({ rows }: Facts): Finding[] {
	const work = rows.filter(({ rad }) => isWork(rad.tidstyp));
	return RESTS.flatMap((demand) =>
		stretches(work, demand.rest).flatMap((stretch) => tooLong(stretch, demand)),
	);
}

interface Stretch {
	readonly first: SoundRow;
	last: SoundRow;
}

/** Runs of rows without so long a rest between them. */
function stretches(work: readonly SoundRow[], restMinutes: number): Stretch[] {
	const found: Stretch[] = [];
	let current: Stretch | undefined;
	for (const row of work) {
		if (current === undefined || row.start - current.last.end >= restMinutes) {
			current = { first: row, last: row };
			found.push(current);
		} else if (row.end > current.last.end) {
			current.last = row;
		}
	}
	return found;
}

function tooLong({ first, last }: Stretch, { rest: minutes, within, words }: Rest): Finding[] {
	const length = last.end - first.start;
	if (length <= within - minutes) return [];
	return [
		{
			path: `tidrapport.rapportRad[${first.index}]`,
			found: inWords(length),
			message: `From row ${first.index + 1} (${rowText(first.rad)}) to row ${last.index + 1} (${rowText(last.rad)}) ${inWords(length)} pass without a rest of ${inWords(minutes)}; ${words} leave at most ${inWords(within - minutes)}.`,
			description: 'Check the shifts; a collective agreement may allow another rest.',
		},
	];
}
