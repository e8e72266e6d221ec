import type { IExecuteFunctions } from 'n8n-workflow';

import type { SignedReport } from '../../src/report/sign/sign';
import type { ItemResult } from '../shared/n8n/itemLoop';
import { type IncomingReport, passOn } from '../shared/elt/reports';

/**
 * What came of a signed report, as a result for the input item it came in. Where the signature could not be proven,
 * it goes along with the error: Attach Signature takes it once the cause is mended.
 */
export function resultOf(
	context: IExecuteFunctions,
	reports: readonly IncomingReport[],
	{ index, item, error, evidence }: SignedReport,
): ItemResult {
	const from = reports[index]?.from ?? index;
	if (!error) return { from, ...passOn(context, from, item) };
	return { from, error, ...(evidence === undefined ? {} : { json: { evidence } }) };
}
