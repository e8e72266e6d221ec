import { randomUUID } from 'node:crypto';
import { link, open, readFile, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { dirname, join, relative } from 'node:path';

import { cannot } from './files';
import { UsageError } from './usageError';
import { writeWhole } from '../files/writeWhole';
import { isRecord } from '../report/item/fields';

/** Who has a file, as its lock file says. */
interface Owner {
	/** Names the socket that the owner listens on. */
	readonly token: string;
	readonly pid: number;
	readonly host: string;
	/** Changes when the machine restarts; empty where the system has none. */
	readonly boot: string;
	/** ISO instant. */
	readonly since: string;
}

/** The longest path of a socket that every system takes, bytes. */
const LONGEST_SOCKET_PATH = 100;

/**
 * Reserves a file for one call. `<path>.lock` says who has it, and the owner listens on a socket that the operating
 * system closes when its process ends, however it ends: a lock whose owner no longer listens is taken over.
 *
 * @returns releases the file
 * @throws UsageError when another call has it, or the lock cannot be written
 */
export async function lockFile(path: string): Promise<() => Promise<void>> {
	const lock = `${path}.lock`;
	const owner: Owner = {
		token: randomUUID().slice(0, 8),
		pid: process.pid,
		host: hostname(),
		boot: await bootId(),
		since: new Date().toISOString(),
	};
	const alive = await listen(socketOf(path, owner.token)).catch((cause: unknown) => {
		throw cannot('write', lock, cause);
	});
	try {
		await take(path, lock, owner);
	} catch (cause) {
		alive.close();
		throw cause instanceof UsageError ? cause : cannot('write', lock, cause);
	}
	return async () => {
		await unlink(lock);
		alive.close();
	};
}

/** Makes the lock file, with its content in one step; one that a dead owner left is removed first. */
async function take(path: string, lock: string, owner: Owner): Promise<void> {
	const own = `${lock}.${owner.token}`;
	await writeWhole(own, `${JSON.stringify(owner)}\n`);
	try {
		const made = await madeLink(own, lock);
		if (made) return;
		await removeStale(path, lock);
		if (!(await madeLink(own, lock))) throw await inUse(path, lock);
	} finally {
		await unlink(own);
	}
}

/** False when the name is taken. */
async function madeLink(from: string, to: string): Promise<boolean> {
	return await link(from, to).then(
		() => true,
		(cause: unknown) => (codeOf(cause) === 'EEXIST' ? false : Promise.reject(cause)),
	);
}

/**
 * Removes a lock whose owner is gone.
 *
 * @throws UsageError when its owner is alive, or it cannot be known
 */
async function removeStale(path: string, lock: string): Promise<void> {
	const owner = readOwner(await readFile(lock, 'utf8').catch(() => ''));
	if (owner === null || (await stateOf(path, owner)) !== 'gone') throw await inUse(path, lock);
	// Of several calls that find the same stale lock only one may remove it: the others could remove its successor.
	const right = removalOf(lock, owner);
	const made = await open(right, 'wx').catch((cause: unknown) =>
		codeOf(cause) === 'EEXIST' ? null : Promise.reject(cause),
	);
	if (made === null) throw await inUse(path, lock);
	await made.close();
	const still = readOwner(await readFile(lock, 'utf8').catch(() => ''));
	if (still?.token === owner.token) await unlink(lock);
	await unlink(socketOf(path, owner.token)).catch(() => undefined);
	await unlink(right);
}

/**
 * What can be known of an owner. A process of this machine, in whichever container, is alive as long as it listens;
 * one from before a restart of this machine is gone; one of another machine cannot be seen from here.
 */
async function stateOf(path: string, { token, boot, host }: Owner): Promise<'alive' | 'gone' | 'elsewhere'> {
	const here = await bootId();
	const near = boot === here && (here !== '' || host === hostname());
	if (near) return (await listens(socketOf(path, token))) ? 'alive' : 'gone';
	return host === hostname() ? 'gone' : 'elsewhere';
}

async function inUse(path: string, lock: string): Promise<UsageError> {
	const owner = readOwner(await readFile(lock, 'utf8').catch(() => ''));
	if (owner === null)
		return new UsageError(
			`'${path}' is locked by '${lock}', which does not say by whom: if no other call is running, delete it and run again`,
		);
	const who = `process ${owner.pid} on ${owner.host}, since ${owner.since}`;
	const sentences = {
		alive: `'${path}' is in use by another call (${who}): run again when that call is over`,
		gone: `'${path}' was left locked (${who}) and another call is just taking it over: run again, and if this stays so, delete '${lock}' and '${removalOf(lock, owner)}'`,
		elsewhere: `'${path}' is locked by a call on another machine (${who}): if that call is over, delete '${lock}' and run again`,
	};
	return new UsageError(sentences[await stateOf(path, owner)]);
}

/** The call that creates this file may remove the lock of this owner: only one can. */
function removalOf(lock: string, { token }: Owner): string {
	return `${lock}.${token}.removed`;
}

/** Null for a file that does not name an owner: one of an older version, or emptied by a full disk. */
function readOwner(text: string): Owner | null {
	const json = parse(text);
	if (!isRecord(json)) return null;
	const { token, pid, host, boot, since } = json;
	if (typeof token !== 'string' || !/^[0-9a-f]{8}$/.test(token) || typeof pid !== 'number') return null;
	if (typeof host !== 'string' || typeof boot !== 'string' || typeof since !== 'string') return null;
	return { token, pid, host, boot, since };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** In the folder of the file, so that every container that sees the file sees the socket. */
function socketOf(path: string, token: string): string {
	if (process.platform === 'win32') return `\\\\.\\pipe\\elt-${token}`;
	const absolute = join(dirname(path), `.elt-${token}.sock`);
	const near = relative(process.cwd(), absolute);
	const shorter = near.length < absolute.length ? near : absolute;
	if (Buffer.byteLength(shorter) <= LONGEST_SOCKET_PATH) return shorter;
	throw new UsageError(`'${path}' is too long a path to be locked: run from a folder that is nearer to it`);
}

function listen(socket: string): Promise<Server> {
	return new Promise((resolve, reject) => {
		const server = createServer((caller) => caller.destroy());
		server.once('error', reject);
		server.listen(socket, () => resolve(server.unref()));
	});
}

function listens(socket: string): Promise<boolean> {
	return new Promise((resolve) => {
		const call = connect(socket);
		call.once('connect', () => {
			resolve(true);
			call.destroy();
		});
		call.once('error', (cause) => resolve(!['ECONNREFUSED', 'ENOENT'].includes(codeOf(cause))));
	});
}

/** @see https://docs.kernel.org/admin-guide/sysctl/kernel.html#random */
async function bootId(): Promise<string> {
	return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
}

function codeOf(cause: unknown): string {
	return isRecord(cause) && typeof cause['code'] === 'string' ? cause['code'] : '';
}
