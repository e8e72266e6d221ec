import { documentOf } from '../../src/report/item/readItem';
import { sealDocument } from '../../src/signature/seal';
import { readEltConnection } from '../shared/elt/elt';
import { eachItem } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';
import { passOn, readReportAt } from '../shared/elt/reports';

/** Seals each document with the vendor's own certificate; the seal goes beside the report, as `seal`. */
export const signWithCertificate: Operation = {
	properties: [],
	async execute(context) {
		const { certificate } = await readEltConnection(context);
		return await eachItem(context, async (from) => {
			const item = await readReportAt(context, from);
			const seal = await sealDocument(documentOf(item), certificate, new Date());
			return passOn(context, from, item, { json: { seal } });
		});
	},
};
