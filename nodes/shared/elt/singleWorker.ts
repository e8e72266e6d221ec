import type { IExecuteFunctions } from 'n8n-workflow';

import { EltError } from '../../../src/errors';
import { Parameters } from '../n8n/parameters';

/**
 * Refuses to use n8n's own store in queue mode unless 'Single Worker' is on: the store is read, changed and written as a
 * whole, and two workers that do so at the same time forget what the other has recorded.
 *
 * @throws EltError `ELT_LEDGER`
 */
export function refuseManyWorkers(context: IExecuteFunctions): void {
	if (process.env['EXECUTIONS_MODE'] !== 'queue') return;
	if (new Parameters(context, 0).flag('options.singleWorker')) return;
	throw new EltError(
		'ELT_LEDGER',
		"n8n runs in queue mode and 'Single Worker' is off: nothing was sent",
		"Several workers overwrite each other's record of what was sent, so that reports go out twice and calls come too fast. Set 'Ledger' to PostgreSQL, or let one worker with a concurrency of 1 run this workflow and turn on 'Single Worker' in 'Options'.",
	);
}
