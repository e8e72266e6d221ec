import { inWords } from '../calendar';
import { elapsedInMonth } from '../hours';
import type { ChangeNight } from '../stockholm';
import { othersOf, rowsTogether, type Batch, type BatchFinding, type PlacedRow } from './batch';
import { rowName, rowPath, rowText, type Facts, type Finding, type SoundRow } from './facts';

const HOUR = 60;

/** Rest that must come within a stretch of time, in minutes. */
interface Rest {
	readonly rest: number;
	readonly within: number;
	/** Whether on-call time (beredskap) leaves the rest whole: who is on call is free, but not off duty. */
	readonly onCallRests: boolean;
	readonly words: string;
	readonly description: string;
}

const RESTS: readonly Rest[] = [
	{
		rest: 11 * HOUR,
		within: 24 * HOUR,
		onCallRests: true,
		words: '11 h of daily rest in each 24 h',
		description: 'Check the shifts; a collective agreement may allow another rest.',
	},
	{
		rest: 36 * HOUR,
		within: 7 * 24 * HOUR,
		onCallRests: false,
		words: '36 h of weekly rest in each 7 days',
		description:
			'Check the shifts, on-call time among them. A collective agreement may allow another rest, and fixed periods of seven days may judge it otherwise: here any seven days in a row count.',
	},
];

/**
 * `REST`: between two rests no more may really pass than leaves room for the next one: 13 h between daily
 * rests, 132 h between weekly ones. On-call time is daily rest, but no weekly rest. What lies before and after
 * the month is taken as rest.
 * @see arbetstidslagen (1982:673) 13–14 §§
 */
export function rest({ rows, night }: Facts): Finding[] {
	return RESTS.flatMap((demand) =>
		tooLong(rows, demand, night).map(({ first, last, minutes }) => ({
			path: rowPath(first.index),
			found: inWords(minutes),
			message: `From ${rowName(first.index, first.rad)} to row ${last.index + 1} (${rowText(last.rad)}) ${without(minutes, demand)}.`,
			description: demand.description,
		})),
	);
}

/** `REST` over the rows with all persons, for the reports that alone say nothing of that time. */
export function restTogether({ assistents }: Batch): BatchFinding[] {
	return assistents.flatMap((assistent) => {
		const rows = rowsTogether(assistent);
		const night = assistent[0]?.night ?? null;
		return RESTS.flatMap((demand) =>
			tooLong(rows, demand, night).flatMap((stretch) => restOf(stretch, demand, rows, assistent)),
		);
	});
}

function restOf(
	stretch: Stretch<PlacedRow>,
	demand: Rest,
	rows: readonly PlacedRow[],
	assistent: readonly Facts[],
): BatchFinding[] {
	const inside = rows.filter((row) => breaks(row, demand) && overlaps(row, stretch));
	const reports = [...new Set(inside.map(({ report }) => report))];
	if (reports.length === 1) return [];
	const { first, last, minutes } = stretch;
	return assistent
		.filter(({ t }) => reports.includes(t))
		.filter((facts) => !tooLong(facts.rows, demand, facts.night).some((own) => overlaps(own.first, stretch)))
		.map(({ t }) => ({
			report: t,
			finding: {
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

function without(minutes: number, { rest: rested, within, words }: Rest): string {
	return `${inWords(minutes)} pass without a rest of ${inWords(rested)}; ${words} leave at most ${inWords(within - rested)}`;
}

/** Rows without so long a rest between them. */
interface Stretch<Row extends SoundRow> {
	readonly first: Row;
	/** The one that ends last. */
	last: Row;
	/** Really passed from the first's start to the last's end. */
	minutes: number;
}

/** The stretches that leave no room for the rest. @param rows sorted by start */
function tooLong<Row extends SoundRow>(
	rows: readonly Row[],
	demand: Rest,
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
	return found.filter(({ minutes }) => minutes > demand.within - demand.rest);
}

function breaks({ rad }: SoundRow, { onCallRests }: Rest): boolean {
	return !onCallRests || rad.tidstyp !== 'beredskapsTid';
}

function passed(from: number, to: number, night: ChangeNight | null): number {
	return elapsedInMonth(to, night) - elapsedInMonth(from, night);
}
