import type { Berakningsperiod } from '../../src/tidredovisning/types';
import { ANORDNARE, aReport, brief, check, checkOf, ownEmployerReport, rad, type Changes } from './aReport';

const period = (fromDag: string, tomDag: string): Berakningsperiod => ({ fromDag, tomDag });
const withPeriods = (...berakningsperiod: Berakningsperiod[]) => aReport({ berakningsperiod });
const noAgreement = { ...aReport().assistent, kollektivavtal: false };
const underTheAct = (changes: Changes) => aReport({ assistent: noAgreement, ...changes });
const ownEmployer = (changes: Changes) => ownEmployerReport({ assistent: noAgreement, ...changes });

describe('PERIOD: fromDag ≤ tomDag; no overlap', () => {
	test.each([
		['none', withPeriods()],
		[
			'one day',
			aReport({ berakningsperiod: [period('2026-10-02', '2026-10-02')], rows: [rad(2, '08.00', '09.00')] }),
		],
		['two that touch', withPeriods(period('2026-10-01', '2026-10-15'), period('2026-10-16', '2026-10-31'))],
		['in any order', withPeriods(period('2026-10-16', '2026-10-31'), period('2026-10-01', '2026-10-15'))],
	])('%s passes', (_, report) => {
		expect(check(report)).toEqual([]);
	});
	test('an end before the start', () => {
		expect(checkOf('PERIOD', withPeriods(period('2026-10-02', '2026-10-01'))).map(brief)).toEqual([
			{
				code: 'PERIOD',
				level: 'error',
				path: 'berakningsperiod[0].tomDag',
				message: 'The period ends 2026-10-01, before it begins 2026-10-02.',
				found: '2026-10-01',
			},
		]);
	});
	test.each(['2026-02-29', '2026-13-01', '2026-1-1', '20261001', ''])('"%s" is no day', (day) => {
		expect(checkOf('PERIOD', withPeriods(period(day, '2026-10-31'))).map(brief)).toEqual([
			{
				code: 'PERIOD',
				level: 'error',
				path: 'berakningsperiod[0].fromDag',
				message: `The period has "${day}" as fromDag, which is not a day in the calendar.`,
				found: day,
			},
		]);
	});
	test('one day in two periods is an overlap', () => {
		const report = withPeriods(period('2026-10-01', '2026-10-16'), period('2026-10-16', '2026-10-31'));
		expect(checkOf('PERIOD', report).map(brief)).toEqual([
			{
				code: 'PERIOD',
				level: 'error',
				path: 'berakningsperiod[1]',
				message: 'The period 2026-10-16–2026-10-31 overlaps berakningsperiod[0] (2026-10-01–2026-10-16).',
				found: '2026-10-16–2026-10-31',
			},
		]);
	});
});

describe('PERIOD_COVER: the periods together cover every row', () => {
	const rows = [rad(2, '08.00', '16.00'), rad(20, '08.00', '16.00'), rad(31, '22.00', '24.00')];
	test.each([
		['one period', [period('2026-10-02', '2026-10-31')]],
		['two periods', [period('2026-09-01', '2026-10-19'), period('2026-10-20', '2026-12-31')]],
		['no period at all', []],
	])('%s passes', (_, berakningsperiod) => {
		expect(checkOf('PERIOD_COVER', aReport({ berakningsperiod, rows }))).toEqual([]);
	});
	test('a gap names the first row in it and how many there are', () => {
		const report = aReport({ berakningsperiod: [period('2026-10-01', '2026-10-19')], rows });
		expect(checkOf('PERIOD_COVER', report).map(brief)).toEqual([
			{
				code: 'PERIOD_COVER',
				level: 'warning',
				path: 'tidrapport.rapportRad[1]',
				message:
					'2 rows lie outside every period (berakningsperiod), the first is row 2 of the report (day 20, 08.00–16.00); the periods are 2026-10-01–2026-10-19.',
				found: 'day 20, 08.00–16.00',
			},
		]);
	});
});

describe('PERIOD_LENGTH', () => {
	test.each([
		[
			'28 days, the person is the employer',
			ownEmployer({ berakningsperiod: [period('2026-10-01', '2026-10-28')] }),
		],
		[
			'a year, the person is the employer, with an agreement',
			ownEmployerReport({ berakningsperiod: [period('2026-01-01', '2026-12-31')] }),
		],
		['4 months under the act', underTheAct({ berakningsperiod: [period('2026-10-01', '2027-01-31')] })],
		[
			'4 months under the act, from the middle of one',
			underTheAct({ berakningsperiod: [period('2026-09-15', '2027-01-14')] }),
		],
		[
			'4 months under the act, to the end of a short one',
			underTheAct({ berakningsperiod: [period('2026-10-31', '2027-02-28')] }),
		],
		['a year with an agreement', withPeriods(period('2026-01-01', '2026-12-31'))],
		[
			'a year for the self-employed',
			underTheAct({
				anordnare: { organisationsnummer: ANORDNARE.organisationsnummer, assistentEgenForetagare: true },
				berakningsperiod: [period('2026-01-01', '2026-12-31')],
			}),
		],
	])('%s passes', (_, report) => {
		expect(checkOf('PERIOD_LENGTH', report)).toEqual([]);
	});
	test.each([
		[
			'29 days, the person is the employer',
			ownEmployer({ berakningsperiod: [period('2026-10-01', '2026-10-29')] }),
			'The period 2026-10-01–2026-10-29 has 29 days; at most 28 when the person is the employer and there is no collective agreement.',
			'2026-10-28',
		],
		[
			'4 months and a day under the act',
			underTheAct({ berakningsperiod: [period('2026-10-01', '2027-02-01')] }),
			'The period 2026-10-01–2027-02-01 has 124 days; at most 4 months under the working-hours act (arbetstidslagen).',
			'2027-01-31',
		],
	])('%s', (_, report, message, last) => {
		const problems = checkOf('PERIOD_LENGTH', report);
		expect(problems.map(({ level, path, message: said }) => ({ level, path, said }))).toEqual([
			{ level: 'warning', path: 'berakningsperiod[0]', said: message },
		]);
		expect(problems[0]?.description).toBe(
			`End it by ${last}, or say that a collective agreement covers the assistent if one does.`,
		);
	});
});

describe('WORKING_TIME: weekly average over the period', () => {
	/** Two weeks from Monday the 5th with that many minutes: 600 on each of the first days, the rest on the next. */
	function twoWeeks(minutes: number, tidstyp: 'aktivTid' | 'vanteTid' | 'beredskapsTid' = 'aktivTid') {
		const rows = Array.from({ length: Math.ceil(minutes / 600) }, (_, day) => {
			const left = Math.min(600, minutes - day * 600);
			const end = `${String(8 + Math.floor(left / 60)).padStart(2, '0')}.${String(left % 60).padStart(2, '0')}`;
			return rad(5 + day, '08.00', end, tidstyp);
		});
		return { rows, berakningsperiod: [period('2026-10-05', '2026-10-18')] };
	}
	test.each([
		['48 h under the act', underTheAct(twoWeeks(96 * 60))],
		['52 h, the person is the employer', ownEmployer(twoWeeks(104 * 60))],
		['on-call time alone', underTheAct(twoWeeks(120 * 60, 'beredskapsTid'))],
		['any time with an agreement whose figure is not known', aReport(twoWeeks(120 * 60))],
	])('%s passes', (_, report) => {
		expect(checkOf('WORKING_TIME', report)).toEqual([]);
	});
	test.each([
		[
			'a minute more than 48 h under the act',
			underTheAct(twoWeeks(96 * 60 + 1)),
			'96 h 1 min of active and waiting time in 14 days (2026-10-05–2026-10-18) are 48 h a week on average; 48 h are allowed by the working-hours act (arbetstidslagen).',
		],
		[
			'waiting time counts in full',
			underTheAct(twoWeeks(98 * 60, 'vanteTid')),
			'98 h of active and waiting time in 14 days (2026-10-05–2026-10-18) are 49 h a week on average; 48 h are allowed by the working-hours act (arbetstidslagen).',
		],
		[
			'more than 52 h, the person is the employer',
			ownEmployer(twoWeeks(105 * 60)),
			'105 h of active and waiting time in 14 days (2026-10-05–2026-10-18) are 52 h 30 min a week on average; Försäkringskassan counts with 52 h when the person is the employer and there is no collective agreement.',
		],
	])('%s', (_, report, message) => {
		expect(
			checkOf('WORKING_TIME', report).map(({ level, path, message: said }) => ({ level, path, said })),
		).toEqual([{ level: 'warning', path: 'tidrapport', said: message }]);
	});
	test("an agreement's own figure", () => {
		const report = aReport(twoWeeks(80 * 60));
		expect(checkOf('WORKING_TIME', report, { agreement: { weekMinutes: 40 * 60 } })).toEqual([]);
		expect(
			checkOf('WORKING_TIME', report, { agreement: { weekMinutes: 39 * 60 } }).map(({ message }) => message),
		).toEqual([
			'80 h of active and waiting time in 14 days (2026-10-05–2026-10-18) are 40 h a week on average; 39 h is the limit given for the collective agreement, overtime included.',
		]);
	});
	test('what was really worked counts: the night that the clock is put back has an hour more', () => {
		const night = { berakningsperiod: [period('2026-10-25', '2026-10-25')] };
		expect(
			checkOf('WORKING_TIME', underTheAct({ ...night, rows: [rad(25, '00.00', '06.51')] })),
		).toHaveLength(1);
		expect(
			checkOf('WORKING_TIME', underTheAct({ ...night, rows: [rad(25, '03.00', '09.51')] })),
		).toHaveLength(0);
	});
	describe('of a period that goes on in other months', () => {
		const days = (first: number, last: number, to = '20.00') =>
			Array.from({ length: last - first + 1 }, (_, day) => rad(first + day, '07.00', to));
		test("a month's part above the limit is told as an info, with its reckoning", () => {
			const report = underTheAct({
				rows: days(1, 28),
				berakningsperiod: [period('2026-10-01', '2027-01-31')],
			});
			const [problem, ...more] = checkOf('WORKING_TIME', report);
			expect(more).toEqual([]);
			expect(problem && brief(problem)).toEqual({
				code: 'WORKING_TIME',
				level: 'info',
				path: 'tidrapport',
				message:
					'364 h of active and waiting time in 31 days (2026-10-01–2026-10-31) are 82 h 11 min a week on average; 48 h are allowed by the working-hours act (arbetstidslagen), over the whole period (2026-10-01–2027-01-31).',
				found: '82 h 11 min',
			});
			expect(problem?.description).toBe(
				'Check the other months of the period as well; only this month is included here.',
			);
		});
		test('more than all of it allows is a warning, and no info beside it', () => {
			const berakningsperiod = [period('2026-09-28', '2026-10-25'), period('2026-10-26', '2026-11-22')];
			const report = underTheAct({ rows: days(1, 28), berakningsperiod });
			expect(checkOf('WORKING_TIME', report).map(({ level, found }) => [level, found])).toEqual([
				['warning', '81 h 15 min'],
			]);
		});
		test('a part of six days is too short to average', () => {
			const berakningsperiod = [period('2026-10-26', '2026-11-22')];
			const rows = days(26, 31);
			expect(checkOf('WORKING_TIME', underTheAct({ rows, berakningsperiod }))).toEqual([]);
			const week = { rows: days(25, 31), berakningsperiod: [period('2026-10-25', '2026-11-21')] };
			expect(checkOf('WORKING_TIME', underTheAct(week)).map(({ level }) => level)).toEqual(['info']);
		});
		test.each([
			['a part within the limit', [period('2026-09-01', '2026-12-31')], days(1, 28, '14.00')],
			['a period of other months alone', [period('2026-06-01', '2026-09-30')], days(1, 28)],
			['a period that is the month', [period('2026-10-01', '2026-10-31')], days(1, 10)],
		])('nothing of %s', (_, berakningsperiod, rows) => {
			expect(checkOf('WORKING_TIME', underTheAct({ rows, berakningsperiod }))).toEqual([]);
		});
	});
	test('an agreed figure may have minutes', () => {
		const report = aReport(twoWeeks(2 * 38.25 * 60 + 1));
		expect(checkOf('WORKING_TIME', report, { agreement: { weekMinutes: 38.25 * 60 } })).toHaveLength(1);
		expect(
			checkOf('WORKING_TIME', aReport(twoWeeks(2 * 38.25 * 60)), { agreement: { weekMinutes: 38.25 * 60 } }),
		).toEqual([]);
	});
	test('without a period it is the month', () => {
		const rows = Array.from({ length: 31 }, (_, day) => rad(day + 1, '08.00', '15.00'));
		const [problem] = checkOf('WORKING_TIME', underTheAct({ rows, berakningsperiod: [] }));
		expect(problem?.message).toMatch(
			/^217 h of active and waiting time in 31 days \(2026-10-01–2026-10-31\) are 49 h a week/,
		);
	});
});
