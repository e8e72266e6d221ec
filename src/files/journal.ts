import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

import { syncFolder } from './writeWhole';

/** What a journal needs of an open file; Node's `FileHandle` has all of it. */
export interface JournalFile {
	readFile(): Promise<Uint8Array>;
	write(
		bytes: Uint8Array,
		offset: number,
		length: number,
		position: number,
	): Promise<{ bytesWritten: number }>;
	sync(): Promise<void>;
	truncate(length: number): Promise<void>;
	close(): Promise<void>;
}

/** What is in a journal when it is opened. */
export interface JournalContent {
	/** Complete lines, without their line breaks. */
	readonly lines: readonly string[];
	/** What a crash left of an unfinished line, without zeros; empty when there is none. It was never durable. */
	readonly torn: string;
}

/** A journal whose middle is damaged: lines that were durable are lost. */
export class JournalDamaged extends Error {
	override readonly name = 'JournalDamaged';

	/** @param line counted from 1: where the damage begins */
	constructor(readonly line: number) {
		super(`the journal is damaged from line ${line} on`);
	}
}

/** Room is taken in steps of so many bytes. */
const STEP = 16 * 1024;

const LINE_BREAK = 0x0a;

/**
 * A text file of lines that only grows. One line is appended at a time and is on the disk when `append` returns.
 * Room is taken ahead, as zeros: what a caller had reserved can be written even when the disk has become full.
 */
export class Journal {
	#queue: Promise<unknown> = Promise.resolve();
	#broken: { readonly cause: unknown } | null = null;

	private constructor(
		private readonly file: JournalFile,
		/** Where the next line begins. */
		private end: number,
		/** How far the file reaches: zeros from `end` on. */
		private size: number,
	) {}

	/**
	 * Opens a journal and recovers from a crash: the unfinished line at its end, which was never durable, and zeros
	 * are not part of it.
	 *
	 * @throws JournalDamaged when more than its last line is unreadable; nothing is changed then
	 */
	static async open(
		path: string,
		openFile: (path: string) => Promise<JournalFile> = openForUpdate,
	): Promise<{ journal: Journal; content: JournalContent }> {
		const file = await openFile(path);
		try {
			const bytes = await file.readFile();
			const { end, content } = readContent(bytes);
			const journal = new Journal(file, end, bytes.length);
			await journal.#clear(bytes);
			return { journal, content };
		} catch (cause) {
			await file.close();
			return Promise.reject(cause);
		}
	}

	/**
	 * Appends a line and waits until it is on the disk.
	 *
	 * @param line without line break
	 * @param reserve bytes that must remain writable afterwards, also on a full disk; 0 by default
	 * @throws the system's error; the line is not part of the journal then
	 */
	append(line: string, reserve = 0): Promise<void> {
		const appended = this.#queue.then(() => this.#append(Buffer.from(`${line}\n`), reserve));
		this.#queue = appended.catch(() => undefined);
		return appended;
	}

	/** Waits for what is being appended, and returns the room that was taken ahead. */
	async close(): Promise<void> {
		await this.#queue;
		if (this.#broken === null) await this.file.truncate(this.end).catch(() => undefined);
		await this.file.close();
	}

	async #append(bytes: Uint8Array, reserve: number): Promise<void> {
		if (this.#broken !== null) return Promise.reject(this.#broken.cause);
		await this.#takeRoom(this.end + bytes.length + reserve);
		const written = this.#write(bytes, this.end).then(() => this.file.sync());
		await written.catch((cause: unknown) => {
			// Whether the line reached the disk is not known: nothing can be appended behind it.
			this.#broken = { cause };
			return Promise.reject(cause);
		});
		this.end += bytes.length;
	}

	/** Zeros up to a multiple of the step; on a full disk fewer than asked for, and an error. */
	async #takeRoom(needed: number): Promise<void> {
		if (needed <= this.size) return;
		const size = Math.ceil(needed / STEP) * STEP;
		await this.#write(new Uint8Array(size - this.size), this.size);
		await this.file.sync();
		this.size = size;
	}

	/** Overwrites an unfinished line with zeros, so that the next one begins cleanly. */
	async #clear(bytes: Uint8Array): Promise<void> {
		const rest = bytes.subarray(this.end);
		if (rest.every((byte) => byte === 0)) return;
		await this.#write(new Uint8Array(rest.length), this.end);
		await this.file.sync();
	}

	async #write(bytes: Uint8Array, position: number): Promise<void> {
		for (let done = 0; done < bytes.length;) {
			const { bytesWritten } = await this.file.write(bytes, done, bytes.length - done, position + done);
			done += bytesWritten;
		}
	}
}

/** Everything up to the last complete line before the first zero. */
function readContent(bytes: Uint8Array): { end: number; content: JournalContent } {
	const zero = bytes.indexOf(0);
	const filled = zero < 0 ? bytes : bytes.subarray(0, zero);
	const end = filled.lastIndexOf(LINE_BREAK) + 1;
	const lines = Buffer.from(filled.subarray(0, end)).toString('utf8').split('\n').slice(0, -1);
	// One line may be torn in any order of its parts; a second one behind it had been durable before.
	const behind = bytes.subarray(end);
	const lineBreak = behind.indexOf(LINE_BREAK);
	if (lineBreak >= 0 && behind.subarray(lineBreak + 1).some((byte) => byte !== 0))
		throw new JournalDamaged(lines.length + 1);
	const torn = Buffer.from(behind.filter((byte) => byte !== 0)).toString('utf8');
	return { end, content: { lines, torn } };
}

async function openForUpdate(path: string): Promise<JournalFile> {
	return await open(path, 'r+').catch(async (cause: unknown) => {
		if (!isMissing(cause)) return Promise.reject(cause);
		const made = await open(path, 'wx+');
		await syncFolder(dirname(path));
		return made;
	});
}

function isMissing(cause: unknown): boolean {
	return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ENOENT';
}
