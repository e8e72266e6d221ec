import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what the database must not reveal. */
export interface Sealing {
	/** AES-256-GCM; `context` names table, column and row: a value moved elsewhere cannot be opened. */
	seal(value: unknown, context: string): Buffer;
	/** @throws Error when the bytes were changed, moved, or sealed with another key */
	open(sealed: Uint8Array, context: string): unknown;
	/** A keyed digest by which a personnummer can be found, but not read. */
	digest(text: string): Buffer;
}

/** A random key for a new ledger. */
export function newKey(): Buffer {
	return randomBytes(KEY_BYTES);
}

/**
 * The key that protects the ledger's own key: derived from the credential's password.
 *
 * @see RFC 5869
 */
export function wrappingKey(password: string, salt: Uint8Array): Buffer {
	return Buffer.from(hkdfSync('sha256', password, salt, 'elt ledger wrapping key v1', KEY_BYTES));
}

/** Encrypts bytes: IV, tag, ciphertext. */
export function encrypt(key: Uint8Array, plain: Uint8Array, context: string): Buffer {
	const iv = randomBytes(IV_BYTES);
	const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context, 'utf8'));
	const body = Buffer.concat([cipher.update(plain), cipher.final()]);
	return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** @throws Error when the bytes were changed, moved, or encrypted with another key */
export function decrypt(key: Uint8Array, sealed: Uint8Array, context: string): Buffer {
	const bytes = Buffer.from(sealed);
	const iv = bytes.subarray(0, IV_BYTES);
	const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
	const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
	decipher.setAAD(Buffer.from(context, 'utf8')).setAuthTag(tag);
	return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

/** Seals with the ledger's key; encryption and digests have keys of their own. */
export function createSealing(key: Uint8Array): Sealing {
	const own = (use: string) => Buffer.from(hkdfSync('sha256', key, '', `elt ledger ${use} v1`, KEY_BYTES));
	const sealing = own('columns');
	const digesting = own('digests');
	return {
		seal: (value, context) => encrypt(sealing, Buffer.from(JSON.stringify(value), 'utf8'), context),
		open: (sealed, context): unknown => JSON.parse(decrypt(sealing, sealed, context).toString('utf8')),
		digest: (text) => createHmac('sha256', digesting).update(text).digest(),
	};
}
