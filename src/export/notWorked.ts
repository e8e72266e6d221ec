import { DAY_MINUTES, dayNumber } from '../tidredovisning/calendar';
import type { Problems } from '../problems/problems';
import type { Shift } from '../tidredovisning/types';
import type { Cells } from './cells';
import { readDate } from './localTime';
import { type Stretch, TimeLine } from './paxml/timeLine';
import { ABSENT, notUnderstood, type Reading, understood } from './reading';
import { readSpan } from './span';
import { stretchOf } from './timeOff';

/** Why time of a row was not worked as assistance. */
type Why = 'absence' | 'leaveOut';

interface Taken extends Stretch {
	readonly of: { readonly row: number; readonly why: Why };
}

const UNKNOWN = {
	code: 'ROW_CONTRADICTED',
	description: 'Fill in the row, or take it out of the export if it is not about reported shifts.',
} as const;

const SAID: Readonly<Record<Why, string>> = {
	absence: 'absence',
	leaveOut: 'other time than assistance',
};

/**
 * The time of rows that are absence or other time than assistance. A shift of the same assistent at the same time
 * contradicts them: one of the two rows is wrong.
 */
export class NotWorked {
	private readonly byAssistent = new Map<string, Taken[]>();

	/**
	 * Keeps when a row that is left out was: absence without clock times takes its whole days, other time none.
	 * What is not understood is noted, and stops the reports of the assistent.
	 * @param assistent 12 digits, or null where the row does not say
	 */
	keep(cells: Cells, assistent: string | null, why: Why): void {
		const when = whenOf(cells);
		const known = when.kind === 'understood' ? when.value : null;
		if (why === 'leaveOut' && (when.kind === 'absent' || known?.form === 'days')) return;
		if (known === null || assistent === null) {
			const field = known === null ? 'start' : 'assistentPersonnummer';
			cells.note(field, {
				...UNKNOWN,
				message: `does not say ${known === null ? 'when' : 'whose'} ${SAID[why]} it is`,
			});
			return;
		}
		const taken = { from: known.from, to: known.to, of: { row: cells.number, why } };
		const theirs = this.byAssistent.get(assistent);
		if (theirs) theirs.push(taken);
		else this.byAssistent.set(assistent, [taken]);
	}

	/** The rows of shifts that contradict another row, each noted as `ROW_CONTRADICTED`. */
	contradicted(shifts: readonly Shift[], problems: Problems): ReadonlySet<number> {
		const lines = new Map(
			[...this.byAssistent].map(([assistent, taken]) => [assistent, new TimeLine(taken)]),
		);
		const rows = new Set<number>();
		for (const shift of lines.size === 0 ? [] : shifts) {
			const { personnummer, samordningsnummer } = shift.assistent;
			const [other] = lines.get(personnummer ?? samordningsnummer ?? '')?.within(stretchOf(shift)) ?? [];
			if (other === undefined || rows.has(shift.row)) continue;
			rows.add(shift.row);
			problems.note('ROW_CONTRADICTED', 'error', () => contradiction(shift, other.of));
		}
		return rows;
	}
}

function contradiction({ row, start, end }: Shift, other: Taken['of']) {
	const time = `${start.slice(0, 10)} ${start.slice(11, 16)}–${end.slice(11, 16)}`;
	return {
		path: `row ${row}`,
		message: `Row ${row} says that ${time} was worked, but row ${other.row} says that some of it was ${SAID[other.why]}`,
		description:
			'Correct the row that is wrong, or write the shift as rows around the time that was not worked.',
		found: time,
	};
}

/** A stretch by clock times, or of whole days. */
interface When extends Stretch {
	readonly form: 'clock' | 'days';
}

/** When a row was. */
function whenOf(cells: Cells): Reading<When> {
	const span = readSpan(cells.silent());
	if (span !== null) return understood({ form: 'clock', ...stretchOf(span) });
	const [start, end, date, endDate] = (['start', 'end', 'date', 'endDate'] as const).map((field) =>
		cells.text(field),
	);
	const first = start || date || '';
	const last = end || endDate || first;
	if (first === '' && last === '') return ABSENT;
	const [from, to] = [readDate(first), readDate(last)];
	if (from === null || to === null || to < from) return notUnderstood('does not say when it was');
	return understood({
		form: 'days',
		from: dayNumber(from) * DAY_MINUTES,
		to: (dayNumber(to) + 1) * DAY_MINUTES,
	});
}
