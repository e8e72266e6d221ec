import { crc32, deflateRawSync } from 'node:zlib';

/** One file of a forged ZIP: what the directory says of it may be anything. */
export interface ForgedFile {
	readonly name: string;
	readonly content: Uint8Array;
	/** What is really packed, where that is something else. */
	readonly packed?: Uint8Array;
	readonly crc?: number;
	readonly bytes?: number;
	/** Bytes between this file and the one before it. */
	readonly gap?: Uint8Array;
}

/** Writes a ZIP as the format has it, which no library does with wrong sizes, or one name twice. */
export function forgeZip(files: readonly ForgedFile[]): Buffer {
	const locals: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const file of files) {
		const name = Buffer.from(file.name, 'utf8');
		const packed = deflateRawSync(file.packed ?? file.content);
		const gap = Buffer.from(file.gap ?? []);
		const stated = Buffer.alloc(26);
		stated.writeUInt16LE(20, 0);
		stated.writeUInt16LE(8, 4);
		stated.writeUInt32LE(file.crc ?? crc32(file.content), 10);
		stated.writeUInt32LE(packed.length, 14);
		stated.writeUInt32LE(file.bytes ?? file.content.length, 18);
		stated.writeUInt16LE(name.length, 22);
		const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), stated, name, packed]);
		const place = Buffer.alloc(14);
		place.writeUInt32LE(offset + gap.length, 10);
		locals.push(gap, local);
		directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), stated, place, name]));
		offset += gap.length + local.length;
	}
	const entries = Buffer.concat(directory);
	const end = Buffer.alloc(18);
	end.writeUInt16LE(files.length, 4);
	end.writeUInt16LE(files.length, 6);
	end.writeUInt32LE(entries.length, 8);
	end.writeUInt32LE(offset, 12);
	return Buffer.concat([...locals, entries, Buffer.from('PK\u0005\u0006'), end]);
}
