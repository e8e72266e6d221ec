import { sealDocument } from '../../src/signature/seal';
import { readEltConnection } from '../shared/elt/elt';
import { eachItem } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';
import { passOn, readReportAt } from '../shared/elt/reports';

/** Seals each document with the vendor's own certificate; the seal goes beside the report, as `seal`. */
export const signWithCertificate: Operation = {
	properties: [],
	async execute(context) {
		const { certificate } = await readEltConnection(context, 'seal');
		return await eachItem(context, async (from) => {
			const report = await readReportAt(context, from);
			const seal = await sealDocument(report.document, certificate, new Date());
			return passOn(context, report, { json: { seal } });
		});
	},
};
