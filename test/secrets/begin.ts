import { mkdirSync } from 'node:fs';

import { folder, nameFolder } from './folder';

/** Before the first test file: a folder for what this run writes. */
export default function begin(): void {
	nameFolder(`${Date.now()}-${process.pid}`);
	mkdirSync(folder(), { recursive: true });
}
