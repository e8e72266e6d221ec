import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { answerSigner, PAGE_WEBHOOKS } from './signingWebhook';
import { operationProperty, OPERATIONS } from './operations';
import { bankIdApiTest, eltCertificateApiTest } from '../shared/elt/credentialTests';
import { MAIN } from '../shared/elt/connections';
import { propertiesOf, runOperation } from '../shared/n8n/operations';

/** Has reports signed with BankID by assistent and anordnare, and verifies what comes back. */
export class SignTidredovisning implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sign Tidredovisning',
		name: 'signTidredovisning',
		icon: { light: 'file:signTidredovisning.svg', dark: 'file:signTidredovisning.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ($parameter["signer"] ? ": " + $parameter["signer"] : "") }}',
		description:
			'Has time reports (tidredovisningar) signed with BankID by the assistent and the provider (anordnare)',
		defaults: { name: 'Sign Tidredovisning' },
		inputs: MAIN,
		outputs: MAIN,
		usableAsTool: undefined,
		credentials: [
			{
				name: 'bankIdApi',
				displayName: 'BankID',
				required: true,
				testedBy: 'bankIdApiTest',
				displayOptions: { hide: { operation: ['signWithCertificate'] } },
			},
			{
				name: 'eltCertificateApi',
				displayName: 'Certificate of the Vendor',
				required: true,
				testedBy: 'eltCertificateApiTest',
				displayOptions: { show: { operation: ['signWithCertificate'] } },
			},
		],
		webhooks: PAGE_WEBHOOKS,
		properties: [operationProperty, ...propertiesOf(OPERATIONS)],
	};

	methods = { credentialTest: { bankIdApiTest, eltCertificateApiTest } };

	/** The page on which a signer signs, while the execution waits. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerSigner(this);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation(this, OPERATIONS);
	}
}
