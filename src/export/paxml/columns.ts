import type { PersonSomHarAssistans, Tidstyp } from '../../tidredovisning/types';
import { isRead, type PaxmlTidtrans, type Transaction } from './file';
import type { FoundEmployee } from './people';

/** What PAXml calls the columns that its rows have, by heading; for messages. */
export const PAXML_NAMES: ReadonlyMap<string, string> = new Map([
	['Assistent personnummer', 'persnr'],
	['Assistent förnamn', 'fornamn'],
	['Assistent efternamn', 'efternamn'],
	['Brukare personnummer', 'personnummer of the person who receives assistance'],
	['Brukare förnamn', 'fornamn of the person who receives assistance'],
	['Brukare efternamn', 'efternamn of the person who receives assistance'],
	['Start', 'starttid'],
	['Slut', 'sluttid'],
]);

/** The word for each kind of time in a column `Tidstyp`. */
const TIDSTYP_WORDS: Readonly<Record<Tidstyp, string>> = {
	aktivTid: 'Aktiv',
	vanteTid: 'Vänte',
	beredskapsTid: 'Beredskap',
};

/** From when to when, both `YYYY-MM-DDTHH:MM`. */
export interface Span {
	readonly start: string;
	readonly end: string;
}

function employeeColumns({ employee }: FoundEmployee): Record<string, string> {
	return {
		'Assistent personnummer': employee?.persnr ?? '',
		'Assistent förnamn': employee?.fornamn ?? '',
		'Assistent efternamn': employee?.efternamn ?? '',
	};
}

function clientColumns({ personnummer, fornamn, efternamn }: PersonSomHarAssistans): Record<string, string> {
	return { 'Brukare personnummer': personnummer, 'Brukare förnamn': fornamn, 'Brukare efternamn': efternamn };
}

/** The columns of a row that is reported. */
export function columnsOf(
	row: Transaction,
	who: FoundEmployee,
	client: PersonSomHarAssistans,
	tidstyp: Tidstyp,
	span: Span,
): Record<string, string> {
	return { ...employeeColumns(who), ...clientColumns(client), ...timeColumns(row, tidstyp, span) };
}

function timeColumns(row: Transaction, tidstyp: Tidstyp, { start, end }: Span): Record<string, string> {
	return {
		Start: start,
		Slut: end,
		Tidstyp: TIDSTYP_WORDS[tidstyp],
		'PAXml anstid': row.anstid,
		...otherColumns(row),
		...(row.kind === 'tidtrans' ? unitColumns(row) : {}),
	};
}

/** What else the row says, as columns: a break, a status or an absence counts as in a table. */
function otherColumns({ others }: Transaction): Record<string, string> {
	return Object.fromEntries([...others].map(([name, text]) => [isRead(name) ? name : `PAXml ${name}`, text]));
}

function unitColumns({ kundnr, kund, resenheter }: PaxmlTidtrans): Record<string, string> {
	const units = resenheter.map(({ dim, id }): [string, string] => [`PAXml resenhet ${dim}`, id]);
	return { 'PAXml kundnr': kundnr, 'PAXml kund': kund, ...Object.fromEntries(units) };
}
