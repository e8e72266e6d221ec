import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { codesOutOfPlace, codesPage } from './codesPage';

const PAGE = resolve(__dirname, '..', '..', 'docs', 'codes.md');

test('docs/codes.md is what the tables say: run npm run docs:codes after changing one', async () => {
	expect(readFileSync(PAGE, 'utf8')).toBe(await codesPage(PAGE));
});

test('every code of an error is listed once: in the texts of errors, or among the outcomes of sending', () => {
	expect(codesOutOfPlace()).toEqual([]);
});
