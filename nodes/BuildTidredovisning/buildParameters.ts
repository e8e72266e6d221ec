import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { SHIFT_FIELDS } from '../../src/export/columns';
import { periodProperties, providerProperties } from './providerParameters';
import { agreementOptions, notificationOption } from './ruleParameters';

const SHIFT_FIELD_OPTIONS: INodePropertyOptions[] = [...SHIFT_FIELDS]
	.sort()
	.map((field) => ({ name: field, value: field }));

const inputProperties: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		options: [
			{
				name: 'Complete Reports',
				value: 'reports',
				description: "Each item is a whole report with the schema's own elements",
			},
			{
				name: 'File',
				value: 'file',
				description: 'Each item carries an export: CSV, TSV or PAXml, as binary data',
			},
			{ name: 'Shift Items', value: 'items', description: 'Each item is one worked shift' },
		],
		default: 'items',
		description: 'What the reports are built from',
	},
	{
		displayName: 'Input Data Field Name',
		name: 'inputDataFieldName',
		type: 'string',
		displayOptions: { show: { source: ['file'] } },
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		description: 'The field of the item that holds the file',
	},
	{
		displayName: 'Month',
		name: 'month',
		type: 'string',
		displayOptions: { show: { source: ['file', 'items'] } },
		default: '',
		placeholder: 'e.g. 2026-10',
		description:
			'The month to report (redovisningsmånad). What falls outside is named, not reported. Leave empty to build every month there is.',
	},
];

const columnMapping: INodeProperties = {
	displayName: 'Column Mapping',
	name: 'columns',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add Column',
	description:
		'Which column contains what, where its heading is not one of the known Swedish and English ones. Columns marked kept travel with each report in its field contact; columns that say nothing about the shift are notUsed.',
	options: [
		{
			displayName: 'Column',
			name: 'column',
			values: [
				{
					displayName: 'Heading',
					name: 'heading',
					type: 'string',
					default: '',
					placeholder: 'e.g. Anst.nr',
					description: 'Heading of the column, or name of the field of the item',
				},
				{
					displayName: 'Contains',
					name: 'field',
					type: 'options',
					options: SHIFT_FIELD_OPTIONS,
					default: 'start',
				},
			],
		},
	],
};

const timeWords: INodeProperties = {
	displayName: 'Time Words',
	name: 'timeWords',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add Word',
	description:
		'Your own words and PAXml codes for the kind of time, and for time that is not reported. A word in a status column that means Active Time says that the shift counts.',
	options: [
		{
			displayName: 'Word',
			name: 'word',
			values: [
				{
					displayName: 'Word',
					name: 'word',
					type: 'string',
					default: '',
					placeholder: 'e.g. Dagpass',
					description: 'As the export writes it. Upper and lower case are the same.',
				},
				{
					displayName: 'Means',
					name: 'meaning',
					type: 'options',
					options: [
						{ name: 'Absence', value: 'absence', description: 'Left out, and taken out of a PAXml schedule' },
						{ name: 'Active Time', value: 'aktivTid' },
						{ name: 'Leave Out', value: 'leaveOut', description: 'Other time than assistance' },
						{ name: 'On-Call Time (Beredskap)', value: 'beredskapsTid' },
						{
							name: 'Supplement',
							value: 'supplement',
							description: 'Paid on top of time in another row: left out, and nothing is taken out for it',
						},
						{ name: 'Waiting Time (Väntetid)', value: 'vanteTid' },
					],
					default: 'aktivTid',
				},
			],
		},
	],
};

const hoursDiffer: INodeProperties = {
	displayName: 'When Hours Differ',
	name: 'hoursDiffer',
	type: 'options',
	options: [
		{ name: 'Stop', value: 'stop', description: 'The reports that the row belongs to are not built' },
		{ name: 'Warn', value: 'warn', description: 'The clock times are reported, with a warning' },
	],
	default: 'stop',
	description:
		'What happens where a row counts less time than its clock times, or has a break that no clock times place',
};

const options: INodeProperties = {
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
			description: 'Whether a report without rows may be built',
		},
		columnMapping,
		notificationOption,
		{
			displayName: 'ID',
			name: 'id',
			type: 'options',
			options: [
				{
					name: 'From Content',
					value: 'content',
					description: 'The same persons, month and content give the same ID, a correction a new one',
				},
				{ name: 'Own', value: 'own', description: 'One that you choose, for a single report' },
				{ name: 'Random', value: 'random', description: 'A new one each time' },
			],
			default: 'content',
			description: 'Where the ID of a report comes from. Complete reports may bring their own.',
		},
		{
			displayName: 'Leave Out Unreadable Rows',
			name: 'leaveOutUnreadable',
			type: 'boolean',
			default: false,
			description:
				'Whether to build reports although rows that may belong to them can not be read. Such a report may lack a shift; it names each row that was left out.',
		},
		{
			displayName: 'Own ID',
			name: 'ownId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 7f9c24e8-3b12-4fef-91e0-1a2b3c4d5e6f',
			description: "A UUID for the report, when 'ID' is set to Own",
		},
		{
			displayName: 'PAXml Settings',
			name: 'paxml',
			type: 'json',
			default: '{}',
			description:
				'What your PAXml codes mean, whom its customers (kundnr) or cost units (resenhet) stand for, and whose schedule an employee (anstid) works by, e.g. { "codes": { "PASS": "aktivTid" }, "persons": { "7": { "personnummer": "…", "fornamn": "…", "efternamn": "…" } }, "schedulePersons": { "101": { … } } }',
		},
		{
			displayName: 'Preview',
			name: 'preview',
			type: 'boolean',
			default: false,
			description: 'Whether to add a page that a person can read and print, laid out as the form FK 3059',
		},
		{
			displayName: 'Preview Field Name',
			name: 'previewFieldName',
			type: 'string',
			default: 'preview',
			description: 'The field to put the preview in',
		},
		{
			displayName: 'Preview With Personal Numbers',
			name: 'previewUnmasked',
			type: 'boolean',
			default: false,
			description: 'Whether the preview shows personal numbers in full',
		},
		{
			displayName: 'Replaced Document',
			name: 'replacedXml',
			type: 'string',
			default: '',
			description: 'XML of the report that is corrected, to show the difference between old and new rows',
		},
		{
			displayName: 'Replaces',
			name: 'replaces',
			type: 'string',
			default: '',
			placeholder: 'e.g. 7f9c24e8-3b12-4fef-91e0-1a2b3c4d5e6f',
			description: 'ID of an earlier report that this one corrects. The report gets a new ID.',
		},
		timeWords,
		hoursDiffer,
	],
};

/** The parameters of *Build*: where the shifts come from, the provider, the periods, the options. */
export const buildProperties: readonly INodeProperties[] = [
	...inputProperties,
	...providerProperties,
	...periodProperties,
	options,
];
