import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions, type TLSSocket } from 'node:tls';
import type { RequestListener } from 'node:http';

import type { Issued } from '../pki/certificate';
import type { FaultName } from './faults';
import type { Pki } from '../pki/pki';

/** TLS alerts (RFC 8446, 6.2), fatal. */
const ALERTS = { unknownCa: 48, certificateRequired: 116 } as const;

const YEAR_MS = 365 * 86_400_000;

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

/** The certificates that a client must refuse. */
const WRONG_CERTIFICATES = {
	'unknown-ca': async (pki: Pki) => pki.server({ issuer: await pki.foreignRoot('Simulator Unknown CA') }),
	'expired-certificate': (pki: Pki) =>
		pki.server({
			validFrom: new Date(pki.now.getTime() - 2 * YEAR_MS),
			validTo: new Date(pki.now.getTime() - 86_400_000),
		}),
	'wrong-host-name': (pki: Pki) =>
		pki.server({
			subject: [
				['c', 'SE'],
				['cn', 'elt.example.se'],
			],
			hosts: ['elt.example.se'],
		}),
} as const satisfies Partial<Record<FaultName, (pki: Pki) => Promise<Issued>>>;

/** Ends a handshake with an alert, as a server does that refuses the client's certificate. */
function alert(raw: Socket, description: number): void {
	raw.once('data', () => raw.end(Buffer.of(0x15, 0x03, 0x03, 0x00, 0x02, 0x02, description)));
}

/** Takes a connection in its own way. */
type Taker = (raw: Socket) => void | Promise<void>;

/** Plays the faults that happen before any request is read. */
export class ConnectionFaults {
	readonly #pki: Pki;
	readonly #onRequest: RequestListener;
	readonly #servers = new Map<FaultName, Promise<HttpsServer>>();

	constructor(pki: Pki, onRequest: RequestListener) {
		this.#pki = pki;
		this.#onRequest = onRequest;
	}

	/** Plays a fault on a fresh connection. */
	async play(fault: FaultName, raw: Socket): Promise<void> {
		await this.#takers[fault]?.(raw);
	}

	readonly #takers: Partial<Record<FaultName, Taker>> = {
		'reset-on-connect': (raw) => void raw.resetAndDestroy(),
		'stall-handshake': (raw) => void raw.pause(),
		'unknown-ca': (raw) => this.#withCertificate('unknown-ca', raw),
		'expired-certificate': (raw) => this.#withCertificate('expired-certificate', raw),
		'wrong-host-name': (raw) => this.#withCertificate('wrong-host-name', raw),
		'no-client-certificate': (raw) => alert(raw, ALERTS.certificateRequired),
		'client-certificate-refused': (raw) => alert(raw, ALERTS.unknownCa),
		'reset-after-handshake': (raw) => this.#afterHandshake(raw, () => raw.resetAndDestroy()),
		'stall-header': (raw) => this.#afterHandshake(raw, (secure) => secure.pause()),
	};

	async #withCertificate(fault: keyof typeof WRONG_CERTIFICATES, raw: Socket): Promise<void> {
		const made =
			this.#servers.get(fault) ??
			WRONG_CERTIFICATES[fault](this.#pki).then((certificate) =>
				createHttpsServer(eltTls(this.#pki, certificate), this.#onRequest),
			);
		this.#servers.set(fault, made);
		(await made).emit('connection', raw);
	}

	#afterHandshake(raw: Socket, act: (secure: TLSSocket) => void): void {
		const server = createTlsServer(eltTls(this.#pki, this.#pki.eltTls.leaf), (secure) => {
			secure.on('error', () => secure.destroy());
			act(secure);
		});
		server.emit('connection', raw);
	}
}
