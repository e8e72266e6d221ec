import type { Outcome } from './receipt';

/** What is known of a report before it goes out. */
export interface Claim {
	/** `new`: it may go out and is claimed now. `claimed`: an earlier run began and told no outcome. */
	readonly state: 'new' | 'claimed' | 'accepted' | 'rejected';
	/** Of an accepted report, where the store keeps it. */
	readonly txId?: string | null;
}

/** One request as the ledger knows it. */
export interface LedgerEntry {
	/** The report's id. */
	readonly id: string;
	/** A rejection counts for exactly these bytes: signed anew, the report may go out under its id. */
	readonly requestSha256: string;
}

/**
 * What was sent, kept longer than a run. Before a report goes out it is claimed; afterwards its outcome is
 * recorded: `accepted` and `rejected` stay, `notSent` gives the claim back, `unknown` leaves it standing.
 * A store that can't be read must throw: a report whose past is not known is not sent.
 */
export interface Ledger {
	claim(entry: LedgerEntry): Promise<Claim>;
	record(entry: LedgerEntry, outcome: Outcome, txId: string | null): Promise<void>;
}

/** A ledger that lasts as long as it is kept: for tests, and for the command line within one call. */
export function createMemoryLedger(): Ledger {
	const claims = new Map<string, Claim>();
	const rejections = new Map<string, Claim>();
	const bytes = ({ id, requestSha256 }: LedgerEntry) => `${id} ${requestSha256}`;
	return {
		claim: (entry) => {
			const known = claims.get(entry.id) ?? rejections.get(bytes(entry));
			if (known !== undefined) return Promise.resolve(known);
			claims.set(entry.id, { state: 'claimed' });
			return Promise.resolve({ state: 'new' });
		},
		record: (entry, outcome, txId) => {
			if (outcome === 'accepted') claims.set(entry.id, { state: 'accepted', txId });
			if (outcome === 'unknown') claims.set(entry.id, { state: 'claimed' });
			if (outcome === 'rejected' || outcome === 'notSent') claims.delete(entry.id);
			if (outcome === 'rejected') rejections.set(bytes(entry), { state: 'rejected' });
			return Promise.resolve();
		},
	};
}
