/** The name of this package's node types in a real n8n. */
const PACKAGE = 'n8n-nodes-forsakringskassan-elt';

const CREDENTIALS = { bankIdApi: { id: 'bankid', name: 'BankID' } };

/** A workflow that gets reports by a webhook, answers with the link, waits, and posts what came of it. */
export function signingWorkflow(resultUrl: string): Record<string, unknown> {
	const nodes = [
		{
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: 'start-signing',
			parameters: { httpMethod: 'POST', path: 'start-signing', responseMode: 'responseNode', options: {} },
		},
		{
			name: 'Split Out',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'body.reports', options: {} },
		},
		{
			name: 'Create Link',
			type: `${PACKAGE}.signTidredovisning`,
			typeVersion: 1,
			credentials: CREDENTIALS,
			parameters: {
				operation: 'createSigningLink',
				signer: "={{ $('Webhook').first().json.body.role }}",
				signerPersonnummer: "={{ $('Webhook').first().json.body.signer }}",
				validHours: "={{ $('Webhook').first().json.body.hours }}",
			},
		},
		{
			name: 'Respond',
			type: 'n8n-nodes-base.respondToWebhook',
			typeVersion: 1.1,
			parameters: { respondWith: 'allIncomingItems', options: {} },
		},
		{
			name: 'Wait',
			type: `${PACKAGE}.signTidredovisning`,
			typeVersion: 1,
			credentials: CREDENTIALS,
			parameters: { operation: 'waitForSignature' },
		},
		{
			name: 'Result',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url: resultUrl,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={{ JSON.stringify($json) }}',
				options: {},
			},
		},
	];
	const names = nodes.map(({ name }) => name);
	const connections = Object.fromEntries(
		names
			.slice(0, -1)
			.map((name, index) => [name, { main: [[{ node: names[index + 1], type: 'main', index: 0 }]] }]),
	);
	return {
		id: 'signing',
		name: 'Signing',
		active: false,
		settings: { executionOrder: 'v1' },
		connections,
		nodes: nodes.map((node, index) => ({ ...node, id: `node-${index}`, position: [index * 220, 0] })),
	};
}
