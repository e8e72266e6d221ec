import { createEltClient, type EltClient } from '../../src/elt/client';
import { createMemoryLedger } from '../../src/ledger/memory';
import type { ReportItem } from '../../src/report/item/item';
import type { OpenReport } from '../../src/report/item/openReport';
import { submitReports, type SubmitReportsOptions } from '../../src/report/submit/submit';
import type { FaultRule } from '../../src/simulator/elt/faultModes';
import { at, buildSample, openReports, startWorld, type World } from './world';

let world: World;
let signed: ReportItem[];
let client: EltClient;

beforeAll(async () => {
	world = await startWorld();
	signed = await world.sign((await buildSample()).items.slice(0, 9));
});

afterAll(() => world.close());

beforeEach(async () => {
	await world.simulator.elt.clearFaults();
	world.simulator.elt.received.clear();
	client = createEltClient({
		endpoint: world.elt.endpoint,
		certificate: world.certificate,
		ca: [world.simulator.ca],
	});
});

afterEach(() => client.close());

/** Over connections of the test's own. */
const submitting = (): SubmitReportsOptions => ({ ...world.submitting(), client });

const received = () => world.simulator.elt.received.totals();

/** A report as an earlier run left it: with its receipt. */
async function sent(item: ReportItem, fault?: FaultRule): Promise<ReportItem> {
	if (fault) await world.simulator.elt.addFault(fault);
	const reports = await submitReports(await openReports([item]), submitting());
	await world.simulator.elt.clearFaults();
	return at(reports, 0).report.item;
}

describe('what looks on or is asked may throw, and no outcome is lost', () => {
	const boom = () => {
		throw new Error('the expression can not be read');
	};

	test.each([
		['onOver', { onOver: boom }],
		['onOver, later', { onOver: () => Promise.reject(new Error('gone')) }],
		['onProgress', { onProgress: boom }],
	])('%s', async (_, options) => {
		const reports = await submitReports(await openReports(signed.slice(0, 3)), {
			...submitting(),
			...options,
		});
		expect(reports.map(({ error, report: { item } }) => [error, item.receipt?.outcome])).toEqual(
			Array(3).fill([null, 'accepted']),
		);
		expect(received()).toMatchObject({ calls: 3 });
	});

	test.each(['resendUnknown', 'seal'])('%s: that report is not sent, and the others are', async (name) => {
		const bad = at(signed, 1);
		const ask = ({ item }: OpenReport) => (item.id === bad.id ? boom() : undefined);
		const asked =
			name === 'seal'
				? { seal: async (report: OpenReport) => ask(report) }
				: { resendUnknown: (report: OpenReport) => ask(report) ?? false };
		const reports = await submitReports(await openReports(signed.slice(0, 4)), { ...submitting(), ...asked });
		expect(reports.map(({ error }) => error?.code ?? null)).toEqual([null, 'UNEXPECTED', null, null]);
		expect(at(reports, 1).error).toMatchObject({
			message: `Report ${bad.id} was stopped by something unforeseen: the expression can not be read`,
			description: expect.stringContaining('does not let it out twice'),
		});
		expect(received()).toMatchObject({ calls: 3 });
	});

	test('what onOver begins is waited for', async () => {
		let kept = 0;
		await submitReports(await openReports(signed.slice(0, 2)), {
			...submitting(),
			onOver: async () => {
				await new Promise((resolve) => setTimeout(resolve, 20));
				kept += 1;
			},
		});
		expect(kept).toBe(2);
	});
});

describe('a report that carries its receipt, and a ledger that knows nothing of it', () => {
	test('accepted, and Already Sent is Stop: an error, and not sent', async () => {
		const item = await sent(at(signed, 0));
		const [again] = await submitReports(await openReports([item]), { ...submitting(), alreadySent: 'stop' });
		expect(again?.error).toMatchObject({
			code: 'ELT_ALREADY_SENT',
			message: `Report ${item.id}: The report was accepted by an earlier call and was not sent again.`,
		});
		expect(again?.report.item.receipt).toEqual(item.receipt);
		expect(received()).toMatchObject({ calls: 1 });
	});

	test('accepted, but with other signatures than it has now: a hint says so', async () => {
		const item = await sent(at(signed, 0));
		const [resigned] = await world.sign([{ ...item, signatures: {} }]);
		if (!resigned || !item.receipt) throw new TypeError('not signed, or not sent');
		const [again] = await submitReports(
			await openReports([{ ...resigned, receipt: item.receipt }]),
			submitting(),
		);
		expect(again).toMatchObject({ error: null, hint: expect.stringContaining('but with other bytes') });
		expect(again?.report.item.receipt).toEqual({ ...item.receipt, earlier: true });
	});

	test('unknown, and sending it again comes to nothing: it stays unknown, with its receipt', async () => {
		const item = await sent(at(signed, 1), { fault: 'close-after-body', times: 1 });
		await world.simulator.elt.addFault({ fault: 'refuse-connection' });
		const [failed] = await submitReports(await openReports([item]), {
			...submitting(),
			resendUnknown: () => true,
		});
		expect(failed).toMatchObject({
			error: {
				code: 'ELT_UNKNOWN_BEFORE',
				message: expect.stringContaining('the new call was not made'),
			},
			report: { item: { receipt: { ...item.receipt, earlier: true } } },
		});
		await world.simulator.elt.clearFaults();
		const [plain] = await submitReports(await openReports([failed?.report.item ?? item]), submitting());
		expect(plain?.error?.code).toBe('ELT_UNKNOWN_BEFORE');
		expect(received()).toMatchObject({ calls: 1 });
	});

	test('unknown, and the ledger knows that it was accepted since: passed on as accepted', async () => {
		const item = await sent(at(signed, 2), { fault: 'close-after-body', times: 1 });
		const ledger = createMemoryLedger();
		await submitReports(await openReports([item]), { ...submitting(), ledger, resendUnknown: () => true });
		const [again] = await submitReports(await openReports([item]), { ...submitting(), ledger });
		expect(again).toMatchObject({
			error: null,
			report: { item: { receipt: { outcome: 'accepted', earlier: true } } },
		});
		expect(received()).toMatchObject({ calls: 2 });
	});
});

describe('the rest of a batch is held back', () => {
	test.each([
		['client-certificate-refused', 'ELT_CERTIFICATE_REFUSED', 'did not accept the client certificate'],
		['unknown-ca', 'ELT_SERVER_UNTRUSTED', 'an issuer that is not trusted'],
	] as const)('after %s, which is the same for all', async (fault, code, says) => {
		await world.simulator.elt.addFault({ fault });
		const reports = await submitReports(await openReports(signed), submitting());
		expect(reports.map(({ error, report: { item } }) => [error?.code, item.receipt?.outcome])).toEqual(
			signed.map(() => [code, 'notSent']),
		);
		expect(reports.map(({ report }) => report.item.receipt?.attempts)).toEqual([1, ...Array(8).fill(0)]);
		expect(at(reports, 8).error?.message).toContain('As for the report before it: ');
		expect(at(reports, 8).error?.message).toContain(says);
		expect(world.simulator.elt.faults().map(({ played }) => played)).toEqual([1]);
	});

	test('after a Retry-After that is longer than is waited for', async () => {
		await world.simulator.elt.addFault({ fault: 'http-503', retryAfter: '3600' });
		const reports = await submitReports(await openReports(signed), submitting());
		const { calls } = received();
		// Up to four were on their way before the first answer.
		expect(calls).toBeLessThanOrEqual(4);
		expect(reports.map(({ error }) => error?.code)).toEqual(
			signed.map((_, index) => (index < calls ? 'ELT_BUSY' : 'ELT_HELD_BACK')),
		);
		expect(at(reports, 8).error?.message).toContain('asked to wait 3600 seconds before the next call');
		expect(at(reports, 8).report.item.receipt).toMatchObject({ outcome: 'notSent', attempts: 0 });
	});

	test('after three in a row that may have been received', async () => {
		await world.simulator.elt.addFault({ fault: 'close-after-body' });
		const reports = await submitReports(await openReports(signed), submitting());
		const held = reports.filter(({ error }) => error?.code === 'ELT_HELD_BACK');
		expect(held.length).toBeGreaterThanOrEqual(3);
		expect(received().calls).toBe(9 - held.length);
		expect(at(held, 0).error).toMatchObject({
			message:
				'The report was held back: the last three reports have an unknown outcome, so sending was paused.',
			description: expect.stringMatching(/Nothing was sent; the report can safely be sent again\.$/),
		});
		expect(at(held, 0).report.item.receipt).toMatchObject({ outcome: 'notSent', attempts: 0 });
	});

	test('but what an earlier run made of a report is told as it is', async () => {
		const options = submitting();
		await submitReports(await openReports([at(signed, 0)]), options);
		client.close();
		await world.simulator.elt.addFault({ fault: 'client-certificate-refused' });
		const reports = await submitReports(await openReports([...signed.slice(1), at(signed, 0)]), {
			...submitting(),
			ledger: options.ledger,
			alreadySent: 'sendAgain',
		});
		expect(at(reports, 8)).toMatchObject({
			error: null,
			report: { item: { receipt: { outcome: 'accepted' } } },
		});
		expect(at(reports, 7)).toMatchObject({ report: { item: { receipt: { outcome: 'notSent' } } } });
	});

	test('not after unknown ones with others between them', async () => {
		await world.simulator.elt.addFault({ fault: 'close-after-body', every: 2 });
		const reports = await submitReports(await openReports(signed), submitting());
		expect(received().calls).toBe(9);
		expect(reports.filter(({ error }) => error !== null).map(({ error }) => error?.code)).toEqual(
			Array(4).fill('ELT_BROKEN'),
		);
	});
});

test('a batch that is cancelled is not checked report by report', async () => {
	const broken = signed.map((item) => ({ ...item, signatures: {} }));
	const options = { ...submitting(), signal: AbortSignal.abort() };
	const reports = await submitReports(await openReports(broken), options);
	expect(reports.map(({ error }) => error?.code)).toEqual(signed.map(() => 'ELT_CANCELLED'));
});
