import type { Lines } from './lines';

/** What must stand in no message and no log line, and how it looks. */
const SECRETS = {
	'a full personnummer':
		/(?<![\w.:+-])(?:1[89]|20)?\d{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])(?:(?<=\d{8})[-+]?|[-+])\d{4}(?![\w:-]|\.\d)/,
	'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
} as const satisfies Record<string, RegExp>;

/** A signature or a key, or the beginning of one that a message cuts off. */
const ENCODED = /[A-Za-z0-9+/]{48,}/g;

/** Digests are hex, perhaps with a slip in it, and addresses lack capitals or have many slashes: none is base64. */
function isBase64(text: string): boolean {
	if (![/[A-Z]/, /[a-z]/, /\d/].every((kind) => kind.test(text))) return false;
	const beyondHex = text.replace(/[0-9a-f]/gi, '').length;
	const slashes = text.split('/').length - 1;
	return beyondHex >= 12 && slashes * 10 < text.length;
}

/** Shorter passphrases are words that stand in any line. */
const PASSPHRASE_MIN = 8;

/** The secret in a line: what it is and where it begins; null where there is none. */
export function secretIn(line: string, passphrases: Iterable<string> = []): string | null {
	for (const [what, pattern] of Object.entries(SECRETS)) {
		const found = pattern.exec(line);
		if (found) return `${what} at character ${found.index}`;
	}
	for (const { 0: text, index } of line.matchAll(ENCODED)) {
		if (isBase64(text)) return `a signature or a key at character ${index}`;
	}
	for (const passphrase of passphrases) {
		if (passphrase.length >= PASSPHRASE_MIN && line.includes(passphrase))
			return `a passphrase at character ${line.indexOf(passphrase)}`;
	}
	return null;
}

/** A sentence for each line that holds a secret; the secret itself is not repeated. */
export function secretsIn({ written, secrets }: Lines): string[] {
	return [...written].flatMap((line) => {
		const secret = secretIn(line, secrets);
		return secret === null ? [] : [`${secret}: ${line.slice(0, 200).replace(/[\d+/]/g, '#')}`];
	});
}
