import { createMemoryLedger } from '../../src/ledger/memory';
import type { FaultRule } from '../../src/simulator/elt/faultModes';
import { isTestFault, TEST_FAULTS, type TestFault } from '../equipment/faults';
import type { Outcome } from '../../src/elt/receipt';
import { World } from './world';

interface Expected {
	readonly outcome: Outcome;
	/** One, or those among which the moment decides. */
	readonly code: string | readonly string[] | null;
	/** A part of the message. */
	readonly says: string;
	/** Whether it is tried again by itself. */
	readonly again?: true;
	readonly rule?: Partial<FaultRule>;
	readonly name?: string;
}

const notSent = (code: Expected['code'], says: string, more: Partial<Expected> = {}): Expected => ({
	outcome: 'notSent',
	code,
	says,
	...more,
});
const unknown = (code: string, says: string, more: Partial<Expected> = {}): Expected => ({
	outcome: 'unknown',
	code,
	says,
	...more,
});

/** What each fault mode must come to: decided by where in the exchange it broke. */
const EXPECTED: Readonly<Record<TestFault, Expected | readonly Expected[]>> = {
	'refuse-connection': notSent('ELT_CONNECT_REFUSED', 'refused the connection', {
		again: true,
		rule: { ms: 150 },
	}),
	'reset-on-connect': notSent(['ELT_TLS', 'ELT_UNREACHABLE'], 'could not be', { again: true }),
	'stall-handshake': notSent('ELT_CONNECT_TIMEOUT', 'did not answer when connecting', { again: true }),
	'unknown-ca': notSent('ELT_SERVER_UNTRUSTED', 'an issuer that is not trusted here'),
	'expired-certificate': notSent('ELT_SERVER_EXPIRED', 'is not valid at this time'),
	'wrong-host-name': notSent('ELT_SERVER_NAME', 'a certificate for another name'),
	'no-client-certificate': notSent('ELT_CERTIFICATE_REFUSED', 'did not accept the client certificate'),
	'client-certificate-refused': notSent('ELT_CERTIFICATE_REFUSED', 'did not accept the client certificate'),
	// The server resets at the very moment the client begins: see the test of its own below.
	'reset-after-handshake': [],
	'stall-header': unknown('ELT_TIMEOUT', 'no whole answer within 1 seconds'),
	'reset-before-body': unknown('ELT_BROKEN', 'broke after the request had begun'),
	'stall-body': unknown('ELT_TIMEOUT', 'no whole answer'),
	'pace-limit': unknown('ELT_BROKEN', 'broke after the request had begun', { rule: { ms: 1e9 } }),
	'reset-after-body': unknown('ELT_BROKEN', 'broke after the request had begun'),
	'close-after-body': unknown('ELT_BROKEN', 'broke after the request had begun'),
	'stall-answer': unknown('ELT_TIMEOUT', 'no whole answer'),
	'stall-half-answer': unknown('ELT_TIMEOUT', 'no whole answer'),
	slow: { outcome: 'accepted', code: null, says: 'received the report: tx-id', rule: { ms: 100 } },
	'http-500': [
		unknown('ELT_HTTP_STATUS', 'HTTP 500 without a SOAP message'),
		unknown('ELT_FAULT_UNKNOWN', 'unknown kind: Server: Internal', {
			name: 'with SOAP',
			rule: { soap: true },
		}),
	],
	'http-502': [
		unknown('ELT_HTTP_STATUS', 'HTTP 502 without a SOAP message'),
		unknown('ELT_FAULT_UNKNOWN', 'unknown kind: Server: Bad Gateway', {
			name: 'with SOAP',
			rule: { soap: true },
		}),
	],
	'http-503': [
		unknown('ELT_BUSY', 'is overloaded (HTTP 503)'),
		unknown('ELT_FAULT_UNKNOWN', 'unknown kind: Server: Service', {
			name: 'with SOAP',
			rule: { soap: true },
		}),
		unknown('ELT_BUSY', 'does not say whether the request was processed', {
			name: 'Retry-After',
			rule: { retryAfter: '1' },
		}),
	],
	'http-503-received': unknown('ELT_BUSY', 'does not say whether the request was processed'),
	'xml-validation-error': {
		outcome: 'rejected',
		code: 'ELT_XML_VALIDATION',
		says: 'rejected the document (XmlValidationError): The document does not follow the schema',
	},
	'signature-validation-error': {
		outcome: 'rejected',
		code: 'ELT_SIGNATURE_VALIDATION',
		says: 'rejected a signature (SignatureValidationError): A signature could not be verified',
	},
	'unknown-fault': unknown('ELT_FAULT_UNKNOWN', 'a SOAP fault of an unknown kind: Server: ANewFault'),
	'fault-without-detail': {
		outcome: 'rejected',
		code: 'ELT_FAULT_CLIENT',
		says: 'Client: The request could not be processed',
	},
	'empty-receipt': unknown('ELT_ANSWER_EMPTY', 'was empty'),
	'half-receipt': unknown('ELT_ANSWER_HALF', 'broke off in the middle'),
	'cut-receipt': unknown('ELT_ANSWER_NOT_SOAP', 'was not a SOAP message'),
	'receipt-without-tx-id': unknown('ELT_RECEIPT_TX_ID', 'a receipt without tx-id'),
	'receipt-foreign-tx-id': unknown('ELT_RECEIPT_TX_ID', 'not a UUID: "20261123-000017"'),
	html: unknown('ELT_ANSWER_NOT_SOAP', 'was not a SOAP message'),
};

const CASES = Object.entries(EXPECTED).flatMap(([fault, expected]) =>
	[expected]
		.flat()
		.map((one): [string, TestFault, Expected] => [
			one.name === undefined ? fault : `${fault}, ${one.name}`,
			nameOf(fault),
			one,
		]),
);

/** What stalls is waited for shortly, everything else for as long as a loaded machine may need. */
function limits(fault: TestFault): { timeoutMs: number } {
	return { timeoutMs: fault.startsWith('stall') ? 800 : 20_000 };
}

function nameOf(text: string): TestFault {
	for (const name of Object.keys(TEST_FAULTS)) if (name === text && isTestFault(name)) return name;
	throw new TypeError(`${text} is no fault`);
}

let world: World;

beforeAll(async () => {
	world = await World.start();
});

afterAll(() => world.close());

beforeEach(async () => {
	await world.server.clearFaults();
	world.server.received.clear();
});

describe('every fault mode, sent once', () => {
	it.each(CASES)('%s', async (_, fault, { outcome, code, says, rule }) => {
		const report = await world.report();
		if (fault === 'pace-limit') await world.submit(await world.report());
		await world.server.addFault({ fault, ...rule });
		const before = world.server.received.totals().calls;
		const { receipt, explanation } = await world.submit(report, limits(fault));
		expect(receipt.outcome).toBe(outcome);
		expect([code].flat()).toContain(explanation.code);
		expect(explanation.message).toContain(says);
		expect(receipt.attempts).toBe(1);
		expect(world.server.received.totals().calls - before).toBeLessThanOrEqual(1);
		if (outcome === 'notSent') expect(world.server.received.timesReceived(report.id)).toBe(0);
	});
});

describe('every fault mode once, tried again where that is safe', () => {
	it.each(CASES)('%s', async (_, fault, { outcome, again, rule }) => {
		const report = await world.report();
		if (fault === 'pace-limit') await world.submit(await world.report());
		await world.server.addFault({ fault, times: 1, ...rule });
		const retry = { attempts: 3, firstWaitMs: 200, longestWaitMs: 5000 };
		const { receipt } = await world.submit(report, { ...limits(fault), retry });
		expect(receipt.outcome).toBe(again === true ? 'accepted' : outcome);
		expect(receipt.attempts).toBe(again === true ? 2 : 1);
		expect(world.server.received.timesReceived(report.id)).toBeLessThanOrEqual(1);
		if (receipt.outcome === 'accepted') {
			expect(world.server.received.report(report.id)?.txIds).toEqual([receipt.txId]);
		}
	});
});

describe('every fault mode, and then a second run', () => {
	it.each(CASES)('%s', async (_, fault, { outcome, rule }) => {
		const report = await world.report();
		const ledger = createMemoryLedger();
		if (fault === 'pace-limit') await world.submit(await world.report());
		await world.server.addFault({ fault, ...rule });
		await world.submit(report, limits(fault), ledger);
		await world.server.clearFaults();
		const before = world.server.received.totals().calls;
		const second = await world.submit(report, {}, ledger);
		const calls = world.server.received.totals().calls - before;
		const expected = {
			notSent: ['accepted', 'receipt', 1],
			accepted: ['accepted', 'earlierAccepted', 0],
			rejected: ['rejected', 'earlierRejected', 0],
			unknown: ['unknown', 'earlierUnknown', 0],
		}[outcome];
		expect([second.receipt.outcome, second.explanation.cause, calls]).toEqual(expected);
		expect(world.server.received.timesReceived(report.id)).toBeLessThanOrEqual(1);
	});
});

describe('a reset as the handshake ends', () => {
	it('is notSent while nothing was written and unknown afterwards, and the server has no report', async () => {
		await world.server.addFault({ fault: 'reset-after-handshake' });
		const report = await world.report();
		const { receipt, explanation } = await world.submit(report);
		expect([
			['notSent', 'ELT_TLS'],
			['unknown', 'ELT_BROKEN'],
		]).toContainEqual([receipt.outcome, explanation.code]);
		expect(world.server.received.timesReceived(report.id)).toBe(0);
	});
});

it('covers every fault mode there is', () => {
	expect(Object.keys(EXPECTED).sort()).toEqual(Object.keys(TEST_FAULTS).sort());
});
