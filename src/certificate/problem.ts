import type { Level, Problem, ProblemCode } from '../errors';

/** A problem of a certificate, as the inspector gathers them. */
export function problem(
	code: ProblemCode,
	level: Level,
	message: string,
	description: string,
	found: string,
): Problem {
	return { code, level, path: 'certificate', message, description, found };
}
