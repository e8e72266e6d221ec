import { checkBatch } from '../../src/tidredovisning/rules';
import type { Tidredovisning } from '../../src/tidredovisning/types';
import { ANORDNARE, aReport, brief, rad, TODAY, type Changes } from './aReport';

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

describe('REST over all persons of an assistent', () => {
	const assistent = { ...aReport().assistent, kollektivavtal: false };
	const act = (changes: Changes) => aReport({ assistent, ...changes });
	const actOther = (rows: ReturnType<typeof rad>[], changes: Changes = {}) =>
		other(rows, { assistent, ...changes });
	const rests = (...reports: Tidredovisning[]) =>
		at(reports).map((told) => told.filter(({ code }) => code === 'REST'));
	test('both reports are told, the other person masked', () => {
		const told = (person: string) => [
			{
				code: 'REST',
				level: 'warning',
				path: 'tidrapport',
				message: `From day 3, 06.00–12.00 to day 3, 13.00–20.00, counting the assistent's rows with other persons (${person}), 14 h pass without a rest of 11 h; the working-hours act (arbetstidslagen) requires 11 h of daily rest in each 24 h, so at most 13 h may pass.`,
				found: '14 h',
			},
		];
		const first = act({ rows: [rad(3, '06.00', '12.00')] });
		expect(rests(first, actOther([rad(3, '13.00', '20.00')]))).toEqual([
			told('19761124-****'),
			told('19810816-****'),
		]);
	});
	test('what a report says on its own is not said again, the other report is told', () => {
		const long = act({ rows: [rad(3, '06.00', '20.00')] });
		expect(rests(long, actOther([rad(3, '22.00', '23.00')])).map(({ length }) => length)).toEqual([0, 1]);
	});
	test('a report without a row in that time is told nothing', () => {
		const third = actOther([rad(20, '08.00', '09.00')], {
			id: ID2.replace('1', '2'),
			personSomHarAssistans: { personnummer: '199801239949', fornamn: 'Zoë', efternamn: 'Ek' },
		});
		const told = rests(
			act({ rows: [rad(3, '06.00', '12.00')] }),
			actOther([rad(3, '13.00', '20.00')]),
			third,
		);
		expect(told.map(({ length }) => length)).toEqual([1, 1, 0]);
		expect(told[0]?.[0]?.message).toContain('other persons (19761124-****),');
	});
	test('weekly: on-call time with another person is no rest', () => {
		const days = act({ rows: [5, 6, 7, 8, 9, 11].map((day) => rad(day, '08.00', '20.00')) });
		const onCall = actOther([rad(10, '12.00', '13.00', 'beredskapsTid')]);
		expect(rests(days, onCall).map((told) => told.map(({ found }) => found))).toEqual([['156 h'], ['156 h']]);
	});
	test.each([
		['13 h', [rad(3, '13.00', '19.00')]],
		['on-call time in the daily rest', [rad(3, '13.00', '20.00', 'beredskapsTid')]],
		['another day', [rad(4, '13.00', '19.00')]],
	])('%s pass', (_, rows) => {
		expect(rests(act({ rows: [rad(3, '06.00', '12.00')] }), actOther(rows))).toEqual([[], []]);
	});
	test('the hours as self-employed with another person do not count', () => {
		const { organisationsnummer } = ANORDNARE;
		const anordnare = { organisationsnummer, assistentEgenForetagare: true } as const;
		const first = act({ rows: [rad(3, '06.00', '12.00')] });
		expect(rests(first, actOther([rad(3, '13.00', '20.00')], { anordnare }))).toEqual([[], []]);
	});
	test('under an agreement with both persons it is an info', () => {
		const first = aReport({ rows: [rad(3, '06.00', '12.00')] });
		const told = rests(first, other([rad(3, '13.00', '20.00')]));
		expect(told.map((own) => own.map(({ level }) => level))).toEqual([['info'], ['info']]);
	});
});

describe('WORKING_TIME over all persons of an assistent', () => {
	const days = (
		count: number,
		from: string,
		to: string,
		tidstyp: 'aktivTid' | 'beredskapsTid' = 'aktivTid',
	) => Array.from({ length: count }, (_, day) => rad(5 + day, from, to, tidstyp));
	const noAgreement = { ...aReport().assistent, kollektivavtal: false };
	const twoWeeks = [{ fromDag: '2026-10-05', tomDag: '2026-10-18' }];
	const changes = { assistent: noAgreement, berakningsperiod: twoWeeks };
	const times = (...reports: Tidredovisning[]) =>
		at(reports).map((told) => told.filter(({ code }) => code === 'WORKING_TIME'));
	const mornings = aReport({ ...changes, rows: days(14, '08.00', '12.00') });

	test('both reports are told, the other person masked', () => {
		const told = (person: string) => [
			{
				code: 'WORKING_TIME',
				level: 'warning',
				path: 'tidrapport',
				message: `112 h of active and waiting time in 14 days (2026-10-05–2026-10-18), counting the assistent's time with other persons (${person}) are 56 h a week on average; 48 h are allowed by the working-hours act (arbetstidslagen).`,
				found: '56 h',
			},
		];
		expect(times(mornings, other(days(14, '13.00', '17.00'), changes))).toEqual([
			told('19761124-****'),
			told('19810816-****'),
		]);
	});
	test('a period of which the report says it on its own is not told again', () => {
		const long = aReport({ ...changes, rows: days(14, '08.00', '16.00') });
		expect(times(long, other(days(1, '17.00', '18.00'), changes)).map(({ length }) => length)).toEqual([
			0, 1,
		]);
	});
	test('an info of a report alone becomes a warning of all persons', () => {
		const berakningsperiod = [{ fromDag: '2026-10-05', tomDag: '2026-11-01' }];
		const long = aReport({ ...changes, berakningsperiod, rows: days(27, '08.00', '15.00') });
		const more = other(days(27, '16.00', '17.00'), { ...changes, berakningsperiod });
		expect(times(long, more).map((told) => told.map(({ level, found }) => [level, found]))).toEqual([
			[['warning', '54 h']],
			[['warning', '54 h']],
		]);
	});
	test.each([
		['the same hours twice, which are worked once', days(14, '08.00', '12.00')],
		['on-call time', days(14, '13.00', '17.00', 'beredskapsTid')],
		['time that is on call with one and active with the other', days(14, '07.00', '13.00', 'beredskapsTid')],
		['40 h more', days(10, '13.00', '17.00')],
	])('%s pass', (_, rows) => {
		expect(times(mornings, other(rows, changes))).toEqual([[], []]);
	});
	test('under a collective agreement its own figure holds', () => {
		const period = { berakningsperiod: twoWeeks };
		const reports = [
			aReport({ ...period, rows: days(14, '08.00', '12.00') }),
			other(days(14, '13.00', '17.00'), period),
		];
		const context = { today: TODAY, stage: 'build', agreement: { weekMinutes: 50 * 60 } } as const;
		const told = [...checkBatch(reports, context).values()].flat();
		expect(told.filter(({ code }) => code === 'WORKING_TIME').map(({ found }) => found)).toEqual([
			'56 h',
			'56 h',
		]);
		expect(times(...reports)).toEqual([[], []]);
	});
});
