import { readAgreementHours } from '../../src/tidredovisning/agreementHours';

test.each([
	['40', 40],
	['38.25', 38.25],
	['38,25', 38.25],
	['0.5', 0.5],
	['168', 168],
])('%s h a week', (text, hours) => {
	expect(readAgreementHours(text)).toBe(hours);
});

test.each(['', '0', '168.01', '-40', '40 h', '38.255', '1e2', 'NaN'])('"%s" is no such figure', (text) => {
	expect(() => readAgreementHours(text)).toThrow(
		expect.objectContaining({
			code: 'INPUT_INVALID',
			message: `The agreement's hours per week are "${text}", which is no number above 0 and up to 168.`,
			description: 'Give the average week that the collective agreement allows, e.g. 40 or 38.25.',
		}),
	);
});
