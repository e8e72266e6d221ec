import { daysOf, inWords, twoDigits } from '../calendar';
import { elapsedInMonth } from '../hours';
import type { ChangeNight } from '../stockholm';
import type { Berakningsperiod, Tidredovisning } from '../types';
import { othersOf, rowsTogether, type Batch, type BatchFinding } from './batch';
import type { Facts, Finding, SoundRow } from './facts';
import { weekLimitOf, type WeekLimit } from './limits';
import { daysIn, daysWithin, isSound, periodText } from './periods';

const WEEK_DAYS = 7;

/**
 * `WORKING_TIME`: active and waiting time (in full) as really worked, on average a week over each period; over
 * the month where no period is given. Of a period that goes on in other months only this month's rows are
 * known: when they alone are too many for all of it the finding is certain, when they are for the month's part
 * of it that is told as an info.
 */
export function workingTime(facts: Facts): Finding[] {
	return averages(facts, alone(facts)).flatMap((finding) => finding ?? []);
}

/** `WORKING_TIME` over the rows with all persons, for the periods of which a report alone says less. */
export function workingTimeTogether({ assistents }: Batch): BatchFinding[] {
	return assistents.flatMap((assistent) => {
		const reports = assistent.map(({ t }) => t);
		const minutes = minutesTogether(assistent);
		return assistent.flatMap((facts) => {
			const ownFindings = averages(facts, alone(facts));
			const others = othersOf(facts.t, reports);
			const counted = `, counting the assistent's time with other persons (${others})`;
			return averages(facts, { minutes, counted }).flatMap((finding, index) =>
				finding === null || ownFindings[index]?.level === finding.level ? [] : [{ report: facts.t, finding }],
			);
		});
	});
}

/** What was worked within a period, and what that counts beside the report's own rows, in words. */
interface Worked {
	readonly minutes: (period: Berakningsperiod) => number;
	readonly counted: string;
}

function alone({ t, rows, night }: Facts): Worked {
	return { minutes: (period) => minutesWithin(period, t.redovisningsmanad, rows, night), counted: '' };
}

/** Over the rows with all persons; reckoned once for a period, which mostly is the same on all reports. */
function minutesTogether(assistent: readonly Facts[]): Worked['minutes'] {
	const rows = eachMinuteOnce(rowsTogether(assistent).filter(isWork));
	const month = assistent[0]?.t.redovisningsmanad ?? '';
	const night = assistent[0]?.night ?? null;
	const known = new Map<string, number>();
	return (period) => {
		const minutes = known.get(periodText(period)) ?? minutesWithin(period, month, rows, night);
		known.set(periodText(period), minutes);
		return minutes;
	};
}

/** Where rows with several persons overlap, the time is worked once. */
function eachMinuteOnce(rows: readonly SoundRow[]): SoundRow[] {
	let until = 0;
	return rows.map((row) => {
		const start = Math.min(Math.max(row.start, until), row.end);
		until = Math.max(until, row.end);
		return { ...row, start };
	});
}

/** The finding of each period, or null; none where no limit is known. */
function averages(facts: Facts, { minutes, counted }: Worked): (Finding | null)[] {
	const limit = weekLimitOf(facts.t, facts.context);
	if (limit === null || !facts.monthIsReal) return [];
	const month = wholeMonth(facts.t);
	const sound = facts.t.berakningsperiod.filter(isSound);
	return (sound.length > 0 ? sound : [month]).map((period) => {
		const worked = minutes(period);
		if (exceeds(worked, daysIn(period), limit)) return tooMuch(worked, period, limit, counted);
		const known = common(period, month);
		const isPart = daysIn(known) >= WEEK_DAYS && daysIn(known) < daysIn(period);
		return isPart && exceeds(worked, daysIn(known), limit)
			? tooMuchSoFar(worked, period, known, limit, counted)
			: null;
	});
}

function exceeds(worked: number, days: number, { minutes }: WeekLimit): boolean {
	return worked * WEEK_DAYS > minutes * days;
}

function averageText(worked: number, period: Berakningsperiod, counted: string): string {
	const average = Math.floor((worked * WEEK_DAYS) / daysIn(period));
	return `${inWords(worked)} of active and waiting time in ${daysIn(period)} days (${periodText(period)})${counted} are ${inWords(average)} a week on average`;
}

function tooMuch(worked: number, period: Berakningsperiod, limit: WeekLimit, counted: string): Finding {
	return {
		level: 'warning',
		path: 'tidrapport',
		found: inWords(Math.floor((worked * WEEK_DAYS) / daysIn(period))),
		message: `${averageText(worked, period, counted)}; ${limit.words}.`,
		description: 'Check the shifts and the period; time above the limit may not be paid.',
	};
}

function tooMuchSoFar(
	worked: number,
	period: Berakningsperiod,
	known: Berakningsperiod,
	limit: WeekLimit,
	counted: string,
): Finding {
	return {
		level: 'info',
		path: 'tidrapport',
		found: inWords(Math.floor((worked * WEEK_DAYS) / daysIn(known))),
		message: `${averageText(worked, known, counted)}; ${limit.words}, over the whole period (${periodText(period)}).`,
		description: 'Check the other months of the period as well; only this month is included here.',
	};
}

function wholeMonth({ redovisningsmanad: month }: Tidredovisning): Berakningsperiod {
	return { fromDag: `${month}-01`, tomDag: `${month}-${twoDigits(daysOf(month))}` };
}

/** The days that two periods share; none where it ends before it begins. */
function common(a: Berakningsperiod, b: Berakningsperiod): Berakningsperiod {
	return {
		fromDag: a.fromDag > b.fromDag ? a.fromDag : b.fromDag,
		tomDag: a.tomDag < b.tomDag ? a.tomDag : b.tomDag,
	};
}

function minutesWithin(
	period: Berakningsperiod,
	month: string,
	rows: readonly SoundRow[],
	night: ChangeNight | null,
): number {
	const { first, last } = daysWithin(period, month);
	let minutes = 0;
	for (const row of rows) {
		if (!isWork(row) || row.rad.dag < first || row.rad.dag > last) continue;
		minutes += elapsedInMonth(row.end, night) - elapsedInMonth(row.start, night);
	}
	return minutes;
}

/** On-call time (beredskap) is spent where one likes: it is no working time. */
function isWork({ rad }: SoundRow): boolean {
	return rad.tidstyp !== 'beredskapsTid';
}
