import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { maskPersonnummer } from '../../src/identity/masking';
import type { OrderPlan } from '../../src/report/sign/plan';
import { signReports, type SignReportsOptions } from '../../src/report/sign/sign';
import type { SignaturePolicy } from '../../src/signature/policy';
import type { BankIdConnection } from '../shared/elt/bankId';
import { inInputOrder, settle } from '../shared/n8n/itemLoop';
import { forgetSignatures, keepSignature, withKeptSignature } from '../shared/elt/keptSignatures';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';
import { progress } from '../shared/n8n/progress';
import { type IncomingReport, readReports } from '../shared/elt/reports';
import { readEndUserIp, readPlanOptions, readRole, templateOf, withOrders } from './orderParameters';
import { resultOf } from './signedResult';
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
		const role = readRole(context);
		const signed = await withOrders(context, (connection) => {
			const scopeOf = keptScope(context, reports, connection.policy);
			const items = reports.map(({ item }, index) => withKeptSignature(item, role, scopeOf(index)));
			return signReports(items, optionsOf(context, reports, connection, scopeOf));
		});
		const results = [...refused, ...signed.map((report) => resultOf(context, reports, report))];
		const signedItems = signed.map(({ item }) => item);
		const out = settle(context, inInputOrder(results));
		forgetSignatures(signedItems, role);
		return out;
	},
};

/** A kept signature is for the same roots and the same text only: another text must be signed anew. */
function keptScope(
	context: IExecuteFunctions,
	reports: readonly IncomingReport[],
	{ environment, roots }: SignaturePolicy,
): (index: number) => string {
	const trust = [environment, ...roots.map(({ sha256 }) => sha256)].join(' ');
	return (index) => {
		try {
			return `${trust} ${templateOf(new Parameters(context, reports[index]?.from ?? index)) ?? ''}`;
		} catch {
			// The plan refuses this report and says why; nothing is kept for it.
			return `${trust} unreadable`;
		}
	};
}

function optionsOf(
	context: IExecuteFunctions,
	reports: readonly IncomingReport[],
	{ client, policy }: BankIdConnection,
	scopeOf: (index: number) => string,
): SignReportsOptions {
	const parameters = new Parameters(context, 0);
	const seconds = parameters.integer('options.limitSeconds', 5, 210);
	const sideBySide = parameters.integer('options.sideBySide', 1, 200);
	const address = readStartLinkUrl(context);
	const signal = context.getExecutionCancelSignal();
	const fromOf = (index: number) => reports[index]?.from ?? index;
	return {
		...readPlanOptions(context, policy, fromOf),
		client,
		now: () => new Date(),
		endUserIp: (order) => readEndUserIp(context, fromOf(order.reports[0]?.index ?? 0)),
		...(signal === undefined ? {} : { signal }),
		...(seconds === undefined ? {} : { limitMs: seconds * 1000 }),
		...(sideBySide === undefined ? {} : { sideBySide }),
		onStarted: async (order, started) => {
			await sendStartLink(context, address, order, started);
			progress(context, `${told(order)} started`);
		},
		onOver: (order, signed) => {
			for (const { index, item } of signed) keepSignature(item, order.role, scopeOf(index));
			const failed = signed.filter(({ error }) => error !== null).length;
			const outcome = failed === 0 ? 'signed and verified' : `over, ${failed} not signed`;
			progress(context, `${told(order)} ${outcome}`);
		},
	};
}

/** An order in a few words: who signs how much. */
function told({ role, signer, reports }: OrderPlan): string {
	const who = signer === undefined ? role : `${role} ${maskPersonnummer(signer)}`;
	return `order of ${who} for ${reports.length} ${reports.length === 1 ? 'report' : 'reports'}`;
}
