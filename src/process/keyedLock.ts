import { sharedInProcess } from './shared';

/**
 * Does work while nobody else in the process does work under the same key; first come first served.
 * @param name of the lock, shared between copies of this package
 */
export async function withKey<T>(name: string, key: string, work: () => Promise<T>): Promise<T> {
	const isMap = (value: object): value is Map<string, Promise<void>> => value instanceof Map;
	const tails = sharedInProcess(name, isMap, () => new Map<string, Promise<void>>());
	const before = tails.get(key) ?? Promise.resolve();
	const mine = before.then(work);
	const tail = mine.then(
		() => undefined,
		() => undefined,
	);
	tails.set(key, tail);
	try {
		return await mine;
	} finally {
		if (tails.get(key) === tail) tails.delete(key);
	}
}
