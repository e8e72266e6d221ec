import type { INodeExecutionData } from 'n8n-workflow';

import { type EngineRun, runWorkflow, type WorkflowFile } from './engine';
import { exampleShifts, exampleWorkflow } from './examples';
import type { CredentialTable } from './credentials';
import { n8nCredentials, type Simulator } from '../../src/simulator';
import { keepSecret } from '../secrets/lines';

/** The credentials that the simulator's certificates make, as they would be filled in the panel. */
export function simulatorCredentials(simulator: Simulator): CredentialTable {
	for (const { passphrase } of [simulator.client, simulator.relyingParty]) keepSecret(passphrase);
	return Object.fromEntries(n8nCredentials(simulator).map(({ type, data }) => [type, { ...data }]));
}

/** The example workflow, its signers' start links sent to that address: where somebody opens them. */
export function withStartLinksTo(startLinkUrl: string): WorkflowFile {
	const workflow = exampleWorkflow();
	for (const { parameters } of workflow.nodes) {
		if ('startLinkUrl' in parameters) parameters['startLinkUrl'] = startLinkUrl;
	}
	return workflow;
}

/** What the example is run with. */
export interface ExampleOptions {
	/** Rows of the export; all of them by default. */
	readonly shifts?: readonly INodeExecutionData[];
	readonly onMessage?: (node: string, message: string) => void;
}

/** Runs the example workflow over the example export, from the node behind n8n's file nodes. */
export async function runExample(
	simulator: Simulator,
	{ shifts, onMessage }: ExampleOptions = {},
): Promise<EngineRun> {
	return await runWorkflow({
		workflow: withStartLinksTo(new URL('phone/open', simulator.pageUrl).href),
		startAt: 'Build Reports',
		items: shifts ?? (await exampleShifts()),
		credentials: simulatorCredentials(simulator),
		onMessage,
	});
}
