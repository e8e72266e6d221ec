import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import { secureContextFor, type ClientIdentity } from '../https/agent';
import { ConnectionBroken, connectionBroken, type Broke } from '../https/broke';
import { connectSecure } from '../https/connect';
import { proxyFor } from '../https/proxy';
import type { EltClientOptions } from './client';

type Way = Pick<EltClientOptions, 'endpoint' | 'ca' | 'connectTimeoutMs' | 'environment'>;

const CONNECT_TIMEOUT_MS = 10_000;

/** What came of an attempt to connect. */
export interface Tried {
	/** Null when it did not come to be. */
	readonly socket: TLSSocket | null;
	/** Null when it came to be. */
	readonly brokenAt: Broke | null;
	readonly detail: string | null;
	/** Whether the handshake came to its end: only then the server's certificate has been judged. */
	readonly secured: boolean;
}

/** Makes one connection and sends nothing over it; whoever asked closes it. */
export async function tryOnce(
	options: Way,
	proxy: URL | null,
	identity: ClientIdentity | null,
): Promise<Tried & { close(): void }> {
	const { endpoint, ca = [], connectTimeoutMs = CONNECT_TIMEOUT_MS } = options;
	const attempt = new AbortController();
	const timer = setTimeout(() => attempt.abort(new Error('time is up')), connectTimeoutMs);
	const opened: Socket[] = [];
	let secured = false;
	const close = () => opened.forEach((socket) => socket.destroy());
	try {
		const socket = await connectSecure({
			host: endpoint.host,
			port: endpoint.port,
			proxy,
			secureContext: secureContextFor(identity, { ca, roots: 'added' }),
			signal: attempt.signal,
			onStep: (step, made) => {
				opened.push(made);
				secured ||= step === 'secured';
			},
		});
		return { socket, brokenAt: null, detail: null, secured, close };
	} catch (error) {
		const broken = connectionBroken(error);
		const at = broken?.at ?? 'handshake';
		// A connection that timed out after it was there did so in the handshake.
		const brokenAt = at === 'connectTimeout' && opened.length > 0 ? 'handshake' : at;
		return { socket: null, brokenAt, detail: broken?.detail ?? null, secured, close };
	} finally {
		clearTimeout(timer);
	}
}

/** The proxy on the way, or why it can't be used. */
export function wayTo({ endpoint, environment = process.env }: Way): URL | null | ConnectionBroken {
	try {
		return proxyFor(endpoint.host, endpoint.port, environment);
	} catch (error) {
		return connectionBroken(error) ?? new ConnectionBroken('proxy', error);
	}
}
