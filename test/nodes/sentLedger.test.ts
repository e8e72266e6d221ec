import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { DeduplicationHelperFunctions, IExecuteFunctions } from 'n8n-workflow';

import { createSentLedger } from '../../nodes/shared/sentLedger';
import type { Outcome } from '../../src/elt/receipt';
import { Deduplicator } from '../engine/deduplicator';

const ENTRY = { id: '7f9c24e8-3b12-4fef-91e0-1a2b3c4d5e6f', requestSha256: 'a'.repeat(64) };
const OTHER_BYTES = { ...ENTRY, requestSha256: 'b'.repeat(64) };
const ADDRESS = 'https://localhost/elt';

/** n8n's helpers over a store, and a call after which the process is as if killed. */
function helpersOver(
	store: Deduplicator,
	dieAfter = Number.POSITIVE_INFINITY,
): Pick<IExecuteFunctions, 'helpers'> {
	const context = { workflow: { id: 'w', active: true } };
	let calls = 0;
	const alive = async <T>(work: () => Promise<T>): Promise<T> => {
		calls += 1;
		if (calls > dieAfter) throw new Error('killed');
		return await work();
	};
	const helpers: Pick<DeduplicationHelperFunctions, 'checkProcessedAndRecord' | 'removeProcessed'> = {
		checkProcessedAndRecord: (items, scope) =>
			alive(() => store.checkProcessedAndRecord(items, scope, context)),
		removeProcessed: (items, scope) => alive(() => store.removeProcessed(items, scope, context)),
	};
	return { helpers: Object.assign(Object.create(null), helpers) };
}

function ledgerOver(store: Deduplicator, dieAfter?: number) {
	return createSentLedger(helpersOver(store, dieAfter), ADDRESS);
}

describe('a report that was claimed', () => {
	test.each<[Outcome, string, string]>([
		['accepted', 'accepted', 'accepted'],
		['rejected', 'rejected', 'new'],
		['notSent', 'new', 'new'],
		['unknown', 'claimed', 'claimed'],
	])('with the outcome %s is %s for the same bytes and %s for others', async (outcome, same, others) => {
		for (const [entry, state] of [
			[ENTRY, same],
			[OTHER_BYTES, others],
		] as const) {
			const ledger = ledgerOver(new Deduplicator());
			expect(await ledger.claim(ENTRY)).toEqual({ state: 'new' });
			await ledger.record(ENTRY, outcome, null);
			expect(await ledger.claim(entry)).toEqual({ state });
			// Asking changes nothing, except that a new claim stands.
			expect(await ledger.claim(entry)).toEqual({ state: state === 'new' ? 'claimed' : state });
		}
	});

	test('and of which no outcome was recorded is claimed, also after a restart', async () => {
		const file = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'seen.json');
		await ledgerOver(new Deduplicator(file)).claim(ENTRY);
		expect(await ledgerOver(new Deduplicator(file)).claim(ENTRY)).toEqual({ state: 'claimed' });
	});

	test('at one address is new at another', async () => {
		const store = new Deduplicator();
		await ledgerOver(store).claim(ENTRY);
		const elsewhere = createSentLedger(helpersOver(store), 'https://localhost/other');
		expect(await elsewhere.claim(ENTRY)).toEqual({ state: 'new' });
	});

	test('by two at the same time is claimed by one', async () => {
		const ledger = ledgerOver(new Deduplicator());
		const states = await Promise.all([ledger.claim(ENTRY), ledger.claim(ENTRY)]);
		expect(states.map(({ state }) => state)).toEqual(['new', 'claimed']);
	});
});

describe('a process that is killed while it asks', () => {
	test.each<Outcome>(['accepted', 'rejected'])(
		'leaves a report that was %s either known as that or as claimed: never as new',
		async (outcome) => {
			for (const dieAfter of [0, 1, 2]) {
				const store = new Deduplicator();
				const first = ledgerOver(store);
				await first.claim(ENTRY);
				await first.record(ENTRY, outcome, null);
				await ledgerOver(store, dieAfter)
					.claim(ENTRY)
					.catch(() => undefined);
				expect([outcome, 'claimed']).toContain((await ledgerOver(store).claim(ENTRY)).state);
			}
		},
	);
});
