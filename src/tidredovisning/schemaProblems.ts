import type { ErrorDetail, XmlDocument, XmlElement } from 'libxml2-wasm' with { 'resolution-mode': 'import' };
import type { Problem } from '../errors';
import { maskPersonnummer } from '../identity/masking';
import { excerpt } from '../problems/excerpt';
import { elementPath, findElement, Places } from '../xml/place';

/** What the schema expects in each element that holds a value, in words. */
const EXPECTED: Readonly<Record<string, string>> = {
	id: 'a UUID in lower case',
	redovisningsmanad: 'a month YYYY-MM',
	personnummer: '12 digits',
	samordningsnummer: '12 digits',
	organisationsnummer: '10 digits',
	kollektivavtal: 'true or false',
	fromDag: 'a date YYYY-MM-DD',
	tomDag: 'a date YYYY-MM-DD',
	dag: 'a whole number from 1 to 31',
	fromTid: 'a clock time HH.MM',
	tomTid: 'a clock time HH.MM',
	telefonnummer: 'at least 7 characters on one line',
	telefonnummerAnordnare: 'at least 7 characters on one line',
	telefonnummerAssistent: 'at least 7 characters on one line',
	aktivTid: 'true',
	vanteTid: 'true',
	beredskapsTid: 'true',
	anstalldAvPersonSomHarAssistans: 'true',
	assistentAnstalldAvAnordnare: 'true',
	assistentEgenForetagare: 'true',
};
const LISTS = new Set(['berakningsperiod', 'rapportRad']);
const SECRET = new Set(['personnummer', 'samordningsnummer', 'organisationsnummer']);

/** One thing that the validator says, in the words of its kind. */
interface Kind {
	readonly pattern: RegExp;
	/** What happened, after the element's path. @param match the pattern's groups */
	readonly message: (match: RegExpExecArray, expected: string, found: string) => string;
	readonly description: string;
	/** Whether the element's own text is what was found. */
	readonly value?: true;
}

const KINDS: readonly Kind[] = [
	{
		pattern: /\[facet '|is not a valid value of/,
		message: (_, expected, found) => `is "${found}"; the schema expects ${expected}`,
		description: 'Correct the value.',
		value: true,
	},
	{
		pattern: /This element is not expected\.(?: Expected is (?:one of )?\( (.+) \))?/,
		message: ([, names]) =>
			`does not belong here${names === undefined ? '' : `; the schema expects ${or(names)}`}`,
		description: 'Put the elements in the order of the schema, each as often as it allows.',
	},
	{
		pattern: /Missing child element\(s\)\.(?: Expected is (?:one of )?\( (.+) \))?/,
		message: ([, names]) =>
			`is incomplete${names === undefined ? '' : `; the schema expects ${or(names)} next`}`,
		description: 'Add what is missing.',
	},
	{
		pattern: /No matching global declaration/,
		message: () => 'is no Tidredovisning in the namespace of edition v1',
		description: 'Give a tidredovisning: name and namespace of the root element say what a file is.',
	},
	{
		pattern: /The attribute '(.+)' is not allowed/,
		message: ([, name]) => `has the attribute ${name ?? ''}, which the schema does not know`,
		description: 'Take the attribute away.',
	},
	{
		pattern: /Character content|Element content is not allowed/,
		message: (_, expected) => `holds text or elements where the schema expects ${expected}`,
		description: 'Take away what does not belong there.',
	},
];

/** So many problems are told one by one; what a file has beyond them is counted. */
const MOST = 100;

/** Turns what the validator says into problems, each thing once, with line and column; of very many the first. */
export function schemaProblems(
	details: readonly ErrorDetail[],
	document: XmlDocument,
	bytes: Uint8Array,
): Problem[] {
	const problems = new Map<string, Problem>();
	const places = new Places(document, bytes);
	for (const [index, detail] of details.entries()) {
		if (problems.size === MOST) return [...problems.values(), andMore(details.slice(index))];
		const element = findElement(document, detail.xpath);
		const problem = problemOf(detail, element, places);
		const key = `${problem.path} ${problem.message}`;
		if (!problems.has(key)) problems.set(key, problem);
	}
	return [...problems.values()];
}

function andMore(rest: readonly ErrorDetail[]): Problem {
	const more = new Set(rest.map(({ xpath, message }) => `${xpath ?? ''} ${message}`)).size;
	return {
		code: 'SCHEMA',
		level: 'error',
		path: '',
		message: `And ${more} more: only the first ${MOST} breaches of the schema are told one by one.`,
		description: 'Mend what is named and validate again; so many mostly have one cause.',
		found: String(more),
	};
}

function problemOf(detail: ErrorDetail, element: XmlElement | null, places: Places): Problem {
	const name = element?.name ?? '';
	const path = element === null ? '' : elementPath(element, LISTS);
	const { line, column } = element === null ? { line: detail.line, column: 1 } : places.of(element);
	const kind = KINDS.find(({ pattern }) => pattern.test(detail.message));
	const match = kind?.pattern.exec(detail.message) ?? null;
	const found = kind?.value === true && element !== null ? shown(name, element.content) : '';
	const said =
		kind === undefined || match === null
			? `: ${excerpt(localNames(detail.message), undefined, 300)}`
			: ` ${kind.message(match, EXPECTED[name] ?? 'only elements', found)}`;
	return {
		code: 'SCHEMA',
		level: 'error',
		path: `${path === '' ? '' : `${path}, `}line ${line}, column ${column}`,
		message: `Line ${line}, column ${column}: ${path === '' ? `the root element ${name}`.trim() : path}${said}.`,
		description: kind?.description ?? 'Correct the document by the schema.',
		found,
	};
}

function shown(name: string, text: string): string {
	return SECRET.has(name) ? excerpt(text, maskPersonnummer) : excerpt(text);
}

/** `{namespace}a, {namespace}b` → `a or b` */
function or(names: string): string {
	return localNames(names).split(', ').join(' or ');
}

function localNames(text: string): string {
	return text
		.replace(/\{[^}]*\}/g, '')
		.trim()
		.replace(/\.$/, '');
}
