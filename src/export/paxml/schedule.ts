import { DAY_MINUTES, dayNumber } from '../../tidredovisning/calendar';
import { exceeds, type Length, reaches } from '../hoursDiffer';
import type { Reading } from '../reading';
import type { PaxmlDag } from './file';
import type { Stretch } from './timeLine';
import type { When } from './when';

/** A planned shift with clock times. */
export interface Planned {
	readonly dag: PaxmlDag;
	readonly stretch: Stretch;
	/** Minutes that were planned by the row's own hours, never more than by its clock times. */
	readonly counted: number;
}

/** How much of a day an absence takes. */
export type Share = 'whole' | 'part';

/** A row that is not reported: when it was, its hours, and which share of a day (omfattning) it takes. */
export interface NotReported {
	readonly when: When;
	readonly hours: Reading<Length>;
	readonly share: Reading<Share>;
}

/** What a row that is not reported takes of a schedule: for certain, and where it may be, but nobody knows when. */
export interface Taken {
	readonly certain: readonly Stretch[];
	readonly possible: readonly Stretch[];
}

/** All time there is. */
export const ALWAYS: Stretch = { from: -Infinity, to: Infinity };

/** Reads `omfattning`, per cent of a day: a number of 0 to 100. */
export function readShare(text: string): Reading<Share> {
	if (text === '') return { kind: 'absent' };
	if (/^100(?:[.,]0+)?\s*%?$/u.test(text)) return { kind: 'understood', value: 'whole' };
	if (/^\d{1,2}(?:[.,]\d+)?\s*%?$/u.test(text)) return { kind: 'understood', value: 'part' };
	return { kind: 'notUnderstood', reason: 'is not a number of per cent from 0 to 100' };
}

/** The planned shifts of an employee, by the day they begin. */
export class Schedule {
	private readonly shifts: readonly Planned[];
	/** Minutes planned before the shift of the same index: by their hours, and by the clock. */
	private readonly counted: readonly number[];
	private readonly clock: readonly number[];

	constructor(shifts: readonly Planned[]) {
		this.shifts = [...shifts].sort((one, other) => one.stretch.from - other.stretch.from);
		this.counted = sums(this.shifts.map(({ counted }) => counted));
		this.clock = sums(this.shifts.map(({ stretch }) => stretch.to - stretch.from));
	}

	/**
	 * What a row that is not reported takes. One with clock times takes these. One for whole days takes them, and
	 * of a shift that begins on them also what is after midnight. Hours alone take the shifts that begin on their
	 * days where they are as long as these; of a part of a day nobody knows when it was.
	 */
	takenBy({ when, hours, share }: NotReported): Taken {
		if (when.form === 'notUnderstood' || when.form === 'none') return { certain: [], possible: [ALWAYS] };
		const length = hours.kind === 'understood' ? hours.value : null;
		const lengthKnown = hours.kind !== 'notUnderstood' && share.kind !== 'notUnderstood';
		if (when.form === 'clock')
			return lengthKnown ? takenByClock(when.stretch, length) : possibly(wholeDays(when.stretch));
		const days = { from: midnight(when.first), to: midnight(when.last) + DAY_MINUTES };
		if (!lengthKnown) return this.takenByDays(days, null, 'part');
		return this.takenByDays(days, length, share.kind === 'understood' ? share.value : null);
	}

	private takenByDays(days: Stretch, hours: Length | null, share: Share | null): Taken {
		const first = this.firstFrom(days.from);
		const end = this.firstFrom(days.to);
		const begun = this.shifts.slice(Math.max(first, end - 1), end);
		const last = Math.max(days.to, ...begun.map(({ stretch }) => stretch.to));
		const whole = { from: days.from, to: last };
		const unknown = possibly(whole);
		if (share === 'part') return unknown;
		const enough = hours === null || (end > first && reaches(hours, between(this.counted, first, end)));
		if (share === 'whole' && (enough || hours.minutes === 0 || end === first))
			return { certain: [whole], possible: [] };
		if (hours === null) return { certain: [whole], possible: [] };
		if (!enough || hours.minutes === 0) return unknown;
		const from = this.shifts[first]?.stretch.from ?? days.from;
		const more = exceeds(hours, between(this.clock, first, end));
		return { certain: [{ from, to: begun[0]?.stretch.to ?? last }], possible: more ? [whole] : [] };
	}

	/** The index of the first shift that begins at a minute or later. */
	private firstFrom(minute: number): number {
		let low = 0;
		let high = this.shifts.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.shifts[middle]?.stretch.from ?? Infinity) >= minute) high = middle;
			else low = middle + 1;
		}
		return low;
	}
}

/** An absence of more hours than its clock times have is longer than they say. */
function takenByClock(stretch: Stretch, hours: Length | null): Taken {
	if (hours === null || !exceeds(hours, stretch.to - stretch.from))
		return { certain: [stretch], possible: [] };
	return { certain: [stretch], possible: [wholeDays(stretch)] };
}

function possibly(stretch: Stretch): Taken {
	return { certain: [], possible: [stretch] };
}

/** From the midnight before a stretch to the one after it. */
function wholeDays({ from, to }: Stretch): Stretch {
	return {
		from: Math.floor(from / DAY_MINUTES) * DAY_MINUTES,
		to: Math.ceil(to / DAY_MINUTES) * DAY_MINUTES,
	};
}

function midnight(date: string): number {
	return dayNumber(date) * DAY_MINUTES;
}

function sums(minutes: readonly number[]): number[] {
	let sum = 0;
	return [0, ...minutes.map((each) => (sum += each))];
}

function between(sum: readonly number[], first: number, end: number): number {
	return (sum[end] ?? 0) - (sum[first] ?? 0);
}
