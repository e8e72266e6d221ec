import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { codesPage } from './codesPage';

/** Writes docs/codes.md from the tables; run from the root of the package. */
async function write(): Promise<void> {
	const path = resolve('docs', 'codes.md');
	writeFileSync(path, await codesPage(path));
}

void write();
