import { weekdayOf, workingDayFrom } from '../../src/tidredovisning/workingDay';

test.each([
	['a working day', '2026-11-05', '2026-11-05'],
	['a Saturday', '2026-12-05', '2026-12-07'],
	['a Sunday', '2026-07-05', '2026-07-06'],
	["New Year's Day before a weekend", '2027-01-01', '2027-01-04'],
	['Epiphany', '2026-01-06', '2026-01-07'],
	['Good Friday', '2026-04-03', '2026-04-07'],
	['Easter Monday', '2026-04-06', '2026-04-07'],
	['Good Friday of a late Easter', '2038-04-23', '2038-04-27'],
	['Good Friday of an early Easter', '2035-03-23', '2035-03-27'],
	['the first of May', '2026-05-01', '2026-05-04'],
	['Ascension Day', '2026-05-14', '2026-05-15'],
	['Whit Monday is a working day', '2026-05-25', '2026-05-25'],
	['the national day', '2025-06-06', '2025-06-09'],
	['Midsummer Eve', '2026-06-19', '2026-06-22'],
	['Christmas', '2026-12-24', '2026-12-28'],
	["New Year's Eve", '2026-12-31', '2027-01-04'],
])('%s: from %s on it is %s', (_, date, expected) => {
	expect(workingDayFrom(date)).toBe(expected);
});

test('a century of Easter Sundays lies on Sundays between 22 March and 25 April', () => {
	for (let year = 1950; year < 2050; year += 1) {
		const days = Array.from({ length: 40 }, (_, index) => index);
		const fridays = days
			.map((day) => new Date(Date.UTC(year, 2, 20 + day)).toISOString().slice(0, 10))
			.filter((date) => weekdayOf(date) === 5 && !date.endsWith('05-01') && workingDayFrom(date) !== date);
		expect([year, fridays.length]).toEqual([year, 1]);
	}
});
