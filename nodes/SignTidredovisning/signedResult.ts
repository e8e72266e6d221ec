import type { IExecuteFunctions } from 'n8n-workflow';

import type { SignedReport } from '../../src/report/sign/sign';
import type { ItemResult } from '../shared/n8n/itemLoop';
import { passOn } from '../shared/elt/reports';

/**
 * The result of a report that went to signing. A signature that could not be proven goes along with the error:
 * Attach Signature takes it once the cause is fixed.
 */
export function resultOf(context: IExecuteFunctions, { report, error, evidence }: SignedReport): ItemResult {
	if (!error) return passOn(context, report);
	return { from: report.from, error, ...(evidence === undefined ? {} : { json: { evidence } }) };
}
