import type { Level } from '../../errors';
import { excerpt } from '../../problems/excerpt';
import type { Agreement } from '../agreement';
import { DAY_MINUTES, daysOf, isMonth, minutesOf, twoDigits } from '../calendar';
import { changeNightOf, type ChangeNight } from '../stockholm';
import type { RapportRad, Tidredovisning } from '../types';

/** When the rules are asked: some weigh more once somebody signs. */
export type Stage = 'build' | 'validate' | 'sign';

/** What the caller says about the reports, for the rules. */
export interface RuleChoices {
	/** Whether a report without rows is meant; default no. */
	readonly allowEmpty?: boolean;
	/** The figures of the collective agreement; counted only in reports that one covers. */
	readonly agreement?: Agreement;
	/** The day, `YYYY-MM-DD`, on which the employer's notification (FK 3066) was handed in; not checked unless given. */
	readonly notified3066?: string;
}

/** What the rules know in addition to the report. */
export interface RuleContext extends RuleChoices {
	/** `YYYY-MM-DD` in Sweden. */
	readonly today: string;
	readonly stage: Stage;
	/** The clock in Sweden, `YYYY-MM-DDTHH:MM`: a row that ended earlier today has ended. Start of today unless given. */
	readonly now?: string;
}

/** What one check says about one place. */
export interface Finding {
	/** Into the document: `tidrapport.rapportRad[3].tomTid`, counted from 0. */
	readonly path: string;
	/** The value found; masked where it is an identity number. */
	readonly found: string;
	readonly message: string;
	readonly description: string;
	/** Where it weighs otherwise than its rule. */
	readonly level?: Level;
}

/** A row whose day and times can be reckoned with. */
export interface SoundRow {
	readonly index: number;
	readonly rad: RapportRad;
	/** Minutes since the beginning of the month by the clock on the wall. */
	readonly start: number;
	readonly end: number;
}

/** The report and what all rules reckon with, found once. */
export interface Facts {
	readonly t: Tidredovisning;
	readonly context: RuleContext;
	/** Whether redovisningsmanad is a real month. */
	readonly monthIsReal: boolean;
	readonly daysInMonth: number;
	readonly night: ChangeNight | null;
	/** Rows with a real day, real times and from before to; sorted by start. */
	readonly rows: readonly SoundRow[];
}

/** Gathers the facts of a report. */
export function factsOf(t: Tidredovisning, context: RuleContext): Facts {
	const monthIsReal = isMonth(t.redovisningsmanad);
	const daysInMonth = daysOf(t.redovisningsmanad);
	const night = monthIsReal ? changeNightOf(t.redovisningsmanad) : null;
	return {
		t,
		context,
		monthIsReal,
		daysInMonth,
		night,
		rows: soundRows(t.tidrapport.rapportRad, daysInMonth),
	};
}

function soundRows(rader: readonly RapportRad[], daysInMonth: number): SoundRow[] {
	const rows: SoundRow[] = [];
	let sorted = true;
	let last = 0;
	for (const [index, rad] of rader.entries()) {
		const from = minutesOf(rad.fromTid);
		const to = minutesOf(rad.tomTid);
		if (from < 0 || to <= from || !isDay(rad.dag, daysInMonth)) continue;
		const midnight = (rad.dag - 1) * DAY_MINUTES;
		sorted &&= midnight + from >= last;
		last = midnight + from;
		rows.push({ index, rad, start: midnight + from, end: midnight + to });
	}
	return sorted ? rows : rows.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Whether every row can be reckoned with: then there is nothing to say about any one's day, times or order. */
export function allSound({ t, rows }: Facts): boolean {
	return rows.length === t.tidrapport.rapportRad.length;
}

/** Whether the month has such a day. */
export function isDay(dag: number, daysInMonth: number): boolean {
	return Number.isInteger(dag) && dag >= 1 && dag <= daysInMonth;
}

/** The day of a row, `YYYY-MM-DD`. */
export function dayOf({ rad }: SoundRow, { t }: Facts): string {
	return `${t.redovisningsmanad}-${twoDigits(rad.dag)}`;
}

/** The path of a row, or of one of its elements. */
export function rowPath(index: number, element?: string): string {
	return element === undefined
		? `tidrapport.rapportRad[${index}]`
		: `tidrapport.rapportRad[${index}].${element}`;
}

/** A row as people read it: `day 3, 08.00–16.00`. */
export function rowText({ dag, fromTid, tomTid }: RapportRad): string {
	return `day ${dag}, ${excerpt(fromTid)}–${excerpt(tomTid)}`;
}

/** Rows with the same fault in one finding: the first by name, the others by their number. */
export function rowsName([first, ...others]: readonly SoundRow[]): string {
	if (first === undefined) return 'no row';
	const more = others.length === 0 ? '' : ` and ${others.length} more`;
	return `${rowName(first.index, first.rad)}${more}`;
}

/** A row of the report, not of the export, as messages name it: `row 2 of the report (day 3, 08.00–16.00)`. */
export function rowName(index: number, rad: RapportRad): string {
	return `row ${index + 1} of the report (${rowText(rad)})`;
}
