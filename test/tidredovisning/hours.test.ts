import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { deadlineFor } from '../../src/tidredovisning/deadline';
import { actualMinutes, hoursOf, totalsPerPerson } from '../../src/tidredovisning/hours';
import { changeNightOf, wallClock } from '../../src/tidredovisning/stockholm';
import { aReport, rad } from './aReport';

const minutes = (clockMinutes: number, actual = clockMinutes) => ({ clockMinutes, actualMinutes: actual });

describe('changeNightOf', () => {
	test.each([
		['2026-03', { dag: 29, atMinute: 120, shiftMinutes: 60 }],
		['2026-10', { dag: 25, atMinute: 180, shiftMinutes: -60 }],
		['2027-03', { dag: 28, atMinute: 120, shiftMinutes: 60 }],
		['2027-10', { dag: 31, atMinute: 180, shiftMinutes: -60 }],
		['2026-04', null],
		['2026-12', null],
	])('%s', (month, night) => {
		expect(changeNightOf(month)).toEqual(night);
	});
});

describe('actualMinutes on change nights', () => {
	const spring = changeNightOf('2026-03');
	const autumn = changeNightOf('2026-10');
	test.each([
		['spring, 00.00–04.00 counts 3 h', 29, 0, 240, spring, 180],
		['spring, up to the jump', 29, 0, 120, spring, 120],
		['spring, from the jump on', 29, 180, 240, spring, 60],
		['spring, within the hour that never comes', 29, 120, 180, spring, 0],
		['autumn, 00.00–04.00 counts 5 h', 25, 0, 240, autumn, 300],
		['autumn, up to the hour that comes twice', 25, 0, 120, autumn, 120],
		['autumn, the hour that comes twice', 25, 120, 180, autumn, 120],
		['autumn, from it on', 25, 180, 240, autumn, 60],
		['the whole day in spring', 29, 0, 1440, spring, 1380],
		['the whole day in autumn', 25, 0, 1440, autumn, 1500],
		['another day', 24, 0, 240, autumn, 240],
		['a month without a change', 25, 0, 240, null, 240],
	])('%s', (_, dag, from, to, night, expected) => {
		expect(actualMinutes(dag, from, to, night)).toBe(expected);
	});

	test('touching stretches add up, and the whole day is what luxon says', () => {
		const cut = fc.integer({ min: 0, max: 1440 });
		fc.assert(
			fc.property(
				fc.constantFrom('2026-03', '2026-10', '2026-11'),
				fc.integer({ min: 1, max: 30 }),
				fc.array(cut, { maxLength: 6 }),
				(month, dag, cuts) => {
					const points = [0, ...cuts, 1440].sort((a, b) => a - b);
					const night = changeNightOf(month);
					const parts = points.slice(1).map((to, index) => actualMinutes(dag, points[index] ?? 0, to, night));
					const midnight = DateTime.fromISO(`${month}-${String(dag).padStart(2, '0')}`, {
						zone: 'Europe/Stockholm',
					});
					const day = midnight.plus({ days: 1 }).diff(midnight, 'minutes').minutes;
					expect(parts.reduce((sum, part) => sum + part, 0)).toBe(day);
				},
			),
		);
	});
});

describe('hoursOf', () => {
	test('sums each kind, by the clock and really worked', () => {
		const rows = [
			rad(1, '08.00', '12.15'),
			rad(2, '00.00', '24.00', 'beredskapsTid'),
			rad(25, '00.00', '04.00', 'vanteTid'),
			rad(26, '08.00', '08.01'),
		];
		expect(hoursOf(aReport({ rows }))).toEqual({
			aktivTid: minutes(256),
			vanteTid: minutes(240, 300),
			beredskapsTid: minutes(1440),
		});
	});
	test('rows that are no stretch of time count nothing', () => {
		const rows = [rad(1, '99.99', '12.00'), rad(1, '12.00', '08.00'), rad(1, '12.00', '')];
		expect(hoursOf(aReport({ rows, redovisningsmanad: '2026-99' })).aktivTid).toEqual(minutes(0));
	});
});

test('totalsPerPerson adds the assistenter of a person and month', () => {
	const one = aReport({ rows: [rad(1, '08.00', '10.00')] });
	const two = aReport({ rows: [rad(25, '00.00', '04.00'), rad(2, '08.00', '09.00', 'vanteTid')] });
	const other = aReport({ redovisningsmanad: '2026-11', rows: [rad(1, '08.00', '08.30')] });
	const jose = { namn: 'José Öberg', personnummer: '198108169924' };
	const none = minutes(0);
	expect(totalsPerPerson([one, other, two])).toEqual([
		{
			personSomHarAssistans: jose,
			redovisningsmanad: '2026-10',
			reports: 2,
			hours: { aktivTid: minutes(360, 420), vanteTid: minutes(60), beredskapsTid: none },
		},
		{
			personSomHarAssistans: jose,
			redovisningsmanad: '2026-11',
			reports: 1,
			hours: { aktivTid: minutes(30), vanteTid: none, beredskapsTid: none },
		},
	]);
});

describe('deadlineFor: the 5th of the second month after', () => {
	test.each([
		['2026-10', '2026-11-02', { date: '2026-12-05', daysLeft: 33 }],
		['2026-10', '2026-12-05', { date: '2026-12-05', daysLeft: 0 }],
		['2026-10', '2026-12-06', { date: '2026-12-05', daysLeft: -1 }],
		['2026-11', '2026-12-31', { date: '2027-01-05', daysLeft: 5 }],
		['2026-12', '2026-12-31', { date: '2027-02-05', daysLeft: 36 }],
	])('of %s on %s', (month, today, deadline) => {
		expect(deadlineFor(month, today)).toEqual(deadline);
	});
});

test.each([
	['2026-10-01T06:00:00Z', '2026-10-01T08:00:00.000', false],
	['2026-12-01T08:00:00+02:00', '2026-12-01T07:00:00.000', false],
	['2026-10-24T23:59:59Z', '2026-10-25T01:59:59.000', false],
	['2026-10-25T00:30:00Z', '2026-10-25T02:30:00.000', false],
	['2026-10-25T01:00:00Z', '2026-10-25T02:00:00.000', true],
	['2026-10-25T02:59:00+01:00', '2026-10-25T02:59:00.000', true],
	['2026-10-25T02:00:00Z', '2026-10-25T03:00:00.000', false],
	['2026-03-29T01:00:00Z', '2026-03-29T03:00:00.000', false],
])('wallClock: at %s it is %s in Stockholm, again: %s', (instant, clock, again) => {
	expect(wallClock(instant)).toEqual({ clock, again });
});

test('wallClock knows no instant in a month that is none', () => {
	expect(wallClock('2026-13-01T08:00:00Z')).toBeNull();
});
