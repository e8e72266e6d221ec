import {
	isPersonnummer,
	isSamordningsnummer,
	readPersonnummer,
	readSamordningsnummer,
} from '../../src/identity/personnummer';

const TODAY = '2026-11-23';
const refused = (reason: string) => ({ ok: false, reason });

describe('readPersonnummer understands every spelling', () => {
	test.each([
		['12 digits', '198911079930', '198911079930'],
		['12 digits with a hyphen', '19891107-9930', '198911079930'],
		['10 digits with a hyphen: the latest day that has been', '891107-9930', '198911079930'],
		['10 digits without one', '8911079930', '198911079930'],
		['10 digits of this century', '000229-9832', '200002299832'],
		['10 digits with + from the age of 100', '121212+9819', '191212129819'],
		['10 digits with +, two centuries back', '991231+9879', '189912319879'],
		['white space around it', '  19891107-9930\t', '198911079930'],
		['a space in place of the hyphen', '19891107 9930', '198911079930'],
		['29 February of a leap year', '190402299820', '190402299820'],
		['a birth today', '20261123-9860', '202611239860'],
	])('%s', (_, text, value) => {
		expect(readPersonnummer(text, TODAY)).toEqual({ ok: true, value });
	});
});

describe('readPersonnummer says why a text is none', () => {
	test.each([
		['nothing', '', 'it is not 12 digits (YYYYMMDDNNNN), nor 10 with or without a hyphen'],
		['letters', 'saknas', 'it is not 12 digits (YYYYMMDDNNNN), nor 10 with or without a hyphen'],
		['11 digits', '19891107993', 'it is not 12 digits (YYYYMMDDNNNN), nor 10 with or without a hyphen'],
		[
			'digits of another script',
			'١٩٨٩١١٠٧٩٩٣٠',
			'it is not 12 digits (YYYYMMDDNNNN), nor 10 with or without a hyphen',
		],
		['29 February of no leap year', '190002299816', 'its first eight digits are no day in the calendar'],
		['month 13', '198913079930', 'its first eight digits are no day in the calendar'],
		['day 0', '198911009930', 'its first eight digits are no day in the calendar'],
		['a wrong check digit', '198911079931', 'its last digit, the check digit, does not fit the others'],
		['a samordningsnummer', '197503839834', 'it is a samordningsnummer (60 is added to the day)'],
		['a birth tomorrow', '202611249869', 'its birth date is after today (2026-11-23)'],
	])('%s', (_, text, reason) => {
		expect(readPersonnummer(text, TODAY)).toEqual(refused(reason));
	});
});

test('ten digits of a day that is still to come mean the century before', () => {
	expect(readPersonnummer('261124-9869', TODAY)).toEqual({ ok: true, value: '192611249869' });
});

describe('readSamordningsnummer', () => {
	test.each(['197503839834', '19750383-9834', '750383-9834'])('understands %s', (text) => {
		expect(readSamordningsnummer(text, TODAY)).toEqual({ ok: true, value: '197503839834' });
	});
	test.each([
		['a personnummer', '198911079930', 'its day is not raised by 60'],
		['a wrong check digit', '197503839835', 'its last digit, the check digit, does not fit the others'],
		['day 31 of a month with 30', '197504919834', 'its first eight digits are no day in the calendar'],
	])('refuses %s', (_, text, reason) => {
		expect(readSamordningsnummer(text, TODAY)).toEqual(refused(reason));
	});
});

test('only the spelling of documents passes the guards', () => {
	expect(['198911079930', '19891107-9930', '8911079930', '197503839834'].map(isPersonnummer)).toEqual([
		true,
		false,
		false,
		false,
	]);
	expect(['197503839834', '198911079930'].map(isSamordningsnummer)).toEqual([true, false]);
});
