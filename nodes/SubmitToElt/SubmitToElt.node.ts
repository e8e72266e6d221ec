import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { OPERATIONS } from './operations';
import { bankIdApiTest, eltCertificateApiTest, eltLedgerApiTest } from '../shared/elt/credentialTests';
import { MAIN } from '../shared/elt/connections';
import { propertiesOf, runOperation } from '../shared/n8n/operations';

/** Sends signed reports to Försäkringskassan's ELT and keeps the receipts. */
export class SubmitToElt implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Submit to ELT',
		name: 'submitToElt',
		icon: { light: 'file:submitToElt.svg', dark: 'file:submitToElt.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] }}',
		description: "Sends signed time reports (tidredovisningar) to Försäkringskassan's ELT, each one once",
		defaults: { name: 'Submit to ELT' },
		inputs: MAIN,
		outputs: MAIN,
		usableAsTool: undefined,
		credentials: [
			{
				name: 'eltCertificateApi',
				displayName: 'ELT Certificate',
				required: true,
				testedBy: 'eltCertificateApiTest',
				displayOptions: { hide: { operation: ['receiptFile'] } },
			},
			{
				name: 'bankIdApi',
				displayName: 'BankID (Roots for Signatures)',
				required: true,
				testedBy: 'bankIdApiTest',
				displayOptions: { hide: { operation: ['checkConnection'] } },
			},
			{
				name: 'eltLedgerApi',
				displayName: 'Ledger Database',
				required: true,
				testedBy: 'eltLedgerApiTest',
				displayOptions: { show: { operation: ['submit'], ledger: ['postgres'] } },
			},
		],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Check Connection',
						value: 'checkConnection',
						description: 'Go the way to ELT step by step without sending anything',
						action: 'Check the connection to elt',
					},
					{
						name: 'Preview',
						value: 'preview',
						description: 'Do everything but the call, and put out the envelope',
						action: 'Preview a submission',
					},
					{
						name: 'Receipt File',
						value: 'receiptFile',
						description: 'Write a report with its signatures and receipt as one ZIP',
						action: 'Write a receipt file',
					},
					{
						name: 'Submit',
						value: 'submit',
						description: 'Send each report once and keep its receipt',
						action: 'Submit reports to elt',
					},
				],
				default: 'submit',
			},
			...propertiesOf(OPERATIONS),
		],
	};

	methods = { credentialTest: { bankIdApiTest, eltCertificateApiTest, eltLedgerApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation(this, OPERATIONS);
	}
}
