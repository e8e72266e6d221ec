import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import type { CredentialTable } from '../engine/credentials';
import { Deduplicator } from '../engine/deduplicator';
import { type EngineRun, runWorkflow, type WorkflowFile } from '../engine/engine';
import { PACKAGE_NAME } from '../engine/nodeTypes';

/** How a single node is run. */
export interface NodeRun {
	readonly node: 'buildTidredovisning' | 'signTidredovisning' | 'submitToElt';
	readonly parameters: INode['parameters'];
	readonly items: readonly INodeExecutionData[];
	readonly credentials?: CredentialTable;
	/** What the panel's *On Error* is set to. */
	readonly onError?: 'continueErrorOutput' | 'continueRegularOutput';
	/** Whether *Retry On Fail* is on, with as little waiting as n8n allows. */
	readonly retry?: boolean;
	readonly deduplicator?: Deduplicator;
	readonly staticData?: IDataObject;
	readonly onMessage?: (message: string) => void;
	readonly signal?: AbortSignal;
}

/** The name of the node under test. */
export const NODE = 'Node';

/** Runs one node on the engine, between nothing and nothing. */
export async function runNode(options: NodeRun): Promise<EngineRun> {
	const { parameters, credentials = {}, onError, retry, onMessage } = options;
	const node: INode = {
		id: 'node',
		name: NODE,
		type: `${PACKAGE_NAME}.${options.node}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: name, name }])),
		...(onError ? { onError } : {}),
		...(retry ? { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } : {}),
	};
	const workflow: WorkflowFile = { nodes: [node], connections: {} };
	return await runWorkflow({
		workflow,
		startAt: NODE,
		items: options.items,
		credentials,
		deduplicator: options.deduplicator ?? new Deduplicator(),
		staticData: options.staticData,
		...(onMessage ? { onMessage: (_node: string, message: string) => onMessage(message) } : {}),
		...(options.signal ? { signal: options.signal } : {}),
	});
}

/** Records as n8n's items. */
export function itemsOf(records: readonly object[]): INodeExecutionData[] {
	return records.map((record, item) => ({ json: jsonOf(record), pairedItem: { item } }));
}

/** Plain JSON of an object, as n8n keeps it between nodes. */
export function jsonOf(record: object): IDataObject {
	return JSON.parse(JSON.stringify(record));
}

/** The codes of the items on a branch that carry errors. */
export function codesOf(items: readonly INodeExecutionData[]): unknown[] {
	return items.map(({ json }) =>
		typeof json['error'] === 'object' && json['error'] ? Reflect.get(json['error'], 'code') : null,
	);
}
