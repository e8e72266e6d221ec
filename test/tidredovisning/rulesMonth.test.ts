import { addDays } from '../../src/tidredovisning/calendar';
import { deadlineFor, lateText } from '../../src/tidredovisning/deadline';
import { aReport, brief, check, checkOf, rad, TODAY } from './aReport';

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
				message: `The id "${id}" is not a lower-case UUID.`,
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
					message: `The reported month "${month}" is not a month.`,
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
		[
			'7 days before',
			'2026-11-28',
			near('The report of 2026-10 must arrive at Försäkringskassan by 2026-12-05, in 7 days.'),
		],
		[
			'the day before',
			'2026-12-04',
			near('The report of 2026-10 must arrive at Försäkringskassan by 2026-12-05, in 1 day.'),
		],
		[
			'the day itself',
			'2026-12-05',
			near('The report of 2026-10 must arrive at Försäkringskassan by 2026-12-05, today.'),
		],
		[
			'the day after',
			'2026-12-06',
			passed('The report of 2026-10 had to arrive at Försäkringskassan by 2026-12-05, 1 day ago.'),
		],
		[
			'a year after',
			'2027-12-05',
			passed('The report of 2026-10 had to arrive at Försäkringskassan by 2026-12-05, 365 days ago.'),
		],
	])('%s', (_, today, expected) => {
		expect(codes(today)).toEqual(expected);
	});
	test.each([
		[
			'a Saturday',
			'2026-10',
			'2026-12-05 is a Saturday: by the act on terms (1930:173) the last day probably moves to 2026-12-07, but do not rely on it.',
		],
		[
			'a Sunday',
			'2026-05',
			'2026-07-05 is a Sunday: by the act on terms (1930:173) the last day probably moves to 2026-07-06, but do not rely on it.',
		],
		[
			'a Sunday before Epiphany',
			'2024-11',
			'2025-01-05 is a Sunday: by the act on terms (1930:173) the last day probably moves to 2025-01-07, but do not rely on it.',
		],
		[
			'Easter Monday',
			'2021-02',
			'2021-04-05 is a public holiday: by the act on terms (1930:173) the last day probably moves to 2021-04-06, but do not rely on it.',
		],
		[
			'Ascension Day',
			'2016-03',
			'2016-05-05 is a public holiday: by the act on terms (1930:173) the last day probably moves to 2016-05-06, but do not rely on it.',
		],
		['a working day', '2026-09', ''],
	])('when the 5th is %s the description says so, before and after', (_, month, note) => {
		const report = aReport({ redovisningsmanad: month, berakningsperiod: [] });
		const due = deadlineFor(month, TODAY).date;
		const [near] = checkOf('DEADLINE_NEAR', report, { today: due });
		const [passed] = checkOf('DEADLINE_PASSED', report, { today: addDays(due, 1) });
		const after = (text: string) => (note === '' ? text : `${text} ${note}`);
		expect(near?.description).toBe(
			after('Have it signed and send it in time; payment may be refused when it is late.'),
		);
		expect(passed?.description).toBe(
			after('Send it now and tell Försäkringskassan why it is late; payment may be refused.'),
		);
	});
	test('over the turn of the year', () => {
		const report = aReport({ redovisningsmanad: '2026-12', berakningsperiod: [] });
		expect(
			checkOf('DEADLINE_NEAR', report, { today: '2027-02-01' }).map(({ path, found }) => ({ path, found })),
		).toEqual([{ path: 'redovisningsmanad', found: '2027-02-05' }]);
	});
});

describe('a report that is sent is late from the day after the 5th, by the Swedish day', () => {
	test.each([
		['on the 5th', '2026-11-05', null],
		[
			'the day after',
			'2026-11-06',
			'R was sent on 2026-11-06, 1 day after the last day for 2026-09 (2026-11-05). Tell Försäkringskassan why it is late; payment may be refused.',
		],
	])('%s', (_, sent, text) => {
		expect(lateText('R', '2026-09', sent)).toBe(text);
	});
	test('a last day that is a weekend is explained', () => {
		expect(lateText('R', '2026-10', '2026-12-07')).toBe(
			'R was sent on 2026-12-07, 2 days after the last day for 2026-10 (2026-12-05). Tell Försäkringskassan why it is late; payment may be refused. 2026-12-05 is a Saturday: by the act on terms (1930:173) the last day probably moves to 2026-12-07, but do not rely on it.',
		);
	});
});
