import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';

import { ONLY_NEW } from '../../../src/ledger/memory';
import type { Known, LedgerEntry, ReportLedger } from '../../../src/ledger/types';
import type { Outcome } from '../../../src/elt/receipt';

const OPTIONS: ICheckProcessedOptions = { mode: 'entries' };

/**
 * The marks that are kept of a report, below the address it goes to. n8n's store can only say whether a mark was
 * there, and leaves it there when asked. So whatever asking or a crash leaves behind must mean *claimed*, which
 * is never sent by itself: all marks together mean that, and each better-known state is told by marks that were
 * taken away.
 *
 * | state                        | claimed | open | undecided | bytes | accepted |
 * |------------------------------|---------|------|-----------|-------|----------|
 * | never tried                  |         |      |           |       |          |
 * | claimed, outcome not known   | x       | x    | x         | x     | x        |
 * | accepted, with these bytes   | x       |      |           |       | x        |
 * | accepted, with other bytes   | x       |      |           |       |          |
 * | rejected, with these bytes   | x       | x    |           | x     |          |
 * | given back, or other bytes   | x       | x    |           |       |          |
 */
interface Marks {
	readonly claimed: string;
	readonly open: string;
	readonly undecided: string;
	readonly bytes: string;
	readonly accepted: string;
}

function marksOf(address: string, { id, requestSha256 }: LedgerEntry): Marks {
	const report = `elt ${address} ${id}`;
	return {
		claimed: `${report} claimed`,
		open: `${report} open`,
		undecided: `${report} undecided`,
		bytes: `${report} ${requestSha256}`,
		accepted: `${report} accepted ${requestSha256}`,
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
export function createSentLedger(
	{ helpers }: Pick<IExecuteFunctions, 'helpers'>,
	address: string,
): ReportLedger {
	const ask = async (marks: readonly string[]): Promise<{ found: Set<string>; added: string[] }> => {
		const { processed, new: added } = await helpers.checkProcessedAndRecord([...marks], 'workflow', OPTIONS);
		return { found: new Set(processed.map(String)), added: added.map(String) };
	};
	const remove = async (marks: readonly string[]): Promise<void> => {
		if (marks.length > 0) await helpers.removeProcessed([...marks], 'workflow', OPTIONS);
	};
	return {
		advice: "Check n8n's database, then run again.",
		look: (id) =>
			inTurn(async () => {
				const marks = marksOf(address, { id, requestSha256: '' });
				const { found, added } = await ask([marks.claimed, marks.open, marks.undecided]);
				await remove(added);
				return { state: stateOf(found, marks) };
			}),
		claim: (entry, shouldSend = ONLY_NEW) =>
			inTurn(async () => {
				const marks = marksOf(address, entry);
				const { found, added } = await ask(Object.values(marks));
				const known = claimOf(found, marks, entry);
				if (!shouldSend(known)) await remove(added);
				return known;
			}),
		record: (entry, outcome) =>
			inTurn(async () => {
				const marks = marksOf(address, entry);
				await ask(Object.values(marks));
				await remove(TAKEN_AWAY[outcome].map((mark) => marks[mark]));
			}),
	};
}

/** Which of all the marks an outcome takes away. */
const TAKEN_AWAY: Readonly<Record<Outcome, readonly (keyof Marks)[]>> = {
	accepted: ['open', 'undecided', 'bytes'],
	rejected: ['undecided', 'accepted'],
	notSent: ['undecided', 'bytes', 'accepted'],
	unknown: [],
};

function claimOf(found: ReadonlySet<string>, marks: Marks, { requestSha256 }: LedgerEntry): Known {
	const state = stateOf(found, marks);
	if (state === 'claimed')
		return { state, requestSha256: found.has(marks.bytes) ? requestSha256 : undefined };
	if (state !== 'accepted') return { state };
	const sameRequest = found.has(marks.accepted);
	return { state, sameRequest, requestSha256: sameRequest ? requestSha256 : undefined };
}

function stateOf(found: ReadonlySet<string>, { claimed, open, undecided, bytes }: Marks): Known['state'] {
	if (!found.has(claimed)) return 'new';
	if (!found.has(open)) return 'accepted';
	if (found.has(undecided)) return 'claimed';
	return found.has(bytes) ? 'rejected' : 'new';
}
