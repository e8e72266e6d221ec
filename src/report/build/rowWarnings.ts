import type { Problem } from '../../errors';
import { someOf } from '../../problems/excerpt';
import { rowOf } from './lostRows';

/** The warnings of an input, by the reports that they are about. */
export class RowWarnings {
	private readonly ofInput: readonly Problem[];
	private readonly byRow = new Map<number, Problem[]>();
	private readonly warned: ReadonlySet<number>;

	/**
	 * @param read everything that reading found
	 * @param warned the rows that were read with a warning; not all of them are listed
	 */
	constructor(read: readonly Problem[], warned: readonly number[]) {
		const warnings = read.filter(({ level }) => level === 'warning');
		this.ofInput = warnings.filter((problem) => rowOf(problem) === 0);
		this.warned = new Set(warned);
		for (const problem of warnings) {
			const known = this.byRow.get(rowOf(problem));
			if (known) known.push(problem);
			else this.byRow.set(rowOf(problem), [problem]);
		}
	}

	/** The warnings about the input as a whole and about the rows of a report. */
	of(rows: readonly number[]): Problem[] {
		const own = rows.flatMap((row) => this.byRow.get(row) ?? []);
		const unlisted = rows.filter((row) => this.warned.has(row) && !this.byRow.has(row));
		return [...this.ofInput, ...own, ...(unlisted.length > 0 ? [unlistedWarning(unlisted)] : [])];
	}
}

function unlistedWarning(rows: readonly number[]): Problem {
	return {
		code: 'ROWS_WARNED',
		level: 'warning',
		path: `row ${rows[0]}`,
		message: `${rows.length} ${rows.length === 1 ? 'row has a warning' : 'rows have warnings'} of a kind of which only the first are listed: ${someOf(rows)}`,
		description:
			'Look at these rows before anyone signs, or build this report alone to have each warning listed.',
		found: someOf(rows),
	};
}
