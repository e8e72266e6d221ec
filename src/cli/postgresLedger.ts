import { UsageError } from './usageError';
import type { DatabaseOptions } from '../ledger/postgres/database';
import { openPostgresLedger, type PostgresLedger } from '../ledger/postgres/open';
import { receiptIn } from '../report/item/readReceipt';

/** Whether `--ledger` names a PostgreSQL database rather than a file. */
export function isPostgresAddress(text: string): boolean {
	return /^postgres(?:ql)?:\/\//.test(text);
}

/**
 * Opens the ledger of `postgres://user:password@host:port/database?schema=…&ssl=true`. The password may be in the
 * environment variable PGPASSWORD instead, where no list of processes shows it.
 *
 * @throws UsageError for an address that cannot be used
 * @throws EltError `LEDGER_…`
 */
export async function postgresLedgerAt(address: string): Promise<PostgresLedger> {
	return await openPostgresLedger({ ...databaseAt(address), readReceipt: receiptIn });
}

function databaseAt(address: string): DatabaseOptions {
	const url = parsed(address);
	const user = decodeURIComponent(url.username);
	const database = decodeURIComponent(url.pathname.slice(1));
	if (url.hostname === '' || user === '' || database === '')
		throw new UsageError('--ledger needs postgres://user:password@host/database');
	return {
		host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
		port: url.port === '' ? undefined : Number(url.port),
		database,
		user,
		password: decodeURIComponent(url.password) || (process.env['PGPASSWORD'] ?? ''),
		ssl: url.searchParams.get('ssl') === 'true',
		schema: url.searchParams.get('schema') ?? undefined,
	};
}

/** The address is not repeated: it may contain the password. */
function parsed(address: string): URL {
	const url = URL.canParse(address) ? new URL(address) : null;
	if (url !== null) return url;
	throw new UsageError('--ledger is not an address such as postgres://user:password@host/database');
}
