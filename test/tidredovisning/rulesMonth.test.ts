import { aReport, brief, check, checkOf, rad } from './aReport';

describe('ID: lower-case UUID', () => {
	test.each([
		'4A8DB4B8-bc29-4406-901c-3f69298cabe3',
		'4a8db4b8bc294406901c3f69298cabe3',
		'',
		' 4a8db4b8-bc29-4406-901c-3f69298cabe3',
	])('"%s" is none', (id) => {
		expect(checkOf('ID', aReport({ id })).map(brief)).toEqual([
			{
				code: 'ID',
				level: 'error',
				path: 'id',
				message: `The id "${id}" is no UUID in lower case.`,
				found: id,
			},
		]);
	});
	test('any version passes', () => {
		expect(checkOf('ID', aReport({ id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }))).toEqual([]);
	});
});

describe('MONTH_INVALID: a real month YYYY-MM', () => {
	test.each(['2026-01', '2026-12'])('%s passes', (redovisningsmanad) => {
		expect(checkOf('MONTH_INVALID', aReport({ redovisningsmanad, rows: [] }))).toEqual([]);
	});
	test.each(['2025-99', '2026-00', '2026-13', '2026-1', '202610', '0000-10', '', '2026-10-01'])(
		'"%s" does not',
		(month) => {
			const problems = checkOf('MONTH_INVALID', aReport({ redovisningsmanad: month }));
			expect(problems.map(brief)).toEqual([
				{
					code: 'MONTH_INVALID',
					level: 'error',
					path: 'redovisningsmanad',
					message: `The reported month "${month}" is no month.`,
					found: month,
				},
			]);
			expect(problems[0]?.description).toBe('Write it as YYYY-MM, e.g. 2026-10.');
		},
	);
});

describe('MONTH_NOT_OVER: the last row has ended before anyone signs', () => {
	const report = aReport({ rows: [rad(2, '08.00', '16.00'), rad(20, '08.00', '16.00')] });
	const midnight = aReport({ rows: [rad(20, '22.00', '24.00')] });
	test.each([
		['build', 'warning'],
		['validate', 'warning'],
		['sign', 'error'],
	] as const)('at %s it is of level %s', (stage, level) => {
		const problems = checkOf('MONTH_NOT_OVER', report, { today: '2026-10-20', stage });
		expect(problems.map(brief)).toEqual([
			{
				code: 'MONTH_NOT_OVER',
				level,
				path: 'tidrapport.rapportRad',
				message: 'The last row of 2026-10 ends 2026-10-20 16:00, after today (2026-10-20).',
				found: '2026-10-20T16:00',
			},
		]);
		expect(problems[0]?.description).toBe(
			'Have it signed from 2026-10-21 on: nobody can vouch for time that is still to come.',
		);
	});
	test.each([
		['the day after', report, { today: '2026-10-21' }, 0],
		[
			'the same day, when the clock is past the end',
			report,
			{ today: '2026-10-20', now: '2026-10-20T16:00' },
			0,
		],
		['the same day, a minute before', report, { today: '2026-10-20', now: '2026-10-20T15:59' }, 1],
		['a row that ends at midnight, the day after', midnight, { today: '2026-10-21' }, 0],
		['a row that ends at midnight, the same day', midnight, { today: '2026-10-20' }, 1],
		['a month to come', report, { today: '2026-09-01' }, 1],
		['no rows: the month itself, still running', aReport({ rows: [] }), { today: '2026-10-31' }, 1],
		['no rows: the month itself, over', aReport({ rows: [] }), { today: '2026-11-01' }, 0],
	])('%s', (_, tidredovisning, when, problems) => {
		expect(checkOf('MONTH_NOT_OVER', tidredovisning, { ...when, stage: 'sign' })).toHaveLength(problems);
	});
});

describe('DEADLINE_NEAR and DEADLINE_PASSED: the 5th of the second month after', () => {
	const codes = (today: string) =>
		check(aReport(), { today }).map(({ code, level, message }) => ({ code, level, message }));
	const near = (message: string) => [{ code: 'DEADLINE_NEAR', level: 'warning', message }];
	const passed = (message: string) => [{ code: 'DEADLINE_PASSED', level: 'warning', message }];
	test.each([
		['8 days before', '2026-11-27', []],
		['7 days before', '2026-11-28', near('The report of 2026-10 must be in by 2026-12-05, in 7 days.')],
		['the day before', '2026-12-04', near('The report of 2026-10 must be in by 2026-12-05, in 1 day.')],
		['the day itself', '2026-12-05', near('The report of 2026-10 must be in by 2026-12-05, today.')],
		['the day after', '2026-12-06', passed('The report of 2026-10 was to be in by 2026-12-05, 1 day ago.')],
		['a year after', '2027-12-05', passed('The report of 2026-10 was to be in by 2026-12-05, 365 days ago.')],
	])('%s', (_, today, expected) => {
		expect(codes(today)).toEqual(expected);
	});
	test('over the turn of the year', () => {
		const report = aReport({ redovisningsmanad: '2026-12', berakningsperiod: [] });
		expect(
			checkOf('DEADLINE_NEAR', report, { today: '2027-02-01' }).map(({ path, found }) => ({ path, found })),
		).toEqual([{ path: 'redovisningsmanad', found: '2027-02-05' }]);
	});
});
