import { DEFAULT_RETRY, NO_RETRY, retryWaitMs } from '../../src/elt/retry';

it('doubles the wait up to the longest, for as many attempts as there are', () => {
	const policy = { attempts: 5, firstWaitMs: 1000, longestWaitMs: 3000 };
	expect([1, 2, 3, 4, 5].map((made) => retryWaitMs(policy, made, null))).toEqual([
		1000,
		2000,
		3000,
		3000,
		null,
	]);
});

it('never undercuts what the server asks for, and gives up where that is too long', () => {
	expect(retryWaitMs(DEFAULT_RETRY, 1, 7000)).toBe(7000);
	expect(retryWaitMs(DEFAULT_RETRY, 4, 7000)).toBe(16_000);
	expect(retryWaitMs(DEFAULT_RETRY, 1, 300_001)).toBeNull();
});

it('can be switched off', () => {
	expect(retryWaitMs(NO_RETRY, 1, null)).toBeNull();
	expect(retryWaitMs(NO_RETRY, 1, 0)).toBeNull();
});
