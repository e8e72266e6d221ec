import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { INodeExecutionData } from 'n8n-workflow';

import { builtReports } from '../nodes/reports';
import { EXAMPLE_ANORDNARE, packageFolder } from './examples';
import { simulatorCredentials } from './run';
import type { Batch } from './runBatch';
import { bindingEntry, userNonVisibleData } from '../../src/binding';
import { attachSignature } from '../../src/report/sign/attach';
import type { ReportItem } from '../../src/report/item/item';
import { OpenReport } from '../../src/report/item/openReport';
import { CALLS_AT_A_TIME } from '../../src/report/submit/submit';
import type { Simulator } from '../../src/simulator';
import { signAsPerson } from '../../src/simulator/bankid/signature';
import { signaturePolicy } from '../../src/signature/policy';
import { startSharedSimulator } from '../world/pki';

const BATCH = 50;

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSharedSimulator();
	await simulator.elt.addFault({ fault: 'slow', ms: 150 });
});
afterAll(async () => await simulator.close());

/** A report signed by both, without the waiting of orders. */
async function signed({ json }: INodeExecutionData): Promise<ReportItem> {
	const policy = signaturePolicy({ environment: 'custom', roots: [simulator.bankIdRoot] });
	let report = await OpenReport.read(json);
	const { item } = report;
	const [givenName = '', ...surname] = item.assistent.namn.split(' ');
	const assistent = { personnummer: item.assistent.personnummer, givenName, surname: surname.join(' ') };
	for (const [role, person] of [
		['assistent', assistent],
		['anordnare', EXAMPLE_ANORDNARE],
	] as const) {
		const evidence = await signAsPerson({
			pki: simulator.pki,
			person,
			userVisibleData: Buffer.from('Jag intygar att uppgifterna är riktiga.').toString('base64'),
			userNonVisibleData: userNonVisibleData([bindingEntry(item)]),
		});
		report = await attachSignature(report, evidence, { role, policy, now: new Date() });
	}
	return report.item;
}

async function batch(): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	for (let seed = 0; items.length < BATCH; seed += 1) {
		for (const built of await builtReports(3, seed))
			items.push({ json: JSON.parse(JSON.stringify(await signed(built))) });
	}
	return items.slice(0, BATCH);
}

/** Reports that went through, at most, before a run is killed. */
const MOST_PER_RUN = 12;
const MOST_RUNS = 40;

/** Numbers from 0 to below 1 that the seed decides. */
function numbersFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

/** Resolves when the server has received so many reports more, or the run is over. */
async function receivedMore(count: number, over: AbortSignal): Promise<void> {
	const enough = simulator.received().length + count;
	while (!over.aborted && simulator.received().length < enough) {
		await new Promise((resolve) => setTimeout(resolve, 2));
	}
}

/** Runs the program; killed after so many reports and a moment more, by the pid that is its own. */
async function submit(file: string, kill?: { readonly reports: number; readonly ms: number }) {
	const program = join(packageFolder(), 'dist', 'test', 'engine', 'runBatch.js');
	if (!existsSync(program)) throw new TypeError(`${program} is missing: run npm run build first`);
	const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
	const over = new AbortController();
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
	const ended = new Promise<string | null>((resolve) => {
		child.on('close', (code) => {
			over.abort();
			resolve(code === 0 ? output : null);
		});
	});
	if (kill !== undefined) {
		await receivedMore(kill.reports, over.signal);
		await new Promise((resolve) => setTimeout(resolve, kill.ms));
		child.kill('SIGKILL');
	}
	return await ended;
}

test('a batch that is killed again and again sends no report twice and loses none', async () => {
	const seed = Number(process.env['ELT_CRASH_SEED'] ?? Date.now() % 2 ** 31);
	process.stderr.write(`Moments of the crash test: ELT_CRASH_SEED=${seed}\n`);
	const random = numbersFrom(seed);
	const folder = mkdtempSync(join(tmpdir(), 'crash-'));
	const file = join(folder, 'batch.json');
	const items = await batch();
	const told: Batch = {
		items,
		credentials: simulatorCredentials(simulator),
		store: join(folder, 'store.json'),
		node: 'submitToElt',
		parameters: { operation: 'submit', options: { intervalMs: 0 } },
	};
	writeFileSync(file, JSON.stringify(told));
	let output: string | null = null;
	let kills = 0;
	for (let runs = 0; output === null && runs < MOST_RUNS; runs += 1) {
		// Within a call, or between two: an answer takes 150 ms.
		const moment = { reports: 1 + Math.floor(random() * MOST_PER_RUN), ms: Math.floor(random() * 200) };
		output = await submit(file, simulator.received().length < BATCH - MOST_PER_RUN ? moment : undefined);
		kills += output === null ? 1 : 0;
	}
	expect(kills).toBeGreaterThanOrEqual(2);

	const { out: sent, stopped }: { out: ReportItem[]; stopped: { id: string; error: { code: string } }[] } =
		JSON.parse(output ?? '');
	expect(sent.length + stopped.length).toBe(BATCH);
	expect(sent.map(({ receipt }) => receipt?.outcome)).toEqual(sent.map(() => 'accepted'));
	expect(
		[...new Set(stopped.map(({ error }) => error.code))].filter((code) => code !== 'ELT_UNKNOWN_BEFORE'),
	).toEqual([]);
	// A killed run leaves claimed what was under way, and nothing else.
	expect(stopped.length).toBeLessThanOrEqual(kills * CALLS_AT_A_TIME);
	const received = new Map(simulator.received().map(({ id, times }) => [id, times]));
	expect([...received.values()].filter((times) => times !== 1)).toEqual([]);
	expect(sent.filter(({ id }) => received.get(id) !== 1)).toEqual([]);
}, 180_000);
