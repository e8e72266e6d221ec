import type { Assistent, PersonSomHarAssistans } from './types';

/** The assistent's personnummer or, on paper only, samordningsnummer: 12 digits; empty where there is none. */
export function nummerOf(assistent: Assistent): string {
	return assistent.personnummer ?? assistent.samordningsnummer ?? '';
}

/** What one report is about, as a text that can be compared: assistent, person and month. */
export function reportKey(
	assistent: Assistent,
	{ personnummer }: Pick<PersonSomHarAssistans, 'personnummer'>,
	month: string,
): string {
	return `${nummerOf(assistent)}/${personnummer}/${month}`;
}
