import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as fc from 'fast-check';

import { decodeEightBit, type EightBit, encodeEightBit } from '../../src/export/eightBit';
import { type Encoding, decodeText } from '../../src/export/encoding';
import { readExportFile } from '../../src/export/exportFile';
import { lostLettersIn } from '../../src/export/garbled';
import { readShifts } from '../../src/export/shifts';
import { toReadableXml } from '../../src/export/xmlEncoding';

const CSV =
	'Förnamn;Efternamn;Ort\nGöran;Ström;Malmö\nMärta;Sjöö;Åre\nÅsa;Öberg;Älmhult\nJosé;Öztürk;Örebro\n';
const XML = (encoding: string) =>
	`<?xml version="1.0" encoding="${encoding}"?>\n<paxml><personal><person anstid="7" persnr="19860518-9847"><fornamn>Märta</fornamn><efternamn>Ström</efternamn></person></personal></paxml>`;

function write(text: string, encoding: Encoding): Uint8Array {
	if (encoding === 'UTF-8') return new TextEncoder().encode(text);
	if (encoding === 'UTF-8 with BOM') return new TextEncoder().encode(`\ufeff${text}`);
	if (encoding === 'UTF-8 encoded twice')
		return new TextEncoder().encode(Buffer.from(text).toString('latin1'));
	if (encoding === 'UTF-16 LE') return Buffer.from(text, 'utf16le');
	if (encoding === 'UTF-16 BE') return Buffer.from(text, 'utf16le').swap16();
	return encodeEightBit(text, encoding) ?? new Uint8Array();
}

describe('a table is read in the encoding that it is in, which is said', () => {
	test.each<[Encoding, boolean]>([
		['UTF-8', false],
		['UTF-8 with BOM', false],
		['UTF-16 LE', false],
		['UTF-16 BE', false],
		['Windows-1252', false],
		['MacRoman', true],
		['CP850', true],
		['UTF-8 encoded twice', true],
	])('%s', (encoding, warned) => {
		const read = decodeText(write(CSV, encoding));
		expect(read.text).toBe(CSV);
		expect(read.encoding).toBe(encoding);
		expect(read.problems.map(({ code, level }) => [code, level])).toEqual(
			warned ? [['EXPORT_ENCODING', 'warning']] : [],
		);
	});

	test.each([
		['MacRoman', 'The file was read as MacRoman, in which its bytes make words: "Göran"', 'Göran'],
		['CP850', 'The file was read as CP850, in which its bytes make words: "Göran"', 'Göran'],
		[
			'UTF-8 encoded twice',
			'The file was encoded as UTF-8 twice, and was read so: "Göran" in place of "GÃ¶ran"',
			'Göran',
		],
	] as const)('a warning of %s shows a word', (encoding, message, found) => {
		expect(decodeText(write('Name;B\nGöran;1\n', encoding)).problems).toEqual([
			{
				code: 'EXPORT_ENCODING',
				level: 'warning',
				path: 'file',
				message,
				description: 'Look at the names before anyone signs, and export as UTF-8.',
				found,
			},
		]);
	});
});

describe('one name alone shows the encoding', () => {
	const names = ['Göran', 'Märta', 'Sjöö', 'Åsa', 'Örjan', 'Ängla', 'GÖRAN', 'Håkan', 'Björn', 'Malmström'];
	const each = (['Windows-1252', 'MacRoman', 'CP850'] as const).flatMap((encoding) =>
		names.map((name) => [encoding, name] as const),
	);

	test.each(each)('%s %s', (encoding, name) => {
		const text = `First name;B\n${name};1\n`;
		expect(decodeText(write(text, encoding))).toMatchObject({ text, encoding });
	});

	test.each([
		'Nataša',
		'Žarko',
		'Dušan',
		'Miloš',
		'Šime',
		'Željko',
		'O’Brien',
		'Zoë',
		'Väinö',
		'Räihä',
		'Łuk€'.slice(1),
	])('%s in Windows-1252 is no other encoding', (name) => {
		const text = `First name;B\n${name};1\n`;
		expect(decodeText(write(text, 'Windows-1252'))).toMatchObject({ text, encoding: 'Windows-1252' });
	});
});

describe('text that no encoding makes right', () => {
	test('UTF-8 in one line and Windows-1252 in another is refused with the line', () => {
		const bytes = Buffer.concat([Buffer.from('Namn;B\nGöran;1\n'), Buffer.from('Märta;1\n', 'latin1')]);
		expect(decodeText(bytes).problems).toEqual([
			{
				code: 'EXPORT_ENCODING',
				level: 'error',
				path: 'file',
				message:
					'The file is UTF-8 in some places and another encoding in others: line 3 has bytes that are not UTF-8, "M\ufffdrta"',
				description: 'Export the whole file in one encoding, best as UTF-8.',
				found: 'M\ufffdrta',
			},
		]);
	});

	test.each(['Name;B\nG|ran;1\n', 'Name;B\nM{rta;1\n', 'Name;B\nH}kan;1\n', 'Name;B\nSj||berg;1\n'])(
		'7-bit Swedish is warned of: %j',
		(text) => {
			expect(decodeText(new TextEncoder().encode(text)).problems).toMatchObject([
				{
					level: 'warning',
					message: expect.stringMatching(
						/^The file was read as UTF-8, but ".*" has \{, \|, \}, .* \(ISO 646\) writes/u,
					),
				},
			]);
		},
	);

	test.each(['A|B|C\na|b|c\n', 'A;B\n{"x":[1]};y\n', 'Åsa;a{b\n'])(
		'%j is not taken for 7-bit Swedish',
		(text) => {
			expect(decodeText(new TextEncoder().encode(text)).problems).toEqual([]);
		},
	);
});

describe('XML is read by its bytes, whatever it declares', () => {
	const declared = [
		'UTF-8',
		'utf8',
		'ISO-8859-1',
		'windows-1252',
		'macintosh',
		'IBM850',
		'UTF-16',
		'US-ASCII',
	];
	const written = [
		'UTF-8',
		'UTF-8 with BOM',
		'UTF-16 LE',
		'UTF-16 BE',
		'Windows-1252',
		'MacRoman',
		'CP850',
	] as const;
	const each = declared.flatMap((label) => written.map((encoding) => [label, encoding] as const));

	test.each(each)('%s declared, %s written', async (label, encoding) => {
		const read = toReadableXml(write(XML(label), encoding));
		expect(new TextDecoder().decode(read.xml)).toContain(
			'<fornamn>Märta</fornamn><efternamn>Ström</efternamn>',
		);
		expect([encoding, 'ISO-8859-1']).toContain(read.encoding);
		const file = await readExportFile(write(XML(label), encoding));
		expect(file.recognised.encoding).toBe(read.encoding);
		expect(read.problems.every(({ level }) => level === 'warning')).toBe(true);
	});

	test.each<[string, Encoding, string]>([
		[
			'ISO-8859-1',
			'UTF-8',
			'The file says that it is ISO-8859-1, but its bytes are UTF-8, as it was read: "Märta"',
		],
		[
			'UTF-8',
			'Windows-1252',
			'The file says that it is UTF-8, but its bytes are Windows-1252, as it was read: "Märta"',
		],
		[
			'ISO-8859-1',
			'MacRoman',
			'The file says that it is ISO-8859-1, but its bytes are MacRoman, as it was read: "Märta"',
		],
		[
			'windows-1252',
			'CP850',
			'The file says that it is Windows-1252, but its bytes are CP850, as it was read: "Märta"',
		],
	])('%s declared and %s written is warned of', (label, encoding, message) => {
		expect(toReadableXml(write(XML(label), encoding)).problems).toMatchObject([
			{ level: 'warning', message },
		]);
	});

	test('a letter that only Windows-1252 has is read in what calls itself ISO-8859-1', () => {
		const text = XML('ISO-8859-1').replace('Märta', 'Šjöö');
		const read = toReadableXml(encodeEightBit(text, 'Windows-1252') ?? new Uint8Array());
		expect(new TextDecoder().decode(read.xml)).toContain('<fornamn>Šjöö</fornamn>');
		expect(read.encoding).toBe('Windows-1252');
		expect(read.problems).toMatchObject([{ code: 'EXPORT_ENCODING', level: 'warning' }]);
	});

	test('an empty line before the declaration is passed over', async () => {
		const file = await readExportFile(write(`\n${XML('UTF-8')}`, 'UTF-8'));
		expect(file.problems.map(({ code }) => code)).toEqual(['EXPORT_EMPTY']);
	});

	test.each<[string, Encoding]>([
		['UTF-8', 'UTF-8'],
		['ISO-8859-1', 'ISO-8859-1'],
		['ISO-8859-15', 'ISO-8859-15'],
		['windows-1252', 'Windows-1252'],
		['macintosh', 'MacRoman'],
		['IBM850', 'CP850'],
		['cp437', 'CP850'],
		['UTF-16', 'UTF-16 LE'],
	])('%s declared and written is not warned of', (label, encoding) => {
		expect(toReadableXml(write(XML(label), encoding))).toMatchObject({ encoding, problems: [] });
	});
});

describe('names that have lost letters', () => {
	test.each([
		['G?ran', /question mark/u],
		['Sj??', /question mark/u],
		['?sa', /question mark/u],
		['M\ufffdrta', /question mark/u],
		['G|ran', /ISO 646/u],
		['M{rta', /ISO 646/u],
		['\\rjan', /ISO 646/u],
		['GÃ¶ran', /UTF-8 a second time/u],
		['M√§rta', /UTF-8 a second time/u],
		['G&ouml;ran', /code of a letter/u],
		['G&#246;ran', /code of a letter/u],
		['G=F6ran', /code of a letter/u],
		['G\\u00f6ran', /code of a letter/u],
		['G%C3%B6ran', /code of a letter/u],
		['G+APY-ran', /code of a letter/u],
		['G\u009aran', /not known/u],
		['G¤ran', /a sign that names do not have, ¤/u],
		['St”rm', /MS-DOS/u],
	])('%s', (name, reason) => {
		expect(lostLettersIn(name)).toMatch(reason);
	});

	test.each([
		'Göran',
		'Anna-Karin',
		"O'Brien",
		'O’Brien',
		'D’Angelo',
		'Müller',
		'Nataša',
		'von der Lippe',
		'José María',
		'Åse (Ås) Öst',
		'J. R. Ström',
		'Nguyễn',
		'Łukasz',
		'Анна',
		'محمد',
		'Ström/Berg',
		'<Testsson>',
		'Ström & Son',
	])('%s is whole', (name) => {
		expect(lostLettersIn(name)).toBeNull();
	});
});

test('a text in any encoding of one byte a letter is written and read as it was', () => {
	fc.assert(
		fc.property(
			fc.uint8Array({ maxLength: 40 }),
			fc.constantFrom<EightBit>('Windows-1252', 'MacRoman', 'CP850', 'ISO-8859-1', 'ISO-8859-15'),
			(bytes, encoding) => {
				const text = decodeEightBit(bytes, encoding);
				expect(encodeEightBit(text, encoding)).toEqual(Uint8Array.from(bytes));
			},
		),
	);
});

const LOST = 'has a question mark where a letter should be';

test('a name that has lost letters is warned of by row, column and value, in a file and in items alike', async () => {
	const csv = `Employee personnummer;Employee first name;Employee last name;Client personnummer;Client first name;Client last name;Start;End;Type
19860518-9847;G?ran;Ström;20020224-9942;José;Sj??;2026-10-01 08:00;2026-10-01 16:00;Active
`;
	const { rows, rowNumbers } = await readExportFile(new TextEncoder().encode(csv));
	const { shifts, problems } = readShifts(rows, { today: '2026-11-03', rowNumbers });
	expect(shifts).toHaveLength(1);
	expect(problems).toEqual(
		[
			['Employee first name', 'G?ran'],
			['Client last name', 'Sj??'],
		].map(([column, found]) => ({
			code: 'EXPORT_ENCODING',
			level: 'warning',
			path: `row 2, column "${column}"`,
			message: expect.stringMatching(
				new RegExp(`^Row 2, column "${column}": "${found?.replaceAll('?', '\\?')}" ${LOST}`, 'u'),
			),
			description: 'Correct the name in the export, or export again as UTF-8.',
			found,
		})),
	);
});

const CASES = resolve(__dirname, '../../../shared/cases');

if (existsSync(CASES)) {
	test('the case macroman.csv is read right, with a warning', async () => {
		const file = await readExportFile(readFileSync(`${CASES}/macroman.csv`));
		expect(file.recognised.encoding).toBe('MacRoman');
		expect(Object.values(file.rows[0] ?? {})).toEqual(
			expect.arrayContaining(['Göran', 'Ström', 'Märta', 'Sjöö']),
		);
		expect(file.problems).toMatchObject([{ code: 'EXPORT_ENCODING', level: 'warning' }]);
	});

	test('the case lost-letters.csv is warned of for each name', async () => {
		const { rows, rowNumbers } = await readExportFile(readFileSync(`${CASES}/lost-letters.csv`));
		const { problems } = readShifts(rows, { today: '2026-11-03', rowNumbers });
		expect(problems.map(({ code, level, found }) => [code, level, found])).toEqual([
			['EXPORT_ENCODING', 'warning', 'G?ran'],
			['EXPORT_ENCODING', 'warning', 'Str?m'],
			['EXPORT_ENCODING', 'warning', 'M?rta'],
			['EXPORT_ENCODING', 'warning', 'Sj??'],
		]);
	});

	test('the case utf8-declared-latin1.xml is read right, with a warning', async () => {
		const file = await readExportFile(readFileSync(`${CASES}/utf8-declared-latin1.xml`));
		expect(file.recognised.encoding).toBe('UTF-8');
		expect(file.rows).toMatchObject([{ 'Assistent förnamn': 'Märta', 'Brukare efternamn': 'Wänn' }]);
		expect(file.problems).toMatchObject([{ code: 'EXPORT_ENCODING', level: 'warning' }]);
	});
}
