import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';

import type { SecureAgent } from './agent';
import { connectionBroken, refusesClient, type Broke } from './broke';

export type { Broke } from './broke';

/** One POST. */
export interface Post {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Uint8Array;
	/** From the request's beginning to the whole answer, milliseconds. */
	readonly timeoutMs: number;
	/** The largest answer that is read, bytes. */
	readonly maxAnswerBytes: number;
	readonly signal?: AbortSignal | undefined;
	/** Told at the moment before the first byte is written. */
	readonly onBegun?: (() => void) | undefined;
}

/** An answer as HTTP brought it; header names in lower case. */
export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Uint8Array;
}

/** How a POST ended: with a whole answer, or broken somewhere, perhaps with a part of an answer. */
export type Exchange =
	| { readonly kind: 'answer'; readonly answer: Answer }
	| {
			readonly kind: 'broken';
			readonly at: Broke;
			readonly cause: unknown;
			/** What stood in the way, in words fit for a message; null where the place says it all. */
			readonly detail: string | null;
			readonly partial: Answer | null;
	  };

/** How far an exchange has come. */
class Progress {
	/** The request has its socket: from here on bytes are written. */
	begun = false;
	/** The socket carried earlier requests: the handshake is long over. */
	reused = false;
	ended: 'timeout' | 'cancelled' | null = null;
	tooLarge = false;
	partial: Answer | null = null;
}

/** Where an error broke the exchange, by how far it had come; null when it did not come from the wire. */
function placeOf(error: unknown, progress: Progress): Broke | null {
	if (!progress.begun) {
		if (progress.ended === 'cancelled') return 'cancelledBefore';
		return connectionBroken(error)?.at ?? (progress.ended === 'timeout' ? 'connectTimeout' : null);
	}
	if (progress.tooLarge) return 'answerTooLarge';
	if (progress.ended !== null) return progress.ended === 'timeout' ? 'timeout' : 'cancelledAfter';
	if (progress.partial !== null) return 'answerHalf';
	const cause = error instanceof Error ? (error.cause ?? error) : error;
	return !progress.reused && refusesClient(cause) ? 'clientRefused' : 'sendBroken';
}

/** The https module for axios, which tells when the request gets its socket. */
function watched(progress: Progress, onBegun: (() => void) | undefined) {
	return {
		request(options: RequestOptions, onResponse: (response: IncomingMessage) => void) {
			const request = httpsRequest(options, onResponse);
			request.prependOnceListener('socket', () => {
				progress.begun = true;
				progress.reused = request.reusedSocket;
				onBegun?.();
			});
			return request;
		},
	};
}

function plainHeaders(headers: object): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}

async function readAnswer(
	response: { status: number; headers: object; data: Readable },
	maxBytes: number,
	progress: Progress,
): Promise<Answer> {
	const head = { status: response.status, headers: plainHeaders(response.headers) };
	const chunks: Buffer[] = [];
	let size = 0;
	progress.partial = { ...head, body: Buffer.alloc(0) };
	try {
		for await (const chunk of response.data) {
			if (!Buffer.isBuffer(chunk)) continue;
			size += chunk.length;
			if (size > maxBytes) {
				progress.tooLarge = true;
				break;
			}
			chunks.push(chunk);
		}
	} finally {
		progress.partial = { ...head, body: Buffer.concat(chunks) };
	}
	if (progress.tooLarge) throw new Error(`The answer has more than ${maxBytes} bytes`);
	return progress.partial;
}

/** One clock and one cancel for a whole exchange. */
function limits(post: Post, progress: Progress) {
	const controller = new AbortController();
	const end = (why: 'timeout' | 'cancelled') => {
		progress.ended ??= why;
		controller.abort();
	};
	const timer = setTimeout(() => end('timeout'), post.timeoutMs);
	const cancel = () => end('cancelled');
	if (post.signal?.aborted) cancel();
	post.signal?.addEventListener('abort', cancel, { once: true });
	const release = () => {
		clearTimeout(timer);
		post.signal?.removeEventListener('abort', cancel);
	};
	return { signal: controller.signal, release };
}

/**
 * One POST by axios over a {@link SecureAgent}. It never throws for what happens on the wire: it tells how the
 * exchange ended. Redirects are not followed, nothing is tried twice. Once a kept connection has broken before any
 * answer, the agent keeps none any more.
 */
export async function exchange(agent: SecureAgent, post: Post): Promise<Exchange> {
	const { default: axios } = await import('axios');
	const progress = new Progress();
	const { signal, release } = limits(post, progress);
	try {
		const response = await axios.request<Readable>({
			method: 'post',
			url: post.url,
			headers: { 'Accept-Encoding': 'identity', ...post.headers },
			data: Buffer.from(post.body.buffer, post.body.byteOffset, post.body.byteLength),
			transformRequest: [(data: unknown) => data],
			httpsAgent: agent,
			// The agent goes through the proxy itself, with the client certificate and kept connections.
			proxy: false,
			maxRedirects: 0,
			maxBodyLength: Infinity,
			responseType: 'stream',
			validateStatus: () => true,
			transport: watched(progress, post.onBegun),
			signal,
		});
		return { kind: 'answer', answer: await readAnswer(response, post.maxAnswerBytes, progress) };
	} catch (cause) {
		const at = placeOf(cause, progress);
		if (at === null) throw unforeseen(cause);
		if (at === 'sendBroken' && progress.reused) agent.connectAfresh();
		const detail = connectionBroken(cause)?.detail ?? null;
		return { kind: 'broken', at, cause, detail, partial: progress.partial };
	} finally {
		release();
	}
}

/** A mistake of a program, not of the wire: it must not pass for a server that can't be reached. */
function unforeseen(cause: unknown): Error {
	return cause instanceof Error ? cause : new Error('The request could not be made', { cause });
}
