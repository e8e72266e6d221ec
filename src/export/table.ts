import type { Problem } from '../errors';
import { excerpt, someOf } from '../problems/excerpt';
import { cellText } from './cells';
import {
	type ColumnMapping,
	type Columns,
	type ExportRow,
	mayRepeat,
	type Recognised,
	SHIFT_FIELDS,
	type ShiftField,
} from './columns';
import { fieldOf, givesWay, HEADINGS } from './headings';

/** Takes nested objects (`assistent: { personnummer }`) apart into columns (`assistent.personnummer`). */
export function flatRow(row: ExportRow): ExportRow {
	for (const key in row)
		if (isNested(row[key])) return Object.fromEntries(Object.entries(row).flatMap(takeApart));
	return row;
}

function takeApart([key, value]: [string, unknown]): [string, unknown][] {
	if (!isNested(value)) return [[key, value]];
	return Object.entries(value).map(([name, inner]) => [`${key}.${name}`, inner]);
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
	return (
		typeof value === 'object' &&
		value !== null &&
		!Array.isArray(value) &&
		Object.getPrototypeOf(value) === Object.prototype
	);
}

/** Whether a row has no value at all. */
export function isBlank(row: ExportRow): boolean {
	for (const key in row) if (cellText(row[key]) !== '') return false;
	return true;
}

/** The columns of an export, and what was found about them. */
export interface RecognisedColumns {
	readonly columns: Columns;
	readonly recognised: Recognised;
	readonly problems: Problem[];
}

/**
 * Recognises the columns of an export by their headings; the mapping goes before the known headings.
 * @returns problems `COLUMN_MISSING`, `COLUMN_TWICE`, `NO_CLOCK_TIMES`; `TIDSTYP_ASSUMED`, a warning
 */
export function recogniseColumns(rows: readonly ExportRow[], mapping: ColumnMapping): RecognisedColumns {
	const headings = headingsOf(rows);
	const { columns, problems } = mappedColumns(mapping, headings);
	const mapped = new Set([...columns.values()].flat());
	const ignored: string[] = [];
	for (const heading of headings) {
		if (mapped.has(heading)) continue;
		const field = fieldOf(heading);
		const [taken] = (field === undefined ? undefined : columns.get(field)) ?? [];
		if (field === undefined) ignored.push(heading);
		else if (taken === undefined || mayRepeat(field)) add(columns, field, heading);
		else if (mapped.has(taken) || givesWay(heading)) ignored.push(heading);
		else if (givesWay(taken)) {
			columns.set(field, [heading]);
			ignored.push(taken);
		} else problems.push(twice(field, taken, heading));
	}
	if (rows.length > 0) problems.push(...missing(columns, headings));
	if (problems.length === 0 && !columns.has('tidstyp') && ignored.length > 0)
		problems.push(tidstypAssumed(ignored));
	const named = [...columns].flatMap(([field, each]) => each.map((heading) => [heading, field] as const));
	return {
		columns,
		recognised: { rows: rows.length, columns: Object.fromEntries(named), ignored },
		problems,
	};
}

function mappedColumns(
	mapping: ColumnMapping,
	headings: ReadonlySet<string>,
): { readonly columns: Map<ShiftField, string[]>; readonly problems: Problem[] } {
	const columns = new Map<ShiftField, string[]>();
	const problems: Problem[] = [];
	for (const field of SHIFT_FIELDS) {
		for (const heading of [mapping[field] ?? []].flat()) {
			if (heading === '') continue;
			if (headings.has(heading)) add(columns, field, heading);
			else problems.push(mappedMissing(field, heading, headings));
		}
	}
	return { columns, problems };
}

function add(columns: Map<ShiftField, string[]>, field: ShiftField, heading: string): void {
	const known = columns.get(field);
	if (known) known.push(heading);
	else columns.set(field, [heading]);
}

function headingsOf(rows: readonly ExportRow[]): ReadonlySet<string> {
	const headings = new Set<string>();
	for (const row of rows) for (const key in row) headings.add(key);
	return headings;
}

/** What an export must have one column of, in the words of a message. */
const REQUIRED: readonly { readonly any: readonly [ShiftField, ...ShiftField[]]; readonly what: string }[] = [
	{ any: ['assistentPersonnummer', 'assistentSamordningsnummer'], what: "the assistent's personnummer" },
	{ any: ['assistentFornamn'], what: "the assistent's first name (förnamn)" },
	{ any: ['assistentEfternamn'], what: "the assistent's last name (efternamn)" },
	{ any: ['personPersonnummer'], what: 'the personnummer of the person who receives assistance (brukare)' },
	{
		any: ['personFornamn'],
		what: 'the first name (förnamn) of the person who receives assistance (brukare)',
	},
	{
		any: ['personEfternamn'],
		what: 'the last name (efternamn) of the person who receives assistance (brukare)',
	},
	{ any: ['start'], what: 'the start of the shift' },
	{ any: ['end'], what: 'the end of the shift' },
];

function missing(columns: Columns, headings: ReadonlySet<string>): Problem[] {
	const problems: Problem[] = [];
	const noClock = columns.has('hours') && !columns.has('start') && !columns.has('end');
	if (noClock) problems.push(noClockTimes(columns.get('hours')?.[0] ?? ''));
	for (const { any, what } of REQUIRED) {
		if (any.some((field) => columns.has(field)) || (noClock && (any[0] === 'start' || any[0] === 'end')))
			continue;
		const [name = '', other = ''] = HEADINGS[any[0]];
		problems.push({
			code: 'COLUMN_MISSING',
			level: 'error',
			path: `column "${name}"`,
			message: `The export has no column for ${what}; its columns are ${list(headings)}.`,
			description: `Name one "${name}" or "${other}", or say in the column mapping which one holds it.`,
			found: '',
		});
	}
	return problems;
}

function noClockTimes(heading: string): Problem {
	return {
		code: 'NO_CLOCK_TIMES',
		level: 'error',
		path: `column "${excerpt(heading)}"`,
		message: `The export has hours (column "${excerpt(heading)}") but no clock times; a tidredovisning needs when each shift began and ended.`,
		description: 'Export the shifts with their start and end, or map the columns that hold them.',
		found: excerpt(heading),
	};
}

function mappedMissing(field: ShiftField, heading: string, headings: ReadonlySet<string>): Problem {
	return {
		code: 'COLUMN_MISSING',
		level: 'error',
		path: `column "${excerpt(heading)}"`,
		message: `The column mapping names "${excerpt(heading)}" for ${field}, but the export's columns are ${list(headings)}.`,
		description: 'Correct the column mapping: spell the heading exactly as in the export.',
		found: excerpt(heading),
	};
}

/** Without a column for it all time is active; one that is not used may say otherwise. */
function tidstypAssumed(ignored: readonly string[]): Problem {
	const [name = ''] = HEADINGS.tidstyp;
	return {
		code: 'TIDSTYP_ASSUMED',
		level: 'warning',
		path: `column "${name}"`,
		message: `No column says the kind of time (tidstyp): all rows are taken as active time (aktivTid). Not used: ${list(ignored)}.`,
		description: `Name the column that says it "${name}", or map it; if there is none, make sure that no row is waiting time (jour) or on-call time (beredskap).`,
		found: '',
	};
}

function twice(field: ShiftField, first: string, second: string): Problem {
	return {
		code: 'COLUMN_TWICE',
		level: 'error',
		path: `column "${excerpt(second)}"`,
		message: `Two columns can be ${field}: "${excerpt(first)}" and "${excerpt(second)}".`,
		description: 'Say in the column mapping which of them it is.',
		found: excerpt(second),
	};
}

/** How many headings a message names. */
const NAMED_HEADINGS = 50;

function list(headings: Iterable<string>): string {
	// The first row of an export without a heading is taken for one, with the persons in it.
	const named = [...headings].map((heading) => `"${excerpt(heading)}"`);
	return named.length === 0 ? 'none' : someOf(named, named.length, NAMED_HEADINGS);
}
