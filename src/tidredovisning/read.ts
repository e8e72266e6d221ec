import type { XmlElement } from 'libxml2-wasm' with { 'resolution-mode': 'import' };
import type { Problem } from '../errors';
import { parseXml } from '../xml/parse';
import { isElement } from '../xml/place';
import { checkSchema } from './schema';
import { TIDSTYPER } from './types';
import type { AnordnarensArbetsgivare, Arbetsgivare, Assistent, RapportRad, Tidredovisning } from './types';

/** What reading a document gives: the report, or why it is none. */
export interface ReadDocument {
	/** Null when the schema refuses the document. */
	readonly tidredovisning: Tidredovisning | null;
	/** What the schema says (`SCHEMA`); the rules are not asked here. */
	readonly problems: Problem[];
}

/**
 * Reads a document from anywhere as a report: parses it safely, holds it against the schema and takes its
 * values as the schema means them (white space around a token does not count, `1` is true).
 * @throws XML_MALFORMED, XML_UNSAFE, XML_TOO_LARGE, XML_ENCODING
 */
export async function readTidredovisning(bytes: Uint8Array): Promise<ReadDocument> {
	const document = await parseXml(bytes);
	try {
		const problems = await checkSchema(document, bytes);
		return { tidredovisning: problems.length === 0 ? report(childrenOf(document.root)) : null, problems };
	} finally {
		document.dispose();
	}
}

/** The elements within one, by their name. */
type Children = ReadonlyMap<string, readonly XmlElement[]>;

function childrenOf(element: XmlElement): Children {
	const children = new Map<string, XmlElement[]>();
	for (const node of element.find('*')) {
		if (!isElement(node)) continue;
		const same = children.get(node.name);
		if (same === undefined) children.set(node.name, [node]);
		else same.push(node);
	}
	return children;
}

function report(root: Children): Tidredovisning {
	const person = inside(root, 'personSomHarAssistans');
	const rows = inside(root, 'tidrapport').get('rapportRad') ?? [];
	const telefonnummerAssistent = text(root, 'telefonnummerAssistent');
	return {
		id: text(root, 'id') ?? '',
		redovisningsmanad: token(root, 'redovisningsmanad'),
		personSomHarAssistans: { personnummer: token(person, 'personnummer'), ...names(person) },
		assistent: assistent(inside(root, 'assistent')),
		berakningsperiod: (root.get('berakningsperiod') ?? []).map(childrenOf).map((period) => ({
			fromDag: day(period, 'fromDag'),
			tomDag: day(period, 'tomDag'),
		})),
		...arbetsgivare(root),
		tidrapport: { rapportRad: rows.map(childrenOf).map(rapportRad) },
		telefonnummerAnordnare: text(root, 'telefonnummerAnordnare') ?? '',
		...(telefonnummerAssistent === undefined ? {} : { telefonnummerAssistent }),
	};
}

function assistent(element: Children): Assistent {
	const kollektivavtal = ['true', '1'].includes(token(element, 'kollektivavtal'));
	const number = element.has('personnummer')
		? { personnummer: token(element, 'personnummer') }
		: { samordningsnummer: token(element, 'samordningsnummer') };
	return { ...number, ...names(element), kollektivavtal };
}

function arbetsgivare(root: Children): Arbetsgivare {
	if (!root.has('assistansanordnare')) return { anstalldAvPersonSomHarAssistans: true };
	const anordnare = inside(root, 'assistansanordnare');
	const anordnareNamn = text(anordnare, 'anordnareNamn');
	const kontaktperson = text(anordnare, 'kontaktperson');
	const telefonnummer = text(anordnare, 'telefonnummer');
	return {
		assistansanordnare: {
			...(anordnareNamn === undefined ? {} : { anordnareNamn }),
			organisationsnummer: token(anordnare, 'organisationsnummer'),
			...(kontaktperson === undefined ? {} : { kontaktperson }),
			...(telefonnummer === undefined ? {} : { telefonnummer }),
			...employedBy(anordnare),
		},
	};
}

function employedBy(anordnare: Children): AnordnarensArbetsgivare {
	if (anordnare.has('assistentAnstalldAvAnordnare')) return { assistentAnstalldAvAnordnare: true };
	if (anordnare.has('assistentEgenForetagare')) return { assistentEgenForetagare: true };
	const other = inside(anordnare, 'annanArbetsgivare');
	const arbetsgivareNamn = text(other, 'arbetsgivareNamn');
	const organisationsnummer = token(other, 'organisationsnummer');
	return {
		annanArbetsgivare:
			arbetsgivareNamn === undefined ? { organisationsnummer } : { arbetsgivareNamn, organisationsnummer },
	};
}

function rapportRad(row: Children): RapportRad {
	return {
		dag: Number(token(row, 'dag')),
		fromTid: token(row, 'fromTid'),
		tomTid: token(row, 'tomTid'),
		tidstyp: TIDSTYPER.find((tidstyp) => row.has(tidstyp)) ?? 'aktivTid',
	};
}

function names(element: Children): { readonly fornamn: string; readonly efternamn: string } {
	return { fornamn: text(element, 'fornamn') ?? '', efternamn: text(element, 'efternamn') ?? '' };
}

function inside(children: Children, name: string): Children {
	const [element] = children.get(name) ?? [];
	return element === undefined ? new Map() : childrenOf(element);
}

/** A value of type string: every character counts. */
function text(children: Children, name: string): string | undefined {
	return children.get(name)?.[0]?.content;
}

/** A value of type token, boolean or date: white space around it does not count. */
function token(children: Children, name: string): string {
	return (text(children, name) ?? '').trim();
}

/** A date; the schema allows a time zone behind it, which says nothing here. */
function day(children: Children, name: string): string {
	return token(children, name).replace(/(?:Z|[+-]\d\d:\d\d)$/, '');
}
