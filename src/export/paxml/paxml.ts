import type { Problem } from '../../errors';
import { hoursProblem, type Length, spanMinutes, type WhenHoursDiffer } from '../hoursDiffer';
import { localDateTime } from '../localTime';
import type { Reading } from '../reading';
import { isTidstyp, type TimeWords } from '../timeWords';
import { columnsOf, PAXML_NAMES, type Span } from './columns';
import { Employee } from './employee';
import type { PaxmlFile, Transaction } from './file';
import { type FoundEmployee, PaxmlPeople, type PaxmlPersons } from './people';
import * as problem from './problems';
import * as ofSchedule from './scheduleProblems';
import { type DagRow, isPlanned, RowReader, type TimeRow } from './rows';
import { writeMinute } from './timeLine';
import type { When } from './when';
import { Problems } from '../../problems/problems';
import type { UnreadRow } from '../shifts';
import type { Tidstyp } from '../../tidredovisning/types';

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
	/** The numbers of the rows that were read with a warning: not all of these are listed. */
	readonly warned: readonly number[];
}

/** A row that is reported: its columns, and which of the file it is. */
interface Placed {
	readonly row: number;
	readonly columns: Record<string, string>;
}

type ClockTimes = Extract<When, { form: 'clock' }>;

function spanOf({ start, end }: ClockTimes): Span {
	return { start: localDateTime(start), end: localDateTime(end) };
}

class PaxmlReader {
	private readonly problems = new Problems();
	private readonly unread: UnreadRow[] = [];
	private readonly warned: number[] = [];
	private readonly people: PaxmlPeople;
	private readonly times: readonly TimeRow[];
	private readonly days: readonly DagRow[];
	private readonly employees: ReadonlyMap<string, Employee>;

	constructor(
		private readonly file: PaxmlFile,
		options: PaxmlOptions,
		private readonly hoursDiffer: WhenHoursDiffer | undefined,
	) {
		this.people = new PaxmlPeople(file, options);
		const reader = new RowReader(this.people, options.codes);
		this.times = file.tidtransaktioner.map((row) => reader.tidtrans(row));
		this.days = file.schematransaktioner.map((row) => reader.dag(row)).filter(isPlanned);
		this.employees = employeesOf(this.times, this.days);
	}

	read(): PaxmlRows {
		const ofFile = problem.unreadProblems(this.file.unread);
		if (ofFile.some(({ level }) => level === 'error')) this.unread.push(ANYONES);
		this.problems.addAll([...ofFile, ...this.spellings()]);
		const placed = [...this.times.flatMap((time) => this.time(time)), ...this.schedule()];
		this.nameCodes();
		const columns = placed.map((row) => row.columns);
		const filled = columns.flatMap((row) => Object.keys(row).filter((name) => row[name] !== ''));
		const used = new Set([...filled, ...PAXML_NAMES.keys()]);
		return {
			rows: columns.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => used.has(name)))),
			rowNumbers: placed.map(({ row }) => row),
			problems: this.problems.list(),
			unread: this.unread,
			warned: this.warned,
		};
	}

	private time(time: TimeRow): Placed[] {
		const { row, code, meaning, when, hours } = time;
		if (!this.isUnderstood(time, `tidtrans ${code}`)) return [];
		if (!isTidstyp(meaning)) {
			if (meaning === 'absence') this.problems.add(problem.absenceProblem(time));
			if (meaning === undefined) this.leaveOut(time);
			return [];
		}
		if (when.form !== 'clock')
			return this.refuse(time, problem.noClockTimesProblem(row, `${row.timmar || 'some'} hours of ${code}`));
		const employee = this.employeeOf(time);
		const doubts = employee?.doubtsAbout(when.stretch) ?? [];
		const contradiction =
			employee?.contradiction(when.stretch) ?? doubts.find((doubt) => doubt.meaning === undefined);
		if (contradiction)
			return this.refuse(time, problem.contradictedProblem(time, when.stretch, contradiction));
		const near = doubts.find((doubt) => doubt.meaning === 'absence');
		if (near) this.note(row, problem.absenceNearProblem(time, when.stretch, near));
		const span = spanOf(when);
		if (!this.hoursAgree(time, hours, span, meaning)) return [];
		return this.placed(time, meaning, [span]);
	}

	private schedule(): Placed[] {
		const placed = this.days.flatMap((dag) => this.planned(dag));
		if (placed.length > 0) this.problems.add(ofSchedule.plannedProblem(placed.length));
		return placed;
	}

	private planned(dag: DagRow): Placed[] {
		const { row, when, hours } = dag;
		if (!this.isUnderstood(dag, 'dag')) return [];
		const employee = this.employeeOf(dag);
		if (when.form !== 'clock') {
			const explained = when.form === 'days' && employee?.explains(when.first) === true;
			if (!explained)
				return this.refuse(dag, problem.noClockTimesProblem(row, `${row.timmar} planned hours`));
			this.problems.add(ofSchedule.notReportedProblem(row));
			return [];
		}
		const { stretch } = when;
		const { stretches, doubts } = employee?.leftOf(stretch) ?? { stretches: [stretch], doubts: [] };
		const [doubt] = doubts;
		if (doubt) return this.refuse(dag, ofSchedule.doubtProblem(row, stretch, doubt));
		if (stretches.length === 0) {
			this.problems.add(ofSchedule.notReportedProblem(row));
			return [];
		}
		if (!this.hoursAgree(dag, hours, spanOf(when), 'aktivTid')) return [];
		const [first] = stretches;
		if (first?.from === stretch.from && first.to === stretch.to)
			return this.placed(dag, 'aktivTid', [spanOf(when)]);
		const worked = employee?.workedIn(stretch) ?? [];
		this.note(row, ofSchedule.partReportedProblem(row, stretch, stretches, worked));
		const spans = stretches.map(({ from, to }) => ({ start: writeMinute(from), end: writeMinute(to) }));
		return this.placed(dag, 'aktivTid', spans);
	}

	private employeeOf({ who }: TimeRow | DagRow): Employee | undefined {
		return who.employee ? this.employees.get(who.key) : undefined;
	}

	/**
	 * Whether it is known whose a row is and all that it says; otherwise it is named and stops reports. A supplement
	 * stops only the planned time that it may be paid for.
	 */
	private isUnderstood(read: TimeRow | DagRow, what: string): boolean {
		const { row, who, faults } = read;
		const meaning = 'meaning' in read ? read.meaning : 'aktivTid';
		const level = meaning === 'supplement' ? 'warning' : 'error';
		if (!who.employee) this.problems.add(problem.employeeProblem(row, who.reason));
		for (const fault of faults) this.note(row, problem.faultProblem(row, what, fault, level));
		if (who.employee && (faults.length === 0 || level === 'warning')) return true;
		this.unread.push({ ...unreadRow(row, who), mustStop: !isTidstyp(meaning) });
		return false;
	}

	/** Whether the hours of a row are those of its clock times, or the report may go on with a warning. */
	private hoursAgree(read: TimeRow | DagRow, hours: Reading<Length>, span: Span, tidstyp: Tidstyp): boolean {
		if (hours.kind !== 'understood') return true;
		const found = hoursProblem(hours.value, spanMinutes(span), tidstyp, this.hoursDiffer);
		if (!found) return true;
		this.note(read.row, problem.hoursDifferProblem(read.row, found));
		if (found.level === 'error') this.leaveOut(read);
		return found.level !== 'error';
	}

	/** The rows of a transaction; none, and a problem, where nobody knows who received assistance. */
	private placed(read: TimeRow | DagRow, tidstyp: Tidstyp, spans: readonly Span[]): Placed[] {
		const { row, who } = read;
		const client = this.people.clientOf(row);
		if (!client.person) return this.refuse(read, problem.personProblem(row, client.reason));
		return spans.map((span) => ({
			row: row.row,
			columns: columnsOf(row, who, client.person, tidstyp, span),
		}));
	}

	private note({ row }: Transaction, found: Problem): void {
		this.problems.add(found);
		if (found.level === 'warning') this.warned.push(row);
	}

	private refuse(read: TimeRow | DagRow, why: Problem): [] {
		this.leaveOut(read);
		this.problems.add(why);
		return [];
	}

	/** Keeps the reports that lack this row from going out. */
	private leaveOut({ row, who }: TimeRow | DagRow): void {
		this.unread.push(unreadRow(row, who));
	}

	/** Numbers of employment that are not spelled as in `personal`: once each. */
	private spellings(): Problem[] {
		const spellings = new Map<string, string>();
		for (const { row, who } of [...this.times, ...this.days])
			if (who.employee && who.otherAnstid !== null) spellings.set(row.anstid, who.otherAnstid);
		return [...spellings].map(([anstid, other]) => problem.anstidProblem(anstid, other));
	}

	/** The codes whose rows have nothing to report, and those that no one knows: once each. */
	private nameCodes(): void {
		const codes = new Map<string, TimeRow[]>();
		for (const time of this.times) {
			if (time.meaning === 'absence' || isTidstyp(time.meaning)) continue;
			const known = codes.get(time.code);
			if (known) known.push(time);
			else codes.set(time.code, [time]);
		}
		for (const [code, rows] of codes) {
			const numbers = rows.map(({ row }) => row.row);
			this.problems.add(problem.codeProblem(code, rows[0]?.meaning, numbers));
		}
	}
}

/** Something of the file that may be absence of anyone. */
const ANYONES: UnreadRow = { row: 0, assistent: null, personSomHarAssistans: null, mustStop: true };

function employeesOf(times: readonly TimeRow[], days: readonly DagRow[]): ReadonlyMap<string, Employee> {
	const all = new Map<string, { readonly times: TimeRow[]; readonly days: DagRow[] }>();
	const of = (who: FoundEmployee): { readonly times: TimeRow[]; readonly days: DagRow[] } => {
		const key = who.employee ? who.key : '';
		const known = all.get(key) ?? { times: [], days: [] };
		all.set(key, known);
		return known;
	};
	for (const time of times) of(time.who).times.push(time);
	for (const dag of days) of(dag.who).days.push(dag);
	return new Map([...all].map(([key, theirs]) => [key, new Employee(theirs.times, theirs.days)]));
}

function unreadRow({ row }: Transaction, { employee }: FoundEmployee): UnreadRow {
	const digits = employee?.persnr.replace('-', '') ?? '';
	const assistent = /^\d{12}$/u.test(digits) ? digits : null;
	return { row, assistent, personSomHarAssistans: null };
}

/**
 * Makes an export's rows of a PAXml file: `tidtransaktioner` with clock times by their codes (jour is waiting
 * time), and the days of `schematransaktioner` less that worked time, absence and other time. What is not reported is
 * named. A row of which anything cannot be understood stops the reports that it may belong to, and so does a planned
 * day that other rows may be about without saying when.
 *
 * @param hoursDiffer what happens where `timmar` is less than the clock times; default `stop`
 * @returns problems `ROW_EMPLOYEE`, `ROW_PERSON`, `ROW_DAY`, `ROW_TIME`, `ROW_ORDER`, `ROW_HOURS`, `ELEMENT_TWICE`,
 *   `NO_CLOCK_TIMES`, `TIDKOD`, `HOURS_DIFFER`, `ROW_CONTRADICTED`, `ROW_ABSENCE`, `ROW_NOT_ASSISTANCE`,
 *   `ROW_NOT_REPORTED`, `ROWS_PLANNED`, `ANSTID_SPELLING`, `ELEMENT_UNKNOWN`, `ELEMENT_MISPLACED`
 * @see https://www.paxml.se PAXml 2.2
 */
export function paxmlRows(
	file: PaxmlFile,
	options: PaxmlOptions = {},
	hoursDiffer?: WhenHoursDiffer,
): PaxmlRows {
	return new PaxmlReader(file, options, hoursDiffer).read();
}
