import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type FileLedger, openFileLedger } from '../../src/cli/fileLedger';
import { UsageError } from '../../src/cli/usageError';
import { EltError } from '../../src/errors';
import { createPace } from '../../src/elt/pace';
import { NO_RETRY } from '../../src/elt/retry';
import { submitOnce } from '../../src/ledger/submitOnce';
import type { JournalFile } from '../../src/files/journal';
import { type Report, World } from '../elt/world';
import { makeFolder } from './elt';

const ROUNDS = 25;
const REPORTS = 6;
const AT_A_TIME = 4;

/** Somewhere to keep a ledger where there is little room. */
interface Disk {
	/** Opens a ledger with so many bytes left beyond what it has. */
	open(path: string, endpoint: string, free: number): Promise<FileLedger>;
	/** There is room again. */
	makeRoom(): void;
}

let world: World;
let reports: Report[];
let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
	({ folder, remove } = await makeFolder());
	world = await World.start();
	reports = await Promise.all(Array.from({ length: REPORTS }, () => world.report()));
}, 60_000);

afterAll(async () => {
	await remove();
	await world.close();
});

/** The file system's own file, on which a write beyond a limit writes as much as fits, and then fails. */
function limited(free: number): (path: string) => Promise<JournalFile> {
	return async (path) => {
		const file = await open(path, 'a').then(async (made) => {
			await made.close();
			return await open(path, 'r+');
		});
		const limit = (await file.stat()).size + free;
		return {
			readFile: () => file.readFile(),
			write: async (bytes, offset, length, position) => {
				const fits = Math.min(length, limit - position);
				if (fits <= 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
				return await file.write(bytes, offset, fits, position);
			},
			sync: () => file.sync(),
			truncate: (length) => file.truncate(length),
			close: () => file.close(),
		};
	};
}

const LIMITED: Disk = {
	open: (path, endpoint, free) => openFileLedger(path, endpoint, limited(free)),
	makeRoom: () => undefined,
};

/** A file system in memory of 160 KB, filled but for the room that is asked for; null where none may be mounted. */
function tmpfs(at: string): (Disk & { unmount(): void }) | null {
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160k', 'tmpfs', at], { stdio: 'ignore' });
	} catch {
		return null;
	}
	const filler = join(at, 'filler');
	return {
		open: (path, endpoint, free) => {
			fill(filler, free);
			return openFileLedger(path, endpoint);
		},
		makeRoom: () => rmSync(filler, { force: true }),
		unmount: () => void execFileSync('umount', [at]),
	};
}

/** Takes everything but so many bytes, in pages. */
function fill(filler: string, free: number): void {
	for (let pages = 40; pages > 0; pages -= 1) {
		try {
			writeFileSync(filler, Buffer.alloc(pages * 4096));
			break;
		} catch {
			continue;
		}
	}
	const { length } = execFileSync('cat', [filler]);
	writeFileSync(filler, Buffer.alloc(Math.max(0, length - free)));
}

/** Sends all reports, so many at a time; the ones that could not be claimed were not sent. */
async function send(ledger: FileLedger): Promise<{ accepted: number; refused: number }> {
	const { client } = world;
	const rest = reports.values();
	const sum = { accepted: 0, refused: 0 };
	const worker = async (): Promise<void> => {
		for (const report of rest) {
			await submitOnce({
				...report,
				client,
				pace: createPace(client.endpoint, 0),
				ledger,
				retry: NO_RETRY,
			}).then(
				({ explanation, ledgerCause }) => {
					expect([explanation.outcome, ledgerCause]).toEqual(['accepted', null]);
					sum.accepted += 1;
				},
				(error: unknown) => {
					expect(error).toBeInstanceOf(EltError);
					expect(error).toMatchObject({ code: 'ELT_LEDGER' });
					sum.refused += 1;
				},
			);
		}
	};
	await Promise.all(Array.from({ length: AT_A_TIME }, worker));
	return sum;
}

/** One round: little room, then room again; what was sent must be known and nothing sent twice. */
async function round(disk: Disk, path: string, free: number): Promise<{ refused: number }> {
	world.server.received.clear();
	const full = await disk.open(path, world.server.url, free).catch((error: unknown) => {
		expect(error).toBeInstanceOf(UsageError);
		return null;
	});
	const first = full === null ? { accepted: 0, refused: REPORTS } : await send(full);
	await full?.close();
	expect(world.server.received.totals().calls).toBe(first.accepted);
	disk.makeRoom();
	const roomy = await openFileLedger(path, world.server.url);
	expect(await send(roomy)).toEqual({ accepted: REPORTS, refused: 0 });
	await roomy.close();
	expect(world.server.received.totals()).toMatchObject({ calls: REPORTS, ids: REPORTS, duplicates: 0 });
	return { refused: first.refused };
}

/** Lines of another address, so that the room in steps ends at another report in each round. */
function fillLedger(path: string, lines: number): void {
	const line = { at: '', endpoint: 'https://other', id: 'x', requestSha256: '', outcome: null, txId: null };
	writeFileSync(path, `${JSON.stringify(line)}\n`.repeat(lines));
}

async function attack(disk: Disk, in_: string, freeOf: (round: number) => number): Promise<number[]> {
	const refused: number[] = [];
	for (let number = 0; number < ROUNDS; number += 1) {
		const path = join(in_, `ledger-${number}`);
		fillLedger(path, 100 + number * 4);
		refused.push((await round(disk, path, freeOf(number))).refused);
		await rm(path);
	}
	return refused;
}

test('a file that cannot grow loses no claim and sends no report twice in 25 rounds', async () => {
	const refused = await attack(LIMITED, folder, (number) => number * 800);
	expect(refused.filter((count) => count > 0 && count < REPORTS).length).toBeGreaterThan(2);
}, 300_000);

test('a full file system loses no claim and sends no report twice in 25 rounds', async () => {
	const at = join(folder, 'small');
	await mkdir(at);
	const disk = tmpfs(at);
	try {
		const refused = await attack(disk ?? LIMITED, disk ? at : folder, (number) => (number % 8) * 4096);
		expect(refused.some((count) => count > 0)).toBe(true);
	} finally {
		disk?.unmount();
	}
}, 300_000);
