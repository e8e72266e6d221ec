import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { startOrder as start, startPhoneOrder } from '../../src/bankid/orders';
import { type OrderPlan, planOrders } from '../../src/report/sign/plan';
import { phoneRequestOf, signRequestOf } from '../../src/report/sign/sign';
import type { BankIdConnection } from '../shared/elt/bankId';
import { inInputOrder, type ItemResult, settle } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';
import { passOn, readReports } from '../shared/elt/reports';
import { orderJson, rememberQr } from './orderJson';
import { readEndUserIp, readPlanOptions, withOrders } from './orderParameters';
import { endUserIp, orderOptions, signerProperties } from './signParameters';

const callInitiator: INodeProperties = {
	displayName: 'Who Called',
	name: 'callInitiator',
	type: 'options',
	options: [
		{ name: 'The Signer', value: 'user', description: 'The signer called you' },
		{ name: 'We Did', value: 'RP', description: 'You called the signer' },
	],
	default: 'RP',
	description: 'Who called whom; the signer reads it in the app',
};

/** Starts an order and returns its orderRef. */
type Starter = (connection: BankIdConnection, order: OrderPlan) => Promise<string>;

/** Starts orders for persons at a device; the items carry what it takes to show and collect them. */
export const startOrder: Operation = {
	properties: [...signerProperties, endUserIp, orderOptions],
	execute: (context) =>
		startOrders(context, async ({ client }, order) => {
			const signal = context.getExecutionCancelSignal();
			const request = signRequestOf(order, { endUserIp: readEndUserIp(context, order) });
			const started = await start(client, request, { signal });
			rememberQr(started, Date.now());
			return started.orderRef;
		}),
};

/** Starts orders for persons on the telephone. */
export const phoneOrder: Operation = {
	properties: [...signerProperties, callInitiator, orderOptions],
	execute: (context) =>
		startOrders(context, async ({ client }, order) => {
			const initiator = new Parameters(context, order.reports[0].from).choice('callInitiator', [
				'user',
				'RP',
			]);
			const signal = context.getExecutionCancelSignal();
			return (await startPhoneOrder(client, phoneRequestOf(order, initiator), { signal })).orderRef;
		}),
};

/** Plans the orders and starts each; a second one for the same signer has to wait for its own run. */
async function startOrders(context: IExecuteFunctions, starter: Starter): Promise<INodeExecutionData[]> {
	const { reports, refused } = await readReports(context);
	const results: ItemResult[] = [...refused];
	await withOrders(context, async (connection) => {
		const plan = await planOrders(reports, readPlanOptions(context, connection.policy));
		for (const { report, error } of plan.refused) results.push({ from: report.from, error });
		for (const report of plan.done) results.push(passOn(context, report));
		for (const order of plan.orders) results.push(...(await startOne(context, connection, order, starter)));
	});
	return settle(context, inInputOrder(results));
}

async function startOne(
	context: IExecuteFunctions,
	connection: BankIdConnection,
	plan: OrderPlan,
	starter: Starter,
): Promise<ItemResult[]> {
	try {
		const order = orderJson(plan, await starter(connection, plan), Date.now());
		return plan.reports.map((report) => passOn(context, report, { json: { order } }));
	} catch (error) {
		return plan.reports.map(({ from }) => ({ from, error }));
	}
}
