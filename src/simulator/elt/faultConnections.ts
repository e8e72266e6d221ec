import type { RequestListener } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

import type { FaultMode } from './faultModes';
import type { Issued } from '../pki/certificate';
import type { Pki } from '../pki/pki';

/** How ELT's server speaks TLS: a client certificate from its own authority, or no connection. */
export function eltTls(pki: Pki, server: Issued): TlsOptions {
	return {
		key: server.keyPem,
		cert: [server.certificatePem, ...server.chainPem].join(''),
		ca: pki.eltClient.root.certificatePem,
		requestCert: true,
		rejectUnauthorized: true,
		minVersion: 'TLSv1.2',
	};
}

/** Plays the faults that happen before any request is read. */
export class ConnectionFaults {
	readonly #pki: Pki;
	readonly #onRequest: RequestListener;
	readonly #servers = new Map<FaultMode, Promise<HttpsServer>>();

	constructor(pki: Pki, onRequest: RequestListener) {
		this.#pki = pki;
		this.#onRequest = onRequest;
	}

	/** Plays a fault on a fresh connection. */
	async play(mode: Extract<FaultMode, { stage: 'connection' }>, raw: Socket): Promise<void> {
		await mode.play({
			raw,
			withCertificate: async (make) => {
				const server = this.#servers.get(mode) ?? make(this.#pki).then((each) => this.#serverWith(each));
				this.#servers.set(mode, server);
				(await server).emit('connection', raw);
			},
			afterHandshake: (act) => {
				const server = createTlsServer(eltTls(this.#pki, this.#pki.eltTls.leaf), (secure) => {
					secure.on('error', () => secure.destroy());
					act(secure);
				});
				server.emit('connection', raw);
			},
		});
	}

	#serverWith(certificate: Issued): HttpsServer {
		return createHttpsServer(eltTls(this.#pki, certificate), this.#onRequest);
	}
}
