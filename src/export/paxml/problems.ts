import type { Problem } from '../../errors';
import { maskPersonnummerIn } from '../../identity/masking';
import { excerpt, someOf } from '../../problems/excerpt';
import { plainWord, type TimeMeaning } from '../timeWords';
import type { PaxmlDag, PaxmlTidtrans } from './file';
import { daysOfTidtrans } from './schedule';

/** Absence, named: `ROW_ABSENCE`. */
export function absenceProblem(tidtrans: PaxmlTidtrans): Problem {
	const days = daysOfTidtrans(tidtrans);
	const when = !days
		? ''
		: days.first === days.last
			? ` on ${days.first}`
			: ` from ${days.first} to ${days.last}`;
	const code = excerpt(plainWord(tidtrans.tidkod));
	return {
		code: 'ROW_ABSENCE',
		level: 'info',
		path: `row ${tidtrans.row}`,
		message: `Row ${tidtrans.row} is absence (${code})${when}: it is not reported.`,
		description: 'Nothing needs to be done: a tidredovisning holds worked time only.',
		found: code,
	};
}

/** Time without clock times: `NO_CLOCK_TIMES`. @param what what the row has instead */
export function noClockTimesProblem({ row, datum, timmar }: PaxmlTidtrans | PaxmlDag, what: string): Problem {
	return {
		code: 'NO_CLOCK_TIMES',
		level: 'error',
		path: `row ${row}`,
		message: `Row ${row} has ${excerpt(what)} on ${excerpt(datum) || 'no day'} but no clock times; a tidredovisning needs when each shift began and ended.`,
		description: 'Export with starttid and sluttid, or take the shifts from the system that has them.',
		found: excerpt(timmar),
	};
}

/** A row of which nobody knows who received assistance: `ROW_PERSON`. @param reason after the row's number */
export function personProblem({ row, kind }: PaxmlTidtrans | PaxmlDag, reason: string): Problem {
	return {
		code: 'ROW_PERSON',
		level: 'error',
		path: `row ${row}`,
		message: `Row ${row} ${maskPersonnummerIn(reason)}.`,
		description:
			kind === 'dag'
				? 'Say in the settings for PAXml, under "schedulePersons", whose schedule it is, by anstid or persnr.'
				: 'Say in the settings for PAXml, under "persons", who it is, by kundnr or by resenhet (id, or dim/id where an id stands for several).',
		found: '',
	};
}

/** A planned day of which nothing is left: `ROW_NOT_REPORTED`. */
export function notReportedProblem({ row, datum, starttid, sluttid, timmar }: PaxmlDag): Problem {
	const found = excerpt(starttid === '' || sluttid === '' ? `${timmar} hours` : `${starttid}–${sluttid}`);
	return {
		code: 'ROW_NOT_REPORTED',
		level: 'info',
		path: `row ${row}`,
		message: `Row ${row}: what was planned on ${excerpt(datum)} (${found}) is not reported: worked time or absence of other rows takes its place.`,
		description: 'Nothing needs to be done where those rows are right.',
		found,
	};
}

/** Rows that were planned, not reported: `ROWS_PLANNED`. */
export function plannedProblem(count: number): Problem {
	return {
		code: 'ROWS_PLANNED',
		level: 'warning',
		path: 'schematransaktioner',
		message: `${count} ${count === 1 ? 'row comes' : 'rows come'} from the schedule (schematransaktioner): planned time, not time that someone reported as worked.`,
		description:
			'Make sure that they were worked before anyone signs, or export tidtransaktioner with clock times.',
		found: String(count),
	};
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
			message: `${rows} the time code "${name}", which PAXml does not define (${numbers.length === 1 ? 'row' : 'rows'} ${someOf(numbers)}).`,
			description:
				'Say in the settings for PAXml what the code is: work, waiting time (jour), on-call time (beredskap) or absence.',
		};
	}
	const supplement = meaning === 'supplement';
	return {
		...common,
		code: 'ROW_NOT_ASSISTANCE',
		level: supplement ? 'info' : 'warning',
		message: supplement
			? `${rows} the time code ${name}, a supplement to time that other rows hold: nothing of it is reported.`
			: `${rows} the time code ${name}, which is other time than assistance: nothing of it is reported.`,
		description: supplement
			? 'Nothing needs to be done.'
			: 'Say in the settings for PAXml that the code is work where it stands for assistance in your system.',
	};
}
