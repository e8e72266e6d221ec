import type { Problem, ProblemCode } from '../../errors';
import { excerpt } from '../../problems/excerpt';
import type { PaxmlDag } from './file';
import { dayOf, named, rowProblem, writeStretches } from './problems';
import type { TimeRow } from './rows';
import type { Stretch } from './timeLine';

/** A planned day of which nothing is left: `ROW_NOT_REPORTED`. */
export function notReportedProblem(row: PaxmlDag): Problem {
	const { datum, starttid, sluttid, timmar } = row;
	const found = excerpt(starttid === '' || sluttid === '' ? `${timmar} hours` : `${starttid}–${sluttid}`);
	return {
		...rowProblem(row, {
			code: 'ROW_NOT_REPORTED',
			level: 'info',
			message: '',
			description: 'Nothing needs to be done where those rows are right.',
			found,
		}),
		message: `Row ${row.row}: what was planned on ${excerpt(datum)} (${found}) is not reported: worked time or absence of other rows takes its place`,
	};
}

/**
 * A planned shift of which only a part is left: `ROW_NOT_REPORTED`; a warning where active time was worked within it,
 * because the rest may not have been.
 */
export function partReportedProblem(
	row: PaxmlDag,
	planned: Stretch,
	left: readonly Stretch[],
	worked: readonly TimeRow[],
): Problem {
	const active = worked.filter(({ meaning }) => meaning === 'aktivTid');
	const [first] = active;
	const rest = writeStretches(left);
	const because = first ? `${named(first)} says that other time was worked` : 'other rows take the rest';
	return {
		...rowProblem(row, {
			code: 'ROW_NOT_REPORTED',
			level: first ? 'warning' : 'info',
			message: '',
			description: first
				? 'Make sure that the rest was worked as it was planned; otherwise export without the schedule.'
				: 'Nothing needs to be done where those rows are right.',
			found: rest,
		}),
		message: `Row ${row.row}: of ${writeStretches([planned])}, planned on ${dayOf(planned)}, only ${rest} is reported: ${because}`,
	};
}

/** A planned shift that other rows may be about without saying when: `NO_CLOCK_TIMES`, `TIDKOD`, `HOURS_DIFFER` or the other row's own code. */
export function doubtProblem(row: PaxmlDag, planned: Stretch, other: TimeRow): Problem {
	const { code, description, why } = doubtOf(other);
	const time = writeStretches([planned]);
	return rowProblem(row, {
		code,
		level: 'error',
		message: `(dag) was planned ${time} on ${dayOf(planned)}, but ${named(other)} ${why}: nobody knows what was worked`,
		description,
		found: time,
	});
}

function doubtOf({ row, code, meaning, when, faults }: TimeRow): {
	readonly code: ProblemCode;
	readonly why: string;
	readonly description: string;
} {
	const [fault] = faults;
	if (fault) return { code: fault.code, why: 'cannot be understood', description: 'Correct that row.' };
	if (meaning === 'supplement')
		return {
			code: 'TIDKOD',
			why: 'is a supplement to time that no other row has as worked',
			description: `Export the worked time as tidtrans with clock times, or say in the settings for PAXml, under "codes", that ${excerpt(code)} is a supplement (supplement) or absence (absence).`,
		};
	if (meaning === undefined)
		return {
			code: 'TIDKOD',
			why: 'has an unknown time code',
			description: 'Say in the settings for PAXml, under "codes", what the code means.',
		};
	if (when.form === 'clock')
		return {
			code: 'HOURS_DIFFER',
			why: `has more hours (${excerpt(row.timmar)}) than its clock times`,
			description: 'Correct timmar, or starttid and sluttid, of that row.',
		};
	return {
		code: 'NO_CLOCK_TIMES',
		why: 'is about a part of that day and has no clock times',
		description: 'Export that row with starttid and sluttid, or for the whole day (omfattning 100).',
	};
}

/** Rows that were planned, not reported: `ROWS_PLANNED`. */
export function plannedProblem(count: number): Problem {
	return {
		code: 'ROWS_PLANNED',
		level: 'warning',
		path: 'schematransaktioner',
		message: `${count} ${count === 1 ? 'row comes' : 'rows come'} from the schedule (schematransaktioner): planned time, not time that someone reported as worked`,
		description:
			'Make sure that they were worked before anyone signs, or export tidtransaktioner with clock times.',
		found: String(count),
	};
}
