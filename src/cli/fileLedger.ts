import { type FileHandle, open } from 'node:fs/promises';

import { lockFile } from './fileLock';
import { cannot } from './files';
import { UsageError } from './usageError';
import { KnownReports, type Ledger, type LedgerEntry, ONLY_NEW } from '../elt/ledger';
import { type Outcome, OUTCOMES } from '../elt/receipt';
import { isRecord } from '../report/item/fields';

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
	const reports = await readAll(file, path, endpoint).catch(async (error: unknown) => {
		await file.close();
		return Promise.reject(error);
	});
	const add = async (entry: LedgerEntry, outcome: Outcome | null, txId: string | null): Promise<void> => {
		const { id, requestSha256 } = entry;
		const line: Line = { at: new Date().toISOString(), endpoint, id, requestSha256, outcome, txId };
		await append(file, `${JSON.stringify(line)}\n`);
	};
	return {
		advice: `Make room on the disk of '${path}' and see that the file may be written, then run again.`,
		look: (id) => Promise.resolve(reports.look(id)),
		claim: async (entry, goesOut = ONLY_NEW) => {
			const known = reports.of(entry);
			if (!goesOut(known)) return known;
			await add(entry, null, null);
			reports.claim(entry);
			return known;
		},
		record: async (entry, outcome, txId) => {
			await add(entry, outcome, txId);
			reports.record(entry, outcome, txId);
		},
		close: async () => {
			await file.close();
			await unlock();
		},
	};
}

/** What the file tells; half a last line is ended, so that the next one stands by itself. */
async function readAll(file: FileHandle, path: string, endpoint: string): Promise<KnownReports> {
	const text = await file.readFile('utf8');
	const reports = readReports(path, text, endpoint);
	if (text !== '' && !text.endsWith('\n')) await append(file, '\n');
	return reports;
}

/** All of it and down to the disk, or, where there is no room for all, nothing of it. */
async function append(file: FileHandle, text: string): Promise<void> {
	const { size } = await file.stat();
	const written = async (): Promise<void> => {
		await file.appendFile(text);
		await file.sync();
	};
	await written().catch(async (cause: unknown) => {
		await file.truncate(size).catch(() => undefined);
		return Promise.reject(cause);
	});
}

/** What the lines of the file say of one address. */
function readReports(path: string, text: string, endpoint: string): KnownReports {
	const reports = new KnownReports();
	for (const [index, line] of text.split('\n').entries()) {
		if (line.trim() === '') continue;
		const read = readLine(line) ?? readTorn(line);
		if (read === undefined) throw noLedger(path, index + 1);
		if (read?.endpoint !== endpoint) continue;
		if (read.outcome === null) reports.claim(read);
		else reports.record(read, read.outcome, read.txId);
	}
	return reports;
}

function noLedger(path: string, line: number): UsageError {
	return new UsageError(
		`'${path}' is no ledger: line ${line} can't be read. Name the file that elt has written; if it is that one, restore it from a copy: what it no longer tells would be sent again`,
	);
}

/**
 * The beginning of a line that a crash cut off: the report it names counts as claimed. Null when it names none:
 * nothing was sent on the strength of it; undefined when it is no such thing.
 */
function readTorn(text: string): Line | null | undefined {
	if (!'{"at":"'.startsWith(text.slice(0, 7)) || text.endsWith('}')) return undefined;
	const [, at, endpoint, id] = TORN.exec(text) ?? [];
	if (at === undefined || endpoint === undefined || id === undefined) return null;
	return { at, endpoint: String(parse(`"${endpoint}"`)), id, requestSha256: '', outcome: null, txId: null };
}

const TORN = /^\{"at":"([^"]*)","endpoint":"((?:[^"\\]|\\.)*)","id":"([^"]*)"/;

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
