import { withKey } from '../../src/concurrency/keyedLock';
import { sharedInProcess } from '../../src/concurrency/shared';
import { wait } from '../../src/concurrency/wait';

describe('wait', () => {
	it('is never shorter than asked for', async () => {
		for (let round = 0; round < 20; round += 1) {
			const began = performance.now();
			await wait(3);
			expect(performance.now() - began).toBeGreaterThanOrEqual(3);
		}
	});

	it("ends with the signal's reason", async () => {
		const cancel = new AbortController();
		const waiting = wait(60_000, cancel.signal);
		cancel.abort(new Error('enough'));
		await expect(waiting).rejects.toThrow('enough');
		await expect(wait(0, cancel.signal)).rejects.toThrow('enough');
	});
});

describe('withKey', () => {
	it('does work under one key one after the other, under others side by side', async () => {
		const log: string[] = [];
		const work = (name: string) => async () => {
			log.push(`${name} begins`);
			await wait(5);
			log.push(`${name} ends`);
		};
		await Promise.all([
			withKey('test', 'a', work('a1')),
			withKey('test', 'a', work('a2')),
			withKey('test', 'b', work('b1')),
		]);
		expect(log.indexOf('a1 ends')).toBeLessThan(log.indexOf('a2 begins'));
		expect(log.indexOf('b1 begins')).toBeLessThan(log.indexOf('a1 ends'));
	});

	it('goes on after work that was rejected, and leaves nothing behind', async () => {
		await expect(withKey('test2', 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
		await expect(withKey('test2', 'a', () => Promise.resolve(7))).resolves.toBe(7);
		const isMap = (value: object): value is Map<string, unknown> => value instanceof Map;
		expect(sharedInProcess('test2', isMap, () => new Map()).size).toBe(0);
	});
});
