import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One folder of the test vectors that others made. */
export interface Vectors {
	/** The names of its files, sorted. */
	files(extension: string): string[];
	bytes(name: string): Buffer;
	text(name: string): string;
	json(name: string): unknown;
}

/**
 * Defines a suite over one folder of `ELT_VECTORS_DIR`. Where that is not set, the suite is one test to do that says
 * what is missing: it is not counted as passed.
 */
export function overVectors(folder: string, define: (vectors: Vectors) => void): void {
	const directory = process.env['ELT_VECTORS_DIR'];
	describe(folder, () => {
		if (directory === undefined || directory === '') {
			test.todo(`needs the test vectors in ${folder}/: set ELT_VECTORS_DIR to the folder that has it`);
			return;
		}
		const path = (name: string): string => join(directory, folder, name);
		define({
			files: (extension) =>
				readdirSync(path(''))
					.filter((name) => name.endsWith(extension))
					.sort(),
			bytes: (name) => readFileSync(path(name)),
			text: (name) => readFileSync(path(name), 'utf8'),
			json: (name): unknown => JSON.parse(readFileSync(path(name), 'utf8')),
		});
	});
}

/** Whether a value is an object with string keys. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects in a list of JSON; anything else in it is a mistake in the vectors. */
export function records(value: unknown): Readonly<Record<string, unknown>>[] {
	if (!Array.isArray(value) || !value.every(isRecord))
		throw new TypeError('The vectors are not as described');
	return value;
}

/** A text of JSON. */
export function textOf(value: unknown): string {
	if (typeof value !== 'string') throw new TypeError('The vectors are not as described');
	return value;
}

/** The texts in a list of JSON. */
export function textsOf(value: unknown): string[] {
	if (!Array.isArray(value)) throw new TypeError('The vectors are not as described');
	return value.map(textOf);
}

/** Throws on what a test does not expect. */
export function raise(thrown: unknown): never {
	throw thrown;
}
