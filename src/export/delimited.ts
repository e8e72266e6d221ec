import type { Problem, ProblemCode } from '../errors';
import { excerpt } from '../problems/excerpt';
import { type Description, Problems } from '../problems/problems';

/** The characters that may stand between two values, in the order of preference. */
export const DELIMITERS = [';', '\t', ','] as const;

/** Semicolon, tab or comma. */
export type Delimiter = (typeof DELIMITERS)[number];

/** A table read from delimited text. */
export interface Table {
	readonly delimiter: Delimiter;
	/** The headings, trimmed; one that was empty is named `Column n`. */
	readonly columns: readonly string[];
	/** One record per row that fits the headings. */
	readonly rows: readonly Readonly<Record<string, string>>[];
	/** Where each of `rows` stands, as a spreadsheet counts: the heading is row 1. */
	readonly rowNumbers: readonly number[];
	/** Where each row stands that was left out. */
	readonly leftOut: readonly number[];
	readonly problems: readonly Problem[];
}

interface NumberedRecord {
	readonly row: number;
	readonly cells: readonly string[];
}

/** What the parser made of a text. */
interface Parsed {
	readonly records: readonly NumberedRecord[];
	/** Up to the last column in which any record has a value. */
	readonly width: number;
	/** The row from which nothing could be read. */
	readonly notRead: readonly number[];
	readonly problems: readonly Problem[];
}

/** The most columns a heading may have; more is no export of shifts. */
const MAX_COLUMNS = 1000;

/** After so many rows that do not fit the heading, reading ends: it is no table, and each of them takes long. */
const MAX_UNFIT = 1000;

/** How much of a file is looked at for its heading, in characters. */
const LONGEST_HEADING = 65_536;

/** Options of the parser that no file changes. */
const PARSER_OPTIONS = {
	record_delimiter: ['\r\n', '\n', '\r'],
	relax_column_count: true,
	relax_quotes: true,
	skip_empty_lines: true,
};

function countOutsideQuotes(line: string, character: string): number {
	return line.replace(/"[^"]*"/gu, '').split(character).length - 1;
}

/**
 * The delimiter of a table: the one that separates most values in the heading line, outside quotes.
 * With none, or as many of each, a semicolon.
 */
function detectDelimiter(text: string): Delimiter {
	const heading = /^[\r\n]*((?:"[^"]*"|[^\r\n"])*)/u.exec(text.slice(0, LONGEST_HEADING))?.[1] ?? '';
	const counts = DELIMITERS.map((delimiter) => countOutsideQuotes(heading, delimiter));
	return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ';';
}

/** Excel's own first line, `sep=;`, which is no heading. */
function splitSeparatorLine(text: string): { text: string; delimiter: Delimiter; linesBefore: number } {
	const match = /^"?sep=([;,\t])"?(?:\r\n|\n|\r)/iu.exec(text);
	const named = DELIMITERS.find((delimiter) => delimiter === match?.[1]);
	if (!match || !named) return { text, delimiter: detectDelimiter(text), linesBefore: 0 };
	return { text: text.slice(match[0].length), delimiter: named, linesBefore: 1 };
}

async function parseRecords(text: string, delimiter: Delimiter, linesBefore: number): Promise<Parsed> {
	const { parse } = await import('csv-parse/sync');
	const records: NumberedRecord[] = [];
	let next = linesBefore + 1;
	let width = 0;
	let named = 0;
	let unfit = 0;
	const keep = (cells: string[], info: { records: number; empty_lines: number }): null => {
		const row = linesBefore + info.records + info.empty_lines;
		next = row + 1;
		const filled = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
		if (filled === 0) return null;
		if (records.length === 0) named = filled;
		else if (cells.length < named || filled > (records[0]?.cells.length ?? 0)) unfit += 1;
		if (unfit > MAX_UNFIT) throw new RangeError('too many rows do not fit the heading');
		records.push({ row, cells });
		width = Math.max(width, filled);
		return null;
	};
	try {
		parse(text, { ...PARSER_OPTIONS, delimiter, on_record: keep });
	} catch {
		const problem = unfit > MAX_UNFIT ? tooManyUnfit(next - 1) : quoteProblem(next);
		return { records, width, notRead: [unfit > MAX_UNFIT ? next - 1 : next], problems: [problem] };
	}
	return { records, width, notRead: [], problems: [] };
}

function tooManyUnfit(row: number): Problem {
	return {
		code: 'EXPORT_ROW_COLUMNS',
		level: 'error',
		path: `row ${row}`,
		message: `More than ${MAX_UNFIT} rows do not have as many values as the heading has columns; reading ended at row ${row}.`,
		description: 'Export the rows again with one heading for all of them. No row from there on was read.',
		found: `${MAX_UNFIT + 1} rows`,
	};
}

function quoteProblem(row: number): Problem {
	return {
		code: 'EXPORT_QUOTE',
		level: 'error',
		path: `row ${row}`,
		message: `A quotation mark that opens in row ${row}, or below it, is not closed.`,
		description:
			'Close the quotation mark, or write it twice where it belongs to the value. No row after it was read.',
		found: '"',
	};
}

/**
 * The names of the columns. Empty headings at the end under which no row has a value are no columns.
 * @param width up to the last column that has a value in any row
 */
function nameColumns(
	heading: NumberedRecord,
	width: number,
): { columns: readonly string[]; problems: readonly Problem[] } {
	const cells = heading.cells.slice(0, width);
	if (cells.length > MAX_COLUMNS)
		return { columns: [], problems: [tooManyColumns(heading.row, cells.length)] };
	const columns = cells.map((cell, index) => cell.trim() || `Column ${index + 1}`);
	const repeated = columns.filter((column, index) => columns.indexOf(column) < index);
	const problems = [...new Set(repeated)].map((column): Problem => ({
		code: 'EXPORT_HEADING',
		level: 'error',
		path: `row ${heading.row}, column "${excerpt(column)}"`,
		message: `${columns.filter((name) => name === column).length} columns have the heading "${excerpt(column)}".`,
		description: 'Give each column its own heading, or take away the one that is not wanted.',
		found: excerpt(column),
	}));
	return { columns, problems };
}

function tooManyColumns(row: number, found: number): Problem {
	return {
		code: 'EXPORT_HEADING',
		level: 'error',
		path: `row ${row}`,
		message: `The heading has ${found} columns; at most ${MAX_COLUMNS} are read.`,
		description: 'Export one row per shift, with a heading of the columns that say who worked when.',
		found: String(found),
	};
}

/** What is wrong with a row as a whole. */
interface Unfit {
	readonly code: ProblemCode;
	readonly describe: () => Description;
}

/** What every row of a table must fit. */
type Shape = Pick<Table, 'columns' | 'delimiter'>;

const LINE_END = /\r\n|\n|\r/u;

/** A row whose number of values is not that of the headings, or null where it fits. */
function ragged({ row, cells }: NumberedRecord, { columns }: Shape): Unfit | null {
	const missing = columns[cells.length];
	const surplus = cells.findIndex((cell, index) => index >= columns.length && cell.trim() !== '');
	if (surplus < 0 && missing === undefined) return null;
	const found = `${cells.length} values`;
	const describe = (): Description =>
		missing === undefined
			? {
					path: `row ${row}, column ${surplus + 1}`,
					message: `Row ${row} has a value in column ${surplus + 1}, but the heading has ${columns.length} columns.`,
					description:
						'Put quotation marks around a value that contains the delimiter. The row was left out.',
					found,
				}
			: {
					path: `row ${row}, column "${excerpt(missing)}"`,
					message: `Row ${row} ends before the column "${excerpt(missing)}": ${found} where the heading has ${columns.length}.`,
					description:
						'Fill in the row, with nothing between the delimiters where there is no value. The row was left out.',
					found,
				};
	return { code: 'EXPORT_ROW_COLUMNS', describe };
}

/**
 * A row that swallowed the next: a quotation mark opens in a value and closes rows below, so that the row holds
 * the delimiters of two. Null where it did not; a quoted value may well have several lines.
 */
function swallowed({ row, cells }: NumberedRecord, { columns, delimiter }: Shape): Unfit | null {
	const quoted = cells.findIndex((cell) => LINE_END.test(cell));
	if (quoted < 0) return null;
	const spanning = cells.filter((cell) => LINE_END.test(cell)).join('');
	const delimiters = cells.length - 1 + spanning.split(delimiter).length - 1;
	if (delimiters < 2 * (columns.length - 1)) return null;
	const last = row + spanning.split(LINE_END).length - 1;
	const column = excerpt(columns[quoted] ?? String(quoted + 1));
	const describe = (): Description => ({
		path: `row ${row}, column "${column}"`,
		message: `Rows ${row} ${last === row + 1 ? 'and' : 'to'} ${last} became one: a quotation mark that opens in row ${row}, column "${column}", closes in row ${last}.`,
		description:
			'Take the quotation mark away, or write it twice where it belongs to the value. These rows were left out.',
		found: '"',
	});
	return { code: 'EXPORT_QUOTE', describe };
}

function toRow(columns: readonly string[], cells: readonly string[]): Record<string, string> {
	return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
}

/**
 * Reads delimited text whose first row is the heading. Rows without any value are passed over; a row that
 * doesn't fit the headings is left out and told as `EXPORT_ROW_COLUMNS`, one that swallowed the next by a
 * quotation mark as `EXPORT_QUOTE`. Values stay as they are.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export async function readDelimited(fileText: string): Promise<Table> {
	const { text, delimiter, linesBefore } = splitSeparatorLine(fileText);
	const { records, width, notRead, problems } = await parseRecords(text, delimiter, linesBefore);
	const [heading] = records;
	if (!heading) return { delimiter, columns: [], rows: [], rowNumbers: [], leftOut: notRead, problems };
	const named = nameColumns(heading, width);
	const shape = { columns: named.columns, delimiter };
	const ofRows = new Problems();
	const rows: Record<string, string>[] = [];
	const rowNumbers: number[] = [];
	const leftOut: number[] = [];
	for (const record of records.slice(1)) {
		const unfit = swallowed(record, shape) ?? ragged(record, shape);
		if (unfit) ofRows.note(unfit.code, 'error', unfit.describe);
		if (unfit || named.problems.length > 0) leftOut.push(record.row);
		else {
			rows.push(toRow(shape.columns, record.cells));
			rowNumbers.push(record.row);
		}
	}
	return {
		delimiter,
		columns: shape.columns,
		rows,
		rowNumbers,
		leftOut: [...leftOut, ...notRead],
		problems: [...problems, ...named.problems, ...ofRows.list()],
	};
}
