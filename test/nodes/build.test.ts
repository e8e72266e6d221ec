import { itemsOf, codesOf, NODE, runNode } from './harness';
import { exampleShifts, readExample } from '../engine/examples';

const PROVIDER = {
	employer: 'anordnare',
	organisationsnummer: '5547165067',
	telefonnummerAnordnare: '08-123 45 67',
	anordnareNamn: 'Exempel Assistans AB',
	kollektivavtal: true,
	berakningsperiod: 'calendarMonth',
};

const SHIFT = {
	'Assistent personnummer': '19891107-9930',
	'Assistent förnamn': 'Åsa',
	'Assistent efternamn': 'Sjöö',
	'Brukare personnummer': '19810816-9924',
	'Brukare förnamn': 'José',
	'Brukare efternamn': 'Öberg',
	Start: '2026-10-22 13:00',
	Slut: '2026-10-22 21:00',
	Tidstyp: 'Aktiv',
};

function build(parameters: object = {}) {
	return { operation: 'build', source: 'items', month: '2026-10', ...PROVIDER, options: {}, ...parameters };
}

describe('shift items', () => {
	test('of the example become the reports that were reckoned independently', async () => {
		const items = await exampleShifts();
		const run = await runNode({ node: 'buildTidredovisning', parameters: build(), items });
		expect(run.error).toBeUndefined();
		const expected: { reports: Record<string, { rader: unknown }> } = JSON.parse(
			readExample('expected.json'),
		);
		const built = run.output(NODE).map(({ json }) => JSON.parse(JSON.stringify(json)));
		const rows = Object.fromEntries(
			built.map((item) => [
				`${item.assistent.personnummer}/${item.personSomHarAssistans.personnummer}/${item.redovisningsmanad}`,
				item.rows.map((row: Record<string, unknown>) => [
					row['dag'],
					row['fromTid'],
					row['tomTid'],
					row['tidstyp'],
				]),
			]),
		);
		const reckoned = Object.entries(expected.reports).map(([key, { rader }]) => [key, rader]);
		expect(rows).toEqual(Object.fromEntries(reckoned));
	});

	test('are left as they were', async () => {
		const items = itemsOf([SHIFT]);
		const before = structuredClone(items);
		await runNode({ node: 'buildTidredovisning', parameters: build(), items });
		expect(items).toEqual(before);
	});

	test('lead back from the report: it is paired with its first shift, which n8n can resolve', async () => {
		const other = { ...SHIFT, 'Assistent personnummer': '19970719-9817' };
		const later = { ...SHIFT, Start: '2026-10-23 13:00', Slut: '2026-10-23 21:00' };
		const run = await runNode({
			node: 'buildTidredovisning',
			parameters: build(),
			items: itemsOf([SHIFT, other, later]),
		});
		expect(run.output(NODE).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	test('outside the month are named in a hint', async () => {
		const late = { ...SHIFT, Start: '2026-11-02 08:00', Slut: '2026-11-02 10:00' };
		const run = await runNode({
			node: 'buildTidredovisning',
			parameters: build(),
			items: itemsOf([SHIFT, late]),
		});
		expect(
			run
				.hints(NODE)
				.map(({ message }) => message)
				.join('\n'),
		).toContain('outside 2026-10');
	});

	test('that give the same content give the same id', async () => {
		const [first, second] = [
			await runNode({ node: 'buildTidredovisning', parameters: build(), items: itemsOf([SHIFT]) }),
			await runNode({ node: 'buildTidredovisning', parameters: build(), items: itemsOf([SHIFT]) }),
		];
		expect(first.output(NODE)[0]?.json['id']).toBe(second.output(NODE)[0]?.json['id']);
	});

	test('may have columns of any name', async () => {
		const { Start, ...rest } = SHIFT;
		const parameters = build({ options: { columns: { column: [{ heading: 'Anfang', field: 'start' }] } } });
		const run = await runNode({
			node: 'buildTidredovisning',
			parameters,
			items: itemsOf([{ ...rest, Anfang: Start }]),
		});
		expect(run.error).toBeUndefined();
		expect(run.output(NODE)).toHaveLength(1);
	});
});

test('two headings for one field are refused: neither may win in silence', async () => {
	const column = ['Anfang', 'Beginn'].map((heading) => ({ heading, field: 'start' }));
	const parameters = build({ options: { columns: { column } } });
	const run = await runNode({ node: 'buildTidredovisning', parameters, items: itemsOf([SHIFT]) });
	expect(run.error?.context['code']).toBe('INPUT_INVALID');
	expect(run.error?.message).toBe('\'Column Mapping\' gives start two headings, "Anfang" and "Beginn"');
});

describe('rows that can not be read', () => {
	const bad = { ...SHIFT, 'Assistent personnummer': '19970719-9817', Start: 'i går' };
	const worse = { ...bad, 'Assistent personnummer': '19970719-9818' };

	test('are all named at once: row, column and what was found', async () => {
		const run = await runNode({
			node: 'buildTidredovisning',
			parameters: build(),
			items: itemsOf([bad, worse]),
		});
		expect(run.error?.description).toMatch(/Row 1, column "Start"[^]*Row 2, column/);
		expect(run.error?.description).toContain('i går');
	});

	test('never show a personnummer in full', async () => {
		const run = await runNode({ node: 'buildTidredovisning', parameters: build(), items: itemsOf([worse]) });
		expect(JSON.stringify(run.error)).not.toMatch(/9818/);
	});

	test('go to the error branch with their code while the other reports go on', async () => {
		const run = await runNode({
			node: 'buildTidredovisning',
			parameters: build(),
			items: itemsOf([SHIFT, bad]),
			onError: 'continueErrorOutput',
		});
		expect(run.output(NODE)).toHaveLength(1);
		expect(codesOf(run.output(NODE, 1))).toEqual(['REPORT_INVALID']);
		expect(run.output(NODE, 1)[0]?.pairedItem).toEqual({ item: 1 });
	});
});

describe('what an export says beside the times', () => {
	const run = async (rows: readonly object[], options: object = {}) =>
		await runNode({
			node: 'buildTidredovisning',
			parameters: build({ options }),
			items: itemsOf(rows.map((row) => ({ ...SHIFT, ...row }))),
			onError: 'continueErrorOutput',
		});
	const codes = (json: object | undefined) =>
		JSON.stringify(json)
			.match(/"code":"[A-Z_]+"/g)
			?.map((code) => code.slice(8, -1));

	test('hours below the clock stop the report, or warn where that was chosen', async () => {
		const stopped = await run([{ Timmar: '7,5' }]);
		expect(stopped.output(NODE)).toEqual([]);
		expect(codes(stopped.output(NODE, 1)[0]?.json)).toContain('HOURS_DIFFER');
		const warned = await run([{ Timmar: '7,5' }], { hoursDiffer: 'warn' });
		expect(warned.output(NODE)[0]?.json['problems']).toMatchObject([
			{ code: 'HOURS_DIFFER', level: 'warning' },
		]);
	});

	test('a warning of a row is on the report of the row only', async () => {
		const other = { 'Assistent personnummer': '19970719-9817', Timmar: '9' };
		const { output } = await run([{ Timmar: '8' }, other]);
		expect(output(NODE).map(({ json }) => json['problems'])).toMatchObject([[], [{ code: 'HOURS_DIFFER' }]]);
	});

	test('own words say what kind of time it is, and what is left out', async () => {
		const timeWords = {
			word: [
				{ word: 'Sovande jour', meaning: 'vanteTid' },
				{ word: 'Möte', meaning: 'leaveOut' },
				{ word: '', meaning: 'aktivTid' },
			],
		};
		const meeting = { Tidstyp: 'Möte', Start: '2026-10-23 13:00', Slut: '2026-10-23 14:00' };
		const { output, hints } = await run([{ Tidstyp: 'sovande jour' }, meeting], { timeWords });
		expect(output(NODE)[0]?.json['rows']).toMatchObject([{ dag: 22, tidstyp: 'vanteTid' }]);
		expect(
			hints(NODE)
				.map(({ message }) => message)
				.join(),
		).toContain('"Möte" is other time than assistance');
	});

	test('words with two meanings are refused', async () => {
		const timeWords = {
			word: [
				{ word: 'Natt', meaning: 'vanteTid' },
				{ word: 'natt', meaning: 'aktivTid' },
			],
		};
		const { output } = await run([{}, {}], { timeWords });
		expect(output(NODE, 1)[0]?.json['error']).toMatchObject({
			code: 'INPUT_INVALID',
			message: 'The time word "natt" has two meanings, vanteTid and aktivTid',
		});
	});

	test('a refusal of the whole input is paired to all items', async () => {
		const { output } = await run([
			{ Start: undefined, Timmar: '8' },
			{ Start: undefined, Timmar: '8' },
		]);
		expect(output(NODE, 1)).toHaveLength(1);
		expect(output(NODE, 1)[0]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
	});

	test('blank items are passed over; without any other the input is refused', async () => {
		const rows = [{}, SHIFT, { Start: '', Slut: null }];
		const parameters = build();
		const filled = await runNode({ node: 'buildTidredovisning', parameters, items: itemsOf(rows) });
		expect(filled.output(NODE).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		const blank = await runNode({ node: 'buildTidredovisning', parameters, items: itemsOf([{}, {}]) });
		expect(blank.error?.message).toContain('No row has a value');
	});

	test('whom to reach and the columns that are kept travel with the report', async () => {
		const contact = { 'E-post': 'asa@example.se', 'Assistent telefon': '070-1234567', Anställningsnummer: 7 };
		const columns = { column: [{ heading: 'Kostnadsställe', field: 'kept' }] };
		const later = { Start: '2026-10-23 13:00', Slut: '2026-10-23 21:00', 'Assistent telefon': '070-1234567' };
		const { output } = await run(
			[
				{ ...contact, Kostnadsställe: 'Norr' },
				{ ...later, Kostnadsställe: 'Söder' },
			],
			{ columns },
		);
		expect(output(NODE)[0]?.json['contact']).toEqual({
			email: 'asa@example.se',
			phone: '070-1234567',
			employeeNumber: '7',
			Kostnadsställe: 'Norr',
		});
		expect(output(NODE)[0]?.json['problems']).toMatchObject([
			{
				code: 'CONTACT_DIFFERS',
				level: 'warning',
				path: 'row 2',
				message:
					'"Kostnadsställe" is not the same in all rows of the report: "Norr" is kept, row 2 says something else',
			},
		]);
	});
});

describe('rows that are left out because that was asked for', () => {
	test('are named on the report and in a warning', async () => {
		const bad = { ...SHIFT, Start: 'i går' };
		const run = await runNode({
			node: 'buildTidredovisning',
			parameters: build({ options: { leaveOutUnreadable: true } }),
			items: itemsOf([SHIFT, bad]),
		});
		const message = 'Left out: Row 2, column "Start": "i går" is not a date with a clock time.';
		expect(run.error).toBeUndefined();
		expect(run.output(NODE)).toHaveLength(1);
		expect(run.output(NODE)[0]?.json['problems']).toContainEqual(
			expect.objectContaining({ code: 'ROW_LEFT_OUT', level: 'warning', message }),
		);
		expect(run.hints(NODE)).toContainEqual(expect.objectContaining({ message, type: 'warning' }));
	});
});

describe('a report that breaks a rule', () => {
	const overlapping = [SHIFT, { ...SHIFT, Start: '2026-10-22 14:00', Slut: '2026-10-22 15:00' }];

	test('stops the node with the rule and what to do', async () => {
		const run = await runNode({
			node: 'buildTidredovisning',
			parameters: build(),
			items: itemsOf(overlapping),
		});
		expect(run.error?.context['code']).toBe('REPORT_INVALID');
		expect(run.error?.description).toContain('ROW_OVERLAP');
	});

	test('goes to the error branch, the others do not', async () => {
		const good = { ...SHIFT, 'Assistent personnummer': '19970719-9817' };
		const run = await runNode({
			node: 'buildTidredovisning',
			parameters: build(),
			items: itemsOf([...overlapping, good]),
			onError: 'continueErrorOutput',
		});
		expect(run.output(NODE)).toHaveLength(1);
		expect(codesOf(run.output(NODE, 1))).toEqual(['REPORT_INVALID']);
	});
});

describe('parameters', () => {
	test.each([
		['empty', { telefonnummerAnordnare: '={{ "" }}' }, "'Provider Phone' is empty"],
		[
			'given by an expression that gives nothing',
			{ telefonnummerAnordnare: '={{ $json.nothing }}' },
			"'Provider Phone' is nothing: its expression gives no value",
		],
		[
			'a switch that is nothing: no agreement is not meant',
			{ kollektivavtal: '={{ $json.nothing }}' },
			"'Collective Agreement' is nothing: its expression gives no value",
		],
		[
			'a month that is nothing: every month is not meant',
			{ month: '={{ $json.nothing }}' },
			"'Month' is nothing: its expression gives no value",
		],
	])('that are %s are called by their name in the panel', async (_, changed, message) => {
		const run = await runNode({
			node: 'buildTidredovisning',
			parameters: build(changed),
			items: itemsOf([SHIFT]),
		});
		expect(run.error?.message).toBe(message);
	});

	test('give each month its own beräkningsperioder', async () => {
		const parameters = build({ berakningsperiod: 'weeks', periodWeeks: 4, periodFromDay: '2026-09-28' });
		const run = await runNode({ node: 'buildTidredovisning', parameters, items: itemsOf([SHIFT]) });
		const xml = String(run.output(NODE)[0]?.json['xml']);
		expect(xml.match(/<ns:fromDag>[^<]*|<ns:tomDag>[^<]*/g)?.map((found) => found.slice(-10))).toEqual([
			'2026-09-28',
			'2026-10-25',
			'2026-10-26',
			'2026-11-22',
		]);
	});
});

describe('a file', () => {
	test('in Windows-1252 with other separators is read, and what was recognised is told', async () => {
		const text = [Object.keys(SHIFT).join('\t'), Object.values(SHIFT).join('\t')].join('\r\n');
		const data = Buffer.from(text, 'latin1').toString('base64');
		const items = [{ json: {}, binary: { data: { data, mimeType: 'text/csv', fileName: 'export.csv' } } }];
		const parameters = build({ source: 'file', inputDataFieldName: 'data' });
		const run = await runNode({ node: 'buildTidredovisning', parameters, items });
		expect(run.error).toBeUndefined();
		expect(run.output(NODE)[0]?.json['assistent']).toEqual({
			namn: 'Åsa Sjöö',
			personnummer: '198911079930',
		});
		expect(run.hints(NODE)[0]?.message).toMatch(/1 row.*Windows-1252/i);
		expect(run.output(NODE)[0]?.json['recognised']).toMatch(/^1 row; encoding Windows-1252; delimiter tab; /);
	});
});

describe('several files', () => {
	test('are each for itself: an item without one goes to the error branch, the others are built', async () => {
		const data = Buffer.from([Object.keys(SHIFT), Object.values(SHIFT)].join('\n')).toString('base64');
		const file = { json: {}, binary: { data: { data, mimeType: 'text/csv', fileName: 'export.csv' } } };
		const run = await runNode({
			node: 'buildTidredovisning',
			parameters: build({ source: 'file', inputDataFieldName: 'data' }),
			items: [file, { json: { lacks: 'a file' } }],
			onError: 'continueErrorOutput',
		});
		expect(run.output(NODE).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
		const [refused] = run.output(NODE, 1);
		expect(refused?.pairedItem).toEqual({ item: 1 });
		expect(JSON.stringify(refused?.json['error'])).toMatch(/binary/);
	});
});

test('a month that is spread over two files is refused in both: it would be paid as two reports', async () => {
	const file = (start: string, end: string) => {
		const shift = { ...SHIFT, Start: start, Slut: end };
		const data = Buffer.from([Object.keys(shift), Object.values(shift)].join('\n')).toString('base64');
		return { json: {}, binary: { data: { data, mimeType: 'text/csv', fileName: 'export.csv' } } };
	};
	const run = await runNode({
		node: 'buildTidredovisning',
		parameters: build({ source: 'file', inputDataFieldName: 'data', month: '' }),
		items: [
			file('2026-10-01 08:00', '2026-10-01 12:00'),
			file('2026-10-20 08:00', '2026-10-20 12:00'),
			file('2026-09-20 08:00', '2026-09-20 12:00'),
		],
		onError: 'continueErrorOutput',
	});
	expect(run.output(NODE).map(({ json }) => json['redovisningsmanad'])).toEqual(['2026-09']);
	expect(run.output(NODE, 1).map(({ json }) => json['error'])).toMatchObject(
		[0, 1].map(() => ({
			code: 'INPUT_INVALID',
			message: '2 files hold shifts of the same assistent, person and month',
		})),
	);
});

test('a parameter that differs between the items is refused: the first would be taken for all', async () => {
	const other = { ...SHIFT, 'Assistent personnummer': '19970719-9817' };
	const run = await runNode({
		node: 'buildTidredovisning',
		parameters: build({ anordnareNamn: '={{ $json.bolag }}' }),
		items: itemsOf([
			{ ...SHIFT, bolag: 'A AB' },
			{ ...other, bolag: 'B AB' },
		]),
	});
	expect(run.error?.context['code']).toBe('INPUT_INVALID');
	expect(run.error?.message).toBe(
		`'Provider Name' is not the same for all items: item 1 gives "A AB", item 2 "B AB"`,
	);
});

test.each([
	['an own ID that is missing', { options: { id: 'own' } }, "'Own ID' is empty"],
	[
		'an own ID that nothing asks for',
		{ options: { ownId: '7f9c24e8-3b12-4fef-91e0-1a2b3c4d5e6f' } },
		"'Own ID' is filled in, but 'ID' is not set to Own",
	],
	['a replaced ID that is none', { options: { replaces: 'abc' } }, `'Replaces' is "abc"`],
	[
		'a replaced document without its ID',
		{ options: { replacedXml: '<a/>' } },
		"'Replaced Document' is filled in, but 'Replaces' is empty",
	],
	[
		'a list without periods',
		{ berakningsperiod: 'list' },
		"'Periods (Beräkningsperioder)' is List, but no period is given",
	],
	[
		'half a week',
		{ berakningsperiod: 'weeks', periodWeeks: 0.5, periodFromDay: '2026-09-28' },
		`'Weeks per Period' is "0.5"`,
	],
])('%s is refused, not passed over', async (_, changed, message) => {
	const run = await runNode({
		node: 'buildTidredovisning',
		parameters: build(changed),
		items: itemsOf([SHIFT]),
	});
	expect(run.error?.context['code']).toBe('INPUT_INVALID');
	expect(run.error?.message).toBe(message);
});

test('a point in time as month is understood', async () => {
	const month = '={{ DateTime.fromISO("2026-10-15T12:00:00") }}';
	const run = await runNode({
		node: 'buildTidredovisning',
		parameters: build({ month }),
		items: itemsOf([SHIFT]),
	});
	expect(run.error).toBeUndefined();
	expect(run.output(NODE).map(({ json }) => json['redovisningsmanad'])).toEqual(['2026-10']);
});

describe('Agreement Hours per Week', () => {
	const problemsOf = async (options: object) => {
		const run = await runNode({
			node: 'buildTidredovisning',
			parameters: build({ options }),
			items: itemsOf([SHIFT]),
		});
		return { run, told: JSON.stringify(run.output(NODE)[0]?.json['problems'] ?? null) };
	};
	test('are reckoned with by Build', async () => {
		expect((await problemsOf({ agreementHours: 1 })).told).toContain(
			'1 h is the limit given for the collective agreement, overtime included.',
		);
		expect((await problemsOf({ agreementHours: 38.25 })).told).not.toContain('WORKING_TIME');
		expect((await problemsOf({})).told).not.toContain('WORKING_TIME');
	});
	test('are reckoned with by Validate', async () => {
		const { run } = await problemsOf({});
		const checked = await runNode({
			node: 'buildTidredovisning',
			parameters: {
				operation: 'validate',
				document: 'text',
				xml: '={{ $json.xml }}',
				options: { agreementHours: 1 },
			},
			items: itemsOf([{ xml: String(run.output(NODE)[0]?.json['xml']) }]),
		});
		expect(JSON.stringify(checked.output(NODE)[0]?.json)).toContain(
			'1 h is the limit given for the collective agreement, overtime included.',
		);
	});
});

describe('previews', () => {
	test('are pages beside the items, personal numbers masked', async () => {
		const parameters = build({ options: { preview: true } });
		const run = await runNode({ node: 'buildTidredovisning', parameters, items: itemsOf([SHIFT]) });
		const file = run.output(NODE)[0]?.binary?.['preview'];
		expect(file?.mimeType).toBe('text/html');
		const html = Buffer.from(file?.data ?? '', 'base64').toString('utf8');
		expect(html).toContain('19891107-****');
		expect(html).not.toContain('9930');
	});
});

describe('Validate', () => {
	test('says what is wrong with a document and where, without stopping', async () => {
		const [good] = (
			await runNode({ node: 'buildTidredovisning', parameters: build(), items: itemsOf([SHIFT]) })
		).output(NODE);
		const xml = String(good?.json['xml']);
		const run = await runNode({
			node: 'buildTidredovisning',
			parameters: { operation: 'validate', document: 'text', xml: '={{ $json.xml }}', options: {} },
			items: itemsOf([{ xml }, { xml: xml.replace('13.00', '99.99') }, { xml: 'hej' }]),
		});
		const verdicts = run.output(NODE).map(({ json }) => json['valid']);
		expect(verdicts).toEqual([true, false, false]);
		expect(JSON.stringify(run.output(NODE)[1]?.json)).toContain('ROW_TIME');
		expect(JSON.stringify(run.output(NODE)[2]?.json)).toContain('XML_MALFORMED');
	});
});

describe('Create Example', () => {
	test('makes a month that Build takes as it is', async () => {
		const example = await runNode({
			node: 'buildTidredovisning',
			parameters: { operation: 'createExample', month: '2026-09', assistants: 3, options: { seed: 4 } },
			items: itemsOf([{}]),
		});
		const built = await runNode({
			node: 'buildTidredovisning',
			parameters: build({ month: '2026-09' }),
			items: example.output(NODE),
		});
		expect(built.error).toBeUndefined();
		expect(built.output(NODE).length).toBeGreaterThanOrEqual(3);
	});
});
