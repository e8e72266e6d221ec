import * as fc from 'fast-check';

import { EltError } from '../../src/errors';
import {
	type BerakningsperiodRule,
	berakningsperioderFor,
	readBerakningsperiodRule,
} from '../../src/tidredovisning/berakningsperiod';

/** Periods as `from–to`, to be read beside a calendar. */
function periods(month: string, rule: BerakningsperiodRule): string[] {
	return berakningsperioderFor(month, rule).map(({ fromDag, tomDag }) => `${fromDag}–${tomDag}`);
}

function thrownBy(work: () => unknown): EltError {
	try {
		work();
	} catch (error) {
		if (error instanceof EltError) return error;
	}
	throw new Error('nothing was thrown');
}

describe('calendar month', () => {
	test.each([
		['2026-10', '2026-10-01–2026-10-31'],
		['2026-02', '2026-02-01–2026-02-28'],
		['2028-02', '2028-02-01–2028-02-29'],
		['2026-12', '2026-12-01–2026-12-31'],
	])('%s is %s', (month, period) => {
		expect(periods(month, { kind: 'calendarMonth' })).toEqual([period]);
	});
});

describe('chains of weeks', () => {
	test('two periods where a border falls in the month', () => {
		expect(periods('2026-10', { kind: 'weeks', weeks: 4, from: '2026-09-28' })).toEqual([
			'2026-09-28–2026-10-25',
			'2026-10-26–2026-11-22',
		]);
	});

	test('one period where the month begins and ends with it', () => {
		expect(periods('2027-02', { kind: 'weeks', weeks: 4, from: '2027-02-01' })).toEqual([
			'2027-02-01–2027-02-28',
		]);
	});

	test('three periods where a short one lies inside the month', () => {
		expect(periods('2026-10', { kind: 'weeks', weeks: 2, from: '2026-09-28' })).toEqual([
			'2026-09-28–2026-10-11',
			'2026-10-12–2026-10-25',
			'2026-10-26–2026-11-08',
		]);
	});

	test('the chain is the same from any of its first days, before or after the month', () => {
		const from = (day: string) => periods('2026-10', { kind: 'weeks', weeks: 4, from: day });
		expect(from('2024-04-15')).toEqual(from('2026-09-28'));
		expect(from('2027-05-10')).toEqual(from('2026-09-28'));
	});

	test('a week is seven days by the calendar over both change nights', () => {
		expect(periods('2026-03', { kind: 'weeks', weeks: 1, from: '2026-03-23' }).slice(-2)).toEqual([
			'2026-03-23–2026-03-29',
			'2026-03-30–2026-04-05',
		]);
	});

	test('every day of the month lies in exactly one period', () => {
		const days = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
		fc.assert(
			fc.property(days, days, fc.integer({ min: 1, max: 26 }), (anchor, inMonth, weeks) => {
				const month = inMonth.toISOString().slice(0, 7);
				const chain = berakningsperioderFor(month, {
					kind: 'weeks',
					weeks,
					from: anchor.toISOString().slice(0, 10),
				});
				const day = inMonth.toISOString().slice(0, 10);
				expect(chain.filter(({ fromDag, tomDag }) => fromDag <= day && day <= tomDag)).toHaveLength(1);
			}),
		);
	});
});

describe('chains of months', () => {
	test.each([
		['2026-10', 3, '2026-09', '2026-09-01–2026-11-30'],
		['2026-12', 4, '2026-01', '2026-09-01–2026-12-31'],
		['2027-01', 4, '2026-10', '2026-10-01–2027-01-31'],
		['2026-10', 1, '2020-02', '2026-10-01–2026-10-31'],
		['2026-01', 2, '2026-06', '2025-12-01–2026-01-31'],
	])('%s, %i months from %s: %s', (month, months, from, period) => {
		expect(periods(month, { kind: 'months', months, from })).toEqual([period]);
	});
});

describe('own list', () => {
	const list = [
		{ fromDag: '2026-10-19', tomDag: '2026-11-15' },
		{ fromDag: '2026-09-21', tomDag: '2026-10-18' },
		{ fromDag: '2026-11-16', tomDag: '2026-12-13' },
	];

	test('only what touches the month, in order', () => {
		expect(periods('2026-10', { kind: 'list', periods: list })).toEqual([
			'2026-09-21–2026-10-18',
			'2026-10-19–2026-11-15',
		]);
	});

	test('none where none touches the month', () => {
		expect(periods('2026-07', { kind: 'list', periods: list })).toEqual([]);
	});
});

describe('what is not possible', () => {
	const day = 'Give a day as YYYY-MM-DD, e.g. 2026-10-01.';
	const month = 'Give a month as YYYY-MM, e.g. 2026-10.';

	test.each<[string, BerakningsperiodRule, string, string]>([
		['2026-13', { kind: 'calendarMonth' }, 'The month is "2026-13", which is no month.', month],
		[
			'2026-10',
			{ kind: 'weeks', weeks: 4, from: '2026-02-30' },
			'The first day is "2026-02-30", which is no day.',
			day,
		],
		[
			'2026-10',
			{ kind: 'weeks', weeks: 0, from: '2026-10-01' },
			'A beräkningsperiod of 0 weeks is not possible.',
			'Give a whole number of weeks, 1 to 26.',
		],
		[
			'2026-10',
			{ kind: 'months', months: 1.5, from: '2026-10' },
			'A beräkningsperiod of 1.5 months is not possible.',
			'Give a whole number of months, 1 to 12.',
		],
		[
			'2026-10',
			{ kind: 'months', months: 2, from: '2026-10-01' },
			'The first month is "2026-10-01", which is no month.',
			month,
		],
		[
			'2026-10',
			{ kind: 'list', periods: [{ fromDag: '2026-10-01', tomDag: '2026-10-32' }] },
			'tomDag of beräkningsperiod 1 is "2026-10-32", which is no day.',
			day,
		],
	])('%s with %j', (reported, rule, message, description) => {
		const error = thrownBy(() => berakningsperioderFor(reported, rule));
		expect(error).toMatchObject({ code: 'INPUT_INVALID', message, description });
	});
});

describe('as the command line spells it', () => {
	test.each<[string, BerakningsperiodRule]>([
		['month', { kind: 'calendarMonth' }],
		[' 4 weeks from 2026-09-28 ', { kind: 'weeks', weeks: 4, from: '2026-09-28' }],
		['1 week from 2026-09-28', { kind: 'weeks', weeks: 1, from: '2026-09-28' }],
		['3 Months from 2026-09', { kind: 'months', months: 3, from: '2026-09' }],
	])('%j', (text, rule) => {
		expect(readBerakningsperiodRule(text)).toEqual(rule);
	});

	test.each([
		['fortnightly', 'The beräkningsperiod "fortnightly" was not understood.'],
		['4 weeks from 2026-13-01', 'The first day is "2026-13-01", which is no day.'],
		['40 weeks from 2026-09-28', 'A beräkningsperiod of 40 weeks is not possible.'],
	])('%j is not understood', (text, message) => {
		expect(thrownBy(() => readBerakningsperiodRule(text))).toMatchObject({ code: 'INPUT_INVALID', message });
	});
});
