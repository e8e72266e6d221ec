/**
 * Decodes base64 that is written in the one strict way: standard alphabet, padded, no white space, no stray bits.
 * `null` for anything else, so that two different strings never mean the same bytes.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc4648#section-4 RFC 4648 4}
 */
export function decodeBase64(text: string): Buffer | null {
	const bytes = Buffer.from(text, 'base64');
	return bytes.toString('base64') === text ? bytes : null;
}
