import type { SubmittedReport } from '../../../src/report/submit/submit';
import { Kept } from '../n8n/kept';

const kept = new Kept<SubmittedReport>();

/** An outcome is of one request to one address; null where no call gave one. */
function keyOf({
	report: {
		item: { id, receipt },
	},
}: SubmittedReport): string | null {
	if (!receipt || receipt.requestSha256 === null || receipt.outcome === 'notSent') return null;
	return `${receipt.outcome} ${receipt.endpoint} ${id} ${receipt.requestSha256}`;
}

/** Keeps what became of each report: n8n's database knows neither a tx-id nor Försäkringskassan's own words. */
export function keepReceipts(submitted: readonly SubmittedReport[]): void {
	for (const result of submitted) {
		const key = keyOf(result);
		const called = result.report.item.receipt?.earlier === false;
		if (key !== null && called) kept.keep(key, result);
	}
}

/** The reports, each that an earlier try settled with the receipt and the words that came then. */
export function withKeptReceipts(submitted: readonly SubmittedReport[]): SubmittedReport[] {
	return submitted.map((result) => {
		const key = keyOf(result);
		const found = key === null ? undefined : kept.find(key);
		const { receipt } = result.report.item;
		const earlier = found?.report.item.receipt;
		if (!earlier || !receipt || receipt.attempts > 0) return result;
		return {
			...result,
			report: result.report.with({ receipt: { ...earlier, earlier: true } }),
			error: found.error,
		};
	});
}

/** Lets go of what was kept of these reports: the run has passed them on. */
export function forgetReceipts(submitted: readonly SubmittedReport[]): void {
	for (const result of submitted) {
		const key = keyOf(result);
		if (key !== null) kept.forget(key);
	}
}
