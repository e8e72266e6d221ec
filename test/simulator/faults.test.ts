import type { FaultRule } from '../../src/simulator/elt/faultModes';
import { parseFaultRule } from '../../src/simulator/elt/faults';
import { type EltServer, startElt } from '../../src/simulator/elt/server';
import type { Pki } from '../../src/simulator/pki/pki';
import { type Answer, call } from './https';
import { reportNumber, requestFor } from './reports';
import { isTestFault, TEST_FAULTS, type TestFault } from '../equipment/faults';
import { sharedPki } from '../world/pki';

let pki: Pki;
let elt: EltServer;
let request: Uint8Array;
let nowMs = 0;

beforeAll(async () => {
	pki = await sharedPki();
	elt = await startElt({ pki, modes: TEST_FAULTS, monotonicMs: () => nowMs });
	request = await requestFor(pki, reportNumber(1));
});
afterAll(() => elt.close());
beforeEach(async () => {
	nowMs += 10_000;
	await elt.clearFaults();
	elt.received.clear();
});

const send = (body: Uint8Array = request, patienceMs?: number): Promise<Answer> =>
	call(elt.url, {
		ca: pki.eltTls.root.certificatePem,
		client: pki.eltClient.leaf,
		headers: {
			'Content-Type': 'text/xml; charset=utf-8',
			SOAPAction: '"urn:shs:emottagning:SkickaTidredovisningResponder:1:SkickaTidredovisning"',
		},
		body,
		...(patienceMs === undefined ? {} : { signal: AbortSignal.timeout(patienceMs) }),
	});

/** What a raw client meets: `status body` or the code of node's error. */
async function met(patienceMs?: number): Promise<string> {
	try {
		const { status, headers, body } = await send(request, patienceMs);
		return `${status} ${headers['retry-after'] ?? ''} ${body}`;
	} catch (error) {
		// Errors of node's core are not instances of the Error that a test sees.
		const { code, message }: { code?: unknown; message?: unknown } = Object(error);
		return `${String(code)} ${String(message)}`;
	}
}

const ABORTED = /^ABORT_ERR /;

/** Each mode: what the client meets, and whether the authority has the report. */
const EXPECTED: Record<TestFault, { rule?: Omit<FaultRule, 'fault'>; meets: RegExp; patienceMs?: number }> = {
	'refuse-connection': { meets: /^ECONNREFUSED / },
	'reset-on-connect': { meets: /^ECONNRESET / },
	'stall-handshake': { meets: ABORTED, patienceMs: 100 },
	'unknown-ca': { meets: /^UNABLE_TO_VERIFY_LEAF_SIGNATURE / },
	'expired-certificate': { meets: /^CERT_HAS_EXPIRED / },
	'wrong-host-name': { meets: /^ERR_TLS_CERT_ALTNAME_INVALID / },
	'no-client-certificate': { meets: /^EPROTO .*tlsv13 alert certificate required/ },
	'client-certificate-refused': { meets: /^EPROTO .*tlsv1 alert unknown ca/ },
	'reset-after-handshake': { meets: /^(ECONNRESET|EPIPE) / },
	'stall-header': { meets: ABORTED, patienceMs: 200 },
	'reset-before-body': { meets: /^(ECONNRESET|EPIPE) / },
	'stall-body': { meets: ABORTED, patienceMs: 200 },
	'pace-limit': { meets: /^200 / },
	'reset-after-body': { meets: /^ECONNRESET / },
	'close-after-body': { meets: /^ECONNRESET / },
	'stall-answer': { meets: ABORTED, patienceMs: 200 },
	'stall-half-answer': { meets: ABORTED, patienceMs: 200 },
	slow: { rule: { ms: 1 }, meets: /^200 .*<tx-id>/ },
	'http-500': { meets: /^500 .*<h1>500 Internal Server Error/ },
	'http-502': { meets: /^502 .*<h1>502 Bad Gateway/ },
	'http-503-received': { meets: /^503 2 / },
	'http-503': { rule: { retryAfter: '7', soap: true }, meets: /^503 7 .*<faultcode>soap:Server</ },
	'xml-validation-error': {
		rule: { message: 'rad 3' },
		meets: /^500 .*<XmlValidationError .*<message>rad 3</,
	},
	'signature-validation-error': { meets: /^500 .*<SignatureValidationError .*<message>A signature could/ },
	'unknown-fault': { meets: /^500 .*<ANewFault / },
	'fault-without-detail': {
		meets: /^500 .*<faultstring>The request could not be processed<\/faultstring><\/soap:Fault>/,
	},
	'empty-receipt': { meets: /^200 {2}$/ },
	'half-receipt': { meets: /^ECONNRESET / },
	'cut-receipt': { meets: /^200 .*<tx-id>[^>]*$/ },
	'receipt-without-tx-id': { meets: /^200 .*<SkickaTidredovisningResponse xmlns="[^"]*"\/>/ },
	'receipt-foreign-tx-id': { meets: /^200 .*<tx-id>20261123-000017<\/tx-id>/ },
	html: { meets: /^200 .*<h1>Planerat underhåll/ },
};

const names = Object.keys(EXPECTED).filter(isTestFault);

describe('a fault mode', () => {
	test.each(names)('%s is met by a client, once, and then it works again', async (fault) => {
		const { rule = {}, meets, patienceMs } = EXPECTED[fault];
		await elt.addFault({ fault, ...rule, times: 1 });
		expect(await met(patienceMs)).toMatch(meets);
		const has = fault === 'pace-limit' || TEST_FAULTS[fault].received;
		expect(elt.received.timesReceived(reportNumber(1).id)).toBe(has ? 1 : 0);
		if (TEST_FAULTS[fault].stage === 'listen' || TEST_FAULTS[fault].stage === 'pace') await elt.clearFaults();
		nowMs += 10_000;
		expect(await met()).toMatch(/^200 .*<tx-id>/);
	});
});

describe('a rule', () => {
	test('for one report leaves the others alone', async () => {
		await elt.addFault({ fault: 'html', id: reportNumber(2).id });
		expect(await met()).toMatch(/<tx-id>/);
		expect((await send(await requestFor(pki, reportNumber(2)))).body).toContain('Planerat underhåll');
	});

	test('for the n-th call, or every n-th, is played then', async () => {
		await elt.addFault({ fault: 'http-502', call: 2 });
		await elt.addFault({ fault: 'http-503', every: 3, times: 1 });
		const statuses: string[] = [];
		for (let i = 0; i < 7; i += 1) statuses.push((await met()).slice(0, 3));
		expect(statuses).toEqual(['200', '502', '200', '503', '200', '200', '200']);
		expect(elt.faults().map(({ fault, played }) => [fault, played])).toEqual([
			['http-502', 1],
			['http-503', 1],
		]);
	});

	test('says whether the authority has the report all the same', async () => {
		await elt.addFault({ fault: 'http-500', received: true, times: 1 });
		await elt.addFault({ fault: 'reset-after-body', received: false, times: 1 });
		expect(await met()).toMatch(/^500/);
		expect(elt.received.totals().received).toBe(1);
		expect(await met()).toMatch(/^ECONNRESET /);
		expect(elt.received.totals().received).toBe(1);
	});

	test('to refuse connections can end by itself', async () => {
		await elt.addFault({ fault: 'refuse-connection', ms: 50 });
		expect(await met()).toMatch(/^ECONNREFUSED /);
		while ((await met()).startsWith('ECONNREFUSED')) await new Promise((resolve) => setTimeout(resolve, 10));
		expect(elt.faults()).toEqual([]);
	});

	test('on pace cuts off who calls too fast, until it is lifted', async () => {
		await elt.addFault({ fault: 'pace-limit' });
		expect(await met()).toMatch(/^200/);
		nowMs += 951;
		expect(await met()).toMatch(/^200/);
		nowMs += 949;
		expect(await met()).toMatch(/^ECONNRESET /);
		nowMs += 60_000;
		expect(await met()).toMatch(/^ECONNRESET /);
		await elt.clearFaults();
		expect(await met()).toMatch(/^200/);
		expect(elt.received.calls().map(({ verdict }) => verdict)).toEqual([
			'received',
			'received',
			'notReceived',
			'received',
		]);
	});

	test.each([
		['http-503,times=2,retryAfter=3,soap', { fault: 'http-503', times: 2, retryAfter: '3', soap: true }],
		['slow,ms=20,received=false', { fault: 'slow', ms: 20, received: false }],
		['stall-answer', { fault: 'stall-answer' }],
	])('%s is read from the command line', (text, expected) => {
		expect(parseFaultRule(text)).toEqual(expected);
	});

	test.each([
		['gone', /^There is no fault "gone"; there are refuse-connection, /],
		['slow,colour=red', /^A fault rule has no colour; it has id, call/],
		['slow,times=x', /^times of a fault rule is a number; found null$/],
		['slow,times=', /^times of a fault rule is a number; found undefined$/],
		['slow,soap=perhaps', /^soap of a fault rule is a boolean; found "perhaps"$/],
		['slow,ms=1e12', /^ms of a fault rule is at most 2147483647; found 1000000000000$/],
		['http-503,retryAfter=1\r\nX: y', /^retryAfter of a fault rule is printable ASCII; found "1\\r\\nX: y"$/],
		['unknown-ca,id=1', /^unknown-ca comes before the report's id can be known; leave the id out$/],
	])('%s is refused with a sentence', (text, message) => {
		expect(() => parseFaultRule(text)).toThrow(TypeError);
		expect(() => parseFaultRule(text)).toThrow(message);
	});
});

test('a fault that only tests play is unknown to a simulator that was not given it', async () => {
	const plain = await startElt({ pki });
	await expect(plain.addFault({ fault: 'html' })).rejects.toThrow('There is no fault "html"; there are ');
	expect(plain.faults()).toEqual([]);
	await plain.close();
});
