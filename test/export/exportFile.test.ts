import * as fc from 'fast-check';

import { DELIMITERS, type Delimiter } from '../../src/export/delimited';
import { MAX_EXPORT_BYTES, describeRecognised, readExportFile } from '../../src/export/exportFile';

const HEADINGS = ['Assistent', 'Start', 'Slut'];

function utf8(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

/** What Node's latin1 writes is Windows-1252 for every letter used here. */
function windows1252(text: string): Uint8Array {
	return Buffer.from(text, 'latin1');
}

function utf16le(text: string): Uint8Array {
	return Buffer.from(`\ufeff${text}`, 'utf16le');
}

function quote(value: string, delimiter: string): string {
	return value.includes(delimiter) || /["\r\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function table(rows: readonly (readonly string[])[], delimiter: Delimiter, lineEnd = '\r\n'): string {
	return rows.map((row) => row.map((value) => quote(value, delimiter)).join(delimiter) + lineEnd).join('');
}

describe('encodings', () => {
	const text = 'Namn;Start\nÅsa Sjöö;08:00\n';

	test.each([
		['UTF-8', utf8(text)],
		['UTF-8 with BOM', utf8(`\ufeff${text}`)],
		['UTF-16 LE', utf16le(text)],
		['UTF-16 BE', Buffer.from(utf16le(text)).swap16()],
		['Windows-1252', windows1252(text)],
	])('%s is recognised and read', async (encoding, bytes) => {
		const file = await readExportFile(bytes);
		expect(file.recognised.encoding).toBe(encoding);
		expect(file.rows).toEqual([{ Namn: 'Åsa Sjöö', Start: '08:00' }]);
		expect(file.problems).toEqual([]);
	});

	test('Windows-1252 has its own characters where Latin-1 has none', async () => {
		const file = await readExportFile(Uint8Array.of(0x4e, 0x3b, 0x42, 0x0a, 0x80, 0x3b, 0x8a, 0x0a));
		expect(file.rows).toEqual([{ N: '€', B: 'Š' }]);
	});

	test('lost letters are warned of', async () => {
		const { problems } = await readExportFile(utf8('Namn;B\n\ufffdsa;1\n'));
		expect(problems).toEqual([
			{
				code: 'EXPORT_ENCODING',
				level: 'warning',
				path: 'file',
				message: 'The file was read as UTF-8, but "\ufffdsa" has lost letters in an earlier conversion',
				description: 'Look at the names before anyone signs, and export as UTF-8.',
				found: '\ufffdsa',
			},
		]);
	});
});

describe('delimiters', () => {
	test.each([
		[';', 'CSV'],
		[',', 'CSV'],
		['\t', 'TSV'],
	] as const)('%j is found by the heading', async (delimiter, format) => {
		const file = await readExportFile(utf8(table([HEADINGS, ['Åsa', '08:00', '10:00']], delimiter)));
		expect(file.recognised).toMatchObject({ format, delimiter, columns: HEADINGS, rows: 1 });
		expect(file.rows).toEqual([{ Assistent: 'Åsa', Start: '08:00', Slut: '10:00' }]);
	});

	test('a delimiter inside a quoted heading does not count', async () => {
		const file = await readExportFile(utf8('"Namn, för, efter, alla";Start\n"Sjöö, Åsa";08:00\n'));
		expect(file.rows).toEqual([{ 'Namn, för, efter, alla': 'Sjöö, Åsa', Start: '08:00' }]);
	});

	test("Excel's own first line names the delimiter and keeps the row numbers", async () => {
		const file = await readExportFile(utf8('sep=,\r\nNamn,Start\r\nÅsa,08:00\r\n'));
		expect(file.rows).toEqual([{ Namn: 'Åsa', Start: '08:00' }]);
		expect(file.rowNumbers).toEqual([3]);
	});
});

describe('quoted fields', () => {
	test('delimiters, line ends and doubled quotation marks belong to the value', async () => {
		const file = await readExportFile(utf8('A;B\n"x;y";"rad 1\nrad 2"\n"säger ""hej""";z\n'));
		expect(file.rows).toEqual([
			{ A: 'x;y', B: 'rad 1\nrad 2' },
			{ A: 'säger "hej"', B: 'z' },
		]);
		expect(file.rowNumbers).toEqual([2, 3]);
	});

	test('a quotation mark inside an unquoted value is part of it', async () => {
		const file = await readExportFile(utf8('A;B\nAnna "Nann" Berg;2\n'));
		expect(file.rows).toEqual([{ A: 'Anna "Nann" Berg', B: '2' }]);
	});

	const headings = 'A;B;C;Kommentar\n';

	test.each([
		['in the last column', 'a;b;c;"ring Bo\nd;e;f;klart"\n', 'Rows 3 and 4', 'row 3', 'Kommentar', 'row 4'],
		['in the first column', '"a;b;c;\n"d;e;f;\n', 'Rows 3 and 4', 'row 3', 'A', 'row 4'],
		['over three rows', 'a;b;"c;\nd;e;f;\ng;h;"i;\n', 'Rows 3 to 5', 'row 3', 'C', 'row 5'],
		[
			'with an empty value after it',
			'a;b;c;"ring Bo\nd;e;klart";\n',
			'Rows 3 and 4',
			'row 3',
			'Kommentar',
			'row 4',
		],
	])(
		'one that swallows the next row, %s, is told with both rows',
		async (_, rows, both, row, column, last) => {
			const file = await readExportFile(utf8(`${headings}1;2;3;\n${rows}4;5;6;\n`));
			expect(file.rows.map(({ A }) => A)).toEqual(['1', '4']);
			expect(file.unread).toEqual([{ row: 3, assistent: null, personSomHarAssistans: null }]);
			expect(file.problems).toEqual([
				{
					code: 'EXPORT_QUOTE',
					level: 'error',
					path: `${row}, column "${column}"`,
					message: `${both} became one: a quotation mark that opens in ${row}, column "${column}", closes in ${last}.`,
					description:
						'Take the quotation mark away, or write it twice where it belongs to the value. These rows were left out.',
					found: '"',
				},
			]);
		},
	);

	test('a value of several lines with some delimiters is a value', async () => {
		const file = await readExportFile(utf8(`${headings}1;2;3;"ring Bo; sedan\nhem; klart"\n`));
		expect(file).toMatchObject({ rows: [{ Kommentar: 'ring Bo; sedan\nhem; klart' }], problems: [] });
	});

	test('one that is not closed is told by its row, and the rows before it are read', async () => {
		const file = await readExportFile(utf8('A;B\n1;2\n"3;4\n5;6\n'));
		expect(file.rows).toEqual([{ A: '1', B: '2' }]);
		expect(file.unread).toEqual([{ row: 3, assistent: null, personSomHarAssistans: null }]);
		expect(file.problems).toEqual([
			{
				code: 'EXPORT_QUOTE',
				level: 'error',
				path: 'row 3',
				message: 'A quotation mark that opens in row 3, or below it, is not closed.',
				description:
					'Close the quotation mark, or write it twice where it belongs to the value. No row after it was read.',
				found: '"',
			},
		]);
	});
});

describe('rows that do not fit the headings', () => {
	test('a row that ends too early is told by row and column and left out', async () => {
		const file = await readExportFile(utf8('A;B;C\n1;2;3\n4;5\n6;7;8\n'));
		expect(file.rows).toEqual([
			{ A: '1', B: '2', C: '3' },
			{ A: '6', B: '7', C: '8' },
		]);
		expect(file.rowNumbers).toEqual([2, 4]);
		expect(file.unread).toEqual([{ row: 3, assistent: null, personSomHarAssistans: null }]);
		expect(file.problems).toEqual([
			{
				code: 'EXPORT_ROW_COLUMNS',
				level: 'error',
				path: 'row 3, column "C"',
				message: 'Row 3 ends before the column "C": 2 values where the heading has 3.',
				description:
					'Fill in the row, with nothing between the delimiters where there is no value. The row was left out.',
				found: '2 values',
			},
		]);
	});

	test('a value beyond the last heading is told by row and column and left out', async () => {
		const file = await readExportFile(utf8('A;B\n1;2;;x\n'));
		expect(file.rows).toEqual([]);
		expect(file.problems).toEqual([
			{
				code: 'EXPORT_ROW_COLUMNS',
				level: 'error',
				path: 'row 2, column 4',
				message: 'Row 2 has a value in column 4, but the heading has 2 columns.',
				description: 'Put quotation marks around a value that contains the delimiter. The row was left out.',
				found: '4 values',
			},
		]);
	});

	test('empty values beyond the last heading mean nothing', async () => {
		const file = await readExportFile(utf8('A;B\n1;2;;\n'));
		expect(file).toMatchObject({ rows: [{ A: '1', B: '2' }], problems: [] });
	});

	test('all of them are told at once', async () => {
		const { problems } = await readExportFile(utf8('A;B\n1\n2;3;4\n5\n'));
		expect(problems.map(({ path }) => path)).toEqual([
			'row 2, column "B"',
			'row 3, column 3',
			'row 4, column "B"',
		]);
	});

	test('rows without a value are passed over and still counted', async () => {
		const file = await readExportFile(utf8('A;B\n\n;\n1;2\n\n3;4\n;\n'));
		expect(file.rows).toHaveLength(2);
		expect(file.rowNumbers).toEqual([4, 6]);
		expect(file.problems).toEqual([]);
	});
});

describe('headings', () => {
	test('are trimmed; an empty one is named by its place', async () => {
		const file = await readExportFile(utf8(' A ;;C\n1;2;3\n'));
		expect(file.rows).toEqual([{ A: '1', 'Column 2': '2', C: '3' }]);
	});

	test('a delimiter too many at the end of the heading alone is no column', async () => {
		const file = await readExportFile(utf8('A;B;\n1;2\n3;4;\n'));
		expect(file).toMatchObject({ recognised: { columns: ['A', 'B'] }, problems: [] });
		expect(file.rows).toEqual([
			{ A: '1', B: '2' },
			{ A: '3', B: '4' },
		]);
	});

	test('a personnummer that stands twice in the first row is told masked', async () => {
		const { problems } = await readExportFile(utf8('19891107-9930;19891107-9930\n1;2\n'));
		expect(problems[0]).toMatchObject({ code: 'EXPORT_HEADING', found: '19891107-****' });
		expect(JSON.stringify(problems)).not.toContain('9930');
	});

	test('one that stands twice is told, and no row is read', async () => {
		const { problems, rows, unread } = await readExportFile(utf8('Start;Slut;Start\n1;2;3\n'));
		expect(rows).toEqual([]);
		expect(unread).toEqual([{ row: 2, assistent: null, personSomHarAssistans: null }]);
		expect(problems).toEqual([
			{
				code: 'EXPORT_HEADING',
				level: 'error',
				path: 'row 1, column "Start"',
				message: '2 columns have the heading "Start".',
				description: 'Give each column its own heading, or take away the one that is not wanted.',
				found: 'Start',
			},
		]);
	});

	test('one named as an object has a method is a heading like any other', async () => {
		const file = await readExportFile(utf8('__proto__;constructor\n1;2\n'));
		expect(Object.entries(file.rows[0] ?? {})).toEqual([
			['__proto__', '1'],
			['constructor', '2'],
		]);
	});
});

describe('files that hold no table', () => {
	test.each([
		['', "'oktober.csv' is empty."],
		['\ufeff', "'oktober.csv' is empty."],
		['\r\n\r\n', "'oktober.csv' is empty."],
		['A;B\r\n', "'oktober.csv' has a heading but no row below it."],
	])('%j is told as empty', async (text, message) => {
		const file = await readExportFile(utf8(text), { fileName: 'oktober.csv' });
		expect(file.rows).toEqual([]);
		expect(file.problems).toEqual([
			{
				code: 'EXPORT_EMPTY',
				level: 'error',
				path: 'file',
				message,
				description: 'Export the shifts again, with a heading and one row per shift.',
				found: '',
			},
		]);
	});

	test.each([
		['504b0304', 'an Excel workbook or another ZIP file'],
		['d0cf11e0', 'an older Excel workbook'],
		['25504446', 'a PDF'],
		['1f8b08', 'a compressed file'],
	])('bytes that begin %s are told as %s', async (hex, what) => {
		const { problems, recognised } = await readExportFile(Buffer.from(hex, 'hex'));
		expect(recognised.format).toBeNull();
		expect(problems).toMatchObject([
			{
				code: 'EXPORT_FORMAT',
				level: 'error',
				message: `The file is ${what}, not CSV, TSV or PAXml.`,
				found: what,
			},
		]);
	});

	test('bytes that no text has are told', async () => {
		const { problems } = await readExportFile(Uint8Array.of(0x41, 0x00, 0x42));
		expect(problems).toMatchObject([
			{ code: 'EXPORT_FORMAT', message: 'The file holds bytes that no text has.' },
		]);
	});
});

describe('size', () => {
	test('a quotation mark that opens at the start of a large file and never closes is told', async () => {
		const { problems } = await readExportFile(utf8(`"${'a'.repeat(5_000_000)}`));
		expect(problems).toMatchObject([{ code: 'EXPORT_QUOTE', path: 'row 1' }]);
	});

	test('a file as large as the cap is read, one byte more is not', async () => {
		const bytes = utf8('A;B\n1;2\n');
		expect((await readExportFile(bytes, { maxBytes: bytes.length })).problems).toEqual([]);
		const { problems } = await readExportFile(new Uint8Array(MAX_EXPORT_BYTES + 1));
		expect(problems).toEqual([
			{
				code: 'EXPORT_TOO_LARGE',
				level: 'error',
				path: 'file',
				message: 'The file is 20.0 MiB; at most 20.0 MiB is read.',
				description: 'Export one month at a time.',
				found: '20971521 bytes',
			},
		]);
	});
});

test('what was recognised is told in a line', async () => {
	const { recognised } = await readExportFile(windows1252('Förnamn;Start\nÅsa;08:00\nJosé;09:00\n'));
	expect(describeRecognised(recognised)).toBe(
		'2 rows; encoding Windows-1252; delimiter semicolon; columns Förnamn, Start',
	);
	const one = await readExportFile(utf8('Förnamn;Start\nÅsa;08:00\n'));
	expect(describeRecognised(one.recognised)).toMatch(/^1 row; encoding UTF-8;/u);
});

const letters = fc.constantFrom(...'abcåäöÅÄÖé0123456789-:&<>\'";,\t \n');
/** A value of several lines that holds delimiters too may be a row that was swallowed. */
const value = fc
	.string({ unit: letters, maxLength: 12 })
	.map((text) => (text.includes('\n') ? text.replace(/[;,\t]/gu, '') : text));
const tables = fc.integer({ min: 2, max: 6 }).chain((width) =>
	fc.array(
		fc
			.array(value, { minLength: width, maxLength: width })
			.filter((row) => row.some((cell) => cell.trim() !== '')),
		{ minLength: 1, maxLength: 8 },
	),
);

test('any table in any delimiter, line end and encoding is read as it was written', async () => {
	const encoders = [utf8, windows1252, utf16le, (text: string) => utf8(`\ufeff${text}`)];
	await fc.assert(
		fc.asyncProperty(
			tables,
			fc.constantFrom(...DELIMITERS),
			fc.constantFrom('\n', '\r\n', '\r'),
			fc.constantFrom(...encoders),
			async (rows, delimiter, lineEnd, encode) => {
				const headings = (rows[0] ?? []).map((_, index) => `Rubrik ${index + 1}`);
				const file = await readExportFile(encode(table([headings, ...rows], delimiter, lineEnd)));
				expect(file.rows.map((row) => Object.values(row))).toEqual(rows);
				expect(file.problems.filter(({ level }) => level === 'error')).toEqual([]);
			},
		),
		{ numRuns: 300 },
	);
});
