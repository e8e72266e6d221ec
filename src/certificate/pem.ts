/** One block of PEM: what it is (`CERTIFICATE`, `ENCRYPTED PRIVATE KEY` …) and its text, written as RFC 7468 says. */
export interface PemBlock {
	readonly label: string;
	readonly pem: string;
	/** What the text encodes, DER as a rule. */
	readonly bytes: Buffer;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+?)-----([\s\S]*?)-----END \1-----/g;

/** The headers of a traditional encrypted key (RFC 1421): they hold the cipher, and must survive. */
const HEADER = /(Proc-Type|DEK-Info)\s*:\s*([A-Za-z0-9,-]+)/g;

const DATA_URL = /^\s*data:[^,]*,/;

/** Byte order marks as text in which each byte is a character. */
const BYTE_ORDER_MARK = /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff|\ufeff)/;

/**
 * A file or a text as the ASCII that PEM and base64 are: without a byte order mark, and without the zero bytes
 * that UTF-16 has, whichever its byte order.
 */
export function asciiOf(given: string | Uint8Array): string {
	const text = typeof given === 'string' ? given : Buffer.from(given).toString('latin1');
	return text.replace(BYTE_ORDER_MARK, '').replaceAll('\0', '');
}

/** Line breaks as they should be: those lost in a form (`\n` in two characters, CR) are brought back. */
function withLineBreaks(text: string): string {
	return text
		.replace(/\\r\\n|\\n|\\r/g, '\n')
		.replace(/\r\n?/g, '\n')
		.replace(/\uFEFF/g, '');
}

/** The text itself, or the PEM that is wrapped in it as base64. */
export function unwrapPem(given: string): string {
	const text = asciiOf(given);
	if (text.includes('-----BEGIN')) return text;
	const decoded = asciiOf(Buffer.from(stripBase64(text), 'base64'));
	return decoded.includes('-----BEGIN') ? decoded : text;
}

function writeBlock(label: string, body: string): PemBlock {
	const headers = [...body.matchAll(HEADER)].map(([, name, value]) => `${name}: ${value}`);
	const base64 = body.replace(HEADER, '').replace(/\s+/g, '');
	const lines = base64.match(/.{1,64}/g) ?? [];
	const head = headers.length === 0 ? [] : [...headers, ''];
	return {
		label,
		pem: [`-----BEGIN ${label}-----`, ...head, ...lines, `-----END ${label}-----`, ''].join('\n'),
		bytes: Buffer.from(base64, 'base64'),
	};
}

/**
 * Every block in a text, in its order; whatever stands between blocks is left out. PEM is taken as forms and
 * environment variables leave it: line breaks turned into spaces or into `\n` in two characters, Windows line
 * ends, UTF-16, PEM wrapped in base64 or in a `data:` address.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7468 RFC 7468}
 */
export function readPemBlocks(text: string): PemBlock[] {
	const readable = withLineBreaks(unwrapPem(text));
	return [...readable.matchAll(BLOCK)].map(([, label = '', body = '']) => writeBlock(label, body));
}

/** The blocks of a text, each as PEM of its own. */
export function splitPem(text: string): string[] {
	return readPemBlocks(text).map(({ pem }) => pem);
}

/** The certificates of a text: a trust store as one file holds many. */
export function certificateBlocks(text: string): PemBlock[] {
	return readPemBlocks(text)
		.filter(({ label }) => CERTIFICATE_LABELS.includes(label))
		.map((block) => ({
			...block,
			pem: block.pem.replaceAll(/(BEGIN|END) X509 CERTIFICATE/g, '$1 CERTIFICATE'),
		}));
}

/** The certificates of a text, each as PEM of its own. */
export function splitCertificates(text: string): string[] {
	return certificateBlocks(text).map(({ pem }) => pem);
}

const CERTIFICATE_LABELS = ['CERTIFICATE', 'X509 CERTIFICATE'];

/** Base64 without what copying adds: white space, `\n` in two characters, a `data:` address in front. */
export function stripBase64(text: string): string {
	return asciiOf(text)
		.replace(DATA_URL, '')
		.replace(/\\r|\\n/g, '')
		.replace(/[\s\uFEFF]+/g, '');
}
