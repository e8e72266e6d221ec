import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { readReport } from '../../src/tidredovisning/fromJson';
import { validateSchema } from '../../src/tidredovisning/schema';
import type { Tidredovisning } from '../../src/tidredovisning/types';
import { NAMESPACE, writeTidredovisning, XML_DECLARATION } from '../../src/tidredovisning/write';
import { canonicalize } from '../../src/xml/canonicalize';
import { aReport, ownEmployerReport, rad } from './aReport';

const write = (report: Tidredovisning) => Buffer.from(writeTidredovisning(report)).toString('utf8');
const GOLDEN = join(__dirname, '../fixtures/golden');

test('the document is the declaration and, at once behind it, the root element with prefix ns', () => {
	expect(write(aReport())).toMatch(
		new RegExp(
			`^<\\?xml version="1\\.0" encoding="UTF-8"\\?><ns:Tidredovisning xmlns:ns="${NAMESPACE}"><ns:id>.*</ns:Tidredovisning>$`,
		),
	);
});

describe('every element of the schema has its place', () => {
	const everything = aReport({
		anordnare: {
			anordnareNamn: 'A',
			organisationsnummer: '5547165067',
			kontaktperson: 'B',
			telefonnummer: '08-123 45 67',
			annanArbetsgivare: { arbetsgivareNamn: 'C', organisationsnummer: '5566778899' },
		},
		rows: [
			rad(1, '08.00', '09.00'),
			rad(2, '00.00', '24.00', 'vanteTid'),
			rad(3, '08.00', '09.00', 'beredskapsTid'),
		],
	});
	const { fornamn, efternamn } = everything.assistent;
	const paper = aReport({
		assistent: { samordningsnummer: '197503839834', fornamn, efternamn, kollektivavtal: false },
	});
	const employedBy = (choice: object) =>
		aReport({
			anordnare: Object.assign(
				{ organisationsnummer: '5547165067', assistentEgenForetagare: true as const },
				choice,
			),
		});
	test.each([
		['id', everything, '<ns:id>4a8db4b8-bc29-4406-901c-3f69298cabe3</ns:id><ns:redovisningsmanad>'],
		[
			'redovisningsmanad',
			everything,
			'</ns:id><ns:redovisningsmanad>2026-10</ns:redovisningsmanad><ns:personSomHarAssistans>',
		],
		[
			'personSomHarAssistans',
			everything,
			'<ns:personSomHarAssistans><ns:personnummer>198108169924</ns:personnummer><ns:fornamn>José</ns:fornamn><ns:efternamn>Öberg</ns:efternamn></ns:personSomHarAssistans><ns:assistent>',
		],
		[
			'assistent with personnummer',
			everything,
			'<ns:assistent><ns:personnummer>198911079930</ns:personnummer><ns:fornamn>Åsa</ns:fornamn><ns:efternamn>Sjöö</ns:efternamn><ns:kollektivavtal>true</ns:kollektivavtal></ns:assistent><ns:berakningsperiod>',
		],
		[
			'assistent with samordningsnummer',
			paper,
			'<ns:assistent><ns:samordningsnummer>197503839834</ns:samordningsnummer><ns:fornamn>Åsa</ns:fornamn><ns:efternamn>Sjöö</ns:efternamn><ns:kollektivavtal>false</ns:kollektivavtal></ns:assistent>',
		],
		[
			'berakningsperiod, twice',
			aReport({
				berakningsperiod: [
					{ fromDag: '2026-09-21', tomDag: '2026-10-18' },
					{ fromDag: '2026-10-19', tomDag: '2026-11-15' },
				],
			}),
			'</ns:assistent><ns:berakningsperiod><ns:fromDag>2026-09-21</ns:fromDag><ns:tomDag>2026-10-18</ns:tomDag></ns:berakningsperiod><ns:berakningsperiod><ns:fromDag>2026-10-19</ns:fromDag><ns:tomDag>2026-11-15</ns:tomDag></ns:berakningsperiod><ns:assistansanordnare>',
		],
		['no berakningsperiod', aReport({ berakningsperiod: [] }), '</ns:assistent><ns:assistansanordnare>'],
		[
			'anstalldAvPersonSomHarAssistans',
			ownEmployerReport(),
			'</ns:berakningsperiod><ns:anstalldAvPersonSomHarAssistans>true</ns:anstalldAvPersonSomHarAssistans><ns:tidrapport>',
		],
		[
			'assistansanordnare with all it can say',
			everything,
			'<ns:assistansanordnare><ns:anordnareNamn>A</ns:anordnareNamn><ns:organisationsnummer>5547165067</ns:organisationsnummer><ns:kontaktperson>B</ns:kontaktperson><ns:telefonnummer>08-123 45 67</ns:telefonnummer><ns:annanArbetsgivare><ns:arbetsgivareNamn>C</ns:arbetsgivareNamn><ns:organisationsnummer>5566778899</ns:organisationsnummer></ns:annanArbetsgivare></ns:assistansanordnare><ns:tidrapport>',
		],
		[
			'assistentEgenForetagare, and nothing that is optional',
			employedBy({}),
			'<ns:assistansanordnare><ns:organisationsnummer>5547165067</ns:organisationsnummer><ns:assistentEgenForetagare>true</ns:assistentEgenForetagare></ns:assistansanordnare>',
		],
		[
			'assistentAnstalldAvAnordnare',
			aReport(),
			'<ns:assistentAnstalldAvAnordnare>true</ns:assistentAnstalldAvAnordnare></ns:assistansanordnare>',
		],
		[
			'rapportRad of every kind',
			everything,
			'<ns:tidrapport><ns:rapportRad><ns:dag>1</ns:dag><ns:fromTid>08.00</ns:fromTid><ns:tomTid>09.00</ns:tomTid><ns:aktivTid>true</ns:aktivTid></ns:rapportRad><ns:rapportRad><ns:dag>2</ns:dag><ns:fromTid>00.00</ns:fromTid><ns:tomTid>24.00</ns:tomTid><ns:vanteTid>true</ns:vanteTid></ns:rapportRad><ns:rapportRad><ns:dag>3</ns:dag><ns:fromTid>08.00</ns:fromTid><ns:tomTid>09.00</ns:tomTid><ns:beredskapsTid>true</ns:beredskapsTid></ns:rapportRad></ns:tidrapport>',
		],
		['no rapportRad', aReport({ rows: [] }), '<ns:tidrapport></ns:tidrapport>'],
		[
			'both phones at the end',
			everything,
			'</ns:tidrapport><ns:telefonnummerAnordnare>08-123 45 67</ns:telefonnummerAnordnare><ns:telefonnummerAssistent>070-471 93 68</ns:telefonnummerAssistent></ns:Tidredovisning>',
		],
	])('%s', async (_, report, part) => {
		expect(write(report)).toContain(part);
		expect(await validateSchema(writeTidredovisning(report))).toEqual([]);
	});
});

describe('golden files: JSON in, XML out', () => {
	const names = readdirSync(GOLDEN).filter((name) => name.endsWith('.json'));
	test('there are some', () => expect(names.length).toBeGreaterThanOrEqual(5));
	test.each(names)('%s', async (name) => {
		const json: unknown = JSON.parse(readFileSync(join(GOLDEN, name), 'utf8'));
		const { tidredovisning, problems } = readReport(json, { today: '2026-11-02' });
		expect(problems).toEqual([]);
		if (tidredovisning === null) throw new TypeError('There is no report.');
		const golden = readFileSync(join(GOLDEN, name.replace('.json', '.xml')), 'utf8');
		expect(write(tidredovisning)).toBe(golden);
		expect(await validateSchema(Buffer.from(golden))).toEqual([]);
	});
});

/** Text of every kind that XML allows: markup, spaces, line ends, every plane. */
const xmlText = fc
	.string({
		unit: fc.oneof(
			fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
			fc.constantFrom('&', '<', '>', '"', "'", '\r', '\n', '\t', ']]>', '<!--', '&amp;'),
		),
		maxLength: 40,
	})
	.filter((text) => /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u.test(text));

test('for any names the bytes equal two foreign canonicalisations', async () => {
	const { C14nCanonicalization } = await import('xml-crypto');
	const { DOMParser } = await import('@xmldom/xmldom');
	await fc.assert(
		fc.asyncProperty(
			xmlText,
			xmlText,
			xmlText,
			xmlText,
			async (fornamn, efternamn, anordnareNamn, kontaktperson) => {
				const report = aReport({
					personSomHarAssistans: { personnummer: '198108169924', fornamn, efternamn },
					anordnare: {
						anordnareNamn,
						organisationsnummer: '5547165067',
						kontaktperson,
						assistentEgenForetagare: true,
					},
				});
				const written = write(report);
				const element = written.slice(XML_DECLARATION.length);
				expect(Buffer.from(await canonicalize(Buffer.from(written))).toString('utf8')).toBe(element);
				const dom = new DOMParser().parseFromString(written, 'text/xml');
				expect(String(new C14nCanonicalization().process(dom.documentElement, {}))).toBe(element);
			},
		),
		{ numRuns: 300 },
	);
});
