import type { Problem } from '../errors';
import { maskPersonnummer } from '../identity/masking';
import { excerpt, someOf } from '../problems/excerpt';
import type { PersonSomHarAssistans, Shift } from './types';

type Named = Pick<PersonSomHarAssistans, 'fornamn' | 'efternamn'>;

/** Whether two shifts say the same of what stands in the head of a report: its persons and employer. */
export function sameHead(a: Shift, b: Shift): boolean {
	return (
		sameName(a.assistent, b.assistent) &&
		sameName(a.personSomHarAssistans, b.personSomHarAssistans) &&
		a.assistent.kollektivavtal === b.assistent.kollektivavtal &&
		a.telefonnummerAssistent === b.telefonnummerAssistent &&
		(a.overrides === b.overrides || JSON.stringify(a.overrides) === JSON.stringify(b.overrides))
	);
}

function sameName(a: Named, b: Named): boolean {
	return a.fornamn === b.fornamn && a.efternamn === b.efternamn;
}

/**
 * `ROWS_DISAGREE`: the rows of one report that say something else of its head than the first, for one of them
 * would be wrong on it. One problem for all rows that differ in the same way.
 * @param first the shift that speaks for the report
 * @param others its other shifts
 */
export function disagreements(first: Shift, others: readonly Shift[]): Problem[] {
	const rowsBy = new Map<string, number[]>();
	for (const shift of others) {
		if (sameHead(first, shift)) continue;
		const difference = differenceOf(first, shift);
		const rows = rowsBy.get(difference);
		if (rows) rows.push(shift.row);
		else rowsBy.set(difference, [shift.row]);
	}
	return [...rowsBy].map(([difference, rows]) => disagreement(first, rows.sort(byNumber), difference));
}

function disagreement(first: Shift, rows: readonly number[], difference: string): Problem {
	const who = maskPersonnummer(first.assistent.personnummer ?? first.assistent.samordningsnummer ?? '');
	const which =
		rows.length === 1 ? `Rows ${first.row} and ${rows.join()}` : `Row ${first.row} and rows ${someOf(rows)}`;
	return {
		code: 'ROWS_DISAGREE',
		level: 'error',
		path: `row ${rows[0]}`,
		message: `${which} are of one report (assistent ${who}) but differ in its head: ${difference}.`,
		description:
			'Make the names, the phone and the employer the same in all rows of an assistent, person and month.',
		found: difference,
	};
}

function byNumber(one: number, other: number): number {
	return one - other;
}

/** What stands in the head of a report, by its name in the schema or the settings. */
function headOf({ assistent, personSomHarAssistans: person, ...shift }: Shift): Record<string, unknown> {
	const { annanArbetsgivare, ...overrides } = shift.overrides ?? {};
	return {
		'assistent.fornamn': assistent.fornamn,
		'assistent.efternamn': assistent.efternamn,
		'personSomHarAssistans.fornamn': person.fornamn,
		'personSomHarAssistans.efternamn': person.efternamn,
		telefonnummerAssistent: shift.telefonnummerAssistent,
		kollektivavtal: assistent.kollektivavtal,
		...overrides,
		'annanArbetsgivare.arbetsgivareNamn': annanArbetsgivare?.arbetsgivareNamn,
		'annanArbetsgivare.organisationsnummer': annanArbetsgivare?.organisationsnummer,
	};
}

/** Each field that differs, with both values: `assistent.efternamn "Sjö" / "Sjöö"`. */
function differenceOf(one: Shift, other: Shift): string {
	const [before, after] = [headOf(one), headOf(other)];
	const differing = Object.keys({ ...before, ...after }).filter((field) => before[field] !== after[field]);
	return differing
		.map((field) => {
			const unseen =
				seen(before[field]) === seen(after[field])
					? ' (alike to the eye: they differ in characters that are not seen)'
					: '';
			return `${field} ${shown(before[field])} / ${shown(after[field])}${unseen}`;
		})
		.join(', ');
}

function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	return typeof value === 'string' ? `"${excerpt(value)}"` : String(value);
}

/** What a person sees of a value: however its letters are composed, whatever its spaces are, without marks of no width. */
function seen(value: unknown): string {
	return String(value)
		.normalize('NFC')
		.replace(/[\p{Cf}\p{Cc}]/gu, '')
		.replace(/\s+/gu, ' ');
}
