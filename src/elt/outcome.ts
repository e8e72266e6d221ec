import type { ErrorCode } from '../errors';
import type { Again, Cause } from './causes';
import { JUDGEMENTS } from './judgements';
import type { Outcome } from './receipt';

/** The facts a sentence may name. */
export interface Facts {
	readonly host: string;
	readonly port: number;
	readonly status?: number | null;
	/** The fault's own words. */
	readonly fault?: string | null;
	readonly txId?: string | null;
	/** How long was waited, whole seconds. */
	readonly seconds?: number;
	/** What stood in the way, in words for a message; without a full stop. */
	readonly detail?: string | null;
	/** Why the new call was not made: a sentence. */
	readonly why?: string;
}

/** A cause told to a person. */
export interface Explanation {
	readonly cause: Cause;
	readonly outcome: Outcome;
	readonly again: Again;
	/** Null for what went well. */
	readonly code: ErrorCode | null;
	readonly message: string;
	readonly description: string;
}

const SAFE = 'Nothing was sent; the report can safely be sent again.';

/** What happened and what to do about it, with the facts filled in; without a word on sending. */
export function tell(cause: Cause, facts: Facts): { readonly message: string; readonly description: string } {
	const { message, description } = JUDGEMENTS[cause];
	const values: Record<string, string> = {
		host: facts.host,
		port: String(facts.port),
		status: facts.status === undefined || facts.status === null ? 'no status' : String(facts.status),
		fault: facts.fault ?? 'no message',
		txId: facts.txId ?? '',
		seconds: String(facts.seconds ?? 0),
		detail: (facts.detail ?? '') === '' ? '' : `: ${facts.detail}`,
		why: facts.why ?? '',
	};
	const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
	return { message: fill(message), description: fill(description) };
}

/** The judgement of a cause, told with the facts of the call. */
export function explain(cause: Cause, facts: Facts): Explanation {
	const { outcome, again, code } = JUDGEMENTS[cause];
	const { message, description } = tell(cause, facts);
	return {
		cause,
		outcome,
		again,
		code,
		message,
		description: outcome === 'notSent' ? `${description} ${SAFE}` : description,
	};
}
