import type { IExecuteFunctions } from 'n8n-workflow';

import { verifySealOf } from '../../src/report/sealVerdict';
import { type ItemVerdict, verifyItems } from '../../src/report/verify';
import { bankIdPolicy } from '../shared/bankId';
import { inInputOrder, type ItemResult, settle } from '../shared/itemLoop';
import type { Operation } from '../shared/operations';
import { type IncomingReport, readReports } from '../shared/reports';
import { sealOf } from '../shared/seal';

/**
 * Verifies both signatures of each report, and its seal where it carries one: a verdict for each. The reports are
 * looked at together, so that one's signature is found when it serves in another's other role.
 */
export const verify: Operation = {
	properties: [],
	async execute(context) {
		const policy = await bankIdPolicy(await context.getCredentials('bankIdApi'));
		const { reports, refused } = await readReports(context);
		const verdicts = await verifyItems(
			reports.map(({ item }) => item),
			policy,
		);
		const results: ItemResult[] = [...refused];
		for (const [index, verdict] of verdicts.entries()) {
			const report = reports[index];
			if (report) results.push({ from: report.from, json: await withSeal(context, report, verdict) });
		}
		return settle(context, inInputOrder(results));
	},
};

async function withSeal(
	context: IExecuteFunctions,
	{ from, item }: IncomingReport,
	verdict: ItemVerdict,
): Promise<object> {
	const seal = sealOf(context, from);
	return seal === undefined ? verdict : { ...verdict, seal: await verifySealOf(item, seal) };
}
