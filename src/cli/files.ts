import { access, constants, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { UsageError } from './usageError';
import { EltError } from '../errors';
import { writeWhole } from '../files/writeWhole';
import { isRecord } from '../report/item/fields';
import { decodeUtf8 } from '../export/encoding';

/** What the operating system's codes mean to a person. */
const SYSTEM_CODES: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file or folder',
	EACCES: 'it may not be opened with the rights at hand',
	EPERM: 'it may not be opened with the rights at hand',
	EISDIR: 'it is a folder, not a file',
	ENOTDIR: 'a part of its path is a file, not a folder',
	EEXIST: 'a file of that name is in the way',
	ENOSPC: 'the disk is full',
	EROFS: 'the disk can only be read',
};

/**
 * Reads a file that was named on the command line.
 *
 * @throws UsageError when it can't be read
 */
export async function readBytes(path: string): Promise<Uint8Array> {
	try {
		return await readFile(path);
	} catch (cause) {
		throw cannot('read', path, cause);
	}
}

/**
 * Reads a text file, UTF-8, without its byte order mark.
 *
 * @throws UsageError when it can't be read
 * @throws EltError `INPUT_INVALID` when it is in another encoding: names in it would be lost
 */
export async function readText(path: string): Promise<string> {
	const text = decodeUtf8(await readBytes(path));
	if (text !== null) return text;
	throw new EltError(
		'INPUT_INVALID',
		`'${path}' is not UTF-8`,
		'Save it as UTF-8 (in Notepad: Save as, Encoding), and look at å, ä and ö in it.',
	);
}

/**
 * Reads a passphrase from the first line of a file, so that it never stands on a command line.
 *
 * @throws UsageError when it can't be read
 */
export async function readPassphrase(path: string | undefined): Promise<string | undefined> {
	return path === undefined ? undefined : ((await readText(path)).split(/\r?\n/)[0] ?? '');
}

/** The sentence for a file that can't be opened, read or written. */
export function cannot(verb: 'read' | 'write', path: string, cause: unknown): UsageError {
	const code = isRecord(cause) && typeof cause['code'] === 'string' ? cause['code'] : '';
	return new UsageError(
		`'${path}' can't be ${verb === 'read' ? 'read' : 'written'}: ${SYSTEM_CODES[code] ?? 'the system refused it'}`,
	);
}

/**
 * Makes a folder where it isn't there.
 *
 * @throws UsageError when it can't be made, or written to
 */
export async function prepareFolder(folder: string): Promise<void> {
	try {
		await makeFolder(folder);
		await access(folder, constants.W_OK);
	} catch (cause) {
		throw cannot('write', folder, cause);
	}
}

/**
 * Makes a folder and those above it, one by one: Node's own recursion does not end where the system makes none,
 * as in `/proc`.
 */
async function makeFolder(folder: string): Promise<void> {
	if (await isFolder(folder)) return;
	const above = dirname(folder);
	if (above !== folder) await makeFolder(above);
	await mkdir(folder).catch(async (cause: unknown) => {
		// Made by another call meanwhile.
		if (!(await isFolder(folder))) throw cause;
	});
}

/** False also for what is there but no folder: making it then says so. */
async function isFolder(path: string): Promise<boolean> {
	return await stat(path).then(
		(found) => found.isDirectory(),
		() => false,
	);
}

/**
 * Writes files into a folder, which is created where it is missing; each file whole or not at all.
 *
 * @param files content by name
 * @throws UsageError when one cannot be written
 */
export async function writeFiles(
	folder: string,
	files: ReadonlyMap<string, string | Uint8Array>,
): Promise<void> {
	await prepareFolder(folder);
	for (const [name, content] of files) {
		const path = join(folder, name);
		await writeWhole(path, content).catch((cause: unknown) => {
			throw cannot('write', path, cause);
		});
	}
}
