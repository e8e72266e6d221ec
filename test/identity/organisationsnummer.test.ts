import { isOrganisationsnummer, readOrganisationsnummer } from '../../src/identity/organisationsnummer';

describe('readOrganisationsnummer understands', () => {
	test.each([
		['10 digits', '5566778899', '5566778899'],
		['a hyphen', '556677-8899', '5566778899'],
		['16 before them', '165566778899', '5566778899'],
		['16 and a hyphen', '16556677-8899', '5566778899'],
		['the VAT form', 'SE556677889901', '5566778899'],
		['the VAT form in lower case', 'se556677889901', '5566778899'],
		['a sole trader with 10 digits', '891107-9930', '8911079930'],
		['a sole trader with 12 digits', '19891107-9930', '8911079930'],
		['white space around it', ' 5566778899 ', '5566778899'],
	])('%s', (_, text, value) => {
		expect(readOrganisationsnummer(text)).toEqual({ ok: true, value });
	});
});

describe('readOrganisationsnummer says why a text is none', () => {
	const form = 'it is not 10 digits (also understood: with a hyphen, 16 before them, SE…01)';
	test.each([
		['nothing', '', form],
		['9 digits', '556677889', form],
		['a VAT number of another country', 'DK5566778899', form],
		['a wrong check digit', '5566778890', 'its last digit, the check digit, does not fit the others'],
		[
			'no company and no date',
			'5513408897',
			'its third digit is below 2, and as a personnummer it has no real date',
		],
		[
			'a company with a century before it',
			'195566778899',
			'its third digit is below 2, and as a personnummer it has no real date',
		],
	])('%s', (_, text, reason) => {
		expect(readOrganisationsnummer(text)).toEqual({ ok: false, reason });
	});
});

test('only the spelling of documents passes the guard', () => {
	expect(['5566778899', '556677-8899', '165566778899'].map(isOrganisationsnummer)).toEqual([
		true,
		false,
		false,
	]);
});
