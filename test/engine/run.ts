import { type EngineRun, runWorkflow, type WorkflowFile } from './engine';
import { exampleShifts, exampleWorkflow } from './examples';
import type { CredentialTable } from './credentials';
import type { Simulator } from '../../src/simulator';
import { keepSecret } from '../secrets/lines';

/** The credentials that the simulator's certificates make, as they would be filled in the panel. */
export function simulatorCredentials(simulator: Simulator): CredentialTable {
	for (const { passphrase } of [simulator.client, simulator.relyingParty]) keepSecret(passphrase);
	return {
		eltCertificateApi: {
			environment: 'custom',
			address: simulator.eltUrl,
			format: 'pkcs12',
			pkcs12: Buffer.from(simulator.client.p12).toString('base64'),
			passphrase: simulator.client.passphrase,
			ca: simulator.ca,
		},
		bankIdApi: {
			environment: 'custom',
			address: simulator.bankIdUrl,
			signatureRoots: simulator.bankIdRoot,
			format: 'pkcs12',
			pkcs12: Buffer.from(simulator.relyingParty.p12).toString('base64'),
			passphrase: simulator.relyingParty.passphrase,
			tlsRoots: simulator.bankIdTlsCa,
		},
	};
}

/** The example workflow, its signers' start links sent to that address: where somebody opens them. */
export function withStartLinksTo(startLinkUrl: string): WorkflowFile {
	const workflow = exampleWorkflow();
	for (const { parameters } of workflow.nodes) {
		if ('startLinkUrl' in parameters) parameters['startLinkUrl'] = startLinkUrl;
	}
	return workflow;
}

/** Runs the example workflow over the example export, from the node behind n8n's file nodes. */
export async function runExample(
	simulator: Simulator,
	onMessage?: (node: string, message: string) => void,
): Promise<EngineRun> {
	return await runWorkflow({
		workflow: withStartLinksTo(new URL('phone/open', simulator.pageUrl).href),
		startAt: 'Build Reports',
		items: await exampleShifts(),
		credentials: simulatorCredentials(simulator),
		...(onMessage ? { onMessage } : {}),
	});
}
