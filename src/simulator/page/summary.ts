import { maskPersonnummer } from '../../identity/masking';
import type { ReceivedReport } from '../elt/received';

/** A received report without its document, and without a whole personnummer. */
export interface ReportSummary {
	readonly id: string;
	readonly redovisningsmanad: string;
	readonly assistent: { readonly namn: string; readonly personnummer: string };
	readonly personSomHarAssistans: { readonly namn: string; readonly personnummer: string };
	readonly rows: number;
	readonly sha256: string;
	readonly signers: { readonly assistent: string; readonly anordnare: string };
	readonly receivedAt: string;
	readonly times: number;
	readonly txIds: readonly string[];
}

/** What is told of a received report: its personnummer masked. */
export function summaryOf(report: ReceivedReport): ReportSummary {
	const { tidredovisning, id, sha256, signers, receivedAt, times, txIds } = report;
	const { redovisningsmanad, assistent, personSomHarAssistans, tidrapport } = tidredovisning;
	const masked = (person: {
		fornamn: string;
		efternamn: string;
		personnummer?: string;
		samordningsnummer?: string;
	}) => ({
		namn: `${person.fornamn} ${person.efternamn}`,
		personnummer: maskPersonnummer(person.personnummer ?? person.samordningsnummer ?? ''),
	});
	return {
		id,
		redovisningsmanad,
		assistent: masked(assistent),
		personSomHarAssistans: masked(personSomHarAssistans),
		rows: tidrapport.rapportRad.length,
		sha256,
		signers,
		receivedAt,
		times,
		txIds,
	};
}
