import type { Exchange } from '../https/exchange';
import { quietly } from '../concurrency/quietly';
import { wait } from '../concurrency/wait';
import type { EltClient } from './client';
import type { Cause } from './causes';
import { SAME_FOR_ALL } from './judgements';
import { explain, type Explanation } from './outcome';
import type { Pace, Turn } from './pace';
import { quote } from './quote';
import { bodyText } from './bodyText';
import { readResponse } from './response';
import { DEFAULT_RETRY, retryWaitMs, type RetryPolicy } from './retry';

/** What happens while a report is on its way. */
export type Progress =
	| { readonly kind: 'attempt'; readonly attempt: number }
	/** A call is over. `holdsBack`: why no other report should be sent now; null when others may be. */
	| { readonly kind: 'ended'; readonly explanation: Explanation; readonly holdsBack: Explanation | null }
	| { readonly kind: 'waiting'; readonly waitMs: number; readonly explanation: Explanation };

/** What is called, and how. */
export interface CallRequest {
	/** As `buildEnvelope` makes it; every attempt sends these bytes. */
	readonly envelope: Uint8Array;
	readonly client: EltClient;
	readonly pace: Pace;
	readonly retry?: RetryPolicy;
	readonly signal?: AbortSignal | undefined;
	/** Asked when the report's turn has come: why it is not sent after all; null to send. */
	readonly heldBack?: (() => Explanation | null) | undefined;
	/** Only looks on: what it throws is ignored. */
	readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** The last thing learned of a call. */
export interface Learned {
	readonly cause: Cause;
	readonly txId: string | null;
	readonly fault: string | null;
	readonly status: number | null;
	readonly text: string | null;
	readonly retryAfterMs: number | null;
	/** What stood in the way, for a message. */
	readonly detail: string | null;
}

/** What came of all calls for one report. */
export interface Calls {
	readonly learned: Learned;
	readonly explanation: Explanation;
	readonly attempts: number;
	/** Null when none was begun. */
	readonly submittedAt: Date | null;
	readonly durationMs: number;
}

const NOTHING = {
	txId: null,
	fault: null,
	status: null,
	text: null,
	retryAfterMs: null,
	detail: null,
} as const;

async function learn(ended: Exchange): Promise<Learned> {
	if (ended.kind === 'answer') return { ...NOTHING, ...(await readResponse(ended.answer, new Date())) };
	const { at, detail, partial } = ended;
	if (partial === null) return { ...NOTHING, cause: at, detail };
	const text = bodyText(partial.headers['content-type'] ?? '', partial.body);
	return { ...NOTHING, cause: at, detail, status: partial.status, text };
}

function explained(client: EltClient, learned: Learned): Explanation {
	return explain(learned.cause, {
		host: client.endpoint.host,
		port: client.endpoint.port,
		status: learned.status,
		fault: learned.fault === null ? null : quote(learned.fault),
		txId: learned.txId === null ? null : quote(learned.txId),
		seconds: Math.round(client.timeoutMs / 1000),
		detail: learned.detail,
	});
}

/** One call. Whoever waits for the next turn gets it only when what this call taught is known. */
async function callOnce(
	{ client, envelope, pace, retry = DEFAULT_RETRY, signal, onProgress }: CallRequest,
	turn: Turn,
): Promise<Pick<Calls, 'learned' | 'explanation'>> {
	try {
		const learned = await learn(await client.send(envelope, { signal, onBegun: () => turn.begun() }));
		const explanation = explained(client, learned);
		const restMs = explanation.outcome === 'accepted' ? 0 : (learned.retryAfterMs ?? 0);
		const tooLong = restMs > retry.longestWaitMs;
		if (restMs > 0 && !tooLong) pace.rest(restMs);
		const holdsBack = tooLong ? askedToWait(client, restMs) : sameForAll(explanation);
		await quietly(() => onProgress?.({ kind: 'ended', explanation, holdsBack }));
		return { learned, explanation };
	} finally {
		turn.release();
	}
}

function askedToWait({ endpoint }: EltClient, restMs: number): Explanation {
	return explain('askedToWait', { ...endpoint, seconds: Math.ceil(restMs / 1000) });
}

/** What every other report would meet as well; null where that is not so. */
function sameForAll(explanation: Explanation): Explanation | null {
	if (!SAME_FOR_ALL.has(explanation.cause)) return null;
	return { ...explanation, message: `As for the report before it: ${explanation.message}` };
}

/** Calls until there is an outcome that must not be, or can't be, tried again. */
export async function call(request: CallRequest): Promise<Calls> {
	const { client, pace, retry = DEFAULT_RETRY, signal, onProgress } = request;
	const cancelled = explain('cancelledBefore', client.endpoint);
	const started = performance.now();
	const duration = () => ({ durationMs: Math.round(performance.now() - started) });
	const none: Learned = { ...NOTHING, cause: 'cancelledBefore' };
	let calls: Calls = {
		learned: none,
		explanation: cancelled,
		attempts: 0,
		submittedAt: null,
		durationMs: 0,
	};
	for (;;) {
		const turn = await pace.next(signal).catch(() => null);
		if (turn === null) return { ...calls, explanation: cancelled, ...duration() };
		const held = request.heldBack?.() ?? null;
		if (held !== null) {
			turn.release();
			return { ...calls, explanation: held, ...duration() };
		}
		const attempts = calls.attempts + 1;
		const submittedAt = new Date();
		await quietly(() => onProgress?.({ kind: 'attempt', attempt: attempts }));
		calls = { ...(await callOnce(request, turn)), attempts, submittedAt, ...duration() };
		const { explanation, learned } = calls;
		const waitMs = explanation.again === 'never' ? null : retryWaitMs(retry, attempts, learned.retryAfterMs);
		if (waitMs === null) return calls;
		await quietly(() => onProgress?.({ kind: 'waiting', waitMs, explanation }));
		// Cancelled in the pause: the last word on the report is that of its last attempt, and it was not sent.
		if (!(await waited(waitMs, signal))) return calls;
	}
}

function waited(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
	return wait(ms, signal).then(
		() => true,
		() => false,
	);
}
