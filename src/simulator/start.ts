import { randomBytes } from 'node:crypto';

import { type BankIdServer, startBankId } from './bankid/server';
import { type ControlServer, startControl } from './control';
import { type EltServer, startElt } from './elt/server';
import type { Issued } from './pki/certificate';
import { toPkcs12 } from './pki/pkcs12';
import { createPki, type Pki } from './pki/pki';
import type { Simulator, SimulatorClient, SimulatorOptions } from './types';

/** A certificate as a client carries it, under a passphrase made for it. */
function clientOf(issued: Issued): SimulatorClient {
	const passphrase = randomBytes(15).toString('base64url');
	return {
		p12: toPkcs12(issued, passphrase),
		passphrase,
		certificate: [issued.certificatePem, ...issued.chainPem].join(''),
		key: issued.keyPem,
	};
}

interface Servers {
	readonly bankId: BankIdServer;
	readonly elt: EltServer;
	readonly control: ControlServer;
}

/** Starts all three; when one cannot start, e.g. because its port is taken, those before it are closed again. */
async function startServers(pki: Pki, options: SimulatorOptions): Promise<Servers> {
	const { persons, behaviour, faults = [], keep = {} } = options;
	const running: { close(): Promise<void> }[] = [];
	const started = <T extends { close(): Promise<void> }>(server: T): T => {
		running.push(server);
		return server;
	};
	try {
		const bankId = started(
			await startBankId({ pki, persons, behaviour, port: options.bankIdPort ?? 0, ...options.bankId }),
		);
		const elt = started(await startElt({ pki, faults, keep, port: options.eltPort ?? 0, ...options.elt }));
		const control = started(await startControl({ elt, bankId, port: options.pagePort ?? 0 }));
		return { bankId, elt, control };
	} catch (cause) {
		await Promise.all(running.map((server) => server.close()));
		return Promise.reject(cause);
	}
}

/**
 * Starts BankID, ELT and the page on 127.0.0.1, with authorities of their own that are made now and live as
 * long as the process, unless they are kept. Writes no other file.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const pki = options.pki ?? (await createPki({ kept: options.kept }));
	const { bankId, elt, control } = await startServers(pki, options);
	return {
		eltUrl: elt.url,
		bankIdUrl: bankId.url,
		pageUrl: control.url,
		ca: pki.eltTls.root.certificatePem,
		bankIdTlsCa: pki.bankIdTls.root.certificatePem,
		bankIdRoot: pki.signatures.root.certificatePem,
		client: clientOf(pki.eltClient.leaf),
		relyingParty: clientOf(pki.relyingParty.leaf),
		pki,
		elt,
		bankId,
		received: () => elt.received.reports(),
		close: async () => {
			await Promise.all([elt.close(), bankId.close(), control.close()]);
		},
	};
}
