const underWay = new Set<AbortController>();

/** Cancels the work that is under way; whether there is any. */
export function cancelWork(): boolean {
	for (const controller of underWay) controller.abort();
	return underWay.size > 0;
}

/**
 * Does work that SIGINT (Ctrl+C), SIGTERM and {@link cancelWork} cancel in good order; a second signal ends the
 * process at once.
 *
 * @param work gets the signal that is aborted
 */
export async function withCancel<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
	const controller = new AbortController();
	underWay.add(controller);
	const cancel = (): void => {
		forget();
		controller.abort();
	};
	const forget = (): void => {
		process.off('SIGINT', cancel);
		process.off('SIGTERM', cancel);
	};
	process.once('SIGINT', cancel);
	process.once('SIGTERM', cancel);
	try {
		return await work(controller.signal);
	} finally {
		forget();
		underWay.delete(controller);
	}
}

/** Settles when the signal is aborted. */
export async function untilCancelled(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>((resolve) => {
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
}
