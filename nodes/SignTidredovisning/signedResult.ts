import type { IExecuteFunctions } from 'n8n-workflow';

import type { SignedReport } from '../../src/report/sign/sign';
import type { ItemResult } from '../shared/n8n/itemLoop';
import type { OrderPlan } from '../../src/report/sign/plan';
import { hint } from '../shared/n8n/hints';
import { passOn } from '../shared/elt/reports';

/**
 * The result of a report that went to signing. A signature that could not be proven goes along with the error:
 * Attach Signature takes it once the cause is fixed.
 */
export function resultOf(context: IExecuteFunctions, { report, error, evidence }: SignedReport): ItemResult {
	if (!error) return passOn(context, report);
	return { from: report.from, error, ...(evidence === undefined ? {} : { json: { evidence } }) };
}

/** Warns of a final result that the disk did not take: this run has it, a crash would lose it. */
export function warnNotKept(
	context: IExecuteFunctions,
	{ role }: Pick<OrderPlan, 'role'>,
	error: unknown,
): void {
	const message = error instanceof Error ? error.message : String(error);
	hint(context, `${message}: if n8n ends now, the ${role} must sign again.`, 'warning');
}
