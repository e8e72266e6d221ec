import { type IncomingHttpHeaders } from 'node:http';
import { type Agent, request } from 'node:https';

import type { Issued } from '../../src/simulator/pki/certificate';

/** An answer as it came over the wire. */
export interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

/** A call with node's own client; every call is a connection of its own unless it has an agent. */
export interface Call {
	readonly ca: string;
	readonly client?: Issued;
	readonly method?: string;
	readonly headers?: Record<string, string>;
	readonly body?: string | Uint8Array;
	readonly signal?: AbortSignal;
	/** A connection of its own by default. */
	readonly agent?: Agent;
}

/** Calls and gives the whole answer, or rejects with node's own error. */
export function call(
	url: string,
	{ ca, client, method = 'POST', headers = {}, body = '', signal, agent }: Call,
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const outgoing = request(
			url,
			{
				ca,
				method,
				headers: { 'Content-Length': String(Buffer.byteLength(body)), ...headers },
				agent: agent ?? false,
				...(client === undefined ? {} : { cert: client.certificatePem, key: client.keyPem }),
				...(signal === undefined ? {} : { signal }),
			},
			(incoming) => {
				const chunks: Buffer[] = [];
				incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
				incoming.on('error', reject);
				incoming.on('end', () =>
					resolve({
						status: incoming.statusCode ?? 0,
						headers: incoming.headers,
						body: Buffer.concat(chunks).toString('utf8'),
					}),
				);
			},
		);
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}
