import type { Outcome, Receipt } from '../elt/receipt';
import type { Known, LedgerEntry, ReportLedger, ShouldSend } from './types';

/** Only what is new is sent. */
export const ONLY_NEW: ShouldSend = ({ state }) => state === 'new';

/** What a ledger knows, while it is open. */
export class KnownReports {
	readonly #reports = new Map<string, Known>();
	readonly #rejections = new Map<string, Known>();

	/** By id alone. */
	look(id: string): Known {
		return this.#reports.get(id) ?? { state: 'new' };
	}

	/** Of exactly these bytes. */
	of(entry: LedgerEntry): Known {
		const known = this.look(entry.id);
		if (known.state === 'new') return this.#rejections.get(bytesOf(entry)) ?? known;
		return { ...known, sameRequest: known.requestSha256 === entry.requestSha256 };
	}

	/** An earlier outcome is covered by the claim. */
	claim({ id, requestSha256 }: LedgerEntry): void {
		this.#reports.set(id, { state: 'claimed', requestSha256 });
	}

	record(entry: LedgerEntry, outcome: Outcome, given: Receipt | null): void {
		const { id, requestSha256 } = entry;
		const receipt = given ?? undefined;
		if (outcome === 'accepted') this.#reports.set(id, { state: 'accepted', requestSha256, receipt });
		else if (outcome === 'unknown') this.#reports.set(id, { state: 'claimed', requestSha256, receipt });
		else this.#reports.delete(id);
		if (outcome === 'rejected')
			this.#rejections.set(bytesOf(entry), { state: 'rejected', requestSha256, receipt });
	}
}

function bytesOf({ id, requestSha256 }: LedgerEntry): string {
	return `${id} ${requestSha256}`;
}

/** A ledger that lasts as long as it is kept: for the command line within one call. */
export function createMemoryLedger(): ReportLedger {
	const reports = new KnownReports();
	return {
		advice: 'Run again.',
		look: (id) => Promise.resolve(reports.look(id)),
		claim: (entry, shouldSend = ONLY_NEW) => {
			const known = reports.of(entry);
			if (shouldSend(known)) reports.claim(entry);
			return Promise.resolve(known);
		},
		record: (entry, outcome, receipt) => Promise.resolve(reports.record(entry, outcome, receipt)),
	};
}
