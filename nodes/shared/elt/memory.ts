import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { EltEndpoint } from '../../../src/elt/environments';
import { createPace, type Pace } from '../../../src/elt/pace';
import type { DatabaseOptions } from '../../../src/ledger/postgres/database';
import { openPostgresLedger } from '../../../src/ledger/postgres/open';
import type { ReportLedger } from '../../../src/ledger/types';
import { receiptIn } from '../../../src/report/item/readReceipt';
import { Parameters } from '../n8n/parameters';
import { textOf } from './certificate';
import { refuseEmptiedMemory } from './emptiedMemory';
import { createSentLedger } from './sentLedger';
import { refuseManyWorkers } from './singleWorker';

/** The choice of a ledger. */
export const ledgerProperty: INodeProperties = {
	displayName: 'Ledger',
	name: 'ledger',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'PostgreSQL',
			value: 'postgres',
			description: 'Shared by all workflows, workers and machines that use the same database',
		},
		{
			name: 'This Workflow',
			value: 'workflow',
			description: "N8n's own store: for one n8n process; it keeps no receipts",
		},
	],
	default: 'workflow',
	description: 'Where it is remembered which reports were sent, so that none is sent twice',
};

/** What is remembered of earlier runs, and the pace. */
export interface Memory {
	readonly ledger: ReportLedger;
	readonly pace: Pace;
}

/**
 * Opens the ledger that the node is set to for as long as the work lasts.
 *
 * @throws EltError `LEDGER_…` when PostgreSQL cannot be used; `ELT_LEDGER` without it in queue mode, or when n8n's
 *   record of what was sent was cleared
 */
export async function withMemory<T>(
	context: IExecuteFunctions,
	endpoint: EltEndpoint,
	work: (memory: Memory) => Promise<T>,
): Promise<T> {
	const parameters = new Parameters(context, 0);
	const intervalMs = parameters.integer('options.intervalMs', 0, 3_600_000);
	if (parameters.optionalText('ledger') !== 'postgres') {
		refuseManyWorkers(context);
		await refuseEmptiedMemory(context, endpoint.url);
		return await work({
			ledger: createSentLedger(context, endpoint.url),
			pace: createPace(endpoint, intervalMs),
		});
	}
	const options = ledgerDatabaseOf(await context.getCredentials('eltLedgerApi'));
	const opened = await openPostgresLedger({ ...options, readReceipt: receiptIn });
	try {
		return await work({ ledger: opened.reports(endpoint.url), pace: opened.pace(endpoint, intervalMs) });
	} finally {
		await opened.close();
	}
}

/** The database that the credential names; a server's certificate is always verified. */
export function ledgerDatabaseOf(credential: ICredentialDataDecryptedObject): DatabaseOptions {
	return {
		host: textOf(credential, 'host'),
		port: Number(credential['port'] ?? 5432),
		database: textOf(credential, 'database'),
		user: textOf(credential, 'user'),
		password: textOf(credential, 'password'),
		schema: textOf(credential, 'schema') || undefined,
		ssl: credential['tls'] !== false,
	};
}
