import type { Problem } from '../errors';
import { readPersonnummer, readSamordningsnummer, type Read } from '../identity/personnummer';
import { Problems } from '../problems/problems';
import { isXmlText } from '../xml/escape';
import { Cells } from './cells';
import type { ColumnMapping, Recognised, ShiftField } from './columns';
import { NO_OVERRIDES, readOverrides } from './overrides';
import { remember } from '../tidredovisning/remember';
import { readSpan } from './span';
import { flatRow, recogniseColumns, type ExportRow } from './table';
import type {
	Assistent,
	PersonSomHarAssistans,
	ProviderDefaults,
	Shift,
	Tidstyp,
	Writable,
} from '../tidredovisning/types';
import { readTidstyp, TIDSTYP_FORMS } from '../tidredovisning/words';

/** How an export is read. */
export interface ReadShiftsOptions {
	/** Columns that don't carry one of the known headings. */
	readonly mapping?: ColumnMapping;
	/** `YYYY-MM-DD`: the century of ten-digit numbers, and births not in the future. */
	readonly today: string;
	/** What a column may override; `kollektivavtal` is taken from here where no column says it (default false). */
	readonly defaults?: Partial<ProviderDefaults>;
	/** Where each row stands in its file, for messages; counted from 1 unless given. */
	readonly rowNumbers?: readonly number[];
}

/** A row that was not understood: the reports it belongs to would lack a shift, so they must not go out. */
export interface UnreadRow {
	readonly row: number;
	/** 12 digits, or null when the row doesn't even say whose it is. */
	readonly assistent: string | null;
	readonly personSomHarAssistans: string | null;
}

/** What came of an export. */
export interface ReadShifts {
	readonly shifts: Shift[];
	/** Of each kind the first 20, and how many more there are. */
	readonly problems: Problem[];
	readonly recognised: Recognised;
	readonly unread: UnreadRow[];
}

/**
 * Reads shifts from the rows of an export: columns by mapping or known heading, Swedish or English; start and
 * end as date-times, or as clock times beside a date (an end before the start is the next day's).
 * Everything that can't be understood is told at once, with its row and column.
 */
export function readShifts(rows: readonly ExportRow[], options: ReadShiftsOptions): ReadShifts {
	const flat = rows.map(flatRow);
	const { columns, recognised, problems } = recogniseColumns(flat, options.mapping ?? {});
	const shifts: Shift[] = [];
	const unread: UnreadRow[] = [];
	if (problems.some(({ level }) => level === 'error')) return { shifts, problems, recognised, unread };
	const reader = new ShiftReader(options);
	const ofRows = new Problems();
	flat.forEach((row, index) => {
		const cells = new Cells(options.rowNumbers?.[index] ?? index + 1, row, columns, ofRows);
		const shift = reader.read(cells);
		if (shift === null) unread.push(reader.whose(cells));
		else shifts.push(shift);
	});
	return { shifts, problems: [...problems, ...ofRows.list()], recognised, unread };
}

type PersonField = 'assistentPersonnummer' | 'assistentSamordningsnummer' | 'personPersonnummer';

class ShiftReader {
	private readonly personnummer: (text: string) => Read<string>;
	private readonly samordningsnummer: (text: string) => Read<string>;

	constructor(private readonly options: ReadShiftsOptions) {
		this.personnummer = remember((text) => readPersonnummer(text, options.today));
		this.samordningsnummer = remember((text) => readSamordningsnummer(text, options.today));
	}

	read(cells: Cells): Shift | null {
		const overrides = readOverrides(cells, this.options.defaults);
		const personSomHarAssistans: PersonSomHarAssistans = {
			personnummer: this.number(cells, 'personPersonnummer'),
			fornamn: name(cells, 'personFornamn'),
			efternamn: name(cells, 'personEfternamn'),
		};
		const kollektivavtal = overrides.kollektivavtal ?? this.options.defaults?.kollektivavtal ?? false;
		const assistent = this.assistent(cells, kollektivavtal);
		const span = readSpan(cells);
		const tidstyp = readType(cells);
		if (cells.hasErrors || span === null) return null;
		const telefonnummerAssistent = cells.text('telefonnummerAssistent');
		const { start, end } = span;
		const shift: Writable<Shift> = {
			row: cells.number,
			start,
			end,
			tidstyp,
			assistent,
			personSomHarAssistans,
		};
		if (telefonnummerAssistent !== '') shift.telefonnummerAssistent = telefonnummerAssistent;
		if (overrides !== NO_OVERRIDES && Object.keys(overrides).length > 0) shift.overrides = overrides;
		return shift;
	}

	/** Whose reports lack this row. */
	whose(cells: Cells): UnreadRow {
		const assistent = this.lookUp(
			cells,
			usesSamordningsnummer(cells) ? 'assistentSamordningsnummer' : 'assistentPersonnummer',
		);
		const person = this.lookUp(cells, 'personPersonnummer');
		return {
			row: cells.number,
			assistent: assistent.ok ? assistent.value : null,
			personSomHarAssistans: person.ok ? person.value : null,
		};
	}

	private assistent(cells: Cells, kollektivavtal: boolean): Assistent {
		const fornamn = name(cells, 'assistentFornamn');
		const efternamn = name(cells, 'assistentEfternamn');
		if (usesSamordningsnummer(cells)) {
			const samordningsnummer = this.number(cells, 'assistentSamordningsnummer');
			return { samordningsnummer, fornamn, efternamn, kollektivavtal };
		}
		const text = cells.text('assistentPersonnummer');
		const samordning = this.personnummer(text).ok ? null : this.samordningsnummer(text);
		if (samordning?.ok === true)
			return { samordningsnummer: samordning.value, fornamn, efternamn, kollektivavtal };
		const meant = samordning !== null && hasDayOfSamordning(text) ? samordning : null;
		if (meant) noteSamordningsnummer(cells, 'assistentPersonnummer', meant.reason);
		const personnummer = meant ? '' : this.number(cells, 'assistentPersonnummer');
		return { personnummer, fornamn, efternamn, kollektivavtal };
	}

	private number(cells: Cells, field: PersonField): string {
		const read = this.lookUp(cells, field);
		if (read.ok) return read.value;
		if (field === 'assistentSamordningsnummer') noteSamordningsnummer(cells, field, read.reason);
		else {
			cells.note(field, {
				code: 'PERSONNUMMER',
				message: `is no personnummer: ${read.reason}`,
				description:
					'Correct it in the export: 12 digits (YYYYMMDDNNNN), or 10 with - or, from the age of 100, +.',
				secret: true,
			});
		}
		return '';
	}

	private lookUp(cells: Cells, field: PersonField): Read<string> {
		const text = cells.text(field);
		return field === 'assistentSamordningsnummer' ? this.samordningsnummer(text) : this.personnummer(text);
	}
}

/** Whether 60 is added to the day, whatever else is wrong with the number. */
function hasDayOfSamordning(text: string): boolean {
	return /^(?:\d{2})?\d{4}[6-9]\d[-+ ]?\d{4}$/.test(text.trim());
}

function noteSamordningsnummer(cells: Cells, field: PersonField, reason: string): void {
	cells.note(field, {
		code: 'SAMORDNINGSNUMMER',
		message: `is no samordningsnummer: ${reason}`,
		description: 'Correct it in the export: 12 digits (YYYYMMDDNNNN), with 60 added to the day.',
		secret: true,
	});
}

function usesSamordningsnummer(cells: Cells): boolean {
	return (
		cells.has('assistentSamordningsnummer') &&
		cells.text('assistentSamordningsnummer') !== '' &&
		cells.text('assistentPersonnummer') === ''
	);
}

function name(cells: Cells, field: ShiftField): string {
	const text = cells.text(field);
	if (text === '') {
		cells.note(field, {
			code: 'NAME',
			message: 'is no name',
			description: 'Fill in the name; the schema demands both first and last name.',
		});
	} else if (!isXmlText(text)) {
		cells.note(field, {
			code: 'NAME',
			message: 'holds a character that XML cannot carry',
			description: 'Type the name anew: it holds a control character or half of a character.',
		});
	}
	return text;
}

function readType(cells: Cells): Tidstyp {
	if (!cells.has('tidstyp')) return 'aktivTid';
	const tidstyp = readTidstyp(cells.text('tidstyp'));
	if (tidstyp !== undefined) return tidstyp;
	cells.note('tidstyp', {
		code: 'ROW_TYPE',
		message: 'is no kind of time',
		description: `Write ${TIDSTYP_FORMS}; leave absence out of the export.`,
	});
	return 'aktivTid';
}
