import { open, readFile, unlink } from 'node:fs/promises';

import { cannot } from './files';
import { UsageError } from './usageError';
import { isRecord } from '../report/item/fields';

/**
 * Keeps a file for one process: a second one is refused as long as `<path>.lock` is there. What a killed process
 * left behind is not taken over by itself: two that did so at once would both believe they were alone.
 *
 * @returns lets go of the file
 * @throws UsageError when another process has it, or the lock can't be written
 */
export async function lockFile(path: string): Promise<() => Promise<void>> {
	const lock = `${path}.lock`;
	const made = await open(lock, 'wx').catch(async (cause: unknown) => {
		if (isRecord(cause) && cause['code'] === 'EEXIST') throw await inUse(path, lock);
		throw cannot('write', lock, cause);
	});
	await made.writeFile(String(process.pid)).finally(() => made.close());
	return () => unlink(lock);
}

async function inUse(path: string, lock: string): Promise<UsageError> {
	const pid = Number(await readFile(lock, 'utf8').catch(() => ''));
	return pid > 0 && !isRunning(pid)
		? new UsageError(
				`'${path}' was left locked by a call that was cut off (process ${pid}): delete '${lock}' and run again`,
			)
		: new UsageError(`'${path}' is in use by another call ('${lock}'): run again when it is over`);
}

/** Signal 0 only asks; a process of somebody else's may not be asked, but is there. */
function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return isRecord(error) && error['code'] === 'EPERM';
	}
}
