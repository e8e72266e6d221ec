import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { orderFailed } from '../../src/bankid/collect';
import { userMessage } from '../../src/bankid/messages';
import { collectOrder as collect, finishOrder } from '../../src/bankid/orders';
import type { CollectResult, FinalResult } from '../../src/bankid/answers';
import type { OpenReport } from '../../src/report/item/openReport';
import type { OrderPlan } from '../../src/report/sign/plan';
import { attachOrder } from '../../src/report/sign/sign';
import type { OrderMemory } from '../../src/report/sign/orderMemory';
import { type OpenBankId, withBankId } from '../shared/elt/bankId';
import { inInputOrder, type ItemResult, settle } from '../shared/n8n/itemLoop';
import { createOrderSpool } from '../shared/elt/orderSpool';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';
import { passOn, readReportAt, without } from '../shared/elt/reports';
import { isSignedAlready, type OrderJson, readOrderJson, startingOf } from './orderJson';
import { resultOf, warnNotKept } from './signedResult';

const properties: readonly INodeProperties[] = [
	{
		displayName: 'Wait (Seconds)',
		name: 'waitSeconds',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 210 },
		default: 0,
		description:
			'How long to wait for the signature; an order that nobody has signed by then is ended. With 0 the order is asked once; while it is pending, the item goes on with how it stands.',
	},
];

/** The reports of one order among the items. */
interface Collected {
	readonly order: OrderJson;
	readonly reports: [OpenReport, ...OpenReport[]];
}

/** Asks how orders stand and puts the signatures of those that are signed on their reports. */
export const collectOrder: Operation = {
	properties,
	async execute(context) {
		const results: ItemResult[] = [];
		const orders = new Map<string, Collected>();
		for (const from of context.getInputData().keys()) {
			try {
				const report = await readReportAt(context, from);
				const json = context.getInputData()[from]?.json;
				if (isSignedAlready(json, report)) {
					results.push(withoutOrder(passOn(context, report)));
					continue;
				}
				const order = readOrderJson(json);
				const known = orders.get(order.orderRef);
				if (known) known.reports.push(report);
				else orders.set(order.orderRef, { order, reports: [report] });
			} catch (error) {
				results.push({ from, error });
			}
		}
		await withBankId(context, async (connection) => {
			for (const one of orders.values()) results.push(...(await collectOne(context, connection, one)));
		});
		return settle(context, inInputOrder(results));
	},
};

async function collectOne(
	context: IExecuteFunctions,
	connection: OpenBankId,
	{ order, reports }: Collected,
): Promise<ItemResult[]> {
	try {
		const memory = createOrderSpool(connection.certificate, connection.client.baseUrl);
		const kept = await memory.find(order);
		// Asked again after success: BankID gives a result only once.
		const known = kept?.orderRef === order.orderRef ? kept.result : null;
		const result = known ?? (await ask(context, connection, order, memory));
		if (result.status === 'pending')
			return reports.map((report) => pending(context, report, order, result.hintCode));
		if (result.status === 'failed') {
			const error = orderFailed(result);
			return reports.map(({ from }) => ({ from, error }));
		}
		const { policy } = connection;
		const signed = await attachOrder(planOf(order, reports), result.completionData, {
			policy,
			now: () => new Date(),
			fresh: known === null,
		});
		return signed.map((result) => withoutOrder(resultOf(context, result)));
	} catch (error) {
		return reports.map(({ from }) => ({ from, error }));
	}
}

/** The order is over; what was stopped carries nothing but what the error needs. */
function withoutOrder(result: ItemResult): ItemResult {
	return 'error' in result ? result : { ...result, json: without('order', result.json) };
}

async function ask(
	context: IExecuteFunctions,
	{ client }: OpenBankId,
	order: OrderJson,
	memory: OrderMemory,
): Promise<CollectResult> {
	const { orderRef, startedAt } = order;
	const saveFinal = (result: FinalResult): Promise<void> =>
		memory
			.keep(order, { orderRef, startedAt, result })
			.catch((error: unknown) => warnNotKept(context, order, error));
	const seconds = new Parameters(context, 0).number('waitSeconds') ?? 0;
	if (seconds <= 0) return await collect(client, orderRef, saveFinal);
	const signal = context.getExecutionCancelSignal();
	return await finishOrder(client, orderRef, { signal, limitMs: seconds * 1000, saveFinal });
}

function pending(
	context: IExecuteFunctions,
	report: OpenReport,
	order: OrderJson,
	hintCode: string,
): ItemResult {
	const { sv, en } = userMessage('pending', hintCode);
	const standing: OrderJson = {
		...order,
		hintCode,
		message: { sv, en },
		...startingOf(order.orderRef, Date.now()),
	};
	return passOn(context, report, { json: { order: standing } });
}

/** The order as it was planned, of those of its reports that came here. */
function planOf(order: OrderJson, reports: OrderPlan['reports']): OrderPlan {
	const { role, signer, visibleText, format, userNonVisibleData } = order;
	return { role, signer, visibleText, format, userNonVisibleData, reports };
}
