import { openAgent, type ClientIdentity } from '../https/agent';
import { exchange, type Exchange } from '../https/exchange';
import type { ProxyEnvironment } from '../https/proxy';
import { SOAP_ACTION, type EltEndpoint } from './environments';
import { MAX_ANSWER_BYTES } from './response';

/** What a client is made of. */
export interface EltClientOptions {
	readonly endpoint: EltEndpoint;
	readonly certificate: ClientIdentity;
	/** PEM certificates trusted in addition to the system's roots; none by default. */
	readonly ca?: readonly string[];
	/** For lookup, connection and handshake together, milliseconds; 10 000 by default. */
	readonly connectTimeoutMs?: number;
	/** For the whole exchange, milliseconds; 60 000 by default. */
	readonly timeoutMs?: number;
	/** Where HTTPS_PROXY and NO_PROXY are read; `process.env` by default. */
	readonly environment?: ProxyEnvironment;
}

/** One call's circumstances. */
export interface SendOptions {
	readonly signal?: AbortSignal | undefined;
	/** Told at the moment before the first byte is written. */
	readonly onBegun?: (() => void) | undefined;
}

/** A client of one endpoint with one certificate; it keeps its connections until it is closed. */
export interface EltClient {
	readonly endpoint: EltEndpoint;
	readonly certificate: ClientIdentity;
	/** For the whole exchange, milliseconds. */
	readonly timeoutMs: number;
	/** One call, never repeated by itself; tells how the exchange ended and does not throw for it. */
	send(envelope: Uint8Array, options?: SendOptions): Promise<Exchange>;
	/** Lets go of every connection. */
	close(): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const TIMEOUT_MS = 60_000;

/** The headers of a SOAP 1.1 call. */
export const SOAP_HEADERS = {
	'Content-Type': 'text/xml; charset=utf-8',
	Accept: 'text/xml',
	SOAPAction: `"${SOAP_ACTION}"`,
} as const;

/**
 * A client for sending envelopes over mutual TLS (1.2 or later). The server's certificate and name are always
 * verified; HTTPS_PROXY and NO_PROXY are honoured, the client certificate goes to the server all the same.
 * @throws CERTIFICATE_UNREADABLE when certificate and key can't be used together
 */
export function createEltClient(options: EltClientOptions): EltClient {
	const { endpoint, certificate, ca = [], timeoutMs = TIMEOUT_MS, environment } = options;
	const connectTimeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
	const agent = openAgent(
		{ identity: certificate, trust: { ca, roots: 'added' }, connectTimeoutMs, environment },
		'The certificate, its key and the own CA',
	);
	return {
		endpoint,
		certificate,
		timeoutMs,
		send: (envelope, { signal, onBegun } = {}) =>
			exchange(agent, {
				url: endpoint.url,
				headers: SOAP_HEADERS,
				body: envelope,
				timeoutMs,
				maxAnswerBytes: MAX_ANSWER_BYTES,
				signal,
				onBegun,
			}),
		close: () => agent.destroy(),
	};
}
