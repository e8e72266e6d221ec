import type { Problem } from '../../errors';
import { nummerOf } from '../../tidredovisning/reportKey';
import type { UnreadRow } from '../../export/shifts';
import { someOf } from '../../problems/excerpt';
import type { Tidredovisning } from '../../tidredovisning/types';

/** How many rows a message names. */
const NAMED_ROWS = 5;

const ROW_PATH = /^row (\d+)\b/;

/** The row that a problem is of; 0 for the file as a whole. */
export function rowOf({ path }: Problem): number {
	return Number(ROW_PATH.exec(path)?.[1] ?? 0);
}

/** A row that is left out because that was asked for: no longer an error, but never in silence. */
function leftOut(problem: Problem): Problem {
	return {
		...problem,
		code: 'ROW_LEFT_OUT',
		level: 'warning',
		message: `Left out: ${problem.message}`,
		description: `Make sure that no shift is missing before anyone signs. ${problem.description}`,
	};
}

/** Rows that say the same persons: they may belong to the same reports. */
interface SamePersons {
	readonly rows: number[];
	/** Those of which a problem says what is wrong. */
	readonly explained: number[];
	/** Those that are not left out, whatever was asked for. */
	readonly stopping: number[];
}

/** The persons that a row says, as a text; one that says none may be anyone's. */
function keyOf(assistent: string | null, personSomHarAssistans: string | null): string {
	return `${assistent ?? ''}/${personSomHarAssistans ?? ''}`;
}

/** The persons that an unread row of a report may name: both, one of them, or none. */
function keysOf({ assistent, personSomHarAssistans: person }: Tidredovisning): string[] {
	const nummer = nummerOf(assistent);
	return [
		keyOf(nummer, person.personnummer),
		keyOf(nummer, null),
		keyOf(null, person.personnummer),
		keyOf(null, null),
	];
}

/** The rows of an export that could not be read, and the reports that may lack them. */
export class LostRows {
	/** Everything that reading found; errors are `ROW_LEFT_OUT` where the rows are left out on purpose. */
	readonly problems: readonly Problem[];
	private readonly reasons = new Map<number, Problem[]>();
	private readonly groups = new Map<string, SamePersons>();

	/**
	 * @param unread the rows, and whose they are
	 * @param read everything that reading found; an error without a row may be anyone's
	 * @param leaveOut whether reports are built without them, but for those that must stop
	 */
	constructor(
		unread: readonly UnreadRow[],
		readonly read: readonly Problem[],
		private readonly leaveOut: boolean,
	) {
		const stopping = new Set(unread.filter(({ mustStop }) => mustStop).map(({ row }) => row));
		this.problems = read.map((problem) => {
			if (problem.level !== 'error') return problem;
			const row = rowOf(problem);
			const reason = leaveOut && !stopping.has(row) ? leftOut(problem) : problem;
			const known = this.reasons.get(row);
			if (known) known.push(reason);
			else this.reasons.set(row, [reason]);
			return reason;
		});
		for (const row of unread) this.keep(row);
		if (this.reasons.has(0) && !stopping.has(0))
			this.keep({ row: 0, assistent: null, personSomHarAssistans: null });
	}

	/** Why rows that may belong to a report could not be read. */
	problemsFor(report: Tidredovisning): Problem[] {
		return this.reasonsOf(keysOf(report).flatMap((key) => this.groups.get(key) ?? []));
	}

	/** The rows of nobody who has a report, and what is wrong with them; none where they are left out on purpose. */
	ofNobody(reports: readonly Tidredovisning[]): { readonly rows: number[]; readonly problems: Problem[] } {
		const answered = new Set(reports.flatMap(keysOf));
		const groups = [...this.groups]
			.flatMap(([key, group]) => (answered.has(key) ? [] : group))
			.filter(({ stopping }) => stopping.length > 0 || !this.leaveOut);
		const rows = groups
			.flatMap((group) => (this.leaveOut ? group.stopping : group.rows))
			.filter((row) => row > 0);
		return { rows: rows.sort(ascending), problems: this.reasonsOf(groups) };
	}

	private keep({ row, assistent, personSomHarAssistans, mustStop }: UnreadRow): void {
		const key = keyOf(assistent, personSomHarAssistans);
		const group = this.groups.get(key) ?? { rows: [], explained: [], stopping: [] };
		this.groups.set(key, group);
		group.rows.push(row);
		if (this.reasons.has(row)) group.explained.push(row);
		if (mustStop) group.stopping.push(row);
	}

	/** What is wrong with rows, in their order; of those whose problems were only counted, how many they are. */
	private reasonsOf(groups: readonly SamePersons[]): Problem[] {
		const explained = groups.flatMap((group) => group.explained).sort(ascending);
		const problems = explained.flatMap((row) => this.reasons.get(row) ?? []);
		const counted = groups.reduce((sum, { rows }) => sum + rows.length, 0) - explained.length;
		return counted === 0 ? problems : [...problems, this.unexplained(groups, counted)];
	}

	/** Rows whose problems were only counted: they stop a report like any other. */
	private unexplained(groups: readonly SamePersons[], count: number): Problem {
		const first = groups.flatMap(({ rows }) => this.firstUnexplained(rows)).sort(ascending);
		const found = someOf(first, count);
		const problem: Problem = {
			code: 'ROWS_UNREADABLE',
			level: 'error',
			path: `row ${first[0]}`,
			message: `${count} ${count === 1 ? 'row' : 'rows'} without a listed reason cannot be read either: ${found}`,
			description: 'Correct the rows that are listed with their reason first, then build again.',
			found,
		};
		const stops = groups.some(({ stopping }) => stopping.some((row) => !this.reasons.has(row)));
		return this.leaveOut && !stops ? leftOut(problem) : problem;
	}

	private firstUnexplained(rows: readonly number[]): number[] {
		const found: number[] = [];
		for (const row of rows) {
			if (found.length === NAMED_ROWS) break;
			if (!this.reasons.has(row)) found.push(row);
		}
		return found;
	}
}

function ascending(one: number, other: number): number {
	return one - other;
}
