import { EltError } from '../../src/errors';
import { documentOf } from '../../src/report/readItem';
import { verifyItem } from '../../src/report/verify';
import { verifySeal } from '../../src/signature/verifySeal';
import { bankIdPolicy } from '../shared/bankId';
import { errorJson } from '../shared/errors';
import { eachItem } from '../shared/itemLoop';
import type { Operation } from '../shared/operations';
import { readReportAt } from '../shared/reports';
import { sealOf } from '../shared/seal';

/** Verifies both signatures of each report, and its seal where it carries one: a verdict for each. */
export const verify: Operation = {
	properties: [],
	async execute(context) {
		const policy = await bankIdPolicy(await context.getCredentials('bankIdApi'));
		return await eachItem(context, async (from) => {
			const item = await readReportAt(context, from);
			const seal = sealOf(context, from);
			const verdict = await verifyItem(item, policy);
			return {
				json: seal === undefined ? verdict : { ...verdict, seal: await sealVerdict(seal, documentOf(item)) },
			};
		});
	},
};

async function sealVerdict(seal: string, document: Uint8Array): Promise<object> {
	try {
		return { ok: true, ...(await verifySeal(seal, document)) };
	} catch (error) {
		if (error instanceof EltError) return { ok: false, ...errorJson(error) };
		return Promise.reject(error);
	}
}
