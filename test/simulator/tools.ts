import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Person } from '../../src/simulator/pki/pki';

/** A person from the test series of identity numbers. */
export const ASSISTENT: Person = { personnummer: '198911079930', givenName: 'Åsa', surname: 'Sjöö' };

/** Base64 of text. */
export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** What a program printed, and how it ended. */
export interface Ran {
	readonly code: number;
	readonly output: string;
}

/** Runs a program and gives its exit code and everything it printed. */
export function run(program: string, args: readonly string[]): Promise<Ran> {
	return new Promise((resolve) => {
		execFile(program, [...args], { encoding: 'utf8' }, (error, stdout, stderr) => {
			const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
			resolve({ code, output: stdout + stderr });
		});
	});
}

/** A folder that is gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
	try {
		return await work(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Writes the files into the folder and gives their paths by name. */
export async function write<N extends string>(
	folder: string,
	files: Record<N, string | Uint8Array>,
): Promise<(name: N) => string> {
	for (const name in files) await writeFile(join(folder, name), files[name]);
	return (name) => join(folder, name);
}
