import { randomBytes } from 'node:crypto';

import { type BankIdOptions, type BankIdServer, startBankId } from './bankid/server';
import type { SimulatedPerson } from './bankid/orders';
import type { Issued } from './pki/certificate';
import { type ControlServer, startControl } from './control';
import { type EltOptions, type EltServer, startElt } from './elt/server';
import type { FaultRule } from './elt/faults';
import { toPkcs12 } from './pki/pkcs12';
import { createPki, type Pki } from './pki/pki';
import type { Keep, ReceivedReport } from './elt/received';

export { writeSimulatorFiles } from './files';
export { FAULTS, type FaultName, type FaultRule, parseFaultRule } from './elt/faults';
export { type Behaviour, BEHAVIOURS, type SimulatedPerson } from './bankid/orders';

/** How the simulator is started; nothing is required. */
export interface SimulatorOptions {
	/** 0 (default) takes any free port, as for the others. */
	readonly eltPort?: number;
	readonly bankIdPort?: number;
	/** Of the page and the control address. */
	readonly pagePort?: number;
	/** Whoever is not among them signs as `Test Testsson`. */
	readonly persons?: readonly SimulatedPerson[];
	/** The fault rules in force from the start. */
	readonly faults?: readonly FaultRule[];
	/** How much of what arrives is kept; all of it is counted. */
	readonly keep?: Partial<Keep>;
	/** Authorities made before; new ones by default. */
	readonly pki?: Pki;
	/** BankID's pace and limits. */
	readonly bankId?: Pick<BankIdOptions, 'pendingCollects' | 'startLimitMs' | 'lifetimeMs' | 'bodyTimeoutMs'>;
	/** ELT's limits. */
	readonly elt?: Pick<EltOptions, 'bodyTimeoutMs'>;
}

/** A client certificate in both forms. */
export interface SimulatorClient {
	/** PKCS#12, AES-256. */
	readonly p12: Buffer;
	readonly passphrase: string;
	/** PEM. */
	readonly certificate: string;
	/** PEM, PKCS#8, not encrypted. */
	readonly key: string;
}

/** BankID, ELT and the page while they run. */
export interface Simulator {
	/** `https://127.0.0.1:PORT/shs2/FK.ASE.Tidredovisning.ext` */
	readonly eltUrl: string;
	/** `https://127.0.0.1:PORT/rp/v6.0` */
	readonly bankIdUrl: string;
	/** `http://127.0.0.1:PORT/`: what arrived; below it the control address. */
	readonly pageUrl: string;
	/** PEM: who issued ELT's server certificate. */
	readonly ca: string;
	/** PEM: BankID's root for TLS. */
	readonly bankIdTlsCa: string;
	/** PEM: BankID's root for signatures. */
	readonly bankIdRoot: string;
	/** The certificate that ELT accepts. */
	readonly client: SimulatorClient;
	/** The certificate that BankID accepts. */
	readonly relyingParty: SimulatorClient;
	readonly pki: Pki;
	readonly elt: EltServer;
	readonly bankId: BankIdServer;
	/** The reports that arrived, one entry per id, oldest first; a bounded number of them. */
	received(): readonly ReceivedReport[];
	/** Ends every connection and stops listening. */
	close(): Promise<void>;
}

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

/** Starts all three; when one can't, e.g. for want of its port, those before it are closed again. */
async function startServers(pki: Pki, options: SimulatorOptions): Promise<Servers> {
	const { persons = [], faults = [], keep = {} } = options;
	const running: { close(): Promise<void> }[] = [];
	const started = <T extends { close(): Promise<void> }>(server: T): T => {
		running.push(server);
		return server;
	};
	try {
		const bankId = started(
			await startBankId({ pki, persons, port: options.bankIdPort ?? 0, ...options.bankId }),
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
 * long as the process. Writes no file.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const pki = options.pki ?? (await createPki());
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
