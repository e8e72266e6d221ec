/** A message, or a part of one, as it came; header names in lower case. */
export interface Part {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Uint8Array;
}

/** The most parts that are looked through for the root; an answer has one or two. */
const MAX_PARTS = 100;

/** How a part may be written, and how its bytes are had back. */
const TRANSFER_ENCODINGS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
	'7bit': (body) => body,
	'8bit': (body) => body,
	binary: (body) => body,
	base64: (body) => Buffer.from(body.toString('latin1'), 'base64'),
	'quoted-printable': fromQuotedPrintable,
};

/**
 * The root of a `multipart/related` message, as MTOM and XOP wrap a SOAP message; any other message as it is. Null
 * for a wrapping that cannot be followed: it is not judged by half.
 *
 * @see RFC 2387; RFC 2046, section 5.1.1
 */
export function unwrapMultipart(message: Part): Part | null {
	const type = message.headers['content-type'] ?? '';
	if (!/^\s*multipart\//i.test(type)) return message;
	const boundary = parameterOf(type, 'boundary');
	if (!/^\s*multipart\/related\b/i.test(type) || boundary === null) return null;
	const parts = partsOf(Buffer.from(message.body), boundary);
	const start = parameterOf(type, 'start');
	const root =
		start === null
			? parts[0]
			: parts.find(({ headers }) => plainId(headers['content-id'] ?? '') === plainId(start));
	return root === undefined ? null : decoded(root);
}

/** An id without the angle brackets, which not everybody writes. */
function plainId(id: string): string {
	return id.trim().replace(/^<|>$/g, '');
}

function decoded({ headers, body }: Part): Part | null {
	const name = (headers['content-transfer-encoding'] ?? 'binary').trim().toLowerCase();
	const decode = Object.hasOwn(TRANSFER_ENCODINGS, name) ? TRANSFER_ENCODINGS[name] : undefined;
	return decode === undefined ? null : { headers, body: decode(Buffer.from(body)) };
}

/** A parameter of a header, unquoted; null where it has none of that name. */
function parameterOf(header: string, name: string): string | null {
	const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]+))`, 'i').exec(header);
	const quoted = match?.[1]?.replace(/\\(.)/g, '$1');
	return quoted ?? match?.[2] ?? null;
}

/** The parts between the delimiters; what is before the first and behind the last is not part of the message. */
function partsOf(body: Buffer, boundary: string): Part[] {
	const delimiter = Buffer.from(`--${boundary}`, 'latin1');
	const parts: Part[] = [];
	let from = nextDelimiter(body, delimiter, 0);
	while (from !== null && !from.isLast && parts.length < MAX_PARTS) {
		const next = nextDelimiter(body, delimiter, from.end);
		parts.push(partOf(body.subarray(from.end, next?.start ?? body.length)));
		from = next;
	}
	return parts;
}

interface Delimiter {
	/** Where the part before it ends: the line break before a delimiter belongs to it. */
	readonly start: number;
	/** Where the part behind it begins. */
	readonly end: number;
	readonly isLast: boolean;
}

/** The next line that is the delimiter, with `--` behind it where it is the last one. */
function nextDelimiter(body: Buffer, delimiter: Buffer, from: number): Delimiter | null {
	for (let at = body.indexOf(delimiter, from); at >= 0; at = body.indexOf(delimiter, at + 1)) {
		if (at > 0 && body[at - 1] !== LF) continue;
		const behind = at + delimiter.length;
		const lineEnd = body.indexOf(LF, behind);
		const rest = body.toString('latin1', behind, lineEnd < 0 ? body.length : lineEnd);
		const match = /^(--)?[ \t]*\r?$/.exec(rest);
		if (match === null) continue;
		return {
			start: Math.max(from, withoutLineBreak(body, at)),
			end: lineEnd < 0 ? body.length : lineEnd + 1,
			isLast: match[1] !== undefined,
		};
	}
	return null;
}

const LF = 0x0a;
const CR = 0x0d;

function withoutLineBreak(body: Buffer, end: number): number {
	const before = body[end - 1] === LF ? end - 1 : end;
	return before < end && body[before - 1] === CR ? before - 1 : before;
}

/** The headers and the body of a part, apart at the first empty line. */
function partOf(bytes: Buffer): Part {
	const text = bytes.toString('latin1');
	const empty = /^\r?\n|\r?\n\r?\n/.exec(text);
	if (empty === null) return { headers: {}, body: Buffer.alloc(0) };
	const head = text.slice(0, empty.index).replace(/\r?\n[ \t]+/g, ' ');
	const headers: Record<string, string> = {};
	for (const line of head.split(/\r?\n/)) {
		const colon = line.indexOf(':');
		if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
	}
	return { headers, body: bytes.subarray(empty.index + empty[0].length) };
}

/** @see RFC 2045, section 6.7 */
function fromQuotedPrintable(body: Buffer): Buffer {
	const joined = body.toString('latin1').replace(/=[ \t]*\r?\n/g, '');
	const text = joined.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(text, 'latin1');
}
