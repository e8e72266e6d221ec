import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';

import { writeWhole } from '../../files/writeWhole';
import type { Sealing } from './sealing';

const ENDING = '.sealed';
const OWNER_ONLY = 0o600;

/**
 * A folder for what could not be written to the database: one sealed file each, whole or not at all. What is in it
 * belongs to the ledger whose key has sealed it.
 */
export class Spool {
	constructor(
		private readonly folder: string,
		private readonly sealing: Sealing,
	) {}

	/** Keeps a value; durable when the promise resolves. */
	async keep(value: unknown): Promise<void> {
		await mkdir(this.folder, { recursive: true });
		const name = randomUUID();
		const sealed = this.sealing.seal(value, `spool ${name}`);
		await writeWhole(join(this.folder, `${name}${ENDING}`), sealed, OWNER_ONLY);
	}

	/**
	 * Gives each value to `work` and removes it when that has succeeded.
	 *
	 * @throws what `work` throws; the value stays
	 */
	async each(work: (value: unknown) => Promise<void>): Promise<void> {
		const names = await readdir(this.folder).catch(() => []);
		for (const file of names.filter((name) => name.endsWith(ENDING))) {
			const path = join(this.folder, file);
			const value = await this.#read(path, file.slice(0, -ENDING.length));
			if (value === null) continue;
			await work(value.content);
			await unlink(path).catch(() => undefined);
		}
	}

	/** Null for what another process has taken meanwhile, or another ledger has sealed. */
	async #read(path: string, name: string): Promise<{ readonly content: unknown } | null> {
		try {
			return { content: this.sealing.open(await readFile(path), `spool ${name}`) };
		} catch {
			return null;
		}
	}
}
