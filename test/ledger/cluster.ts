import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A PostgreSQL of its own, on loopback, that lasts as long as a test suite. */
export interface Cluster {
	readonly host: string;
	readonly port: number;
	/** A role with a database of its own, and the right to create in it unless it may only use `schema`. */
	role(name: string, password: string, schema?: string): Promise<void>;
	/** Runs a statement as the administrator. */
	sql(database: string, statement: string): Promise<string>;
	stop(): Promise<void>;
	start(): Promise<void>;
	remove(): Promise<void>;
}

/** Where Debian keeps the server's programs. */
function program(name: string): string {
	const versions = execFileSync('ls', ['/usr/lib/postgresql'], { encoding: 'utf8' }).trim().split('\n');
	return `/usr/lib/postgresql/${versions.at(-1)}/bin/${name}`;
}

/** PostgreSQL refuses to run as root: then its own user runs it. */
async function asUser(command: string, args: readonly string[]): Promise<string> {
	const root = process.getuid?.() === 0;
	const [file, all] = root ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, [...args]];
	return (await run(file, all, { cwd: '/' })).stdout;
}

/** Starts a PostgreSQL; passwords are demanded of every role but the administrator on its socket. */
export async function startCluster(): Promise<Cluster> {
	const folder = mkdtempSync(join(tmpdir(), 'elt-pg-'));
	chmodSync(folder, 0o777);
	const data = join(folder, 'data');
	const port = await freePort();
	await asUser(program('initdb'), [
		'-D',
		data,
		'-A',
		'trust',
		'--auth-host=scram-sha-256',
		'-U',
		'admin',
		'-E',
		'UTF8',
	]);
	const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=60`;
	const start = async (): Promise<void> => {
		await asUser(program('pg_ctl'), [
			'-D',
			data,
			'-w',
			'-s',
			'-l',
			join(folder, 'log'),
			'-o',
			settings,
			'start',
		]);
	};
	const stop = async (): Promise<void> => {
		await asUser(program('pg_ctl'), ['-D', data, '-w', '-s', '-m', 'immediate', 'stop']);
	};
	const sql = (database: string, statement: string): Promise<string> =>
		asUser('/usr/bin/psql', [
			'-h',
			folder,
			'-p',
			String(port),
			'-U',
			'admin',
			'-d',
			database,
			'-AtXc',
			statement,
		]);
	await start();
	return {
		host: '127.0.0.1',
		port,
		sql,
		start,
		stop,
		role: async (name, password, schema) => {
			await sql('postgres', `CREATE ROLE ${name} LOGIN PASSWORD '${password}'`);
			await sql('postgres', `CREATE DATABASE ${name}${schema === undefined ? ` OWNER ${name}` : ''}`);
			if (schema !== undefined) await sql(name, `CREATE SCHEMA ${schema} AUTHORIZATION ${name}`);
		},
		remove: async () => {
			await stop().catch(() => undefined);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			const port = typeof address === 'object' && address !== null ? address.port : 0;
			server.close(() => resolve(port));
		});
	});
}
