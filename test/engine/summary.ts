import type { INodeExecutionData } from 'n8n-workflow';

import type { EngineRun } from './engine';
import { textTable } from './table';
import type { ReportItem } from '../../src/report/item/item';
import { OpenReport } from '../../src/report/item/openReport';
import { TIDSTYPER } from '../../src/tidredovisning/types';

/** What must come of the example, reckoned independently. */
interface Expected {
	readonly reports: Readonly<
		Record<string, { readonly rader: readonly (readonly [number, string, string, string])[] }>
	>;
}

const COLUMNS = [
	{ heading: 'Report' },
	{ heading: 'Assistent' },
	{ heading: 'Person' },
	{ heading: 'Month' },
	{ heading: 'Rows', right: true },
	...TIDSTYPER.map((heading) => ({ heading, right: true })),
	{ heading: 'Outcome' },
	{ heading: 'tx-id' },
];

/**
 * The table that `npm start` ends with, and whether all is well: every report accepted, and their rows those
 * that were reckoned independently.
 *
 * @param expected the text of examples/expected.json
 */
export async function summary(run: EngineRun, expected: string): Promise<{ text: string; allWell: boolean }> {
	const reckoned: Expected = JSON.parse(expected);
	const items = await Promise.all(
		run
			.output('Submit to ELT')
			.map(async ({ json }: INodeExecutionData) => (await OpenReport.read(json)).item),
	);
	const accepted = items.filter(({ receipt }) => receipt?.outcome === 'accepted').length;
	const asReckoned = items.filter(
		(item) => rowsOf(item) === JSON.stringify(reckoned.reports[keyOf(item)]?.rader),
	).length;
	const count = Object.keys(reckoned.reports).length;
	const lines = [
		'',
		textTable(COLUMNS, items.map(cellsOf)),
		'',
		`${accepted} of ${count} reports accepted; the rows of ${asReckoned} are those of examples/expected.json.`,
		...(run.error ? [`${run.error.message}\n${run.error.description}`] : []),
	];
	const allWell = !run.error && items.length === count && accepted === count && asReckoned === count;
	return { text: lines.join('\n'), allWell };
}

function cellsOf(item: ReportItem): string[] {
	return [
		item.id.slice(0, 8),
		item.assistent.namn,
		item.personSomHarAssistans.namn,
		item.redovisningsmanad,
		String(item.rows.length),
		...TIDSTYPER.map((tidstyp) => hoursAndMinutes(item.hours[tidstyp].actualMinutes)),
		item.receipt?.outcome ?? 'not sent',
		item.receipt?.txId ?? '',
	];
}

function hoursAndMinutes(minutes: number): string {
	return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

function keyOf({ assistent, personSomHarAssistans, redovisningsmanad }: ReportItem): string {
	return `${assistent.personnummer}/${personSomHarAssistans.personnummer}/${redovisningsmanad}`;
}

function rowsOf({ rows }: ReportItem): string {
	return JSON.stringify(rows.map(({ dag, fromTid, tomTid, tidstyp }) => [dag, fromTid, tomTid, tidstyp]));
}
