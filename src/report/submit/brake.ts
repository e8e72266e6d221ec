import type { Progress } from '../../elt/calls';
import type { EltEndpoint } from '../../elt/environments';
import { explain, type Explanation } from '../../elt/outcome';

/** After so many reports in a row of which nobody knows whether they were received, no more are sent. */
const UNKNOWN_IN_A_ROW = 3;

/** Holds back the rest of a batch once its calls have shown that sending it helps nobody. */
export class Brake {
	#reason: Explanation | null = null;
	#unknown = 0;

	constructor(private readonly endpoint: EltEndpoint) {}

	/** Why the rest is not sent; null to go on. */
	reason(): Explanation | null {
		return this.#reason;
	}

	/** Hears what comes of each call. */
	heard(progress: Progress): void {
		if (progress.kind !== 'ended') return;
		const { explanation, holdsBack } = progress;
		if (explanation.outcome === 'unknown') this.#unknown += 1;
		else if (explanation.outcome !== 'notSent') this.#unknown = 0;
		this.#reason ??= holdsBack;
		if (this.#unknown >= UNKNOWN_IN_A_ROW) this.#reason ??= explain('heldBack', this.endpoint);
	}
}
