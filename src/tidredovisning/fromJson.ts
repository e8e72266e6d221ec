import type { Problem } from '../errors';
import { readOrganisationsnummer } from '../identity/organisationsnummer';
import { readPersonnummer, readSamordningsnummer, type Read } from '../identity/personnummer';
import { excerpt } from '../problems/excerpt';
import { Problems } from '../problems/problems';
import { contentId, randomId, type Content } from './contentId';
import { isJsonObject, JsonFields } from './jsonFields';
import { arbetsgivare as defaultArbetsgivare } from './provider';
import { exactlyOne, INNER_CHOICES, OUTER_CHOICES } from './rules/employer';
import { TIDSTYPER } from './types';
import type {
	AnnanArbetsgivare,
	AnordnarensArbetsgivare,
	Arbetsgivare,
	Assistent,
	Berakningsperiod,
	ProviderDefaults,
	RapportRad,
	Tidredovisning,
} from './types';

/** How a complete report is read. */
export interface ReadReportOptions {
	/** `YYYY-MM-DD`: the century of ten-digit numbers. */
	readonly today: string;
	/** What stands in where the report says nothing: employer, kollektivavtal, periods, the provider's phone. */
	readonly defaults?: ProviderDefaults;
	/** Where the id of a report without one comes from: `random`, else its content. */
	readonly id?: 'content' | 'random' | 'own' | undefined;
}

/** What reading a complete report gives. */
export interface ReadReport {
	/** Null only for what is no object at all. Where `problems` has errors, stand-ins fill the gaps. */
	readonly tidredovisning: Tidredovisning | null;
	/** `REPORT_SHAPE`, `ROW_TYPE`, `EMPLOYER`; what the rules see is left to them. */
	readonly problems: Problem[];
}

const ROOT = [
	'id',
	'redovisningsmanad',
	'personSomHarAssistans',
	'assistent',
	'berakningsperiod',
	'anstalldAvPersonSomHarAssistans',
	'assistansanordnare',
	'tidrapport',
	'telefonnummerAnordnare',
	'telefonnummerAssistent',
] as const;

/**
 * Reads a complete report in the schema's own shape: its elements as fields of the same names, a row's kind
 * as `aktivTid: true` or `tidstyp: "aktivTid"`. It may stand inside a field `Tidredovisning`, and names may
 * carry a prefix, as programs make them that turn XML into JSON. Identity numbers are understood in every spelling.
 */
export function readReport(json: unknown, options: ReadReportOptions): ReadReport {
	const problems = new Problems();
	if (!isJsonObject(json)) return { tidredovisning: null, problems: [noObject(json)] };
	const outer = new JsonFields(json, '', problems);
	const root = outer.has('Tidredovisning') ? outer.inside('Tidredovisning') : outer;
	root.only(ROOT);
	const content = readContent(root, options);
	const id = root.text('id') ?? (options.id === 'random' ? randomId() : contentId(content));
	return { tidredovisning: { id, ...content }, problems: problems.list() };
}

function readContent(root: JsonFields, { today, defaults }: ReadReportOptions): Content {
	const person = root.inside('personSomHarAssistans');
	person.only(['personnummer', 'fornamn', 'efternamn']);
	const tidrapport = root.inside('tidrapport');
	tidrapport.only(['rapportRad']);
	const telefonnummerAssistent = root.text('telefonnummerAssistent');
	return {
		redovisningsmanad: root.text('redovisningsmanad') ?? '',
		personSomHarAssistans: {
			personnummer: number(person.text('personnummer'), today, readPersonnummer),
			...names(person),
		},
		assistent: assistent(root.inside('assistent'), today, defaults),
		berakningsperiod: root.has('berakningsperiod') ? periods(root) : (defaults?.berakningsperiod ?? []),
		...arbetsgivare(root, defaults),
		tidrapport: { rapportRad: tidrapport.list('rapportRad').map(rapportRad) },
		telefonnummerAnordnare: root.text('telefonnummerAnordnare') ?? defaults?.telefonnummerAnordnare ?? '',
		...(telefonnummerAssistent === undefined ? {} : { telefonnummerAssistent }),
	};
}

function assistent(fields: JsonFields, today: string, defaults: ProviderDefaults | undefined): Assistent {
	fields.only(['personnummer', 'samordningsnummer', 'fornamn', 'efternamn', 'kollektivavtal']);
	const personnummer = fields.text('personnummer');
	const samordningsnummer = fields.text('samordningsnummer');
	if (!fields.has('kollektivavtal') && defaults === undefined) {
		const path = fields.pathOf('kollektivavtal');
		fields.note(
			'REPORT_SHAPE',
			path,
			'',
			`${path} is missing.`,
			'Say true or false: does a collective agreement cover the assistent?',
		);
	}
	return {
		...(personnummer === undefined ? {} : { personnummer: number(personnummer, today, readPersonnummer) }),
		...(samordningsnummer === undefined
			? {}
			: { samordningsnummer: number(samordningsnummer, today, readSamordningsnummer) }),
		...names(fields),
		kollektivavtal: fields.flag('kollektivavtal') ?? defaults?.kollektivavtal ?? false,
	};
}

function periods(root: JsonFields): Berakningsperiod[] {
	return root.list('berakningsperiod').map((period) => {
		period.only(['fromDag', 'tomDag']);
		return { fromDag: period.text('fromDag') ?? '', tomDag: period.text('tomDag') ?? '' };
	});
}

function arbetsgivare(root: JsonFields, defaults: ProviderDefaults | undefined): Arbetsgivare {
	const chosen = choices(root, OUTER_CHOICES);
	if (chosen.length === 0 && defaults !== undefined) return defaultArbetsgivare(defaults);
	if (!isOne(root, chosen, OUTER_CHOICES) || !root.has('assistansanordnare'))
		return { anstalldAvPersonSomHarAssistans: true };
	const anordnare = root.inside('assistansanordnare');
	anordnare.only([
		'anordnareNamn',
		'organisationsnummer',
		'kontaktperson',
		'telefonnummer',
		...INNER_CHOICES,
	]);
	const anordnareNamn = anordnare.text('anordnareNamn');
	const kontaktperson = anordnare.text('kontaktperson');
	const telefonnummer = anordnare.text('telefonnummer');
	return {
		assistansanordnare: {
			...(anordnareNamn === undefined ? {} : { anordnareNamn }),
			organisationsnummer: tenDigits(anordnare),
			...(kontaktperson === undefined ? {} : { kontaktperson }),
			...(telefonnummer === undefined ? {} : { telefonnummer }),
			...employedBy(anordnare),
		},
	};
}

function employedBy(anordnare: JsonFields): AnordnarensArbetsgivare {
	const chosen = choices(anordnare, INNER_CHOICES);
	const [choice] = isOne(anordnare, chosen, INNER_CHOICES) ? chosen : [];
	if (choice === 'assistentEgenForetagare') return { assistentEgenForetagare: true };
	if (choice !== 'annanArbetsgivare') return { assistentAnstalldAvAnordnare: true };
	return { annanArbetsgivare: annanArbetsgivare(anordnare.inside('annanArbetsgivare')) };
}

function annanArbetsgivare(other: JsonFields): AnnanArbetsgivare {
	other.only(['arbetsgivareNamn', 'organisationsnummer']);
	const arbetsgivareNamn = other.text('arbetsgivareNamn');
	return {
		...(arbetsgivareNamn === undefined ? {} : { arbetsgivareNamn }),
		organisationsnummer: tenDigits(other),
	};
}

/** The choices that are made: objects that are there, flags that are not false. */
function choices(fields: JsonFields, names: readonly string[]): string[] {
	const isObject = (name: string) => name === 'assistansanordnare' || name === 'annanArbetsgivare';
	return names.filter((name) => fields.has(name) && (isObject(name) || fields.flag(name) === true));
}

function isOne(fields: JsonFields, chosen: readonly string[], names: readonly string[]): boolean {
	const [finding] = exactlyOne(fields.pathOf(names[0] ?? ''), names, chosen);
	if (finding === undefined) return true;
	const { path, found, message, description } = finding;
	fields.note('EMPLOYER', path, found, message, description);
	return false;
}

function rapportRad(row: JsonFields, index: number): RapportRad {
	row.only(['dag', 'fromTid', 'tomTid', 'tidstyp', ...TIDSTYPER]);
	const word = row.text('tidstyp');
	const flagged = TIDSTYPER.filter((tidstyp) => row.flag(tidstyp) === true || tidstyp === word);
	const [tidstyp = 'aktivTid'] = flagged;
	if (flagged.length !== 1) {
		const said =
			flagged.length === 0
				? `is of ${word === undefined ? 'no type' : `type "${excerpt(word)}"`}`
				: `is of ${flagged.length} types (${flagged.join(', ')})`;
		const path = `tidrapport.rapportRad[${index}]`;
		row.note(
			'ROW_TYPE',
			path,
			word === undefined ? flagged.join(', ') : excerpt(word),
			`Row ${index + 1} ${said}.`,
			`Give exactly one of ${TIDSTYPER.join(', ')}.`,
		);
	}
	const dag = row.text('dag') ?? '';
	return {
		dag: /^\d{1,2}$/.test(dag.trim()) ? Number(dag) : Number.NaN,
		fromTid: row.text('fromTid') ?? '',
		tomTid: row.text('tomTid') ?? '',
		tidstyp,
	};
}

function names(fields: JsonFields): { readonly fornamn: string; readonly efternamn: string } {
	return { fornamn: fields.text('fornamn') ?? '', efternamn: fields.text('efternamn') ?? '' };
}

/** With 12 digits where it can be read; else as it came, for the rules to name. */
function number(
	text: string | undefined,
	today: string,
	reader: (text: string, today: string) => Read<string>,
): string {
	if (text === undefined) return '';
	const read = reader(text, today);
	return read.ok ? read.value : text;
}

function tenDigits(fields: JsonFields): string {
	const text = fields.text('organisationsnummer') ?? '';
	const read = readOrganisationsnummer(text);
	return read.ok ? read.value : text;
}

function noObject(json: unknown): Problem {
	const found = Array.isArray(json) ? 'a list' : json === null ? 'null' : typeof json;
	return {
		code: 'REPORT_SHAPE',
		level: 'error',
		path: '',
		message: `A complete report is an object with the schema's elements as fields; here is ${found}.`,
		description:
			'Give { redovisningsmanad, personSomHarAssistans, assistent, …, tidrapport: { rapportRad: [...] } }.',
		found,
	};
}
