import { sharedInProcess } from './shared';
import { settled } from './wait';

/**
 * Does work while nobody else in the process does work under the same key; first come first served.
 * @param name of the lock, shared between copies of this package
 * @param signal ends the waiting, not the work
 * @throws the signal's reason when it is aborted before the work began
 */
export async function withKey<T>(
	name: string,
	key: string,
	work: () => Promise<T>,
	signal?: AbortSignal,
): Promise<T> {
	const isMap = (value: object): value is Map<string, Promise<void>> => value instanceof Map;
	const tails = sharedInProcess(name, isMap, () => new Map<string, Promise<void>>());
	const before = tails.get(key) ?? Promise.resolve();
	let began = false;
	const mine = settled(before, signal).then(() => {
		began = true;
		return work();
	});
	// Whoever gives up does not let the next one pass those before.
	const tail = Promise.allSettled([before, mine]).then(() => undefined);
	const forget = (): void => void (tails.get(key) === tail && tails.delete(key));
	tails.set(key, tail);
	try {
		return await mine;
	} finally {
		if (began) forget();
		else void tail.then(forget);
	}
}
