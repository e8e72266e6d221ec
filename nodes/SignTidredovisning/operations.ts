import type { INodeProperties } from 'n8n-workflow';

import type { OperationTable } from '../shared/n8n/operations';
import { attachSignature } from './attachSignature.operation';
import { cancelOrder } from './cancelOrder.operation';
import { collectOrder } from './collectOrder.operation';
import { createSigningLink } from './createSigningLink.operation';
import { signWithBankId } from './signWithBankId.operation';
import { signWithCertificate } from './signWithCertificate.operation';
import { phoneOrder, startOrder } from './startOrder.operation';
import { verify } from './verify.operation';
import { waitForSignature } from './waitForSignature.operation';

/** What Sign Tidredovisning can do. */
export const OPERATIONS: OperationTable = {
	attachSignature,
	cancelOrder,
	collectOrder,
	createSigningLink,
	phoneOrder,
	signWithBankId,
	signWithCertificate,
	startOrder,
	verify,
	waitForSignature,
};

/** The choice among them. */
export const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Attach Signature',
			value: 'attachSignature',
			description: 'Take a signature that a system of your own got from BankID',
			action: 'Attach a signature to a report',
		},
		{
			name: 'Cancel Order',
			value: 'cancelOrder',
			description: 'Give up an order that is not signed yet',
			action: 'Cancel a bank id order',
		},
		{
			name: 'Collect Order',
			value: 'collectOrder',
			description: 'Ask how an order is getting on and take the signature when it is there',
			action: 'Collect a bank id order',
		},
		{
			name: 'Create Signing Link',
			value: 'createSigningLink',
			description: 'Make the link of a page on which a person signs, to be sent by mail or SMS',
			action: 'Create a signing link',
		},
		{
			name: 'Phone Order',
			value: 'phoneOrder',
			description: 'Start an order for a person who is on the phone',
			action: 'Start a bank id order by phone',
		},
		{
			name: 'Sign With BankID',
			value: 'signWithBankId',
			description: 'Send start links to signers who are waiting, and wait until they have signed',
			action: 'Sign reports with bank id',
		},
		{
			name: 'Sign With Certificate',
			value: 'signWithCertificate',
			description: "Seal the document with the vendor's own certificate",
			action: 'Sign reports with a certificate',
		},
		{
			name: 'Start Order',
			value: 'startOrder',
			description: 'Start orders and go on; Collect Order takes the signatures later',
			action: 'Start a bank id order',
		},
		{
			name: 'Verify',
			value: 'verify',
			description: 'Verify the signatures that a report carries',
			action: 'Verify the signatures of a report',
		},
		{
			name: 'Wait for Signature',
			value: 'waitForSignature',
			description: 'Wait until the person with the signing link has signed or declined, or the time is up',
			action: 'Wait for a signature',
		},
	],
	default: 'signWithBankId',
};
