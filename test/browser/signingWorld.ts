import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { createBankIdClient } from '../../src/bankid/client';
import { loadCertificate } from '../../src/certificate/load';
import { exampleCsv, generateExample } from '../../src/export/example';
import { buildReports } from '../../src/report/build/build';
import { readProviderDefaults } from '../../src/report/build/providerDefaults';
import type { ReportItem } from '../../src/report/item/item';
import { OpenReport } from '../../src/report/item/openReport';
import { signReports } from '../../src/report/sign/sign';
import { signaturePolicy } from '../../src/signature/policy';
import { type Simulator, startSimulator } from '../../src/simulator';
import { packageFolder } from '../engine/examples';
import { simulatorCredentials } from '../engine/run';
import { installN8n } from '../n8n/installation';
import { Instance, type Served } from '../n8n/instance';
import { signingWorkflow } from './workflow';

const run = promisify(execFile);

/** Who signs for the provider. */
export const ANORDNARE = '198107239835';

/** Where whole n8n installations are kept between runs. */
const CACHE = process.env['ELT_N8N_CACHE'] ?? join(packageFolder(), '.cache');

const TODAY = '2026-11-20';

/** A real n8n with the packed package, and a simulator whose persons do what the test says. */
export interface SigningWorld {
	readonly simulator: Simulator;
	readonly reports: readonly ReportItem[];
	readonly served: Served;
	/** Starts the workflow; gives the link once its execution waits. */
	start(reports: readonly ReportItem[], options?: StartOptions): Promise<string>;
	/** The item that came out of the execution that signed a report. */
	result(id: string, withinMs?: number): Promise<ReportItem>;
	/** Whether anything came out for a report so far. */
	hasResult(id: string): boolean;
	/** The same reports, signed by their assistenter. */
	signed(reports: readonly ReportItem[]): Promise<ReportItem[]>;
	close(): Promise<void>;
}

/** What may differ between links. */
export interface StartOptions {
	readonly role?: 'assistent' | 'anordnare';
	readonly hours?: number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Packs the package, installs it into an n8n of that version as a user would, and starts the server. */
export async function startSigningWorld(version: string): Promise<SigningWorld> {
	const installation = await installN8n(version, CACHE);
	const home = await mkdtemp(join(tmpdir(), 'n8n-signing-'));
	const simulator = await startSimulator({ behaviour: 'wait' });
	const sink = await startSink();
	const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', home], {
		cwd: packageFolder(),
	});
	const [packed]: { readonly filename: string }[] = JSON.parse(stdout);
	const instance = new Instance(installation, home);
	await instance.installPackage(join(home, packed?.filename ?? ''));
	const data = simulatorCredentials(simulator)['bankIdApi'] ?? {};
	await instance.importCredentials([{ id: 'bankid', name: 'BankID', type: 'bankIdApi', data }]);
	await instance.importWorkflow(signingWorkflow(sink.url));
	await instance.activate('signing');
	const served = await instance.serve();
	return {
		simulator,
		served,
		reports: await buildExample(),
		start: async (reports, options = {}) => await startWorkflow(served.url, reports, options),
		hasResult: (id) => sink.items.some((item) => item.id === id),
		result: async (id, withinMs = 30_000) => {
			for (const until = Date.now() + withinMs; Date.now() < until; await pause(200)) {
				const found = sink.items.find((item) => item.id === id);
				if (found) return found;
			}
			throw new Error(`no result of ${id}; n8n said: ${(await served.log()).slice(-2000)}`);
		},
		signed: async (reports) => await signAll(simulator, reports),
		close: async () => {
			await served.stop();
			sink.close();
			await simulator.close();
			await rm(home, { recursive: true, force: true });
		},
	};
}

async function buildExample(): Promise<ReportItem[]> {
	const example = generateExample({ month: '2026-10', assistants: 40 });
	const file = Buffer.from(exampleCsv(example.rows));
	const defaults = readProviderDefaults(example.anordnare);
	const built = await buildReports({ file }, { today: TODAY, month: '2026-10', defaults });
	return built.reports.flatMap(({ item }) => item ?? []);
}

/** Takes what the workflow's last node posts. */
async function startSink() {
	const items: ReportItem[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			items.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
			response.setHeader('Content-Type', 'application/json').end('{}');
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	return { url: `http://127.0.0.1:${port}/`, items, close: () => server.close() };
}

async function startWorkflow(
	url: string,
	reports: readonly ReportItem[],
	{ role = 'assistent', hours = 1 }: StartOptions,
): Promise<string> {
	const body = JSON.stringify({ reports, role, signer: role === 'anordnare' ? ANORDNARE : '', hours });
	const post = async () =>
		await fetch(`${url}webhook/start-signing`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body,
		});
	let answer = await post();
	// The server listens a little before its workflows and its database do.
	for (let tries = 0; [404, 503].includes(answer.status) && tries < 240; tries += 1) {
		await pause(1000);
		answer = await post();
	}
	const text = await answer.text();
	if (answer.status !== 200) throw new Error(`n8n answered ${answer.status}: ${text.slice(0, 500)}`);
	const [item]: ReportItem[] = JSON.parse(text);
	const link = item?.signing?.url ?? '';
	await untilWaiting(link);
	return link;
}

/** Until the execution waits, n8n says that it is running. */
async function untilWaiting(link: string): Promise<void> {
	for (let tries = 0; tries < 100; tries += 1) {
		const { status } = await fetch(link);
		if (status === 200 || status === 410) return;
		await pause(200);
	}
	throw new Error(`the page of ${link} does not open`);
}

async function signAll(simulator: Simulator, reports: readonly ReportItem[]): Promise<ReportItem[]> {
	const { relyingParty } = simulator;
	const certificate = await loadCertificate({
		pkcs12: relyingParty.p12,
		passphrase: relyingParty.passphrase,
	});
	const client = createBankIdClient({
		baseUrl: simulator.bankIdUrl,
		certificate,
		ca: [simulator.bankIdTlsCa],
	});
	const opened = await Promise.all(reports.map((report, from) => OpenReport.read(report, from)));
	const signed = await signReports(opened, {
		role: 'assistent',
		client,
		policy: signaturePolicy({ environment: 'custom', roots: [simulator.bankIdRoot] }),
		endUserIp: '127.0.0.1',
		today: TODAY,
		now: () => new Date(),
		intervalMs: 50,
		onStarted: (_order, { autoStartToken }) => {
			const { orderRef } = simulator.bankId.phones.open({ autoStartToken });
			simulator.bankId.phones.answer(orderRef, 'sign');
		},
	});
	client.close();
	return signed.map(({ report, error }) => {
		if (error) throw error;
		return report.item;
	});
}
