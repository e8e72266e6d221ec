import type { Level, Problem, ProblemCode } from '../errors';
import { excerpt } from './excerpt';

/** How many problems of one kind are kept in full. */
export const KEPT_OF_A_KIND = 20;

/** The longest sentence of a problem, in characters. */
const SENTENCE_MAX = 2000;

/** A problem without its kind. */
export type Description = Omit<Problem, 'code' | 'level'>;

/** The problems of one code and level. */
interface Kind {
	readonly code: ProblemCode;
	readonly level: Level;
	count: number;
	/** The path of the first one that was only counted. */
	countedFrom: string;
}

/**
 * Problems in the order in which they were found. Of each kind (code and level) the first 20 are kept; the others
 * are counted, so that a file with a million bad rows takes no more memory than one with a hundred.
 */
export class Problems {
	readonly #kept: Problem[] = [];
	readonly #kinds = {
		error: new Map<ProblemCode, Kind>(),
		warning: new Map<ProblemCode, Kind>(),
		info: new Map<ProblemCode, Kind>(),
	};

	/** @param describe is called only where the problem is kept */
	note(code: ProblemCode, level: Level, describe: () => Description): void {
		const kind = this.#kindOf(code, level);
		kind.count += 1;
		if (kind.count <= KEPT_OF_A_KIND) this.#kept.push({ code, level, ...short(describe()) });
		else if (kind.count === KEPT_OF_A_KIND + 1) kind.countedFrom = short(describe()).path;
	}

	/** Notes a problem that is at hand. */
	add(problem: Problem): void {
		this.note(problem.code, problem.level, () => problem);
	}

	/** Notes each of many. */
	addAll(problems: Iterable<Problem>): void {
		for (const problem of problems) this.add(problem);
	}

	/** Whether one of them stops a report. */
	get hasErrors(): boolean {
		return this.#kinds.error.size > 0;
	}

	/** Those that were kept, then for each kind one that says how many more there are and where the first of them is. */
	list(): Problem[] {
		const { error, warning, info } = this.#kinds;
		const kinds = [...error.values(), ...warning.values(), ...info.values()];
		const more = kinds.filter(({ count }) => count > KEPT_OF_A_KIND);
		return [...this.#kept, ...more.map(andMore)];
	}

	#kindOf(code: ProblemCode, level: Level): Kind {
		const known = this.#kinds[level].get(code);
		if (known) return known;
		const kind: Kind = { code, level, count: 0, countedFrom: '' };
		this.#kinds[level].set(code, kind);
		return kind;
	}
}

/** No text of a problem is longer than a person reads, whatever values it repeats. */
function short({ path, message, description, found }: Description): Description {
	return {
		path: excerpt(path, undefined, SENTENCE_MAX),
		message: excerpt(message, undefined, SENTENCE_MAX),
		description,
		found: excerpt(found, undefined, SENTENCE_MAX),
	};
}

function andMore({ code, level, count, countedFrom }: Kind): Problem {
	const more = count - KEPT_OF_A_KIND;
	return {
		code,
		level,
		path: countedFrom,
		message: `And ${more} more of this kind (${code})${countedFrom === '' ? '' : `, the first at ${countedFrom}`}`,
		description: `Only the first ${KEPT_OF_A_KIND} of a kind are listed. Correct them first: so many often have one cause.`,
		found: String(more),
	};
}
