import { join } from 'node:path';
import * as fc from 'fast-check';
import { NAMESPACE } from '../../src/tidredovisning/write';
import { authority, compile, holds } from './authority';

/** An element with a value or with elements inside. */
interface Element {
	readonly name: string;
	readonly text?: string;
	readonly attribute?: string;
	readonly inside: readonly Element[];
}

const leaf = (name: string, text: string): Element => ({ name, text, inside: [] });
const branch = (name: string, ...inside: Element[]): Element => ({ name, inside });

const row = (dag: string, kind: string) =>
	branch(
		'rapportRad',
		leaf('dag', dag),
		leaf('fromTid', '08.00'),
		leaf('tomTid', '16.00'),
		leaf(kind, 'true'),
	);
const other = branch(
	'annanArbetsgivare',
	leaf('arbetsgivareNamn', 'Annan AB'),
	leaf('organisationsnummer', '5566778899'),
);
const provider = (choice: Element) =>
	branch(
		'assistansanordnare',
		leaf('anordnareNamn', 'A'),
		leaf('organisationsnummer', '5547165067'),
		leaf('kontaktperson', 'K'),
		leaf('telefonnummer', '08-123 45 67'),
		choice,
	);

/** A document that holds, with any of the employers. */
const document = fc
	.constantFrom(
		leaf('anstalldAvPersonSomHarAssistans', 'true'),
		provider(leaf('assistentAnstalldAvAnordnare', 'true')),
		provider(leaf('assistentEgenForetagare', 'true')),
		provider(other),
	)
	.map((employer) =>
		branch(
			'Tidredovisning',
			leaf('id', '4a8db4b8-bc29-4406-901c-3f69298cabe3'),
			leaf('redovisningsmanad', '2026-10'),
			branch(
				'personSomHarAssistans',
				leaf('personnummer', '198108169924'),
				leaf('fornamn', 'José'),
				leaf('efternamn', 'Öberg'),
			),
			branch(
				'assistent',
				leaf('personnummer', '198911079930'),
				leaf('fornamn', 'Åsa'),
				leaf('efternamn', 'Sjöö'),
				leaf('kollektivavtal', 'true'),
			),
			branch('berakningsperiod', leaf('fromDag', '2026-10-01'), leaf('tomDag', '2026-10-31')),
			employer,
			branch('tidrapport', row('2', 'aktivTid'), row('3', 'vanteTid'), row('4', 'beredskapsTid')),
			leaf('telefonnummerAnordnare', '08-123 45 67'),
			leaf('telefonnummerAssistent', '070-471 93 68'),
		),
	);

const NAMES = [
	'id',
	'personnummer',
	'samordningsnummer',
	'fornamn',
	'kollektivavtal',
	'berakningsperiod',
	'anstalldAvPersonSomHarAssistans',
	'assistansanordnare',
	'annanArbetsgivare',
	'assistentEgenForetagare',
	'rapportRad',
	'aktivTid',
	'dag',
	'tidrapport',
	'okand',
];
const VALUES = [
	'',
	' ',
	'true',
	' true',
	'True',
	'1',
	'0',
	'false',
	'31',
	'32',
	'-1',
	'+07',
	'007',
	'1e1',
	'2.0',
	'99.99',
	'24.00',
	'8.00',
	' 08.00\t',
	'08.00\n',
	'٠٨.٠٠',
	'2026-10',
	' 2026-10 ',
	'2026-99',
	'2026-10-01',
	'2026-02-30',
	'2026-10-01Z',
	'2026-10-01+14:00',
	'-2026-10-01',
	'12026-10-01',
	'198911079930',
	'1989 11079930',
	'١٩٨٩١١٠٧٩٩٣٠',
	'5547165067',
	'554716506',
	'4A8DB4B8-bc29-4406-901c-3f69298cabe3',
	'4a8db4b8-bc29-4406-901c-3f69298cabe3',
	'1234567',
	'123456',
	'       ',
	'12345\n7',
	'1234567\r',
	'😀😀😀😀😀😀😀',
	'åäöÅÄÖé',
];
const ATTRIBUTES = [
	'typ="x"',
	'xml:lang="sv"',
	'xmlns:q="urn:q" q:a="1"',
	'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="false"',
	'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"',
	'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"',
	'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:token"',
];

/** What may happen to one list of elements; the figures choose where and what. */
type Mutation = (list: readonly Element[], at: number, what: number) => readonly Element[];

const pick = <T>(list: readonly T[], what: number, none: T): T => list[what % list.length] ?? none;
const change =
	(to: (element: Element, what: number) => Element): Mutation =>
	(list, at, what) =>
		list.map((element, index) => (index === at ? to(element, what) : element));

const MUTATIONS: readonly Mutation[] = [
	(list, at) => list.filter((_, index) => index !== at),
	(list, at) => list.flatMap((element, index) => (index === at ? [element, element] : [element])),
	(list, at) =>
		list.flatMap((element, index) =>
			index === at ? [...list.slice(at + 1, at + 2), element] : index === at + 1 ? [] : [element],
		),
	(list, at, what) => [
		...list.slice(0, at),
		leaf(pick(NAMES, what, 'x'), pick(VALUES, what, '')),
		...list.slice(at),
	],
	change((element, what) => ({ ...element, name: pick(NAMES, what, 'x') })),
	change((element, what) => ({ ...element, attribute: pick(ATTRIBUTES, what, '') })),
	change((element, what) => ({ ...element, text: pick(VALUES, what, '') })),
	change((element, what) => ({ ...element, text: pick(VALUES, what, '') })),
	change((element) => ({ ...element, inside: [] })),
];

/** Lets a mutation happen at the place that a walk of figures leads to. */
function mutate(
	list: readonly Element[],
	[step = 0, ...walk]: readonly number[],
	mutation: Mutation,
	what: number,
): readonly Element[] {
	const at = list.length === 0 ? 0 : step % list.length;
	const element = list[at];
	if (walk.length === 0 || element === undefined || element.inside.length === 0)
		return mutation(list, at, what);
	const inside = mutate(element.inside, walk, mutation, what);
	return list.map((each, index) => (index === at ? { ...each, inside } : each));
}

const escape = (text: string) => text.replace(/\r/g, '&#13;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;');
function write({ name, text = '', attribute, inside }: Element, root = ''): string {
	const start = [`t:${name}`, root, attribute].filter((part) => part !== undefined && part !== '').join(' ');
	return `<${start}>${escape(text)}${inside.map((element) => write(element)).join('')}</t:${name}>`;
}

const mutant = fc
	.tuple(
		document,
		fc.array(
			fc.tuple(
				fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 4 }),
				fc.constantFrom(...MUTATIONS),
				fc.nat({ max: 1000 }),
			),
			{ maxLength: 3 },
		),
	)
	.map(([root, mutations]) => {
		const inside = mutations.reduce<readonly Element[]>(
			(list, [walk, mutation, what]) => mutate(list, walk, mutation, what),
			root.inside,
		);
		return Buffer.from(write({ ...root, inside }, `xmlns:t="${NAMESPACE}"`));
	});

const ours = compile(join(__dirname, '../../src/tidredovisning/tidredovisning_v1.xsd'));

test('the generator makes documents that hold and documents that do not', async () => {
	const validator = await ours;
	const verdicts = await Promise.all(fc.sample(mutant, 300).map((bytes) => holds(validator, bytes)));
	const right = verdicts.filter(Boolean).length;
	expect(right).toBeGreaterThan(30);
	expect(verdicts.length - right).toBeGreaterThan(30);
});

const theirs = authority();
if (theirs !== null) {
	test('the authority’s schema and ours say the same of any mutation', async () => {
		const [own, foreign] = await Promise.all([ours, theirs.validator()]);
		await fc.assert(
			fc.asyncProperty(mutant, async (bytes) => {
				expect(await holds(own, bytes)).toBe(await holds(foreign, bytes));
			}),
			{ numRuns: 5000 },
		);
	});
}
