import { randomUUID } from 'node:crypto';

import { buildEnvelope } from '../../src/elt/envelope';
import { createMemoryLedger } from '../../src/ledger/memory';
import { createPace, DEFAULT_PACE_MS, type Pace } from '../../src/elt/pace';
import { NO_RETRY } from '../../src/elt/retry';
import { submitOnce } from '../../src/ledger/submitOnce';
import { buildSoak } from './build';
import { heapKb, type LongRun } from './harness';
import { closeBench, openBench, type Bench } from './submit';

/** As many reports as are sent a minute at Försäkringskassan's pace. */
const PACED = 60;
const SOAKED = 10_000;

async function withBench<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
	const bench = await openBench({ calls: PACED });
	try {
		return await work(bench);
	} finally {
		await closeBench(bench);
	}
}

async function send({ client, goods: { input } }: Bench, pace: Pace, onBegun?: () => void): Promise<void> {
	const { receipt } = await submitOnce({
		id: randomUUID(),
		envelope: await buildEnvelope(input),
		client: {
			...client,
			send: (envelope, options = {}) =>
				client.send(envelope, {
					...options,
					onBegun: () => {
						onBegun?.();
						options.onBegun?.();
					},
				}),
		},
		pace,
		ledger: createMemoryLedger(),
		retry: NO_RETRY,
	});
	if (receipt.outcome !== 'accepted') throw new TypeError(`${receipt.outcome}: ${String(receipt.response)}`);
}

/** The least distance between neighbours, whole microseconds as milliseconds. */
function leastDistance(times: readonly number[]): number {
	const distances = times.slice(1).map((time, index) => time - (times[index] ?? time));
	return Math.floor(Math.min(...distances) * 1000) / 1000;
}

/** Sixty reports at the real pace: how long it takes, and how near two starts come. */
async function paced(): Promise<Record<string, number>> {
	return await withBench(async (bench) => {
		const pace = createPace(bench.client.endpoint, DEFAULT_PACE_MS);
		const starts: number[] = [];
		const began = performance.now();
		await Promise.all(
			Array.from({ length: PACED }, () => send(bench, pace, () => void starts.push(performance.now()))),
		);
		return {
			reports: PACED,
			seconds: Math.round(performance.now() - began) / 1000,
			leastMsClient: leastDistance(starts),
			leastMsServer: leastDistance(bench.server.received.calls().map(({ arrivedAtMs }) => arrivedAtMs)),
		};
	});
}

/** Ten thousand reports with the pace switched off: the heap after each quarter, and the sockets left. */
async function soaked(): Promise<Record<string, number>> {
	return await withBench(async (bench) => {
		const pace = createPace(bench.client.endpoint, 0);
		const figures: Record<string, number> = { reports: SOAKED };
		for (let quarter = 1; quarter <= 4; quarter += 1) {
			for (let sent = 0; sent < SOAKED / 4; sent += 1) await send(bench, pace);
			figures[`heapKb${quarter}`] = heapKb();
		}
		bench.client.close();
		await new Promise((resolve) => setTimeout(resolve, 200));
		return { ...figures, socketsLeft: bench.server.connections() };
	});
}

/** `build.soak` takes some ten seconds, `submit.pace60` a minute, `submit.soak` one or two. */
export const longRuns: readonly LongRun[] = [
	buildSoak,
	{ name: 'submit.pace60', run: paced },
	{ name: 'submit.soak', run: soaked },
];
