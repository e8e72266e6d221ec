import type { BankIdOptions, BankIdServer } from './bankid/server';
import type { Behaviour, SimulatedPerson } from './bankid/persons';
import type { EltOptions, EltServer } from './elt/server';
import type { FaultRule } from './elt/faultModes';
import type { Keep, ReceivedReport } from './elt/received';
import type { Pki } from './pki/pki';

/** How the simulator is started; nothing is required. */
export interface SimulatorOptions {
	/** 0 (default) takes any free port, as for the others. */
	readonly eltPort?: number;
	readonly bankIdPort?: number;
	/** Of the page and the control address. */
	readonly pagePort?: number;
	/** Anybody who is not among them has the name `Test Testsson`. */
	readonly persons?: readonly SimulatedPerson[];
	/** What persons do who have no behaviour of their own, once an order is open in their app; `sign` by default. */
	readonly behaviour?: Behaviour;
	/** The fault rules in force from the start. */
	readonly faults?: readonly FaultRule[];
	/** How much of what arrives is kept; all of it is counted. */
	readonly keep?: Partial<Keep>;
	/** Authorities made before; new ones by default. */
	readonly pki?: Pki;
	/** Folder in which the authorities keep their keys from one start to the next; by default nothing is kept. */
	readonly kept?: string;
	/** BankID's pace and limits. */
	readonly bankId?: Pick<BankIdOptions, 'pendingCollects' | 'startLimitMs' | 'lifetimeMs' | 'bodyTimeoutMs'>;
	/** ELT's limits, and the faults there are. */
	readonly elt?: Pick<EltOptions, 'bodyTimeoutMs' | 'modes'>;
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
	/** `http://127.0.0.1:PORT/`: what arrived; below it the phone page and the control address. */
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
