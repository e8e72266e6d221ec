import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** One thing whose speed is measured. */
export interface Benchmark {
	/** As it is printed, e.g. `build+xsd`. */
	readonly name: string;
	/** Makes ready what the runs share; not measured. */
	setUp?(): Promise<void> | void;
	/** Does the work once. */
	run(): Promise<void> | void;
	/** Puts away what `setUp` made; not measured. */
	tearDown?(): Promise<void> | void;
}

/** A run that is too long to be repeated: it is made only when it is asked for by name. */
export interface LongRun {
	readonly name: string;
	/** Makes it, and says what came of it. */
	run(): Promise<Readonly<Record<string, number>>>;
}

/** What was measured: microseconds a run, over all rounds. */
export interface Measured {
	readonly name: string;
	readonly medianUs: number;
	readonly minUs: number;
	readonly maxUs: number;
	/** Runs a second, by the median. */
	readonly perSecond: number;
	readonly rounds: number;
}

/** How long and how often is measured. */
export interface MeasureOptions {
	/** Rounds that count; default 21. */
	readonly rounds?: number;
	/** Milliseconds of one round; default 100. A round has at least one run. */
	readonly roundMs?: number;
	/** Milliseconds of runs that don't count, before the first round; default 1000. */
	readonly warmUpMs?: number;
}

/** Measures one benchmark: warm-up, then rounds of as many runs as fill a round. */
export async function measure(benchmark: Benchmark, options: MeasureOptions = {}): Promise<Measured> {
	const { rounds = 21, roundMs = 100, warmUpMs = 1000 } = options;
	await benchmark.setUp?.();
	try {
		const runs = Math.max(1, Math.round(roundMs / (await warmUp(benchmark, warmUpMs))));
		const times: number[] = [];
		for (let round = 0; round < rounds; round += 1) times.push((await timeRuns(benchmark, runs)) / runs);
		return summary(benchmark.name, times);
	} finally {
		await benchmark.tearDown?.();
	}
}

/** Runs for a while; returns milliseconds a run towards its end. */
async function warmUp(benchmark: Benchmark, warmUpMs: number): Promise<number> {
	const end = performance.now() + warmUpMs;
	let runs = 1;
	let perRun = 0;
	do {
		perRun = (await timeRuns(benchmark, runs)) / runs;
		runs = Math.min(runs * 2, Math.max(1, Math.round(50 / perRun)));
	} while (performance.now() < end);
	return perRun;
}

/** Milliseconds that so many runs take, one after the other. */
async function timeRuns(benchmark: Benchmark, runs: number): Promise<number> {
	const start = performance.now();
	for (let run = 0; run < runs; run += 1) {
		const pending = benchmark.run();
		if (pending !== undefined) await pending;
	}
	return performance.now() - start;
}

function summary(name: string, times: readonly number[]): Measured {
	const sorted = [...times].sort((a, b) => a - b).map((ms) => Math.round(ms * 100_000) / 100);
	const medianUs = sorted[Math.floor(sorted.length / 2)] ?? 0;
	return {
		name,
		medianUs,
		minUs: sorted[0] ?? 0,
		maxUs: sorted.at(-1) ?? 0,
		perSecond: Math.round(1_000_000 / medianUs),
		rounds: sorted.length,
	};
}

/** Kilobytes of the heap after everything that can be let go was. */
export function heapKb(): number {
	setFlagsFromString('--expose-gc');
	const collect: unknown = runInNewContext('gc');
	if (typeof collect === 'function') collect();
	return Math.round(process.memoryUsage().heapUsed / 1024);
}
