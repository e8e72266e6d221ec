import type { Level } from '../../errors';
import type { AgreementRest } from '../agreement';
import { inWords } from '../calendar';
import { elapsedInMonth } from '../hours';
import type { ChangeNight } from '../stockholm';
import { othersOf, rowsTogether, type Batch, type BatchFinding, type PlacedRow } from './batch';
import {
	rowName,
	rowPath,
	rowText,
	type Facts,
	type Finding,
	type RuleContext,
	type SoundRow,
} from './facts';
import { regimeOf, type Regime } from './limits';

const HOUR = 60;

/** A rest that must come often enough; minutes. */
interface Demand {
	readonly rest: number;
	/** The most that may pass between two rests. */
	readonly atMost: number;
	/** Whether on-call time (beredskap) counts as this rest: the assistent is free then, but not off duty. */
	readonly onCallRests: boolean;
	readonly level: Level;
	/** Who demands what. */
	readonly words: string;
	readonly description: string;
}

const NO_MATTER_OF_PAYMENT = "Rest does not affect Försäkringskassan's payment.";
const ACT = 'the working-hours act (arbetstidslagen) requires';

const DAILY: Demand = {
	rest: 11 * HOUR,
	atMost: 13 * HOUR,
	onCallRests: true,
	level: 'warning',
	words: `${ACT} 11 h of daily rest in each 24 h`,
	description: `Check the shifts. ${NO_MATTER_OF_PAYMENT}`,
};

/** Agreements often allow passes of 24 h, or 9 h of rest: without their figures the act's are only a hint. */
const DAILY_UNLESS_AGREED: Demand = {
	...DAILY,
	level: 'info',
	description: `A collective agreement often has another daily rest: enter its longest pass and daily rest to have them checked in place of the act's 11 h. ${NO_MATTER_OF_PAYMENT}`,
};

const WEEKLY: Demand = {
	rest: 36 * HOUR,
	atMost: (7 * 24 - 36) * HOUR,
	onCallRests: false,
	level: 'warning',
	words: `${ACT} 36 h of weekly rest in each 7 days`,
	description: `Check the shifts, on-call time included. A collective agreement may have another weekly rest, and counted in fixed periods of seven days it may be enough: here any seven days in a row count. ${NO_MATTER_OF_PAYMENT}`,
};

const WEEKLY_OWN_EMPLOYER: Demand = {
	...WEEKLY,
	words: 'the act on domestic work (1970:943) requires 36 h of weekly rest in each 7 days',
};

const DEMANDS: Readonly<Record<Regime, (context: RuleContext) => readonly Demand[]>> = {
	workingHoursAct: () => [DAILY, WEEKLY],
	agreement: ({ agreement }) => [agreement?.rest ? agreedDaily(agreement.rest) : DAILY_UNLESS_AGREED, WEEKLY],
	ownEmployer: () => [WEEKLY_OWN_EMPLOYER],
	selfEmployed: () => [],
};

function agreedDaily({ dailyRest, longestPass }: AgreementRest): Demand {
	return {
		rest: dailyRest,
		atMost: longestPass,
		onCallRests: true,
		level: 'warning',
		words: `the collective agreement as given has passes of up to ${inWords(longestPass)} with ${inWords(dailyRest)} of rest between them`,
		description: `Check the shifts, and the figures of the agreement. ${NO_MATTER_OF_PAYMENT}`,
	};
}

function demandsOn({ t, context }: Facts): readonly Demand[] {
	return DEMANDS[regimeOf(t)](context);
}

/**
 * `REST`: between two rests no more may really pass than leaves room for the next one: 13 h between daily
 * rests, 132 h between weekly ones, or what an agreement says. On-call time is daily rest, but no weekly rest.
 * The time before and after the month is taken as rest.
 * @see arbetstidslagen (1982:673) 13–14 §§; lagen (1970:943) om arbetstid i husligt arbete 9 §
 */
export function rest(facts: Facts): Finding[] {
	const { rows, night } = facts;
	return demandsOn(facts).flatMap((demand) =>
		tooLong(rows, demand, night).map(({ first, last, minutes }) => ({
			level: demand.level,
			path: rowPath(first.index),
			found: inWords(minutes),
			message: `From ${rowName(first.index, first.rad)} to row ${last.index + 1} (${rowText(last.rad)}) ${without(minutes, demand)}.`,
			description: demand.description,
		})),
	);
}

/** `REST` over the rows with all persons, for the reports that on their own lack nothing at that time. */
export function restTogether({ assistents }: Batch): BatchFinding[] {
	return assistents.flatMap((assistent) =>
		[...byDemand(assistent).values()].flatMap(({ demand, under }) => {
			const rows = rowsTogether(under);
			const night = under[0]?.night ?? null;
			return tooLong(rows, demand, night).flatMap((stretch) => restOf(stretch, demand, rows, under));
		}),
	);
}

/** The reports that are under the same demand: the rows of others, with another employer's rules, do not count. */
function byDemand(
	assistent: readonly Facts[],
): Map<string, { readonly demand: Demand; readonly under: Facts[] }> {
	const found = new Map<string, { readonly demand: Demand; readonly under: Facts[] }>();
	for (const facts of assistent) {
		for (const demand of demandsOn(facts)) {
			const key = `${demand.level} ${demand.words}`;
			const known = found.get(key);
			if (known) known.under.push(facts);
			else found.set(key, { demand, under: [facts] });
		}
	}
	return found;
}

function restOf(
	stretch: Stretch<PlacedRow>,
	demand: Demand,
	rows: readonly PlacedRow[],
	under: readonly Facts[],
): BatchFinding[] {
	const inside = rows.filter((row) => breaks(row, demand) && overlaps(row, stretch));
	const reports = [...new Set(inside.map(({ report }) => report))];
	if (reports.length === 1) return [];
	const { first, last, minutes } = stretch;
	return under
		.filter(({ t }) => reports.includes(t))
		.filter((facts) => !tooLong(facts.rows, demand, facts.night).some((own) => overlaps(own.first, stretch)))
		.map(({ t }) => ({
			report: t,
			finding: {
				level: demand.level,
				path: 'tidrapport',
				found: inWords(minutes),
				message: `From ${rowText(first.rad)} to ${rowText(last.rad)}, counting the assistent's rows with other persons (${othersOf(t, reports)}), ${without(minutes, demand)}.`,
				description: demand.description,
			},
		}));
}

function overlaps(row: SoundRow, { first, last }: Stretch<SoundRow>): boolean {
	return row.start < last.end && row.end > first.start;
}

function without(minutes: number, { rest: rested, atMost, words }: Demand): string {
	return `${inWords(minutes)} pass without a rest of ${inWords(rested)}; ${words}, so at most ${inWords(atMost)} may pass`;
}

/** Rows without so long a rest between them. */
interface Stretch<Row extends SoundRow> {
	readonly first: Row;
	/** The one that ends last. */
	last: Row;
	/** Actually passed from the first's start to the last's end. */
	minutes: number;
}

/** The stretches that leave no room for the rest. @param rows sorted by start */
function tooLong<Row extends SoundRow>(
	rows: readonly Row[],
	demand: Demand,
	night: ChangeNight | null,
): Stretch<Row>[] {
	const found: Stretch<Row>[] = [];
	let current: Stretch<Row> | undefined;
	for (const row of rows) {
		if (!breaks(row, demand)) continue;
		const pause = current === undefined ? Infinity : passed(current.last.end, row.start, night);
		if (current === undefined || pause >= demand.rest) {
			current = { first: row, last: row, minutes: passed(row.start, row.end, night) };
			found.push(current);
		} else if (row.end > current.last.end) {
			current.last = row;
			current.minutes = passed(current.first.start, row.end, night);
		}
	}
	return found.filter(({ minutes }) => minutes > demand.atMost);
}

function breaks({ rad }: SoundRow, { onCallRests }: Demand): boolean {
	return !onCallRests || rad.tidstyp !== 'beredskapsTid';
}

function passed(from: number, to: number, night: ChangeNight | null): number {
	return elapsedInMonth(to, night) - elapsedInMonth(from, night);
}
