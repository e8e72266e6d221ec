import { writeEvidence } from '../../src/report/evidence/evidence';
import { verifyReport } from '../../src/report/sign/verify';
import { bankIdPolicy } from '../shared/elt/bankId';
import { hint } from '../shared/n8n/hints';
import { eachItem } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';
import { passOn, readReportAt } from '../shared/elt/reports';
import { sealOf } from '../shared/elt/seal';
import { outputField } from './submitParameters';

/** Writes a report with signatures, receipt and the verifier's verdict as one ZIP that proves it by itself. */
export const receiptFile: Operation = {
	properties: [outputField],
	async execute(context) {
		const policy = await bankIdPolicy(await context.getCredentials('bankIdApi'));
		return await eachItem(context, async (from) => {
			const report = await readReportAt(context, from);
			const { item } = report;
			const field = new Parameters(context, from).requiredText('outputDataFieldName');
			if (!item.receipt)
				hint(context, `Report ${item.id} has not been sent: its file contains no receipt.`, 'warning');
			const seal = sealOf(context, from);
			const now = new Date();
			const zip = await writeEvidence({
				report,
				verdict: await verifyReport(report, policy, now),
				verifiedAt: now.toISOString(),
				seal,
			});
			const name = `${item.redovisningsmanad}-${item.id}.zip`;
			const file = await context.helpers.prepareBinaryData(Buffer.from(zip), name, 'application/zip');
			return passOn(context, report, { binary: { [field]: file } });
		});
	},
};
