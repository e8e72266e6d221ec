import type { Tidredovisning } from '../../src/tidredovisning/types';
import { ANORDNARE, aReport, brief, check, checkOf } from './aReport';

const person = (changes: Partial<Tidredovisning['personSomHarAssistans']>) =>
	aReport({ personSomHarAssistans: { ...aReport().personSomHarAssistans, ...changes } });
const assistent = (changes: Partial<Tidredovisning['assistent']>) =>
	aReport({ assistent: { ...aReport().assistent, ...changes } });
const unnumbered = { fornamn: 'Åsa', efternamn: 'Sjöö', kollektivavtal: true };
const withSamordningsnummer = (samordningsnummer: string) =>
	aReport({ assistent: { ...unnumbered, samordningsnummer } });

describe('PERSONNUMMER: 12 digits, a real date, right check digit, not in the future', () => {
	test.each([
		[
			'a wrong check digit',
			'198911079931',
			'19891107-****',
			'its last digit, the check digit, does not fit the others',
		],
		['no real date', '198902309930', '19890230-****', 'its first eight digits are no day in the calendar'],
		['the future', '202611249869', '20261124-****', 'its birth date is after today (2026-11-02)'],
		['a hyphen', '19891107-9930', '19891107-****', 'it is not written with 12 digits'],
		['10 digits', '8911079930', '891107-****', 'it is not written with 12 digits'],
		['nothing', '', '', 'it is not 12 digits (YYYYMMDDNNNN), nor 10 with or without a hyphen'],
	])('%s', (_name, personnummer, masked, reason) => {
		const finding = (path: string) => ({
			code: 'PERSONNUMMER',
			level: 'error',
			path,
			message: `The personnummer "${masked}" is none: ${reason}.`,
			found: masked,
		});
		expect(checkOf('PERSONNUMMER', assistent({ personnummer })).map(brief)).toEqual([
			finding('assistent.personnummer'),
		]);
		expect(checkOf('PERSONNUMMER', person({ personnummer })).map(brief)).toEqual([
			finding('personSomHarAssistans.personnummer'),
		]);
	});
	test('an assistent without any number', () => {
		expect(checkOf('PERSONNUMMER', aReport({ assistent: unnumbered })).map(({ path }) => path)).toEqual([
			'assistent.personnummer',
		]);
	});
	test('a birth today passes', () => {
		expect(
			checkOf('PERSONNUMMER', person({ personnummer: '202611239860' }), { today: '2026-11-23' }),
		).toEqual([]);
	});
});

describe('SAMORDNINGSNUMMER: day + 60, right check digit', () => {
	test('a right one passes', () => {
		expect(checkOf('SAMORDNINGSNUMMER', withSamordningsnummer('197503839834'))).toEqual([]);
	});
	test.each([
		['a personnummer', '198911079930', '19891107-****', 'its day is not raised by 60'],
		[
			'a wrong check digit',
			'197503839835',
			'19750383-****',
			'its last digit, the check digit, does not fit the others',
		],
		['a hyphen', '19750383-9834', '19750383-****', 'it is not written with 12 digits'],
	])('%s', (_name, number, masked, reason) => {
		expect(checkOf('SAMORDNINGSNUMMER', withSamordningsnummer(number)).map(brief)).toEqual([
			{
				code: 'SAMORDNINGSNUMMER',
				level: 'error',
				path: 'assistent.samordningsnummer',
				message: `The samordningsnummer "${masked}" can't stand: ${reason}.`,
				found: masked,
			},
		]);
	});
	test('both numbers at once', () => {
		const [problem] = checkOf('SAMORDNINGSNUMMER', assistent({ samordningsnummer: '197503839834' }));
		expect(problem?.message).toBe(
			`The samordningsnummer "19750383-****" can't stand: the assistent has a personnummer too.`,
		);
	});
});

describe('SAMORDNINGSNUMMER_NO_BANKID: who signs with BankID has a personnummer', () => {
	test.each([
		['build', 'warning'],
		['validate', 'warning'],
		['sign', 'error'],
	] as const)('at %s it is of level %s', (stage, level) => {
		const problems = checkOf('SAMORDNINGSNUMMER_NO_BANKID', withSamordningsnummer('197503839834'), { stage });
		expect(problems.map(brief)).toEqual([
			{
				code: 'SAMORDNINGSNUMMER_NO_BANKID',
				level,
				path: 'assistent.samordningsnummer',
				message: "The assistent has a samordningsnummer (19750383-****) and can't sign with BankID.",
				found: '19750383-****',
			},
		]);
		expect(problems[0]?.description).toBe('Report this month on paper (form FK 3059).');
	});
});

test('SAME_PERSON: assistent and person are not the same', () => {
	expect(check(assistent({ personnummer: '198108169924' })).map(brief)).toEqual([
		{
			code: 'SAME_PERSON',
			level: 'error',
			path: 'assistent.personnummer',
			message: 'The assistent and the person who receives assistance are the same (19810816-****).',
			found: '19810816-****',
		},
	]);
});

describe('ORGANISATIONSNUMMER: 10 digits, right check digit', () => {
	const organisation = (organisationsnummer: string) =>
		aReport({ anordnare: { ...ANORDNARE, organisationsnummer } });
	test.each([
		['a company', '5566778899'],
		["a sole trader's personnummer", '8911079930'],
	])('%s passes', (_name, number) => {
		expect(check(organisation(number))).toEqual([]);
	});
	test.each([
		[
			'a wrong check digit',
			'5566778890',
			'556677-****',
			'its last digit, the check digit, does not fit the others',
		],
		['a hyphen', '556677-8899', '556677-****', 'it is not written with 10 digits'],
		['16 before it', '165566778899', '16556677-****', 'it is not written with 10 digits'],
		['nothing', '', '', 'it is not 10 digits (also understood: with a hyphen, 16 before them, SE…01)'],
	])('%s', (_name, number, masked, reason) => {
		expect(checkOf('ORGANISATIONSNUMMER', organisation(number)).map(brief)).toEqual([
			{
				code: 'ORGANISATIONSNUMMER',
				level: 'error',
				path: 'assistansanordnare.organisationsnummer',
				message: `The organisationsnummer "${masked}" is none: ${reason}.`,
				found: masked,
			},
		]);
	});
	test('another employer’s number is judged too', () => {
		const report = aReport({
			anordnare: { organisationsnummer: '5547165067', annanArbetsgivare: { organisationsnummer: '1' } },
		});
		expect(checkOf('ORGANISATIONSNUMMER', report).map(({ path }) => path)).toEqual([
			'assistansanordnare.annanArbetsgivare.organisationsnummer',
		]);
	});
});

describe('PHONE: at least 7 characters and 5 digits, no filler', () => {
	test.each(['08-1234', '1234567', '+46 8 123 45', '0000001'])('%s passes', (telefonnummerAnordnare) => {
		expect(check(aReport({ telefonnummerAnordnare }))).toEqual([]);
	});
	test.each([
		['six characters', '081234', 'it is not at least 7 characters on one line'],
		['two lines', '08-123\n45 67', 'it is not at least 7 characters on one line'],
		['letters', 'abcdefg', 'it has fewer than 5 digits'],
		['four digits', '08-12 abc', 'it has fewer than 5 digits'],
		['one digit repeated', '00000000', 'it is one digit repeated'],
		['one digit repeated, with a hyphen', '00-0000000', 'it is one digit repeated'],
		['a control character', '08-123\u000045 67', 'it holds a character that XML cannot carry'],
	])('%s', (_name, telefonnummerAnordnare, reason) => {
		expect(checkOf('PHONE', aReport({ telefonnummerAnordnare })).map(brief)).toEqual([
			{
				code: 'PHONE',
				level: 'error',
				path: 'telefonnummerAnordnare',
				message: `The phone number "${telefonnummerAnordnare}" (telefonnummerAnordnare) is none: ${reason}.`,
				found: telefonnummerAnordnare,
			},
		]);
	});
	test('the provider’s phone is demanded, the other two are not', () => {
		const anordnare = { organisationsnummer: '5547165067', assistentEgenForetagare: true } as const;
		const report = aReport({
			anordnare,
			telefonnummerAnordnare: '',
			telefonnummerAssistent: '070-471 93 68',
		});
		expect(check(report).map(({ path, message }) => ({ path, message }))).toEqual([
			{ path: 'telefonnummerAnordnare', message: 'telefonnummerAnordnare is empty.' },
		]);
	});
	test('all three are judged', () => {
		const report = aReport({
			anordnare: { ...ANORDNARE, telefonnummer: '1' },
			telefonnummerAnordnare: '2',
			telefonnummerAssistent: '3',
		});
		expect(checkOf('PHONE', report).map(({ path }) => path)).toEqual([
			'assistansanordnare.telefonnummer',
			'telefonnummerAnordnare',
			'telefonnummerAssistent',
		]);
	});
});

describe('NAME: something visible on one line, only what XML carries', () => {
	test.each(['Nu\u00adme\u200cric', "O'Brien", '<Testsson>', 'Ström & Son', 'Anna-Karin von Ö', '😀'])(
		'%s passes',
		(efternamn) => {
			expect(check(person({ efternamn }))).toEqual([]);
		},
	);
	test.each([
		['nothing', '', 'is empty'],
		['white space', ' \t', 'is empty'],
		['white space before', ' Öberg', '" Öberg" begins or ends with white space'],
		['a line end after', 'Öberg\n', '"Öberg\\n" begins or ends with white space'],
		['a control character', 'Ö\u0001berg', '"Ö\\u0001berg" holds a character that XML cannot carry'],
		['only characters without width', '\u200b\u2060', 'has only characters that nobody can see'],
		['a line break', 'Ö\nberg', '"Ö\\nberg" holds a line break, a tab or another control character'],
		['a tab', 'Ö\tberg', '"Ö\\tberg" holds a line break, a tab or another control character'],
		[
			'a line separator',
			'Ö\u2028berg',
			'"Ö\u2028berg" holds a line break, a tab or another control character',
		],
		[
			'a control character that XML allows',
			'Ö\u0085berg',
			'"Ö\u0085berg" holds a line break, a tab or another control character',
		],
		['a lost character', 'Sj\ufffd', '"Sj\ufffd" holds "\ufffd", which stands for a lost character'],
		['an override', 'Ö\u202eberg', '"Ö\u202eberg" holds a mark that turns the direction of writing'],
		['an isolate', 'Ö\u2066berg', '"Ö\u2066berg" holds a mark that turns the direction of writing'],
		['half a character', 'Öberg\ud83d', '"Öberg\\ud83d" holds a character that XML cannot carry'],
	])('%s', (_name, efternamn, said) => {
		expect(checkOf('NAME', person({ efternamn })).map(brief)).toEqual([
			{
				code: 'NAME',
				level: 'error',
				path: 'personSomHarAssistans.efternamn',
				message: `The name in personSomHarAssistans.efternamn ${said}.`,
				found: efternamn,
			},
		]);
	});
	test('every name of a report is judged', () => {
		const report = aReport({
			personSomHarAssistans: { personnummer: '198108169924', fornamn: '', efternamn: '' },
			assistent: { personnummer: '198911079930', fornamn: '', efternamn: '', kollektivavtal: true },
			anordnare: {
				anordnareNamn: '',
				organisationsnummer: '5547165067',
				kontaktperson: '',
				annanArbetsgivare: { arbetsgivareNamn: '', organisationsnummer: '5566778899' },
			},
		});
		expect(checkOf('NAME', report).map(({ path }) => path)).toEqual([
			'personSomHarAssistans.fornamn',
			'personSomHarAssistans.efternamn',
			'assistent.fornamn',
			'assistent.efternamn',
			'assistansanordnare.anordnareNamn',
			'assistansanordnare.kontaktperson',
			'assistansanordnare.annanArbetsgivare.arbetsgivareNamn',
		]);
	});
});

describe('EMPLOYER: exactly one choice', () => {
	test('both outer choices', () => {
		const report: Tidredovisning = Object.assign(aReport(), { anstalldAvPersonSomHarAssistans: true });
		expect(checkOf('EMPLOYER', report).map(brief)).toEqual([
			{
				code: 'EMPLOYER',
				level: 'error',
				path: 'anstalldAvPersonSomHarAssistans',
				message: 'The report names 2 employers (anstalldAvPersonSomHarAssistans, assistansanordnare).',
				found: 'anstalldAvPersonSomHarAssistans, assistansanordnare',
			},
		]);
	});
	test('two inner choices', () => {
		const anordnare = Object.assign({}, ANORDNARE, { assistentEgenForetagare: true });
		expect(
			checkOf('EMPLOYER', aReport({ anordnare })).map(({ path, message }) => ({ path, message })),
		).toEqual([
			{
				path: 'assistansanordnare',
				message: 'The report names 2 employers (assistentAnstalldAvAnordnare, assistentEgenForetagare).',
			},
		]);
	});
});

test('no message says a personnummer in full', () => {
	const report = aReport({
		personSomHarAssistans: { personnummer: '198911079931', fornamn: 'a', efternamn: 'b' },
		assistent: { personnummer: '19891107-9930', fornamn: 'a', efternamn: 'b', kollektivavtal: false },
		anordnare: { ...ANORDNARE, organisationsnummer: '198911079931' },
	});
	expect(JSON.stringify(check(report))).not.toMatch(/993[01]/);
});
