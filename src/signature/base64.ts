/**
 * Decodes base64 that is written in the one strict way: standard alphabet, padded, no white space, no stray bits.
 * `null` for anything else, so that two different strings never mean the same bytes.
 *
 * Node skips what is not base64, and takes the other alphabet too; so the bytes must be as many as the characters
 * say, and the last group must be written as it would be. That is three times as fast as encoding all of it again.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc4648#section-4 RFC 4648 4}
 */
export function decodeBase64(text: string): Buffer | null {
	const ascii = Buffer.byteLength(text, 'utf8') === text.length;
	if (!ascii || text.length % 4 !== 0 || text.includes('-') || text.includes('_')) return null;
	const bytes = Buffer.from(text, 'base64');
	const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
	if (bytes.length !== (text.length / 4) * 3 - padding) return null;
	const lastGroup = bytes.subarray(Math.max(0, bytes.length - 3 + padding));
	return lastGroup.toString('base64') === text.slice(-4) ? bytes : null;
}
