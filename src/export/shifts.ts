import type { Problem } from '../errors';
import { Problems } from '../problems/problems';
import type { ProviderDefaults, Shift, Tidstyp, Writable } from '../tidredovisning/types';
import { Cells, cellText } from './cells';
import type { ColumnMapping, ExportRow, Recognised } from './columns';
import { type Contact, readContact } from './contact';
import { CountedReader } from './counted';
import { clockOfDecimal, lookDecimal, mayBeDecimal } from './decimalHours';
import { hoursProblem, readLength, type SpanMinutes, spanMinutes, type WhenHoursDiffer } from './hoursDiffer';
import { DATE_FORMS, readDate, readDateTime } from './localTime';
import { NO_OVERRIDES, readOverrides } from './overrides';
import { PersonReader, type Whose } from './persons';
import { NotWorked } from './notWorked';
import { readSpan, type Span } from './span';
import { flatRow, isBlank, recogniseColumns } from './table';
import { takeOutTimeOff } from './timeOff';
import type { TimeWords } from './timeWords';
import { inMinutes } from './watchedHeadings';

/** How an export is read. */
export interface ReadShiftsOptions {
	/** Columns that do not have one of the known headings. */
	readonly mapping?: ColumnMapping;
	/** `YYYY-MM-DD`: the century of ten-digit numbers, and births not in the future. */
	readonly today: string;
	/** What a column may override; `kollektivavtal` is taken from here where no column says it (default false). */
	readonly defaults?: Partial<ProviderDefaults>;
	/** The place of each row in its file, for messages; counted from 1 unless given. */
	readonly rowNumbers?: readonly number[];
	/** What the file calls the columns that were made of it, by heading, where it is not a table. */
	readonly names?: ReadonlyMap<string, string>;
	/** The provider's own words for the kind of time and for time that is not reported. */
	readonly timeWords?: TimeWords;
	/** What happens where a row counts less time than its clock times, or has a break without any; default `stop`. */
	readonly hoursDiffer?: WhenHoursDiffer;
}

/** A row that was not understood: the reports it belongs to would lack a shift, so they must not go out. */
export interface UnreadRow extends Whose {
	readonly row: number;
	/** Set where the row may be absence: leaving it out would report more time, so it always stops these reports. */
	readonly mustStop?: boolean;
}

/** What was read from an export. */
export interface ReadShifts {
	readonly shifts: Shift[];
	/** Of each kind the first 20, and how many more there are. */
	readonly problems: Problem[];
	readonly recognised: Recognised;
	readonly unread: UnreadRow[];
	/** The numbers of the rows that were read with a warning. */
	readonly warned: number[];
	/** Whom to reach, and the columns that are kept, by the numbers of the rows that say so. */
	readonly contacts: ReadonlyMap<number, Contact>;
}

/**
 * Reads shifts from the rows of an export: columns by mapping or known heading, Swedish or English; start and
 * end as date-times, or as clock times beside a date (an end before the start is the next day's). A shift with
 * a break that has clock times becomes two. Blank rows are passed over, rows that say that they were cancelled or
 * are absence are left out by name, and all that is not understood is reported at once, by row and column.
 */
export function readShifts(rows: readonly ExportRow[], options: ReadShiftsOptions): ReadShifts {
	const filled = rows
		.map((row, index) => ({ row: flatRow(row), number: options.rowNumbers?.[index] ?? index + 1 }))
		.filter(({ row }) => !isBlank(row));
	const flat = filled.map(({ row }) => row);
	const { columns, recognised, problems } = recogniseColumns(flat, options.mapping ?? {});
	const shifts: Shift[] = [];
	const unread: UnreadRow[] = [];
	const warned: number[] = [];
	const contacts = new Map<number, Contact>();
	const ofRows = new Problems();
	const failed = problems.some(({ level }) => level === 'error');
	const decimal = lookDecimal(textsOf(flat, [columns.get('start') ?? [], columns.get('end') ?? []].flat()));
	const reader = new ShiftReader(options, recognised.ignored, decimal);
	for (const { row, number } of failed ? [] : filled) {
		const cells = new Cells(number, row, columns, ofRows, options.names);
		shifts.push(...reader.read(cells));
		if (cells.hasErrors) unread.push(reader.unread(cells));
		else if (cells.hasWarnings) warned.push(number);
		const contact = readContact(cells);
		if (contact !== null) contacts.set(number, contact);
	}
	const contradicted = reader.notWorked.contradicted(shifts, ofRows);
	unread.push(...unreadRows(shifts, contradicted));
	return {
		shifts: contradicted.size === 0 ? shifts : shifts.filter(({ row }) => !contradicted.has(row)),
		problems: [...problems, ...ofRows.list()],
		recognised,
		unread,
		warned,
		contacts,
	};
}

/** The rows of shifts that are not used after all. */
function unreadRows(shifts: readonly Shift[], rows: ReadonlySet<number>): UnreadRow[] {
	return shifts
		.filter(({ row }) => rows.has(row))
		.map(({ row, assistent, personSomHarAssistans }) => ({
			row,
			assistent: assistent.personnummer ?? assistent.samordningsnummer ?? null,
			personSomHarAssistans: personSomHarAssistans.personnummer,
		}));
}

class ShiftReader {
	readonly notWorked = new NotWorked();
	/** Rows of absence or other time that do not say when or whose it was. */
	private readonly absences = new Set<number>();
	private readonly persons: PersonReader;
	private readonly counted: CountedReader;

	/**
	 * @param unused headings of the columns that nothing is read from
	 * @param decimal whether the clock times look like hours with decimals
	 */
	constructor(
		private readonly options: ReadShiftsOptions,
		unused: readonly string[],
		private readonly decimal: boolean,
	) {
		this.persons = new PersonReader(options.today);
		this.counted = new CountedReader(options.timeWords, unused);
	}

	/** The shifts of a row: none where it is left out by name, or was not understood, which is noted. */
	read(cells: Cells): readonly Shift[] {
		const counted = this.counted.read(cells);
		if (counted.kind === 'leftOut') {
			const { why } = counted;
			if (why !== 'absence' && why !== 'leaveOut') return [];
			this.notWorked.keep(cells, this.persons.whose(cells).assistent, why);
			if (cells.hasErrors) this.absences.add(cells.number);
			return [];
		}
		const shift = this.wholeShift(cells, counted.tidstyp);
		const span = readSpan(cells);
		if (span === null) return [];
		if (this.counted.absentThroughout(cells, counted, span)) {
			this.notWorked.keep(cells, this.persons.whose(cells).assistent, 'absence');
			return [];
		}
		const spans = takeOutTimeOff(cells, span, counted.absences, this.options.hoursDiffer ?? 'stop');
		const agreed = this.checkHours(cells, spans, counted.tidstyp);
		if (this.decimal && !agreed) noteDecimal(cells);
		if (cells.hasErrors) return [];
		const [only, ...others] = spans;
		if (only === undefined || others.length > 0)
			return spans.map(({ start, end }) => ({ ...shift, start, end }));
		shift.start = only.start;
		shift.end = only.end;
		return [shift];
	}

	/** Whose reports lack this row, or claim time that may have been absence. */
	unread(cells: Cells): UnreadRow {
		const whose = this.persons.whose(cells);
		if (!this.absences.has(cells.number)) return { row: cells.number, ...whose };
		return { row: cells.number, assistent: whose.assistent, personSomHarAssistans: null, mustStop: true };
	}

	/** The shift without its start and end. */
	private wholeShift(cells: Cells, tidstyp: Tidstyp): Writable<Shift> {
		const overrides = readOverrides(cells, this.options.defaults);
		const kollektivavtal = overrides.kollektivavtal ?? this.options.defaults?.kollektivavtal ?? false;
		const notified3066 = readNotified(cells);
		const telefonnummerAssistent = cells.text('telefonnummerAssistent');
		const shift: Writable<Shift> = {
			row: cells.number,
			start: '',
			end: '',
			tidstyp,
			assistent: this.persons.assistent(cells, kollektivavtal),
			personSomHarAssistans: this.persons.person(cells),
		};
		if (telefonnummerAssistent !== '') shift.telefonnummerAssistent = telefonnummerAssistent;
		if (notified3066 !== undefined) shift.notified3066 = notified3066;
		if (overrides !== NO_OVERRIDES && Object.keys(overrides).length > 0) shift.overrides = overrides;
		return shift;
	}

	/** Compares the hours that the row counts itself with what is left of the shift; true if there are any and they agree. */
	private checkHours(cells: Cells, spans: readonly Span[], tidstyp: Tidstyp): boolean {
		let agreed = false;
		for (const cell of cells.each('hours')) {
			const length = readLength(cell.text, inMinutes(cell.heading) ? 'minutes' : 'hours');
			if (length.kind === 'notUnderstood')
				cells.note(cell, { code: 'ROW_HOURS', message: length.reason, description: ROW_HOURS });
			if (length.kind !== 'understood') continue;
			const minutes = spans.map(spanMinutes).reduce(added, { clock: 0, actual: 0 });
			const problem = hoursProblem(length.value, minutes, tidstyp, this.options.hoursDiffer);
			if (problem !== null) cells.note(cell, problem);
			agreed ||= problem === null;
		}
		return agreed;
	}
}

function* textsOf(rows: readonly ExportRow[], headings: readonly string[]): Generator<string> {
	for (const row of rows) for (const heading of headings) yield cellText(row[heading]);
}

function noteDecimal(cells: Cells): void {
	for (const field of ['start', 'end'] as const) {
		const text = cells.text(field);
		if (!mayBeDecimal(text)) continue;
		cells.note(field, {
			code: 'ROW_TIME',
			message: `looks like hours with decimals, ${clockOfDecimal(text)}, as do all times in the export`,
			description: `Write clock times with a colon, ${text.replace(/[.,]/, ':')} or ${clockOfDecimal(text)}.`,
		});
	}
}

const ROW_HOURS =
	'Write the hours as 8,5 or 8:30, or leave the cell empty. A column that says nothing about the shift can be mapped to notUsed.';

function added(one: SpanMinutes, other: SpanMinutes): SpanMinutes {
	return { clock: one.clock + other.clock, actual: one.actual + other.actual };
}

/** The day of the notification (FK 3066); undefined where nothing is said, and for what is noted as no date. */
function readNotified(cells: Cells): string | undefined {
	const text = cells.text('notified3066');
	if (text === '') return undefined;
	const date = readDateTime(text)?.date ?? readDate(text);
	if (date !== null) return date;
	cells.note('notified3066', {
		code: 'NOTIFICATION_3066',
		message: 'is not a date',
		description: `Write the day on which the notification was handed in as ${DATE_FORMS}, or leave it empty.`,
	});
	return undefined;
}
