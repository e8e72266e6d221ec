import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Bytes of randomness in a nonce: 256 bits. */
const NONCE_BYTES = 32;

/** A value that nobody can guess, 43 characters that need no escaping in an address. */
export function newNonce(): string {
	return randomBytes(NONCE_BYTES).toString('base64url');
}

/**
 * Whether a visitor's value is the expected one; takes the same time wherever they differ.
 * @param given anything that a visitor sent
 */
export function isSameNonce(expected: string, given: unknown): boolean {
	if (typeof given !== 'string') return false;
	return timingSafeEqual(digest(expected), digest(given));
}

/** Of one length, which `timingSafeEqual` demands. */
function digest(text: string): Buffer {
	return createHash('sha256').update(text, 'utf8').digest();
}
