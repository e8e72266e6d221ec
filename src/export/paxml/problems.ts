import type { Level, Problem, ProblemCode } from '../../errors';
import { maskPersonnummerIn } from '../../identity/masking';
import { excerpt, someOf } from '../../problems/excerpt';
import { clockTime, DAY_MINUTES, dateOf } from '../../tidredovisning/calendar';
import type { HoursProblem } from '../hoursDiffer';
import type { TimeMeaning } from '../timeWords';
import type { Transaction } from './file';
import type { TimeRow } from './rows';
import type { Stretch } from './timeLine';
import { daysOf, type Fault } from './when';

interface Said {
	readonly code: ProblemCode;
	readonly level: Level;
	/** After the row's number: `is absence`. */
	readonly message: string;
	readonly description: string;
	readonly found?: string;
}

/** A problem of a row: its number is put before the message. */
export function rowProblem(
	{ row }: Transaction,
	{ code, level, message, description, found = '' }: Said,
): Problem {
	return {
		code,
		level,
		path: `row ${row}`,
		message: maskPersonnummerIn(`Row ${row} ${message}`),
		description,
		found: excerpt(found),
	};
}

/** A row, as other rows' messages name it: `row 1 (SJK)`. */
export function named({ row, code }: TimeRow): string {
	return `row ${row.row} (${excerpt(code)})`;
}

/** `08:00–13:00 and 15:00–16:00`. */
export function writeStretches(stretches: readonly Stretch[]): string {
	return stretches.map(({ from, to }) => `${writeClock(from)}–${writeClock(to)}`).join(' and ');
}

function writeClock(minute: number): string {
	return clockTime(minute - Math.floor(minute / DAY_MINUTES) * DAY_MINUTES).replace('.', ':');
}

/** The day that a stretch begins on. */
export function dayOf({ from }: Stretch): string {
	return dateOf(Math.floor(from / DAY_MINUTES));
}

/** An element that cannot be understood: the fault's own code. @param what what the row is, as in `absence (SJK)` */
export function faultProblem(row: Transaction, what: string, fault: Fault, level: Level): Problem {
	const { code, name, text, reason, description } = fault;
	const value = text === '' ? '' : ` "${excerpt(text)}"`;
	return rowProblem(row, {
		code,
		level,
		message: `(${excerpt(what)}): ${name}${value} ${reason}`,
		description,
		found: text,
	});
}

/** An employee whom `personal` does not have: `ROW_EMPLOYEE`. @param reason after the row's number */
export function employeeProblem(row: Transaction, reason: string): Problem {
	return rowProblem(row, {
		code: 'ROW_EMPLOYEE',
		level: 'error',
		message: `(${row.kind}) ${reason}`,
		description:
			'Export the section personal too, with a person for each employee: anstid, persnr, fornamn and efternamn.',
	});
}

/** A number of employment that was taken for another spelling of it: `ANSTID_SPELLING`. */
export function anstidProblem(anstid: string, other: string): Problem {
	return {
		code: 'ANSTID_SPELLING',
		level: 'warning',
		path: `anstid "${excerpt(anstid)}"`,
		message: `The anstid "${excerpt(anstid)}" is read as "${excerpt(other)}", the only one in personal that is the same without zeros before it`,
		description: 'Make sure that they are the same person, or write the anstid in the same way everywhere.',
		found: excerpt(anstid),
	};
}

/** What rows are made of: in another place, or in capitals, PAXml does not have it. */
const OF_ROWS =
	/[/@](?:tidtrans|tidtransaktioner|schema|schematransaktioner|dag|tidkod|datum|datumfrom|datumtom|starttid|sluttid|omfattning)$/iu;

/** Elements and attributes that nothing is read from: `ELEMENT_UNKNOWN`, or `ELEMENT_MISPLACED` if they are of rows. */
export function unreadProblems(unread: ReadonlyMap<string, number>): Problem[] {
	const names = [...unread.keys()];
	const misplaced = names.filter((name) => OF_ROWS.test(name) && !name.startsWith('schema@'));
	const unknown = names.filter((name) => !misplaced.includes(name));
	const listed = (some: readonly string[]): string =>
		someOf(some.map((name) => `${excerpt(name)} (${unread.get(name) ?? 0})`));
	const problems: Problem[] = [];
	if (misplaced.length > 0)
		problems.push({
			code: 'ELEMENT_MISPLACED',
			level: 'error',
			path: 'file',
			message: `PAXml does not have these elements and attributes in this place and spelling: ${listed(misplaced)}`,
			description: 'Export them as PAXml has them: they may say that someone was absent.',
			found: listed(misplaced),
		});
	if (unknown.length > 0)
		problems.push({
			code: 'ELEMENT_UNKNOWN',
			level: 'warning',
			path: 'file',
			message: `Nothing is read from these elements and attributes: ${listed(unknown)}`,
			description: 'Make sure that they say nothing about breaks, absence or cancelled shifts.',
			found: listed(unknown),
		});
	return problems;
}

/** Absence, named: `ROW_ABSENCE`. */
export function absenceProblem({ row, code, when }: TimeRow): Problem {
	const days = daysOf(when);
	const first = days ? ` on ${days.first}` : '';
	const on = days && days.first !== days.last ? ` from ${days.first} to ${days.last}` : first;
	return rowProblem(row, {
		code: 'ROW_ABSENCE',
		level: 'info',
		message: `is absence (${excerpt(code)})${on}: it is not reported`,
		description: 'Nothing needs to be done: a tidredovisning has worked time only.',
		found: code,
	});
}

/** Worked time on a day with absence that does not say when it was: `ROW_ABSENCE`, a warning. */
export function absenceNearProblem(worked: TimeRow, stretch: Stretch, absence: TimeRow): Problem {
	const time = writeStretches([stretch]);
	return rowProblem(worked.row, {
		code: 'ROW_ABSENCE',
		level: 'warning',
		message: `reports ${time} on ${dayOf(stretch)}, a day on which ${named(absence)} is absence without clock times`,
		description: 'Make sure that the absence was at another time of the day.',
		found: time,
	});
}

/** Worked time that another row calls absence or other time: `ROW_CONTRADICTED`. */
export function contradictedProblem(worked: TimeRow, stretch: Stretch, other: TimeRow): Problem {
	const time = writeStretches([stretch]);
	const said = {
		absence: 'says that some of it was absence',
		leaveOut: 'says that some of it was other time than assistance',
	};
	const { meaning } = other;
	const why = meaning === 'absence' || meaning === 'leaveOut' ? said[meaning] : 'has an unknown time code';
	return rowProblem(worked.row, {
		code: 'ROW_CONTRADICTED',
		level: 'error',
		message: `(${excerpt(worked.code)}) says that ${time} on ${dayOf(stretch)} was worked, but ${named(other)} ${why}`,
		description: 'Correct one of the two rows in the export, so that they have no time in common.',
		found: time,
	});
}

/** Time without clock times: `NO_CLOCK_TIMES`. @param what what the row has instead */
export function noClockTimesProblem(row: Transaction, what: string): Problem {
	return rowProblem(row, {
		code: 'NO_CLOCK_TIMES',
		level: 'error',
		message: `has ${excerpt(what)} on ${excerpt(row.datum) || 'no day'} but no clock times; a tidredovisning needs when each shift began and ended`,
		description: 'Export with starttid and sluttid, or take the shifts from the system that has them.',
		found: row.timmar,
	});
}

/** A row of which nobody knows who received assistance: `ROW_PERSON`. @param reason after the row's number */
export function personProblem(row: Transaction, reason: string): Problem {
	return rowProblem(row, {
		code: 'ROW_PERSON',
		level: 'error',
		message: reason,
		description:
			row.kind === 'dag'
				? 'Say in the settings for PAXml, under "schedulePersons", whose schedule it is, by anstid or persnr.'
				: 'Say in the settings for PAXml, under "persons", who it is, by kundnr or by resenhet (id, or dim/id where an id stands for several).',
	});
}

/** Hours (`timmar`) that are not those of the clock times: `HOURS_DIFFER`. */
export function hoursDifferProblem(row: Transaction, problem: HoursProblem): Problem {
	const { code, level, message, description } = problem;
	return rowProblem(row, {
		code,
		level,
		message: `(${row.kind}): timmar "${excerpt(row.timmar)}" ${message}`,
		description,
		found: row.timmar,
	});
}

/** A code whose rows are not reported: `TIDKOD` or `ROW_NOT_ASSISTANCE`. */
export function codeProblem(
	code: string,
	meaning: TimeMeaning | undefined,
	numbers: readonly number[],
): Problem {
	const rows = numbers.length === 1 ? '1 row has' : `${numbers.length} rows have`;
	const name = excerpt(code);
	const common = { path: `tidkod "${name}"`, found: name };
	if (meaning === undefined) {
		return {
			...common,
			code: 'TIDKOD',
			level: 'error',
			message: `${rows} the time code "${name}", which PAXml does not define (${numbers.length === 1 ? 'row' : 'rows'} ${someOf(numbers)})`,
			description:
				'Say in the settings for PAXml, under "codes", what the code is: work, waiting time (jour), on-call time (beredskap), absence, a supplement or time to leave out.',
		};
	}
	const supplement = meaning === 'supplement';
	return {
		...common,
		code: 'ROW_NOT_ASSISTANCE',
		level: supplement ? 'info' : 'warning',
		message: supplement
			? `${rows} the time code ${name}, a supplement to time that other rows have: it adds no time`
			: `${rows} the time code ${name}, which is other time than assistance: nothing of it is reported`,
		description: supplement
			? 'Nothing needs to be done.'
			: 'Say in the settings for PAXml, under "codes", that the code is work where it stands for assistance in your system.',
	};
}
