import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { OPERATIONS } from './operations';
import { MAIN } from '../shared/elt/connections';
import { propertiesOf, runOperation } from '../shared/n8n/operations';

/** Builds and checks tidredovisningar. */
export class BuildTidredovisning implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Build Tidredovisning',
		name: 'buildTidredovisning',
		icon: { light: 'file:buildTidredovisning.svg', dark: 'file:buildTidredovisning.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] }}',
		description: "Builds and checks Försäkringskassan's time reports (tidredovisningar) from an HR export",
		defaults: { name: 'Build Tidredovisning' },
		inputs: MAIN,
		outputs: MAIN,
		usableAsTool: true,
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Build',
						value: 'build',
						description: 'Make one report per assistent, person and month',
						action: 'Build reports from shifts',
					},
					{
						name: 'Create Example',
						value: 'createExample',
						description: 'Make up a month of shifts to try a workflow with',
						action: 'Create an example month',
					},
					{
						name: 'Summarize',
						value: 'summarize',
						description: 'Sum a batch per person for the invoice, and show all its reports on one page',
						action: 'Summarize reports',
					},
					{
						name: 'Validate',
						value: 'validate',
						description: 'Check a tidredovisning from anywhere against schema and rules',
						action: 'Validate a report',
					},
				],
				default: 'build',
			},
			...propertiesOf(OPERATIONS),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation(this, OPERATIONS);
	}
}
