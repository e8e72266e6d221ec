import { EltError, type Problem } from '../../src/errors';
import { readTidredovisning } from '../../src/tidredovisning/read';
import { validateSchema } from '../../src/tidredovisning/schema';
import { writeTidredovisning } from '../../src/tidredovisning/write';
import { aReport, ownEmployerReport, rad } from './aReport';

const TEXT = Buffer.from(writeTidredovisning(aReport())).toString('utf8');
const saidOf = async (text: string) =>
	(await validateSchema(Buffer.from(text))).map(({ path, message, found }) => ({ path, message, found }));
const column = (text: string, part: string) => text.indexOf(part) + 1;

describe('each kind of breach has its sentence, with line and column', () => {
	test.each([
		[
			'a value out of range',
			'<ns:dag>2<',
			'<ns:dag>32<',
			'tidrapport.rapportRad[0].dag',
			'is "32"; the schema expects a whole number from 1 to 31',
			'<ns:dag>32',
			'32',
		],
		[
			'a value of another type',
			'<ns:dag>6<',
			'<ns:dag>x<',
			'tidrapport.rapportRad[2].dag',
			'is "x"; the schema expects a whole number from 1 to 31',
			'<ns:dag>x',
			'x',
		],
		[
			'a value of another form',
			'08.00',
			'08:00',
			'tidrapport.rapportRad[0].fromTid',
			'is "08:00"; the schema expects a clock time HH.MM',
			'<ns:fromTid>08:00',
			'08:00',
		],
		[
			'a flag that is not true',
			'aktivTid>true',
			'aktivTid>1',
			'tidrapport.rapportRad[0].aktivTid',
			'is "1"; the schema expects true',
			'<ns:aktivTid>1',
			'1',
		],
		[
			'a day that does not exist',
			'2026-10-31',
			'2026-02-31',
			'berakningsperiod[0].tomDag',
			'is "2026-02-31"; the schema expects a date YYYY-MM-DD',
			'<ns:tomDag>',
			'2026-02-31',
		],
		[
			'an identity number, masked',
			'198911079930',
			'19891107993',
			'assistent.personnummer',
			'is "1989110****"; the schema expects 12 digits',
			'<ns:personnummer>1989',
			'1989110****',
		],
		[
			'an element that is missing',
			'<ns:kollektivavtal>true</ns:kollektivavtal>',
			'',
			'assistent',
			'is incomplete; the schema expects kollektivavtal next',
			'<ns:assistent>',
			'',
		],
		[
			'a choice that is missing',
			'<ns:aktivTid>true</ns:aktivTid>',
			'',
			'tidrapport.rapportRad[0]',
			'is incomplete; the schema expects aktivTid or vanteTid or beredskapsTid next',
			'<ns:rapportRad>',
			'',
		],
		[
			'an element out of place',
			'</ns:id>',
			'</ns:id><ns:zz></ns:zz>',
			'zz',
			'does not belong here; the schema expects redovisningsmanad',
			'<ns:zz>',
			'',
		],
		[
			'an element too many',
			'</ns:telefonnummerAssistent>',
			'</ns:telefonnummerAssistent><ns:zz></ns:zz>',
			'zz',
			'does not belong here',
			'<ns:zz>',
			'',
		],
		[
			'an attribute',
			'<ns:id>',
			'<ns:id typ="1">',
			'id',
			'has the attribute typ, which the schema does not know',
			'<ns:id typ',
			'',
		],
		[
			'text between elements',
			'<ns:fornamn>José',
			'x<ns:fornamn>José',
			'personSomHarAssistans',
			'holds text or elements where the schema expects only elements',
			'<ns:personSomHarAssistans>',
			'',
		],
	])('%s', async (_, from, to, path, said, place, found) => {
		const text = TEXT.replace(from, to);
		const where = `line 1, column ${column(text, place)}`;
		expect(await saidOf(text)).toEqual([
			{ path: `${path}, ${where}`, message: `L${where.slice(1)}: ${path} ${said}.`, found },
		]);
	});
	test('another root', async () => {
		expect(await saidOf('<a/>')).toEqual([
			{
				path: 'line 1, column 1',
				message: 'Line 1, column 1: the root element a is no Tidredovisning in the namespace of edition v1.',
				found: '',
			},
		]);
	});
	test('in a document of many lines the line is the element’s, behind comments and CDATA too', async () => {
		const text = TEXT.replace('<ns:id>', '<!-- <x> -->\n<?p <y> ?>\n  <ns:id>')
			.replace('José', '<![CDATA[<z>]]>')
			.replace('<ns:dag>6<', '\n    <ns:dag>99<');
		expect((await saidOf(text)).map(({ path }) => path)).toEqual([
			'tidrapport.rapportRad[2].dag, line 4, column 5',
		]);
	});
});

test('all breaches come at once', async () => {
	const text = TEXT.replace('<ns:dag>2<', '<ns:dag>32<')
		.replace('22.00', '22:00')
		.replace('198108169924', 'x');
	expect((await saidOf(text)).map(({ path }) => path.split(',')[0])).toEqual([
		'personSomHarAssistans.personnummer',
		'tidrapport.rapportRad[0].dag',
		'tidrapport.rapportRad[1].fromTid',
	]);
});

test('what is no safe XML is refused before the schema is asked', async () => {
	const thrown: unknown = await validateSchema(Buffer.from('<!DOCTYPE a><a/>')).catch(
		(error: unknown) => error,
	);
	expect(thrown).toBeInstanceOf(EltError);
	expect(thrown).toMatchObject({ code: 'XML_UNSAFE' });
});

describe('readTidredovisning', () => {
	const paper = { samordningsnummer: '197503839834', fornamn: 'Zoë', efternamn: 'Ö', kollektivavtal: false };
	test.each([
		['all that can be said', aReport()],
		['the person as employer', ownEmployerReport({ rows: [] })],
		['a samordningsnummer', aReport({ assistent: paper })],
		[
			'the self-employed',
			aReport({ anordnare: { organisationsnummer: '8911079930', assistentEgenForetagare: true } }),
		],
		[
			'another employer',
			aReport({
				anordnare: {
					organisationsnummer: '5547165067',
					annanArbetsgivare: { organisationsnummer: '5566778899' },
				},
			}),
		],
		[
			'odd names',
			aReport({
				personSomHarAssistans: { personnummer: '198108169924', fornamn: ' <&>\r\n\t"', efternamn: '😀' },
			}),
		],
		[
			'rows of every kind',
			aReport({ rows: [rad(1, '00.00', '24.00', 'vanteTid'), rad(2, '00.00', '00.01', 'beredskapsTid')] }),
		],
	])('gives back what was written: %s', async (_, report) => {
		expect(await readTidredovisning(writeTidredovisning(report))).toEqual({
			tidredovisning: report,
			problems: [],
		});
	});
	test('values are taken as the schema means them', async () => {
		const text = TEXT.replace('>198911079930<', '>\n198911079930 <')
			.replace('kollektivavtal>true', 'kollektivavtal> 1 ')
			.replace('<ns:dag>2<', '<ns:dag> +02 <')
			.replace('2026-10-31<', '2026-10-31+01:00<')
			.replace('Öberg', '<![CDATA[Ö]]>berg');
		expect(await readTidredovisning(Buffer.from(text))).toEqual({ tidredovisning: aReport(), problems: [] });
	});
	test('what the schema refuses is not read', async () => {
		const { tidredovisning, problems } = await readTidredovisning(Buffer.from('<a/>'));
		expect(tidredovisning).toBeNull();
		expect(problems.map(({ code, level }) => `${code} ${level}`)).toEqual(['SCHEMA error']);
	});
	test('every document is given back to the parser', async () => {
		const { diag } = await import('libxml2-wasm');
		await readTidredovisning(writeTidredovisning(aReport()));
		diag.configure({ enabled: true });
		try {
			for (const text of [TEXT, '<a/>', '<a', TEXT.replace('08.00', '8')]) {
				await readTidredovisning(Buffer.from(text)).catch(() => null);
			}
			expect(diag.report()).toEqual({});
		} finally {
			diag.configure({ enabled: false });
		}
	});
});

describe('a document with very many breaches', () => {
	const ROW = '<ns:rapportRad><ns:dag>2</ns:dag>';
	const many = (rows: number, dag: string) => {
		const [before = '', row = '', after = ''] = TEXT.split(/(<ns:rapportRad>.*<\/ns:rapportRad>)/);
		const one = row.slice(0, row.indexOf('</ns:rapportRad>') + '</ns:rapportRad>'.length);
		return before + one.replace(ROW, `<ns:rapportRad>\n<ns:dag>${dag}</ns:dag>`).repeat(rows) + after;
	};
	const whole = ({ code, level, path, message, description, found }: Problem) =>
		[code, level, path, message, description, found].join(' | ');

	test('a hundred are told one by one', async () => {
		const problems = await validateSchema(Buffer.from(many(100, '99')));
		expect(problems).toHaveLength(100);
		expect(problems[99]?.path).toBe('tidrapport.rapportRad[99].dag, line 101, column 1');
	});
	test('what comes after the first hundred is counted, as one last problem', async () => {
		const problems = await validateSchema(Buffer.from(many(3900, '99')));
		expect(problems).toHaveLength(101);
		expect(problems.slice(-1).map(whole)).toEqual([
			'SCHEMA | error |  | And 3800 more: only the first 100 breaches of the schema are told one by one. | Mend what is named and validate again; so many mostly have one cause. | 3800',
		]);
	});
	test('lines and columns are right after line ends and characters of two halves', async () => {
		const text = TEXT.replace('<ns:id>', '<!-- 😀\n😀<a> --><ns:id>').replace('<ns:dag>2<', '<ns:dag>x<');
		const line = text.split('\n')[1] ?? '';
		const column = [...line.slice(0, line.indexOf('<ns:dag>'))].length + 1;
		const [problem] = await validateSchema(Buffer.from(text));
		expect(problem?.path).toBe(`tidrapport.rapportRad[0].dag, line 2, column ${column}`);
	});
	test('more than 20 000 elements are no tidredovisning', async () => {
		const problems = await validateSchema(Buffer.from(many(4000, '99')));
		expect(problems.map(whole)).toEqual([
			'XML_TOO_LARGE | error |  | The XML has 20024 elements; a tidredovisning is judged with at most 20000. | Give one tidredovisning per file; a month of a hundred rows has some five hundred elements. | 20024',
		]);
		expect((await readTidredovisning(Buffer.from(many(4000, '2')))).tidredovisning).toBeNull();
	});
	test('a long document of few elements is judged', async () => {
		expect(await validateSchema(Buffer.from(TEXT.replace('José', 'é'.repeat(100_000))))).toEqual([]);
	});
});
