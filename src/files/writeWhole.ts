import { randomUUID } from 'node:crypto';
import { open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file whole or not at all: under a temporary name in the same folder, flushed to the disk, then renamed.
 * A crash or a full disk leaves what was there before.
 *
 * @param mode permissions; what the process gives new files by default
 * @throws the system's error; the temporary file is gone then
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode?: number): Promise<void> {
	const temporary = `${path}.${randomUUID()}.tmp`;
	try {
		const file = await open(temporary, 'wx', mode);
		try {
			if (mode !== undefined) await file.chmod(mode); // The umask may have taken some of it away.
			await file.writeFile(content);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(temporary, path);
	} catch (cause) {
		await unlink(temporary).catch(() => undefined);
		return Promise.reject(cause);
	}
	await syncFolder(dirname(path));
}

/** Makes a new name in a folder survive a loss of power; not every system lets a folder be flushed. */
export async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, 'r').catch(() => null);
	await handle?.sync().catch(() => undefined);
	await handle?.close();
}
