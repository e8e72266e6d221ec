import type { Level, ProblemCode } from '../errors';
import { maskPersonnummer } from '../identity/masking';
import { excerpt } from '../problems/excerpt';
import { type Description, Problems } from '../problems/problems';
import type { Columns, ExportRow, ShiftField } from './columns';
import { HEADINGS } from './headings';

/** What is reported about a cell. */
export interface CellProblem {
	readonly code: ProblemCode;
	/** What is wrong with the cell, after its place and value: `is not a clock time`. */
	readonly message: string;
	readonly description: string;
	/** Default `error`. */
	readonly level?: Level;
	/** Whether what was found is an identity number, to be masked. */
	readonly secret?: boolean;
}

/** A cell and where it is. */
export interface Cell {
	readonly heading: string;
	/** Trimmed. */
	readonly text: string;
}

/** The cells of one row, by what they contain, and a place to note what is wrong with them. */
export class Cells {
	/** Whether one of them has an error: the row cannot be used. */
	hasErrors = false;
	/** Whether one of them has a warning. */
	hasWarnings = false;

	/**
	 * @param number which row of the export it is, counted from 1
	 * @param problems collects what is wrong with every row
	 * @param names what the file calls the columns that were made of it, where it is not a table
	 */
	constructor(
		readonly number: number,
		private readonly row: ExportRow,
		private readonly columns: Columns,
		private readonly problems: Problems,
		private readonly names?: ReadonlyMap<string, string>,
	) {}

	/** The text of the only cell of a field, trimmed; empty when the column or the cell is missing. */
	text(field: ShiftField): string {
		const heading = this.columns.get(field)?.[0];
		return heading === undefined ? '' : cellText(this.row[heading]);
	}

	/** All cells of a field that may repeat, in the order of its columns. */
	all(field: ShiftField): Cell[] {
		return this.under(this.columns.get(field) ?? []);
	}

	/** The cells of a field that are not empty. */
	each(field: ShiftField): Cell[] {
		return this.all(field).filter(({ text }) => text !== '');
	}

	/** The cells under some headings. */
	under(headings: readonly string[]): Cell[] {
		return headings.map((heading) => ({ heading, text: cellText(this.row[heading]) }));
	}

	has(field: ShiftField): boolean {
		return this.columns.has(field);
	}

	/** The same row, of which nothing is reported. */
	silent(): Cells {
		return new Cells(this.number, this.row, this.columns, new Problems(), this.names);
	}

	/** Notes one problem with a cell: the row, the column and what was found are added here. */
	note(at: ShiftField | Cell, problem: CellProblem): void {
		const { code, level = 'error' } = problem;
		if (level === 'error') this.hasErrors = true;
		if (level === 'warning') this.hasWarnings = true;
		this.problems.note(code, level, () =>
			this.describe(typeof at === 'string' ? this.cellOf(at) : at, problem),
		);
	}

	private describe({ heading, text }: Cell, { message, description, secret }: CellProblem): Description {
		// Where columns are mixed up, a number is in a column that should have none.
		const found = secret === true ? excerpt(text, maskPersonnummer) : excerpt(text);
		const where = this.names ? (this.names.get(heading) ?? excerpt(heading)) : `column "${excerpt(heading)}"`;
		const shown = found === '' ? (this.names ? 'the empty value' : 'the empty cell') : `"${found}"`;
		return {
			path: `row ${this.number}, ${where}`,
			message: `Row ${this.number}, ${where}: ${shown} ${message}.`,
			description,
			found,
		};
	}

	private cellOf(field: ShiftField): Cell {
		const heading = this.columns.get(field)?.[0] ?? HEADINGS[field][0] ?? field;
		return { heading, text: this.text(field) };
	}
}

/** A value as text, trimmed; empty where there is none. */
export function cellText(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
	if (value === null || value === undefined) return '';
	return dateTimeText(value) ?? JSON.stringify(value) ?? '';
}

/** Luxon's DateTime, as n8n's Date & Time node gives it. */
function dateTimeText(value: unknown): string | null {
	if (typeof value !== 'object' || value === null || !('toISO' in value) || typeof value.toISO !== 'function')
		return null;
	const iso: unknown = value.toISO();
	return typeof iso === 'string' ? iso : null;
}
