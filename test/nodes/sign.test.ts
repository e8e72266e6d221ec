import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { INodeExecutionData } from 'n8n-workflow';

import { codesOf, NODE, type NodeRun, runNode } from './harness';
import { AS_ANORDNARE, AS_ASSISTENT, builtReports, openStarted, toPhones } from './reports';
import { spoolFolder } from '../../nodes/shared/elt/orderSpool';
import type { CredentialTable } from '../engine/credentials';
import { EXAMPLE_ANORDNARE, examplePersons } from '../engine/examples';
import { simulatorCredentials } from '../engine/run';
import type { Simulator } from '../../src/simulator';
import { listenHttp } from '../../src/simulator/loopback';
import type { Issued } from '../../src/simulator/pki/certificate';
import { createPki } from '../../src/simulator/pki/pki';
import { startSharedSimulator } from '../world/pki';

const REFUSER = {
	personnummer: '199707199817',
	givenName: 'Märta',
	surname: 'Lindqvist',
	behaviour: 'cancel',
} as const;

let simulator: Simulator;
let credentials: CredentialTable;
let reports: INodeExecutionData[];
/** The same, signed by their assistenter. */
let signedReports: INodeExecutionData[];

beforeAll(async () => {
	simulator = await startSharedSimulator({ persons: await examplePersons(), bankId: { pendingCollects: 0 } });
	const { bankIdApi = {} } = simulatorCredentials(simulator);
	credentials = { bankIdApi };
	reports = await builtReports();
	signedReports = (await sign(AS_ASSISTENT, reports)).output(NODE);
});
afterAll(async () => await simulator.close());

/** A user folder without the orders of earlier runs. */
function forgetOrders(): void {
	process.env['N8N_USER_FOLDER'] = mkdtempSync(join(tmpdir(), 'n8n-user-'));
}

beforeEach(forgetOrders);

function sign(parameters: object, items: readonly INodeExecutionData[], more: Partial<NodeRun> = {}) {
	return runNode({
		node: 'signTidredovisning',
		parameters: { ...toPhones(simulator), ...parameters },
		items,
		credentials,
		...more,
	});
}

function signaturesOf(item: INodeExecutionData | undefined) {
	return JSON.parse(JSON.stringify(item?.json['signatures'] ?? null));
}

describe('Sign With BankID', () => {
	test('has each assistent sign their own report, verified, the input left as it was', async () => {
		const before = structuredClone(reports);
		const messages: string[] = [];
		const run = await sign(AS_ASSISTENT, reports, { onMessage: (message) => messages.push(message) });
		expect(run.error).toBeUndefined();
		expect(run.output(NODE).map((item) => signaturesOf(item).assistent.signer)).toEqual([
			{ name: 'Åsa Sjöö', personnummer: '198911079930' },
			{ name: 'Märta Lindqvist', personnummer: '199707199817' },
			{ name: 'Åsa Ström & Son', personnummer: '200202119806' },
		]);
		expect(run.output(NODE).map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(reports).toEqual(before);
		expect(messages.join('\n')).not.toMatch(/(?<![\da-f-])(?:19|20)\d{6}-?\d{4}(?![\da-f-])/);
	});

	test('has the anordnare sign all of them with one order', async () => {
		const run = await sign(AS_ANORDNARE, signedReports);
		const signatures = run.output(NODE).map((item) => signaturesOf(item).anordnare);
		expect(new Set(signatures.map(({ signature }) => signature)).size).toBe(1);
		expect(signatures[0].signer).toEqual({
			name: 'Eva Exempelsson',
			personnummer: EXAMPLE_ANORDNARE.personnummer,
		});
		expect(signatures[0].userVisibleData).toContain('3 st');
	});

	test('refuses the anordnare before the assistent', async () => {
		const run = await sign(AS_ANORDNARE, reports);
		expect(run.error?.context['code']).toBe('SIGNATURE_MISSING');
		expect(run.error?.message).toMatch(/isn't signed by the assistent yet/);
	});

	test('refuses a document that changed on its way', async () => {
		const [item, ...others] = structuredClone(reports);
		if (item) item.json['xml'] = String(item.json['xml']).replace('13.00', '12.00');
		const run = await sign(AS_ASSISTENT, item ? [item, ...others] : [], { onError: 'continueErrorOutput' });
		expect(codesOf(run.output(NODE, 1))).toEqual(['DOCUMENT_CHANGED']);
		expect(run.output(NODE)).toHaveLength(2);
	});

	test('refuses a number that is no personnummer, by the name of its parameter', async () => {
		const run = await sign({ ...AS_ANORDNARE, signerPersonnummer: '1234' }, signedReports);
		expect(run.error?.message).toMatch(/'Signer's Personal Number' is no personnummer/);
	});

	test('asks no one twice when one refuses and the node is tried again', async () => {
		const persons = (await examplePersons()).filter(
			({ personnummer }) => personnummer !== REFUSER.personnummer,
		);
		const own = await startSharedSimulator({
			persons: [...persons, REFUSER],
			bankId: { pendingCollects: 0 },
		});
		try {
			const { bankIdApi = {} } = simulatorCredentials(own);
			const started: string[] = [];
			const run = await sign({ ...AS_ASSISTENT, ...toPhones(own) }, await builtReports(3, 7), {
				credentials: { bankIdApi },
				retry: true,
				onMessage: (message) =>
					started.push(...(/assistent (\d{8})-\S+ .*started/.exec(message)?.slice(1) ?? [])),
			});
			expect(run.error?.context['code']).toBe('BANKID_ORDER_FAILED');
			expect(started.filter((day) => day === '19970719')).toHaveLength(3);
			expect(started.filter((day) => day !== '19970719')).toHaveLength(2);
		} finally {
			await own.close();
		}
	});

	/** Signs and counts the orders that were started. */
	async function signCounting(options: object) {
		const started: string[] = [];
		const onMessage = (message: string) => void (message.endsWith(' started') && started.push(message));
		const run = await sign({ ...AS_ASSISTENT, options }, reports.slice(0, 1), { onMessage });
		return { orders: started.length, signature: signaturesOf(run.output(NODE)[0])?.assistent.signature };
	}

	test('run again returns the signature that was given, and asks nobody', async () => {
		const first = await signCounting({});
		expect(first.orders).toBe(1);
		expect(await signCounting({})).toEqual({ orders: 0, signature: first.signature });
	});

	test('asks again where another text is shown', async () => {
		await signCounting({});
		expect((await signCounting({ visibleText: 'Jag intygar.' })).orders).toBe(1);
	});

	test('keeps nothing readable in the user folder', async () => {
		await sign(AS_ASSISTENT, reports.slice(0, 1));
		const folder = spoolFolder();
		const [name = '', ...others] = readdirSync(folder);
		expect(others).toEqual([]);
		const bytes = readFileSync(join(folder, name));
		expect(bytes.subarray(0, 9).toString()).toBe('ELTORDER1');
		expect(bytes.toString('latin1')).not.toMatch(/signature|19891107|orderRef/);
		expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
	});

	test('stops at a kept order that was changed, and says which file to delete', async () => {
		await sign(AS_ASSISTENT, reports.slice(0, 1));
		const [name = ''] = readdirSync(spoolFolder());
		const path = join(spoolFolder(), name);
		writeFileSync(path, readFileSync(path).with(-1, 0).with(-2, 0));
		const again = await sign(AS_ASSISTENT, reports.slice(0, 1));
		expect(again.error?.context['code']).toBe('BANKID_ORDER_NOT_KEPT');
		expect(again.error?.message).toContain(name);
	});

	test('asks nobody while an order cannot be kept', async () => {
		process.env['N8N_USER_FOLDER'] = '/dev/null';
		const run = await sign(AS_ASSISTENT, reports.slice(0, 1));
		expect(run.error?.context['code']).toBe('BANKID_ORDER_NOT_KEPT');
	});

	test('hands over a signature that could not be proven, for Attach Signature to take when the cause is mended', async () => {
		const foreign = await createPki();
		const bankIdApi = {
			...credentials['bankIdApi'],
			signatureRoots: foreign.signatures.root.certificatePem,
		};
		const run = await sign(AS_ASSISTENT, reports.slice(0, 1), {
			credentials: { bankIdApi },
			onError: 'continueErrorOutput',
		});
		const stopped = run.output(NODE, 1)[0];
		expect(codesOf(run.output(NODE, 1))).toEqual(['SIGNATURE_CHAIN']);
		const { evidence } = JSON.parse(JSON.stringify(stopped?.json['error']));
		expect(Object.keys(evidence)).toEqual(['signature', 'ocspResponse']);
		const attach = { operation: 'attachSignature', signer: 'assistent', ...evidence, options: {} };
		const attached = await sign(attach, reports.slice(0, 1));
		expect(signaturesOf(attached.output(NODE)[0]).assistent.signer.name).toBe('Åsa Sjöö');
	});

	test('asks everyone anew where other roots count than in the try before', async () => {
		const persons = (await examplePersons()).filter(
			({ personnummer }) => personnummer !== REFUSER.personnummer,
		);
		const own = await startSharedSimulator({
			pki: await createPki(),
			persons: [...persons, REFUSER],
			bankId: { pendingCollects: 0 },
		});
		const built = await builtReports(3, 8);
		try {
			const { bankIdApi = {} } = simulatorCredentials(own);
			const run = await sign({ ...AS_ASSISTENT, ...toPhones(own) }, built, { credentials: { bankIdApi } });
			expect(run.error?.context['code']).toBe('BANKID_ORDER_FAILED');
		} finally {
			await own.close();
		}
		const signed = (await sign(AS_ASSISTENT, built)).output(NODE);
		const verified = (await sign({ operation: 'verify' }, signed)).output(NODE);
		expect(verified.map(({ json }) => Reflect.get(Object(json['assistent']), 'ok'))).toEqual([
			true,
			true,
			true,
		]);
	});

	test('shows each assistent the text of their own report, and asks each at their own address', async () => {
		const items = reports.map((item, index) => ({ ...item, json: { ...item.json, ip: `192.0.2.${index}` } }));
		const own = { visibleText: '={{ "Hej " + $json.assistent.namn }}' };
		const parameters = { ...AS_ASSISTENT, endUserIp: '={{ $json.ip }}', options: own };
		const run = await sign(parameters, items);
		expect(run.error).toBeUndefined();
		expect(run.output(NODE).map((item) => signaturesOf(item).assistent.userVisibleData)).toEqual([
			'Hej Åsa Sjöö',
			'Hej Märta Lindqvist',
			'Hej Åsa Ström & Son',
		]);
		const bad = items.map((item, index) =>
			index === 1 ? { ...item, json: { ...item.json, ip: 7.5 } } : item,
		);
		forgetOrders();
		const stopped = await sign(parameters, bad, { onError: 'continueErrorOutput' });
		expect(stopped.output(NODE)).toHaveLength(2);
		expect(codesOf(stopped.output(NODE, 1))).toEqual(['BANKID_INVALID_PARAMETERS']);
	});

	test('lets an expression that gives nothing stop its own report, by the name of its parameter', async () => {
		const items = reports.map((item, index) =>
			index === 0 ? item : { ...item, json: { ...item.json, greeting: 'Hej' } },
		);
		const parameters = { ...AS_ASSISTENT, options: { visibleText: '={{ $json.greeting }}' } };
		const run = await sign(parameters, items, { onError: 'continueErrorOutput' });
		expect(run.output(NODE)).toHaveLength(2);
		expect(run.output(NODE, 1)[0]?.json['error']).toMatchObject({
			code: 'INPUT_INVALID',
			message: "'Visible Text' is nothing: its expression gives no value",
		});
	});

	test('has the anordnare sign apart what has different texts', async () => {
		const started: string[] = [];
		const run = await sign(
			{ ...AS_ANORDNARE, options: { visibleText: '={{ "Rader: " + $json.rows.length + $itemIndex % 2 }}' } },
			signedReports,
			{ onMessage: (message) => started.push(...(message.includes('started') ? [message] : [])) },
		);
		expect(run.error).toBeUndefined();
		expect(started).toHaveLength(2);
	});

	test('asks anew for another text than the one that was signed in the try before', async () => {
		const built = await builtReports(2, 11);
		const broken = { ...structuredClone(built[1]), json: { nothing: true } };
		const text = (visibleText: string) => ({ ...AS_ASSISTENT, options: { visibleText } });
		const first = await sign(text('Text A {hours}'), built[0] ? [built[0], broken] : []);
		expect(first.error?.context['code']).toBe('ITEM_INVALID');
		const second = await sign(text('Text B {hours}'), built);
		expect(signaturesOf(second.output(NODE)[0]).assistent.userVisibleData).toMatch(/^Text B /);
	});

	test('fails with startFailed when nobody opens the start link, though it was sent', async () => {
		const heard: string[] = [];
		const own = await startSharedSimulator({ bankId: { startLimitMs: 100 } });
		const webhook = createServer((request, response) => {
			request.on('data', (part: Buffer) => heard.push(part.toString('utf8')));
			request.on('end', () => response.end());
		});
		const { port, close } = await listenHttp(webhook, 0);
		try {
			const { bankIdApi = {} } = simulatorCredentials(own);
			const startLinkUrl = `http://127.0.0.1:${port}/`;
			const run = await sign({ ...AS_ASSISTENT, startLinkUrl }, reports.slice(0, 1), {
				credentials: { bankIdApi },
			});
			expect(run.error?.context['code']).toBe('BANKID_ORDER_FAILED');
			expect(run.error?.message).toContain('startFailed');
			expect(JSON.parse(heard.join(''))).toEqual({
				orderRef: expect.any(String),
				role: 'assistent',
				signer: '198911079930',
				reports: [reports[0]?.json['id']],
				autoStartToken: expect.any(String),
				startLinks: { phone: expect.any(String), computer: expect.any(String) },
			});
		} finally {
			await Promise.all([own.close(), close()]);
		}
	});

	test('ends the order when its start link cannot be sent, and says where to', async () => {
		const run = await sign(
			{ ...AS_ASSISTENT, startLinkUrl: new URL('nowhere', simulator.pageUrl).href },
			reports.slice(0, 1),
		);
		expect(run.error?.context['code']).toBe('BANKID_START_LINK');
		expect(run.error?.message).toBe(`The start link could not be sent to ${new URL(simulator.pageUrl).host}`);
		expect(simulator.bankId.orders.list().filter(({ outcome }) => outcome === undefined)).toEqual([]);
		const empty = await sign({ ...AS_ASSISTENT, startLinkUrl: 'mail' }, reports.slice(0, 1));
		expect(empty.error?.message).toBe("'Send Start Links To' is not an address");
	});

	test('sends the one who refuses to the error branch with BankID’s words, the others go on', async () => {
		const persons = (await examplePersons()).filter(
			({ personnummer }) => personnummer !== REFUSER.personnummer,
		);
		const own = await startSharedSimulator({
			persons: [...persons, REFUSER],
			bankId: { pendingCollects: 0 },
		});
		try {
			const { bankIdApi = {} } = simulatorCredentials(own);
			const run = await sign({ ...AS_ASSISTENT, ...toPhones(own) }, reports, {
				credentials: { bankIdApi },
				onError: 'continueErrorOutput',
			});
			expect(run.output(NODE)).toHaveLength(2);
			expect(codesOf(run.output(NODE, 1))).toEqual(['BANKID_ORDER_FAILED']);
			expect(JSON.stringify(run.output(NODE, 1)[0]?.json['error'])).toContain('Åtgärden avbröts');
			expect(run.output(NODE, 1)[0]?.json['error']).toMatchObject({ report: reports[1]?.json['id'] });
		} finally {
			await own.close();
		}
	});
});

describe('orders in steps', () => {
	const START = { operation: 'startOrder', signer: 'assistent', endUserIp: '192.0.2.1', options: {} };

	test('start, stand pending, and are signed; the secret of the QR code is in no item', async () => {
		const started = await sign(START, reports.slice(0, 1));
		const order = JSON.parse(JSON.stringify(started.output(NODE)[0]?.json['order']));
		expect(order.startLinks.phone).toMatch(/^https:\/\/app\.bankid\.com\/\?autostarttoken=/);
		expect(order.qr).toMatch(/^bankid\.[^.]+\.0\.[0-9a-f]{64}$/);
		expect(JSON.stringify(order)).not.toContain('qrStartSecret');
		const pending = await sign({ operation: 'collectOrder', waitSeconds: 0 }, started.output(NODE));
		expect(pending.output(NODE)[0]?.json['order']).toMatchObject({
			status: 'pending',
			hintCode: 'outstandingTransaction',
		});
		openStarted(simulator, pending.output(NODE));
		const signed = await sign({ operation: 'collectOrder', waitSeconds: 30 }, pending.output(NODE));
		expect(signaturesOf(signed.output(NODE)[0]).assistent.signer.name).toBe('Åsa Sjöö');
		expect(signed.output(NODE)[0]?.json).not.toHaveProperty('order');
	});

	test('start by phone without links', async () => {
		const started = await sign(
			{ ...START, operation: 'phoneOrder', callInitiator: 'RP' },
			reports.slice(1, 2),
		);
		expect(started.error).toBeUndefined();
		expect(started.output(NODE)[0]?.json['order']).not.toHaveProperty('startLinks');
		const signed = await sign({ operation: 'collectOrder', waitSeconds: 30 }, started.output(NODE));
		expect(signaturesOf(signed.output(NODE)[0]).assistent.signer.name).toBe('Märta Lindqvist');
	});

	test('are cancelled, and then known no more', async () => {
		const started = await sign(START, reports.slice(2));
		const cancelled = await sign({ operation: 'cancelOrder' }, started.output(NODE));
		expect(cancelled.output(NODE)[0]?.json).not.toHaveProperty('order');
		const collected = await sign({ operation: 'collectOrder', waitSeconds: 0 }, started.output(NODE));
		expect(collected.error?.message).toBeTruthy();
	});

	test('need an item that carries one', async () => {
		const run = await sign({ operation: 'collectOrder', waitSeconds: 0 }, reports);
		expect(run.error?.context['code']).toBe('ITEM_INVALID');
		expect(run.error?.message).toMatch(/carries no order/);
	});
});

describe('Attach Signature', () => {
	test('takes what another system got from BankID, once it is proven', async () => {
		const { signature, ocspResponse } = signaturesOf(signedReports[0]).assistent;
		const attach = {
			operation: 'attachSignature',
			signer: 'assistent',
			signature,
			ocspResponse,
			options: {},
		};
		const run = await sign(attach, reports.slice(0, 1));
		expect(signaturesOf(run.output(NODE)[0]).assistent.signature).toBe(signature);
		const other = await sign(attach, reports.slice(1, 2));
		expect(other.error?.context['code']).toBe('SIGNATURE_BINDING');
	});
});

describe('Verify', () => {
	test('gives a verdict for each signature, also of one who has not signed', async () => {
		const run = await sign({ operation: 'verify' }, signedReports.slice(0, 1));
		expect(run.output(NODE)[0]?.json).toMatchObject({
			id: reports[0]?.json['id'],
			assistent: { ok: true },
			anordnare: { ok: false, code: 'SIGNATURE_MISSING' },
		});
	});
});

describe('Sign With Certificate', () => {
	test('passes on the files and fields that stood beside the report', async () => {
		const { eltCertificateApi = {} } = simulatorCredentials(simulator);
		const preview = { data: 'PGh0bWw+', mimeType: 'text/html' };
		const items = reports
			.slice(0, 1)
			.map((item) => ({ ...item, json: { ...item.json, own: 1 }, binary: { preview } }));
		const run = await sign({ operation: 'signWithCertificate' }, items, {
			credentials: { eltCertificateApi },
		});
		expect(run.output(NODE)[0]).toMatchObject({ json: { own: 1 }, binary: { preview } });
	});

	const seal = async (changed: object = {}) => {
		const { eltCertificateApi = {} } = simulatorCredentials(simulator);
		const own = { credentials: { eltCertificateApi: { ...eltCertificateApi, ...changed } } };
		return await sign({ operation: 'signWithCertificate' }, reports.slice(0, 1), own);
	};
	const verdictOn = async (items: readonly INodeExecutionData[], options: object) => {
		const run = await sign({ operation: 'verify', options }, items);
		return run.error ?? run.output(NODE)[0]?.json['seal'];
	};
	const pem = ({ certificatePem, keyPem }: Issued) => ({
		format: 'pem',
		certificate: certificatePem,
		privateKey: keyPem,
	});

	test('puts a seal beside the report, which Verify proves for those who trust the vendor', async () => {
		const sealed = await seal();
		expect(sealed.error).toBeUndefined();
		expect(sealed.output(NODE)[0]?.json['seal']).toMatch(/^<(\w+:)?Signature/);
		const { root, leaf } = simulator.pki.eltClient;
		for (const { certificatePem } of [root, leaf]) {
			expect(await verdictOn(sealed.output(NODE), { sealRoots: certificatePem })).toMatchObject({
				ok: true,
				commonName: 'Simulatorns Systemleverantör AB',
			});
		}
	});

	test('anybody’s seal is not proven', async () => {
		const own = await simulator.pki.issue({ subject: [['cn', 'Simulatorns Systemleverantör AB']] });
		const sealed = (await seal(pem(own))).output(NODE);
		const { root } = simulator.pki.eltClient;
		for (const options of [{}, { sealRoots: root.certificatePem }]) {
			expect(await verdictOn(sealed, options)).toMatchObject({
				ok: false,
				code: 'SEAL_UNTRUSTED',
				message: expect.stringMatching(/^The seal says that it is from "CN=Simulatorns Systemleverantör AB"/),
			});
		}
	});

	test('an option that holds no certificate is refused', async () => {
		expect(await verdictOn((await seal()).output(NODE), { sealRoots: 'the root' })).toMatchObject({
			message: expect.stringMatching(/^'Seal Root Certificates' contains no certificate/),
		});
	});

	test('refuses a certificate that has run out', async () => {
		const days = (count: number) => new Date(Date.now() + count * 86_400_000);
		const old = await simulator.pki.client({ validFrom: days(-9), validTo: days(-1) });
		const run = await seal(pem(old));
		expect(run.error?.context['code']).toBe('CERTIFICATE_EXPIRED');
		expect(run.error?.message).toMatch(/^The certificate ran out on \d{4}-\d\d-\d\d$/);
	});
});

describe('production', () => {
	const inProduction = async (options: object) => {
		const bankIdApi = { ...credentials['bankIdApi'], environment: 'production' };
		const run = await sign({ ...AS_ASSISTENT, options }, reports, { credentials: { bankIdApi } });
		return run.error?.context['code'];
	};

	test('refuses a text that nobody has confirmed', async () => {
		expect(await inProduction({})).toBe('BANKID_TEXT');
		expect(await inProduction({ textApproved: true })).toBe('BANKID_TEXT');
		expect(await inProduction({ visibleText: 'Jag intygar {month}.' })).toBe('BANKID_TEXT');
	});

	test('refuses the roots of anybody else, also with a confirmed text', async () => {
		expect(await inProduction({ textApproved: true, visibleText: 'Jag intygar {month}.' })).toBe(
			'CERTIFICATE_ROOT_UNKNOWN',
		);
	});
});
