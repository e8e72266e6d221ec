/** How what was not sent is tried again. */
export interface RetryPolicy {
	/** Calls in all, 1 or more; 1 tries nothing again. */
	readonly attempts: number;
	/** Before the second call, milliseconds; doubled each time. */
	readonly firstWaitMs: number;
	/** The longest wait, milliseconds: a server that asks for more is not waited for. */
	readonly longestWaitMs: number;
}

/** Five calls over about half a minute; a `Retry-After` of up to five minutes is waited for. */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 5, firstWaitMs: 2000, longestWaitMs: 300_000 };

/** Tries nothing again. */
export const NO_RETRY: RetryPolicy = { attempts: 1, firstWaitMs: 0, longestWaitMs: 0 };

/**
 * How long to wait before the next call, milliseconds; null when there is none. What the server asks for by
 * `Retry-After` is never undercut.
 * @param attempts calls made so far
 */
export function retryWaitMs(
	policy: RetryPolicy,
	attempts: number,
	retryAfterMs: number | null,
): number | null {
	if (attempts >= policy.attempts || (retryAfterMs ?? 0) > policy.longestWaitMs) return null;
	const backOff = Math.min(policy.firstWaitMs * 2 ** (attempts - 1), policy.longestWaitMs);
	return Math.max(backOff, retryAfterMs ?? 0);
}
