/** Remembers what was reckoned for a key, for at most so many keys; the oldest are forgotten first. */
export class BoundedCache<Value> {
	readonly #entries = new Map<string, Value>();
	readonly #limit: number;

	constructor(limit: number) {
		this.#limit = limit;
	}

	/** The value for the key, reckoned when it is not known. What throws is not remembered. */
	get(key: string, reckon: () => Value): Value {
		const known = this.#entries.get(key);
		if (known !== undefined) return known;
		const value = reckon();
		if (this.#entries.size >= this.#limit) {
			for (const oldest of this.#entries.keys()) {
				this.#entries.delete(oldest);
				break;
			}
		}
		this.#entries.set(key, value);
		return value;
	}
}
