import { eltEndpoint } from '../../src/elt/environments';
import { createPace, leastDurationMs } from '../../src/elt/pace';
import { World } from './world';

/** Each a queue of its own, so that the tests don't wait for each other. */
let queues = 0;
const custom = () => eltEndpoint('custom', `https://pace-${(queues += 1)}.example/x`);

describe('the interval', () => {
	it('is a second at Försäkringskassan, however little is asked for', () => {
		expect(createPace(eltEndpoint('test'), 0).intervalMs).toBe(1000);
		expect(createPace(eltEndpoint('production'), 999).intervalMs).toBe(1000);
		expect(createPace(eltEndpoint('production'), 2500).intervalMs).toBe(2500);
	});

	it('is a second at a custom address unless another is asked for', () => {
		expect(createPace(custom()).intervalMs).toBe(1000);
		expect(createPace(custom(), 0).intervalMs).toBe(0);
	});

	it('tells how long a batch takes from first start to last', () => {
		expect(leastDurationMs(createPace(eltEndpoint('test')), 60)).toBe(59_000);
		expect(leastDurationMs(createPace(eltEndpoint('test')), 0)).toBe(0);
	});
});

describe('turns', () => {
	it('come at least the interval apart, first come first served, across paces of one address', async () => {
		const endpoint = custom();
		const starts: { name: number; at: number }[] = [];
		const go = async (name: number) => {
			const turn = await createPace(endpoint, 120).next();
			starts.push({ name, at: performance.now() });
			turn.begun();
			turn.release();
		};
		await Promise.all([0, 1, 2, 3, 4].map(go));
		expect(starts.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4]);
		for (const [index, { at }] of starts.entries()) {
			const before = starts[index - 1];
			if (before !== undefined) expect(at - before.at).toBeGreaterThanOrEqual(120);
		}
	});

	it('count from the moment the call began, not from when it got its turn', async () => {
		const pace = createPace(custom(), 100);
		const first = await pace.next();
		const second = pace.next();
		await new Promise((resolve) => setTimeout(resolve, 150));
		const began = performance.now();
		first.begun();
		(await second).release();
		expect(performance.now() - began).toBeGreaterThanOrEqual(99);
	});

	it('wait for a call that has not begun, and go on when it is given up', async () => {
		const pace = createPace(custom(), 0);
		const first = await pace.next();
		let got = false;
		const second = pace.next().then((turn) => {
			got = true;
			return turn;
		});
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect(got).toBe(false);
		first.release();
		(await second).release();
	});

	it('given up in the queue do not hold up or let pass the others', async () => {
		const pace = createPace(custom(), 50);
		const first = await pace.next();
		const cancel = new AbortController();
		const given = pace.next(cancel.signal);
		const order: string[] = [];
		const third = pace.next().then((turn) => {
			order.push('third');
			return turn;
		});
		cancel.abort(new Error('no longer wanted'));
		await expect(given).rejects.toThrow('no longer wanted');
		expect(order).toEqual([]);
		first.begun();
		first.release();
		(await third).release();
		expect(order).toEqual(['third']);
	});

	it('are shared by every copy of the package in the process', async () => {
		const endpoint = custom();
		const first = await createPace(endpoint, 150).next();
		first.begun();
		const began = performance.now();
		const copy = loadAgain();
		(await copy.createPace(endpoint, 150).next()).release();
		expect(performance.now() - began).toBeGreaterThanOrEqual(149);
	});
});

function loadAgain(): Pick<typeof import('../../src/elt/pace'), 'createPace'> {
	let copy = { createPace };
	jest.isolateModules(() => {
		copy = jest.requireActual('../../src/elt/pace');
	});
	expect(copy.createPace).not.toBe(createPace);
	return copy;
}

describe('at the real pace', () => {
	it('no two starts are less than a second apart; what a server sees of it is measured by the benchmark', async () => {
		const world = await World.start();
		try {
			const pace = createPace(world.client.endpoint);
			const starts: number[] = [];
			const reports = await Promise.all([1, 2, 3, 4].map(() => world.report()));
			const client = {
				...world.client,
				send: (envelope: Uint8Array, options: Parameters<typeof world.client.send>[1] = {}) =>
					world.client.send(envelope, {
						...options,
						onBegun: () => {
							starts.push(performance.now());
							options.onBegun?.();
						},
					}),
			};
			const sent = await Promise.all(reports.map((report) => world.submit(report, { pace, client })));
			expect(sent.map(({ receipt }) => receipt.outcome)).toEqual(Array(4).fill('accepted'));
			expect(world.server.received.calls()).toHaveLength(4);
			for (let index = 1; index < 4; index += 1) {
				expect((starts[index] ?? 0) - (starts[index - 1] ?? 0)).toBeGreaterThanOrEqual(1000);
			}
		} finally {
			await world.close();
		}
	});
});
