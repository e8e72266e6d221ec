import { createPrivateKey, X509Certificate } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Issued } from './certificate';
import { codeOf } from '../../https/broke';

/** A certificate with its key as a file has it. */
interface KeptFile extends Pick<Issued, 'subject' | 'certificatePem' | 'keyPem' | 'chainPem'> {
	readonly serialNumber: string;
	readonly validFrom: string;
	readonly validTo: string;
}

/** A certificate that ends sooner is made again. */
const LEAST_MS = 86_400_000;

/** Certificates with their keys in a folder, so that a later start of the simulator has the same. */
export class KeptCertificates {
	readonly #folder: string;

	/** @param folder is made where it is missing; its files can be read by their owner only */
	constructor(folder: string) {
		this.#folder = folder;
	}

	/**
	 * The certificate that is kept under a name, or a new one that is kept from then on: where there is none, where
	 * it ends within a day, and where its issuer is another one now. Of several that make the same at the same time,
	 * the first one counts.
	 *
	 * @param issuer undefined for a root
	 */
	async get(name: string, issuer: Issued | undefined, make: () => Promise<Issued>): Promise<Issued> {
		const path = join(this.#folder, `${name}.json`);
		const kept = await read(path);
		if (kept !== undefined && isUsable(kept, issuer)) return kept;
		const made = await make();
		await mkdir(this.#folder, { recursive: true, mode: 0o700 });
		const draft = `${path}.${made.serialNumber.toString('hex')}`;
		await writeFile(draft, toJson(made), { mode: 0o600 });
		if (kept !== undefined) {
			await rename(draft, path);
			return made;
		}
		try {
			await link(draft, path);
			return made;
		} catch {
			// Another process was first.
			const first = await read(path);
			return first !== undefined && isUsable(first, issuer) ? first : made;
		} finally {
			await rm(draft);
		}
	}
}

function isUsable({ certificatePem, validTo }: Issued, issuer: Issued | undefined): boolean {
	if (validTo.getTime() - Date.now() < LEAST_MS) return false;
	return (
		issuer === undefined ||
		new X509Certificate(certificatePem).verify(new X509Certificate(issuer.certificatePem).publicKey)
	);
}

/** @throws TypeError for a file that is there and cannot be read: keys that credentials hold are never replaced */
async function read(path: string): Promise<Issued | undefined> {
	try {
		return restore(JSON.parse(await readFile(path, 'utf8')));
	} catch (cause) {
		if (codeOf(cause) === 'ENOENT') return undefined;
		const message = `${path} cannot be read; delete its folder to make new keys`;
		return await Promise.reject(new TypeError(message, { cause }));
	}
}

function restore(kept: KeptFile): Issued {
	const { subject, certificatePem, keyPem, chainPem, serialNumber, validFrom, validTo } = kept;
	const certificate = new X509Certificate(certificatePem);
	return {
		subject,
		certificatePem,
		certificateDer: certificate.raw,
		keyPem,
		key: createPrivateKey(keyPem),
		chainPem,
		isRoot: certificate.checkIssued(certificate),
		serialNumber: Buffer.from(serialNumber, 'hex'),
		validFrom: new Date(validFrom),
		validTo: new Date(validTo),
	};
}

function toJson({ subject, certificatePem, keyPem, chainPem, ...issued }: Issued): string {
	const file: KeptFile = {
		subject,
		certificatePem,
		keyPem,
		chainPem,
		serialNumber: issued.serialNumber.toString('hex'),
		validFrom: issued.validFrom.toISOString(),
		validTo: issued.validTo.toISOString(),
	};
	return JSON.stringify(file, undefined, 2);
}
