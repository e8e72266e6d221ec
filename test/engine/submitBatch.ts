import { readFileSync } from 'node:fs';

import type { INodeExecutionData } from 'n8n-workflow';

import type { CredentialTable } from './credentials';
import { Deduplicator } from './deduplicator';
import { runWorkflow } from './engine';
import { PACKAGE_NAME } from './nodeTypes';

/** What the program is told, as a JSON file named on its command line. */
export interface Batch {
	readonly items: INodeExecutionData[];
	readonly credentials: CredentialTable;
	/** Where n8n's store of processed values is kept: it outlives the process. */
	readonly store: string;
}

/**
 * A program of its own that submits a batch on the engine and prints what became of each report, for tests that
 * kill it on the way.
 */
async function main(file: string): Promise<void> {
	const { items, credentials, store }: Batch = JSON.parse(readFileSync(file, 'utf8'));
	const run = await runWorkflow({
		workflow: {
			nodes: [
				{
					id: 'submit',
					name: 'Submit',
					type: `${PACKAGE_NAME}.submitToElt`,
					typeVersion: 1,
					position: [0, 0],
					parameters: { operation: 'submit', options: { intervalMs: 0 } },
					credentials: Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: name, name }])),
					onError: 'continueErrorOutput',
				},
			],
			connections: {},
		},
		startAt: 'Submit',
		items,
		credentials,
		deduplicator: new Deduplicator(store),
	});
	const [sent, stopped] = [run.output('Submit'), run.output('Submit', 1)].map((branch) =>
		branch.map(({ json }) => json),
	);
	process.stdout.write(JSON.stringify({ error: run.error, sent, stopped }));
}

void main(process.argv[2] ?? '');
