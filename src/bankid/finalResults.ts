import { sharedInProcess } from '../concurrency/shared';
import type { FinalResult } from './answers';

/** How long a final result is kept, milliseconds: a quarter of an hour, as long as a signature counts as new. */
const KEPT_MS = 900_000;

/** How many are kept; the oldest go first. One has some ten kilobytes, for a large batch some hundreds. */
const KEPT = 200;

interface Kept {
	readonly result: FinalResult;
	/** By `performance.now()`. */
	readonly until: number;
}

function results(): Map<string, Kept> {
	const isMap = (value: object): value is Map<string, Kept> => value instanceof Map;
	return sharedInProcess('bankid-final-results.v1', isMap, () => new Map<string, Kept>());
}

/** Keeps what BankID gives once only: whoever asks for the order again in this process is given it again. */
export function keepFinalResult(baseUrl: string, result: FinalResult): void {
	const kept = results();
	const now = performance.now();
	for (const [key, { until }] of kept) if (until < now || kept.size >= KEPT) kept.delete(key);
	kept.set(`${baseUrl} ${result.orderRef}`, { result, until: now + KEPT_MS });
}

/** The final result that this process has had for an order, if any. */
export function keptFinalResult(baseUrl: string, orderRef: string): FinalResult | undefined {
	const found = results().get(`${baseUrl} ${orderRef}`);
	return found !== undefined && performance.now() < found.until ? found.result : undefined;
}
