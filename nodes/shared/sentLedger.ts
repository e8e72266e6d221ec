import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';

import type { Claim, Ledger, LedgerEntry } from '../../src/elt/ledger';
import type { Outcome } from '../../src/elt/receipt';

const OPTIONS: ICheckProcessedOptions = { mode: 'entries' };

/**
 * The marks that are kept of a report, below the address it goes to. n8n's store can only say whether a mark was
 * there, and leaves it there when asked. So whatever asking or a crash leaves behind must mean *claimed*, which
 * is never sent by itself: all four marks together mean that, and each better-known state is told by marks
 * that were taken away.
 *
 * | state                        | claimed | open | undecided | bytes |
 * |------------------------------|---------|------|-----------|-------|
 * | never tried                  |         |      |           |       |
 * | claimed, outcome not known   | x       | x    | x         | x     |
 * | accepted                     | x       |      |           |       |
 * | rejected, with these bytes   | x       | x    |           | x     |
 * | given back, or other bytes   | x       | x    |           |       |
 */
interface Marks {
	readonly claimed: string;
	readonly open: string;
	readonly undecided: string;
	readonly bytes: string;
}

function marksOf(address: string, { id, requestSha256 }: LedgerEntry): Marks {
	const report = `elt ${address} ${id}`;
	return {
		claimed: `${report} claimed`,
		open: `${report} open`,
		undecided: `${report} undecided`,
		bytes: `${report} ${requestSha256}`,
	};
}

/** n8n's store reads, changes and writes its whole list: one at a time in this process. */
let queue: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
	const mine = queue.then(work);
	queue = mine.catch(() => undefined);
	return mine;
}

/**
 * The ledger of what was sent, in n8n's own database (`checkProcessedAndRecord`), per workflow and address: it
 * outlives runs, retries and restarts. It keeps no tx-id.
 *
 * @param address where the reports go: the same report may go to the test environment and then to production
 */
export function createSentLedger({ helpers }: Pick<IExecuteFunctions, 'helpers'>, address: string): Ledger {
	const remove = (marks: readonly string[]) => helpers.removeProcessed([...marks], 'workflow', OPTIONS);
	return {
		claim: (entry) =>
			inTurn(async () => {
				const marks = marksOf(address, entry);
				const { claimed, open, undecided, bytes } = marks;
				const asked = [claimed, open, undecided, bytes];
				const found = await helpers.checkProcessedAndRecord(asked, 'workflow', OPTIONS);
				const state = stateOf(new Set(found.processed.map(String)), marks);
				if (state === 'accepted') await remove([open, undecided, bytes]);
				if (state === 'rejected') await remove([undecided]);
				if (state === 'claimed' && found.new.includes(bytes)) await remove([bytes]);
				return { state };
			}),
		record: (entry, outcome) =>
			inTurn(async () => {
				const marks = marksOf(address, entry);
				if (outcome === 'rejected') await helpers.checkProcessedAndRecord([marks.bytes], 'workflow', OPTIONS);
				const gone = TAKEN_AWAY[outcome].map((mark) => marks[mark]);
				if (gone.length > 0) await remove(gone);
			}),
	};
}

/** Which marks an outcome takes away. */
const TAKEN_AWAY: Readonly<Record<Outcome, readonly (keyof Marks)[]>> = {
	accepted: ['open', 'undecided', 'bytes'],
	rejected: ['undecided'],
	notSent: ['undecided', 'bytes'],
	unknown: [],
};

function stateOf(known: ReadonlySet<string>, { claimed, open, undecided, bytes }: Marks): Claim['state'] {
	if (!known.has(claimed)) return 'new';
	if (!known.has(open)) return 'accepted';
	if (known.has(undecided)) return 'claimed';
	return known.has(bytes) ? 'rejected' : 'new';
}
