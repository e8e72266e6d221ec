import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { keepLine } from '../secrets/lines';

/** The command line as it is built: `npm test` builds it first. */
const CLI = join(process.env['ELT_DIST'] ?? join(__dirname, '../../dist'), 'src/cli.js');

/** Everything that any call printed, for the search for secrets. */
export const printed: string[] = [];

/** Calls that have not ended. */
const running = new Set<ChildProcess>();

/** Ends what a failed test left running, which would keep the test runner. */
export function endAll(): void {
	for (const child of running) child.kill('SIGKILL');
}

/** How a call ended. */
export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
	/** The objects of `--json`. */
	readonly lines: readonly unknown[];
}

/** Runs one call to its end. */
export async function elt(...args: readonly string[]): Promise<Ended> {
	return await started(...args).ended;
}

/** Starts a call that goes on. */
export function started(...args: readonly string[]) {
	return startedBy([], ...args);
}

/** Starts a call by way of another program, which is given the call's own command line. */
export function startedBy(by: readonly string[], ...args: readonly string[]) {
	if (!existsSync(CLI)) throw new Error(`There is no ${CLI}: build first`);
	const [program = process.execPath, ...line] = [...by, process.execPath, CLI, ...args];
	const child = spawn(program, line, { stdio: ['ignore', 'pipe', 'pipe'] });
	running.add(child);
	const output = { stdout: '', stderr: '' };
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
	const ended = new Promise<Ended>((resolve) => {
		child.once('close', (code) => {
			running.delete(child);
			printed.push(output.stdout, output.stderr);
			keepLine(output.stderr);
			const lines = args.includes('--json') ? output.stdout.split('\n').filter(Boolean).map(parse) : [];
			resolve({ code, ...output, lines });
		});
	});
	/** Settles once a text has been printed on standard output or standard error. */
	const says = async (text: string): Promise<void> => {
		while (!`${output.stdout}${output.stderr}`.includes(text)) {
			if (child.exitCode !== null) throw new Error(`It ended without saying "${text}":\n${output.stderr}`);
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	};
	return { ended, says, interrupt: (signal: NodeJS.Signals = 'SIGINT') => child.kill(signal) };
}

function parse(line: string): unknown {
	return JSON.parse(line);
}

/** A folder for the files of one test suite. */
export async function makeFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
	const folder = await mkdtemp(join(tmpdir(), 'elt-cli-'));
	return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
