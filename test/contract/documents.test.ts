import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EltError } from '../../src/errors';
import { readTidredovisning } from '../../src/tidredovisning/read';
import { checkTidredovisning } from '../../src/tidredovisning/rules';
import { validateSchema } from '../../src/tidredovisning/schema';
import { writeTidredovisning } from '../../src/tidredovisning/write';
import { authority, holds } from './authority';

const DOCUMENTS = join(__dirname, '../fixtures/documents');

/** What is to be said about each document: whether the schema holds, and the codes of all problems. */
const VERDICTS: Readonly<Record<string, { readonly schema: boolean; readonly codes: readonly string[] }>> =
	JSON.parse(readFileSync(join(DOCUMENTS, 'verdicts.json'), 'utf8'));
const CORPUS = Object.entries(VERDICTS).map(([name, verdict]) => ({
	name,
	...verdict,
	bytes: readFileSync(join(DOCUMENTS, name)),
}));

test('every document has a verdict', () => {
	expect(
		readdirSync(DOCUMENTS)
			.filter((name) => name.endsWith('.xml'))
			.sort(),
	).toEqual(Object.keys(VERDICTS).sort());
});

describe('our schema and rules on the corpus', () => {
	test.each(CORPUS)('$name', async ({ schema, codes, bytes }) => {
		const { tidredovisning, problems } = await readTidredovisning(bytes);
		expect(problems.length === 0).toBe(schema);
		expect(await validateSchema(bytes)).toEqual(problems);
		for (const { path, message, description } of problems) {
			expect(path).toMatch(/line \d+, column \d+$/);
			expect(message).toMatch(/^Line \d+, column \d+: .*\.$/s);
			expect(description).toMatch(/^[A-Z].*\.$/s);
		}
		const rules =
			tidredovisning === null
				? []
				: checkTidredovisning(tidredovisning, { today: '2026-11-02', stage: 'validate' });
		expect([...new Set([...problems, ...rules].map(({ code }) => code))]).toEqual(codes);
	});
	test('what holds can be read and written again', async () => {
		for (const { bytes } of CORPUS.filter(({ schema }) => schema)) {
			const { tidredovisning } = await readTidredovisning(bytes);
			if (tidredovisning === null) throw new TypeError('The document was not read.');
			const written = writeTidredovisning(tidredovisning);
			expect(await readTidredovisning(written)).toEqual({ tidredovisning, problems: [] });
		}
	});
});

const theirs = authority();
if (theirs !== null) {
	test.each(CORPUS)('the authority’s schema says the same of $name', async ({ schema, bytes }) => {
		expect(await holds(await theirs.validator(), bytes)).toBe(schema);
	});
}

test('a document that is no XML has no verdict', async () => {
	await expect(validateSchema(Buffer.from('<a'))).rejects.toThrow(EltError);
});
