import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { OpenReport } from '../../src/report/item/openReport';
import { elt, makeFolder } from './elt';

const EXAMPLES = join(__dirname, '../../examples');
const EXPORT = join(EXAMPLES, 'hr-export.csv');
const ANORDNARE = join(EXAMPLES, 'anordnare.json');

let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
	({ folder, remove } = await makeFolder());
});

afterAll(() => remove());

const build = (...more: readonly string[]) =>
	elt('build', EXPORT, '--month', '2026-10', '--anordnare', ANORDNARE, '--today', '2026-11-20', ...more);

/** A file in the suite's folder. */
function put(name: string, content: string): string {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
}

describe('elt build', () => {
	test('prints the item of each report of the sample, row for row as expected, and writes its document', async () => {
		const out = join(folder, 'out');
		const { code, lines } = await build('--json', '--out', out);
		expect(code).toBe(0);
		const expected: { reports: Record<string, { rader: unknown }> } = JSON.parse(
			readFileSync(join(EXAMPLES, 'expected.json'), 'utf8'),
		);
		const items = await Promise.all(lines.map(async (line) => (await OpenReport.read(line)).item));
		const rows = items.map(({ assistent, personSomHarAssistans: person, redovisningsmanad, rows: found }) => [
			`${assistent.personnummer}/${person.personnummer}/${redovisningsmanad}`,
			found.map(({ dag, fromTid, tomTid, tidstyp }) => [dag, fromTid, tomTid, tidstyp]),
		]);
		expect(Object.fromEntries(rows)).toEqual(
			Object.fromEntries(Object.entries(expected.reports).map(([key, { rader }]) => [key, rader])),
		);
		expect(readdirSync(out).sort()).toEqual(items.map(({ id }) => `${id}.xml`).sort());
		for (const { id, xml } of items) expect(readFileSync(join(out, `${id}.xml`), 'utf8')).toBe(xml);
	});

	test('tells people who, how many hours, what fell outside and the totals, with personnummer masked', async () => {
		const { code, stdout, stderr } = await build();
		expect(code).toBe(0);
		expect(stdout).toContain('Märta Lindqvist (19970719-****) with Zoë Tolvansson (19810129-****)');
		expect(stdout).toContain('8 rows; aktiv tid 22 tim, väntetid 8 tim; due 2026-12-05 (15 days)');
		expect(stdout).toMatch(/2026-10 José Öberg \(19810816-\*{4}\): 4 reports, aktiv tid 138 tim 15 min/);
		expect(stderr).toContain('130 rows; encoding UTF-8 with BOM; delimiter semicolon');
		expect(stderr).toContain('Row 42: 2026-11-01 00.00–01.00 (beredskapsTid) is outside 2026-10');
		expect(stdout + stderr).not.toMatch(/\b(?:19|20)\d{10}\b/);
	});

	test('writes a preview of each report and of all', async () => {
		const out = join(folder, 'preview');
		expect((await build('--preview', '--out', out)).code).toBe(0);
		const names = readdirSync(out);
		expect(names.filter((name) => name.endsWith('.html'))).toHaveLength(17);
		const page = readFileSync(join(out, 'preview.html'), 'utf8');
		expect(page).toContain('Märta Lindqvist');
		expect(page).not.toContain('199707199817');
		expect(page).not.toContain('<script');
	});

	test('takes own words for time, one by one or of a file, and warns of hours that differ where that was chosen', async () => {
		const [heading = '', first = ''] = readFileSync(EXPORT, 'utf8').split('\n');
		const row = first.trim().replace('Aktiv', 'Dagpass');
		const file = put('words.csv', `${heading.trim()};Timmar\n${row};7,5\n`);
		const words = put('words.json', '{ "Dagpass": "aktivTid" }');
		const call = ['build', file, '--month', '2026-10', '--anordnare', ANORDNARE, '--today', '2026-11-20'];
		const stopped = await elt(...call, '--time-words', words);
		expect(stopped.code).toBe(1);
		expect(stopped.stdout + stopped.stderr).toContain('"7,5" is 7 h 30 min, but from start to end it is 8 h');
		const warned = await elt(...call, '--time-words', 'Dagpass=jour', '--when-hours-differ', 'warn');
		expect(warned.code).toBe(0);
		expect(warned.stdout).toContain('väntetid 8 tim');
		const mistaken = await elt(...call, '--when-hours-differ', 'never');
		expect(mistaken.stderr).toContain("--when-hours-differ is 'never'; it takes stop or warn");
	});

	test('a bad row: every wrong cell at once, its reports not written, the others written', async () => {
		const lines = readFileSync(EXPORT, 'utf8').split('\n');
		const [heading = '', first = '', ...rest] = lines;
		const bad = first.replace('2026-10-22 13:00', 'sometime').replace('Aktiv', 'Kaffe');
		const file = put('bad.csv', [heading, bad, ...rest].join('\n'));
		const out = join(folder, 'bad');
		const result = await elt(
			'build',
			file,
			'--month',
			'2026-10',
			'--anordnare',
			ANORDNARE,
			'--json',
			'--out',
			out,
		);
		expect(result.code).toBe(1);
		const stopped = result.lines.filter((line) => JSON.stringify(line).includes('"level":"error"'));
		expect(stopped).toHaveLength(1);
		expect(stopped[0]).toMatchObject({
			problems: expect.arrayContaining([
				expect.objectContaining({ code: 'ROW_TIME', path: 'row 2, column "Start"', found: 'sometime' }),
				expect.objectContaining({ code: 'ROW_TYPE', path: 'row 2, column "Tidstyp"', found: 'Kaffe' }),
			]),
		});
		expect(readdirSync(out)).toHaveLength(15);
	});

	test('a bad row that is left out on purpose: named in its report and beside it, exit 0', async () => {
		const [heading, first = ''] = readFileSync(EXPORT, 'utf8').split('\n');
		const bad = first.replace('2026-10-22 13:00', 'sometime');
		const file = put('left-out.csv', [heading, first, bad].join('\n'));
		const args = ['build', file, '--month', '2026-10', '--anordnare', ANORDNARE, '--leave-out-unreadable'];
		const { code, lines, stderr } = await elt(...args, '--json');
		const message = 'Left out: Row 3, column "Start": "sometime" is not a date with a clock time.';
		expect(code).toBe(0);
		expect(lines).toMatchObject([
			{ problems: expect.arrayContaining([expect.objectContaining({ code: 'ROW_LEFT_OUT', message })]) },
		]);
		expect(stderr).toContain(message);
	});

	test('an export without the columns: all of them named, exit 1', async () => {
		const { code, stdout } = await elt(
			'build',
			put('columns.csv', 'a;b\n1;2\n'),
			'--month',
			'2026-10',
			'--anordnare',
			ANORDNARE,
		);
		expect(code).toBe(1);
		expect(stdout.match(/error COLUMN_MISSING/g)).toHaveLength(8);
		expect(stdout).toContain('its columns are "a", "b".');
	});

	test('an ANORDNARE.json with mistakes: every field, exit 1', async () => {
		const anordnare = put('anordnare.json', '{"employer":"boss","telefonnumer":"1","kollektivavtal":"ja"}');
		const { code, stdout } = await elt('build', EXPORT, '--month', '2026-10', '--anordnare', anordnare);
		expect(code).toBe(1);
		for (const path of [
			'telefonnumer',
			'employer',
			'organisationsnummer',
			'telefonnummerAnordnare',
			'kollektivavtal',
		]) {
			expect(stdout).toContain(` ${path}: `);
		}
	});

	test.each([
		['{\n "employer": 1,\n "kollektivavtal" 2}', "is no JSON: it can't be read on in line 3"],
		['', 'is empty'],
		['[]', "The provider's data is a list, not an object"],
	])('an ANORDNARE.json that says %j', async (content, message) => {
		const anordnare = put('broken.json', content);
		const { code, stdout } = await elt('build', EXPORT, '--month', '2026-10', '--anordnare', anordnare);
		expect(code).toBe(1);
		expect(stdout).toContain(message);
	});

	test('an ANORDNARE.json with a slip within: the field named by its path', async () => {
		const json = JSON.parse(readFileSync(ANORDNARE, 'utf8'));
		const slips = {
			annanArbetsgivare: { organisationsnummer: '5547165067', foo: 1 },
			berakningsperiod: [{ fromDag: '2026-10-01', tomDag: '2026-10-31', till: 1 }],
		};
		const anordnare = put('slips.json', JSON.stringify({ ...json, ...slips }));
		const { code, stdout } = await elt('build', EXPORT, '--month', '2026-10', '--anordnare', anordnare);
		expect(code).toBe(1);
		expect(stdout).toContain(
			"FIELD_UNKNOWN annanArbetsgivare.foo: 'annanArbetsgivare.foo' is not known here",
		);
		expect(stdout).toContain('FIELD_UNKNOWN berakningsperiod[0].till: ');
	});

	test('an ANORDNARE.json that is not UTF-8 is refused: no letter of a name is lost', async () => {
		const anordnare = join(folder, 'windows.json');
		writeFileSync(anordnare, readFileSync(ANORDNARE, 'utf8').replace('Exempel', 'Öst'), 'latin1');
		const { code, stdout } = await elt('build', EXPORT, '--month', '2026-10', '--anordnare', anordnare);
		expect(code).toBe(1);
		expect(stdout).toMatch(/INPUT_INVALID: '.*windows\.json' is not UTF-8\n {2}Save it as UTF-8/);
	});

	test('a month that the export has nothing of: told in one sentence, exit 1', async () => {
		const { code, lines, stderr } = await elt(
			...['build', EXPORT, '--month', '2025-01', '--anordnare', ANORDNARE, '--json'],
		);
		expect(code).toBe(1);
		const message = 'No shift that was read (130) is in 2025-01; they are in 2026-10, 2026-11.';
		expect(lines).toMatchObject([
			{ error: { code: 'REPORT_INVALID', problems: [{ code: 'ROWS_NONE', message }] } },
		]);
		expect(stderr).not.toContain('ROW_OUTSIDE_MONTH');
	});

	test('a report that was not built says so in its line, and what was recognised', async () => {
		const lines = readFileSync(EXPORT, 'utf8').split('\n');
		const file = put('twice.csv', [lines[0], lines[1], lines[1]].join('\n'));
		const { code, lines: told } = await elt(
			...['build', file, '--month', '2026-10', '--anordnare', ANORDNARE, '--json'],
		);
		expect(code).toBe(1);
		expect(told).toMatchObject([
			{
				recognised: expect.stringMatching(/^2 rows; encoding UTF-8 with BOM; /),
				error: {
					code: 'REPORT_INVALID',
					message: expect.stringContaining('Rows 1 and 2 of the report say the same'),
				},
			},
		]);
	});

	test('what a terminal would act on is spelled out, and personnummer in the wrong place are masked', async () => {
		const mixed = readFileSync(EXPORT, 'utf8')
			.replace('Åsa', 'Å\u001b[2Jsa')
			.replace('2026-10-06 13:00', '19891107-9930');
		const { stdout, stderr } = await elt(
			...['build', put('mixed.csv', mixed), '--month', '2026-10', '--anordnare', ANORDNARE],
		);
		expect(stdout).toContain('"Å\\u001b[2Jsa" contains a character that XML cannot contain');
		expect(stdout).toContain('"19891107-****" is not a date with a clock time');
		expect(stdout + stderr).not.toMatch(/\u001b|19891107-?9930/);
	});

	test('a correction tells what it changes; a file that is no report is named', async () => {
		const out = join(folder, 'first');
		await build('--out', out);
		const earlier = readdirSync(out)
			.map((name) => join(out, name))
			.find((name) => /199801239949[^]*199707199817/.test(readFileSync(name, 'utf8')));
		const changed = put(
			'changed.csv',
			readFileSync(EXPORT, 'utf8').replace(
				'2026-10-06 13:00;2026-10-06 15:00',
				'2026-10-06 13:00;2026-10-06 16:00',
			),
		);
		const args = ['build', changed, '--month', '2026-10', '--anordnare', ANORDNARE, '--replaces'];
		const { code, stdout } = await elt(...args, earlier ?? '');
		expect(code).toBe(0);
		expect(stdout).toMatch(/ {2}corrects [0-9a-f-]{36}; rows: 1 changed; .*\+60 min/);
		const latin1 = join(folder, 'latin1.xml');
		writeFileSync(latin1, readFileSync(earlier ?? '', 'utf8').replace('UTF-8', 'ISO-8859-1'), 'latin1');
		expect((await elt(...args, latin1)).stdout).toMatch(
			/ {2}corrects [0-9a-f-]{36}; rows: 1 changed; (?!fields)/,
		);
		const wrong = await elt(...args, EXPORT);
		expect(wrong.code).toBe(1);
		expect(wrong.stdout).toContain("hr-export.csv' is no tidredovisning: it has no id");
	});
});

describe('elt example', () => {
	test('makes a month that builds without a warning of its own making, the same for the same seed', async () => {
		const out = join(folder, 'example');
		const args = ['example', '--month', '2026-10', '--assistants', '5', '--seed', '7'];
		expect((await elt(...args, '--out', out)).code).toBe(0);
		const built = await elt(
			...[
				'build',
				join(out, 'export.csv'),
				'--anordnare',
				join(out, 'anordnare.json'),
				'--month',
				'2026-10',
				'--json',
			],
		);
		expect(built.code).toBe(0);
		expect(built.lines.length).toBeGreaterThanOrEqual(5);
		const csv = await elt(...args);
		expect(csv.stdout).toBe(readFileSync(join(out, 'export.csv'), 'utf8'));
		expect((await elt(...args, '--json')).lines[0]).toHaveProperty('Assistent personnummer');
	});
});

describe('elt validate', () => {
	test('a good file, a bad one, and one that is no XML: one line each, exit 1', async () => {
		const out = join(folder, 'validate');
		await build('--out', out);
		const [name = ''] = readdirSync(out);
		const good = join(out, name);
		const late = put('late.xml', readFileSync(good, 'utf8').replace(/<ns:tomTid>[^<]*/, '<ns:tomTid>99.99'));
		const shape = put('shape.xml', readFileSync(good, 'utf8').replace('<ns:dag>', '<ns:dag>x'));
		const text = put('text.xml', 'Hej');
		const { code, lines } = await elt('validate', good, late, shape, text, '--json', '--today', '2026-11-20');
		expect(code).toBe(1);
		expect(lines).toMatchObject([
			{ file: good, valid: true },
			{ file: late, valid: false, problems: [expect.objectContaining({ code: 'ROW_TIME' })] },
			{ file: shape, valid: false, problems: [expect.objectContaining({ code: 'SCHEMA' })] },
			{ file: text, valid: false, problems: [expect.objectContaining({ code: 'XML_MALFORMED' })] },
		]);
		expect((await elt('validate', good)).code).toBe(0);
	});

	test('a file that is missing has its line too, and the files after it are judged; exit 2', async () => {
		const out = join(folder, 'validate-missing');
		await build('--out', out);
		const [first = '', second = ''] = readdirSync(out).map((name) => join(out, name));
		const { code, lines } = await elt(
			'validate',
			first,
			'missing.xml',
			second,
			'--json',
			'--today',
			'2026-11-20',
		);
		expect(code).toBe(2);
		const message = "'missing.xml' can't be read: there is no such file or folder";
		expect(lines).toMatchObject([
			{ file: first, valid: true },
			{ file: 'missing.xml', valid: false, problems: [{ code: 'FILE_UNREADABLE', message }] },
			{ file: second, valid: true },
		]);
	});

	test("the collective agreement's own hours are reckoned with, as in build", async () => {
		const out = join(folder, 'agreement');
		const built = await build('--out', out, '--agreement-hours', '0,5');
		expect(built.stdout).toContain(
			'a week on average; 30 min is the limit given for the collective agreement, overtime included.',
		);
		const files = readdirSync(out).map((name) => join(out, name));
		const { code, stdout } = await elt('validate', ...files, '--agreement-hours', '0.5');
		expect(code).toBe(0);
		expect(stdout).toContain('30 min is the limit given for the collective agreement');
		expect((await elt('validate', ...files)).stdout).not.toContain('given for the collective agreement');
	});
});

describe('wrong use ends with 2 and says what', () => {
	test.each([
		[[], 'Usage: elt COMMAND'],
		[['frob'], "there is no command 'frob'"],
		[['build'], '--month is missing'],
		[['build', 'a', '--frob'], 'there is no option --frob'],
		[
			['build', '--month', '2026-13', '--anordnare', ANORDNARE, EXPORT],
			"--month is '2026-13'; it takes a month YYYY-MM",
		],
		[
			['build', '--month', '9999-12', '--anordnare', ANORDNARE, EXPORT],
			"--month is '9999-12'; it takes a month YYYY-MM",
		],
		[
			['build', '--month', '2026-10', '--anordnare', ANORDNARE, EXPORT, '--column', 'start='],
			"--column is 'start='; it takes FIELD=HEADING",
		],
		[
			['build', '--month', '2026-10', '--anordnare', ANORDNARE, EXPORT, '--column', 'foo=Bar'],
			"--column is 'foo=Bar', but there is no field 'foo'; the fields are assistentPersonnummer, assistent",
		],
		[
			[
				...['build', '--month', '2026-10', '--anordnare', ANORDNARE, EXPORT],
				...['--column', 'start=In', '--column', 'start=Ut'],
			],
			"--column gives start two headings, 'In' and 'Ut'",
		],
		[
			['build', '--month', '2026-10', '--anordnare', ANORDNARE, EXPORT, '--out', ANORDNARE],
			"can't be written: a file of that name is in the way",
		],
		[
			['build', '--month', '2026-10', '--anordnare', ANORDNARE, EXPORT, '--out', '/proc/x/y'],
			"'/proc/x/y' can't be written: there is no such file or folder",
		],
		[['build', '--month', '2026-10', '--anordnare', ANORDNARE], 'EXPORT is missing'],
		[['build', '--month', '2026-10', '--anordnare', ANORDNARE, 'a', 'b'], "one argument too many: 'b'"],
		[
			['build', '--month', '2026-10', '--anordnare', ANORDNARE, 'none.csv'],
			"'none.csv' can't be read: there is no such file",
		],
		[['build', '--month', '--json'], '--month needs a value: --month YYYY-MM'],
		[['build', '--month=2026-10', '--json=yes'], '--json takes no value'],
		[
			['validate', EXPORT, '--agreement-hours', '169'],
			'--agreement-hours is "169", which is not a number above 0 and up to 168',
		],
		[
			['validate', EXPORT, '--agreement-longest-pass', '24'],
			'--agreement-longest-pass is given without --agreement-daily-rest',
		],
		[
			['validate', EXPORT, '--notified-3066', '2026-02-30'],
			'--notified-3066 is "2026-02-30", which is not a day',
		],
		[['validate'], 'FILE.xml… is missing'],
		[['validate', EXAMPLES], 'it is a folder, not a file'],
		[['verify', 'a.json'], '--root is missing'],
		[['submit', 'a.json', '--endpoint', 'https://127.0.0.1/'], '--certificate is missing'],
		[['certificate', 'a', 'b'], "one argument too many: 'b'"],
		[['simulator', '--elt-port', '99999'], "--elt-port is '99999'; it takes a whole number from 0 to 65535"],
		[['simulator', '--fault', 'earthquake'], 'There is no fault "earthquake"'],
		[['simulator', '--person', '12=sign'], '--person takes PERSONNUMMER=DOES'],
		[['example', '--month', 'October'], 'October'],
	])('elt %j', async (args, message) => {
		const { code, stdout, stderr } = await elt(...args);
		expect(code).toBe(2);
		expect(stdout + stderr).toContain(message);
		expect(stderr).not.toMatch(/\n\s+at /);
	});

	test.each(['build', 'validate', 'verify', 'submit', 'certificate', 'simulator', 'example'])(
		'elt %s --help tells every option and ends with 0',
		async (command) => {
			const { code, stdout } = await elt(command, '--help');
			expect(code).toBe(0);
			expect(stdout).toContain(`Usage: elt ${command}`);
			expect(stdout).toContain('--json');
		},
	);
});
