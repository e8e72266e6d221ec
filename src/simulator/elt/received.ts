import type { JudgedReport } from './judge';

/** A report that was received: one entry per id, however often it came. */
export interface ReceivedReport extends JudgedReport {
	readonly id: string;
	/** The document's bytes as they came. */
	readonly document: Buffer;
	/** ISO instant of the first time. */
	readonly receivedAt: string;
	/** How often it came; more than once is a duplicate. */
	readonly times: number;
	/** The `tx-id` of each time, the last twenty. */
	readonly txIds: readonly string[];
}

/** What became of a call. */
export type Verdict = 'received' | 'refused' | 'notReceived';

/** A call as the simulator saw it, kept whether or not a report came of it. */
export interface EltCall {
	/** Counted from 1. */
	readonly number: number;
	/** Milliseconds on the simulator's monotonic clock, when the request's head had arrived. */
	readonly arrivedAtMs: number;
	readonly verdict: Verdict;
	/** The id in the document, where one could be read. */
	readonly id?: string;
	/** The named fault, or SOAP's own, that it was answered with. */
	readonly faultstring?: string;
	/** Why it was refused, as the answer says it. */
	readonly reason?: string;
	/** The fault mode that was played on it. */
	readonly fault?: string;
}

/** Sums over everything that came since the start. */
export interface Totals {
	readonly calls: number;
	readonly received: number;
	/** Different ids among the received. */
	readonly ids: number;
	/** Received beyond the first time of each id. */
	readonly duplicates: number;
}

/** How much is kept: counts are kept of all. */
export interface Keep {
	/** Reports with their documents; 500 by default. */
	readonly reports: number;
	/** Calls; 20 000 by default. */
	readonly calls: number;
}

/** What the simulated ELT received. It holds a bounded number of documents and counts all of them. */
export class ReceivedReports {
	readonly #keep: Keep;
	readonly #reports = new Map<string, ReceivedReport>();
	readonly #times = new Map<string, number>();
	#calls: EltCall[] = [];
	#numberOfCalls = 0;
	#received = 0;

	constructor(keep: Partial<Keep> = {}) {
		this.#keep = { reports: keep.reports ?? 500, calls: keep.calls ?? 20_000 };
	}

	/** Counts a call that begins, and gives its number. */
	begin(): number {
		this.#numberOfCalls += 1;
		return this.#numberOfCalls;
	}

	/** Notes how a call went. */
	note(call: EltCall): void {
		this.#calls.push(call);
		if (this.#calls.length > 1.1 * this.#keep.calls) this.#calls = this.#calls.slice(-this.#keep.calls);
	}

	/** Takes a report in. */
	add(report: JudgedReport, document: Buffer, txId: string, now: Date): void {
		const { id } = report.tidredovisning;
		const before = this.#reports.get(id);
		const times = this.timesReceived(id) + 1;
		this.#received += 1;
		this.#times.set(id, times);
		this.#reports.set(id, {
			id,
			...report,
			document,
			receivedAt: before?.receivedAt ?? now.toISOString(),
			times,
			txIds: [...(before?.txIds ?? []), txId].slice(-20),
		});
		const [oldest] = this.#reports.keys();
		if (this.#reports.size > this.#keep.reports && oldest !== undefined) this.#reports.delete(oldest);
	}

	/** The reports that are kept, in the order of their first coming. */
	reports(): readonly ReceivedReport[] {
		return [...this.#reports.values()];
	}

	/** A kept report. */
	report(id: string): ReceivedReport | undefined {
		return this.#reports.get(id);
	}

	/** How often a report came; kept of all. */
	timesReceived(id: string): number {
		return this.#times.get(id) ?? 0;
	}

	/** The calls that are kept, oldest first. */
	calls(): readonly EltCall[] {
		return this.#calls.slice(-this.#keep.calls);
	}

	totals(): Totals {
		const ids = this.#times.size;
		return { calls: this.#numberOfCalls, received: this.#received, ids, duplicates: this.#received - ids };
	}

	/** Forgets everything; calls are counted from 1 again. */
	clear(): void {
		this.#reports.clear();
		this.#times.clear();
		this.#calls = [];
		this.#numberOfCalls = 0;
		this.#received = 0;
	}
}
