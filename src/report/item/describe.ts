import type { ReportItem } from './item';
import type { Tidredovisning } from '../../tidredovisning/types';

/** First and last name with one space between. */
export function namnOf(person: { readonly fornamn: string; readonly efternamn: string }): string {
	return `${person.fornamn} ${person.efternamn}`.trim();
}

/** The provider of a report as its item names it, or null when the person employs without one. */
export function anordnareOf(document: Tidredovisning): ReportItem['anordnare'] {
	if (!('assistansanordnare' in document)) return null;
	const { anordnareNamn, organisationsnummer } = document.assistansanordnare;
	return { namn: anordnareNamn ?? '', organisationsnummer };
}
