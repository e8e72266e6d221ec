import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { buildReports } from '../../src/report/build/build';
import { readProviderDefaults } from '../../src/report/build/providerDefaults';
import type { BuildReportsOptions } from '../../src/report/build/types';

/** Exports as people have them, beside the project; these tests are defined where they are. */
const CASES = resolve(__dirname, '../../../shared/cases');

async function build(name: string, options: Partial<BuildReportsOptions> = {}) {
	const defaults = readProviderDefaults(JSON.parse(readFileSync(join(CASES, 'anordnare.json'), 'utf8')));
	const file = readFileSync(join(CASES, name));
	const built = await buildReports(
		{ file, fileName: name },
		{ today: '2026-11-03', month: '2026-10', defaults, ...options },
	);
	return {
		rows: built.items.flatMap((item) =>
			item.rows.map(({ dag, fromTid, tomTid, tidstyp }) => `${dag} ${fromTid}–${tomTid} ${tidstyp}`),
		),
		/** What stops reports, by row and column. */
		errors: built.reports
			.flatMap(({ error }) => error?.problems ?? [])
			.map(({ code, path }) => `${code} ${path}`),
		others: built.problems
			.filter(({ level }) => level !== 'error')
			.map(({ code, level, path }) => `${code} ${level} ${path}`),
	};
}

if (existsSync(CASES)) {
	test('a break without clock times, and hours below the clock, stop the report', async () => {
		expect(await build('break-column.csv')).toEqual({
			rows: [],
			errors: [
				'BREAK_NOT_PLACED row 2, column "Rast"',
				'HOURS_DIFFER row 2, column "Timmar"',
				'BREAK_NOT_PLACED row 3, column "Rast"',
				'HOURS_DIFFER row 3, column "Timmar"',
			],
			others: [],
		});
	});
	test('a break without clock times is a warning on the report where that was chosen', async () => {
		const { rows, errors, others } = await build('break-column.csv', { hoursDiffer: 'warn' });
		expect(rows).toEqual(['1 08.00–16.30 aktivTid', '2 08.00–16.30 aktivTid']);
		expect(errors).toEqual([]);
		expect(others).toContain('HOURS_DIFFER warning row 2, column "Timmar"');
		expect(others).toContain('BREAK_NOT_PLACED warning row 3, column "Rast"');
	});
	test('hours with decimals in place of clock times are shown by the hours and by their column', async () => {
		expect(await build('decimal-hours-as-clock.csv')).toEqual({
			rows: [],
			errors: [
				'HOURS_DIFFER row 2, column "Timmar"',
				'ROW_TIME row 2, column "Start"',
				'ROW_TIME row 2, column "Slut"',
			],
			others: [],
		});
	});
	test('a cancelled and a sick shift are left out by name', async () => {
		expect(await build('status-column.csv')).toEqual({
			rows: ['1 08.00–16.00 aktivTid'],
			errors: [],
			others: ['ROW_CANCELLED info row 3, column "Status"', 'ROW_ABSENCE info row 4, column "Status"'],
		});
	});
	test('own words for the kind of time stop the report until they are mapped', async () => {
		const { rows, errors } = await build('own-pass-words.csv');
		expect(rows).toEqual([]);
		expect(errors).toEqual([2, 3, 4, 6, 7].map((row) => `ROW_TYPE row ${row}, column "Passtyp"`));
		const mapped = await build('own-pass-words.csv', {
			timeWords: {
				Dagpass: 'aktivTid',
				'Sovande jour': 'vanteTid',
				'Vaken natt': 'aktivTid',
				Ordinarie: 'aktivTid',
				Arbetspass: 'leaveOut',
			},
		});
		expect(mapped).toEqual({
			rows: [
				'1 08.00–16.00 aktivTid',
				'2 22.00–24.00 vanteTid',
				'3 00.00–06.00 vanteTid',
				'3 22.00–24.00 aktivTid',
				'4 00.00–06.00 aktivTid',
				'4 22.00–24.00 vanteTid',
				'5 00.00–06.00 vanteTid',
				'5 08.00–16.00 aktivTid',
			],
			errors: [],
			others: ['ROW_NOT_ASSISTANCE info row 7, column "Passtyp"'],
		});
	});
	test('an instant in a date column is its Swedish day', async () => {
		expect(await build('instant-in-date-column.csv')).toEqual({
			rows: ['1 08.00–12.00 aktivTid'],
			errors: [],
			others: [],
		});
	});
}

test('the fictitious month is built row for row as it was calculated elsewhere, without a warning about its columns', async () => {
	const samples = resolve(__dirname, '../../examples');
	const defaults = readProviderDefaults(JSON.parse(readFileSync(join(samples, 'anordnare.json'), 'utf8')));
	const expected: { reports: Record<string, { rader: unknown }> } = JSON.parse(
		readFileSync(join(samples, 'expected.json'), 'utf8'),
	);
	const file = readFileSync(join(samples, 'hr-export.csv'));
	const { items, problems } = await buildReports(
		{ file },
		{ today: '2026-11-03', month: '2026-10', defaults },
	);
	const rows = items.map((item) => [
		`${item.assistent.personnummer}/${item.personSomHarAssistans.personnummer}/${item.redovisningsmanad}`,
		item.rows.map(({ dag, fromTid, tomTid, tidstyp }) => [dag, fromTid, tomTid, tidstyp]),
	]);
	expect(Object.fromEntries(rows)).toEqual(
		Object.fromEntries(Object.entries(expected.reports).map(([key, { rader }]) => [key, rader])),
	);
	expect(problems.map(({ code }) => code)).toEqual(['ROW_OUTSIDE_MONTH']);
});
