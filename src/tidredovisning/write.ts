import { escapeText } from '../xml/escape';
import type { Arbetsgivare, Assistansanordnare, RapportRad, Tidredovisning, Tidstyp } from './types';

/** The namespace of the document: edition v1 of the schema. */
export const NAMESPACE =
	'http://schema.forsakringskassan.se/integration/isassistansersattning/tidredovisning/1';

/** What stands before the canonical element, without a line end after it. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

/**
 * Writes the document, once: the XML declaration and at once behind it the root element in inclusive
 * Canonical XML 1.0 (prefix `ns`, no white space between elements, UTF-8). What is signed is the SHA-256 of
 * the canonical form, that is of these bytes without the declaration: see {@link digestOf}.
 * Values are written as they are: the rules judge them, not the writer.
 * @see {@link https://www.w3.org/TR/2001/REC-xml-c14n-20010315 Canonical XML 1.0}
 */
export function writeTidredovisning(t: Tidredovisning): Uint8Array {
	return Buffer.from(XML_DECLARATION + canonicalElement(t), 'utf8');
}

/** The root element alone, in inclusive Canonical XML 1.0. */
function canonicalElement(t: Tidredovisning): string {
	const person = t.personSomHarAssistans;
	let xml = `<ns:Tidredovisning xmlns:ns="${NAMESPACE}">`;
	xml += element('id', t.id) + element('redovisningsmanad', t.redovisningsmanad);
	xml += `<ns:personSomHarAssistans>${element('personnummer', person.personnummer)}${names(person)}</ns:personSomHarAssistans>`;
	xml += `<ns:assistent>${optional('personnummer', t.assistent.personnummer)}`;
	xml += optional('samordningsnummer', t.assistent.samordningsnummer);
	xml += `${names(t.assistent)}<ns:kollektivavtal>${t.assistent.kollektivavtal}</ns:kollektivavtal></ns:assistent>`;
	for (const { fromDag, tomDag } of t.berakningsperiod) {
		xml += `<ns:berakningsperiod>${element('fromDag', fromDag)}${element('tomDag', tomDag)}</ns:berakningsperiod>`;
	}
	xml += `${employer(t)}<ns:tidrapport>`;
	for (const rad of t.tidrapport.rapportRad) xml += row(rad);
	xml += `</ns:tidrapport>${element('telefonnummerAnordnare', t.telefonnummerAnordnare)}`;
	return `${xml}${optional('telefonnummerAssistent', t.telefonnummerAssistent)}</ns:Tidredovisning>`;
}

/** What stands around the values of a row: a month has forty of them, so each is put together from few pieces. */
const BETWEEN_TIMES = '</ns:fromTid><ns:tomTid>';
const ROW_ENDS: Readonly<Record<Tidstyp, string>> = {
	aktivTid: rowEnd('aktivTid'),
	vanteTid: rowEnd('vanteTid'),
	beredskapsTid: rowEnd('beredskapsTid'),
};

function rowEnd(tidstyp: Tidstyp): string {
	return `</ns:tomTid>${flag(tidstyp)}</ns:rapportRad>`;
}

function row({ dag, fromTid, tomTid, tidstyp }: RapportRad): string {
	const start = `<ns:rapportRad><ns:dag>${dag}</ns:dag><ns:fromTid>`;
	return start + escapeText(fromTid) + BETWEEN_TIMES + escapeText(tomTid) + ROW_ENDS[tidstyp];
}

function employer(t: Arbetsgivare): string {
	if (!('assistansanordnare' in t)) return flag('anstalldAvPersonSomHarAssistans');
	const anordnare = t.assistansanordnare;
	let xml = `<ns:assistansanordnare>${optional('anordnareNamn', anordnare.anordnareNamn)}`;
	xml += element('organisationsnummer', anordnare.organisationsnummer);
	xml +=
		optional('kontaktperson', anordnare.kontaktperson) + optional('telefonnummer', anordnare.telefonnummer);
	return `${xml}${employedBy(anordnare)}</ns:assistansanordnare>`;
}

function employedBy(anordnare: Assistansanordnare): string {
	if ('assistentAnstalldAvAnordnare' in anordnare) return flag('assistentAnstalldAvAnordnare');
	if ('assistentEgenForetagare' in anordnare) return flag('assistentEgenForetagare');
	const { arbetsgivareNamn, organisationsnummer } = anordnare.annanArbetsgivare;
	const inside =
		optional('arbetsgivareNamn', arbetsgivareNamn) + element('organisationsnummer', organisationsnummer);
	return `<ns:annanArbetsgivare>${inside}</ns:annanArbetsgivare>`;
}

function names({ fornamn, efternamn }: { readonly fornamn: string; readonly efternamn: string }): string {
	return element('fornamn', fornamn) + element('efternamn', efternamn);
}

function flag(name: string): string {
	return `<ns:${name}>true</ns:${name}>`;
}

function element(name: string, text: string): string {
	return `<ns:${name}>${escapeText(text)}</ns:${name}>`;
}

function optional(name: string, text: string | undefined): string {
	return text === undefined ? '' : element(name, text);
}
