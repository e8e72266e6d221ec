import type { Problem } from '../errors';
import { maskPersonnummerIn } from '../identity/masking';

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

async function parseRecords(
	text: string,
	delimiter: Delimiter,
	linesBefore: number,
): Promise<{ records: NumberedRecord[]; notRead: number[]; problems: Problem[] }> {
	const { parse } = await import('csv-parse/sync');
	const records: NumberedRecord[] = [];
	let next = linesBefore + 1;
	const keep = (cells: string[], info: { records: number; empty_lines: number }): null => {
		const row = linesBefore + info.records + info.empty_lines;
		next = row + 1;
		if (cells.some((cell) => cell.trim() !== '')) records.push({ row, cells });
		return null;
	};
	try {
		parse(text, { ...PARSER_OPTIONS, delimiter, on_record: keep });
	} catch {
		return { records, notRead: [next], problems: [quoteProblem(next)] };
	}
	return { records, notRead: [], problems: [] };
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
 * The heading without the empty ones at its end under which no row has a value: a delimiter too many there is no
 * column.
 */
function withoutEmptyEnd(heading: NumberedRecord, body: readonly NumberedRecord[]): NumberedRecord {
	const filled = (cell: string): boolean => cell.trim() !== '';
	let width = heading.cells.length;
	while (width > 0 && ![heading, ...body].some(({ cells }) => filled(cells[width - 1] ?? ''))) width -= 1;
	return { ...heading, cells: heading.cells.slice(0, width) };
}

function nameColumns(heading: NumberedRecord): { columns: string[]; problems: Problem[] } {
	const columns = heading.cells.map((cell, index) => cell.trim() || `Column ${index + 1}`);
	const repeated = columns.filter((column, index) => columns.indexOf(column) < index);
	const problems = [...new Set(repeated)].map((column): Problem => ({
		code: 'EXPORT_HEADING',
		level: 'error',
		path: `row ${heading.row}, column "${maskPersonnummerIn(column)}"`,
		message: `${columns.filter((name) => name === column).length} columns have the heading "${maskPersonnummerIn(column)}".`,
		description: 'Give each column its own heading, or take away the one that is not wanted.',
		found: maskPersonnummerIn(column),
	}));
	return { columns, problems };
}

/** What every row of a table must fit. */
type Shape = Pick<Table, 'columns' | 'delimiter'>;

const LINE_END = /\r\n|\n|\r/u;

/** A row whose number of values is not that of the headings, or null where it fits. */
function raggedProblem({ row, cells }: NumberedRecord, { columns }: Shape): Problem | null {
	const surplus = cells.slice(columns.length).findIndex((cell) => cell.trim() !== '');
	const next = columns[cells.length];
	const missing = next === undefined ? undefined : maskPersonnummerIn(next);
	if (surplus < 0 && missing === undefined) return null;
	const found = `${cells.length} values`;
	const common = { code: 'EXPORT_ROW_COLUMNS', level: 'error', found } as const;
	if (missing !== undefined) {
		return {
			...common,
			path: `row ${row}, column "${missing}"`,
			message: `Row ${row} ends before the column "${missing}": ${found} where the heading has ${columns.length}.`,
			description:
				'Fill in the row, with nothing between the delimiters where there is no value. The row was left out.',
		};
	}
	return {
		...common,
		path: `row ${row}, column ${columns.length + surplus + 1}`,
		message: `Row ${row} has a value in column ${columns.length + surplus + 1}, but the heading has ${columns.length} columns.`,
		description: 'Put quotation marks around a value that holds the delimiter. The row was left out.',
	};
}

/**
 * A row that swallowed the next: a quotation mark opens in a value and closes rows below, so that the row holds
 * the delimiters of two. Null where it did not; a quoted value may well have several lines.
 */
function swallowedProblem({ row, cells }: NumberedRecord, { columns, delimiter }: Shape): Problem | null {
	const quoted = cells.findIndex((cell) => LINE_END.test(cell));
	if (quoted < 0) return null;
	const spanning = cells.filter((cell) => LINE_END.test(cell)).join('');
	const delimiters = cells.length - 1 + spanning.split(delimiter).length - 1;
	if (delimiters < 2 * (columns.length - 1)) return null;
	const last = row + spanning.split(LINE_END).length - 1;
	const column = maskPersonnummerIn(columns[quoted] ?? String(quoted + 1));
	return {
		code: 'EXPORT_QUOTE',
		level: 'error',
		path: `row ${row}, column "${column}"`,
		message: `Rows ${row} ${last === row + 1 ? 'and' : 'to'} ${last} became one: a quotation mark that opens in row ${row}, column "${column}", closes in row ${last}.`,
		description:
			'Take the quotation mark away, or write it twice where it belongs to the value. These rows were left out.',
		found: '"',
	};
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
	const { records, notRead, problems } = await parseRecords(text, delimiter, linesBefore);
	const [heading, ...body] = records;
	if (!heading) return { delimiter, columns: [], rows: [], rowNumbers: [], leftOut: notRead, problems };
	const named = nameColumns(withoutEmptyEnd(heading, body));
	const shape = { columns: named.columns, delimiter };
	const unfit = body.map((record) => swallowedProblem(record, shape) ?? raggedProblem(record, shape));
	const fits = (index: number): boolean => unfit[index] === null && named.problems.length === 0;
	const fitting = body.filter((_, index) => fits(index));
	return {
		delimiter,
		columns: named.columns,
		rows: fitting.map(({ cells }) => toRow(named.columns, cells)),
		rowNumbers: fitting.map(({ row }) => row),
		leftOut: [...body.filter((_, index) => !fits(index)).map(({ row }) => row), ...notRead],
		problems: [...problems, ...named.problems, ...unfit.filter((problem) => problem !== null)],
	};
}
