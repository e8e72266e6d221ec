import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { lockFile } from '../../src/cli/fileLock';
import { UsageError } from '../../src/cli/usageError';
import { makeFolder } from './elt';

let folder: string;
let remove: () => Promise<void>;
let path: string;
let files = 0;

beforeAll(async () => ({ folder, remove } = await makeFolder()));
afterAll(() => remove());
beforeEach(() => {
	path = join(folder, `file-${(files += 1)}`);
});

const lock = () => `${path}.lock`;

/** What a call that was killed leaves behind: its lock and its socket, on which nobody listens. */
async function leftByKilled(): Promise<string> {
	const script = `
		const { createServer } = require('node:net');
		createServer().listen(process.argv[1], () => process.stdout.write('listening'));`;
	const token = '0123abcd';
	const child = spawn(process.execPath, ['-e', script, join(folder, `.elt-${token}.sock`)]);
	await new Promise((resolve) => child.stdout.once('data', resolve));
	const release = await lockFile(path);
	const own: unknown = JSON.parse(readFileSync(lock(), 'utf8'));
	await release();
	const text = JSON.stringify({ ...Object(own), token, pid: 1 });
	child.kill('SIGKILL');
	await new Promise((resolve) => child.once('close', resolve));
	writeFileSync(lock(), text);
	return text;
}

test('reserves a file for one call and leaves nothing behind', async () => {
	const release = await lockFile(path);
	await expect(lockFile(path)).rejects.toThrow(
		new RegExp(`is in use by another call \\(process ${process.pid} on .+, since .+\\): run again when`),
	);
	await release();
	await (
		await lockFile(path)
	)();
	expect(readdirSync(folder).filter((name) => name.includes('.lock') || name.startsWith('.elt'))).toEqual([]);
});

test('takes over the lock of a killed process, also when its process id is in use again', async () => {
	await leftByKilled();
	const release = await lockFile(path);
	expect(readFileSync(lock(), 'utf8')).toContain(`"pid":${process.pid}`);
	await release();
	expect(existsSync(join(folder, '.elt-0123abcd.sock'))).toBe(false);
});

test('gives a stale lock to one of many callers', async () => {
	await leftByKilled();
	const taken = await Promise.allSettled(Array.from({ length: 12 }, () => lockFile(path)));
	const won = taken.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
	expect(won).toHaveLength(1);
	for (const result of taken)
		if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(UsageError);
	await won[0]?.();
});

test('takes over a lock from before a restart of the machine', async () => {
	const text = await leftByKilled();
	writeFileSync(lock(), text.replace(/"boot":"[^"]*"/, '"boot":"another"'));
	await (
		await lockFile(path)
	)();
});

test('does not take over the lock of another machine, and says so', async () => {
	const text = await leftByKilled();
	const other = text.replace(/"boot":"[^"]*"/, '"boot":"another"').replace(/"host":"[^"]*"/, '"host":"far"');
	writeFileSync(lock(), other);
	await expect(lockFile(path)).rejects.toThrow(
		/is locked by a call on another machine \(process 1 on far, since .+\): if that call is over, delete/,
	);
});

test.each(['', '4711', '{"token":"../../x"}'])('says that the lock %j names no owner', async (content) => {
	writeFileSync(lock(), content);
	await expect(lockFile(path)).rejects.toThrow(
		`'${path}' is locked by '${lock()}', which does not say by whom: if no other call is running, delete it and run again`,
	);
});
