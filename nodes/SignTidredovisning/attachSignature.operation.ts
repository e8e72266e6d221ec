import type { INodeProperties } from 'n8n-workflow';

import { attachSignature as attach, type AttachOptions } from '../../src/report/sign/attach';
import { SIGNER_ROLES } from '../../src/report/item/item';
import type { SignaturePolicy } from '../../src/signature/policy';
import { bankIdPolicy } from '../shared/elt/bankId';
import { eachItem } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';
import { passOn, readReportAt } from '../shared/elt/reports';
import { todayInSweden } from '../shared/elt/today';
import { readSigner } from './orderParameters';
import { signerProperties } from './signParameters';

const properties: readonly INodeProperties[] = [
	...signerProperties,
	{
		displayName: 'Signature',
		name: 'signature',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.completionData.signature }}',
		description: 'The signature as BankID gave it (completionData.signature), base64, unchanged',
	},
	{
		displayName: 'OCSP Response',
		name: 'ocspResponse',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.completionData.ocspResponse }}',
		description: 'The OCSP response as BankID gave it (completionData.ocspResponse), base64, unchanged',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Expected Visible Text',
				name: 'expectedText',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				description: 'The text that the signer was shown. Left empty, it is taken from the signature.',
			},
			{
				displayName: 'Must Be New',
				name: 'fresh',
				type: 'boolean',
				default: false,
				description: 'Whether to refuse a signature that was not given just now',
			},
		],
	},
];

/** Puts a signature that another system got from BankID on a report, once it is proven for it. */
export const attachSignature: Operation = {
	properties,
	async execute(context) {
		const policy = await bankIdPolicy(await context.getCredentials('bankIdApi'));
		return await eachItem(context, async (from) => {
			const report = await readReportAt(context, from);
			const parameters = new Parameters(context, from);
			const signed = await attach(
				report,
				{
					signature: parameters.requiredText('signature'),
					ocspResponse: parameters.requiredText('ocspResponse'),
				},
				optionsOf(parameters, policy),
			);
			return passOn(context, signed);
		});
	},
};

function optionsOf(parameters: Parameters, policy: SignaturePolicy): AttachOptions {
	const role = parameters.choice('signer', SIGNER_ROLES);
	const userVisibleData = parameters.optionalText('options.expectedText');
	return {
		role,
		policy,
		now: new Date(),
		fresh: parameters.flag('options.fresh'),
		signer: role === 'anordnare' ? readSigner(parameters, todayInSweden()) : undefined,
		userVisibleData,
	};
}
