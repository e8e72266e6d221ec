/** What the reader throws for bytes that are not strict DER; callers turn it into a code of their own. */
export class MalformedDer extends Error {
	override readonly name = 'MalformedDer';
}

function raise(thrown: unknown): never {
	throw thrown;
}

/** What a reader gives, or `null` where the bytes are not what it reads. */
export function readOrNull<T>(read: () => T): T | null {
	try {
		return read();
	} catch (thrown) {
		return thrown instanceof MalformedDer ? null : raise(thrown);
	}
}

/** One element of DER: its tag, its content, and the bytes of the whole (tag, length and content). */
export interface DerNode {
	readonly tag: number;
	readonly content: Buffer;
	readonly bytes: Buffer;
}

/** The tags this product meets (X.690; context tags as X.509 and OCSP use them). */
export const TAG = {
	boolean: 0x01,
	integer: 0x02,
	bitString: 0x03,
	octetString: 0x04,
	null: 0x05,
	oid: 0x06,
	enumerated: 0x0a,
	utf8String: 0x0c,
	printableString: 0x13,
	t61String: 0x14,
	ia5String: 0x16,
	utcTime: 0x17,
	generalizedTime: 0x18,
	bmpString: 0x1e,
	sequence: 0x30,
	set: 0x31,
} as const;

/** The number in a context-specific tag: `[2]` constructed is `contextTag(2)`, `[2] IMPLICIT` primitive `contextTag(2, false)`. */
export function contextTag(number: number, constructed = true): number {
	return (constructed ? 0xa0 : 0x80) + number;
}

const MAX_LENGTH_BYTES = 4;

function byteAt(bytes: Buffer, offset: number): number {
	const byte = bytes[offset];
	if (byte === undefined) throw new MalformedDer('The data ends within an element');
	return byte;
}

/** Reads the element at an offset. Only what DER allows: definite lengths in their shortest form, tags below 31. */
function elementAt(bytes: Buffer, offset: number): DerNode {
	const tag = byteAt(bytes, offset);
	if ((tag & 0x1f) === 0x1f) throw new MalformedDer('A tag of more than one byte');
	let start = offset + 2;
	let length = byteAt(bytes, offset + 1);
	if (length >= 0x80) {
		const count = length & 0x7f;
		if (count === 0 || count > MAX_LENGTH_BYTES) throw new MalformedDer('A length that is not definite');
		length = 0;
		for (let index = 0; index < count; index += 1) length = length * 256 + byteAt(bytes, start + index);
		if (length < 0x80 || length < 256 ** (count - 1))
			throw new MalformedDer('A length not in its shortest form');
		start += count;
	}
	const end = start + length;
	if (end > bytes.length) throw new MalformedDer('The data ends within an element');
	return { tag, content: bytes.subarray(start, end), bytes: bytes.subarray(offset, end) };
}

/**
 * Reads exactly one element that fills the bytes.
 *
 * @throws MalformedDer when the bytes are not DER, or something follows the element
 */
export function readDer(bytes: Buffer, tag: number = TAG.sequence): DerNode {
	const node = elementAt(bytes, 0);
	if (node.bytes.length !== bytes.length) throw new MalformedDer('Something follows the element');
	return expectTag(node, tag);
}

/** The elements inside a constructed one, in order. */
export function readChildren(node: DerNode): DerNode[] {
	const children: DerNode[] = [];
	for (let offset = 0; offset < node.content.length;) {
		const child = elementAt(node.content, offset);
		children.push(child);
		offset += child.bytes.length;
	}
	return children;
}

/** The element, if it has the tag and is there at all. */
export function expectTag(node: DerNode | undefined, tag: number): DerNode {
	if (node?.tag !== tag) throw new MalformedDer('Another element was expected');
	return node;
}

/** Takes elements one after the other: what must come, what may come, and that nothing is left. */
export class DerSequence {
	readonly #nodes: readonly DerNode[];
	#next = 0;

	constructor(node: DerNode) {
		this.#nodes = readChildren(node);
	}

	/** The next element, which must have the tag. */
	take(tag: number): DerNode {
		const node = expectTag(this.#nodes[this.#next], tag);
		this.#next += 1;
		return node;
	}

	/** The next element when it has one of the tags, else `null`. */
	takeIf(...tags: readonly number[]): DerNode | null {
		const node = this.#nodes[this.#next];
		if (node === undefined || !tags.includes(node.tag)) return null;
		this.#next += 1;
		return node;
	}

	/** The next element, whatever it is. */
	takeAny(): DerNode {
		const node = this.#nodes[this.#next];
		if (node === undefined) throw new MalformedDer('An element is missing');
		this.#next += 1;
		return node;
	}

	/** Nothing may be left. */
	end(): void {
		if (this.#next !== this.#nodes.length) throw new MalformedDer('More elements than expected');
	}
}

/** An object identifier in dotted form. */
export function readOid(node: DerNode): string {
	const { content } = expectTag(node, TAG.oid);
	const arcs: number[] = [];
	let arc = 0;
	let fresh = true;
	for (const byte of content) {
		if (fresh && byte === 0x80) throw new MalformedDer('An identifier not in its shortest form');
		arc = arc * 128 + (byte & 0x7f);
		if (arc > Number.MAX_SAFE_INTEGER) throw new MalformedDer('An identifier too large');
		fresh = byte < 0x80;
		if (!fresh) continue;
		arcs.push(arc);
		arc = 0;
	}
	const first = arcs[0];
	if (first === undefined || !fresh) throw new MalformedDer('An identifier that is not whole');
	const root = Math.min(Math.floor(first / 40), 2);
	return [root, first - root * 40, ...arcs.slice(1)].join('.');
}

/** The bytes of an integer, checked to be in their shortest form. */
export function readIntegerBytes(node: DerNode): Buffer {
	const { content } = expectTag(node, TAG.integer);
	const [first, second] = content;
	const padded =
		second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
	if (first === undefined || padded) throw new MalformedDer('An integer not in its shortest form');
	return content;
}

/** The bytes of a certificate's serial number: an integer above 0 (RFC 5280 4.1.2.2). */
export function readSerialNumber(node: DerNode): Buffer {
	const bytes = readIntegerBytes(node);
	if (byteAt(bytes, 0) >= 0x80 || bytes.every((byte) => byte === 0))
		throw new MalformedDer('A serial number that is not above zero');
	return bytes;
}

/** A small integer, 0 to 2^31. */
export function readSmallInteger(node: DerNode): number {
	const bytes = readIntegerBytes(node);
	if (bytes.length > 4 || byteAt(bytes, 0) >= 0x80) throw new MalformedDer('A number out of range');
	return bytes.readUIntBE(0, bytes.length);
}

/**
 * A boolean whose default is false: absent or `FF`, since DER never writes a default.
 *
 * @see X.690 11.5
 */
export function readOptionalTrue(node: DerNode | null): boolean {
	if (node === null) return false;
	const { content } = expectTag(node, TAG.boolean);
	if (content.length !== 1 || content[0] !== 0xff)
		throw new MalformedDer('A boolean that is not true, or a default that is written');
	return true;
}

/** The bytes of a bit string that fills whole bytes, as signatures and keys do. */
export function readBitString(node: DerNode): Buffer {
	const { content } = expectTag(node, TAG.bitString);
	if (content[0] !== 0) throw new MalformedDer('A bit string that does not fill its bytes');
	return content.subarray(1);
}

/** Which bits of a named bit list are set. Trailing zero bits are let through: well-known issuers write them. */
export function readNamedBits(node: DerNode): ReadonlySet<number> {
	const { content } = expectTag(node, TAG.bitString);
	const unused = byteAt(content, 0);
	const length = (content.length - 1) * 8 - unused;
	if (unused > 7 || length < 0) throw new MalformedDer('Not a bit list');
	const bits = new Set<number>();
	for (let index = 0; index < length; index += 1) {
		if ((byteAt(content, 1 + (index >> 3)) & (0x80 >> (index & 7))) !== 0) bits.add(index);
	}
	return bits;
}

const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/**
 * An instant in milliseconds since 1970, from UTCTime (1950–2049) or GeneralizedTime; seconds and `Z` are required.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5 RFC 5280 4.1.2.5}
 */
export function readTime(node: DerNode): number {
	const text = node.content.toString('latin1');
	const match = (node.tag === TAG.utcTime ? UTC_TIME : GENERALIZED_TIME).exec(text);
	if (match === null || (node.tag !== TAG.utcTime && node.tag !== TAG.generalizedTime)) {
		throw new MalformedDer('Not a time');
	}
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
	const fullYear = node.tag === TAG.utcTime ? year + (year < 50 ? 2000 : 1900) : year;
	const instant = Date.UTC(fullYear, month - 1, day, hour, minute, second);
	const back = new Date(instant).toISOString().replace(/[-:T]/g, '').slice(0, 14);
	if (back.slice(-text.length + 1) !== text.slice(0, -1)) throw new MalformedDer('Not a time that exists');
	return instant;
}
