/**
 * Waits at least `ms` by the monotonic clock; rejects with the signal's reason as soon as it is aborted.
 * @param ms milliseconds; 0 or less waits not at all
 */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
	const until = performance.now() + ms;
	signal?.throwIfAborted();
	// A timer may fire up to a millisecond early.
	for (let left = ms; left > 0; left = until - performance.now()) {
		await timer(Math.ceil(left), signal);
	}
}

/**
 * Waits until something is over that never rejects.
 * @throws the signal's reason as soon as it is aborted
 */
export async function settled(work: Promise<void>, signal?: AbortSignal): Promise<void> {
	if (signal === undefined) return await work;
	let cancel = () => {};
	const cancelled = new Promise<void>((resolve) => {
		cancel = resolve;
		signal.addEventListener('abort', cancel, { once: true });
	});
	if (!signal.aborted) await Promise.race([work, cancelled]);
	signal.removeEventListener('abort', cancel);
	signal.throwIfAborted();
}

function timer(ms: number, signal: AbortSignal | undefined): Promise<void> {
	return new Promise((resolve, reject) => {
		const cancel = () => {
			clearTimeout(running);
			reject(asError(signal?.reason));
		};
		const running = setTimeout(() => {
			signal?.removeEventListener('abort', cancel);
			resolve();
		}, ms);
		signal?.addEventListener('abort', cancel, { once: true });
	});
}

function asError(reason: unknown): Error {
	return reason instanceof Error ? reason : new Error('cancelled', { cause: reason });
}
