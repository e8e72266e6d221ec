import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Server, Socket } from 'node:net';

/** The only address the simulator ever listens on. */
export const LOOPBACK = '127.0.0.1';

/** A server that listens on loopback. */
export interface Listening {
	readonly port: number;
	/** Ends every connection and stops listening. */
	close(): Promise<void>;
}

/** Starts to listen on 127.0.0.1; port 0 takes any free one. */
export function listen(server: Server, port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, LOOPBACK, () => {
			server.off('error', reject);
			const address = server.address();
			resolve(typeof address === 'object' && address !== null ? address.port : port);
		});
	});
}

/** Keeps track of a server's connections, so that all can be ended at once. */
export function trackSockets(server: Server): Set<Socket> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.once('close', () => sockets.delete(socket));
	});
	return sockets;
}

/** Ends the connections and stops listening; already stopped is fine. */
export function closeServer(server: Server, sockets: Iterable<Socket>): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		for (const socket of sockets) socket.destroy();
	});
}

/** A body that did not come in time, or was larger than is read. */
export class BodyRefused extends Error {
	constructor(readonly status: 408 | 413) {
		super(`The body was refused with ${status}`);
	}
}

/** Reads a request's whole body. @throws BodyRefused when it is too large or too slow */
export function readBody(
	request: IncomingMessage,
	{ maxBytes, timeoutMs }: { maxBytes: number; timeoutMs: number },
): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let length = 0;
		const timer = setTimeout(() => reject(new BodyRefused(408)), timeoutMs);
		const settle = (done: () => void): void => {
			clearTimeout(timer);
			done();
		};
		request.on('data', (chunk: Buffer) => {
			length += chunk.length;
			if (length > maxBytes) settle(() => reject(new BodyRefused(413)));
			else chunks.push(chunk);
		});
		request.once('end', () => settle(() => resolve(Buffer.concat(chunks))));
		request.once('close', () => settle(() => reject(new BodyRefused(408))));
	});
}

/** Sends a whole answer. */
export function answer(
	response: ServerResponse,
	status: number,
	headers: Readonly<Record<string, string>>,
	body: string | Buffer = '',
): void {
	response.writeHead(status, { ...headers, 'Content-Length': String(Buffer.byteLength(body)) });
	response.end(body);
}

/** Answers JSON. */
export function answerJson(response: ServerResponse, status: number, body: unknown): void {
	answer(
		response,
		status,
		{ 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
		JSON.stringify(body),
	);
}

/** A plain HTTP server on loopback, e.g. for the page. */
export async function listenHttp(server: HttpServer, port: number): Promise<Listening> {
	const sockets = trackSockets(server);
	const listening = await listen(server, port);
	return { port: listening, close: () => closeServer(server, sockets) };
}
