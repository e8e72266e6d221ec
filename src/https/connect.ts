import { request as httpRequest } from 'node:http';
import { connect as netConnect, isIP, type Socket } from 'node:net';
import { connect as tlsConnect, type SecureContext, type TLSSocket } from 'node:tls';

import { ConnectionBroken, placeOf } from './broke';

/** Where to, by which way, as whom. */
export interface ConnectOptions {
	readonly host: string;
	readonly port: number;
	/** Null to go straight. */
	readonly proxy: URL | null;
	readonly secureContext: SecureContext;
	/** Ends the attempt: its time is up, or nobody wants it any more. */
	readonly signal: AbortSignal;
	/** Told as each step is reached. */
	readonly onStep?: (step: 'connected' | 'secured', socket: Socket) => void;
}

/**
 * How long a TLS 1.3 server's word on our certificate is waited for, milliseconds. The server tells by its first
 * session ticket; one that hands out none costs this much per connection.
 */
const CLIENT_ACCEPTED_WAIT_MS = 300;

/**
 * How long a fresh connection must have stood before a request gets it, milliseconds. Servers that close on a
 * certificate instead of sending an alert do so at once.
 */
const SETTLED_MS = 10;

/** Destroys what is being made when the signal says so; what is returned lets go again. */
function guard(made: { destroy(error?: Error): unknown }, signal: AbortSignal): () => void {
	const end = () => made.destroy(new ConnectionBroken('connectTimeout', signal.reason));
	if (signal.aborted) end();
	signal.addEventListener('abort', end, { once: true });
	return () => signal.removeEventListener('abort', end);
}

function plainConnection({ host, port, signal }: ConnectOptions): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = netConnect({ host, port, noDelay: true });
		const letGo = guard(socket, signal);
		const fail = (error: unknown) => {
			letGo();
			reject(new ConnectionBroken(placeOf(error, 'unreachable'), error));
		};
		socket.once('error', fail);
		socket.once('connect', () => {
			letGo();
			socket.off('error', fail);
			resolve(socket);
		});
	});
}

function proxyHeaders(proxy: URL, target: string): Record<string, string> {
	if (proxy.username === '') return { Host: target };
	const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
	return { Host: target, 'Proxy-Authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** A way through an http proxy, opened with CONNECT. */
function tunnel(proxy: URL, { host, port, signal }: ConnectOptions): Promise<Socket> {
	const target = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
	return new Promise((resolve, reject) => {
		const request = httpRequest({
			host: proxy.hostname.replace(/^\[|\]$/g, ''),
			port: proxy.port === '' ? 80 : Number(proxy.port),
			method: 'CONNECT',
			path: target,
			headers: proxyHeaders(proxy, target),
			agent: false,
		});
		const letGo = guard(request, signal);
		const refuse = (cause: unknown, detail: string | null = null) => {
			letGo();
			reject(new ConnectionBroken('proxy', cause, detail));
		};
		request.once('error', (cause) => refuse(cause));
		request.once('connect', (response, socket) => {
			if (response.statusCode !== 200) {
				socket.destroy();
				const answered = `it answered HTTP ${response.statusCode}`;
				return refuse(new Error(answered), answered);
			}
			letGo();
			resolve(socket);
		});
		request.end();
	});
}

/**
 * The handshake. Under TLS 1.3 the client has finished before the server has judged the client's certificate, so
 * its word is waited for: a refusal then comes before anything was sent.
 */
function secure(plain: Socket, options: ConnectOptions): Promise<TLSSocket> {
	const { host, secureContext, signal } = options;
	const servername = isIP(host) === 0 ? { servername: host } : {};
	return new Promise((resolve, reject) => {
		const socket = tlsConnect({
			socket: plain,
			host,
			...servername,
			secureContext,
			ALPNProtocols: ['http/1.1'],
		});
		const letGo = guard(socket, signal);
		let timer: NodeJS.Timeout | undefined;
		const settle = (finish: () => void) => {
			clearTimeout(timer);
			letGo();
			socket.off('error', fail).off('close', closed);
			finish();
		};
		const fail = (error: unknown) =>
			settle(() => {
				socket.destroy();
				reject(new ConnectionBroken(placeOf(error, 'handshake'), error));
			});
		const closed = () => fail(new Error('closed during the handshake'));
		const accepted = () => {
			clearTimeout(timer);
			socket.off('session', accepted);
			timer = setTimeout(() => settle(() => resolve(socket)), SETTLED_MS);
		};
		// Stays: between two owners an error must find someone listening. Whoever uses the socket hears it too.
		socket.on('error', () => undefined);
		socket.on('error', fail).on('close', closed);
		socket.once('secureConnect', () => {
			options.onStep?.('secured', socket);
			if (socket.getProtocol() !== 'TLSv1.3') return accepted();
			socket.once('session', accepted);
			timer = setTimeout(accepted, CLIENT_ACCEPTED_WAIT_MS);
		});
	});
}

/**
 * A TLS connection whose server has proven its name and to whom we have proven ours.
 * @throws ConnectionBroken saying where it broke; nothing was sent then
 */
export async function connectSecure(options: ConnectOptions): Promise<TLSSocket> {
	const plain = await (options.proxy === null ? plainConnection(options) : tunnel(options.proxy, options));
	plain.on('error', () => undefined);
	options.onStep?.('connected', plain);
	return await secure(plain, options);
}
