import { maskPersonnummer, maskPersonnummerIn } from '../../src/identity/masking';

describe('maskPersonnummer keeps the birth date and hides the rest', () => {
	test.each([
		['12 digits', '191212129819', '19121212-****'],
		['12 digits with a hyphen', '19121212-9819', '19121212-****'],
		['10 digits', '1212129819', '121212-****'],
		['10 digits with +', '121212+9819', '121212-****'],
		['a digit too few', '19891107993', '1989110****'],
		['a digit too many', '1989110799301', '19891107****'],
		['a word', 'saknas', 'saknas'],
		['nothing', '', ''],
	])('%s', (_, digits, masked) => {
		expect(maskPersonnummer(digits)).toBe(masked);
	});
});

describe('maskPersonnummerIn', () => {
	test('masks every number in a text, in every spelling', () => {
		const text = 'Åsa 198911079930, José 19810816-9924; 891107-9930 and 121212+9819 (197503839834).';
		expect(maskPersonnummerIn(text)).toBe(
			'Åsa 19891107-****, José 19810816-****; 891107-**** and 121212-**** (19750383-****).',
		);
	});
	test.each([
		['a company', 'orgnr 556677-8899'],
		['a UUID whose end is all digits', '00000000-0000-4000-8000-198911079930'],
		['a longer number', '1989110799301234'],
		['a date and a time', '2026-10-01 08:00'],
	])('leaves %s alone', (_, text) => {
		expect(maskPersonnummerIn(text)).toBe(text);
	});
});
