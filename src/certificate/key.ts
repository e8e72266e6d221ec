import { createPrivateKey, type KeyObject } from 'node:crypto';
import { EltError } from '../errors';
import { demandFewIterations } from './iterations';
import { type PemBlock } from './pem';
import { wrongPassphrase } from './pkcs12';

/** Whether a block of PEM is a private key, and whether it is protected by a passphrase. */
export function isPrivateKey(label: string): boolean {
	return label.endsWith('PRIVATE KEY');
}

function isEncrypted(pem: string): boolean {
	return pem.includes('BEGIN ENCRYPTED PRIVATE KEY') || pem.includes('Proc-Type: 4,ENCRYPTED');
}

function keyUnreadable(cause: unknown): EltError {
	return new EltError(
		'CERTIFICATE_UNREADABLE',
		'The private key cannot be read',
		'Give the whole PEM block, from "-----BEGIN" to "-----END", of an RSA or EC key.',
		{ cause },
	);
}

/** Node leaves out ciphers of the last century (RC2, single DES); node-forge has them. */
async function readWithForge(pem: string, passphrase: string): Promise<KeyObject> {
	const { default: forge } = await import('node-forge');
	const key = forge.pki.decryptRsaPrivateKey(pem, passphrase);
	return createPrivateKey(forge.pki.privateKeyToPem(key));
}

/** Without a passphrase the empty one is tried: some programs encrypt with it. */
async function readEncrypted({ pem, bytes }: PemBlock, passphrase: string): Promise<KeyObject> {
	const { default: forge } = await import('node-forge');
	demandFewIterations(forge, 'The private key', bytes);
	try {
		return createPrivateKey({ key: pem, passphrase });
	} catch (thrown) {
		return readWithForge(pem, passphrase).catch(() => {
			throw wrongPassphrase(passphrase, thrown);
		});
	}
}

/**
 * Reads a private key from PEM: PKCS#8, PKCS#1 and SEC 1, with or without a passphrase.
 *
 * @throws EltError `CERTIFICATE_PASSPHRASE`, or `CERTIFICATE_UNREADABLE`, also for more than a million iterations
 */
export async function readPemKey(block: PemBlock, passphrase = ''): Promise<KeyObject> {
	if (isEncrypted(block.pem)) return readEncrypted(block, passphrase);
	try {
		return createPrivateKey(block.pem);
	} catch (thrown) {
		throw keyUnreadable(thrown);
	}
}

/**
 * Reads a private key from PKCS#8 in DER.
 *
 * @throws EltError `CERTIFICATE_UNREADABLE`
 */
export function readDerKey(der: Buffer): KeyObject {
	try {
		return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
	} catch (thrown) {
		throw keyUnreadable(thrown);
	}
}
