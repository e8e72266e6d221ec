import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inspect } from 'node:util';

import { folder } from './folder';
import type { Lines } from './lines';

/** The errors whose words people read: this package's, and what n8n makes of them. */
const TOLD = /^(?:EltError|Node\w*Error)$/;

const lines: Lines = { written: new Set(), secrets: new Set() };
globalThis.linesOfTheSuite = lines;

/** Errors get their fields after they have been made: they are read when the test is over. */
const errors = new Set<Error>();

// Every class that extends Error in this realm calls this when it makes one.
globalThis.Error = new Proxy(globalThis.Error, {
	construct(target, given, newTarget) {
		const error: unknown = Reflect.construct(target, given, newTarget);
		if (!(error instanceof target)) throw new TypeError('no error was made');
		if (newTarget !== target) errors.add(error);
		return error;
	},
});

// The streams are the process's own: they outlive the test file and are given back.
const restore = [process.stdout, process.stderr].map((stream) => {
	const { write } = stream;
	stream.write = (text: string | Uint8Array, ...more: never[]): boolean => {
		lines.written.add(typeof text === 'string' ? text : Buffer.from(text).toString('utf8'));
		return write.call(stream, text, ...more);
	};
	return () => (stream.write = write);
});

const { console: terminal } = globalThis;
for (const level of ['debug', 'error', 'info', 'log', 'warn'] as const) {
	const write = terminal[level].bind(terminal);
	terminal[level] = (...values: unknown[]): void => {
		lines.written.add(values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' '));
		write(...values);
	};
}

function readErrors(): void {
	for (const error of errors) {
		if (!TOLD.test(error.name)) continue;
		lines.written.add(error.message);
		for (const field of ['description', 'problems'] as const) {
			const value: unknown = Reflect.get(error, field);
			if (typeof value === 'string') lines.written.add(value);
			if (Array.isArray(value)) for (const each of value) lines.written.add(JSON.stringify(each));
		}
	}
	errors.clear();
}

afterEach(readErrors);

afterAll(() => {
	readErrors();
	for (const giveBack of restore) giveBack();
	const { testPath = 'unknown' } = expect.getState();
	const name = `${basename(testPath)}.${process.pid}.${Date.now()}.json`;
	const { written, secrets } = lines;
	writeFileSync(
		join(folder(), name),
		JSON.stringify({ testPath, written: [...written], secrets: [...secrets] }),
	);
});
