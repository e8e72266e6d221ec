import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { startLinks } from '../../src/bankid/startLinks';
import { maskPersonnummer } from '../../src/identity/masking';
import type { OrderPlan } from '../../src/report/plan';
import { signReports, type SignReportsOptions } from '../../src/report/sign';
import type { BankIdConnection } from '../shared/bankId';
import { inInputOrder, settle } from '../shared/itemLoop';
import { forgetSignatures, keepSignatures, withKeptSignature } from '../shared/keptSignatures';
import type { Operation } from '../shared/operations';
import { Parameters } from '../shared/parameters';
import { progress } from '../shared/progress';
import { readReports } from '../shared/reports';
import { readEndUserIp, readPlanOptions, readRole, withOrders } from './orderParameters';
import { resultOf } from './signedResult';
import { endUserIp, signerProperties, textAndBatchOptions } from './signParameters';

const properties: readonly INodeProperties[] = [
	...signerProperties,
	endUserIp,
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

/** Starts orders, waits within the node until they are signed, and verifies what comes back. */
export const signWithBankId: Operation = {
	properties,
	async execute(context) {
		const { reports, refused } = await readReports(context);
		const role = readRole(context);
		const signed = await withOrders(context, (connection) => {
			const items = reports.map(({ item }) => withKeptSignature(item, role, connection.policy));
			return signReports(items, optionsOf(context, connection));
		});
		const results = [...refused, ...signed.map((report) => resultOf(context, reports, report))];
		const signedItems = signed.map(({ item }) => item);
		const out = settle(context, inInputOrder(results));
		forgetSignatures(signedItems, role);
		return out;
	},
};

function optionsOf(context: IExecuteFunctions, { client, policy }: BankIdConnection): SignReportsOptions {
	const parameters = new Parameters(context, 0);
	const seconds = parameters.number('options.limitSeconds');
	const sideBySide = parameters.number('options.sideBySide');
	const signal = context.getExecutionCancelSignal();
	return {
		...readPlanOptions(context, policy),
		client,
		now: () => new Date(),
		endUserIp: readEndUserIp(context),
		...(signal === undefined ? {} : { signal }),
		...(seconds === undefined ? {} : { limitMs: seconds * 1000 }),
		...(sideBySide === undefined ? {} : { sideBySide }),
		onStarted: (order, { autoStartToken }) => {
			const { computer, phone } = startLinks(autoStartToken);
			progress(context, `${told(order)} started; open ${computer} or ${phone}`);
		},
		onOver: (order, reports) => {
			keepSignatures(
				reports.map(({ item }) => item),
				order.role,
				policy,
			);
			const failed = reports.filter(({ error }) => error !== null).length;
			progress(
				context,
				`${told(order)} ${failed === 0 ? 'signed and verified' : `over, ${failed} not signed`}`,
			);
		},
	};
}

/** An order in a few words: who signs how much. */
function told({ role, signer, reports }: OrderPlan): string {
	const who = signer === undefined ? role : `${role} ${maskPersonnummer(signer)}`;
	return `order of ${who} for ${reports.length} ${reports.length === 1 ? 'report' : 'reports'}`;
}
