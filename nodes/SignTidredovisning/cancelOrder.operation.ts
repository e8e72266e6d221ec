import { cancelOrder as cancel } from '../../src/bankid/orders';
import { withBankId } from '../shared/elt/bankId';
import { eachItem } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';
import { passOn, readReportAt, without } from '../shared/elt/reports';
import { readOrderJson } from './orderJson';

/** Ends orders that nobody is going to sign; the reports go on without them. */
export const cancelOrder: Operation = {
	properties: [],
	async execute(context) {
		const ended = new Set<string>();
		return await withBankId(context, ({ client }) =>
			eachItem(context, async (from) => {
				const report = await readReportAt(context, from);
				const { orderRef } = readOrderJson(context.getInputData()[from]?.json);
				if (!ended.has(orderRef)) await cancel(client, orderRef);
				ended.add(orderRef);
				const output = passOn(context, report);
				return { ...output, json: without('order', output.json) };
			}),
		);
	},
};
