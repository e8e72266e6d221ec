import { checkBatch } from '../../src/tidredovisning/rules';
import type { Tidredovisning } from '../../src/tidredovisning/types';
import { aReport, brief, rad, TODAY, type Changes } from './aReport';

const ID = '4a8db4b8-bc29-4406-901c-3f69298cabe3';
const ID2 = '11111111-1111-4111-8111-111111111111';
const LINDQVIST = {
	personnummer: '199405309809',
	fornamn: 'Märta',
	efternamn: 'Lindqvist',
	kollektivavtal: true,
};

const batchOf = (reports: readonly Tidredovisning[]) => checkBatch(reports, { today: TODAY, stage: 'build' });
const at = (reports: readonly Tidredovisning[]) => {
	const problems = batchOf(reports);
	return reports.map((report) => (problems.get(report) ?? []).map(brief));
};
/** The report of the same assistent with another person. */
const other = (rows: ReturnType<typeof rad>[], changes: Changes = {}) =>
	aReport({
		id: ID2,
		personSomHarAssistans: { personnummer: '197611249892', fornamn: 'Örjan', efternamn: 'Ågren' },
		rows,
		...changes,
	});

describe('REPORT_TWICE: an id on two reports', () => {
	test('of different persons, both are told, a third is not', () => {
		const same = {
			code: 'REPORT_TWICE',
			level: 'error',
			path: 'id',
			message: `2 reports of the batch have the id ${ID}.`,
			found: ID,
		};
		expect(
			at([
				aReport(),
				other([rad(1, '08.00', '09.00')], { id: ID }),
				aReport({ assistent: LINDQVIST, id: ID2 }),
			]),
		).toEqual([[same], [same], []]);
	});
	test('the very same report is told by its id alone', () => {
		expect(at([aReport(), aReport(), aReport()])).toEqual(
			Array(3).fill([
				{
					code: 'REPORT_TWICE',
					level: 'error',
					path: 'id',
					message: `3 reports of the batch have the id ${ID}.`,
					found: ID,
				},
			]),
		);
	});
});

describe('REPORT_TWICE: two reports of one assistent, person and month', () => {
	const twice = (count: number, others: string) => ({
		code: 'REPORT_TWICE',
		level: 'error',
		path: 'tidrapport',
		message: `The batch has ${count} reports of one assistent (19891107-****), one person (19810816-****) and 2026-10: this one and ${others}.`,
		found: others,
	});
	test('both are told, whatever their rows', () => {
		expect(at([aReport(), aReport({ id: ID2, rows: [rad(9, '08.00', '09.00')] })])).toEqual([
			[twice(2, ID2)],
			[twice(2, ID)],
		]);
	});
	test('of many, three others are named and the rest counted', () => {
		const ids = ['1', '2', '3', '4', '5', '6'].map((digit) => ID2.replace('1', digit));
		const told = at(ids.map((id) => aReport({ id })));
		expect(told[0]).toEqual([twice(6, `${ids[1]}, ${ids[2]}, ${ids[3]} and 2 more`)]);
		expect(told[5]).toEqual([twice(6, `${ids[0]}, ${ids[1]}, ${ids[2]} and 2 more`)]);
	});
	test('what to do is said', () => {
		const [first] = [...batchOf([aReport(), aReport({ id: ID2 })]).values()].flat();
		expect(first?.description).toBe(
			'Put all rows of an assistent, person and month into one report. A correction is built by itself, not beside what it replaces.',
		);
	});
	test.each([
		['another person', other([rad(1, '08.00', '09.00')])],
		['another assistent', aReport({ id: ID2, assistent: LINDQVIST })],
		['another month', aReport({ id: ID2, redovisningsmanad: '2026-09' })],
	])('%s passes', (_, second) => {
		expect(at([aReport(), second])).toEqual([[], []]);
	});
	test('reports whose persons are not said share none', () => {
		const nobody = { personnummer: '', fornamn: 'Åsa', efternamn: 'Sjöö', kollektivavtal: true };
		expect(at([aReport({ assistent: nobody }), aReport({ assistent: nobody, id: ID2 })])).toEqual([[], []]);
	});
});

describe('ROW_OVERLAP_OTHER: one assistent, two persons, one time', () => {
	const first = aReport({ rows: [rad(3, '08.00', '12.00')] });
	test('both reports are told', () => {
		const second = other([rad(2, '08.00', '12.00'), rad(3, '11.30', '13.00')]);
		const problems = batchOf([first, second]);
		expect(problems.get(first)?.map(brief)).toEqual([
			{
				code: 'ROW_OVERLAP_OTHER',
				level: 'warning',
				path: 'tidrapport.rapportRad[0]',
				message:
					"Row 1 of the report (day 3, 08.00–12.00) overlaps the assistent's row 2 (day 3, 11.30–13.00) in the report with another person (19761124-****) by 30 min.",
				found: 'day 3, 08.00–12.00',
			},
		]);
		expect(problems.get(second)?.map(({ path }) => path)).toEqual(['tidrapport.rapportRad[1]']);
	});
	test.each([
		['touching rows', other([rad(3, '12.00', '13.00')])],
		[
			'another assistent',
			other([rad(3, '08.00', '12.00')], { assistent: { ...first.assistent, personnummer: '199405309809' } }),
		],
		['another month', other([rad(3, '08.00', '12.00')], { redovisningsmanad: '2026-09' })],
	])('%s pass', (_, second) => {
		expect(batchOf([first, second]).size).toBe(0);
	});
	test('a row within a longer one is told, also after a row of its own report', () => {
		const long = aReport({ rows: [rad(3, '08.00', '12.00'), rad(3, '08.30', '09.00')] });
		const short = other([rad(3, '09.30', '10.00'), rad(3, '11.00', '13.00'), rad(3, '13.00', '14.00')]);
		expect(
			batchOf([long, short])
				.get(short)
				?.map(({ path }) => path),
		).toEqual(['tidrapport.rapportRad[0]', 'tidrapport.rapportRad[1]']);
	});
	test('at three persons at a time all three reports are told', () => {
		const third = other([rad(3, '09.00', '10.00')], {
			id: ID2.replace('1', '2'),
			personSomHarAssistans: { personnummer: '199801239949', fornamn: 'Zoë', efternamn: 'Ek' },
		});
		const told = batchOf([first, other([rad(3, '08.30', '11.00')]), third]);
		expect(
			[...told.values()].map((own) => own.filter(({ code }) => code === 'ROW_OVERLAP_OTHER').length),
		).toEqual([2, 1, 1]);
	});
});
