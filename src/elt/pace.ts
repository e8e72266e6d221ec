import { sharedInProcess } from '../concurrency/shared';
import { settled, wait } from '../concurrency/wait';
import type { EltEndpoint } from './environments';

/** The right to begin one call. The next one waits until this one has begun or was given up. */
export interface Turn {
	/** The call's first byte is about to be written: the time until the next start counts from here. */
	begun(): void;
	/** The call is over, or never began. Always called; again does nothing. */
	release(): void;
}

/** Who may start a call when. */
export interface Pace {
	/** Between two starts, milliseconds by the monotonic clock. */
	readonly intervalMs: number;
	/**
	 * Waits for the next turn, first come first served.
	 * @throws the signal's reason, as soon as it is aborted; the place in the queue is given up then
	 */
	next(signal?: AbortSignal): Promise<Turn>;
	/** The server has asked to be left alone: whoever waits in the same queue starts so many milliseconds from now at the earliest. */
	rest(ms: number): void;
}

/** What the copies of this package in one process share: per queue the last start, and who is last in line. */
interface Queue {
	/** Of the last start by `performance.now()`; minus infinity before the first. */
	lastStart: number;
	/** No start before this, by `performance.now()`; minus infinity when nobody has asked for it. */
	restsUntil: number;
	/** Settles when the last in line has begun or given up. Never rejects. */
	tail: Promise<void>;
}

const AUTHORITY = 'forsakringskassan';

function queueOf(name: string): Queue {
	const isMap = (value: object): value is Map<string, Queue> => value instanceof Map;
	const queues = sharedInProcess('pace.v2', isMap, () => new Map<string, Queue>());
	const there = queues.get(name);
	if (there !== undefined) return there;
	const never = Number.NEGATIVE_INFINITY;
	const made = { lastStart: never, restsUntil: never, tail: Promise.resolve() };
	queues.set(name, made);
	return made;
}

/** Until a start is allowed: what is learned while waiting counts as well. */
async function untilAllowed(
	queue: Queue,
	intervalMs: number,
	signal: AbortSignal | undefined,
): Promise<void> {
	for (;;) {
		const left = Math.max(queue.lastStart + intervalMs, queue.restsUntil) - performance.now();
		if (left <= 0) return;
		await wait(left, signal);
	}
}

async function nextTurn(queue: Queue, intervalMs: number, signal: AbortSignal | undefined): Promise<Turn> {
	signal?.throwIfAborted();
	const before = queue.tail;
	let over = () => {};
	const mine = new Promise<void>((resolve) => (over = resolve));
	// Whoever gives up does not let the next one pass those before.
	queue.tail = before.then(() => mine);
	await settled(before, signal)
		.then(() => untilAllowed(queue, intervalMs, signal))
		.catch((reason: unknown) => {
			over();
			return Promise.reject(reason);
		});
	queue.lastStart = performance.now();
	return {
		begun: () => {
			queue.lastStart = Math.max(queue.lastStart, performance.now());
			over();
		},
		release: over,
	};
}

/**
 * The pace for an address. Försäkringskassan's environments share one queue: the limit is the vendor's, not the
 * address's. A custom address has a queue of its own.
 * @param intervalMs milliseconds; at least `endpoint.minimumPaceMs` (1000 at Försäkringskassan, 0 at a custom
 * address), which is also the default there; a custom address defaults to 1000
 */
export function createPace(endpoint: EltEndpoint, intervalMs: number = DEFAULT_PACE_MS): Pace {
	const interval = Math.max(intervalMs, endpoint.minimumPaceMs);
	const name = paceName(endpoint);
	return {
		intervalMs: interval,
		next: (signal) => nextTurn(queueOf(name), interval, signal),
		rest: (ms) => {
			const queue = queueOf(name);
			queue.restsUntil = Math.max(queue.restsUntil, performance.now() + ms);
		},
	};
}

/** Whose pace it is: Försäkringskassan's for all its environments, else the host. */
export function paceName({ environment, url }: EltEndpoint): string {
	return environment === 'custom' ? new URL(url).host : AUTHORITY;
}

/** One call per second. */
export const DEFAULT_PACE_MS = 1000;

/** How long a batch takes at least, milliseconds: from the first start to the last. */
export function leastDurationMs(pace: Pace, calls: number): number {
	return Math.max(0, calls - 1) * pace.intervalMs;
}
