import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { INodeExecutionData } from 'n8n-workflow';

import { builtReports } from '../nodes/reports';
import { EXAMPLE_ANORDNARE, packageFolder } from './examples';
import { simulatorCredentials } from './run';
import type { Batch } from './submitBatch';
import { bindingEntry, userNonVisibleData } from '../../src/bankid/binding';
import { attachSignature } from '../../src/report/attach';
import type { ReportItem } from '../../src/report/item';
import { readReportItem } from '../../src/report/readItem';
import { type Simulator, startSimulator } from '../../src/simulator';
import { signAsPerson } from '../../src/simulator/bankidSignature';
import { signaturePolicy } from '../../src/signature/policy';

const BATCH = 50;
const KILLS = 6;

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
	await simulator.elt.addFault({ fault: 'slow', ms: 150 });
});
afterAll(async () => await simulator.close());

/** A report signed by both, without the waiting of orders. */
async function signed({ json }: INodeExecutionData): Promise<ReportItem> {
	const policy = signaturePolicy({ environment: 'custom', roots: [simulator.bankIdRoot] });
	let item = await readReportItem(json);
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
		item = await attachSignature(item, evidence, { role, policy, now: new Date() });
	}
	return item;
}

async function batch(): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	for (let seed = 0; items.length < BATCH; seed += 1) {
		for (const built of await builtReports(3, seed))
			items.push({ json: JSON.parse(JSON.stringify(await signed(built))) });
	}
	return items.slice(0, BATCH);
}

/** Runs the program; killed after the time given, by the pid that is its own. */
function submit(file: string, killAfterMs?: number): Promise<string | null> {
	const program = join(packageFolder(), 'dist', 'test', 'engine', 'submitBatch.js');
	if (!existsSync(program)) throw new TypeError(`${program} is missing: run npm run build first`);
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
		const timer =
			killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
		child.on('close', (code) => {
			clearTimeout(timer);
			resolve(code === 0 ? output : null);
		});
	});
}

test('a batch that is killed again and again sends no report twice and loses none', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'crash-'));
	const file = join(folder, 'batch.json');
	const items = await batch();
	const told: Batch = {
		items,
		credentials: simulatorCredentials(simulator),
		store: join(folder, 'store.json'),
	};
	writeFileSync(file, JSON.stringify(told));
	for (let kill = 0; kill < KILLS; kill += 1) await submit(file, 1200 + Math.floor(Math.random() * 1500));
	const output = await submit(file);

	const { sent, stopped }: { sent: ReportItem[]; stopped: { id: string; error: { code: string } }[] } =
		JSON.parse(output ?? '');
	expect(sent.length + stopped.length).toBe(BATCH);
	expect(sent.map(({ receipt }) => receipt?.outcome)).toEqual(sent.map(() => 'accepted'));
	expect(
		[...new Set(stopped.map(({ error }) => error.code))].filter((code) => code !== 'ELT_UNKNOWN_BEFORE'),
	).toEqual([]);
	const received = new Map(simulator.received().map(({ id, times }) => [id, times]));
	expect([...received.values()].filter((times) => times !== 1)).toEqual([]);
	expect(sent.filter(({ id }) => received.get(id) !== 1)).toEqual([]);
}, 180_000);
