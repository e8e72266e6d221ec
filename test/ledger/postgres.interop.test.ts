import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eltEndpoint } from '../../src/elt/environments';
import { EltError } from '../../src/errors';
import { openPostgresLedger, type PostgresLedger } from '../../src/ledger/postgres/open';
import type { DatabaseOptions } from '../../src/ledger/postgres/database';
import type { LedgerOrder } from '../../src/ledger/types';
import { receiptIn } from '../../src/report/item/readReceipt';
import { type Cluster, startCluster } from './cluster';
import { aReceipt } from './receipts';

const ADDRESS = 'https://localhost/elt';
const SHA = 'a'.repeat(64);

let cluster: Cluster;
let spoolFolder: string;
const open: PostgresLedger[] = [];

beforeAll(async () => {
	spoolFolder = mkdtempSync(join(tmpdir(), 'elt-spool-'));
	cluster = await startCluster();
	await cluster.role('vendor', 'secret', 'elt_ledger');
	await cluster.role('owner', 'secret');
}, 60_000);

afterEach(async () => {
	for (const ledger of open.splice(0)) await ledger.close();
});

afterAll(async () => {
	await cluster.remove();
	rmSync(spoolFolder, { recursive: true });
});

async function ledgerOf(more: Partial<DatabaseOptions> = {}): Promise<PostgresLedger> {
	const { host, port } = cluster;
	const role = { host, port, database: 'vendor', user: 'vendor', password: 'secret' };
	const ledger = await openPostgresLedger({ ...role, readReceipt: receiptIn, spoolFolder, ...more });
	open.push(ledger);
	return ledger;
}

const entryOf = (id: string = randomUUID()) => ({ id, requestSha256: SHA, redovisningsmanad: '2026-10' });

async function refusal(work: Promise<unknown>): Promise<string> {
	const error: unknown = await work.then(
		() => null,
		(cause: unknown) => cause,
	);
	return error instanceof EltError ? `${error.code}: ${error.message}` : 'not refused';
}

test('one of many callers gets a claim, over several connections and processes', async () => {
	const ledgers = await Promise.all([1, 2, 3, 4].map(() => ledgerOf()));
	for (let round = 0; round < 10; round += 1) {
		const entry = entryOf();
		const claims = await Promise.all(
			ledgers.flatMap((ledger) => [1, 2, 3].map(() => ledger.reports(ADDRESS).claim(entry))),
		);
		expect(claims.map(({ state }) => state).sort()).toEqual([...Array(11).fill('claimed'), 'new']);
	}
});

test('what one process recorded is known to another, with the whole receipt', async () => {
	const [one, other] = [await ledgerOf(), await ledgerOf()];
	const entry = entryOf();
	const receipt = aReceipt();
	const reports = one.reports(ADDRESS);
	await reports.claim(entry);
	await reports.record(entry, 'accepted', receipt);
	const known = { state: 'accepted', requestSha256: SHA, receipt };
	expect(await other.reports(ADDRESS).claim(entry)).toEqual({ ...known, sameRequest: true });
	const otherBytes = { ...entry, requestSha256: 'b'.repeat(64) };
	expect(await other.reports(ADDRESS).claim(otherBytes)).toEqual({ ...known, sameRequest: false });
	expect(await other.reports('https://elsewhere/').look(entry.id)).toEqual({ state: 'new' });
	expect(await other.receipts(ADDRESS, { id: entry.id })).toEqual([{ ...receipt, earlier: true }]);
});

test('each outcome leaves what it should', async () => {
	const reports = (await ledgerOf()).reports(ADDRESS);
	for (const [outcome, same, others] of [
		['accepted', 'accepted', 'accepted'],
		['rejected', 'rejected', 'new'],
		['notSent', 'new', 'new'],
		['unknown', 'claimed', 'claimed'],
	] as const) {
		const entry = entryOf();
		await reports.claim(entry);
		await reports.record(entry, outcome, aReceipt({ outcome }));
		const ask = async (requestSha256: string) =>
			(await reports.claim({ ...entry, requestSha256 }, () => false)).state;
		expect([outcome, await ask(SHA), await ask('b'.repeat(64))]).toEqual([outcome, same, others]);
	}
});

test('a dump of the database shows neither receipts, personnummer, signatures nor QR secrets', async () => {
	const ledger = await ledgerOf();
	const entry = entryOf();
	await ledger.reports(ADDRESS).claim(entry);
	await ledger.reports(ADDRESS).record(entry, 'accepted', aReceipt({ response: 'ANSWER-IN-CLEAR' }));
	const order = anOrder(entry.id);
	const orders = ledger.orders('test');
	await orders.saveOrder(order, SECRETS);
	await orders.saveFinalResult({ order, result: complete(order.orderRef) });
	await orders.reserveSigner('198911079930', 60_000);
	const tables = await cluster.sql(
		'vendor',
		"SELECT string_agg(query_to_xml('TABLE elt_ledger.' || tablename, true, false, '')::text, '') FROM pg_tables WHERE schemaname = 'elt_ledger'",
	);
	const binary = Buffer.from(tables, 'utf8').toString('utf8');
	expect(binary).toContain(entry.id);
	for (const secret of ['ANSWER-IN-CLEAR', '198911079930', 'SIGNATURE', 'QR-SECRET']) {
		expect(binary).not.toContain(secret);
		expect(binary).not.toContain(Buffer.from(secret).toString('base64').slice(0, 8));
	}
});

const SECRETS = {
	orderRef: 'x',
	autoStartToken: 'start',
	qrStartToken: 'token',
	qrStartSecret: 'QR-SECRET',
};

function anOrder(id: string): LedgerOrder {
	return {
		orderRef: randomUUID(),
		role: 'assistent',
		signer: '198911079930',
		visibleText: 'Jag intygar',
		format: 'plaintext',
		userNonVisibleData: Buffer.from(`${id},${SHA}`).toString('base64'),
		startedAt: new Date().toISOString(),
	};
}

function complete(orderRef: string) {
	return {
		status: 'complete' as const,
		orderRef,
		completionData: {
			user: { personalNumber: '198911079930', name: 'Åsa Sjöö', givenName: 'Åsa', surname: 'Sjöö' },
			device: { ipAddress: '127.0.0.1' },
			bankIdIssueDate: '2026-01-01',
			signature: 'SIGNATURE',
			ocspResponse: 'OCSP',
		},
	};
}

test('an order of one process is shown and finished by another, and its signature is found again', async () => {
	const [one, other] = [await ledgerOf(), await ledgerOf()];
	const id = randomUUID();
	const order = anOrder(id);
	await one.orders('test').saveOrder(order, SECRETS);
	expect(await other.orders('test').orderSecrets(order.orderRef)).toEqual(SECRETS);
	expect(await other.orders('production').orderSecrets(order.orderRef)).toBeNull();
	const saved = { order, result: complete(order.orderRef) };
	await other.orders('test').saveFinalResult(saved);
	expect(await one.orders('test').finalResult(order.orderRef)).toMatchObject({ order });
	expect(await one.orders('test').signedOrder('assistent', `${id},${SHA}`)).toMatchObject({
		result: { completionData: { signature: 'SIGNATURE' } },
	});
	expect(await one.orders('test').signedOrder('anordnare', `${id},${SHA}`)).toBeNull();
	expect(await one.orders('test').orderSecrets(order.orderRef)).toBeNull();
});

test('a person has one order at a time, until it is released or its time is over', async () => {
	const [one, other] = [(await ledgerOf()).orders('test'), (await ledgerOf()).orders('test')];
	const release = await one.reserveSigner('199001019802', 60_000);
	expect(await other.reserveSigner('199001019802', 60_000)).toBeNull();
	await release?.();
	expect(await other.reserveSigner('199001019802', 1)).not.toBeNull();
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(await one.reserveSigner('199001019802', 1)).not.toBeNull();
});

test('starts of several processes are at least the interval apart, and a turn that is given back costs nothing', async () => {
	const endpoint = eltEndpoint('custom', 'https://127.0.0.1:4711/x');
	const ledgers = await Promise.all([1, 2, 3].map(() => ledgerOf()));
	const starts: number[] = [];
	const work = async (ledger: PostgresLedger) => {
		const pace = ledger.pace(endpoint, 200);
		for (let call = 0; call < 5; call += 1) {
			const turn = await pace.next();
			if (call !== 2) {
				starts.push(performance.now());
				turn.begun();
			}
			turn.release();
		}
	};
	const began = performance.now();
	await Promise.all(ledgers.map(work));
	const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
	expect(starts).toHaveLength(12);
	expect(Math.min(...gaps)).toBeGreaterThanOrEqual(199);
	expect(performance.now() - began).toBeLessThan(11 * 200 * 4);
}, 60_000);

test('a rest holds all processes back, and waiting can be cancelled', async () => {
	const endpoint = eltEndpoint('custom', 'https://127.0.0.1:4712/x');
	const [one, other] = [(await ledgerOf()).pace(endpoint, 10), (await ledgerOf()).pace(endpoint, 10)];
	const turn = await one.next();
	turn.begun();
	one.rest(600);
	turn.release();
	const asked = performance.now();
	await new Promise((resolve) => setTimeout(resolve, 50));
	const cancelled = await other.next(AbortSignal.timeout(100)).then(
		() => 'a turn',
		() => 'cancelled',
	);
	expect(cancelled).toBe('cancelled');
	(await other.next()).release();
	expect(performance.now() - asked).toBeGreaterThanOrEqual(590);
}, 30_000);

test('status shows a month, and prune deletes what is old but not what is unknown', async () => {
	const ledger = await ledgerOf();
	const address = 'https://status.example/';
	const reports = ledger.reports(address);
	for (const outcome of ['accepted', 'rejected', 'unknown', 'notSent'] as const) {
		const entry = entryOf();
		await reports.claim(entry);
		await reports.record(entry, outcome, aReceipt({ outcome }));
	}
	const mine = async () => (await ledger.status('2026-10')).filter((row) => row.address === address);
	expect(await mine()).toEqual([
		{ address, redovisningsmanad: '2026-10', accepted: 1, rejected: 1, unknown: 1, open: 1 },
	]);
	await cluster.sql('vendor', "UPDATE elt_ledger.report SET changed_at = now() - interval '40 days'");
	expect((await ledger.prune(30)).reports).toBeGreaterThanOrEqual(3);
	expect(await mine()).toMatchObject([{ accepted: 0, rejected: 0, unknown: 1, open: 0 }]);
});

test('each reason why the database cannot be used has a sentence of its own', async () => {
	await (await ledgerOf({ database: 'owner', user: 'owner' })).close();
	open.pop();
	const refused = (more: Partial<DatabaseOptions>) => refusal(ledgerOf(more));
	expect(await refused({ password: 'wrong' })).toMatch(
		/^LEDGER_PASSWORD: The ledger database vendor on .* did not accept/,
	);
	expect(await refused({ password: '' })).toMatch(/^LEDGER_PASSWORD: .*no password is given$/);
	expect(await refused({ port: 1 })).toMatch(
		/^LEDGER_UNREACHABLE: The ledger database vendor on 127.0.0.1:1 cannot be used/,
	);
	expect(await refused({ database: 'nowhere' })).toMatch(/^LEDGER_UNREACHABLE: .*"nowhere" does not exist$/);
	expect(await refused({ schema: 'another' })).toMatch(
		/^LEDGER_RIGHTS: The user may not do .* in the schema "another"/,
	);
	await cluster.sql('vendor', 'UPDATE elt_ledger.ledger SET version = 99');
	expect(await refused({})).toMatch(/^LEDGER_SCHEMA: .*it has version 99, and this package knows 1$/);
	await cluster.sql('vendor', 'UPDATE elt_ledger.ledger SET version = 1');
	await cluster.sql('postgres', "ALTER ROLE owner PASSWORD 'changed'");
	expect(await refused({ database: 'owner', user: 'owner', password: 'changed' })).toMatch(
		/^LEDGER_KEY: .* was created with another password$/,
	);
});

test('an outcome that came while the database was away is recorded when it is back', async () => {
	const ledger = await ledgerOf();
	const reports = ledger.reports(ADDRESS);
	const entry = entryOf();
	const receipt = aReceipt();
	await reports.claim(entry);
	await cluster.stop();
	expect(await refusal(reports.record(entry, 'accepted', receipt))).toMatch(/^LEDGER_UNREACHABLE/);
	expect(await refusal(reports.claim(entryOf()))).toMatch(/^LEDGER_UNREACHABLE/);
	expect(readdirSync(spoolFolder)).toHaveLength(1);
	await cluster.start();
	const next = await ledgerOf();
	expect(readdirSync(spoolFolder)).toEqual([]);
	expect(await next.reports(ADDRESS).look(entry.id)).toMatchObject({ state: 'accepted', receipt });
}, 60_000);
