import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** Byte order marks, and what XML begins with where there is none: `<`, or white space before it. */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
	[/^fffe/, 'utf-16le'],
	[/^feff/, 'utf-16be'],
	[/^(?:3c|20|09|0a|0d)00/, 'utf-16le'],
	[/^00(?:3c|20|09|0a|0d)/, 'utf-16be'],
];

/** A character of UTF-8 takes at most four bytes: so many may be missing from one that was cut off. */
const CUT_OFF = 3;

const DECLARED = /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)/;

/**
 * A body as text, for judging and for the receipt. The bytes decide where they can: UTF-16 by its mark or first
 * character, then UTF-8 where they are UTF-8. Only then counts what HTTP or the declaration says, and
 * Windows-1252 where that is not possible either.
 *
 * @param contentType the header of the body, or of its part; empty where there is none
 * @see RFC 7303, section 3
 */
export function bodyText(contentType: string, body: Uint8Array): string {
	const start = Buffer.from(body.subarray(0, 200));
	const wide = BEGINNINGS.find(([pattern]) => pattern.test(start.toString('hex', 0, 2)))?.[1];
	if (wide !== undefined) return new TextDecoder(wide).decode(body);
	if (isUtf8UpToItsEnd(body)) return new TextDecoder().decode(body);
	const http = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1];
	const declared = DECLARED.exec(start.toString('latin1'))?.[1];
	return (decoderOf(http) ?? decoderOf(declared) ?? new TextDecoder('windows-1252')).decode(body);
}

/** Whether the bytes are UTF-8; an answer that was cut off may end within a character. */
function isUtf8UpToItsEnd(body: Uint8Array): boolean {
	for (let cut = 0; cut <= CUT_OFF && cut <= body.length; cut += 1) {
		if (isUtf8(body.subarray(0, body.length - cut))) return true;
	}
	return false;
}

/** The decoder for a charset's name; null for one that is unknown, or that the bytes contradict. */
function decoderOf(name: string | undefined): TextDecoder | null {
	if (name === undefined) return null;
	try {
		const decoder = new TextDecoder(name);
		return decoder.encoding.startsWith('utf-') ? null : decoder;
	} catch {
		return null;
	}
}
