import { crc32, inflateRawSync } from 'node:zlib';

/** What the reader throws for bytes that are not a ZIP as this package writes it; the message ends a sentence. */
export class MalformedZip extends Error {
	override readonly name = 'MalformedZip';
}

const LOCAL = { signature: 0x04034b50, bytes: 30 } as const;
const CENTRAL = { signature: 0x02014b50, bytes: 46 } as const;
const END = { signature: 0x06054b50, bytes: 22 } as const;

const STORED = 0;
const DEFLATED = 8;

/** Flags that make another format: encrypted, sizes after the content, patched, encrypted directory. */
const REFUSED_FLAGS = 0x2069;

interface Entry {
	readonly name: string;
	readonly method: number;
	readonly crc: number;
	readonly packedBytes: number;
	readonly bytes: number;
	readonly offset: number;
	/** Where the next entry of the directory begins. */
	readonly next: number;
}

function damaged(): MalformedZip {
	return new MalformedZip('it is not a ZIP file, or is damaged');
}

/** The bytes of a record that begins with its signature. */
function record(zip: Buffer, offset: number, kind: { signature: number; bytes: number }): Buffer {
	const bytes = zip.subarray(offset, offset + kind.bytes);
	if (bytes.length !== kind.bytes || bytes.readUInt32LE(0) !== kind.signature) throw damaged();
	return bytes;
}

function readEntry(zip: Buffer, offset: number): Entry {
	const head = record(zip, offset, CENTRAL);
	const nameBytes = head.readUInt16LE(28);
	if ((head.readUInt16LE(8) & REFUSED_FLAGS) !== 0) throw damaged();
	return {
		name: zip.toString('utf8', offset + CENTRAL.bytes, offset + CENTRAL.bytes + nameBytes),
		method: head.readUInt16LE(10),
		crc: head.readUInt32LE(16),
		packedBytes: head.readUInt32LE(20),
		bytes: head.readUInt32LE(24),
		offset: head.readUInt32LE(42),
		next: offset + CENTRAL.bytes + nameBytes + head.readUInt16LE(30) + head.readUInt16LE(32),
	};
}

/** The packed content, which must follow upon what came before it: nothing is hidden between, and nothing read twice. */
function packedContent(zip: Buffer, entry: Entry, expectedOffset: number): Buffer {
	const head = record(zip, entry.offset, LOCAL);
	const nameAt = entry.offset + LOCAL.bytes;
	const start = nameAt + head.readUInt16LE(26) + head.readUInt16LE(28);
	const name = zip.toString('utf8', nameAt, nameAt + head.readUInt16LE(26));
	if (entry.offset !== expectedOffset || name !== entry.name) throw damaged();
	const content = zip.subarray(start, start + entry.packedBytes);
	if (content.length !== entry.packedBytes) throw damaged();
	return content;
}

/** Unpacks no further than the size that the directory states. */
function inflate({ name, bytes }: Entry, packed: Buffer): Buffer {
	try {
		return inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) });
	} catch (thrown) {
		throw notAsStated(name, thrown);
	}
}

function notAsStated(name: string, cause?: unknown): MalformedZip {
	return new MalformedZip(`its '${name}' does not have the length and checksum that the ZIP states`, {
		cause,
	});
}

function contentOf(entry: Entry, packed: Buffer): Buffer {
	if (entry.method !== STORED && entry.method !== DEFLATED) throw damaged();
	const content = entry.method === STORED ? packed : inflate(entry, packed);
	if (content.length !== entry.bytes || crc32(content) !== entry.crc) throw notAsStated(entry.name);
	return content;
}

/**
 * Reads a ZIP strictly: one directory at the end, the files one after the other in its order, each of the length
 * and checksum that the directory states. Nothing is unpacked beyond what is stated, and no more than the limit in all.
 *
 * @param names the only names that may occur, each once
 * @param maxBytes most bytes unpacked, all files together
 * @throws MalformedZip
 * @see {@link https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT APPNOTE.TXT}
 */
export function readZip(zip: Buffer, names: readonly string[], maxBytes: number): Map<string, Buffer> {
	const endAt = zip.length - END.bytes;
	const end = record(zip, Math.max(0, endAt), END);
	const directory = end.readUInt32LE(16);
	const files = new Map<string, Buffer>();
	let at = directory;
	let offset = 0;
	let total = 0;
	for (let left = end.readUInt16LE(10); left > 0; left -= 1) {
		const entry = readEntry(zip, at);
		if (!names.includes(entry.name)) throw new MalformedZip('it has a file that no evidence file has');
		if (files.has(entry.name)) throw new MalformedZip(`it has '${entry.name}' twice`);
		total += entry.bytes;
		if (total > maxBytes) throw new MalformedZip(`it unpacks to more than ${maxBytes} bytes`);
		const packed = packedContent(zip, entry, offset);
		files.set(entry.name, contentOf(entry, packed));
		offset = packed.byteOffset - zip.byteOffset + packed.length;
		at = entry.next;
	}
	if (offset !== directory || at !== endAt) throw damaged();
	return files;
}
