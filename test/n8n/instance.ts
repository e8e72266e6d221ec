import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
