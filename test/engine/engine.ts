import './userFolder';

import { Container } from '@n8n/di';
import {
	DataDeduplicationService,
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	WorkflowExecute,
} from 'n8n-core';
import { SSHClientsManager } from 'n8n-core/dist/execution-engine/ssh-clients-manager';
import {
	createRunExecutionData,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type NodeExecutionHint,
	Workflow,
} from 'n8n-workflow';

import { type CredentialTable, MemoryCredentialsHelper } from './credentials';
import { Deduplicator } from './deduplicator';
import { PackageNodeTypes } from './nodeTypes';
import { keepLine } from '../secrets/lines';

/** A workflow as n8n exports it. */
export interface WorkflowFile {
	readonly id?: string;
	readonly name?: string;
	readonly nodes: INode[];
	readonly connections: IConnections;
	readonly settings?: IWorkflowBase['settings'];
}

/** What a run of the engine is given. */
export interface EngineOptions {
	readonly workflow: WorkflowFile;
	/** The node the run starts at. */
	readonly startAt: string;
	/** What that node receives. */
	readonly items: readonly INodeExecutionData[];
	readonly credentials?: CredentialTable;
	/** What the nodes remember from run to run; default: one store for the process. */
	readonly deduplicator?: Deduplicator;
	/** The workflow's static data, which n8n keeps between production executions. */
	readonly staticData?: IDataObject;
	/** Called with each message that a node sends to the panel while it works. */
	readonly onMessage?: (node: string, message: string) => void;
	/** Cancels the run as the panel's stop button does. */
	readonly signal?: AbortSignal;
}

/** What came of a run. */
export interface EngineRun {
	readonly run: IRun;
	/** The error that ended the run, as the panel shows it. */
	readonly error: { message: string; description: string; context: Record<string, unknown> } | undefined;
	/** What the node's last execution put out; branch 0 is the first output, the error branch the one after the last. */
	output(node: string, branch?: number): INodeExecutionData[];
	hints(node: string): NodeExecutionHint[];
}

let deduplicator = new Deduplicator();
let initialised: Promise<void> | undefined;

/** The engine's services are one per process: the store passes on to the run's own, and no timer is left behind. */
function initialise(): Promise<void> {
	initialised ??= initialiseOnce();
	return initialised;
}

async function initialiseOnce(): Promise<void> {
	Container.get(SSHClientsManager).onShutdown();
	await DataDeduplicationService.init({
		checkProcessedAndRecord: (items, scope, context) =>
			deduplicator.checkProcessedAndRecord(items, scope, context),
		removeProcessed: (items, scope, context) => deduplicator.removeProcessed(items, scope, context),
		clearAllProcessedItems: (scope, context) => deduplicator.clearAllProcessedItems(scope, context),
		getProcessedDataCount: (scope, context) => deduplicator.getProcessedDataCount(scope, context),
	});
}

/**
 * Runs a workflow on n8n's own engine (n8n-core), in this process, with this package's real nodes. The run
 * starts at one node: what stands before it, and nodes of other packages, are left out.
 */
export async function runWorkflow(options: EngineOptions): Promise<EngineRun> {
	await initialise();
	if (options.deduplicator) deduplicator = options.deduplicator;
	const workflow = workflowFrom(options);
	const node = workflow.getNode(options.startAt);
	if (!node) throw new TypeError(`The workflow has no node '${options.startAt}'`);
	const executionData = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node, data: { main: [[...options.items]] }, source: null }] },
	});
	const running = new WorkflowExecute(
		additionalData(options, workflow),
		'manual',
		executionData,
	).processRunExecutionData(workflow);
	const cancel = () => running.cancel();
	options.signal?.addEventListener('abort', cancel, { once: true });
	const run = await running;
	options.signal?.removeEventListener('abort', cancel);
	return result(run);
}

function workflowFrom({ workflow, startAt, staticData }: EngineOptions): Workflow {
	const all = new Set([startAt, ...childrenOf(workflow.connections, startAt)]);
	return new Workflow({
		id: workflow.id ?? 'in-process',
		name: workflow.name ?? 'In process',
		nodes: workflow.nodes.filter((node) => all.has(node.name)).map((node) => structuredClone(node)),
		connections: Object.fromEntries(Object.entries(workflow.connections).filter(([name]) => all.has(name))),
		active: false,
		nodeTypes: new PackageNodeTypes(),
		settings: { executionOrder: 'v1', ...workflow.settings },
		staticData,
	});
}

function childrenOf(connections: IConnections, name: string): string[] {
	const next = Object.values(connections[name] ?? {}).flatMap((outputs) =>
		outputs.flatMap((output) => (output ?? []).map((connection) => connection.node)),
	);
	return next.flatMap((child) => [child, ...childrenOf(connections, child)]);
}

function additionalData(options: EngineOptions, workflow: Workflow): IWorkflowExecuteAdditionalData {
	const base: IWorkflowBase = {
		id: workflow.id,
		name: workflow.name ?? '',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		nodes: Object.values(workflow.nodes),
		connections: workflow.connectionsBySourceNode,
	};
	const unavailable = (what: string) => () => {
		throw new TypeError(`The engine in process has no ${what}`);
	};
	const data: IWorkflowExecuteAdditionalData & { hooks: ExecutionLifecycleHooks } = {
		credentialsHelper: new MemoryCredentialsHelper(options.credentials ?? {}),
		externalSecretsProxy: new ExternalSecretsProxy(),
		hooks: new ExecutionLifecycleHooks('manual', '1', base),
		executeWorkflow: unavailable('sub-workflows'),
		getRunExecutionData: async () => undefined,
		executionId: '1',
		currentNodeExecutionIndex: 0,
		restApiUrl: '',
		instanceBaseUrl: '',
		formWaitingBaseUrl: '',
		webhookBaseUrl: '',
		webhookWaitingBaseUrl: '',
		webhookTestBaseUrl: '',
		variables: {},
		logAiEvent: () => {},
		startRunnerTask: unavailable('task runner'),
		sendDataToUI: (_type, payload) => tell(payload, options.onMessage),
	};
	return data;
}

function tell(payload: unknown, onMessage: EngineOptions['onMessage']): void {
	if (typeof payload !== 'object' || payload === null || !('source' in payload) || !('messages' in payload))
		return;
	const node = /"(.*)"/.exec(String(payload.source))?.[1] ?? '';
	if (!Array.isArray(payload.messages)) return;
	keepLine(payload.messages.join(' '));
	onMessage?.(node, payload.messages.join(' '));
}

function result(run: IRun): EngineRun {
	const { error, runData } = run.data.resultData;
	for (const { hints = [] } of Object.values(runData).flat())
		for (const { message } of hints) keepLine(message);
	if (error) keepLine(`${error.message}\n${String(error.description ?? '')}`);
	return {
		run,
		error: error && {
			message: error.message,
			description: String(error.description ?? ''),
			context: { ...error.context },
		},
		output: (node, branch = 0) => runData[node]?.at(-1)?.data?.['main']?.[branch] ?? [],
		hints: (node) => runData[node]?.at(-1)?.hints ?? [],
	};
}
