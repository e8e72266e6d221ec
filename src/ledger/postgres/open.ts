import { homedir } from 'node:os';
import { join } from 'node:path';

import type { EltEndpoint } from '../../elt/environments';
import type { Pace } from '../../elt/pace';
import { OUTCOMES, type Receipt } from '../../elt/receipt';
import type { OrderLedger, ReportLedger } from '../types';
import { type Database, type DatabaseOptions, openDatabase } from './database';
import { PostgresOrders } from './orders';
import { PostgresPace } from './pace';
import { contextOf, PostgresReports, type ReadReceipt, recordOutcome, type Unrecorded } from './reports';
import { Spool } from './spool';
import { type MonthStatus, ledgerStatus, pruneLedger } from './upkeep';

/** A ledger in PostgreSQL that any number of processes share. */
export interface PostgresLedger {
	/** What was sent to an address. */
	reports(address: string): ReportLedger;
	/** BankID orders of an environment and relying party. */
	orders(environment: string): OrderLedger;
	/** The pace that all processes keep together. @param intervalMs as `createPace` */
	pace(endpoint: EltEndpoint, intervalMs?: number): Pace;
	/** The receipts that were kept, newest first. */
	receipts(
		address: string,
		by: { readonly id: string } | { readonly redovisningsmanad: string },
	): Promise<Receipt[]>;
	/** What each month has come to. @param redovisningsmanad `YYYY-MM`; all months by default */
	status(redovisningsmanad?: string): Promise<MonthStatus[]>;
	/** Deletes what was last changed before so many days; reports with an unknown outcome are kept. */
	prune(days: number): Promise<{ readonly reports: number; readonly orders: number }>;
	close(): Promise<void>;
}

/** How a ledger is opened. */
export interface PostgresLedgerOptions extends DatabaseOptions {
	readonly readReceipt: ReadReceipt;
	/** Where outcomes wait that could not be recorded; `.elt-ledger` in the home folder by default. */
	readonly spoolFolder?: string;
}

const RECEIPTS = `
	SELECT id, receipt FROM report
	WHERE address = $1 AND ($2::text IS NULL OR id = $2) AND ($3::text IS NULL OR redovisningsmanad = $3)
	AND receipt IS NOT NULL ORDER BY changed_at DESC`;

/**
 * Opens a ledger in PostgreSQL. Outcomes that an earlier run could not record are recorded first.
 *
 * @throws EltError `LEDGER_UNREACHABLE`, `LEDGER_PASSWORD`, `LEDGER_RIGHTS`, `LEDGER_SCHEMA`, `LEDGER_KEY`
 */
export async function openPostgresLedger(options: PostgresLedgerOptions): Promise<PostgresLedger> {
	const { readReceipt, spoolFolder = join(homedir(), '.elt-ledger') } = options;
	const database = await openDatabase(options);
	const spool = new Spool(spoolFolder, database.sealing);
	const recordKept = () => spool.each((value) => recordUnrecorded(database, value, readReceipt));
	try {
		await recordKept();
	} catch (cause) {
		await database.close();
		return Promise.reject(cause);
	}
	return {
		reports: (address) =>
			new PostgresReports(database, address, readReceipt, (unrecorded) => spool.keep(unrecorded)),
		orders: (environment) => new PostgresOrders(database, environment),
		pace: (endpoint, intervalMs) => new PostgresPace(database, endpoint, intervalMs),
		receipts: async (address, by) => {
			const { id, redovisningsmanad } = { id: null, redovisningsmanad: null, ...by };
			const rows = await database.query(RECEIPTS, [address, id, redovisningsmanad]);
			return rows.flatMap((row) => receiptOf(database, address, row, readReceipt) ?? []);
		},
		status: (month) => ledgerStatus(database, month),
		prune: (days) => pruneLedger(database, days),
		close: async () => {
			// What could not be recorded in this run is tried once more; else the next run records it.
			await recordKept().catch(() => undefined);
			await database.close();
		},
	};
}

function receiptOf(
	{ sealing }: Database,
	address: string,
	row: Readonly<Record<string, unknown>>,
	readReceipt: ReadReceipt,
): Receipt | null {
	const sealed = row['receipt'];
	if (!(sealed instanceof Uint8Array)) return null;
	const receipt = readReceipt(sealing.open(sealed, contextOf(address, String(row['id']))));
	return receipt && { ...receipt, earlier: true };
}

/** Records an outcome from the spool; what is not one is left alone. */
async function recordUnrecorded(database: Database, value: unknown, readReceipt: ReadReceipt): Promise<void> {
	const unrecorded = unrecordedIn(value, readReceipt);
	if (unrecorded) await recordOutcome(database, unrecorded);
}

function unrecordedIn(value: unknown, readReceipt: ReadReceipt): Unrecorded | null {
	if (!isObject(value) || !isObject(value['entry'])) return null;
	const { address, version, receipt } = value;
	const { id, requestSha256 } = value['entry'];
	const outcome = OUTCOMES.find((each) => each === value['outcome']);
	if (typeof address !== 'string' || typeof version !== 'string' || outcome === undefined) return null;
	if (typeof id !== 'string' || typeof requestSha256 !== 'string') return null;
	return { address, version, outcome, entry: { id, requestSha256 }, receipt: readReceipt(receipt) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
