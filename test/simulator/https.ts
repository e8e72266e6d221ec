import { type IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';

import type { Issued } from '../../src/simulator/certificate';

/** An answer as it came over the wire. */
export interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

/** A call with node's own client; every call is a connection of its own. */
export interface Call {
	readonly ca: string;
	readonly client?: Issued;
	readonly method?: string;
	readonly headers?: Record<string, string>;
	readonly body?: string | Uint8Array;
	readonly signal?: AbortSignal;
}

/** Calls and gives the whole answer, or rejects with node's own error. */
export function call(
	url: string,
	{ ca, client, method = 'POST', headers = {}, body = '', signal }: Call,
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const outgoing = request(
			url,
			{
				ca,
				method,
				headers: { 'Content-Length': String(Buffer.byteLength(body)), ...headers },
				agent: false,
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
