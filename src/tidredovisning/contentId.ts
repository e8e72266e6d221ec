import { hash, randomUUID } from 'node:crypto';
import type { Arbetsgivare, Assistansanordnare, Tidredovisning } from './types';

/** All that a report says but its id. */
export type Content = Omit<Tidredovisning, 'id'> & Arbetsgivare;

/** The namespace of this product's version 5 UUIDs: fixed for ever, or the same month would get another id. */
const NAMESPACE_ID = Buffer.from('3534093c-0eda-4df1-84b5-8d4025b6066c'.replaceAll('-', ''), 'hex');

/**
 * The id a report gets from what it says: a version 5 UUID over persons, month and content. The same content
 * gives the same id, in whatever order the shifts came; a correction gives a new one, also when it goes back to
 * what a still earlier report said.
 * @param replaces the id of the report that this one corrects
 * @see {@link https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5}
 */
export function contentId(t: Content, replaces?: string): string {
	const text = replaces === undefined ? contentOf(t) : `${contentOf(t)} replaces ${replaces}`;
	const bytes = Buffer.allocUnsafe(NAMESPACE_ID.length + Buffer.byteLength(text));
	NAMESPACE_ID.copy(bytes);
	bytes.write(text, NAMESPACE_ID.length);
	const hex = uuidHex(hash('sha1', bytes, 'hex'));
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The 32 hex digits of a version 5 UUID: version and variant set into a SHA-1. */
function uuidHex(sha1: string): string {
	const variant = ((Number.parseInt(sha1.charAt(16), 16) & 0x3) | 0x8).toString(16);
	return `${sha1.slice(0, 12)}5${sha1.slice(13, 16)}${variant}${sha1.slice(17, 32)}`;
}

/** An id that says nothing: a version 4 UUID. */
export function randomId(): string {
	return randomUUID();
}

/** Everything the document says but its id, as one text; different reports never give the same. */
function contentOf(t: Content): string {
	const { redovisningsmanad, personSomHarAssistans: person, assistent, berakningsperiod, tidrapport } = t;
	const head = JSON.stringify([
		redovisningsmanad,
		[person.personnummer, person.fornamn, person.efternamn],
		[
			assistent.personnummer,
			assistent.samordningsnummer,
			assistent.fornamn,
			assistent.efternamn,
			assistent.kollektivavtal,
		],
		berakningsperiod.map(({ fromDag, tomDag }) => [fromDag, tomDag]),
		'assistansanordnare' in t ? employerOf(t.assistansanordnare) : true,
		t.telefonnummerAnordnare,
		t.telefonnummerAssistent,
	]);
	let rows = '';
	for (const { dag, fromTid, tomTid, tidstyp } of tidrapport.rapportRad) {
		rows += `${dag} ${fromTid} ${tomTid} ${tidstyp.charAt(0)},`;
	}
	return head + rows;
}

function employerOf(anordnare: Assistansanordnare): unknown[] {
	const { anordnareNamn, organisationsnummer, kontaktperson, telefonnummer } = anordnare;
	const other = 'annanArbetsgivare' in anordnare ? anordnare.annanArbetsgivare : undefined;
	const choice = 'assistentEgenForetagare' in anordnare ? 'egenForetagare' : 'anordnare';
	const employer = other === undefined ? choice : [other.arbetsgivareNamn, other.organisationsnummer];
	return [anordnareNamn, organisationsnummer, kontaktperson, telefonnummer, employer];
}
