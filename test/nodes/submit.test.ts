import type { INodeExecutionData } from 'n8n-workflow';

import { codesOf, NODE, type NodeRun, runNode } from './harness';
import { signedReports } from './reports';
import type { CredentialTable } from '../engine/credentials';
import { Deduplicator } from '../engine/deduplicator';
import type { EngineRun } from '../engine/engine';
import { examplePersons } from '../engine/examples';
import { simulatorCredentials } from '../engine/run';
import type { Simulator } from '../../src/simulator';
import { startSharedSimulator } from '../world/pki';

const SUBMIT = { operation: 'submit', options: { intervalMs: 0 } };

let simulator: Simulator;
let credentials: CredentialTable;
let reports: INodeExecutionData[];

beforeAll(async () => {
	simulator = await startSharedSimulator({ persons: await examplePersons(), bankId: { pendingCollects: 0 } });
	credentials = simulatorCredentials(simulator);
	reports = await signedReports(simulator);
});
afterEach(async () => await simulator.elt.clearFaults());
afterAll(async () => await simulator.close());

function submit(
	items: readonly INodeExecutionData[],
	more: Partial<NodeRun> = {},
	parameters: object = SUBMIT,
) {
	return runNode({ node: 'submitToElt', parameters: { ...parameters }, items, credentials, ...more });
}

function receiptsOf(items: readonly INodeExecutionData[]) {
	return items.map(({ json }) => JSON.parse(JSON.stringify(json['receipt'])));
}

function hintsOf(run: EngineRun): string {
	return run
		.hints(NODE)
		.map(({ message }) => message)
		.join('\n');
}

/** How many times the server has been called for the fixtures' reports. */
function calls(): number {
	const ids = reports.map(({ json }) => json['id']);
	return simulator
		.received()
		.filter(({ id }) => ids.includes(id))
		.reduce((sum, { times }) => sum + times, 0);
}

function other(credential: 'eltCertificateApi' | 'bankIdApi', fields: object): CredentialTable {
	return { ...credentials, [credential]: { ...credentials[credential], ...fields } };
}

describe('Submit', () => {
	test('sends each report once and gives its receipt; the input is left as it was', async () => {
		const before = structuredClone(reports);
		const earlier = calls();
		const run = await submit(reports);
		expect(run.error).toBeUndefined();
		expect(receiptsOf(run.output(NODE)).map(({ outcome, httpStatus }) => [outcome, httpStatus])).toEqual(
			reports.map(() => ['accepted', 200]),
		);
		expect(calls() - earlier).toBe(reports.length);
		expect(run.output(NODE).map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(reports).toEqual(before);
	});

	test('run again sends nothing: what was accepted is passed on with a hint', async () => {
		const deduplicator = new Deduplicator();
		await submit(reports, { deduplicator });
		const earlier = calls();
		const run = await submit(reports, { deduplicator });
		expect(receiptsOf(run.output(NODE)).map(({ outcome }) => outcome)).toEqual([
			'accepted',
			'accepted',
			'accepted',
		]);
		expect(hintsOf(run)).toMatch(/earlier/i);
		expect(calls()).toBe(earlier);
	});

	test('the same report twice in one batch, and in two executions at once, goes out once and is accepted in each', async () => {
		const deduplicator = new Deduplicator();
		const earlier = calls();
		const twice = [...reports, ...reports];
		const runs = await Promise.all([submit(twice, { deduplicator }), submit(twice, { deduplicator })]);
		for (const run of runs) {
			expect(run.error).toBeUndefined();
			expect(receiptsOf(run.output(NODE)).map(({ outcome }) => outcome)).toEqual(twice.map(() => 'accepted'));
		}
		expect(calls() - earlier).toBe(reports.length);
	});

	test('a cleared record of what was sent stops every run until the builder starts with an empty memory', async () => {
		const staticData = {};
		await submit(reports, { staticData });
		const earlier = calls();
		const deduplicator = new Deduplicator();
		for (const run of [
			await submit(reports, { staticData, deduplicator }),
			await submit(reports, { staticData, deduplicator }),
		]) {
			expect(run.error).toMatchObject({
				message: "n8n's record of what this workflow has sent was cleared: nothing was sent",
				context: { code: 'ELT_LEDGER' },
			});
		}
		expect(calls()).toBe(earlier);
		const options = { startEmpty: true, intervalMs: 0 };
		const started = await submit(reports, { staticData, deduplicator }, { operation: 'submit', options });
		expect(started.error).toBeUndefined();
		const after = await submit(reports, { staticData, deduplicator });
		expect(after.error).toBeUndefined();
		expect(calls() - earlier).toBe(reports.length);
	});

	test('with Already Sent set to Send Again, what was accepted is sent once more', async () => {
		const deduplicator = new Deduplicator();
		await submit(reports, { deduplicator });
		const earlier = calls();
		const options = { alreadySent: 'sendAgain', intervalMs: 0 };
		const run = await submit(reports, { deduplicator }, { operation: 'submit', options });
		expect(receiptsOf(run.output(NODE)).map(({ outcome, attempts }) => [outcome, attempts])).toEqual(
			reports.map(() => ['accepted', 1]),
		);
		expect(calls() - earlier).toBe(reports.length);
	});

	test('with Already Sent set to Stop, what was accepted is an error', async () => {
		const deduplicator = new Deduplicator();
		await submit(reports, { deduplicator });
		const run = await submit(
			reports,
			{ deduplicator },
			{ operation: 'submit', options: { intervalMs: 0, alreadySent: 'stop' } },
		);
		expect(run.error?.context['code']).toBe('ELT_ALREADY_SENT');
	});

	test('with Retry On Fail sends none twice, a rejected one once, and keeps what came of the first try', async () => {
		const rejected = String(reports[1]?.json['id']);
		await simulator.elt.addFault({
			fault: 'xml-validation-error',
			id: rejected,
			message: 'dag 32 finns inte',
		});
		const earlier = calls();
		const run = await submit(reports, { retry: true });
		expect(run.error?.context['code']).toBe('ELT_XML_VALIDATION');
		expect(run.error?.message).toContain('dag 32 finns inte');
		const accepted = reports.filter(({ json }) => json['id'] !== rejected).map(({ json }) => json['id']);
		for (const id of accepted) {
			const txId = simulator.elt.received.report(String(id))?.txIds.at(-1);
			expect(run.error?.description).toContain(`report ${String(id)}: accepted, tx-id ${txId}`);
		}
		expect(calls() - earlier).toBe(2);
		expect(simulator.elt.faults().map(({ played }) => played)).toEqual([1]);
	});

	test('with Retry On Fail what may have been received keeps the words of its call', async () => {
		const one = reports.slice(0, 1);
		await simulator.elt.addFault({ fault: 'http-502', id: String(one[0]?.json['id']), times: 1 });
		const run = await submit(one, { retry: true });
		expect(run.error?.context['code']).toBe('ELT_HTTP_STATUS');
		expect(run.error?.message).toContain('HTTP 502');
		expect(simulator.elt.faults().map(({ played }) => played)).toEqual([1]);
	});

	test('run again by hand after an error passes on what was accepted with its whole receipt', async () => {
		const deduplicator = new Deduplicator();
		await simulator.elt.addFault({ fault: 'xml-validation-error', id: String(reports[1]?.json['id']) });
		await submit(reports, { deduplicator });
		await simulator.elt.clearFaults();
		const run = await submit(reports, { deduplicator, onError: 'continueErrorOutput' });
		for (const receipt of receiptsOf(run.output(NODE))) {
			expect(receipt).toMatchObject({ outcome: 'accepted', txId: expect.any(String), attempts: 1 });
		}
		expect(codesOf(run.output(NODE, 1))).toEqual(['ELT_XML_VALIDATION']);
	});

	describe('a Resend Unknown that is neither true nor false', () => {
		const options = {
			intervalMs: 0,
			resendUnknown: '={{ $itemIndex === 1 ? "maybe" : false }}',
		};

		test('stops all before the first call', async () => {
			const earlier = calls();
			const run = await submit(reports, {}, { operation: 'submit', options });
			expect(run.error?.context['code']).toBe('INPUT_INVALID');
			expect(run.error?.message).toContain('"maybe"');
			expect(calls()).toBe(earlier);
		});

		test('with Continue stops that report, and the others are sent', async () => {
			const earlier = calls();
			const run = await submit(reports, { onError: 'continueErrorOutput' }, { operation: 'submit', options });
			expect(receiptsOf(run.output(NODE)).map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
			expect(codesOf(run.output(NODE, 1))).toEqual(['INPUT_INVALID']);
			expect(calls() - earlier).toBe(2);
		});
	});

	test('sends a rejected report to the error branch with Försäkringskassan’s words and the receipt', async () => {
		await simulator.elt.addFault({ fault: 'xml-validation-error', id: String(reports[1]?.json['id']) });
		const run = await submit(reports, { onError: 'continueErrorOutput' });
		expect(run.output(NODE)).toHaveLength(2);
		expect(codesOf(run.output(NODE, 1))).toEqual(['ELT_XML_VALIDATION']);
		expect(run.output(NODE, 1)[0]?.json['error']).toMatchObject({
			report: reports[1]?.json['id'],
			receipt: { outcome: 'rejected' },
		});
	});

	test('never sends by itself what may have been received; Resend Unknown does', async () => {
		const deduplicator = new Deduplicator();
		const one = reports.slice(0, 1);
		await simulator.elt.addFault({ fault: 'close-after-body', id: String(one[0]?.json['id']) });
		const first = await submit(one, { deduplicator, onError: 'continueErrorOutput' });
		expect(first.output(NODE, 1)[0]?.json['error']).toMatchObject({ receipt: { outcome: 'unknown' } });
		await simulator.elt.clearFaults();
		const earlier = calls();
		const second = await submit(one, { deduplicator, onError: 'continueErrorOutput' });
		expect(codesOf(second.output(NODE, 1))).toEqual(['ELT_UNKNOWN_BEFORE']);
		expect(calls()).toBe(earlier);
		const options = { intervalMs: 0, resendUnknown: true };
		const third = await submit(one, { deduplicator }, { operation: 'submit', options });
		expect(receiptsOf(third.output(NODE))[0].outcome).toBe('accepted');
	});

	test('lets a changed document not out; with Continue the others are sent', async () => {
		const changed = structuredClone(reports);
		const [item] = changed;
		if (item) item.json['xml'] = String(item.json['xml']).replace('13.00', '12.00');
		const earlier = calls();
		const stopped = await submit(changed);
		expect(stopped.error?.context['code']).toBe('DOCUMENT_CHANGED');
		expect(calls()).toBe(earlier);
		const run = await submit(changed, { onError: 'continueErrorOutput' });
		expect(codesOf(run.output(NODE, 1))).toEqual(['DOCUMENT_CHANGED']);
		expect(run.output(NODE)).toHaveLength(2);
	});

	test('tells how long a batch takes at the pace, and what came of each when it is cancelled', async () => {
		// An address that nobody has called yet: its first call needs no waiting.
		const fresh = await startSharedSimulator();
		const stop = new AbortController();
		const run = await submit(
			reports,
			{
				credentials: other('eltCertificateApi', { address: fresh.eltUrl }),
				onError: 'continueErrorOutput',
				signal: stop.signal,
				onMessage: (message) => /accepted/.test(message) && stop.abort(),
			},
			{ operation: 'submit', options: { intervalMs: 60_000 } },
		).finally(() => fresh.close());
		expect(hintsOf(run)).toContain('3 reports take at least 120 s');
		expect(receiptsOf(run.output(NODE)).map(({ outcome }) => outcome)).toEqual(['accepted']);
		expect(codesOf(run.output(NODE, 1))).toEqual(['ELT_CANCELLED', 'ELT_CANCELLED']);
	});
});

describe('in queue mode', () => {
	beforeEach(() => (process.env['EXECUTIONS_MODE'] = 'queue'));
	afterEach(() => delete process.env['EXECUTIONS_MODE']);

	test('refuses to send before the first call, and says what to set', async () => {
		const earlier = calls();
		const run = await submit(reports);
		expect(run.error?.context['code']).toBe('ELT_LEDGER');
		expect(run.error?.message).toBe("n8n runs in queue mode and 'Single Worker' is off: nothing was sent");
		expect(run.error?.description).toMatch(/Set 'Ledger' to PostgreSQL, or .* turn on 'Single Worker'/);
		expect(calls()).toBe(earlier);
	});

	test('sends with Single Worker', async () => {
		const earlier = calls();
		const run = await submit(reports, {}, { ...SUBMIT, options: { intervalMs: 0, singleWorker: true } });
		expect(run.error).toBeUndefined();
		expect(calls() - earlier).toBe(reports.length);
	});
});

describe('what can not be used is told in a sentence of its own', () => {
	const CASES: [what: string, () => CredentialTable, code: string, sentence: RegExp][] = [
		[
			'a wrong passphrase',
			() => other('eltCertificateApi', { passphrase: 'fel' }),
			'CERTIFICATE_PASSPHRASE',
			/passphrase/i,
		],
		[
			'a container that is none',
			() => other('eltCertificateApi', { pkcs12: 'aGVq' }),
			'CERTIFICATE_UNREADABLE',
			/can ?not be read|no certificate|PKCS#12/i,
		],
		[
			'a key that does not fit',
			() =>
				other('eltCertificateApi', {
					format: 'pem',
					certificate: simulator.client.certificate,
					privateKey: simulator.relyingParty.key,
				}),
			'CERTIFICATE_KEY_MISMATCH',
			/does not fit/,
		],
		[
			'a server from an unknown authority',
			() => other('eltCertificateApi', { ca: '' }),
			'ELT_SERVER_UNTRUSTED',
			/127\.0\.0\.1|issue/i,
		],
		[
			'an address where nothing listens',
			() => other('eltCertificateApi', { address: 'https://127.0.0.1:9/elt' }),
			'ELT_CONNECT_REFUSED',
			/127\.0\.0\.1/,
		],
		[
			'an address without TLS',
			() => other('eltCertificateApi', { address: 'http://127.0.0.1/elt' }),
			'ELT_ADDRESS',
			/not https/,
		],
		[
			'a root that did not sign',
			() => other('bankIdApi', { signatureRoots: simulator.bankIdTlsCa }),
			'SIGNATURE_CHAIN',
			/./,
		],
	];

	test.each(CASES)('%s', async (_what, table, code, sentence) => {
		const options = { intervalMs: 0, tries: 1 };
		const run = await submit(reports.slice(0, 1), { credentials: table() }, { operation: 'submit', options });
		expect(run.error?.context['code']).toBe(code);
		expect(run.error?.message).toMatch(sentence);
		expect(run.error?.description).toBeTruthy();
		expect(JSON.stringify(run.error)).not.toMatch(/ECONN|self.signed|UNABLE_TO|mac verify|PRIVATE KEY/);
	});
});

describe('Preview', () => {
	test('puts out the envelope and sends nothing', async () => {
		const earlier = calls();
		const run = await submit(reports, {}, { operation: 'preview', outputDataFieldName: 'data', options: {} });
		const file = run.output(NODE)[0]?.binary?.['data'];
		const envelope = Buffer.from(file?.data ?? '', 'base64').toString('utf8');
		expect(/<(\w+:)?Envelope/.test(envelope)).toBe(true);
		expect(run.output(NODE)[0]?.json['request']).toMatchObject({
			endpoint: simulator.eltUrl,
			bytes: Buffer.byteLength(envelope),
		});
		expect(calls()).toBe(earlier);
	});
});

describe('Receipt File', () => {
	test('is a ZIP of the report with its receipt', async () => {
		const sent = (await submit(reports.slice(0, 1))).output(NODE);
		const run = await submit(sent, {}, { operation: 'receiptFile', outputDataFieldName: 'proof' });
		const file = run.output(NODE)[0]?.binary?.['proof'];
		expect(file?.fileName).toBe(`2026-10-${String(sent[0]?.json['id'])}.zip`);
		const { unzipSync } = await import('fflate');
		expect(Object.keys(unzipSync(Buffer.from(file?.data ?? '', 'base64')))).toContain('receipt.json');
	});
});

describe('Check Connection', () => {
	const CHECK = { operation: 'checkConnection' };

	test('gives each step its verdict', async () => {
		const run = await submit([{ json: {} }], {}, CHECK);
		expect(run.output(NODE)[0]?.json).toMatchObject({ ok: true, endpoint: simulator.eltUrl });
	});

	test('says which step stands in the way', async () => {
		await simulator.elt.addFault({ fault: 'expired-certificate' });
		const run = await submit([{ json: {} }], {}, CHECK);
		expect(run.output(NODE)[0]?.json).toMatchObject({ ok: false });
		expect(JSON.stringify(run.output(NODE)[0]?.json['steps'])).toContain('"verdict":"bad"');
	});
});
