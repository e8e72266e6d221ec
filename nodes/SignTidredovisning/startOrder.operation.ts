import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { startOrder as start, startPhoneOrder } from '../../src/bankid/orders';
import { type OrderPlan, planOrders } from '../../src/report/sign/plan';
import type { OpenReport } from '../../src/report/item/openReport';
import { isRecord } from '../../src/report/item/fields';
import type { SignerRole } from '../../src/report/item/item';
import { attachOrder, phoneRequestOf, signRequestOf } from '../../src/report/sign/sign';
import type { OpenBankId } from '../shared/elt/bankId';
import { inInputOrder, type ItemResult, settle } from '../shared/n8n/itemLoop';
import { hint } from '../shared/n8n/hints';
import { createOrderSpool } from '../shared/elt/orderSpool';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';
import { passOn, readReports } from '../shared/elt/reports';
import { orderJson, rememberQr, type SignedAlready } from './orderJson';
import { readEndUserIp, readPlanOptions, readRole, withOrders } from './orderParameters';
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
type Starter = (connection: OpenBankId, order: OrderPlan) => Promise<string>;

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
		const role = readRole(context);
		for (const report of plan.done) results.push(signedAlready(context, report, role));
		for (const order of plan.orders) results.push(...(await startOne(context, connection, order, starter)));
	});
	tellSigned(context, results);
	return settle(context, inInputOrder(results));
}

/** A report that needs no order: Collect Order passes it on. */
function signedAlready(context: IExecuteFunctions, report: OpenReport, role: SignerRole): ItemResult {
	const order: SignedAlready = { role, status: 'signed' };
	return passOn(context, report, { json: { order } });
}

function tellSigned(context: IExecuteFunctions, results: readonly ItemResult[]): void {
	const signed = results.filter(
		(result) =>
			'json' in result &&
			isRecord(result.json) &&
			isRecord(result.json['order']) &&
			result.json['order']['status'] === 'signed',
	).length;
	if (signed === 0) return;
	const reports = signed === 1 ? '1 report is' : `${signed} reports are`;
	hint(context, `${reports} signed already: no order was started for ${signed === 1 ? 'it' : 'them'}`);
}

async function startOne(
	context: IExecuteFunctions,
	connection: OpenBankId,
	plan: OrderPlan,
	starter: Starter,
): Promise<ItemResult[]> {
	try {
		const signed = await signedEarlier(connection, plan);
		if (signed) return signed.map((report) => signedAlready(context, report, plan.role));
		const order = orderJson(plan, await starter(connection, plan), Date.now());
		return plan.reports.map((report) => passOn(context, report, { json: { order } }));
	} catch (error) {
		return plan.reports.map(({ from }) => ({ from, error }));
	}
}

/** The reports with the signature that an earlier order with the same content got; null where there is none. */
async function signedEarlier(
	{ client, certificate, policy }: OpenBankId,
	plan: OrderPlan,
): Promise<OpenReport[] | null> {
	const kept = await createOrderSpool(certificate, client.baseUrl).find(plan);
	if (kept?.result?.status !== 'complete') return null;
	const check = { policy, now: () => new Date(), fresh: false };
	const signed = await attachOrder(plan, kept.result.completionData, check);
	return signed.every(({ error }) => error === null) ? signed.map(({ report }) => report) : null;
}
