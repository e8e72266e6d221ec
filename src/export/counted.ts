import type { ProblemCode } from '../errors';
import { remember } from '../tidredovisning/remember';
import type { Tidstyp } from '../tidredovisning/types';
import { readTidstyp, TIDSTYP_FORMS } from '../tidredovisning/words';
import type { Cell, CellProblem, Cells } from './cells';
import { type Length, spanMinutes } from './hoursDiffer';
import { codeMeanings } from './paxml/codes';
import { notUnderstood, type Reading, understood } from './reading';
import type { Span } from './span';
import { type NotReported, readStatus, type Said, saysNotWorked } from './status';
import { placesAbsence } from './timeOff';
import { isTidstyp, ownMeanings, type TimeMeaning, type TimeWords } from './timeWords';
import { isOtherTime } from './watchedHeadings';

/** A row that counts, and as which kind of time; `absences` are for a part of it. */
export interface Counts {
	readonly kind: 'counts';
	readonly tidstyp: Tidstyp;
	readonly absences: readonly { readonly cell: Cell; readonly length: Length }[];
}

/** Whether a row counts. One that is left out has been noted, by name or as not understood. */
export type Counted = Counts | { readonly kind: 'leftOut'; readonly why: NotReported };

/** How a row is named that is not reported. */
const NAMED: Readonly<Record<NotReported, { readonly code: ProblemCode; readonly message: string }>> = {
	cancelled: { code: 'ROW_CANCELLED', message: 'says that the shift was not worked: it is not reported' },
	absence: { code: 'ROW_ABSENCE', message: 'is absence: it is not reported' },
	supplement: { code: 'ROW_NOT_ASSISTANCE', message: 'is a supplement to other time: it is not reported' },
	leaveOut: { code: 'ROW_NOT_ASSISTANCE', message: 'is other time than assistance: it is not reported' },
};

const ROW_TYPE: Omit<CellProblem, 'message'> = {
	code: 'ROW_TYPE',
	description: `Write ${TIDSTYP_FORMS}, or say in 'Time Words' (--time-words "Dagpass=aktivTid") what the word means, leaveOut if such time is not reported.`,
};

/** What says that there is none of it. */
const NOTHING = /^(?:0+(?:[.,:]0+)*|nej|no|n|false|falskt|ingen|inget|inga|none|[-–—])?$/i;

const WIDE: Omit<CellProblem, 'message'> = {
	code: 'ROW_TYPE',
	description:
		'Give each kind of time a row of its own, with a column for the kind of time. A column that says nothing about the shift can be mapped to notUsed.',
};

const ROW_STATUS: Omit<CellProblem, 'message'> = {
	code: 'ROW_STATUS',
	description:
		"Say in 'Time Words' (--time-words) what the word means: aktivTid if such a shift counts, leaveOut if it does not. A column that says nothing about the shift can be mapped to notUsed.",
};

/** Reads whether a row counts: from its kind of time and its status and absence columns. */
export class CountedReader {
	private readonly own: (text: string) => TimeMeaning | undefined;
	private readonly typeOf: (text: string) => TimeMeaning | 'cancelled' | undefined;

	/**
	 * @param words the provider's own
	 * @param unused headings of the columns that nothing is read from: a word for absence in them is noted
	 */
	constructor(
		words: TimeWords | undefined,
		private readonly unused: readonly string[],
	) {
		this.own = ownMeanings(words);
		const codes = codeMeanings();
		this.typeOf = remember(
			(text) => this.own(text) ?? readTidstyp(text) ?? saysNotWorked(text) ?? codes(text),
		);
	}

	/** Whether a row counts, and as what; what is not understood is noted as `ROW_TYPE` or `ROW_STATUS`. */
	read(cells: Cells): Counted {
		const told = [
			...cells.each('status').map((cell) => ({ cell, read: this.status(cell), problem: ROW_STATUS })),
			...cells.all('tidstyp').map((cell) => ({ cell, read: this.type(cell), problem: ROW_TYPE })),
		];
		const partly = placesAbsence(cells);
		for (const { cell, read } of told) {
			if (read.kind !== 'understood' || !isNotReported(read.value)) continue;
			if (partly && read.value === 'absence') continue;
			leaveOut(cells, cell, read.value);
			return { kind: 'leftOut', why: read.value };
		}
		let tidstyp: Tidstyp | undefined;
		const absences: { readonly cell: Cell; readonly length: Length }[] = [];
		for (const { cell, read, problem } of told) {
			if (read.kind === 'notUnderstood') cells.note(cell, { ...problem, message: read.reason });
			if (read.kind !== 'understood') continue;
			if (typeof read.value === 'object') absences.push({ cell, length: read.value });
			else if (isTidstyp(read.value)) {
				if (tidstyp !== undefined && tidstyp !== read.value) cells.note(cell, contradicts(tidstyp));
				tidstyp = read.value;
			}
		}
		const counts: Counts = { kind: 'counts', tidstyp: tidstyp ?? 'aktivTid', absences };
		this.noteUnused(cells, counts);
		return counts;
	}

	/** Whether a row is absence for the whole of its shift by the length that it says; it is left out by name. */
	absentThroughout(cells: Cells, { absences }: Counts, span: Span): boolean {
		const { clock, actual } = spanMinutes(span);
		const whole = absences.find(({ length }) => length.minutes >= Math.max(clock, actual));
		if (whole) leaveOut(cells, whole.cell, 'absence');
		return whole !== undefined;
	}

	private type({ text }: Cell): Reading<Said> {
		const meaning = this.typeOf(text);
		return meaning === undefined ? notUnderstood('is not a known kind of time') : understood(meaning);
	}

	/** In a status column an own word for active time says that the row counts, as its kind of time says. */
	private status({ heading, text }: Cell): Reading<Said> {
		const meaning = this.own(text);
		if (meaning === undefined) return readStatus(heading, text);
		return understood(meaning === 'aktivTid' ? 'worked' : meaning);
	}

	private noteUnused(cells: Cells, { tidstyp }: Counts): void {
		for (const cell of cells.under(this.unused)) {
			if (tidstyp === 'aktivTid' && isOtherTime(cell.heading) && !NOTHING.test(cell.text)) {
				const message = 'is in a column of waiting or on-call time, but the row counts as active time';
				cells.note(cell, { ...WIDE, message });
			}
			if (saysNotWorked(cell.text) === undefined || this.own(cell.text) !== undefined) continue;
			const message = 'is a word for a shift that was not worked, in a column that is not used';
			cells.note(cell, { ...ROW_STATUS, message });
		}
	}
}

function isNotReported(said: Said): said is NotReported {
	return typeof said === 'string' && said in NAMED;
}

/** Names a row that is not reported. */
function leaveOut(cells: Cells, cell: Cell, why: NotReported): void {
	const description = 'Nothing needs to be done if this is right.';
	cells.note(cell, { ...NAMED[why], level: 'info', description });
}

function contradicts(tidstyp: Tidstyp): CellProblem {
	return { ...ROW_TYPE, message: `contradicts the other column, which says ${tidstyp}` };
}
