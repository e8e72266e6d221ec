import { maskPersonnummer } from '../../identity/masking';
import { inWords } from '../calendar';
import { nummerOf, reportKey } from '../reportKey';
import type { Tidredovisning } from '../types';
import {
	factsOf,
	rowPath,
	rowText,
	type Facts,
	type Finding,
	type RuleContext,
	type SoundRow,
} from './facts';

/** The reports that are built together. */
export interface Batch {
	readonly reports: readonly Tidredovisning[];
	/** Of each assistent with several persons in a month: a report for each of the persons. */
	readonly assistents: readonly (readonly Facts[])[];
}

/** One report of a batch and what was found in it. */
export interface BatchFinding {
	readonly report: Tidredovisning;
	readonly finding: Finding;
}

/** A row and the report that it stands in. */
export interface PlacedRow extends SoundRow {
	readonly report: Tidredovisning;
}

/** Gathers what the rules reckon with across reports, once. */
export function batchOf(reports: readonly Tidredovisning[], context: RuleContext): Batch {
	const persons = new Map<string, Map<string, Tidredovisning>>();
	for (const report of reports) {
		if (nummerOf(report.assistent) === '') continue;
		const key = `${nummerOf(report.assistent)}/${report.redovisningsmanad}`;
		const own = persons.get(key) ?? new Map<string, Tidredovisning>();
		const person = report.personSomHarAssistans.personnummer;
		if (!own.has(person)) own.set(person, report);
		persons.set(key, own);
	}
	const several = [...persons.values()].filter(({ size }) => size > 1);
	return {
		reports,
		assistents: several.map((own) => [...own.values()].map((report) => factsOf(report, context))),
	};
}

/** The rows of one assistent with all persons, sorted by start. */
export function rowsTogether(assistent: readonly Facts[]): PlacedRow[] {
	return assistent
		.flatMap(({ t, rows }) => rows.map((row): PlacedRow => ({ ...row, report: t })))
		.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The persons of the other reports, masked, as messages name them. */
export function othersOf(report: Tidredovisning, reports: readonly Tidredovisning[]): string {
	return someBut(report, reports, ({ personSomHarAssistans: { personnummer } }) =>
		maskPersonnummer(personnummer),
	);
}

/** `REPORT_TWICE`: an id on two reports, or two reports of the same assistent, person and month. */
export function reportTwice({ reports }: Batch): BatchFinding[] {
	const sameId = groups(reports, ({ id }) => id).flatMap((own) =>
		own.map((report) => ({ report, finding: idTwice(report.id, own.length) })),
	);
	const samePersons = groups(reports, personsAndMonth).flatMap((own) => {
		const ids = [...new Set(own.map(({ id }) => id))];
		return ids.length === 1 ? [] : own.map((report) => ({ report, finding: personsTwice(report, ids) }));
	});
	return [...sameId, ...samePersons];
}

/** The reports that share a key with another; those without a key share none. */
function groups(
	reports: readonly Tidredovisning[],
	keyOf: (report: Tidredovisning) => string,
): Tidredovisning[][] {
	const byKey = new Map<string, Tidredovisning[]>();
	for (const report of reports) {
		const key = keyOf(report);
		const known = byKey.get(key);
		if (known) known.push(report);
		else byKey.set(key, [report]);
	}
	byKey.delete('');
	return [...byKey.values()].filter(({ length }) => length > 1);
}

function personsAndMonth(report: Tidredovisning): string {
	const { assistent, personSomHarAssistans: person, redovisningsmanad } = report;
	return nummerOf(assistent) === '' || person.personnummer === ''
		? ''
		: reportKey(assistent, person, redovisningsmanad);
}

function idTwice(id: string, count: number): Finding {
	return {
		path: 'id',
		found: id,
		message: `${count} reports of the batch have the id ${id}.`,
		description: 'Give each report once, and each an id of its own.',
	};
}

/** So many stand in a message by name. */
const NAMED = 3;

/** The first few of different values but one, and how many more there are. */
function someBut<T>(one: T, values: readonly T[], shown: (value: T) => string): string {
	const named = values
		.slice(0, NAMED + 1)
		.filter((value) => value !== one)
		.slice(0, NAMED);
	const more = values.length - 1 - named.length;
	return `${named.map(shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function personsTwice(report: Tidredovisning, ids: readonly string[]): Finding {
	const others = someBut(report.id, ids, String);
	const assistent = maskPersonnummer(nummerOf(report.assistent));
	const person = maskPersonnummer(report.personSomHarAssistans.personnummer);
	return {
		path: 'tidrapport',
		found: others,
		message: `The batch has ${ids.length} reports of one assistent (${assistent}), one person (${person}) and ${report.redovisningsmanad}: this one and ${others}.`,
		description:
			'Put all rows of an assistent, person and month into one report. A correction is built by itself, not beside what it replaces.',
	};
}

/** `ROW_OVERLAP_OTHER`: one assistent at two persons at a time, told on both reports. */
export function rowOverlapOther({ assistents }: Batch): BatchFinding[] {
	return assistents.flatMap(overlaps);
}

/** Each row is held against the one before it, with another person, that ends last. */
function overlaps(own: readonly Facts[]): BatchFinding[] {
	const found: BatchFinding[] = [];
	let longest: PlacedRow | undefined;
	let longestOfOthers: PlacedRow | undefined;
	for (const next of rowsTogether(own)) {
		const other = longest?.report === next.report ? longestOfOthers : longest;
		if (other && other.end > next.start) found.push(overlap(other, next), overlap(next, other));
		if (!longest || next.end > longest.end) {
			if (longest?.report !== next.report) longestOfOthers = longest;
			longest = next;
		} else if (longest.report !== next.report && next.end > (longestOfOthers?.end ?? 0)) {
			longestOfOthers = next;
		}
	}
	return found;
}

function overlap(row: PlacedRow, other: PlacedRow): BatchFinding {
	const minutes = Math.min(row.end, other.end) - Math.max(row.start, other.start);
	const elsewhere = maskPersonnummer(other.report.personSomHarAssistans.personnummer);
	return {
		report: row.report,
		finding: {
			path: rowPath(row.index),
			found: rowText(row.rad),
			message: `Row ${row.index + 1} of the report (${rowText(row.rad)}) overlaps the assistent's row ${other.index + 1} (${rowText(other.rad)}) in the report with another person (${elsewhere}) by ${inWords(minutes)}.`,
			description: 'Check both reports: is it double assistance (dubbelassistans), or a slip in the times?',
		},
	};
}
