import { join } from 'node:path';

/** The variable by which the test runner's processes know the folder of their run. */
const VARIABLE = 'ELT_LINES';

/** Names the folder of a run: several may go on at once. */
export function nameFolder(run: string): void {
	process.env[VARIABLE] = run;
}

/** Where each test file of this run leaves what its code wrote and threw. */
export function folder(): string {
	return join(__dirname, '../../output/lines', process.env[VARIABLE] ?? 'run');
}

/** Where the test files of this run keep the keys that they share. */
export function keysFolder(): string {
	return join(__dirname, '../../output/keys', process.env[VARIABLE] ?? 'run');
}
