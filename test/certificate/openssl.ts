import { execFile, type ExecFileException } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory in which OpenSSL writes keys and certificates as other programs leave them; removed after the tests. */
export interface Workshop {
	write(name: string, content: string | Uint8Array): Promise<void>;
	read(name: string): Promise<Buffer>;
	text(name: string): Promise<string>;
	openssl(command: string): Promise<void>;
	close(): Promise<void>;
}

function execute(directory: string, args: readonly string[]): Promise<void> {
	return new Promise((resolve, reject) => {
		execFile('openssl', args, { cwd: directory }, (problem: ExecFileException | null, _stdout, stderr) => {
			if (problem === null) resolve();
			else if (problem.code !== 'ENOENT') reject(new Error(`openssl ${args[0] ?? ''}: ${stderr}`));
			else reject(new Error('This test needs the program openssl: install the Debian package openssl'));
		});
	});
}

export async function openWorkshop(): Promise<Workshop> {
	const directory = await mkdtemp(join(tmpdir(), 'elt-certificate-'));
	return {
		write: (name, content) => writeFile(join(directory, name), content),
		read: (name) => readFile(join(directory, name)),
		text: (name) => readFile(join(directory, name), 'utf8'),
		openssl: (command) => execute(directory, command.split(' ')),
		close: () => rm(directory, { recursive: true, force: true }),
	};
}
