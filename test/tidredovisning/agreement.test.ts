import { readAgreement } from '../../src/tidredovisning/agreement';

const NAMES = { hoursPerWeek: 'Week', longestPass: 'Pass', dailyRest: 'Rest' };

test.each([
	['48', 2880],
	['38.25', 2295],
	['38,25', 2295],
	['0.5', 30],
	['168', 10_080],
])('%s h a week are counted in minutes', (hoursPerWeek, weekMinutes) => {
	expect(readAgreement({ hoursPerWeek }, NAMES)).toEqual({ weekMinutes });
});

test('nothing given limits nothing', () => {
	expect(readAgreement({}, NAMES)).toEqual({});
});

test('longest pass and daily rest are taken together', () => {
	expect(readAgreement({ longestPass: '24', dailyRest: '9' }, NAMES)).toEqual({
		rest: { longestPass: 1440, dailyRest: 540 },
	});
});

test.each([
	[{ longestPass: '24' }, 'Pass is given without Rest'],
	[{ dailyRest: '9' }, 'Rest is given without Pass'],
])('refuses %j alone', (texts, message) => {
	expect(() => readAgreement(texts, NAMES)).toThrow(
		expect.objectContaining({ code: 'INPUT_INVALID', message }),
	);
});

test.each(['', '0', '168.01', '-40', '40 h', '38.255', '1e2', 'NaN'])('refuses "%s" as hours', (text) => {
	expect(() => readAgreement({ hoursPerWeek: text }, NAMES)).toThrow(
		expect.objectContaining({
			code: 'INPUT_INVALID',
			message: `Week is "${text}", which is not a number above 0 and up to 168`,
			description: 'Give hours with at most two decimals, e.g. 48 or 11.5.',
		}),
	);
});
