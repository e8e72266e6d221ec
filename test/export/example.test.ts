import * as fc from 'fast-check';

import { type Example, exampleCsv, generateExample } from '../../src/export/example';
import { readExportFile } from '../../src/export/exportFile';
import { buildTidredovisningar } from '../../src/tidredovisning/reports';
import { checkBatch, checkTidredovisning } from '../../src/tidredovisning/rules';
import { type ReadShifts, readShifts } from '../../src/export/shifts';

const TODAY = '2030-01-15';

function read({ rows, anordnare }: Example): ReadShifts {
	return readShifts(rows, { today: TODAY, defaults: anordnare });
}

const months = fc
	.record({ year: fc.integer({ min: 2024, max: 2028 }), month: fc.integer({ min: 1, max: 12 }) })
	.map(({ year, month }) => `${year}-${String(month).padStart(2, '0')}`);

test('the same seed makes the same month, another seed another', () => {
	const options = { month: '2026-10', assistants: 5, seed: 'höst' };
	expect(generateExample(options)).toEqual(generateExample(options));
	expect(generateExample({ ...options, seed: 'vår' }).rows).not.toEqual(generateExample(options).rows);
});

test('every number is valid and of the series for testing, and no two people share one', () => {
	const { rows } = generateExample({ month: '2026-10', assistants: 60 });
	const numbers = new Map<string, string>();
	for (const row of rows) {
		numbers.set(row['Assistent personnummer'], row['Assistent telefon']);
		numbers.set(row['Brukare personnummer'], '');
	}
	for (const number of numbers.keys()) expect(number).toMatch(/^\d{8}-9[89]\d\d$/u);
	expect(numbers.size).toBe(60 + 20);
	expect(read(generateExample({ month: '2026-10', assistants: 60 })).problems).toEqual([]);
});

test.each([
	['2026-10', '2026-10-24T22:00', '2026-10-25T07:00'],
	['2026-03', '2026-03-28T22:00', '2026-03-29T07:00'],
	['2026-05', '2026-05-10T22:00', '2026-05-11T07:00'],
])('%s has a night from %s to %s', (month, start, end) => {
	const { shifts } = read(generateExample({ month, assistants: 1 }));
	expect(shifts).toContainEqual(expect.objectContaining({ start, end }));
});

test('shifts run past midnight and are of all three kinds', () => {
	const { shifts } = read(generateExample({ month: '2026-10' }));
	expect(shifts.filter(({ start, end }) => start.slice(0, 10) !== end.slice(0, 10)).length).toBeGreaterThan(
		5,
	);
	expect(new Set(shifts.map(({ tidstyp }) => tidstyp)).size).toBe(3);
});

test('any month of any seed keeps every rule, working time and rest included', () => {
	fc.assert(
		fc.property(months, fc.integer({ min: 1, max: 12 }), fc.nat(), (month, assistants, seed) => {
			const example = generateExample({ month, assistants, seed });
			const { shifts, problems } = read(example);
			expect(problems).toEqual([]);
			const { tidredovisningar } = buildTidredovisningar(shifts, { defaults: example.anordnare, month });
			expect(new Set(tidredovisningar.map(({ assistent }) => assistent.personnummer)).size).toBe(assistants);
			const context = { today: `${month}-28`, stage: 'build' } as const;
			const found = tidredovisningar.flatMap((report) => checkTidredovisning(report, context));
			const told = [...found, ...[...checkBatch(tidredovisningar, context).values()].flat()].filter(
				({ code }) => code !== 'MONTH_NOT_OVER',
			);
			expect(told.filter(({ level }) => level !== 'info')).toEqual([]);
		}),
		{ numRuns: 60 },
	);
});

test('written as an export it is read the same', async () => {
	const { rows } = generateExample({ month: '2026-10', assistants: 20 });
	const file = await readExportFile(new TextEncoder().encode(exampleCsv(rows)));
	expect(file.rows).toEqual(rows);
	expect(file.recognised).toMatchObject({ encoding: 'UTF-8 with BOM', delimiter: ';', rows: rows.length });
	expect(file.problems).toEqual([]);
});

test.each(['1950-01', '2001-02', '2022-12'])('everybody is born long before %s', (month) => {
	const { rows } = generateExample({ month, assistants: 30 });
	const born = rows.flatMap((row) => [row['Assistent personnummer'], row['Brukare personnummer']]);
	const youngest = Math.max(...born.map((number) => Number(number.slice(0, 4))));
	expect(Number(month.slice(0, 4)) - youngest).toBeGreaterThanOrEqual(10);
});

describe('what is not possible', () => {
	test.each([
		['2026-13', 1, 'The month is "2026-13", which is no month.', 'Give a month as YYYY-MM, e.g. 2026-10.'],
		['2026-10', 0, 'An example of 0 assistants is not possible.', 'Give a whole number from 1 to 500.'],
		['2026-10', 501, 'An example of 501 assistants is not possible.', 'Give a whole number from 1 to 500.'],
		['2026-10', 1.5, 'An example of 1.5 assistants is not possible.', 'Give a whole number from 1 to 500.'],
	])('%s for %d', (month, assistants, message, description) => {
		expect(() => generateExample({ month, assistants })).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', message, description }),
		);
	});
});
