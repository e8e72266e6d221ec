import { benchmarks as build } from './build';
import { measure, type Benchmark, type Measured } from './harness';
import { longRuns } from './long';
import { benchmarks as submit } from './submit';
import { benchmarks as verify } from './verify';

/** Every benchmark, in the order in which it runs; a file of benchmarks is added here. */
const BENCHMARKS: readonly Benchmark[] = [...build, ...verify, ...submit];

/**
 * `node dist/test/bench/bench.js [--json] [NAME…]`: measures all benchmarks, or those whose names begin with
 * one of the given; the long runs only when named in full. Prints a table for people, or with `--json` one object per line.
 */
async function main(args: readonly string[]): Promise<void> {
	const json = args.includes('--json');
	const names = args.filter((arg) => !arg.startsWith('--'));
	if (!json) print(line(['name', 'median µs', 'min µs', 'max µs', 'a second', 'rounds']));
	for (const benchmark of BENCHMARKS) {
		if (names.length > 0 && !names.some((name) => benchmark.name.startsWith(name))) continue;
		const measured = await measure(benchmark);
		print(json ? JSON.stringify(measured) : row(measured));
	}
	for (const { name, run } of longRuns) {
		if (names.includes(name)) print(JSON.stringify({ name, ...(await run()) }));
	}
}

function row({ name, medianUs, minUs, maxUs, perSecond, rounds }: Measured): string {
	return line([
		name,
		medianUs.toFixed(1),
		minUs.toFixed(1),
		maxUs.toFixed(1),
		String(perSecond),
		String(rounds),
	]);
}

function line([name = '', ...figures]: readonly string[]): string {
	return name.padEnd(22) + figures.map((figure) => figure.padStart(12)).join('');
}

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
	process.stderr.write(`${String(error)}\n`);
	process.exitCode = 1;
});
