import type { Outcome, Receipt } from '../../elt/receipt';
import { ONLY_NEW } from '../memory';
import type { Known, LedgerEntry, ReportLedger, ShouldSend } from '../types';
import type { Database, Row } from './database';

/** Reads a receipt that was kept; null for what is not one. */
export type ReadReceipt = (json: unknown) => Receipt | null;

/** An outcome that could not be recorded when it was known: kept until the database is back. */
export interface Unrecorded {
	readonly address: string;
	readonly entry: LedgerEntry;
	/** Of the claim: an outcome never replaces that of a later claim. */
	readonly version: string;
	readonly outcome: Outcome;
	readonly receipt: Receipt | null;
}

const KNOWN = `
	SELECT report.state, report.version, report.request_sha256, report.receipt, rejection.receipt AS rejection,
		rejection.id IS NOT NULL AS rejected
	FROM (SELECT $1::text AS address, $2::text AS id) AS asked
	LEFT JOIN report USING (address, id)
	LEFT JOIN rejection ON rejection.address = $1 AND rejection.id = $2 AND rejection.request_sha256 = $3`;

/** One winner: the row is as it was read, or was not there; the attempt is written with it. */
const CLAIM = `
	WITH claimed AS (
		INSERT INTO report (address, id, state, version, request_sha256, redovisningsmanad, changed_at)
		VALUES ($1, $2, 'claimed', 1, $3, $5, clock_timestamp())
		ON CONFLICT (address, id) DO UPDATE
		SET state = 'claimed', version = report.version + 1, request_sha256 = $3, receipt = NULL,
			redovisningsmanad = coalesce($5, report.redovisningsmanad), changed_at = clock_timestamp()
		WHERE report.version = $4::bigint
		RETURNING address, id, version, request_sha256
	)
	INSERT INTO attempt (address, id, version, request_sha256, claimed_at)
	SELECT address, id, version, request_sha256, clock_timestamp() FROM claimed RETURNING version`;

/** An acceptance always counts; any other outcome only while its own claim is the last one. */
const RECORD = `
	WITH ended AS (
		UPDATE attempt SET ended_at = clock_timestamp(), outcome = $5, receipt = $6
		WHERE address = $1 AND id = $2 AND version = $4::bigint AND outcome IS DISTINCT FROM 'accepted'
	), refused AS (
		INSERT INTO rejection (address, id, request_sha256, rejected_at, receipt)
		SELECT $1, $2, $3, clock_timestamp(), $6 WHERE $5 = 'rejected'
		ON CONFLICT (address, id, request_sha256) DO UPDATE SET receipt = excluded.receipt
	)
	UPDATE report SET changed_at = clock_timestamp(), receipt = $6, request_sha256 = $3,
		state = CASE $5 WHEN 'accepted' THEN 'accepted' WHEN 'unknown' THEN 'claimed' ELSE 'open' END
	WHERE address = $1 AND id = $2
		AND ($5 = 'accepted' OR (version = $4::bigint AND state <> 'accepted'))`;

/** The ledger of reports in PostgreSQL, for one address: what any process knows, all know. */
export class PostgresReports implements ReportLedger {
	readonly advice = 'Check the ledger database, then run again.';
	/** Versions of the claims that this process has made. */
	readonly #claims = new Map<string, string>();

	/** @param keep takes an outcome that cannot be recorded now */
	constructor(
		private readonly database: Database,
		private readonly address: string,
		private readonly readReceipt: ReadReceipt,
		private readonly keep: (unrecorded: Unrecorded) => Promise<void>,
	) {}

	async look(id: string): Promise<Known> {
		return this.#known(await this.#row({ id, requestSha256: '' }), { id, requestSha256: '' });
	}

	async claim(entry: LedgerEntry, shouldSend: ShouldSend = ONLY_NEW): Promise<Known> {
		for (;;) {
			const row = await this.#row(entry);
			const known = this.#known(row, entry);
			if (!shouldSend(known)) return known;
			const { id, requestSha256, redovisningsmanad } = entry;
			const values = [this.address, id, requestSha256, row['version'] ?? null, redovisningsmanad ?? null];
			const [claimed] = await this.database.query(CLAIM, values);
			// Another process was faster: what it has written decides.
			if (!claimed) continue;
			this.#claims.set(id, String(claimed['version']));
			return known;
		}
	}

	async record(entry: LedgerEntry, outcome: Outcome, receipt: Receipt | null): Promise<void> {
		const version = this.#claims.get(entry.id) ?? '0';
		const unrecorded = { address: this.address, entry, version, outcome, receipt };
		await recordOutcome(this.database, unrecorded).catch(async (cause: unknown) => {
			await this.keep(unrecorded);
			return Promise.reject(cause);
		});
		this.#claims.delete(entry.id);
	}

	async #row({ id, requestSha256 }: LedgerEntry): Promise<Row> {
		const [row] = await this.database.query(KNOWN, [this.address, id, requestSha256]);
		return row ?? {};
	}

	#known(row: Row, { id, requestSha256 }: LedgerEntry): Known {
		const { state, request_sha256: sha256, rejected } = row;
		if (state !== 'claimed' && state !== 'accepted') {
			if (rejected !== true) return { state: 'new' };
			return {
				state: 'rejected',
				requestSha256,
				sameRequest: true,
				receipt: this.#opened(row['rejection'], id),
			};
		}
		return {
			state,
			requestSha256: String(sha256),
			sameRequest: sha256 === requestSha256,
			receipt: this.#opened(row['receipt'], id),
		};
	}

	#opened(sealed: unknown, id: string): Receipt | undefined {
		if (!(sealed instanceof Uint8Array)) return undefined;
		const json = this.database.sealing.open(sealed, contextOf(this.address, id));
		return this.readReceipt(json) ?? undefined;
	}
}

/** Records an outcome; harmless when it was recorded before, or its claim is not the last one any more. */
export async function recordOutcome(
	{ query, sealing }: Database,
	{ address, entry: { id, requestSha256 }, version, outcome, receipt }: Unrecorded,
): Promise<void> {
	const sealed = receipt && sealing.seal(receipt, contextOf(address, id));
	await query(RECORD, [address, id, requestSha256, version, outcome, sealed]);
}

/** What a sealed receipt is bound to. */
export function contextOf(address: string, id: string): string {
	return `receipt ${address} ${id}`;
}
