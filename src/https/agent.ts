import { Agent, type RequestOptions } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

import { EltError } from '../errors';
import { connectSecure } from './connect';
import { extraRoots } from './extraRoots';
import { proxyFor, type ProxyEnvironment } from './proxy';

/** A client certificate with its key, as PEM. */
export interface ClientIdentity {
	readonly certificatePem: string;
	readonly keyPem: string;
	/** What stands between the certificate and its root, in order; the root may be left out. */
	readonly chainPem: readonly string[];
}

/** Whom a server's certificate must come from. */
export interface ServerTrust {
	/** PEM certificates. */
	readonly ca: readonly string[];
	/** `added` to the roots that Node brings and those of NODE_EXTRA_CA_CERTS, or these `only`. */
	readonly roots: 'added' | 'only';
}

/** How to connect. */
export interface SecureAgentOptions {
	readonly identity: ClientIdentity;
	readonly trust: ServerTrust;
	/** For lookup, connection and handshake together, milliseconds. */
	readonly connectTimeoutMs: number;
	/** Where HTTPS_PROXY and NO_PROXY are read; `process.env` unless given. */
	readonly environment?: ProxyEnvironment | undefined;
}

/** An idle connection is let go after this, milliseconds: before a server's own limit, which is seldom under 5 s. */
const IDLE_MS = 4000;

const HTTPS_PORT = 443;

/**
 * The roots that a server's certificate may come from, PEM; null for Node's default store, which also knows
 * NODE_EXTRA_CA_CERTS: it is left in place where no CA of one's own is added.
 */
export function trustedRoots({ ca, roots }: ServerTrust, environment: ProxyEnvironment): string[] | null {
	if (roots === 'only') return [...ca];
	return ca.length === 0 ? null : [...rootCertificates, ...extraRoots(environment), ...ca];
}

/** TLS 1.2 or later, with the client's certificate, key and chain; with none of them for null. */
export function secureContextFor(identity: ClientIdentity | null, trust: ServerTrust): SecureContext {
	const ca = trustedRoots(trust, process.env);
	return createSecureContext({
		...(identity === null
			? {}
			: { key: identity.keyPem, cert: [identity.certificatePem, ...identity.chainPem].join('\n') }),
		minVersion: 'TLSv1.2',
		...(ca === null ? {} : { ca }),
	});
}

/**
 * An `https.Agent` that hands a connection to a request only once it is secured both ways. So whatever breaks
 * before a request has its socket broke before a byte of it was written. Connections are kept and used again,
 * through a proxy as well.
 */
export class SecureAgent extends Agent {
	readonly #options: SecureAgentOptions;
	readonly #secureContext: SecureContext;
	readonly #attempts = new Set<AbortController>();

	constructor(options: SecureAgentOptions) {
		super({ keepAlive: true, timeout: IDLE_MS });
		this.#options = options;
		this.#secureContext = secureContextFor(options.identity, options.trust);
	}

	override createConnection(
		options: RequestOptions,
		callback?: (error: Error | null, stream: Duplex) => void,
	): undefined {
		const host = options.host ?? 'localhost';
		const port = Number(options.port ?? HTTPS_PORT);
		const attempt = new AbortController();
		const timer = setTimeout(() => attempt.abort(new Error('time is up')), this.#options.connectTimeoutMs);
		this.#attempts.add(attempt);
		this.#connect(host, port, attempt.signal)
			.finally(() => {
				clearTimeout(timer);
				this.#attempts.delete(attempt);
			})
			.then(
				(socket) => callback?.(null, socket),
				(error: Error) => callback?.(error, new Socket()),
			);
		return undefined;
	}

	/**
	 * From here on each request has a connection of its own: the server, or what stands before it, lets kept ones
	 * go just when they are used again, and what was sent on them then may or may not have been received.
	 */
	connectAfresh(): void {
		this.maxFreeSockets = 0;
		for (const idle of Object.values(this.freeSockets)) for (const socket of idle ?? []) socket.destroy();
	}

	/** Closes every connection, also those that are being made. */
	override destroy(): void {
		for (const attempt of this.#attempts) attempt.abort(new Error('closed'));
		super.destroy();
	}

	/** Also what can't be used, a proxy's address say, comes back as a refusal. */
	async #connect(host: string, port: number, signal: AbortSignal): Promise<Duplex> {
		const proxy = proxyFor(host, port, this.#options.environment ?? process.env);
		return await connectSecure({ host, port, proxy, secureContext: this.#secureContext, signal });
	}
}

/**
 * A {@link SecureAgent}, or why there can be none.
 * @param parts what is used together, in the caller's words, for the message
 * @throws CERTIFICATE_UNREADABLE when certificate, key and CAs can't be used together
 */
export function openAgent(options: SecureAgentOptions, parts: string): SecureAgent {
	try {
		return new SecureAgent(options);
	} catch (cause) {
		throw unusable(parts, cause);
	}
}

function unusable(parts: string, cause: unknown): EltError {
	return new EltError(
		'CERTIFICATE_UNREADABLE',
		`${parts} could not be used together for a TLS connection.`,
		'Check that the key belongs to the certificate and that every PEM text is whole.',
		{ cause },
	);
}
