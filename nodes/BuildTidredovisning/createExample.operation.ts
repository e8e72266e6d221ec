import type { INodeProperties } from 'n8n-workflow';

import { exampleCsv, generateExample } from '../../src/export/example';
import { type Output, resultsOf, settle } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';

const properties: readonly INodeProperties[] = [
	{
		displayName: 'Month',
		name: 'month',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 2026-10',
		description: 'The month to make up',
	},
	{
		displayName: 'Assistenter',
		name: 'assistants',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 500 },
		default: 12,
		description: 'How many assistenter have worked',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'As File',
				name: 'asFile',
				type: 'boolean',
				default: false,
				description: 'Whether to put out one CSV file instead of one item per shift',
			},
			{
				displayName: 'Put Output File in Field',
				name: 'outputDataFieldName',
				type: 'string',
				default: 'data',
				hint: 'The name of the output binary field to put the file in',
			},
			{
				displayName: 'Seed',
				name: 'seed',
				type: 'number',
				default: 1,
				description: 'The same seed makes the same month',
			},
		],
	},
];

/** Makes up a month of shifts, with identity numbers of the test series, to try a workflow with. */
export const createExample: Operation = {
	properties,
	async execute(context) {
		const results = await resultsOf(0, async (itemIndex): Promise<readonly Output[]> => {
			const parameters = new Parameters(context, itemIndex);
			const month = parameters.requiredText('month');
			const { rows } = generateExample({
				month,
				assistants: parameters.number('assistants') ?? 12,
				seed: parameters.number('options.seed') ?? 1,
			});
			if (!parameters.flag('options.asFile')) return rows.map((json) => ({ json }));
			const csv = Buffer.from(exampleCsv(rows), 'utf8');
			const file = await context.helpers.prepareBinaryData(csv, `hr-export-${month}.csv`, 'text/csv');
			const field = parameters.optionalText('options.outputDataFieldName') ?? 'data';
			return [{ json: { month, shifts: rows.length }, binary: { [field]: file } }];
		});
		return settle(context, results);
	},
};
