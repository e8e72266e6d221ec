import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { maskPersonnummer } from '../../src/identity/masking';
import type { OrderPlan } from '../../src/report/sign/plan';
import { signReports, type SignReportsOptions } from '../../src/report/sign/sign';
import type { OpenBankId } from '../shared/elt/bankId';
import { inInputOrder, settle } from '../shared/n8n/itemLoop';
import { createOrderSpool } from '../shared/elt/orderSpool';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';
import { progress } from '../shared/n8n/progress';
import { readReports } from '../shared/elt/reports';
import { readEndUserIp, readPlanOptions, withOrders } from './orderParameters';
import { resultOf, warnNotKept } from './signedResult';
import { endUserIp, signerProperties, textAndBatchOptions } from './signParameters';
import { readStartLinkUrl, sendStartLink, startLinkUrl } from './startLinkAddress';

const properties: readonly INodeProperties[] = [
	...signerProperties,
	endUserIp,
	startLinkUrl,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			...textAndBatchOptions.slice(0, 1),
			{
				displayName: 'Signers at a Time',
				name: 'sideBySide',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 200 },
				default: 20,
				description: 'How many persons have an order under way at the same time. One person never has two.',
			},
			...textAndBatchOptions.slice(1),
			{
				displayName: 'Wait At Most (Seconds)',
				name: 'limitSeconds',
				type: 'number',
				typeOptions: { minValue: 5, maxValue: 210 },
				default: 210,
				description: 'How long each order is waited for. BankID itself ends it after about three minutes.',
			},
		],
	},
];

/** Starts orders, sends their start links out, waits within the node until they are signed, and verifies what comes back. */
export const signWithBankId: Operation = {
	properties,
	async execute(context) {
		const { reports, refused } = await readReports(context);
		const signed = await withOrders(context, (connection) =>
			signReports(reports, optionsOf(context, connection)),
		);
		const results = [...refused, ...signed.map((result) => resultOf(context, result))];
		return settle(context, inInputOrder(results));
	},
};

function optionsOf(
	context: IExecuteFunctions,
	{ client, policy, certificate }: OpenBankId,
): SignReportsOptions {
	const parameters = new Parameters(context, 0);
	const seconds = parameters.integer('options.limitSeconds', 5, 210);
	const sideBySide = parameters.integer('options.sideBySide', 1, 200);
	const address = readStartLinkUrl(context);
	const signal = context.getExecutionCancelSignal();
	return {
		...readPlanOptions(context, policy),
		client,
		now: () => new Date(),
		endUserIp: (order) => readEndUserIp(context, order),
		signal,
		limitMs: seconds === undefined ? undefined : seconds * 1000,
		sideBySide,
		memory: createOrderSpool(certificate, client.baseUrl),
		onNotKept: (order, error) => warnNotKept(context, order, error),
		onStarted: async (order, started) => {
			await sendStartLink(context, address, order, started);
			progress(context, `${describeOrder(order)} started`);
		},
		onOver: (order, signed) => {
			const failed = signed.filter(({ error }) => error !== null).length;
			const outcome = failed === 0 ? 'signed and verified' : `over, ${failed} not signed`;
			progress(context, `${describeOrder(order)} ${outcome}`);
		},
	};
}

/** An order in a few words: who signs how much. */
function describeOrder({ role, signer, reports }: OrderPlan): string {
	const who = signer === undefined ? role : `${role} ${maskPersonnummer(signer)}`;
	return `order of ${who} for ${reports.length} ${reports.length === 1 ? 'report' : 'reports'}`;
}
