import type { XmlDocument } from 'libxml2-wasm' with { 'resolution-mode': 'import' };

import { EltError, type Problem, type ProblemCode } from '../errors';
import { excerpt, someOf } from '../problems/excerpt';
import { parseXml } from '../xml/parse';
import { type Delimiter, readDelimited } from './delimited';
import { type Encoding, decodeText } from './encoding';
import type { WhenHoursDiffer } from './hoursDiffer';
import { PAXML_NAMES } from './paxml/columns';
import { type PaxmlOptions, paxmlRows } from './paxml/paxml';
import { readPaxmlFile } from './paxml/file';
import type { UnreadRow } from './shifts';
import { looksLikeXml, toReadableXml } from './xmlEncoding';

/** The largest export that is read, in bytes, unless another cap is asked for: 20 MiB. */
export const MAX_EXPORT_BYTES = 20 * 1024 * 1024;

/** What a file was recognised as. */
export interface RecognisedFile {
	readonly format: 'CSV' | 'TSV' | 'PAXml' | null;
	/** How many rows were read. */
	readonly rows: number;
	/** PAXml's is the one that it declares, or has a byte order mark of. */
	readonly encoding: Encoding | null;
	/** Null for PAXml. */
	readonly delimiter: Delimiter | null;
	/** The headings as they stand in the file. */
	readonly columns: readonly string[];
}

/** An export as rows, with what was recognised and what could not be read. */
export interface ExportFile {
	/** One record per row, by the file's own headings. */
	readonly rows: readonly Record<string, unknown>[];
	/**
	 * Where each of `rows` stands in the file: as a spreadsheet counts, the heading being row 1; in PAXml which
	 * `tidtrans` or `dag` it is, counted from 1.
	 */
	readonly rowNumbers: readonly number[];
	readonly recognised: RecognisedFile;
	/** Rows that were left out: the reports they belong to would lack a shift. */
	readonly unread: readonly UnreadRow[];
	/** The numbers of the rows that were read with a warning; none in a table, whose cells are read later. */
	readonly warned?: readonly number[];
	/** What PAXml calls the columns of `rows`, by heading. */
	readonly names?: ReadonlyMap<string, string>;
	readonly problems: readonly Problem[];
}

/** What may be said about an export file beside its bytes. */
export interface ExportFileOptions {
	/** For messages. */
	readonly fileName?: string;
	/** The largest file that is read, in bytes; default {@link MAX_EXPORT_BYTES}. */
	readonly maxBytes?: number;
	/** What the provider says about PAXml: own codes, who the customers are. */
	readonly paxml?: PaxmlOptions;
	/** What happens where a row of PAXml counts less time than its clock times; default `stop`. */
	readonly hoursDiffer?: WhenHoursDiffer;
}

/** Files that are no text, by their first bytes. */
const NOT_TEXT: readonly { start: readonly number[]; what: string }[] = [
	{ start: [0x50, 0x4b, 0x03, 0x04], what: 'an Excel workbook or another ZIP file' },
	{ start: [0xd0, 0xcf, 0x11, 0xe0], what: 'an older Excel workbook' },
	{ start: [0x25, 0x50, 0x44, 0x46], what: 'a PDF' },
	{ start: [0x1f, 0x8b], what: 'a compressed file' },
];

const DELIMITER_NAMES: Readonly<Record<Delimiter, string>> = { ';': 'semicolon', '\t': 'tab', ',': 'comma' };

/** How many columns a line names. */
const NAMED_COLUMNS = 50;

const NOTHING: RecognisedFile = { format: null, rows: 0, encoding: null, delimiter: null, columns: [] };

function nothingRead(problem: Problem): ExportFile {
	return { rows: [], rowNumbers: [], recognised: NOTHING, unread: [], problems: [problem] };
}

function fileProblem(code: ProblemCode, message: string, description: string, found: string): Problem {
	return { code, level: 'error', path: 'file', message, description, found };
}

function megabytes(bytes: number): string {
	return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** What keeps a file from being read at all, or null. */
function refuse(bytes: Uint8Array, name: string, maxBytes: number): Problem | null {
	if (bytes.length > maxBytes) {
		return fileProblem(
			'EXPORT_TOO_LARGE',
			`${name} is ${megabytes(bytes.length)}; at most ${megabytes(maxBytes)} is read.`,
			'Export one month at a time.',
			`${bytes.length} bytes`,
		);
	}
	const binary = NOT_TEXT.find(({ start }) => start.every((byte, index) => bytes[index] === byte));
	if (!binary) return null;
	return fileProblem(
		'EXPORT_FORMAT',
		`${name} is ${binary.what}, not CSV, TSV or PAXml.`,
		'Save the export as CSV UTF-8 (in Excel: Save As, CSV UTF-8).',
		binary.what,
	);
}

function emptyProblem(name: string, columns: readonly string[]): Problem {
	const message = columns.length ? `${name} has a heading but no row below it.` : `${name} is empty.`;
	return fileProblem(
		'EXPORT_EMPTY',
		message,
		'Export the shifts again, with a heading and one row per shift.',
		'',
	);
}

function noWorkProblem(name: string): Problem {
	return fileProblem(
		'EXPORT_EMPTY',
		`${name} has no worked time in tidtransaktioner or schematransaktioner.`,
		'Export worked time with its clock times (starttid, sluttid).',
		'',
	);
}

async function readTable(bytes: Uint8Array, name: string): Promise<ExportFile> {
	const { text, encoding, problems } = decodeText(bytes);
	if (text.includes('\0')) {
		const description = 'Save the export as CSV UTF-8.';
		return nothingRead(
			fileProblem('EXPORT_FORMAT', `${name} holds bytes that no text has.`, description, 'NUL'),
		);
	}
	const table = await readDelimited(text);
	const told = [...problems, ...table.problems];
	if (table.rows.length === 0 && told.every(({ level }) => level !== 'error')) {
		told.push(emptyProblem(name, table.columns));
	}
	const { delimiter, columns, rows, rowNumbers } = table;
	const format = delimiter === '\t' ? 'TSV' : 'CSV';
	return {
		rows,
		rowNumbers,
		recognised: { format, rows: rows.length, encoding, delimiter, columns },
		unread: table.leftOut.map((row) => ({ row, assistent: null, personSomHarAssistans: null })),
		problems: told,
	};
}

function problemOf(error: unknown): Problem {
	if (!(error instanceof EltError)) throw error;
	return fileProblem(error.code, error.message, error.description, '');
}

async function readPaxml(bytes: Uint8Array, name: string, options: ExportFileOptions): Promise<ExportFile> {
	const { xml, encoding, problems } = toReadableXml(bytes);
	const refused = problems.find(({ level }) => level === 'error');
	if (refused) return nothingRead(refused);
	const parsed = await parseXml(xml, { maxBytes: xml.length }).catch(problemOf);
	if ('code' in parsed) return nothingRead(parsed);
	try {
		const read = await paxmlExport(parsed, name, encoding, options);
		return { ...read, problems: [...problems, ...read.problems] };
	} finally {
		parsed.dispose();
	}
}

async function paxmlExport(
	document: XmlDocument,
	name: string,
	encoding: RecognisedFile['encoding'],
	{ paxml, hoursDiffer }: ExportFileOptions,
): Promise<ExportFile> {
	const root = document.root.name;
	if (root !== 'paxml') {
		const description =
			root === 'Tidredovisning'
				? 'It is a finished tidredovisning: validate it instead.'
				: 'Give a PAXml file, whose first element is paxml, or a CSV.';
		return nothingRead(
			fileProblem('EXPORT_FORMAT', `${name} is XML of another kind: <${root}>.`, description, root),
		);
	}
	const file = await readPaxmlFile(document);
	const { rows, rowNumbers, problems, unread, warned } = paxmlRows(file, paxml, hoursDiffer);
	const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	const told = rows.length > 0 || unread.length > 0 ? problems : [...problems, noWorkProblem(name)];
	const recognised = { format: 'PAXml', rows: rows.length, encoding, delimiter: null, columns } as const;
	return { rows, rowNumbers, recognised, unread, warned, names: PAXML_NAMES, problems: told };
}

/**
 * Reads an export as people have it: CSV or TSV (semicolon, comma or tab; UTF-8 with or without a byte order
 * mark, UTF-16, Windows-1252), its first row the heading, or PAXml. Everything that can't be read is told at
 * once, by row and column: `EXPORT_TOO_LARGE`, `EXPORT_FORMAT`, `EXPORT_EMPTY`, `EXPORT_ENCODING`,
 * `EXPORT_HEADING`, `EXPORT_QUOTE`, `EXPORT_ROW_COLUMNS`, the `XML_*` codes and those of {@link paxmlRows}.
 * Never throws for what a file holds.
 */
export async function readExportFile(
	bytes: Uint8Array,
	options: ExportFileOptions = {},
): Promise<ExportFile> {
	const name = options.fileName ? `'${excerpt(options.fileName)}'` : 'The file';
	const refused = refuse(bytes, name, options.maxBytes ?? MAX_EXPORT_BYTES);
	if (refused) return nothingRead(refused);
	return looksLikeXml(bytes) ? readPaxml(bytes, name, options) : readTable(bytes, name);
}

/** The headings as a line names them: the first 50. */
export function namedColumns(columns: readonly string[]): string {
	return someOf(
		columns.slice(0, NAMED_COLUMNS).map((column) => excerpt(column)),
		columns.length,
		NAMED_COLUMNS,
	);
}

/** What was recognised, in a line: `130 rows; encoding Windows-1252; delimiter semicolon; columns Start, Slut`. */
export function describeRecognised(recognised: RecognisedFile): string {
	const { rows, encoding, delimiter, columns, format } = recognised;
	const parts = [
		`${rows} ${rows === 1 ? 'row' : 'rows'}`,
		...(format === 'PAXml' ? ['PAXml'] : []),
		...(encoding ? [`encoding ${encoding}`] : []),
		...(delimiter ? [`delimiter ${DELIMITER_NAMES[delimiter]}`] : []),
		...(columns.length ? [`columns ${namedColumns(columns)}`] : []),
	];
	return parts.join('; ');
}
