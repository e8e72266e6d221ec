/** Remembers what was found for a key, for at most so many keys; those not asked for the longest are forgotten first. */
export class BoundedCache<Value> {
	readonly #entries = new Map<string, Value>();
	readonly #limit: number;

	constructor(limit: number) {
		this.#limit = limit;
	}

	/** The value for the key, found out when it is not known. What throws is not remembered. */
	get(key: string, findOut: () => Value): Value {
		const known = this.#entries.get(key);
		if (known !== undefined) {
			this.#entries.delete(key);
			this.#entries.set(key, known);
			return known;
		}
		const value = findOut();
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
