import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type FileLedger, openFileLedger } from '../../src/cli/fileLedger';
import type { Known } from '../../src/ledger/types';
import type { Outcome } from '../../src/elt/receipt';
import { aReceipt } from '../ledger/receipts';
import { makeFolder } from './elt';

const ADDRESS = 'https://localhost/elt';
const ENTRY = { id: '7f9c24e8-3b12-4fef-91e0-1a2b3c4d5e6f', requestSha256: 'a'.repeat(64) };
const OTHER_BYTES = { ...ENTRY, requestSha256: 'b'.repeat(64) };

let path: string;
let folder: string;
let remove: () => Promise<void>;
let files = 0;

beforeAll(async () => ({ folder, remove } = await makeFolder()));
afterAll(() => remove());
beforeEach(() => {
	path = join(folder, `ledger-${(files += 1)}.jsonl`);
});

/** What a call of its own does. */
async function inCall<T>(work: (ledger: FileLedger) => Promise<T>, address = ADDRESS): Promise<T> {
	const ledger = await openFileLedger(path, address);
	try {
		return await work(ledger);
	} finally {
		await ledger.close();
	}
}

const asked = (entry = ENTRY): Promise<Known> => inCall((ledger) => ledger.claim(entry, () => false));

describe('a later call finds a report', () => {
	test.each<[Outcome, object, object]>([
		[
			'accepted',
			{ state: 'accepted', receipt: aReceipt(), sameRequest: true },
			{ state: 'accepted', sameRequest: false, requestSha256: ENTRY.requestSha256 },
		],
		['rejected', { state: 'rejected' }, { state: 'new' }],
		['notSent', { state: 'new' }, { state: 'new' }],
		['unknown', { state: 'claimed' }, { state: 'claimed' }],
	])(
		'that was %s as that, and with other bytes as far as it holds for them',
		async (outcome, same, others) => {
			await inCall(async (ledger) => {
				expect(await ledger.claim(ENTRY)).toEqual({ state: 'new' });
				await ledger.record(ENTRY, outcome, aReceipt({ outcome }));
			});
			expect(await asked()).toMatchObject(same);
			expect(await asked(OTHER_BYTES)).toMatchObject(others);
		},
	);

	test.each<Outcome>(['accepted', 'rejected', 'unknown'])(
		'that was %s, and was going out again when the call was killed, as claimed',
		async (outcome) => {
			await inCall(async (ledger) => {
				await ledger.claim(ENTRY);
				await ledger.record(ENTRY, outcome, aReceipt({ outcome }));
				await ledger.claim(ENTRY, () => true);
			});
			expect(await asked()).toMatchObject({ state: 'claimed' });
			expect(await inCall((ledger) => ledger.look(ENTRY.id))).toMatchObject({ state: 'claimed' });
		},
	);

	test('at its own address only', async () => {
		await inCall((ledger) => ledger.claim(ENTRY));
		const elsewhere = await inCall((ledger) => ledger.look(ENTRY.id), 'https://localhost/other');
		expect(elsewhere).toEqual({ state: 'new' });
	});
});

describe('a line that a crash cut off', () => {
	/** The claim of a report, cut off after so many characters. */
	async function cutAt(length: number): Promise<void> {
		await inCall((ledger) => ledger.claim(ENTRY));
		writeFileSync(path, readFileSync(path, 'utf8').slice(0, length));
	}

	test('counts as a claim as soon as it names the report', async () => {
		await inCall((ledger) => ledger.claim(ENTRY));
		const line = readFileSync(path, 'utf8');
		const named = line.indexOf(ENTRY.id) + ENTRY.id.length + 1;
		for (const length of [named, named + 20, line.length - 2, line.length - 1]) {
			writeFileSync(path, line.slice(0, length));
			expect([length, (await asked()).state]).toEqual([length, 'claimed']);
		}
	});

	test('before it names one claims nothing', async () => {
		for (const length of [1, 7, 60, 90]) {
			await cutAt(length);
			expect([length, (await asked()).state]).toEqual([length, 'new']);
		}
	});

	test('does not spoil the line after it', async () => {
		await cutAt(60);
		await inCall(async (ledger) => {
			await ledger.claim(ENTRY);
			await ledger.record(ENTRY, 'accepted', aReceipt());
		});
		expect(await asked()).toMatchObject({ state: 'accepted', receipt: aReceipt() });
	});
});

test.each(['hello', '[]', '{"a":1}'])('refuses a file with the line %j', async (line) => {
	await inCall((ledger) => ledger.claim(ENTRY));
	appendFileSync(path, `${line}\n`);
	await expect(openFileLedger(path, ADDRESS)).rejects.toThrow(
		`'${path}' is not a ledger, or is damaged: line 2 cannot be read. Name the file that elt has written; if it is that one, restore it from a copy: reports that are missing from it would be sent again`,
	);
});

describe('zeros that a crash or a full disk left', () => {
	test('at the end are not part of the ledger', async () => {
		await inCall((ledger) => ledger.claim(ENTRY));
		appendFileSync(path, Buffer.alloc(40_000));
		expect((await asked()).state).toBe('claimed');
		await inCall((ledger) => ledger.record(ENTRY, 'accepted', aReceipt()));
		expect(readFileSync(path).includes(0)).toBe(false);
		expect(await asked()).toMatchObject({ state: 'accepted', receipt: aReceipt() });
	});

	test('within the last line leave its report claimed', async () => {
		await inCall((ledger) => ledger.claim(ENTRY));
		const line = readFileSync(path);
		writeFileSync(path, Buffer.concat([line.subarray(0, -60), Buffer.alloc(40), line.subarray(-20)]));
		expect((await asked()).state).toBe('claimed');
	});

	test('in place of whole lines are refused: their claims would be forgotten', async () => {
		await inCall((ledger) => ledger.claim(ENTRY));
		await inCall((ledger) => ledger.claim({ ...ENTRY, id: '8f9c24e8-3b12-4fef-91e0-1a2b3c4d5e6f' }));
		const text = readFileSync(path);
		const { length } = readFileSync(path, 'utf8').split('\n')[0] ?? '';
		writeFileSync(path, Buffer.concat([Buffer.alloc(length + 1), text.subarray(length + 1), text]));
		await expect(openFileLedger(path, ADDRESS)).rejects.toThrow('is damaged: line 1 cannot be read');
	});
});

test('writes what several callers append at the same time as whole lines', async () => {
	const ids = Array.from({ length: 40 }, () => randomUUID());
	await inCall(async (ledger) => {
		await Promise.all(
			ids.map(async (id) => {
				await ledger.claim({ ...ENTRY, id });
				await ledger.record({ ...ENTRY, id }, 'accepted', aReceipt({ txId: id }));
			}),
		);
	});
	const found = await inCall((ledger) => Promise.all(ids.map((id) => ledger.look(id))));
	expect(found.map(({ state, receipt }) => `${state} ${receipt?.txId}`)).toEqual(
		ids.map((id) => `accepted ${id}`),
	);
});
