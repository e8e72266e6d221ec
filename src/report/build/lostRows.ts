import type { Problem } from '../../errors';
import { nummerOf } from '../item/describe';
import type { UnreadRow } from '../../export/shifts';
import type { Tidredovisning } from '../../tidredovisning/types';

const ROW_PATH = /^row (\d+)\b/;

/** The row that a problem is of; 0 for the file as a whole. */
function rowOf({ path }: Problem): number {
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

/** The rows of an export that could not be read, and the reports that may lack them. */
export class LostRows {
	/** Everything that reading found; errors are `ROW_LEFT_OUT` where the rows are left out on purpose. */
	readonly problems: readonly Problem[];
	private readonly reasons = new Map<number, Problem[]>();
	private readonly rows: readonly UnreadRow[];

	/**
	 * @param unread the rows, and whose they are
	 * @param read everything that reading found; an error without a row may be anyone's
	 * @param leaveOut whether reports are built without them
	 */
	constructor(
		unread: readonly UnreadRow[],
		readonly read: readonly Problem[],
		private readonly leaveOut: boolean,
	) {
		this.problems = read.map((problem) =>
			leaveOut && problem.level === 'error' ? leftOut(problem) : problem,
		);
		read.forEach((problem, index) => {
			const told = this.problems[index];
			if (problem.level !== 'error' || told === undefined) return;
			const known = this.reasons.get(rowOf(problem));
			if (known) known.push(told);
			else this.reasons.set(rowOf(problem), [told]);
		});
		const anyones = { row: 0, assistent: null, personSomHarAssistans: null };
		this.rows = this.reasons.has(0) ? [...unread, anyones] : unread;
	}

	/** Why rows that may belong to a report could not be read. */
	problemsFor(report: Tidredovisning): Problem[] {
		return this.reasonsOf(this.rows.filter((row) => mayBelong(row, report)));
	}

	/** The rows of nobody who has a report, and what is wrong with them; none where they are left out. */
	ofNobody(reports: readonly Tidredovisning[]): { readonly rows: number[]; readonly problems: Problem[] } {
		if (this.leaveOut) return { rows: [], problems: [] };
		const rows = this.rows.filter((row) => !reports.some((report) => mayBelong(row, report)));
		return { rows: rows.map(({ row }) => row).filter((row) => row > 0), problems: this.reasonsOf(rows) };
	}

	private reasonsOf(rows: readonly UnreadRow[]): Problem[] {
		return rows.flatMap(({ row }) => this.reasons.get(row) ?? []);
	}
}

/** Whether an unreadable row may be a shift of this report; one that says nobody's name may be anyone's. */
function mayBelong(row: UnreadRow, { assistent, personSomHarAssistans }: Tidredovisning): boolean {
	return (
		(row.assistent === null || row.assistent === nummerOf(assistent)) &&
		(row.personSomHarAssistans === null || row.personSomHarAssistans === personSomHarAssistans.personnummer)
	);
}
