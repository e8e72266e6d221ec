import fc from 'fast-check';

import { maskOrganisationsnummer, maskPersonnummer, maskPersonnummerIn } from '../../src/identity/masking';

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
		['an en dash', '19891107–9930'],
		['an em dash', '19891107—9930'],
		['a minus', '19891107−9930'],
		['a hyphen that does not break', '19891107‑9930'],
		['an underscore', '19891107_9930'],
		['a space that does not break', '19891107\u00a09930'],
		['spaces', '1989 1107 9930'],
	])('masks one written with %s', (_, text) => {
		expect(maskPersonnummerIn(`Åsa ${text}.`)).toMatch(/^Åsa 1989 ?1107-\*{4}\.$/);
	});
	test.each([
		['a UUID that begins as a number does', '19891107-9930-4000-8000-000000000000'],
		['an instant', '2026-10-25T00:30:00.000Z'],
		['a digest', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
		['a company', 'orgnr 556677-8899'],
		['a UUID whose end is all digits', '00000000-0000-4000-8000-198911079930'],
		['a longer number', '1989110799301234'],
		['a date and a time', '2026-10-01 08:00'],
		['a round number', 'at most 1000000000 bytes, 100000 1234 rows, 20260000-1234'],
	])('leaves %s alone', (_, text) => {
		expect(maskPersonnummerIn(text)).toBe(text);
	});
});

const twoDigits = (from: number, to: number) =>
	fc.integer({ min: from, max: to }).map((number) => String(number).padStart(2, '0'));
const separator = fc.constantFrom('', '-', '+', ' ', '\u2013');
const lastFour = fc.integer({ min: 0, max: 9999 }).map((number) => String(number).padStart(4, '0'));
const century = fc.constantFrom('', '18', '19', '20');

test('masks every date of birth with four digits behind it, of a personnummer or a samordningsnummer', () => {
	const day = fc.oneof(twoDigits(1, 31), twoDigits(61, 91));
	const number = fc.tuple(century, twoDigits(0, 99), twoDigits(1, 12), day, separator, lastFour);
	fc.assert(
		fc.property(number, ([first, year, month, day, between, last]) => {
			const date = `${first}${year}${month}${day}`;
			expect(maskPersonnummerIn(`for ${date}${between}${last}.`)).toBe(`for ${date}-****.`);
		}),
	);
});

test('leaves every number alone whose digits are no date', () => {
	const noDate = fc.oneof(
		fc.tuple(fc.oneof(fc.constant('00'), twoDigits(13, 99)), twoDigits(1, 31)),
		fc.tuple(twoDigits(1, 12), fc.oneof(fc.constant('00'), twoDigits(32, 60), twoDigits(92, 99))),
	);
	fc.assert(
		fc.property(twoDigits(0, 99), noDate, separator, lastFour, (year, [month, day], between, last) => {
			const text = `counted ${year}${month}${day}${between}${last} times`;
			expect(maskPersonnummerIn(text)).toBe(text);
		}),
	);
});

describe("maskOrganisationsnummer hides a sole trader's personnummer only", () => {
	test.each([
		['a sole trader', '8911079930', '891107-****'],
		['a sole trader, with a hyphen', '891107-9930', '891107-****'],
		['a company', '5547165067', '5547165067'],
		['nothing', '', ''],
	])('%s', (_, digits, masked) => {
		expect(maskOrganisationsnummer(digits)).toBe(masked);
	});
});
