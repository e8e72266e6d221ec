import { lockFile } from './fileLock';
import { cannot } from './files';
import { UsageError } from './usageError';
import { KnownReports, ONLY_NEW } from '../ledger/memory';
import type { LedgerEntry, ReportLedger } from '../ledger/types';
import { type Outcome, OUTCOMES, type Receipt } from '../elt/receipt';
import { receiptIn } from '../report/item/readReceipt';
import { Journal, type JournalContent, JournalDamaged, type JournalFile } from '../files/journal';
import { isRecord } from '../report/item/fields';

/** One line of the file: a claim, or an outcome. */
interface Line extends LedgerEntry {
	readonly endpoint: string;
	readonly at: string;
	/** Null for a claim. */
	readonly outcome: Outcome | null;
	/** Of the call; null for a claim, and where it was not kept. */
	readonly receipt: Receipt | null;
}

/** A ledger in a file, and how to close it. */
export interface FileLedger extends ReportLedger {
	close(): Promise<void>;
}

/**
 * Opens a ledger that is kept in a file, one JSON object per line, only ever appended to. A claim is on the disk
 * before anything is sent, with room for its outcome; so a second call does not send again what the first one sent,
 * or may have sent. One call at a time: the file is locked until the ledger is closed.
 *
 * @param endpoint where the reports go; the file may contain several
 * @param openFile opens the file itself; the file system's own by default
 * @throws UsageError when the file cannot be opened, is not a ledger, or another call has it
 */
export async function openFileLedger(
	path: string,
	endpoint: string,
	openFile?: (path: string) => Promise<JournalFile>,
): Promise<FileLedger> {
	const unlock = await lockFile(path);
	return await openLocked(path, endpoint, unlock, openFile).catch(async (error: unknown) => {
		await unlock();
		return Promise.reject(error);
	});
}

/** What one outcome takes in the file, bytes: each claim keeps so much free for its own. */
const OUTCOME_BYTES = 4096;

async function openLocked(
	path: string,
	endpoint: string,
	unlock: () => Promise<void>,
	openFile?: (path: string) => Promise<JournalFile>,
): Promise<FileLedger> {
	const { journal, content } = await Journal.open(path, openFile).catch((cause: unknown) => {
		throw cause instanceof JournalDamaged ? noLedger(path, cause.line) : cannot('write', path, cause);
	});
	const open = new Set<string>();
	const reports = await recover(journal, path, content, endpoint).catch(async (error: unknown) => {
		await journal.close();
		return Promise.reject(error);
	});
	const add = async (entry: LedgerEntry, outcome: Outcome | null, receipt: Receipt | null): Promise<void> => {
		const { id, requestSha256 } = entry;
		const line: Line = { at: new Date().toISOString(), endpoint, id, requestSha256, outcome, receipt };
		// An outcome takes the room that its claim has reserved.
		await journal.append(JSON.stringify(line), outcome === null ? open.size * OUTCOME_BYTES : 0);
	};
	return {
		advice: `Make room on the disk of '${path}' and check that the file may be written, then run again.`,
		look: (id) => Promise.resolve(reports.look(id)),
		claim: async (entry, shouldSend = ONLY_NEW) => {
			const known = reports.of(entry);
			if (!shouldSend(known)) return known;
			open.add(entry.id);
			await add(entry, null, null).catch((cause: unknown) => {
				open.delete(entry.id);
				return Promise.reject(cause);
			});
			reports.claim(entry);
			return known;
		},
		record: async (entry, outcome, receipt) => {
			open.delete(entry.id);
			// On a full disk there is room for the outcome, though perhaps not for a long answer.
			await add(entry, outcome, receipt).catch(() => add(entry, outcome, receipt && withoutAnswer(receipt)));
			reports.record(entry, outcome, receipt);
		},
		close: async () => {
			await journal.close();
			await unlock();
		},
	};
}

function withoutAnswer(receipt: Receipt): Receipt {
	return { ...receipt, response: null };
}

/** What the file says; a report that an unfinished line names counts as claimed. */
async function recover(
	journal: Journal,
	path: string,
	{ lines, torn }: JournalContent,
	endpoint: string,
): Promise<KnownReports> {
	const unfinished = torn === '' ? null : (readLine(torn) ?? readTorn(torn));
	if (unfinished === undefined || torn.split(BEGINNING).length > 2) throw noLedger(path, lines.length + 1);
	const all = unfinished === null ? lines : [...lines, JSON.stringify(unfinished)];
	const reports = readReports(path, all, endpoint);
	if (unfinished !== null) await journal.append(JSON.stringify(unfinished));
	return reports;
}

/** What the lines of the file say of one address. */
function readReports(path: string, lines: readonly string[], endpoint: string): KnownReports {
	const reports = new KnownReports();
	for (const [index, line] of lines.entries()) {
		if (line.trim() === '') continue;
		const read = readLine(line) ?? readTorn(line);
		if (read === undefined) throw noLedger(path, index + 1);
		if (read?.endpoint !== endpoint) continue;
		if (read.outcome === null) reports.claim(read);
		else reports.record(read, read.outcome, read.receipt);
	}
	return reports;
}

function noLedger(path: string, line: number): UsageError {
	return new UsageError(
		`'${path}' is not a ledger, or is damaged: line ${line} cannot be read. Name the file that elt has written; if it is that one, restore it from a copy: reports that are missing from it would be sent again`,
	);
}

/**
 * The beginning of a line that a crash cut off: the report it names counts as claimed. Null when it names none:
 * nothing was sent on the strength of it; undefined when it is no such thing.
 */
function readTorn(text: string): Line | null | undefined {
	if (!BEGINNING.startsWith(text.slice(0, BEGINNING.length)) || text.endsWith('}')) return undefined;
	const [, at, endpoint, id] = TORN.exec(text) ?? [];
	if (at === undefined || endpoint === undefined || id === undefined) return null;
	return {
		at,
		endpoint: String(parse(`"${endpoint}"`)),
		id,
		requestSha256: '',
		outcome: null,
		receipt: null,
	};
}

/** How each line begins. */
const BEGINNING = '{"at":"';

const TORN = /^\{"at":"([^"]*)","endpoint":"((?:[^"\\]|\\.)*)","id":"([^"]*)"/;

function readLine(text: string): Line | null {
	const json = parse(text);
	if (!isRecord(json)) return null;
	const { at, endpoint, id, requestSha256, outcome, receipt } = json;
	const known = OUTCOMES.find((each) => each === outcome) ?? null;
	const texts = typeof at === 'string' && typeof endpoint === 'string' && typeof requestSha256 === 'string';
	if (!texts || typeof id !== 'string' || known !== outcome) return null;
	return { at, endpoint, id, requestSha256, outcome: known, receipt: receiptIn(receipt) };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
