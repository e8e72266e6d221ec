import { isProblemCode, type Problem, type ProblemCode } from '../../errors';
import { maskPersonnummer, maskPersonnummerIn } from '../../identity/masking';
import { excerpt, EXCERPT_MAX } from '../../problems/excerpt';

/** What a text must look like, in words and as a pattern. */
export interface TextRule {
	readonly pattern: RegExp;
	readonly expected: string;
	/** How a message tells what stands there instead; by default as it is, short and on one line. */
	readonly tell?: (text: string) => string;
}

/** Nothing of a signature is ever repeated. */
const lengthOf = (text: string): string => `${text.length} characters`;

/** Shapes of text that items and settings share. */
export const TEXT = {
	any: { pattern: /^[^]*$/, expected: 'text' },
	filled: { pattern: /\S/, expected: 'text that is not empty' },
	uuid: {
		pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
		expected: 'a lower-case UUID',
	},
	month: { pattern: /^\d{4}-(0[1-9]|1[0-2])$/, expected: 'a month YYYY-MM' },
	date: { pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, expected: 'a date YYYY-MM-DD' },
	instant: {
		pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
		expected: 'an instant with offset, such as 2026-11-02T08:00:00Z',
	},
	personnummer: { pattern: /^\d{12}$/, expected: '12 digits', tell: maskPersonnummer },
	// A sole trader's is a personnummer.
	organisationsnummer: { pattern: /^\d{10}$/, expected: '10 digits', tell: maskPersonnummer },
	sha256: { pattern: /^[0-9a-f]{64}$/, expected: '64 lower-case hex digits' },
	clock: { pattern: /^\d\d\.\d\d$/, expected: 'a time HH.MM' },
	base64: {
		pattern:
			/^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$|^(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)$/,
		expected: 'base64 without white space',
		tell: lengthOf,
	},
} as const satisfies Record<string, TextRule>;

/** Whether a value is an object with named fields: not null, not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads the fields of an object that came from outside. Every wrong field becomes a problem in one shared
 * list, and a harmless stand-in is returned so that reading goes on: who reads looks at `problems` at the end
 * and throws the stand-ins away when there are any.
 */
export class Fields {
	/**
	 * @param record the object to read
	 * @param path where it stands, empty for the top
	 * @param problems the list that all readers of one document share
	 */
	constructor(
		private readonly record: Record<string, unknown>,
		private readonly path: string = '',
		readonly problems: Problem[] = [],
	) {}

	/** Whether the field is there and neither null nor undefined. */
	has(name: string): boolean {
		return this.record[name] !== undefined && this.record[name] !== null;
	}

	/** A text that follows the rule; default: any text. */
	text(name: string, rule: TextRule = TEXT.any): string {
		const value = this.record[name];
		if (typeof value === 'string' && rule.pattern.test(value)) return value;
		this.wrong(name, rule.expected, typeof value === 'string' ? (rule.tell?.(value) ?? value) : value);
		return '';
	}

	/** As `text`; undefined where nothing is there. */
	optionalText(name: string, rule: TextRule = TEXT.any): string | undefined {
		return this.has(name) ? this.text(name, rule) : undefined;
	}

	/** A whole number between the bounds, both included. */
	integer(name: string, min: number, max = Number.MAX_SAFE_INTEGER): number {
		const value = this.record[name];
		if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max)
			return value;
		this.wrong(
			name,
			`a whole number, ${min} or more${max < Number.MAX_SAFE_INTEGER ? ` and at most ${max}` : ''}`,
		);
		return min;
	}

	/** `true` or `false`. */
	boolean(name: string): boolean {
		const value = this.record[name];
		if (typeof value === 'boolean') return value;
		this.wrong(name, 'true or false');
		return false;
	}

	/** One word of a closed set. */
	oneOf<const T extends string>(name: string, words: readonly [T, ...T[]]): T {
		const value = this.record[name];
		const word = words.find((candidate) => candidate === value);
		if (word !== undefined) return word;
		this.wrong(name, `one of ${words.join(', ')}`);
		return words[0];
	}

	/** The code of a problem. */
	code(name: string): ProblemCode {
		const value = this.record[name];
		if (typeof value === 'string' && isProblemCode(value)) return value;
		this.wrong(name, 'the code of a problem');
		return 'UNEXPECTED';
	}

	/** The fields of an object within this one. */
	object(name: string): Fields {
		const value = this.record[name];
		if (isRecord(value)) return new Fields(value, this.at(name), this.problems);
		this.wrong(name, 'an object');
		return new Fields({}, this.at(name), []);
	}

	/** As `object`; undefined where nothing is there. */
	optionalObject(name: string): Fields | undefined {
		return this.has(name) ? this.object(name) : undefined;
	}

	/** A list of objects, each read by `read`. */
	list<T>(name: string, read: (fields: Fields) => T): T[] {
		const value = this.record[name];
		if (!Array.isArray(value)) {
			this.wrong(name, 'a list');
			return [];
		}
		return value.flatMap((entry: unknown, index) => {
			const path = `${this.at(name)}[${index}]`;
			if (isRecord(entry)) return [read(new Fields(entry, path, this.problems))];
			this.problems.push(fieldProblem(path, entry, 'an object'));
			return [];
		});
	}

	/** Names every field that isn't one of the known ones: most often a slip of the pen. */
	refuseOthers(known: readonly string[]): void {
		for (const name of Object.keys(this.record)) {
			if (known.includes(name)) continue;
			this.problems.push({
				code: 'FIELD_UNKNOWN',
				level: 'error',
				path: this.at(name),
				message: `'${this.at(name)}' is not known here`,
				description: `The fields are ${known.join(', ')}.`,
				found: excerpt(name),
			});
		}
	}

	/** Where a field stands, for messages: a table's name for a field may be a personnummer. */
	private at(name: string): string {
		return maskPersonnummerIn(this.path === '' ? excerpt(name) : `${this.path}.${excerpt(name)}`);
	}

	private wrong(name: string, expected: string, found: unknown = this.record[name]): void {
		this.problems.push(fieldProblem(this.at(name), found, expected));
	}
}

/** The problem of a field that is missing or isn't what it must be. */
function fieldProblem(path: string, value: unknown, expected: string): Problem {
	if (value === undefined || value === null) {
		return {
			code: 'FIELD_MISSING',
			level: 'error',
			path,
			message: `'${path}' is missing`,
			description: `Expected ${expected}.`,
			found: '',
		};
	}
	const found = shown(value);
	return {
		code: 'FIELD_INVALID',
		level: 'error',
		path,
		message: `'${path}' is ${found === '' ? 'empty' : typeof value === 'string' ? `"${found}"` : found}`,
		description: `Expected ${expected}.`,
		found,
	};
}

/** A value as a message may show it: short, on one line, personnummer masked. */
export function shown(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object' && value !== null) return 'an object';
	return excerpt(
		String(value)
			.slice(0, 10 * EXCERPT_MAX)
			.replace(/\s+/g, ' '),
	);
}
