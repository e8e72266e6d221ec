import { EltError, type Problem } from '../../errors';
import { asEltError } from './asEltError';
import type { OpenReport } from './openReport';
import { readTidredovisning } from '../../tidredovisning/read';
import { checkTidredovisning, type RuleChoices } from '../../tidredovisning/rules';

/** What a document is judged by, in addition to the schema. */
export interface ValidateOptions extends RuleChoices {
	/** `YYYY-MM-DD` by the Swedish calendar. */
	readonly today: string;
}

/** Whether a list of problems holds one that stops a report. */
export function hasErrors(problems: readonly Problem[]): boolean {
	return problems.some(({ level }) => level === 'error');
}

/**
 * A report that has errors, with all that is wrong with it: `REPORT_INVALID`.
 *
 * @param what which report, and what it can't be: `Report … can't be signed`
 */
export function reportInvalid(what: string, problems: readonly Problem[]): EltError {
	const errors = problems.filter(({ level }) => level === 'error');
	const more = errors.length > 1 ? ` (and ${errors.length - 1} more below)` : '';
	return new EltError(
		'REPORT_INVALID',
		`${what}: ${errors[0]?.message ?? 'it is no tidredovisning'}${more}`,
		errors[0]?.description ?? 'Give the report in the shape of the schema.',
		{ problems },
	);
}

/** The errors that keep a report from being signed or sent: those it was built with and those of the rules now. */
export function errorsAtSigning({ item, tidredovisning }: OpenReport, options: ValidateOptions): Problem[] {
	const found = checkTidredovisning(tidredovisning, { ...options, stage: 'sign' });
	return [...item.problems, ...found].filter(({ level }) => level === 'error');
}

/**
 * Judges any tidredovisning file, from anywhere: as XML, by the schema and, where that holds, by the rules. All
 * problems at once; an empty list for a file without any.
 */
export async function validateDocument(bytes: Uint8Array, options: ValidateOptions): Promise<Problem[]> {
	try {
		const { tidredovisning, problems } = await readTidredovisning(bytes);
		return tidredovisning ? checkTidredovisning(tidredovisning, { ...options, stage: 'validate' }) : problems;
	} catch (error) {
		return [documentProblem(asEltError(error))];
	}
}

/** A document that can't even be read, as a problem among others. */
export function documentProblem({ code, message, description }: EltError): Problem {
	return { code, level: 'error', path: '', message, description, found: '' };
}
