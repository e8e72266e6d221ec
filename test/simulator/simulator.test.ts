import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';

import { type Simulator, startSimulator, writeSimulatorFiles } from '../../src/simulator';
import type { JudgedReport } from '../../src/simulator/elt/judge';
import { ReceivedReports } from '../../src/simulator/elt/received';
import { reportNumber } from './reports';
import { withFolder } from './tools';

describe('the simulator', () => {
	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator();
	});
	afterAll(() => simulator.close());

	test('listens on loopback only', async () => {
		const sockets = (await readFile('/proc/net/tcp', 'utf8')) + (await readFile('/proc/net/tcp6', 'utf8'));
		for (const url of [simulator.eltUrl, simulator.bankIdUrl, simulator.pageUrl]) {
			const { port, hostname } = new URL(url);
			expect(hostname).toBe('127.0.0.1');
			const hex = Number(port).toString(16).toUpperCase().padStart(4, '0');
			const listening = [...sockets.matchAll(/: ([0-9A-F]+):([0-9A-F]{4}) \S+ 0A /g)];
			const addresses = listening.flatMap(([, address, at]) => (at === hex ? [address] : []));
			expect(addresses).toEqual(['0100007F']);
		}
	});

	test('gives containers that open with their passphrases', () => {
		for (const { p12, passphrase } of [simulator.client, simulator.relyingParty]) {
			expect(() => createSecureContext({ pfx: p12, passphrase })).not.toThrow();
			expect(() => createSecureContext({ pfx: p12, passphrase: 'wrong' })).toThrow(/mac verify failure/);
		}
	});

	test('writes its files, keys and passphrases readable by their owner only', async () => {
		await withFolder(async (folder) => {
			const file = await writeSimulatorFiles(simulator, `${folder}/new`);
			const written: unknown = JSON.parse(await readFile(`${folder}/new/simulator.json`, 'utf8'));
			expect(written).toEqual(file);
			expect(file).toMatchObject({ eltUrl: simulator.eltUrl, bankIdUrl: simulator.bankIdUrl });
			expect(await readFile(file.ca, 'utf8')).toBe(simulator.ca);
			expect(await readFile(file.bankIdTlsCa, 'utf8')).toBe(simulator.bankIdTlsCa);
			expect(await readFile(file.bankIdRoot, 'utf8')).toBe(simulator.bankIdRoot);
			for (const { p12, passphraseFile, key } of [file.client, file.relyingParty]) {
				const passphrase = (await readFile(passphraseFile, 'utf8')).trim();
				const pfx = await readFile(p12);
				expect(() => createSecureContext({ pfx, passphrase })).not.toThrow();
				for (const secret of [p12, passphraseFile, key])
					expect((await stat(secret)).mode & 0o777).toBe(0o600);
			}
		});
	});

	test('takes the ports it is given', async () => {
		const { port } = new URL(simulator.eltUrl);
		await expect(startSimulator({ eltPort: Number(port), pki: simulator.pki })).rejects.toMatchObject({
			code: 'EADDRINUSE',
		});
	});
});

describe('what is kept', () => {
	const report = (n: number): JudgedReport => ({
		tidredovisning: reportNumber(n),
		sha256: '0'.repeat(64),
		signers: { assistent: 'a', anordnare: 'b' },
		signedOn: { assistent: '2026-11-01', anordnare: '2026-11-01' },
	});

	test('is a bounded number of reports and calls; all are counted', () => {
		const received = new ReceivedReports({ reports: 3, calls: 5 });
		for (let n = 1; n <= 1_000; n += 1) {
			const number = received.begin();
			received.add(report(n), Buffer.from('x'), `tx-${n}`, new Date());
			received.note({ number, arrivedAtMs: n, verdict: 'received', id: reportNumber(n).id });
		}
		received.add(report(1), Buffer.from('x'), 'tx-again', new Date());
		expect(received.totals()).toEqual({ calls: 1_000, received: 1_001, ids: 1_000, duplicates: 1 });
		expect(received.reports()).toHaveLength(3);
		expect(received.calls().map(({ number }) => number)).toEqual([996, 997, 998, 999, 1_000]);
		expect(received.timesReceived(reportNumber(1).id)).toBe(2);
	});

	test('of a report that comes again and again is its last twenty receipts', () => {
		const received = new ReceivedReports();
		for (let n = 1; n <= 50; n += 1) received.add(report(1), Buffer.from('x'), `tx-${n}`, new Date());
		expect(received.report(reportNumber(1).id)).toMatchObject({ times: 50 });
		expect(received.report(reportNumber(1).id)?.txIds).toHaveLength(20);
	});
});
