import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { n8nCredentials } from './credentials';
import type { Simulator } from './types';
import { writeWhole } from '../files/writeWhole';

/** What `simulator.json` says: addresses, and where each file lies. */
export interface SimulatorFile {
	readonly eltUrl: string;
	readonly bankIdUrl: string;
	/** The page that shows what arrived, and the control address below it. */
	readonly pageUrl: string;
	/** PEM: who issued ELT's server certificate. */
	readonly ca: string;
	/** PEM: BankID's root for TLS. */
	readonly bankIdTlsCa: string;
	/** PEM: BankID's root for signatures. */
	readonly bankIdRoot: string;
	readonly client: ClientFiles;
	readonly relyingParty: ClientFiles;
	/** Both credentials, for `n8n import:credentials --input`. */
	readonly n8nCredentials: string;
}

/** A client's certificate as a container and as PEM. */
export interface ClientFiles {
	readonly p12: string;
	readonly passphraseFile: string;
	readonly certificate: string;
	readonly key: string;
}

/** Whether only its owner may read a file. */
const OWNER_ONLY = 0o600;
const ANYBODY = 0o644;

/**
 * Writes everything that a client of the simulator needs into a folder: roots, certificates, keys (readable by
 * their owner only), both credentials for n8n, and `simulator.json` with the addresses and absolute paths.
 */
export async function writeSimulatorFiles(simulator: Simulator, dir: string): Promise<SimulatorFile> {
	const folder = resolve(dir);
	await mkdir(folder, { recursive: true });
	const put = async (name: string, content: string | Uint8Array, mode = ANYBODY): Promise<string> => {
		const path = join(folder, name);
		await writeWhole(path, content, mode);
		return path;
	};
	const putClient = async (name: string, client: Simulator['client']): Promise<ClientFiles> => ({
		p12: await put(`${name}.p12`, client.p12, OWNER_ONLY),
		passphraseFile: await put(`${name}.passphrase`, `${client.passphrase}\n`, OWNER_ONLY),
		certificate: await put(`${name}.pem`, client.certificate),
		key: await put(`${name}.key`, client.key, OWNER_ONLY),
	});
	const file: SimulatorFile = {
		eltUrl: simulator.eltUrl,
		bankIdUrl: simulator.bankIdUrl,
		pageUrl: simulator.pageUrl,
		ca: await put('elt-ca.pem', simulator.ca),
		bankIdTlsCa: await put('bankid-tls-ca.pem', simulator.bankIdTlsCa),
		bankIdRoot: await put('bankid-root.pem', simulator.bankIdRoot),
		client: await putClient('client', simulator.client),
		relyingParty: await putClient('relying-party', simulator.relyingParty),
		n8nCredentials: await put(
			'n8n-credentials.json',
			`${JSON.stringify(n8nCredentials(simulator), undefined, 2)}\n`,
			OWNER_ONLY,
		),
	};
	await put('simulator.json', `${JSON.stringify(file, undefined, 2)}\n`);
	return file;
}
