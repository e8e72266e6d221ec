import type { INodeProperties } from 'n8n-workflow';

import { ledgerProperty } from '../shared/elt/memory';

const allowEmpty: INodeProperties = {
	displayName: 'Allow Empty Reports',
	name: 'allowEmpty',
	type: 'boolean',
	default: false,
	description: 'Whether a report without rows may be sent',
};

const sendSeal: INodeProperties = {
	displayName: 'Send Seal',
	name: 'sendSeal',
	type: 'boolean',
	default: false,
	description:
		"Whether to carry the seal of Sign With Certificate in the request's open extension point. Ask Försäkringskassan first.",
};

/** The parameters of *Submit*. */
export const submitProperties: readonly INodeProperties[] = [
	ledgerProperty,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			allowEmpty,
			{
				displayName: 'Already Sent',
				name: 'alreadySent',
				type: 'options',
				options: [
					{
						name: 'Send Again',
						value: 'sendAgain',
						description: 'Send it again. Försäkringskassan may get the report twice.',
					},
					{ name: 'Skip', value: 'skip', description: 'Pass it on as it is, with a hint' },
					{ name: 'Stop', value: 'stop', description: 'Treat it as an error' },
				],
				default: 'skip',
				description: 'What to do with a report that was accepted or rejected before',
			},
			{
				displayName: 'Milliseconds Between Calls',
				name: 'intervalMs',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 1000,
				description:
					'The least time between two calls. Försäkringskassan blocks clients that call more than about once a second. Values below 1000 apply to a custom address only.',
			},
			{
				displayName: 'Resend Unknown',
				name: 'resendUnknown',
				type: 'boolean',
				default: false,
				description:
					'Whether to send a report although an earlier call may have been received. Ask Försäkringskassan first; an expression can say so for single reports.',
			},
			sendSeal,
			{
				displayName: 'Single Worker',
				name: 'singleWorker',
				type: 'boolean',
				default: false,
				description:
					"Whether only one worker, with a concurrency of 1, runs this workflow. In n8n's queue mode nothing is submitted otherwise unless 'Ledger' is PostgreSQL: several workers would send reports twice.",
			},
			{
				displayName: 'Start With Empty Memory',
				name: 'startEmpty',
				type: 'boolean',
				default: false,
				description:
					"Whether to send although n8n's record of what this workflow has sent was cleared. Reports that were sent before would be sent again.",
			},
			{
				displayName: 'Tries',
				name: 'tries',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 20 },
				default: 5,
				description: 'How many calls are made in all for a report that certainly was not received',
			},
		],
	},
];

/** Where *Preview* and *Receipt File* put their file. */
export const outputField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'outputDataFieldName',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the output binary field to put the file in',
};

/** The parameters of *Preview*. */
export const previewProperties: readonly INodeProperties[] = [
	outputField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [allowEmpty, sendSeal],
	},
];
