import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Longer texts are not opened, in characters: the signatures of a large batch, with room to spare. */
const MAX_SEALED = 4_000_000;

/** The key that seals what a page carries; only this server can make or open it. */
export type SealingKey = Uint8Array;

/**
 * Derives the key from the BankID credential's private key by HKDF-SHA-256: every process that can start an order
 * can open what another has sealed, and nobody else.
 */
export function sealingKey(privateKeyPem: string): SealingKey {
	const salt = 'n8n-nodes-forsakringskassan-elt';
	return new Uint8Array(hkdfSync('sha256', privateKeyPem, salt, 'signing page, version 1', KEY_BYTES));
}

/**
 * Seals a value as JSON with AES-256-GCM, so that a visitor can carry it but neither read nor change it.
 * @param purpose what it is for and which link it belongs to; {@link unseal} must name the same
 * @returns base64url of nonce, tag and cipher text
 */
export function seal(value: object, key: SealingKey, purpose: string): string {
	const iv = randomBytes(IV_BYTES);
	const cipher = createCipheriv(ALGORITHM, key, iv);
	cipher.setAAD(Buffer.from(purpose, 'utf8'));
	const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
	return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
}

/**
 * Opens what {@link seal} made.
 * @param sealed anything that a visitor sent
 * @returns null for anything that was not sealed with this key for this purpose
 */
export function unseal(sealed: unknown, key: SealingKey, purpose: string): unknown {
	if (typeof sealed !== 'string' || sealed.length > MAX_SEALED || !/^[\w-]+$/.test(sealed)) return null;
	const bytes = Buffer.from(sealed, 'base64url');
	if (bytes.length <= IV_BYTES + TAG_BYTES) return null;
	const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES));
	decipher.setAAD(Buffer.from(purpose, 'utf8'));
	decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
	try {
		const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
		return JSON.parse(text.toString('utf8'));
	} catch {
		// Changed, or sealed by somebody else: for the caller the same as nothing.
		return null;
	}
}
