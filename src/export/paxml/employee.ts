import { DAY_MINUTES, dayNumber } from '../../tidredovisning/calendar';
import { isTidstyp } from '../timeWords';
import type { DagRow, TimeRow } from './rows';
import { ALWAYS, type Planned, Schedule, type Taken } from './schedule';
import { type Piece, type Stretch, TimeLine } from './timeLine';

/** What is left of a stretch, and why some of it may not be. */
export interface Left {
	readonly stretches: readonly Stretch[];
	/** Rows that may be about what is left, but do not say when. */
	readonly doubts: readonly TimeRow[];
}

function pieces(stretches: readonly Stretch[], of: TimeRow): Piece<TimeRow>[] {
	return stretches.map(({ from, to }) => ({ from, to, of }));
}

/** A planned shift; null where it has no clock times. */
function plannedOf({ row: dag, when, hours }: DagRow): Planned[] {
	if (when.form !== 'clock') return [];
	const clock = when.stretch.to - when.stretch.from;
	const said = hours.kind === 'understood' && hours.value.minutes > 0 ? hours.value.minutes : clock;
	return [{ dag, stretch: when.stretch, counted: Math.min(clock, said) }];
}

const NOTHING: Taken = { certain: [], possible: [] };
const ANYTIME: Taken = { certain: [], possible: [ALWAYS] };

/**
 * What a row takes of the schedule. A supplement is paid for time that other rows have: where only the schedule has
 * it, nobody knows whether it was worked, unless the provider says that the code is a supplement. A code that nobody
 * defines may be absence, and of worked time that does not say when it was nobody knows which planned time it is.
 */
function takenBy(row: TimeRow, schedule: Schedule): Taken {
	if (isTidstyp(row.meaning) && row.when.form === 'clock') return NOTHING;
	if (row.meaning === 'supplement' && row.own) return NOTHING;
	const taken = row.faults.some(({ code }) => code !== 'ROW_HOURS') ? ANYTIME : schedule.takenBy(row);
	if (row.faults.length === 0 && (row.meaning === 'absence' || row.meaning === 'leaveOut')) return taken;
	return { certain: [], possible: [...taken.certain, ...taken.possible] };
}

/** The time of one employee: what was worked, what certainly was not, and what may not have been. */
export class Employee {
	private readonly worked: TimeLine<TimeRow>;
	private readonly notWorked: TimeLine<TimeRow>;
	private readonly inDoubt: TimeLine<TimeRow>;

	constructor(times: readonly TimeRow[], days: readonly DagRow[]) {
		const schedule = new Schedule(days.flatMap(plannedOf));
		const worked: Piece<TimeRow>[] = [];
		const certain: Piece<TimeRow>[] = [];
		const possible: Piece<TimeRow>[] = [];
		for (const row of times) {
			if (isTidstyp(row.meaning) && row.when.form === 'clock')
				worked.push(...pieces([row.when.stretch], row));
			const taken = takenBy(row, schedule);
			certain.push(...pieces(taken.certain, row));
			possible.push(...pieces(taken.possible, row));
		}
		this.worked = new TimeLine(worked);
		this.notWorked = new TimeLine(certain);
		this.inDoubt = new TimeLine(possible);
	}

	/** The first row that says that some of a stretch was not worked. */
	contradiction(stretch: Stretch): TimeRow | undefined {
		return this.notWorked.within(stretch)[0]?.of;
	}

	/** The rows that may be about some of a stretch, but do not say when. */
	doubtsAbout(stretch: Stretch): TimeRow[] {
		return this.inDoubt.within(stretch).map(({ of }) => of);
	}

	/** The worked time in a planned shift. */
	workedIn(stretch: Stretch): TimeRow[] {
		return this.worked.within(stretch).map(({ of }) => of);
	}

	/** What is left of a planned shift when worked time, which has its own rows, and other time are taken out. */
	leftOf(planned: Stretch): Left {
		const stretches = this.worked.outside(planned).flatMap((stretch) => this.notWorked.outside(stretch));
		return { stretches, doubts: stretches.flatMap((stretch) => this.doubtsAbout(stretch)) };
	}

	/** Whether other rows say all that there is to say of a planned day that has no clock times. */
	explains(day: string): boolean {
		const from = dayNumber(day) * DAY_MINUTES;
		const whole = { from, to: from + DAY_MINUTES };
		return (
			this.worked.within(whole).some(({ of }) => startsOn(of, whole)) ||
			this.notWorked.outside(whole).length === 0
		);
	}
}

function startsOn({ when }: TimeRow, { from, to }: Stretch): boolean {
	return when.form === 'clock' && when.stretch.from >= from && when.stretch.from < to;
}
