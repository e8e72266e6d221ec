import { aReport, brief, check, checkOf, rad } from './aReport';

const withRows = (...rows: Parameters<typeof rad>[]) => aReport({ rows: rows.map((row) => rad(...row)) });

test('a right report has no problems', () => {
	expect(check(aReport())).toEqual([]);
});

describe('ROW_DAY: the day exists in the month', () => {
	test.each([1, 31])('day %i of October passes', (dag) => {
		expect(checkOf('ROW_DAY', withRows([dag, '08.00', '16.00']))).toEqual([]);
	});
	test.each([
		['no day 0', 0, '0', 'Row 2 has day 0; 2026-10 has the days 1–31.'],
		['no day 32', 32, '32', 'Row 2 has day 32; 2026-10 has the days 1–31.'],
		['no half day', 1.5, '1.5', 'Row 2 has day 1.5; 2026-10 has the days 1–31.'],
		['nothing that could be read', Number.NaN, '', 'Row 2 has no readable day; 2026-10 has the days 1–31.'],
	])('%s', (_, dag, found, message) => {
		expect(checkOf('ROW_DAY', withRows([1, '08.00', '09.00'], [dag, '08.00', '16.00'])).map(brief)).toEqual([
			{ code: 'ROW_DAY', level: 'error', path: 'tidrapport.rapportRad[1].dag', message, found },
		]);
	});
	test.each([
		['2026-02', 28, 0],
		['2026-02', 29, 1],
		['2028-02', 29, 0],
		['2026-04', 31, 1],
	])('in %s day %i gives %i problems', (redovisningsmanad, dag, problems) => {
		const report = aReport({ redovisningsmanad, rows: [rad(dag, '08.00', '09.00')] });
		expect(checkOf('ROW_DAY', report)).toHaveLength(problems);
	});
});

describe('ROW_TIME: HH.MM, 00.00–24.00, 24.00 only as an end', () => {
	test.each([
		['00.00', '24.00'],
		['23.59', '24.00'],
		['00.00', '00.01'],
	])('%s–%s passes', (from, to) => {
		expect(checkOf('ROW_TIME', withRows([3, from, to]))).toEqual([]);
	});
	test.each(['99.99', '24.01', '12.60', '8.00', '08:00', '0800', '', '-1.00', '08.0x'])(
		'"%s" is no clock time',
		(time) => {
			expect(checkOf('ROW_TIME', withRows([3, time, time])).map(brief)).toEqual([
				{
					code: 'ROW_TIME',
					level: 'error',
					path: 'tidrapport.rapportRad[0].fromTid',
					message: `Row 1 has "${time}" as fromTid, which is no clock time.`,
					found: time,
				},
				{
					code: 'ROW_TIME',
					level: 'error',
					path: 'tidrapport.rapportRad[0].tomTid',
					message: `Row 1 has "${time}" as tomTid, which is no clock time.`,
					found: time,
				},
			]);
		},
	);
	test('24.00 does not begin a row', () => {
		const problems = check(withRows([3, '24.00', '24.00']));
		expect(problems.map(brief)).toEqual([
			{
				code: 'ROW_TIME',
				level: 'error',
				path: 'tidrapport.rapportRad[0].fromTid',
				message: 'Row 1 begins at 24.00, which is only the end of a day.',
				found: '24.00',
			},
		]);
		expect(problems[0]?.description).toBe('Begin the row at 00.00 of the next day.');
	});
});

describe('ROW_ORDER: from before to, within the day', () => {
	test('one minute passes', () => {
		expect(checkOf('ROW_ORDER', withRows([3, '08.00', '08.01']))).toEqual([]);
	});
	test.each([
		['08.00', '08.00', 'Row 1 (day 3) ends at 08.00, when it begins at 08.00.'],
		['22.00', '02.00', 'Row 1 (day 3) ends at 02.00, before it begins at 22.00.'],
	])('%s–%s does not', (from, to, message) => {
		expect(checkOf('ROW_ORDER', withRows([3, from, to])).map(brief)).toEqual([
			{ code: 'ROW_ORDER', level: 'error', path: 'tidrapport.rapportRad[0].tomTid', message, found: to },
		]);
	});
});

describe('ROW_OVERLAP: no two rows overlap', () => {
	test.each([
		['rows that touch', withRows([3, '08.00', '12.00'], [3, '12.00', '16.00'])],
		['rows that touch at midnight', withRows([3, '22.00', '24.00'], [4, '00.00', '06.00'])],
		['the same times on two days', withRows([3, '08.00', '12.00'], [4, '08.00', '12.00'])],
	])('%s pass', (_, report) => {
		expect(checkOf('ROW_OVERLAP', report)).toEqual([]);
	});
	test('one minute is an overlap, whatever the order of the rows', () => {
		expect(checkOf('ROW_OVERLAP', withRows([3, '12.00', '16.00'], [3, '08.00', '12.01'])).map(brief)).toEqual(
			[
				{
					code: 'ROW_OVERLAP',
					level: 'error',
					path: 'tidrapport.rapportRad[1]',
					message: 'Rows 1 (day 3, 12.00–16.00) and 2 (day 3, 08.00–12.01) of the report overlap by 1 min.',
					found: 'day 3, 08.00–12.01',
				},
			],
		);
	});
	test('rows within a long one are all named', () => {
		const report = withRows([3, '00.00', '24.00'], [3, '01.00', '02.00', 'vanteTid'], [3, '20.00', '22.30']);
		expect(checkOf('ROW_OVERLAP', report).map(({ message }) => message)).toEqual([
			'Rows 1 (day 3, 00.00–24.00) and 2 (day 3, 01.00–02.00) of the report overlap by 1 h.',
			'Rows 1 (day 3, 00.00–24.00) and 3 (day 3, 20.00–22.30) of the report overlap by 2 h 30 min.',
		]);
	});
	test('the same times as two kinds overlap', () => {
		const report = withRows([3, '08.00', '12.00', 'aktivTid'], [3, '08.00', '12.00', 'vanteTid']);
		expect(check(report).map(({ code }) => code)).toEqual(['ROW_OVERLAP']);
	});
});

describe('ROW_DUPLICATE: no row twice', () => {
	test('rows that differ in their kind only are none', () => {
		const report = withRows([3, '08.00', '12.00', 'aktivTid'], [3, '08.00', '12.00', 'vanteTid']);
		expect(checkOf('ROW_DUPLICATE', report)).toEqual([]);
	});
	test('each repetition is named, and not as an overlap too', () => {
		const report = withRows(
			[3, '08.00', '12.00'],
			[4, '08.00', '12.00'],
			[3, '08.00', '12.00'],
			[3, '08.00', '12.00'],
		);
		expect(check(report).map(brief)).toEqual(
			[2, 3].map((index) => ({
				code: 'ROW_DUPLICATE',
				level: 'error',
				path: `tidrapport.rapportRad[${index}]`,
				message: `Rows 1 and ${index + 1} of the report say the same: day 3, 08.00–12.00, aktivTid.`,
				found: 'day 3, 08.00–12.00',
			})),
		);
	});
	test('rows that are wrong in themselves are duplicates too', () => {
		expect(checkOf('ROW_DUPLICATE', withRows([3, '99.99', '12.00'], [3, '99.99', '12.00']))).toHaveLength(1);
	});
});

describe('ROWS_NONE: at least one row', () => {
	test('a report without rows is named', () => {
		expect(checkOf('ROWS_NONE', withRows()).map(brief)).toEqual([
			{
				code: 'ROWS_NONE',
				level: 'error',
				path: 'tidrapport.rapportRad',
				message: 'The report of 2026-10 has no rows.',
				found: '',
			},
		]);
	});
	test('unless empty reports are asked for', () => {
		expect(check(withRows(), { allowEmpty: true })).toEqual([]);
	});
});

describe('DST: both sums are shown', () => {
	test.each([
		[
			'spring',
			'2026-03',
			29,
			'01.00',
			'04.00',
			'forward on day 29 within row 1 of the report (day 29, 01.00–04.00): 3 h by the clock, 2 h',
		],
		[
			'autumn',
			'2026-10',
			25,
			'00.00',
			'04.00',
			'back on day 25 within row 1 of the report (day 25, 00.00–04.00): 4 h by the clock, 5 h',
		],
	])('%s', (_, redovisningsmanad, dag, from, to, said) => {
		const report = aReport({ redovisningsmanad, berakningsperiod: [], rows: [rad(dag, from, to)] });
		expect(checkOf('DST', report).map(brief)).toEqual([
			{
				code: 'DST',
				level: 'info',
				path: 'tidrapport.rapportRad[0]',
				message: `The clock is put ${said} really worked in the month.`,
				found: `day ${dag}, ${from}–${to}`,
			},
		]);
	});
	test.each([
		['2026-03', 29, '02.30', '06.00', 'The clock never shows 02.30 that night: look at the shift again. '],
		[
			'2026-03',
			29,
			'02.10',
			'02.50',
			'The clock never shows 02.10 and 02.50 that night: look at the shift again. ',
		],
		[
			'2026-10',
			25,
			'02.30',
			'06.00',
			'The clock shows 02.30 twice that night; the first time is reckoned with. ',
		],
		['2026-10', 25, '02.00', '03.00', ''],
		['2026-03', 29, '02.00', '03.00', ''],
	])('%s-%s %s–%s: a time within the hour is named', (redovisningsmanad, dag, from, to, said) => {
		const report = aReport({ redovisningsmanad, berakningsperiod: [], rows: [rad(dag, from, to)] });
		expect(checkOf('DST', report).map(({ description }) => description)).toEqual([
			`${said}Leave the rows as the clock shows: Försäkringskassan adjusts by itself. The invoice shows what was really worked.`,
		]);
	});
	test('a row that ends within the hour that comes twice is told, though its minutes are no other', () => {
		const report = aReport({ rows: [rad(24, '00.00', '02.30'), rad(25, '00.00', '02.30')] });
		const [problem, ...more] = checkOf('DST', report);
		expect(more).toEqual([]);
		expect(problem).toMatchObject({
			path: 'tidrapport.rapportRad[1]',
			message:
				'The clock is put back on day 25 beside row 2 of the report (day 25, 00.00–02.30): 5 h by the clock, 5 h really worked in the month.',
			description: expect.stringMatching(
				/^The clock shows 02.30 twice that night; the first time is reckoned with. /,
			),
		});
	});
	test('a row over the change goes before one beside it', () => {
		const report = aReport({ rows: [rad(25, '00.00', '02.30'), rad(25, '02.30', '04.00')] });
		expect(checkOf('DST', report).map(({ path }) => path)).toEqual(['tidrapport.rapportRad[1]']);
	});
	test.each([
		['autumn, up to the hour that comes twice', '2026-10', 25, '00.00', '02.00'],
		['autumn, after it', '2026-10', 25, '03.00', '08.00'],
		['spring, up to the jump', '2026-03', 29, '00.00', '02.00'],
		['the night before', '2026-10', 24, '00.00', '24.00'],
		['a month without a change', '2026-11', 25, '00.00', '24.00'],
	])('nothing for %s', (_, redovisningsmanad, dag, from, to) => {
		expect(checkOf('DST', aReport({ redovisningsmanad, rows: [rad(dag, from, to)] }))).toEqual([]);
	});
});
