import type { Database } from './database';

/** What one month's reports at one address have come to. */
export interface MonthStatus {
	readonly address: string;
	/** `YYYY-MM`; null for reports whose month was not recorded. */
	readonly redovisningsmanad: string | null;
	readonly accepted: number;
	readonly rejected: number;
	/** Claimed, with an unknown outcome or none. */
	readonly unknown: number;
	/** Not sent: certainly not received. */
	readonly open: number;
}

const STATUS = `
	SELECT address, redovisningsmanad,
		count(*) FILTER (WHERE state = 'accepted') AS accepted,
		count(*) FILTER (WHERE state = 'open' AND rejected) AS rejected,
		count(*) FILTER (WHERE state = 'claimed') AS unknown,
		count(*) FILTER (WHERE state = 'open' AND NOT rejected) AS open
	FROM (
		SELECT report.*, EXISTS (
			SELECT FROM rejection WHERE rejection.address = report.address AND rejection.id = report.id
		) AS rejected FROM report
	) AS reports
	WHERE $1::text IS NULL OR redovisningsmanad = $1
	GROUP BY address, redovisningsmanad ORDER BY address, redovisningsmanad`;

/** What the ledger knows, summed by address and month. @param month `YYYY-MM`; all months by default */
export async function ledgerStatus({ query }: Database, month: string | null = null): Promise<MonthStatus[]> {
	const rows = await query(STATUS, [month]);
	return rows.map((row) => ({
		address: String(row['address']),
		redovisningsmanad: typeof row['redovisningsmanad'] === 'string' ? row['redovisningsmanad'] : null,
		accepted: Number(row['accepted']),
		rejected: Number(row['rejected']),
		unknown: Number(row['unknown']),
		open: Number(row['open']),
	}));
}

/**
 * Deletes what was last changed before so many days. A report that was deleted is not known any more: it would be
 * sent again. Reports with an unknown outcome are kept.
 *
 * @returns how many reports and orders were deleted
 */
export async function pruneLedger(
	{ transaction }: Database,
	days: number,
): Promise<{ readonly reports: number; readonly orders: number }> {
	return await transaction(async (query) => {
		const old = "clock_timestamp() - $1 * interval '1 day'";
		const reports = await query(
			`DELETE FROM report WHERE changed_at < ${old} AND state <> 'claimed' RETURNING id`,
			[days],
		);
		const gone = 'NOT EXISTS (SELECT FROM report WHERE report.address = t.address AND report.id = t.id)';
		await query(`DELETE FROM attempt AS t WHERE claimed_at < ${old} AND ${gone}`, [days]);
		await query(`DELETE FROM rejection AS t WHERE rejected_at < ${old} AND ${gone}`, [days]);
		const orders = await query(`DELETE FROM bankid_order WHERE started_at < ${old} RETURNING order_ref`, [
			days,
		]);
		await query(
			'DELETE FROM bankid_entry AS e WHERE NOT EXISTS (SELECT FROM bankid_order AS o WHERE o.environment = e.environment AND o.order_ref = e.order_ref)',
		);
		await query('DELETE FROM signer WHERE held_until < clock_timestamp()');
		return { reports: reports.length, orders: orders.length };
	});
}
