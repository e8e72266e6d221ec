import { createMemoryLedger } from '../../src/ledger/memory';
import type { ReportLedger } from '../../src/ledger/types';
import { createPace } from '../../src/elt/pace';
import { type Report, World } from '../elt/world';

let world: World;

beforeAll(async () => {
	world = await World.start();
});

afterAll(() => world.close());

beforeEach(async () => {
	await world.server.clearFaults();
	world.server.received.clear();
});

/** A report that was accepted, and one of which nobody knows, with the ledger that knows it. */
async function sentBefore(fault?: 'close-after-body') {
	const report = await world.report();
	const ledger = createMemoryLedger();
	if (fault) await world.server.addFault({ fault, times: 1 });
	const { receipt } = await world.submit(report, {}, ledger);
	return { report, ledger, receipt };
}

/** The report signed anew, say: other bytes under the same id. */
function otherBytes({ id, envelope }: Report): Report {
	return { id, envelope: Buffer.concat([envelope, Buffer.from('\n')]) };
}

describe('the receipt of a report that was not sent in this run', () => {
	it('is that of the earlier call, whole', async () => {
		const { report, ledger, receipt: first } = await sentBefore();
		const { receipt } = await world.submit(report, {}, ledger);
		expect(receipt).toEqual({ ...first, earlier: true });
	});

	it('of other bytes under its id names the request that was accepted, and warns', async () => {
		const { report, ledger, receipt: first } = await sentBefore();
		const { receipt, explanation } = await world.submit(otherBytes(report), {}, ledger);
		expect(receipt).toMatchObject({ outcome: 'accepted', requestSha256: first.requestSha256 });
		expect(explanation).toMatchObject({
			cause: 'earlierAcceptedOther',
			code: null,
			message:
				'A report with this id was accepted by an earlier call, but with other bytes: what is given now was not sent.',
			description: expect.stringContaining('with an id of its own'),
		});
		expect(world.server.received.timesReceived(report.id)).toBe(1);
	});

	it('of a rejected one is of exactly these bytes', async () => {
		await world.server.addFault({ fault: 'xml-validation-error', times: 1 });
		const { report, ledger, receipt: first } = await sentBefore();
		const { receipt } = await world.submit(report, {}, ledger);
		expect(receipt).toEqual({ ...first, earlier: true });
	});
});

describe('a call that was not made after an earlier one', () => {
	it.each([
		[
			'may have been received stays unknown',
			'close-after-body',
			{ resendUnknown: true },
			{
				outcome: 'unknown',
				cause: 'stillUnknown',
				code: 'ELT_UNKNOWN_BEFORE',
				message: expect.stringMatching(
					/^What became of an earlier call is still not known; the new call was not made: 127\.0\.0\.1 port \d+ refused the connection\. The report may have been received\.$/,
				),
				description: expect.not.stringContaining('safely'),
			},
			'earlierUnknown',
		],
		[
			'was accepted stays accepted',
			undefined,
			{ alreadySent: 'sendAgain' },
			{
				outcome: 'accepted',
				cause: 'stillAccepted',
				code: null,
				message: expect.stringMatching(
					/^The report was accepted by an earlier call; the new call was not made: 127\.0\.0\.1 port \d+ refused the connection\.$/,
				),
			},
			'earlierAccepted',
		],
	] as const)('and %s, told and recorded', async (_, fault, choice, told, next) => {
		const { report, ledger, receipt: first } = await sentBefore(fault);
		const calls = world.server.received.totals().calls;
		await world.server.addFault({ fault: 'refuse-connection' });
		const { receipt, explanation } = await world.submit(report, choice, ledger);
		expect(explanation).toMatchObject(told);
		expect(receipt).toEqual({ ...first, earlier: true });
		await world.server.clearFaults();
		expect((await world.submit(report, {}, ledger)).explanation.cause).toBe(next);
		expect(world.server.received.totals().calls).toBe(calls);
	});

	it('counts what the report itself carries, where the ledger knows nothing', async () => {
		const report = await world.report();
		const ledger = createMemoryLedger();
		await world.server.addFault({ fault: 'refuse-connection' });
		const { explanation } = await world.submit(
			report,
			{ known: { state: 'claimed' }, resendUnknown: true },
			ledger,
		);
		expect(explanation.cause).toBe('stillUnknown');
		await world.server.clearFaults();
		expect((await world.submit(report, {}, ledger)).explanation.cause).toBe('earlierUnknown');
		expect(world.server.received.totals().calls).toBe(0);
	});

	it('leaves a rejection of these bytes as it was', async () => {
		await world.server.addFault({ fault: 'xml-validation-error', times: 1 });
		const { report, ledger } = await sentBefore();
		await world.server.addFault({ fault: 'refuse-connection' });
		const { receipt } = await world.submit(report, { alreadySent: 'sendAgain' }, ledger);
		expect(receipt.outcome).toBe('notSent');
		await world.server.clearFaults();
		expect((await world.submit(report, {}, ledger)).explanation.cause).toBe('earlierRejected');
	});
});

describe('a run that is killed in the middle of sending again', () => {
	it.each([
		['accepted', undefined],
		['rejected', 'xml-validation-error'],
	] as const)('what was %s leaves it claimed', async (_, fault) => {
		if (fault) await world.server.addFault({ fault, times: 1 });
		const { report, ledger } = await sentBefore();
		const dead: ReportLedger = { ...ledger, record: () => Promise.reject(new Error('killed')) };
		await world.submit(report, { alreadySent: 'sendAgain' }, dead);
		expect((await world.submit(report, {}, ledger)).explanation.cause).toBe('earlierUnknown');
	});
});

describe('cancelled before it began', () => {
	const cancelled = { signal: AbortSignal.abort() };

	it.each([
		['accepted', undefined, 'earlierAccepted'],
		['claimed', 'close-after-body', 'earlierUnknown'],
	] as const)('what the ledger knows as %s is told as that', async (_, fault, cause) => {
		const { report, ledger } = await sentBefore(fault);
		const { explanation } = await world.submit(report, cancelled, ledger);
		expect(explanation.cause).toBe(cause);
	});

	it('a ledger that can not be read is told: nobody knows whether it is safe to send', async () => {
		const ledger = { ...createMemoryLedger(), look: () => Promise.reject(new Error('locked')) };
		await expect(world.submit(await world.report(), cancelled, ledger)).rejects.toMatchObject({
			code: 'ELT_LEDGER',
			message: expect.stringMatching(/^It could not be looked up whether report .* was sent before$/),
		});
	});

	it('while another run has the report, does not wait for that run', async () => {
		const report = await world.report();
		const ledger = createMemoryLedger();
		await world.server.addFault({ fault: 'stall-answer' });
		const [first, second] = [new AbortController(), new AbortController()];
		const running = world.submit(report, { signal: first.signal }, ledger);
		while (world.server.received.totals().received === 0)
			await new Promise((resolve) => setTimeout(resolve, 5));
		const waiting = world.submit(report, { signal: second.signal }, ledger);
		second.abort();
		expect((await waiting).explanation.cause).toBe('earlierUnknown');
		first.abort();
		expect((await running).explanation.cause).toBe('cancelledAfter');
	});
});

describe('who looks on', () => {
	it('may throw: the call is made, and the next one after it', async () => {
		const onProgress = () => {
			throw new Error('the panel is gone');
		};
		const pace = createPace(world.client.endpoint, 0);
		for (const report of [await world.report(), await world.report()]) {
			const { receipt } = await world.submit(report, { onProgress, pace });
			expect(receipt.outcome).toBe('accepted');
		}
	});
});

describe('Retry-After', () => {
	it('delays the next report to the same server', async () => {
		await world.server.addFault({ fault: 'http-503', retryAfter: '1', times: 1 });
		const pace = createPace(world.client.endpoint, 0);
		const reports = await Promise.all([1, 2, 3].map(() => world.report()));
		const [first, ...others] = reports;
		if (!first) throw new TypeError('no report');
		let busy = () => {};
		const toldBusy = new Promise<void>((resolve) => (busy = resolve));
		const sent = world.submit(first, {
			pace,
			retry: { attempts: 1, firstWaitMs: 1, longestWaitMs: 5000 },
			onProgress: ({ kind }) => void (kind === 'ended' && busy()),
		});
		await toldBusy;
		await Promise.all([sent, ...others.map((report) => world.submit(report, { pace }))]);
		const [busyAt = 0, ...later] = world.server.received.calls().map(({ arrivedAtMs }) => arrivedAtMs);
		expect(later).toHaveLength(2);
		expect(Math.min(...later) - busyAt).toBeGreaterThanOrEqual(990);
	});
});
