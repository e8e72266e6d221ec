import type { EltError, Problem } from '../errors';
import { asEltError } from './asEltError';
import { readTidredovisning } from '../tidredovisning/read';
import { checkTidredovisning } from '../tidredovisning/rules';

/** What a document is judged by, beside the schema. */
export interface ValidateOptions {
	/** `YYYY-MM-DD` by the Swedish calendar. */
	readonly today: string;
	/** Whether a report without rows is right; default no. */
	readonly allowEmpty?: boolean;
}

/** Whether a list of problems holds one that stops a report. */
export function hasErrors(problems: readonly Problem[]): boolean {
	return problems.some(({ level }) => level === 'error');
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
function documentProblem({ code, message, description }: EltError): Problem {
	return { code, level: 'error', path: '', message, description, found: '' };
}
