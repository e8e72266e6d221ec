import { EltError, type Problem } from '../errors';
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
 * Judges any tidredovisning file, from anywhere: as XML, by the schema, then by the rules. All problems at
 * once; an empty list for a file without any.
 */
export async function validateDocument(bytes: Uint8Array, options: ValidateOptions): Promise<Problem[]> {
	try {
		const schema = await validateSchema(bytes);
		const { tidredovisning, problems } = await readTidredovisning(bytes);
		const rules = tidredovisning
			? checkTidredovisning(tidredovisning, { ...options, stage: 'validate' })
			: problems;
		return [...schema, ...rules];
	} catch (error) {
		if (error instanceof EltError) return [documentProblem(error)];
		throw error;
	}
}

/** A document that can't even be read, as a problem among others. */
function documentProblem({ code, message, description }: EltError): Problem {
	return { code, level: 'error', path: '', message, description, found: '' };
}
