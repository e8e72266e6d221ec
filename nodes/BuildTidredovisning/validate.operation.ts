import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { EltError } from '../../src/errors';
import { hasErrors, validateDocument } from '../../src/report/item/validate';
import { agreementOptions, notificationOption, ruleChoicesOf } from './ruleParameters';
import { eachItem } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';
import { todayInSweden } from '../shared/elt/today';

const properties: readonly INodeProperties[] = [
	{
		displayName: 'Document',
		name: 'document',
		type: 'options',
		options: [
			{ name: 'File', value: 'file', description: 'The item carries the XML file as binary data' },
			{ name: 'Text', value: 'text', description: 'A field of the item holds the XML as text' },
		],
		default: 'file',
		description: 'Where the document to check comes from',
	},
	{
		displayName: 'Input Data Field Name',
		name: 'inputDataFieldName',
		type: 'string',
		displayOptions: { show: { document: ['file'] } },
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		description: 'The field of the item that holds the file',
	},
	{
		displayName: 'XML',
		name: 'xml',
		type: 'string',
		displayOptions: { show: { document: ['text'] } },
		default: '={{ $json.xml }}',
		required: true,
		description: 'The document itself',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			...agreementOptions,
			{
				displayName: 'Allow Empty Reports',
				name: 'allowEmpty',
				type: 'boolean',
				default: false,
				description: 'Whether a report without rows is right',
			},
			notificationOption,
			{
				displayName: 'Stop on Invalid',
				name: 'stopOnInvalid',
				type: 'boolean',
				default: false,
				description: 'Whether an invalid document stops the node, or goes to the error branch',
			},
		],
	},
];

/** Judges documents from anywhere by schema and rules: one verdict per item. */
export const validate: Operation = {
	properties,
	execute: (context) =>
		eachItem(context, async (itemIndex) => {
			const parameters = new Parameters(context, itemIndex);
			const { name, bytes } = await documentOf(context, parameters, itemIndex);
			const problems = await validateDocument(bytes, {
				today: todayInSweden(),
				...ruleChoicesOf(parameters),
			});
			const valid = !hasErrors(problems);
			const first = problems.find(({ level }) => level === 'error');
			if (first && parameters.flag('options.stopOnInvalid')) {
				throw new EltError('REPORT_INVALID', `${name} is not valid: ${first.message}`, first.description, {
					problems,
				});
			}
			return { json: { file: name, valid, problems } };
		}),
};

async function documentOf(
	context: IExecuteFunctions,
	parameters: Parameters,
	itemIndex: number,
): Promise<{ name: string; bytes: Uint8Array }> {
	if (parameters.choice('document', ['file', 'text']) === 'text') {
		return { name: 'The document', bytes: Buffer.from(parameters.requiredText('xml'), 'utf8') };
	}
	const field = parameters.requiredText('inputDataFieldName');
	const { fileName } = context.helpers.assertBinaryData(itemIndex, field);
	return { name: fileName ?? field, bytes: await context.helpers.getBinaryDataBuffer(itemIndex, field) };
}
