import type { INodeProperties } from 'n8n-workflow';

/** In which role is signed. */
export const signerProperties: readonly INodeProperties[] = [
	{
		displayName: 'Signer',
		name: 'signer',
		type: 'options',
		options: [
			{
				name: 'Anordnare',
				value: 'anordnare',
				description: 'The provider: one order for many reports, after the assistenter',
			},
			{
				name: 'Assistent',
				value: 'assistent',
				description: 'The person who worked: each signs their own report',
			},
		],
		default: 'assistent',
		description: 'Who signs. The assistent signs first.',
	},
	{
		displayName: "Signer's Personal Number",
		name: 'signerPersonnummer',
		type: 'string',
		displayOptions: { show: { signer: ['anordnare'] } },
		default: '',
		required: true,
		placeholder: 'e.g. 19800101-9999',
		description:
			'Personnummer of the person who signs for the provider. The assistent is known from the report.',
	},
];

/** Where the signer's BankID app is asked from. */
export const endUserIp: INodeProperties = {
	displayName: "Signer's IP Address",
	name: 'endUserIp',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 192.0.2.10',
	description: 'The address of the device that the signer uses, as your web server saw it (endUserIp)',
};

/** What the signer reads, and how many reports go into one order. */
export const textAndBatchOptions: INodeProperties[] = [
	{
		displayName: 'Reports per Order',
		name: 'reportsPerOrder',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 1470 },
		default: 500,
		description:
			'Most reports that one signature of the anordnare covers; an assistent signs each by itself. BankID has room for 1 470; an order is also cut where its text would get too long.',
	},
	{
		displayName: 'Text Approved by Försäkringskassan',
		name: 'textApproved',
		type: 'boolean',
		default: false,
		description:
			"Whether 'Visible Text' is the wording that Försäkringskassan prescribes in its connection papers. In production nothing is signed until this is on.",
	},
	{
		displayName: 'Visible Text',
		name: 'visibleText',
		type: 'string',
		typeOptions: { rows: 6 },
		default: '',
		description:
			'What the signer reads in BankID, as plain text with the placeholders {count}, {month}, {assistent}, {person}, {anordnare}, {rows}, {hours} and {reports}. Left empty, a text for tests is shown that says so.',
		placeholder: 'e.g. Jag intygar att uppgifterna för {month} är riktiga.',
	},
];

/** The options of an order. */
export const orderOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: textAndBatchOptions,
};
