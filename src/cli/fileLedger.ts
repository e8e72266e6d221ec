import { open } from 'node:fs/promises';

import { lockFile } from './fileLock';
import { cannot } from './files';
import { UsageError } from './usageError';
import { createMemoryLedger, type Ledger, type LedgerEntry } from '../elt/ledger';
import { type Outcome, OUTCOMES } from '../elt/receipt';
import { isRecord } from '../report/fields';

/** One line of the file: a claim, or an outcome. */
interface Line extends LedgerEntry {
	readonly endpoint: string;
	readonly at: string;
	/** Null for a claim. */
	readonly outcome: Outcome | null;
	readonly txId: string | null;
}

/** A ledger in a file, and how to let go of it. */
export interface FileLedger extends Ledger {
	close(): Promise<void>;
}

/**
 * Opens a ledger that is kept in a file, one JSON object per line, only ever added to and flushed to the disk
 * before anything is sent. So a second call does not send again what the first one sent, or may have sent.
 * One call at a time: the file is locked until the ledger is closed.
 *
 * @param endpoint where the reports go; the file may hold several
 * @throws UsageError when the file can't be opened, is no ledger, or another call has it
 */
export async function openFileLedger(path: string, endpoint: string): Promise<FileLedger> {
	const unlock = await lockFile(path);
	return await openLocked(path, endpoint, unlock).catch(async (error: unknown) => {
		await unlock();
		return Promise.reject(error);
	});
}

async function openLocked(path: string, endpoint: string, unlock: () => Promise<void>): Promise<FileLedger> {
	const file = await open(path, 'a+').catch((cause: unknown) => {
		throw cannot('write', path, cause);
	});
	const memory = createMemoryLedger();
	const text = await file.readFile('utf8');
	for (const line of readLines(path, text)) {
		if (line.endpoint !== endpoint) continue;
		if (line.outcome === null) await memory.claim(line);
		else await memory.record(line, line.outcome, line.txId);
	}
	if (text !== '' && !text.endsWith('\n')) await file.write('\n');
	const add = async (entry: LedgerEntry, outcome: Outcome | null, txId: string | null): Promise<void> => {
		const { id, requestSha256 } = entry;
		const line: Line = { at: new Date().toISOString(), endpoint, id, requestSha256, outcome, txId };
		await file.write(`${JSON.stringify(line)}\n`);
		await file.sync();
	};
	return {
		claim: async (entry) => {
			const claim = await memory.claim(entry);
			if (claim.state === 'new') await add(entry, null, null);
			return claim;
		},
		record: async (entry, outcome, txId) => {
			await memory.record(entry, outcome, txId);
			await add(entry, outcome, txId);
		},
		close: async () => {
			await file.close();
			await unlock();
		},
	};
}

/** The lines of the file. Half a last line is what a crash leaves: nothing was sent on the strength of it. */
function readLines(path: string, text: string): Line[] {
	const lines = text.split('\n');
	const last = lines.pop() ?? '';
	const whole = [...lines, ...(readLine(last) ? [last] : [])].filter((line) => line.trim() !== '');
	return whole.flatMap((line, index) => {
		const read = readLine(line);
		if (read) return [read];
		if (isTorn(line)) return [];
		throw new UsageError(`'${path}' is no ledger: line ${index + 1} can't be read`);
	});
}

/** Whether a line is the beginning of one that a crash cut off. */
function isTorn(line: string): boolean {
	return line.startsWith('{"at":"') && !line.endsWith('}');
}

function readLine(text: string): Line | null {
	const json = parse(text);
	if (!isRecord(json)) return null;
	const { at, endpoint, id, requestSha256, outcome, txId } = json;
	const known = OUTCOMES.find((each) => each === outcome) ?? null;
	const texts = typeof at === 'string' && typeof endpoint === 'string' && typeof requestSha256 === 'string';
	if (!texts || typeof id !== 'string' || known !== outcome) return null;
	return { at, endpoint, id, requestSha256, outcome: known, txId: typeof txId === 'string' ? txId : null };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
