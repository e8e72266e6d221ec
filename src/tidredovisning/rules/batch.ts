import { maskPersonnummer } from '../../identity/masking';
import { inWords } from '../calendar';
import type { Tidredovisning } from '../types';
import { factsOf, rowPath, rowText, type Finding, type SoundRow } from './facts';

/** One report of a batch and what was found in it. */
export interface BatchFinding {
	readonly report: Tidredovisning;
	readonly finding: Finding;
}

interface Placed {
	readonly report: Tidredovisning;
	readonly row: SoundRow;
}

/** `ROW_OVERLAP_OTHER`: one assistent at two persons at a time, told on both reports. */
export function rowOverlapOther(reports: readonly Tidredovisning[]): BatchFinding[] {
	const byAssistent = new Map<string, Tidredovisning[]>();
	for (const report of reports) {
		const key = `${idOf(report)}/${report.redovisningsmanad}`;
		byAssistent.set(key, [...(byAssistent.get(key) ?? []), report]);
	}
	return [...byAssistent.values()].flatMap((own) => (own.length < 2 ? [] : overlaps(own)));
}

function overlaps(reports: readonly Tidredovisning[]): BatchFinding[] {
	const placed = reports
		.flatMap((report): Placed[] =>
			factsOf(report, { today: '', stage: 'build' }).rows.map((row) => ({ report, row })),
		)
		.sort((a, b) => a.row.start - b.row.start || a.row.end - b.row.end);
	const found: BatchFinding[] = [];
	let open: Placed[] = [];
	for (const next of placed) {
		open = open.filter(({ row }) => row.end > next.row.start);
		for (const other of open) {
			if (isOther(other.report, next.report)) found.push(finding(other, next), finding(next, other));
		}
		open.push(next);
	}
	return found;
}

function isOther(a: Tidredovisning, b: Tidredovisning): boolean {
	return a.personSomHarAssistans.personnummer !== b.personSomHarAssistans.personnummer;
}

function finding({ report, row }: Placed, other: Placed): BatchFinding {
	const minutes = Math.min(row.end, other.row.end) - Math.max(row.start, other.row.start);
	const elsewhere = maskPersonnummer(other.report.personSomHarAssistans.personnummer);
	return {
		report,
		finding: {
			path: rowPath(row.index),
			found: rowText(row.rad),
			message: `Row ${row.index + 1} (${rowText(row.rad)}) overlaps the assistent's row ${other.row.index + 1} (${rowText(other.row.rad)}) with another person (${elsewhere}) by ${inWords(minutes)}.`,
			description: 'Check both reports: is it double assistance (dubbelassistans), or a slip in the times?',
		},
	};
}

function idOf({ assistent }: Tidredovisning): string {
	return assistent.personnummer ?? assistent.samordningsnummer ?? '';
}
