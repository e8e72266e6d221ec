import type { ReportItem, SignerRole } from '../item/item';
import { DEFAULT_TEMPLATES, type TextFormat, visibleText } from '../../bankid/visibleText';
import { maskPersonnummer } from '../../identity/masking';
import { addHours } from '../../tidredovisning/hours';
import { type Hours, TIDSTYPER } from '../../tidredovisning/types';

/** How each kind of time is called to the signer. */
const NAMES = { aktivTid: 'aktiv tid', vanteTid: 'väntetid', beredskapsTid: 'beredskap' } as const;

/** How the text that is shown to the signer is made. */
export interface SignTextOptions {
	readonly role: SignerRole;
	/** With `{placeholders}`; default: the role's text for tests. */
	readonly template?: string;
	/** Default `plaintext`. */
	readonly format?: TextFormat;
}

/**
 * The text that the signer of these reports is shown. Placeholders: `{count}`, `{month}`, `{assistent}`,
 * `{person}`, `{anordnare}`, `{rows}`, `{hours}` (really worked), and `{reports}`, a line for each report with its sums.
 *
 * @throws EltError `BANKID_TEXT` for an unknown placeholder, an empty text or more than 30 000 bytes
 */
export function signTextOf(items: readonly ReportItem[], options: SignTextOptions): string {
	const values = {
		count: items.length,
		month: distinct(items.map(({ redovisningsmanad }) => redovisningsmanad)),
		assistent: distinct(items.map(({ assistent }) => personText(assistent))),
		person: distinct(items.map(({ personSomHarAssistans }) => personText(personSomHarAssistans))),
		anordnare: distinct(items.map(({ anordnare }) => anordnare?.namn ?? 'ingen anordnare')),
		rows: items.reduce((sum, { rows }) => sum + rows.length, 0),
		hours: hoursText(items.map(({ hours }) => hours).reduce(addHours)),
		reports: items.map(lineOf),
	};
	return visibleText(options.template ?? DEFAULT_TEMPLATES[options.role], values, options.format);
}

/** `12 tim 30 min` */
function minutesText(minutes: number): string {
	const hours = Math.floor(minutes / 60);
	const rest = minutes % 60;
	return rest === 0 ? `${hours} tim` : `${hours} tim ${rest} min`;
}

/** Sums as people read them, the kinds of time that occur: `aktiv tid 12 tim 30 min, väntetid 4 tim`. */
export function hoursText(hours: Hours): string {
	const there = TIDSTYPER.filter((typ) => hours[typ].actualMinutes > 0);
	return (there.length > 0 ? there : TIDSTYPER.slice(0, 1))
		.map((typ) => `${NAMES[typ]} ${minutesText(hours[typ].actualMinutes)}`)
		.join(', ');
}

function lineOf({ redovisningsmanad, assistent, personSomHarAssistans, hours }: ReportItem): string {
	return `${redovisningsmanad} ${assistent.namn} hos ${personSomHarAssistans.namn}: ${hoursText(hours)}`;
}

function personText({
	namn,
	personnummer,
}: {
	readonly namn: string;
	readonly personnummer: string;
}): string {
	return `${namn} (${maskPersonnummer(personnummer)})`;
}

function distinct(texts: readonly string[]): string {
	return [...new Set(texts)].join(', ');
}
