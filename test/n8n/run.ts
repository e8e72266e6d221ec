import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { packageFolder } from '../engine/examples';
import { runExample, simulatorCredentials, withStartLinksTo } from '../engine/run';
import { startSimulator } from '../../src/simulator';
import { compareRuns, type ReportOutcome, outcomesOf, outcomesOfRun } from './compare';
import { installN8n, RECIPES } from './installation';
import { type ImportedCredential, Instance } from './instance';

const run = promisify(execFile);

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Packs the package as it is published, into `folder`. */
async function packPackage(folder: string): Promise<string> {
	const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
		cwd: packageFolder(),
	});
	const packed: readonly { readonly filename: string }[] = JSON.parse(stdout);
	const [file] = packed;
	if (file === undefined) throw new Error('npm pack made no file');
	return join(folder, file.filename);
}

/** The example workflow with the one thing that its user sets, where the export lies, and its credentials by name. */
function workflowFor(
	exportFile: string,
	startLinkUrl: string,
): {
	workflow: Record<string, unknown>;
	credentialIds: Record<string, { id: string; name: string }>;
} {
	const workflow = withStartLinksTo(startLinkUrl);
	const credentialIds: Record<string, { id: string; name: string }> = {};
	for (const node of workflow.nodes) {
		if (node.type === 'n8n-nodes-base.readWriteFile') node.parameters['fileSelector'] = exportFile;
		for (const [type, { id, name }] of Object.entries(node.credentials ?? {})) {
			credentialIds[type] = { id: id ?? type, name };
		}
	}
	return { workflow: { ...workflow, id: 'example', active: false }, credentialIds };
}

/** Runs the example in a real n8n of that version: packed, installed, imported and executed as a user would. */
async function runInN8n(version: string, tarball: string): Promise<ReportOutcome[]> {
	say(`n8n ${version}: installing (some minutes, unless it is there already) …`);
	const installation = await installN8n(version, join(packageFolder(), '.cache'));
	const home = await mkdtemp(join(tmpdir(), 'n8n-home-'));
	const simulator = await startSimulator();
	try {
		const instance = new Instance(installation, home);
		await instance.installPackage(tarball);
		const exportFile = join(home, 'hr-export.csv');
		await copyFile(join(packageFolder(), 'examples', 'hr-export.csv'), exportFile);
		const { workflow, credentialIds } = workflowFor(
			exportFile,
			new URL('phone/open', simulator.pageUrl).href,
		);
		const filled = simulatorCredentials(simulator);
		const credentials = Object.entries(credentialIds).map(([type, { id, name }]): ImportedCredential => ({
			id,
			name,
			type,
			data: filled[type] ?? {},
		}));
		await instance.importCredentials(credentials);
		await instance.importWorkflow(workflow);
		say(`n8n ${version}: running the example workflow …`);
		return outcomesOf(await instance.execute('example'));
	} finally {
		await simulator.close();
		await rm(home, { recursive: true, force: true });
	}
}

/** The same in this process, as `npm start` does it, against a simulator of its own. */
async function runInProcess(): Promise<ReportOutcome[]> {
	const simulator = await startSimulator();
	try {
		return outcomesOfRun(await runExample(simulator));
	} finally {
		await simulator.close();
	}
}

async function main(versions: readonly string[]): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-package-'));
	try {
		const tarball = await packPackage(folder);
		say('In process, as npm start does it …');
		const expected = await runInProcess();
		let failed = 0;
		for (const version of versions) {
			const differences = compareRuns(expected, await runInN8n(version, tarball));
			failed += differences.length === 0 ? 0 : 1;
			say(
				differences.length === 0
					? `n8n ${version}: ${expected.length} reports accepted, the same as in process.`
					: `n8n ${version} differs:\n  ${differences.join('\n  ')}`,
			);
		}
		say(`\n${versions.length - failed} passed, ${failed} failed`);
		return failed === 0 ? 0 : 1;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

const [, , ...named] = process.argv;

main(named.length > 0 ? named : Object.keys(RECIPES).slice(-1)).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	},
);
