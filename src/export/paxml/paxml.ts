import type { Problem } from '../../errors';
import { readDate } from '../localTime';
import { daysOfTidtrans, stretchOf, takeOut, writeMinute } from './schedule';
import { isTidstyp, plainWord, type TimeMeaning, type TimeWords } from '../timeWords';
import { codeMeanings } from './codes';
import type { PaxmlDag, PaxmlFile, PaxmlTidtrans } from './file';
import { PaxmlPeople, type PaxmlPersons } from './people';
import {
	absenceProblem,
	codeProblem,
	noClockTimesProblem,
	notReportedProblem,
	personProblem,
	plannedProblem,
} from './problems';
import { Problems } from '../../problems/problems';
import type { UnreadRow } from '../shifts';
import type { PersonSomHarAssistans, Tidstyp } from '../../tidredovisning/types';

/** What a provider says about its PAXml files. */
export interface PaxmlOptions extends PaxmlPersons {
	/** Own time codes; they go before PAXml's. */
	readonly codes?: TimeWords;
}

/** The rows of a PAXml file, as an export has them. */
export interface PaxmlRows {
	readonly rows: readonly Record<string, string>[];
	readonly rowNumbers: readonly number[];
	readonly problems: readonly Problem[];
	readonly unread: readonly UnreadRow[];
}

/** The word for each kind of time in a column `Tidstyp`. */
const TIDSTYP_WORDS: Readonly<Record<Tidstyp, string>> = {
	aktivTid: 'Aktiv',
	vanteTid: 'Vänte',
	beredskapsTid: 'Beredskap',
};

type Transaction = PaxmlTidtrans | PaxmlDag;

/** From when to when, as the file spells it. */
interface Span {
	readonly start: string;
	readonly end: string;
}

/** A row on its way out: its columns, and where it stood. */
interface Placed {
	readonly row: number;
	readonly columns: Record<string, string>;
}

/** The planned day, `YYYY-MM-DD`; as it stands where it is none. */
function dayOf({ datum }: PaxmlDag): string {
	return readDate(datum) ?? datum;
}

/** Whether anything was planned on a day: it has a clock time, or hours other than 0. */
function isPlanned({ starttid, sluttid, timmar }: PaxmlDag): boolean {
	return starttid !== '' || sluttid !== '' || Number(timmar.replace(',', '.')) !== 0;
}

class PaxmlReader {
	private readonly problems = new Problems();
	private readonly unread: UnreadRow[] = [];
	private readonly people: PaxmlPeople;
	private readonly meanings: ReadonlyMap<PaxmlTidtrans, TimeMeaning | undefined>;
	private readonly byEmployee = new Map<string, PaxmlTidtrans[]>();

	constructor(
		private readonly file: PaxmlFile,
		options: PaxmlOptions,
	) {
		this.people = new PaxmlPeople(file, options);
		const meaningOf = codeMeanings(options.codes);
		this.meanings = new Map(file.tidtransaktioner.map((tidtrans) => [tidtrans, meaningOf(tidtrans.tidkod)]));
		for (const tidtrans of file.tidtransaktioner) {
			const key = this.people.keyOf(tidtrans);
			const theirs = this.byEmployee.get(key);
			if (theirs) theirs.push(tidtrans);
			else this.byEmployee.set(key, [tidtrans]);
		}
	}

	read(): PaxmlRows {
		const placed = [
			...this.file.tidtransaktioner.flatMap((tidtrans) => this.tidtrans(tidtrans)),
			...this.schedule(),
		];
		this.tellCodes();
		const columns = placed.map((row) => row.columns);
		const used = new Set(columns.flatMap((row) => Object.keys(row).filter((name) => row[name] !== '')));
		return {
			rows: columns.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => used.has(name)))),
			rowNumbers: placed.map(({ row }) => row),
			problems: this.problems.list(),
			unread: this.unread,
		};
	}

	private tidtrans(tidtrans: PaxmlTidtrans): Placed[] {
		const meaning = this.meanings.get(tidtrans);
		if (meaning === 'absence') this.problems.add(absenceProblem(tidtrans));
		if (!isTidstyp(meaning)) {
			if (meaning === undefined) this.leaveOut(tidtrans);
			return [];
		}
		if (tidtrans.starttid === '' || tidtrans.sluttid === '') {
			this.refuseHours(tidtrans, `${tidtrans.timmar || 'some'} hours of ${plainWord(tidtrans.tidkod)}`);
			return [];
		}
		const { starttid, sluttid } = tidtrans;
		return this.placed(tidtrans, meaning, [{ start: starttid, end: sluttid }]);
	}

	private schedule(): Placed[] {
		const placed = this.file.schematransaktioner.filter(isPlanned).flatMap((dag) => this.plannedDay(dag));
		if (placed.length > 0) this.problems.add(plannedProblem(placed.length));
		return placed;
	}

	/** The worked time of the same employee that has clock times. */
	private workedOf(dag: PaxmlDag): PaxmlTidtrans[] {
		return this.ofSameEmployee(dag).filter(
			(tidtrans) => isTidstyp(this.meanings.get(tidtrans)) && stretchOf(tidtrans) !== null,
		);
	}

	private plannedDay(dag: PaxmlDag): Placed[] {
		const worked = this.workedOf(dag);
		if (dag.starttid === '' || dag.sluttid === '') {
			const told = worked.some((tidtrans) => daysOfTidtrans(tidtrans)?.first === dayOf(dag));
			if (told) this.problems.add(notReportedProblem(dag));
			else this.refuseHours(dag, `${dag.timmar || 'some'} planned hours`);
			return [];
		}
		const planned = stretchOf(dag);
		// What can't be understood is told where every export's times are read.
		if (!planned) return this.placed(dag, 'aktivTid', [{ start: dag.starttid, end: dag.sluttid }]);
		const absences = this.ofSameEmployee(dag).filter((tidtrans) => this.meanings.get(tidtrans) === 'absence');
		const left = takeOut(dayOf(dag), planned, worked, absences);
		if (left === null) {
			this.refuseHours(dag, 'a planned shift and absence for a part of it');
			return [];
		}
		if (left.length === 0) this.problems.add(notReportedProblem(dag));
		const spans = left.map(({ from, to }) => ({ start: writeMinute(from), end: writeMinute(to) }));
		return this.placed(dag, 'aktivTid', spans);
	}

	private ofSameEmployee(dag: PaxmlDag): readonly PaxmlTidtrans[] {
		return this.byEmployee.get(this.people.keyOf(dag)) ?? [];
	}

	/** The rows of a transaction; none, and a problem, where nobody knows who received assistance. */
	private placed(transaction: Transaction, tidstyp: Tidstyp, spans: readonly Span[]): Placed[] {
		const client = this.people.clientOf(transaction);
		if (client.person) {
			const persons = { ...this.employeeColumns(transaction), ...clientColumns(client.person) };
			return spans.map((span) => ({
				row: transaction.row,
				columns: { ...persons, ...timeColumns(transaction, tidstyp, span) },
			}));
		}
		if (spans.length > 0) {
			this.leaveOut(transaction);
			this.problems.add(personProblem(transaction, client.reason));
		}
		return [];
	}

	private employeeColumns(transaction: Transaction): Record<string, string> {
		const employee = this.people.employeeOf(transaction);
		return {
			'Assistent personnummer': this.people.persnrOf(transaction),
			'Assistent förnamn': employee?.fornamn ?? '',
			'Assistent efternamn': employee?.efternamn ?? '',
		};
	}

	private refuseHours(transaction: Transaction, what: string): void {
		this.leaveOut(transaction);
		this.problems.add(noClockTimesProblem(transaction, what));
	}

	/** Keeps the reports that lack this row from going out. */
	private leaveOut(transaction: Transaction): void {
		const persnr = this.people.persnrOf(transaction);
		const assistent = /^\d{12}$/u.test(persnr) ? persnr : null;
		this.unread.push({ row: transaction.row, assistent, personSomHarAssistans: null });
	}

	/** The codes whose rows hold nothing to report, and those that no one knows: once each. */
	private tellCodes(): void {
		const codes = new Map<string, { readonly meaning: TimeMeaning | undefined; readonly rows: number[] }>();
		for (const [{ tidkod, row }, meaning] of this.meanings) {
			if (meaning === 'absence' || isTidstyp(meaning)) continue;
			const code = plainWord(tidkod);
			const known = codes.get(code);
			if (known) known.rows.push(row);
			else codes.set(code, { meaning, rows: [row] });
		}
		for (const [code, { meaning, rows }] of codes) this.problems.add(codeProblem(code, meaning, rows));
	}
}

function clientColumns({ personnummer, fornamn, efternamn }: PersonSomHarAssistans): Record<string, string> {
	return { 'Brukare personnummer': personnummer, 'Brukare förnamn': fornamn, 'Brukare efternamn': efternamn };
}

function timeColumns(
	transaction: Transaction,
	tidstyp: Tidstyp,
	{ start, end }: Span,
): Record<string, string> {
	return {
		Datum: transaction.datum,
		Start: start,
		Slut: end,
		Tidstyp: TIDSTYP_WORDS[tidstyp],
		'PAXml anstid': transaction.anstid,
		...(transaction.kind === 'tidtrans' ? unitColumns(transaction) : {}),
	};
}

function unitColumns({ kundnr, kund, resenheter }: PaxmlTidtrans): Record<string, string> {
	const units = [...resenheter].map(([dim, id]): [string, string] => [`PAXml resenhet ${dim}`, id]);
	return { 'PAXml kundnr': kundnr, 'PAXml kund': kund, ...Object.fromEntries(units) };
}

/**
 * Makes an export's rows of a PAXml file: `tidtransaktioner` with clock times by their codes (jour is waiting
 * time), and the days of `schematransaktioner` less that worked time and absence. Absence, and a planned day of
 * which nothing is left, are named and never reported; hours without clock times are refused.
 *
 * @returns problems `NO_CLOCK_TIMES`, `TIDKOD`, `ROW_PERSON`, `ROW_ABSENCE`, `ROW_NOT_ASSISTANCE`, `ROWS_PLANNED`,
 *   `ROW_NOT_REPORTED`
 * @see https://www.paxml.se PAXml 2.2
 */
export function paxmlRows(file: PaxmlFile, options: PaxmlOptions = {}): PaxmlRows {
	return new PaxmlReader(file, options).read();
}
