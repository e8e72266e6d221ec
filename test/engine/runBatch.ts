import { readFileSync } from 'node:fs';

import type { INode, INodeExecutionData } from 'n8n-workflow';

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
	/** Which node of this package runs. */
	readonly node: string;
	readonly parameters: INode['parameters'];
}

/**
 * A program of its own that runs one node over a batch on the engine and prints the result of each report, for tests
 * that kill it.
 */
async function main(file: string): Promise<void> {
	const { items, credentials, store, node, parameters }: Batch = JSON.parse(readFileSync(file, 'utf8'));
	const run = await runWorkflow({
		workflow: {
			nodes: [
				{
					id: 'node',
					name: 'Node',
					type: `${PACKAGE_NAME}.${node}`,
					typeVersion: 1,
					position: [0, 0],
					parameters,
					credentials: Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: name, name }])),
					onError: 'continueErrorOutput',
				},
			],
			connections: {},
		},
		startAt: 'Node',
		items,
		credentials,
		deduplicator: new Deduplicator(store),
	});
	const [out, stopped] = [run.output('Node'), run.output('Node', 1)].map((branch) =>
		branch.map(({ json }) => json),
	);
	process.stdout.write(JSON.stringify({ error: run.error, out, stopped }));
}

void main(process.argv[2] ?? '');
