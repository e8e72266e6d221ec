import { verifyItem } from '../../src/report/verify';
import { bankIdPolicy } from '../shared/bankId';
import { eachItem } from '../shared/itemLoop';
import type { Operation } from '../shared/operations';
import { readReportAt } from '../shared/reports';

/** Verifies both signatures of each report: a verdict for each. */
export const verify: Operation = {
	properties: [],
	async execute(context) {
		const policy = await bankIdPolicy(await context.getCredentials('bankIdApi'));
		return await eachItem(context, async (from) => ({
			json: await verifyItem(await readReportAt(context, from), policy),
		}));
	},
};
