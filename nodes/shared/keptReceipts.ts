import type { SubmittedReport } from '../../src/report/submit';

/** How long an outcome is kept for the next try, milliseconds: an hour. */
const KEPT_MS = 3_600_000;

interface Kept {
	readonly report: SubmittedReport;
	/** By `Date.now()`. */
	readonly until: number;
}

const kept = new Map<string, Kept>();

/** An outcome is of one request to one address; null where no call has told one. */
function keyOf({ item: { id, receipt } }: SubmittedReport): string | null {
	if (!receipt || receipt.requestSha256 === null || receipt.outcome === 'notSent') return null;
	return `${receipt.outcome} ${receipt.endpoint} ${id} ${receipt.requestSha256}`;
}

/**
 * Keeps what became of each report of a run that is going to end with an error: n8n throws its output away, and
 * its database knows neither a tx-id nor Försäkringskassan's own words, which *Retry On Fail* would then lose.
 */
export function keepReceipts(submitted: readonly SubmittedReport[]): void {
	for (const report of submitted) {
		const key = keyOf(report);
		const called = (report.item.receipt?.attempts ?? 0) > 0;
		if (key !== null && called) kept.set(key, { report, until: Date.now() + KEPT_MS });
	}
}

/** The reports, each that an earlier try settled with the receipt and the words that came then. */
export function withKeptReceipts(submitted: readonly SubmittedReport[]): SubmittedReport[] {
	for (const [key, { until }] of kept) if (until < Date.now()) kept.delete(key);
	return submitted.map((report) => {
		const found = kept.get(keyOf(report) ?? '')?.report;
		const { receipt } = report.item;
		if (!found?.item.receipt || !receipt || receipt.attempts > 0) return report;
		return { ...report, item: { ...report.item, receipt: found.item.receipt }, error: found.error };
	});
}

/** Lets go of what was kept of these reports: the run has passed them on. */
export function forgetReceipts(submitted: readonly SubmittedReport[]): void {
	for (const report of submitted) kept.delete(keyOf(report) ?? '');
}
