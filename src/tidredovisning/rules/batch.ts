import { maskPersonnummer } from '../../identity/masking';
import { inWords } from '../calendar';
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

/** Gathers what the rules reckon with across reports, once. */
export function batchOf(reports: readonly Tidredovisning[], context: RuleContext): Batch {
	const persons = new Map<string, Map<string, Tidredovisning>>();
	for (const report of reports) {
		if (assistentOf(report) === '') continue;
		const key = `${assistentOf(report)}/${report.redovisningsmanad}`;
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
	const [assistent, person] = [assistentOf(report), report.personSomHarAssistans.personnummer];
	return assistent === '' || person === '' ? '' : `${assistent}/${person}/${report.redovisningsmanad}`;
}

function idTwice(id: string, count: number): Finding {
	return {
		path: 'id',
		found: id,
		message: `${count} reports of the batch have the id ${id}.`,
		description: 'Give each report once, and each an id of its own.',
	};
}

/** So many ids stand in a message. */
const NAMED_IDS = 3;

function personsTwice(report: Tidredovisning, ids: readonly string[]): Finding {
	const named = ids
		.slice(0, NAMED_IDS + 1)
		.filter((id) => id !== report.id)
		.slice(0, NAMED_IDS);
	const more = ids.length - 1 - named.length;
	const others = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
	const assistent = maskPersonnummer(assistentOf(report));
	const person = maskPersonnummer(report.personSomHarAssistans.personnummer);
	return {
		path: 'tidrapport',
		found: others,
		message: `The batch has ${ids.length} reports of one assistent (${assistent}), one person (${person}) and ${report.redovisningsmanad}: this one and ${others}.`,
		description:
			'Put all rows of an assistent, person and month into one report. A correction is built by itself, not beside what it replaces.',
	};
}

interface Placed {
	readonly report: Tidredovisning;
	readonly row: SoundRow;
}

/** `ROW_OVERLAP_OTHER`: one assistent at two persons at a time, told on both reports. */
export function rowOverlapOther({ assistents }: Batch): BatchFinding[] {
	return assistents.flatMap(overlaps);
}

/** Each row is held against the one before it, with another person, that ends last. */
function overlaps(own: readonly Facts[]): BatchFinding[] {
	const placed = own
		.flatMap(({ t, rows }) => rows.map((row): Placed => ({ report: t, row })))
		.sort((a, b) => a.row.start - b.row.start || a.row.end - b.row.end);
	const found: BatchFinding[] = [];
	let longest: Placed | undefined;
	let longestOfOthers: Placed | undefined;
	for (const next of placed) {
		const other = longest?.report === next.report ? longestOfOthers : longest;
		if (other && other.row.end > next.row.start) found.push(overlap(other, next), overlap(next, other));
		if (!longest || next.row.end > longest.row.end) {
			if (longest?.report !== next.report) longestOfOthers = longest;
			longest = next;
		} else if (longest.report !== next.report && next.row.end > (longestOfOthers?.row.end ?? 0)) {
			longestOfOthers = next;
		}
	}
	return found;
}

function overlap({ report, row }: Placed, other: Placed): BatchFinding {
	const minutes = Math.min(row.end, other.row.end) - Math.max(row.start, other.row.start);
	const elsewhere = maskPersonnummer(other.report.personSomHarAssistans.personnummer);
	return {
		report,
		finding: {
			path: rowPath(row.index),
			found: rowText(row.rad),
			message: `Row ${row.index + 1} of the report (${rowText(row.rad)}) overlaps the assistent's row ${other.row.index + 1} (${rowText(other.row.rad)}) in the report with another person (${elsewhere}) by ${inWords(minutes)}.`,
			description: 'Check both reports: is it double assistance (dubbelassistans), or a slip in the times?',
		},
	};
}

function assistentOf({ assistent }: Tidredovisning): string {
	return assistent.personnummer ?? assistent.samordningsnummer ?? '';
}
