/** What a column of an export may contain: what a shift is read from. */
export const SHIFT_FIELDS = [
	'assistentPersonnummer',
	'assistentSamordningsnummer',
	'assistentFornamn',
	'assistentEfternamn',
	'telefonnummerAssistent',
	'personPersonnummer',
	'personFornamn',
	'personEfternamn',
	'start',
	'end',
	'date',
	'endDate',
	'tidstyp',
	'hours',
	'status',
	'break',
	'breakStart',
	'breakEnd',
	'absenceStart',
	'absenceEnd',
	'notified3066',
	'kollektivavtal',
	'anordnareNamn',
	'organisationsnummer',
	'kontaktperson',
	'telefonnummer',
	'telefonnummerAnordnare',
	'employer',
	'arbetsgivareNamn',
	'arbetsgivareOrganisationsnummer',
	'email',
	'employeeNumber',
	'kept',
	'notUsed',
] as const;

/** One of the things a column may contain. */
export type ShiftField = (typeof SHIFT_FIELDS)[number];

/** What several columns may contain, each for its part; of every other field there is one column. */
const MANY: ReadonlySet<ShiftField> = new Set([
	'hours',
	'status',
	'break',
	'breakStart',
	'breakEnd',
	'absenceStart',
	'absenceEnd',
	'kept',
	'notUsed',
]);

/** Whether several columns may contain this, each for its part. */
export function mayRepeat(field: ShiftField): boolean {
	return MANY.has(field);
}

/**
 * Which heading of the export contains what, where it is not one of the known headings; several for a field that
 * may repeat. `kept` is for columns that travel with the reports, `notUsed` for those that say nothing about the shift.
 */
export type ColumnMapping = Readonly<Partial<Record<ShiftField, string | readonly string[]>>>;

/**
 * The mapping of columns that people gave one by one.
 * @param twice what to throw where a field that may not repeat has two headings
 */
export function mappingOf(
	columns: Iterable<readonly [ShiftField, string]>,
	twice: (field: ShiftField, one: string, other: string) => Error,
): ColumnMapping {
	const mapping = new Map<ShiftField, string[]>();
	for (const [field, heading] of columns) {
		const known = mapping.get(field);
		if (known === undefined) mapping.set(field, [heading]);
		else if (mayRepeat(field)) known.push(heading);
		else throw twice(field, known.join(), heading);
	}
	return Object.fromEntries(mapping);
}

/** What was recognised in an export; for telling people. */
export interface Recognised {
	/** Rows with a value; blank ones are passed over. */
	readonly rows: number;
	/** Heading → what it was taken for. */
	readonly columns: Readonly<Record<string, ShiftField>>;
	/** Headings that were not taken for anything. */
	readonly ignored: readonly string[];
}

/** A row of an export as other programs hand it over. */
export type ExportRow = Readonly<Record<string, unknown>>;

/** The headings that each thing is found under: one, or several of what may repeat. */
export type Columns = ReadonlyMap<ShiftField, readonly string[]>;
