import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { readCollect } from '../../../src/bankid/answers';
import type { Certificate } from '../../../src/certificate/load';
import { EltError } from '../../../src/errors';
import { writeWhole } from '../../../src/files/writeWhole';
import { isRecord } from '../../../src/report/item/fields';
import type { KeptOrder, OrderContent, OrderMemory } from '../../../src/report/sign/orderMemory';
import { Kept } from '../n8n/kept';

/** How long an order is kept, milliseconds: seven days. Longer than a weekend, shorter than a month of reports. */
const KEPT_MS = 7 * 24 * 3_600_000;

const FORMAT = Buffer.from('ELTORDER1');
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What could not be written to the disk lasts as long as this process. */
const unwritten = new Kept<KeptOrder>();

/** n8n's own folder, `.n8n` in `N8N_USER_FOLDER` or in the home folder. */
function userFolder(): string {
	return join(process.env['N8N_USER_FOLDER'] ?? homedir(), '.n8n');
}

/** The folder in which orders are kept. */
export function spoolFolder(): string {
	return join(userFolder(), 'forsakringskassan-elt-orders');
}

/**
 * Keeps BankID orders as encrypted files in n8n's user folder: it outlives a crash and a restart on the same machine.
 * AES-256-GCM; the key is derived by HKDF from the relying party's private key, so that a file without the credential
 * reveals neither a signature nor a personnummer. A file is written whole or not at all and removed after seven days.
 *
 * @param baseUrl BankID's address: an order is known only where it was started
 * @see https://www.rfc-editor.org/rfc/rfc5869
 */
export function createOrderSpool({ keyPem }: Pick<Certificate, 'keyPem'>, baseUrl: string): OrderMemory {
	const folder = spoolFolder();
	const derive = (purpose: string) =>
		Buffer.from(hkdfSync('sha256', keyPem, 'n8n-nodes-forsakringskassan-elt', purpose, 32));
	const key = derive('order file');
	const nameKey = derive('order file name');
	const nameOf = ({ role, signer = '', visibleText, format, userNonVisibleData }: OrderContent) =>
		createHmac('sha256', nameKey)
			.update(JSON.stringify([baseUrl, role, signer, visibleText, format, userNonVisibleData]))
			.digest('hex');
	let prepared: Promise<void> | undefined;
	const prepare = (): Promise<void> => (prepared ??= prepareFolder(folder));
	return {
		find: async (content) => {
			await prepare();
			const name = nameOf(content);
			const bytes = await readIfThere(join(folder, name));
			const found = bytes === null ? unwritten.find(name) : open(bytes, name, key);
			return found && Date.now() - Date.parse(found.startedAt) < KEPT_MS ? found : null;
		},
		keep: async (content, order) => {
			const name = nameOf(content);
			try {
				// Prepared before: what BankID has given is written at once, a crash in between would lose it.
				await prepare();
				await writeWhole(join(folder, name), seal(order, name, key), 0o600);
				unwritten.forget(name);
			} catch (cause) {
				unwritten.keep(name, order);
				throw cause instanceof EltError ? cause : notKept(folder, cause);
			}
		},
	};
}

async function prepareFolder(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
		throw notKept(folder, cause);
	});
	await removeOld(folder);
}

function notKept(folder: string, cause: unknown): EltError {
	return new EltError(
		'BANKID_ORDER_NOT_KEPT',
		`A BankID order could not be written to ${folder}`,
		"Make room on the disk and let n8n write to its user folder ('N8N_USER_FOLDER'): a signature that is not kept there is lost in a crash.",
		{ cause },
	);
}

/** @param name is authenticated too: a file cannot take the place of another */
function seal(order: KeptOrder, name: string, key: Buffer): Buffer {
	const nonce = randomBytes(NONCE_BYTES);
	const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
	const content = Buffer.concat([cipher.update(JSON.stringify(order), 'utf8'), cipher.final()]);
	return Buffer.concat([FORMAT, nonce, cipher.getAuthTag(), content]);
}

/** @throws EltError `BANKID_ORDER_NOT_KEPT` for a file that is not the one that was written */
function open(bytes: Buffer, name: string, key: Buffer): KeptOrder {
	try {
		const nonceAt = FORMAT.length;
		const tagAt = nonceAt + NONCE_BYTES;
		const contentAt = tagAt + TAG_BYTES;
		const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(nonceAt, tagAt))
			.setAAD(Buffer.from(name))
			.setAuthTag(bytes.subarray(tagAt, contentAt));
		const text = Buffer.concat([decipher.update(bytes.subarray(contentAt)), decipher.final()]);
		return readOrder(JSON.parse(text.toString('utf8')));
	} catch (cause) {
		throw changedFile(name, cause);
	}
}

function changedFile(name: string, cause: unknown): EltError {
	return new EltError(
		'BANKID_ORDER_NOT_KEPT',
		`The file ${name} of a BankID order was changed since it was written`,
		`Delete it from ${spoolFolder()} and run again: the persons of this order are asked to sign again.`,
		{ cause },
	);
}

function readOrder(json: unknown): KeptOrder {
	const { orderRef, startedAt, result } = isRecord(json) ? json : {};
	if (typeof orderRef !== 'string' || typeof startedAt !== 'string') throw new TypeError('not an order');
	if (!isRecord(result)) return { orderRef, startedAt, result: null };
	const collected = readCollect(Buffer.from(JSON.stringify(result), 'utf8'));
	return { orderRef, startedAt, result: collected.status === 'pending' ? null : collected };
}

async function readIfThere(path: string): Promise<Buffer | null> {
	return await readFile(path).catch((error: unknown) => {
		if (isRecord(error) && error['code'] === 'ENOENT') return null;
		throw notKept(spoolFolder(), error);
	});
}

/** Removes what is older than seven days, no matter which process wrote it. */
async function removeOld(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		const path = join(folder, name);
		const file = await stat(path).catch(() => null);
		if (file !== null && Date.now() - file.mtimeMs > KEPT_MS) await unlink(path).catch(() => undefined);
	}
}
