import type { RuleContext } from '../../src/tidredovisning/rules';
import { ANORDNARE, aReport, brief, checkOf, ownEmployerReport, rad, type Changes } from './aReport';

const noAgreement = { ...aReport().assistent, kollektivavtal: false };
const underTheAct = (changes: Changes) => aReport({ assistent: noAgreement, ...changes });

describe('REST under the working-hours act: 11 h daily, 36 h weekly', () => {
	test.each([
		['13 h, then 11 h of rest', [rad(2, '08.00', '21.00'), rad(3, '08.00', '21.00')]],
		[
			'on-call time is rest',
			[rad(2, '08.00', '20.00'), rad(2, '20.00', '24.00', 'beredskapsTid'), rad(3, '08.00', '20.00')],
		],
		[
			'six long days, then 36 h',
			[...[5, 6, 7, 8, 9].map((day) => rad(day, '08.00', '20.00')), rad(11, '08.00', '20.00')],
		],
	])('%s pass', (_, rows) => {
		expect(checkOf('REST', underTheAct({ rows }))).toEqual([]);
	});
	test.each([
		[
			'13 h and a minute',
			[rad(2, '08.00', '21.01')],
			'From row 1 of the report (day 2, 08.00–21.01) to row 1 (day 2, 08.00–21.01) 13 h 1 min pass without a rest of 11 h; the working-hours act (arbetstidslagen) requires 11 h of daily rest in each 24 h, so at most 13 h may pass.',
		],
		[
			'a minute too little between two shifts, over midnight',
			[rad(2, '14.00', '22.00'), rad(3, '08.59', '16.00')],
			'From row 1 of the report (day 2, 14.00–22.00) to row 2 (day 3, 08.59–16.00) 26 h pass without a rest of 11 h; the working-hours act (arbetstidslagen) requires 11 h of daily rest in each 24 h, so at most 13 h may pass.',
		],
	])('daily: %s', (_, rows, message) => {
		expect(checkOf('REST', underTheAct({ rows })).map(brief)).toEqual([
			{
				code: 'REST',
				level: 'warning',
				path: 'tidrapport.rapportRad[0]',
				message,
				found: expect.stringMatching(/ h/),
			},
		]);
	});
	const sixDays = [5, 6, 7, 8, 9].map((day) => rad(day, '08.00', '20.00'));
	test('weekly: on-call time is no rest', () => {
		const rows = [...sixDays, rad(10, '12.00', '13.00', 'beredskapsTid'), rad(11, '08.00', '20.00')];
		expect(checkOf('REST', underTheAct({ rows })).map(({ message }) => message)).toEqual([
			'From row 1 of the report (day 5, 08.00–20.00) to row 7 (day 11, 08.00–20.00) 156 h pass without a rest of 36 h; the working-hours act (arbetstidslagen) requires 36 h of weekly rest in each 7 days, so at most 132 h may pass.',
		]);
	});
	test.each([
		[
			'daily',
			[rad(2, '08.00', '21.01')],
			"Check the shifts. Rest does not affect Försäkringskassan's payment.",
		],
		[
			'weekly',
			[...sixDays, rad(10, '20.00', '21.00')],
			"Check the shifts, on-call time included. A collective agreement may have another weekly rest, and counted in fixed periods of seven days it may be enough: here any seven days in a row count. Rest does not affect Försäkringskassan's payment.",
		],
	])('%s: what else may hold is said', (_, rows, description) => {
		expect(checkOf('REST', underTheAct({ rows })).map((problem) => problem.description)).toEqual([
			description,
		]);
	});
	describe('over a change night it is what really passes', () => {
		const nights = (redovisningsmanad: string, ...rows: ReturnType<typeof rad>[]) =>
			checkOf('REST', underTheAct({ redovisningsmanad, berakningsperiod: [], rows })).map(
				({ found }) => found,
			);
		test('11 h by the clock in spring are 10 h: too little', () => {
			expect(nights('2026-03', rad(28, '10.00', '22.00'), rad(29, '09.00', '20.00'))).toEqual(['33 h']);
			expect(nights('2026-03', rad(28, '10.00', '22.00'), rad(29, '10.00', '20.00'))).toEqual([]);
		});
		test('10 h by the clock in autumn are 11 h: enough', () => {
			expect(nights('2026-10', rad(24, '10.00', '22.00'), rad(25, '08.00', '18.00'))).toEqual([]);
			expect(nights('2026-10', rad(24, '10.00', '22.00'), rad(25, '07.59', '18.00'))).toEqual(['33 h']);
		});
		test('a shift over the night is as long as it really was', () => {
			expect(nights('2026-10', rad(24, '20.00', '24.00'), rad(25, '00.00', '09.00'))).toEqual(['14 h']);
			expect(nights('2026-03', rad(28, '20.00', '24.00'), rad(29, '00.00', '10.00'))).toEqual([]);
		});
	});
	test('weekly: seven days in a row', () => {
		const rows = [5, 6, 7, 8, 9, 10, 11].map((day) => rad(day, '08.00', '16.00'));
		expect(checkOf('REST', underTheAct({ rows })).map(({ message }) => message)).toEqual([
			'From row 1 of the report (day 5, 08.00–16.00) to row 7 (day 11, 08.00–16.00) 152 h pass without a rest of 36 h; the working-hours act (arbetstidslagen) requires 36 h of weekly rest in each 7 days, so at most 132 h may pass.',
		]);
	});
});

describe('REST by employer and agreement', () => {
	const long = [rad(2, '08.00', '21.01')];
	const week = [5, 6, 7, 8, 9, 10, 11].map((day) => rad(day, '08.00', '16.00'));
	const { organisationsnummer } = ANORDNARE;
	const selfEmployed = { organisationsnummer, assistentEgenForetagare: true } as const;
	const other = { organisationsnummer, annanArbetsgivare: { organisationsnummer } };
	const levels = (report: ReturnType<typeof aReport>, context: Partial<RuleContext> = {}) =>
		checkOf('REST', report, context).map(({ level, found }) => `${level} ${found}`);
	const rest = { longestPass: 24 * 60, dailyRest: 9 * 60 };

	test.each([
		['employee of the provider', underTheAct({ rows: long }), ['warning 13 h 1 min']],
		['employee of the provider, weekly', underTheAct({ rows: week }), ['warning 152 h']],
		['employee of another employer', underTheAct({ anordnare: other, rows: long }), ['warning 13 h 1 min']],
		['employee of the person', ownEmployerReport({ assistent: noAgreement, rows: long }), []],
		[
			'employee of the person, weekly',
			ownEmployerReport({ assistent: noAgreement, rows: week }),
			['warning 152 h'],
		],
		['employee of the person under an agreement', ownEmployerReport({ rows: long }), ['info 13 h 1 min']],
		['self-employed', underTheAct({ anordnare: selfEmployed, rows: long }), []],
		['self-employed, weekly', underTheAct({ anordnare: selfEmployed, rows: week }), []],
		['self-employed with an agreement ticked', aReport({ anordnare: selfEmployed, rows: long }), []],
		['under an agreement without its figures', aReport({ rows: long }), ['info 13 h 1 min']],
		['under an agreement, weekly', aReport({ rows: week }), ['warning 152 h']],
	])('%s', (_, report, expected) => {
		expect(levels(report)).toEqual(expected);
	});

	test.each([
		['a pass of 24 h', [rad(2, '08.00', '24.00'), rad(3, '00.00', '08.00')], []],
		[
			'a pass of 24 h and a minute',
			[rad(2, '08.00', '24.00'), rad(3, '00.00', '08.01')],
			['warning 24 h 1 min'],
		],
		[
			'a pass of 24 h, 9 h of rest, a pass',
			[rad(2, '08.00', '24.00'), rad(3, '00.00', '08.00'), rad(3, '17.00', '22.00')],
			[],
		],
		[
			'a pass of 24 h and a minute less than 9 h of rest',
			[rad(2, '08.00', '24.00'), rad(3, '00.00', '08.00'), rad(3, '16.59', '22.00')],
			['warning 38 h'],
		],
	])('under an agreement with its figures: %s', (_, rows, expected) => {
		expect(levels(aReport({ rows }), { agreement: { rest } })).toEqual(expected);
	});

	test("the agreement's figures do not count where no agreement covers the assistent", () => {
		expect(levels(underTheAct({ rows: long }), { agreement: { rest } })).toEqual(['warning 13 h 1 min']);
	});

	test('the text names the figures that were given, and that payment is not affected', () => {
		const rows = [rad(2, '08.00', '24.00'), rad(3, '00.00', '08.01')];
		const [problem] = checkOf('REST', aReport({ rows }), { agreement: { rest } });
		expect(problem?.message).toBe(
			'From row 1 of the report (day 2, 08.00–24.00) to row 2 (day 3, 00.00–08.01) 24 h 1 min pass without a rest of 9 h; the collective agreement as given has passes of up to 24 h with 9 h of rest between them, so at most 24 h may pass.',
		);
		expect(problem?.description).toBe(
			"Check the shifts, and the figures of the agreement. Rest does not affect Försäkringskassan's payment.",
		);
	});

	test('without figures the text says how to give them', () => {
		expect(checkOf('REST', aReport({ rows: long }))[0]?.description).toBe(
			"A collective agreement often has another daily rest: enter its longest pass and daily rest to have them checked in place of the act's 11 h. Rest does not affect Försäkringskassan's payment.",
		);
	});
});
