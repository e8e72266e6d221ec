import type { Level } from '../errors';
import { maskPersonnummer } from '../identity/masking';
import { excerpt } from '../problems/excerpt';
import type { Description, Problems } from '../problems/problems';
import { HEADINGS, type ShiftField } from './columns';
import type { Columns, ExportRow } from './table';

/** What is told about a cell that can't be understood. */
export interface CellProblem {
	readonly code: string;
	/** What is wrong with the cell, after its place: `is no clock time`. */
	readonly message: string;
	readonly description: string;
	readonly level?: Level;
	/** Whether what was found is an identity number, to be masked. */
	readonly secret?: boolean;
}

/** The cells of one row, by what they hold, and a place to note what is wrong with them. */
export class Cells {
	/** Whether one of them has an error. */
	hasErrors = false;

	/**
	 * @param number which row of the export it is, counted from 1
	 * @param problems collects what is wrong with every row
	 */
	constructor(
		readonly number: number,
		private readonly row: ExportRow,
		private readonly columns: Columns,
		private readonly problems: Problems,
	) {}

	/** The cell's text, trimmed; empty when the column or the cell is missing. */
	text(field: ShiftField): string {
		const heading = this.columns.get(field);
		return heading === undefined ? '' : cellText(this.row[heading]);
	}

	has(field: ShiftField): boolean {
		return this.columns.has(field);
	}

	/** Notes one problem with a cell: the row, the column and what was found are added here. */
	note(field: ShiftField, problem: CellProblem): void {
		const { code, level = 'error' } = problem;
		if (level === 'error') this.hasErrors = true;
		this.problems.note(code, level, () => this.describe(field, problem));
	}

	private describe(field: ShiftField, { message, description, secret }: CellProblem): Description {
		const text = this.text(field);
		// Where columns are mixed up, a number is in a column that should have none.
		const found = secret === true ? excerpt(text, maskPersonnummer) : excerpt(text);
		const column = excerpt(this.columns.get(field) ?? HEADINGS[field][0] ?? field);
		const shown = found === '' ? 'the empty cell' : `"${found}"`;
		return {
			path: `row ${this.number}, column "${column}"`,
			message: `Row ${this.number}, column "${column}": ${shown} ${message}.`,
			description,
			found,
		};
	}
}

function cellText(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
	if (value === null || value === undefined) return '';
	return dateTimeText(value) ?? JSON.stringify(value) ?? '';
}

/** Luxon's DateTime, as n8n's Date & Time node hands over. */
function dateTimeText(value: unknown): string | null {
	if (typeof value !== 'object' || value === null || !('toISO' in value) || typeof value.toISO !== 'function')
		return null;
	const iso: unknown = value.toISO();
	return typeof iso === 'string' ? iso : null;
}
