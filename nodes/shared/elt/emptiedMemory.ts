import type { IExecuteFunctions } from 'n8n-workflow';

import { EltError } from '../../../src/errors';
import { Parameters } from '../n8n/parameters';

/**
 * Refuses to send when n8n's record of what this workflow has sent was cleared (*Clear Deduplication History*): without
 * it every report would go out again. A marker in the record and one in the workflow's static data are written
 * together; when only the second is left, the record was cleared. n8n keeps static data of production executions
 * only, so a workflow that was only ever run by hand is not protected.
 *
 * @param address where the reports go
 * @throws EltError `ELT_LEDGER` unless 'Start With Empty Memory' is on
 */
export async function refuseEmptiedMemory(context: IExecuteFunctions, address: string): Promise<void> {
	const marker = `elt ${address} memory`;
	const { helpers } = context;
	const { processed } = await helpers.checkProcessedAndRecord([marker], 'workflow', { mode: 'entries' });
	const remembered = context.getWorkflowStaticData('global');
	const wasCleared = processed.length === 0 && remembered[marker] === true;
	if (wasCleared && !new Parameters(context, 0).flag('options.startEmpty')) {
		// Taken back, so that the next run notices it too.
		await helpers.removeProcessed([marker], 'workflow', { mode: 'entries' });
		throw new EltError(
			'ELT_LEDGER',
			"n8n's record of what this workflow has sent was cleared: nothing was sent",
			"Reports that Försäkringskassan already has would be sent again. Take them out of the input, then turn on 'Start With Empty Memory' in 'Options' for one run.",
		);
	}
	remembered[marker] = true;
}
