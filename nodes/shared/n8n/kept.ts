/** How long something is kept for the next try, milliseconds: an hour. */
const KEPT_MS = 3_600_000;

/**
 * What a run that ends with an error keeps in this process for the next try: n8n throws its output away, and
 * *Retry On Fail* runs the whole node again.
 */
export class Kept<T> {
	readonly #entries = new Map<string, { readonly value: T; readonly until: number }>();

	keep(key: string, value: T): void {
		const now = Date.now();
		for (const [old, { until }] of this.#entries) if (until < now) this.#entries.delete(old);
		this.#entries.set(key, { value, until: now + KEPT_MS });
	}

	/** What was kept under the key within the last hour. */
	find(key: string): T | undefined {
		const found = this.#entries.get(key);
		return found !== undefined && Date.now() <= found.until ? found.value : undefined;
	}

	/** Lets go of everything whose key begins so. */
	forget(beginning: string): void {
		for (const key of this.#entries.keys()) if (key.startsWith(beginning)) this.#entries.delete(key);
	}
}
