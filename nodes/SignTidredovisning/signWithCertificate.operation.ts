import { documentOf } from '../../src/report/readItem';
import { sealDocument } from '../../src/signature/seal';
import { readEltConnection } from '../shared/elt';
import { eachItem } from '../shared/itemLoop';
import type { Operation } from '../shared/operations';
import { passOn, readReportAt } from '../shared/reports';

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
