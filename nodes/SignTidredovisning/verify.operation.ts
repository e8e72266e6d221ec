import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OpenReport } from '../../src/report/item/openReport';
import { verifySealOf } from '../../src/report/sign/sealVerdict';
import { type ItemVerdict, verifyReports } from '../../src/report/sign/verify';
import { type SealTrust, sealTrust } from '../../src/signature/sealTrust';
import { bankIdPolicy } from '../shared/elt/bankId';
import { inInputOrder, type ItemResult, settle } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';
import { readReports } from '../shared/elt/reports';
import { sealOf } from '../shared/elt/seal';

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Seal Root Certificates',
			name: 'sealRoots',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
			description:
				"Certificates (PEM) that are trusted for seals: the root of the vendor's certificates, or the vendor's own certificate. Without them no seal is proven.",
		},
	],
};

/**
 * Verifies both signatures of each report, and its seal where it carries one: a verdict for each. The reports are
 * looked at together, so that one's signature is found when it serves in another's other role.
 */
export const verify: Operation = {
	properties: [options],
	async execute(context) {
		const policy = await bankIdPolicy(await context.getCredentials('bankIdApi'));
		const roots = new Parameters(context, 0).optionalText('options.sealRoots');
		const trust = sealTrust(roots === undefined ? [] : [roots]);
		const { reports, refused } = await readReports(context);
		const verdicts = await verifyReports(reports, policy, new Date());
		const results: ItemResult[] = [...refused];
		for (const [index, verdict] of verdicts.entries()) {
			const report = reports[index];
			if (report) results.push({ from: report.from, json: await withSeal(context, report, verdict, trust) });
		}
		return settle(context, inInputOrder(results));
	},
};

async function withSeal(
	context: IExecuteFunctions,
	report: OpenReport,
	verdict: ItemVerdict,
	trust: SealTrust,
): Promise<object> {
	const seal = sealOf(context, report.from);
	return seal === undefined
		? verdict
		: { ...verdict, seal: await verifySealOf(report, seal, { trust, now: new Date() }) };
}
