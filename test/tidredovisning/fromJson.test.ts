import { readReport, type ReadReportOptions } from '../../src/tidredovisning/fromJson';
import { aReport, brief, check, ownEmployerReport, rad } from './aReport';

const OPTIONS: ReadReportOptions = { today: '2026-11-02' };
const { id, ...withoutId } = aReport();
const flags = (row: ReturnType<typeof rad>) => ({
	dag: row.dag,
	fromTid: row.fromTid,
	tomTid: row.tomTid,
	[row.tidstyp]: true,
});
const inSchemaShape = (changes: object = {}) => ({
	...aReport(),
	tidrapport: { rapportRad: aReport().tidrapport.rapportRad.map(flags) },
	...changes,
});
const problemsOf = (json: unknown) => readReport(json, OPTIONS).problems.map(brief);

describe('a complete report is read', () => {
	test.each([
		['with flags, as the schema has them', inSchemaShape()],
		['with tidstyp', aReport()],
		['inside a field Tidredovisning', { Tidredovisning: inSchemaShape() }],
		[
			'with prefixes and attributes, as XML becomes JSON',
			{
				'ns:Tidredovisning': Object.fromEntries([
					['$', { 'xmlns:ns': 'urn' }],
					...Object.entries(inSchemaShape()).map(([key, value]) => [`ns:${key}`, value]),
				]),
			},
		],
		[
			'with everything as text',
			inSchemaShape({
				assistent: { ...aReport().assistent, kollektivavtal: 'true' },
				tidrapport: {
					rapportRad: aReport().tidrapport.rapportRad.map((row) => ({
						...flags(row),
						dag: String(row.dag),
						[row.tidstyp]: 'true',
					})),
				},
			}),
		],
		[
			'with numbers in other spellings',
			inSchemaShape({ assistent: { ...aReport().assistent, personnummer: '891107-9930' } }),
		],
		['with nothing where nothing is', inSchemaShape({ anstalldAvPersonSomHarAssistans: null })],
		['with flags that are false', inSchemaShape({ anstalldAvPersonSomHarAssistans: false })],
	])('%s', (_, json) => {
		expect(readReport(json, OPTIONS)).toEqual({ tidredovisning: aReport(), problems: [] });
	});
	test('one row and one period alone, in place of lists', () => {
		const [period] = aReport().berakningsperiod;
		const json = inSchemaShape({
			berakningsperiod: period,
			tidrapport: { rapportRad: flags(rad(2, '08.00', '16.00')) },
		});
		expect(readReport(json, OPTIONS)).toEqual({
			tidredovisning: aReport({ rows: [rad(2, '08.00', '16.00')] }),
			problems: [],
		});
	});
	test('the person as employer', () => {
		expect(readReport(ownEmployerReport(), OPTIONS)).toEqual({
			tidredovisning: ownEmployerReport(),
			problems: [],
		});
	});
});

describe('the id of a report without one', () => {
	test('comes from its content', () => {
		const first = readReport(withoutId, OPTIONS).tidredovisning?.id;
		expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
		expect(readReport(withoutId, OPTIONS).tidredovisning?.id).toBe(first);
		expect(first).not.toBe(id);
	});
	test('or is random', () => {
		const random = () => readReport(withoutId, { ...OPTIONS, id: 'random' }).tidredovisning?.id;
		expect(random()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
		expect(random()).not.toBe(random());
	});
});

test('defaults stand in where the report says nothing', () => {
	const { personSomHarAssistans, redovisningsmanad, tidrapport } = aReport();
	const json = {
		redovisningsmanad,
		personSomHarAssistans,
		tidrapport,
		assistent: { personnummer: '198911079930', fornamn: 'Åsa', efternamn: 'Sjöö' },
		telefonnummerAssistent: '070-471 93 68',
	};
	const defaults = {
		anordnareNamn: 'Exempel Assistans AB',
		organisationsnummer: '5547165067',
		kontaktperson: 'Kontakt Person',
		telefonnummer: '08-123 45 67',
		telefonnummerAnordnare: '08-123 45 67',
		kollektivavtal: true,
		employer: 'anordnare',
		berakningsperiod: aReport().berakningsperiod,
	} as const;
	const { tidredovisning, problems } = readReport(json, { ...OPTIONS, defaults });
	expect(problems).toEqual([]);
	expect(tidredovisning).toEqual({ ...aReport(), id: tidredovisning?.id });
});

describe('what is no report', () => {
	test.each([
		['a list', [], 'a list'],
		['a text', 'x', 'string'],
		['nothing', null, 'null'],
	])('%s', (_, json, found) => {
		expect(readReport(json, OPTIONS)).toEqual({
			tidredovisning: null,
			problems: [
				{
					code: 'REPORT_SHAPE',
					level: 'error',
					path: '',
					message: `A complete report is an object with the schema's elements as fields; here is ${found}.`,
					description:
						'Give { redovisningsmanad, personSomHarAssistans, assistent, …, tidrapport: { rapportRad: [...] } }.',
					found,
				},
			],
		});
	});
	test('a name that the schema does not know', () => {
		expect(problemsOf(inSchemaShape({ telefonummerAssistent: '070-1234567' }))).toEqual([
			expect.objectContaining({
				code: 'REPORT_SHAPE',
				path: 'telefonummerAssistent',
				message: expect.stringMatching(
					/^telefonummerAssistent is no element of a tidredovisning; known here are id, redovisningsmanad, /,
				),
			}),
		]);
	});
	test('values of the wrong kind', () => {
		const json = inSchemaShape({
			redovisningsmanad: true,
			assistent: 'Åsa',
			tidrapport: { rapportRad: [1] },
		});
		expect(problemsOf(json).map(({ message }) => message)).toEqual([
			'redovisningsmanad is true, not text.',
			'assistent is text, not an object.',
			'assistent.kollektivavtal is missing.',
			'tidrapport.rapportRad[0] is 1, not an object.',
		]);
	});
	test('ROW_TYPE: rows of no type, of two, of an unknown one', () => {
		const times = { dag: 2, fromTid: '08.00', tomTid: '16.00' };
		const rapportRad = [times, { ...times, aktivTid: true, vanteTid: true }, { ...times, tidstyp: 'Aktiv' }];
		expect(problemsOf(inSchemaShape({ tidrapport: { rapportRad } }))).toEqual([
			{
				code: 'ROW_TYPE',
				level: 'error',
				path: 'tidrapport.rapportRad[0]',
				message: 'Row 1 is of no type.',
				found: '',
			},
			{
				code: 'ROW_TYPE',
				level: 'error',
				path: 'tidrapport.rapportRad[1]',
				message: 'Row 2 is of 2 types (aktivTid, vanteTid).',
				found: 'aktivTid, vanteTid',
			},
			{
				code: 'ROW_TYPE',
				level: 'error',
				path: 'tidrapport.rapportRad[2]',
				message: 'Row 3 is of type "Aktiv".',
				found: 'Aktiv',
			},
		]);
	});
	test('EMPLOYER: none, and two', () => {
		const { redovisningsmanad, personSomHarAssistans, assistent, tidrapport } = aReport();
		const none = { redovisningsmanad, personSomHarAssistans, assistent, tidrapport };
		const problem = (message: string, found: string) => ({
			code: 'EMPLOYER',
			level: 'error',
			path: 'anstalldAvPersonSomHarAssistans',
			message,
			found,
		});
		expect(problemsOf(none)).toEqual([problem('The report names no employer.', '')]);
		expect(problemsOf(inSchemaShape({ anstalldAvPersonSomHarAssistans: true }))).toEqual([
			problem(
				'The report names 2 employers (anstalldAvPersonSomHarAssistans, assistansanordnare).',
				'anstalldAvPersonSomHarAssistans, assistansanordnare',
			),
		]);
	});
	test('what is missing inside is left to the rules, which name all of it', () => {
		const { tidredovisning } = readReport({ tidrapport: { rapportRad: [{ aktivTid: true }] } }, OPTIONS);
		if (tidredovisning === null) throw new TypeError('There is no report.');
		expect(check(tidredovisning).map(({ path }) => path)).toEqual([
			'redovisningsmanad',
			'personSomHarAssistans.personnummer',
			'assistent.personnummer',
			'personSomHarAssistans.fornamn',
			'personSomHarAssistans.efternamn',
			'assistent.fornamn',
			'assistent.efternamn',
			'tidrapport.rapportRad[0].dag',
			'tidrapport.rapportRad[0].fromTid',
			'tidrapport.rapportRad[0].tomTid',
			'telefonnummerAnordnare',
		]);
	});
});
