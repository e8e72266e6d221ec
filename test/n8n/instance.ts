import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

import type { Installation } from './installation';

const run = promisify(execFile);

/** No single step takes longer than this, milliseconds. */
const LIMIT_MS = 300_000;

/** A credential as `n8n import:credentials` takes it. */
export interface ImportedCredential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** A running n8n server. */
export interface Served {
	readonly url: string;
	/** What it has printed so far. */
	readonly log: () => Promise<string>;
	readonly stop: () => Promise<void>;
}

/** An n8n with a user folder of its own: empty database, own encryption key, nothing sent home. */
export class Instance {
	constructor(
		private readonly installation: Installation,
		/** The user folder; whoever made it removes it. */
		private readonly home: string,
	) {}

	/** Installs a packed package as n8n itself installs a community package. */
	async installPackage(tarball: string): Promise<void> {
		const folder = join(this.home, '.n8n', 'nodes');
		await mkdir(folder, { recursive: true });
		await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'installed-nodes', private: true }));
		await run(
			'npm',
			['install', '--omit=peer', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', tarball],
			{
				cwd: folder,
				// Where packages come from is the user's setting; the rest of this instance keeps to its own home.
				env: { ...process.env, PATH: this.installation.path },
				timeout: LIMIT_MS,
			},
		);
	}

	/** Puts credentials into the instance's database, encrypted with its key. */
	async importCredentials(credentials: readonly ImportedCredential[]): Promise<void> {
		await this.import('credentials', credentials);
	}

	/** Puts a workflow into the instance's database. */
	async importWorkflow(workflow: Readonly<Record<string, unknown>>): Promise<void> {
		await this.import('workflow', [workflow]);
	}

	/** Makes a workflow start by its own triggers; a server that is started after this listens for them. */
	async activate(workflowId: string): Promise<void> {
		const newer = !this.installation.version.startsWith('1.');
		await this.n8n(
			newer
				? ['publish:workflow', `--id=${workflowId}`]
				: ['update:workflow', `--id=${workflowId}`, '--active=true'],
		);
	}

	/**
	 * Starts n8n as a server on 127.0.0.1, and waits until it answers.
	 * @returns its address with a slash at its end; `stop` ends it and waits for that
	 */
	async serve(): Promise<Served> {
		const [port, broker] = await freePorts(2);
		const url = `http://127.0.0.1:${port}/`;
		const log = await open(join(this.home, 'server.log'), 'w');
		const server = spawn(this.installation.program, ['start'], {
			cwd: this.home,
			env: {
				...this.environment(),
				N8N_PORT: String(port),
				N8N_LISTEN_ADDRESS: '127.0.0.1',
				N8N_RUNNERS_BROKER_PORT: String(broker),
				WEBHOOK_URL: url,
				N8N_SECURE_COOKIE: 'false',
			},
			stdio: ['ignore', log.fd, log.fd],
		});
		const ended = once(server, 'close');
		await untilHealthy(`${url}healthz/readiness`, server);
		return {
			url,
			log: () => readFile(join(this.home, 'server.log'), 'utf8'),
			stop: async () => {
				server.kill('SIGTERM');
				await ended;
				await log.close();
			},
		};
	}

	/**
	 * Runs a workflow to its end. What it prints goes into a file: n8n ends its process without waiting for a pipe.
	 * @returns what `--rawOutput` printed as JSON: n8n's own record of the execution
	 */
	async execute(workflowId: string): Promise<unknown> {
		const paths = ['out', 'err'].map((name) => join(this.home, `execution.${name}`));
		const [out, err] = await Promise.all(paths.map((path) => open(path, 'w')));
		try {
			const child = spawn(this.installation.program, ['execute', `--id=${workflowId}`, '--rawOutput'], {
				...this.options(),
				stdio: ['ignore', out?.fd, err?.fd],
			});
			const [code] = await once(child, 'close');
			const [printed = '', said = ''] = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
			if (code !== 0) throw noResult(`${printed}${said}`, `exit code ${String(code)}`);
			return wholeJson(printed);
		} finally {
			await Promise.all([out?.close(), err?.close()]);
		}
	}

	private async import(kind: 'credentials' | 'workflow', value: unknown): Promise<void> {
		const file = join(this.home, `${kind}.json`);
		await writeFile(file, JSON.stringify(value), { mode: 0o600 });
		await this.n8n([`import:${kind}`, `--input=${file}`]);
	}

	private async n8n(args: readonly string[]): Promise<void> {
		await run(this.installation.program, [...args], this.options());
	}

	private options() {
		return { env: this.environment(), cwd: this.home, timeout: LIMIT_MS };
	}

	private environment(): NodeJS.ProcessEnv {
		return {
			PATH: this.installation.path,
			HOME: this.home,
			N8N_USER_FOLDER: this.home,
			N8N_ENCRYPTION_KEY: 'only-for-this-run',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			N8N_LOG_LEVEL: 'info',
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			N8N_RESTRICT_FILE_ACCESS_TO: this.home,
			...this.installation.environment,
		};
	}
}

/** Ports that nobody listens on now, on 127.0.0.1. */
async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(
		Array.from({ length: count }, async () => {
			const server = createServer().listen(0, '127.0.0.1');
			await once(server, 'listening');
			return server;
		}),
	);
	return servers.map((server) => {
		const address = server.address();
		server.close();
		return typeof address === 'object' && address !== null ? address.port : 0;
	});
}

/** Waits until a server says that it is ready. */
async function untilHealthy(url: string, server: ChildProcess): Promise<void> {
	for (const until = Date.now() + LIMIT_MS; Date.now() < until;) {
		if (server.exitCode !== null) throw new Error(`n8n ended with exit code ${server.exitCode}`);
		const healthy = await fetch(url).then(
			({ ok }) => ok,
			() => false,
		);
		if (healthy) return;
		await setTimeout(500);
	}
	throw new Error(`n8n does not answer at ${url}`);
}

/** The JSON between whatever else n8n prints. */
function wholeJson(printed: string): unknown {
	const text = printed.slice(printed.indexOf('{'), printed.lastIndexOf('}') + 1);
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw noResult(printed, cause);
	}
}

function noResult(printed: string, cause: unknown): Error {
	return new Error(`n8n printed no whole result, but: ${printed.slice(0, 500)} … ${printed.slice(-500)}`, {
		cause,
	});
}
