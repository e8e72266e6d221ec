import type { ProblemCode } from '../errors';
import { excerpt } from '../problems/excerpt';
import type { Problems } from '../problems/problems';

/** An object as JSON has it. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named fields. */
export function isJsonObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of one object of a report, by their name in the schema; what is wrong is noted, and reading goes on. */
export class JsonFields {
	private readonly fields: ReadonlyMap<string, unknown>;

	/** @param path where the object stands in the report; empty for the whole */
	constructor(
		json: Json,
		private readonly path: string,
		readonly problems: Problems,
	) {
		const entries = Object.entries(json).filter(([, value]) => value !== undefined && value !== null);
		this.fields = new Map(entries.map(([key, value]) => [key.replace(/^[\w-]+:/, ''), value]));
	}

	has(name: string): boolean {
		return this.fields.has(name);
	}

	/** Where a field stands in the report. */
	pathOf(name: string): string {
		return this.path === '' ? name : `${this.path}.${name}`;
	}

	/** A text or number as text; undefined where there is none. */
	text(name: string): string | undefined {
		const value = this.fields.get(name);
		if (value === undefined || typeof value === 'string') return value;
		if (typeof value === 'number') return String(value);
		this.wrong(name, 'text');
		return undefined;
	}

	/** true or false, also as text or 1/0; undefined where there is none. */
	flag(name: string): boolean | undefined {
		const value = this.fields.get(name);
		if (value === undefined) return undefined;
		const text = String(value).trim();
		if (text === 'true' || text === '1') return true;
		if (text === 'false' || text === '0') return false;
		this.wrong(name, 'true or false');
		return undefined;
	}

	/** The fields of an object within; none where it is missing. */
	inside(name: string): JsonFields {
		const value = this.fields.get(name);
		if (value !== undefined && !isJsonObject(value)) this.wrong(name, 'an object');
		return new JsonFields(isJsonObject(value) ? value : {}, this.pathOf(name), this.problems);
	}

	/** The objects of a list; one object alone counts as a list of one, a missing one as empty. */
	list(name: string): JsonFields[] {
		const value = this.fields.get(name) ?? [];
		const values: readonly unknown[] = Array.isArray(value) ? value : [value];
		return values.flatMap((each, index) => {
			const path = `${this.pathOf(name)}[${index}]`;
			if (isJsonObject(each)) return [new JsonFields(each, path, this.problems)];
			this.note('REPORT_SHAPE', path, shown(each), `${path} is ${shown(each)}, not an object.`, SHAPE);
			return [];
		});
	}

	/** Notes fields that the schema does not know: a slip in a name would lose what was meant. */
	only(names: readonly string[]): void {
		for (const [name, value] of this.fields) {
			if (names.includes(name) || /^[$@]|^xmlns/.test(name)) continue;
			const path = this.pathOf(excerpt(name));
			const message = `${path} is no element of a tidredovisning; known here are ${names.join(', ')}.`;
			this.note('REPORT_SHAPE', path, shown(value), message, 'Correct the name, or take it away.');
		}
	}

	/** Notes one problem of level error. */
	note(code: ProblemCode, path: string, found: string, message: string, description: string): void {
		this.problems.note(code, 'error', () => ({ path, message, description, found }));
	}

	private wrong(name: string, expected: string): void {
		const found = shown(this.fields.get(name));
		this.note(
			'REPORT_SHAPE',
			this.pathOf(name),
			found,
			`${this.pathOf(name)} is ${found}, not ${expected}.`,
			SHAPE,
		);
	}
}

const SHAPE = "Give the report in the schema's own shape: its elements as fields of the same names.";

/** The kind of a value of the wrong kind; never its content, which may be a person's. */
function shown(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (value === null) return 'null';
	return typeof value === 'object' ? 'an object' : typeof value === 'string' ? 'text' : String(value);
}
