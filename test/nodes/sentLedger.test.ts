import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { DeduplicationHelperFunctions, IExecuteFunctions } from 'n8n-workflow';

import { createSentLedger } from '../../nodes/shared/elt/sentLedger';
import type { ReportLedger } from '../../src/ledger/types';
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
			expect(await ledger.look(ENTRY.id)).toEqual({ state: state === 'rejected' ? 'new' : state });
			expect(await ledger.claim(entry)).toMatchObject({ state });
			// Asking changes nothing, except that a new claim stands.
			expect(await ledger.claim(entry)).toMatchObject({ state: state === 'new' ? 'claimed' : state });
		}
	});

	test('and accepted is known by its bytes; others are told apart', async () => {
		const ledger = ledgerOver(new Deduplicator());
		await ledger.claim(ENTRY);
		await ledger.record(ENTRY, 'accepted', null);
		for (let asked = 0; asked < 2; asked += 1) {
			expect(await ledger.claim(OTHER_BYTES)).toMatchObject({ sameRequest: false, requestSha256: undefined });
			expect(await ledger.claim(ENTRY)).toMatchObject({
				sameRequest: true,
				requestSha256: ENTRY.requestSha256,
			});
		}
	});

	test.each<[Outcome, Outcome, string]>([
		['accepted', 'unknown', 'claimed'],
		['rejected', 'unknown', 'claimed'],
		['rejected', 'accepted', 'accepted'],
		['accepted', 'accepted', 'accepted'],
		['unknown', 'rejected', 'rejected'],
		['unknown', 'notSent', 'new'],
	])('was %s, is claimed while it goes out again, and with %s is %s', async (first, second, state) => {
		const ledger = ledgerOver(new Deduplicator());
		await ledger.claim(ENTRY);
		await ledger.record(ENTRY, first, null);
		await ledger.claim(ENTRY, () => true);
		expect(await ledger.look(ENTRY.id)).toEqual({ state: 'claimed' });
		await ledger.record(ENTRY, second, null);
		expect(await ledger.claim(ENTRY)).toMatchObject({ state });
	});

	test('and of which no outcome was recorded is claimed, also after a restart', async () => {
		const file = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'seen.json');
		await ledgerOver(new Deduplicator(file)).claim(ENTRY);
		expect(await ledgerOver(new Deduplicator(file)).claim(ENTRY)).toMatchObject({ state: 'claimed' });
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

	test('beside others at the same time is not forgotten: the store writes its whole list', async () => {
		const store = new Deduplicator();
		const entries = ['one', 'two', 'three'].map((id) => ({ ...ENTRY, id }));
		await Promise.all(entries.map((entry) => ledgerOver(store).claim(entry)));
		const states = await Promise.all(entries.map((entry) => ledgerOver(store).claim(entry)));
		expect(states.map(({ state }) => state)).toEqual(['claimed', 'claimed', 'claimed']);
	});
});

describe('a process that is killed while it asks', () => {
	const ASKING: readonly [string, (ledger: ReportLedger) => Promise<unknown>][] = [
		['these bytes', (ledger) => ledger.claim(ENTRY)],
		['other bytes', (ledger) => ledger.claim(OTHER_BYTES)],
		['the id', (ledger) => ledger.look(ENTRY.id)],
	];

	test.each(
		(['accepted', 'rejected', 'unknown'] as const).flatMap((outcome) =>
			ASKING.map(([what, ask]) => ({ outcome, what, ask })),
		),
	)(
		'for $what leaves a report that was $outcome known as that or as claimed: never as new',
		async ({ outcome, ask }) => {
			for (const dieAfter of [0, 1, 2]) {
				const store = new Deduplicator();
				const first = ledgerOver(store);
				await first.claim(ENTRY);
				await first.record(ENTRY, outcome, null);
				await ask(ledgerOver(store, dieAfter)).catch(() => undefined);
				expect([outcome, 'claimed']).toContain((await ledgerOver(store).claim(ENTRY)).state);
			}
		},
	);

	test('to record leaves it claimed, or with its outcome', async () => {
		for (const dieAfter of [0, 1]) {
			const store = new Deduplicator();
			await ledgerOver(store).claim(ENTRY);
			await ledgerOver(store, dieAfter)
				.record(ENTRY, 'accepted', null)
				.catch(() => undefined);
			expect((await ledgerOver(store).claim(ENTRY)).state).toBe('claimed');
		}
	});
});
