import { EltError, type ErrorCode } from '../../errors';
import { decrypt, encrypt, newKey, type Sealing, createSealing, wrappingKey } from './sealing';
import { DEFAULT_SCHEMA, MIGRATIONS, SCHEMA_VERSION } from './schema';
import { randomBytes } from 'node:crypto';
import type { ConnectionOptions } from 'node:tls';
import type { Pool, PoolClient } from 'pg';

/** Where the ledger is. */
export interface DatabaseOptions {
	readonly host: string;
	/** 5432 by default. */
	readonly port?: number;
	readonly database: string;
	readonly user: string;
	/** Also protects the sensitive columns: it must not be empty. */
	readonly password: string;
	/** TLS; off by default. */
	readonly ssl?: boolean | ConnectionOptions;
	/** `elt_ledger` by default; lower-case letters, digits and `_`. */
	readonly schema?: string;
	/** Connections at most; 4 by default. */
	readonly connections?: number;
}

/** A row as the database answers it. */
export type Row = Readonly<Record<string, unknown>>;

/** An open ledger database. */
export interface Database {
	readonly sealing: Sealing;
	/**
	 * One statement. Nothing is open afterwards.
	 *
	 * @throws EltError `LEDGER_…`
	 */
	query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
	/** Several statements, all or none. No network call may be made within. */
	transaction<T>(work: (query: Database['query']) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 15_000;

/** The advisory lock under which the schema is created and migrated: "ELT ledger" in ASCII, cut to 63 bits. */
const MIGRATION_LOCK = '4993719612489034';

const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * Opens the ledger's database, and creates or migrates its schema.
 *
 * @throws EltError `LEDGER_UNREACHABLE`, `LEDGER_PASSWORD`, `LEDGER_RIGHTS`, `LEDGER_SCHEMA`, `LEDGER_KEY`
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
	const { host, port = 5432, database, user, password, ssl = false, schema = DEFAULT_SCHEMA } = options;
	const place = `${database} on ${host}:${port}`;
	if (password === '') throw failure('LEDGER_PASSWORD', place, schema, 'no password is given');
	if (!SCHEMA_NAME.test(schema))
		throw failure('LEDGER_SCHEMA', place, schema, `"${schema}" is not a schema name`);
	const { Pool: PgPool } = await import('pg');
	const pool: Pool = new PgPool({
		...{ host, port, database, user, password, ssl },
		max: options.connections ?? 4,
		connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
		query_timeout: STATEMENT_TIMEOUT_MS,
		application_name: 'n8n-nodes-forsakringskassan-elt',
		options: `-c search_path=${schema} -c statement_timeout=${STATEMENT_TIMEOUT_MS} -c synchronous_commit=on`,
		allowExitOnIdle: true,
	});
	// A connection that breaks while idle is replaced; the next query reports what is wrong.
	pool.on('error', () => undefined);
	const asError = (cause: unknown): EltError => explained(cause, place, schema);
	const query: Database['query'] = async (sql, values = []) =>
		await pool.query<Row>(sql, [...values]).then(
			({ rows }) => rows,
			(cause: unknown) => Promise.reject(asError(cause)),
		);
	const transaction: Database['transaction'] = async (work) => {
		const client = await pool.connect().catch((cause: unknown) => Promise.reject(asError(cause)));
		return await inTransaction(client, work, asError);
	};
	try {
		const key = await transaction((within) => prepare(within, schema, place, password));
		return { sealing: createSealing(key), query, transaction, close: () => pool.end() };
	} catch (cause) {
		await pool.end();
		return Promise.reject(cause);
	}
}

async function inTransaction<T>(
	client: PoolClient,
	work: (query: Database['query']) => Promise<T>,
	asError: (cause: unknown) => EltError,
): Promise<T> {
	const query: Database['query'] = async (sql, values = []) =>
		await client.query<Row>(sql, [...values]).then(
			({ rows }) => rows,
			(cause: unknown) => Promise.reject(asError(cause)),
		);
	try {
		await query('BEGIN');
		const result = await work(query);
		await query('COMMIT');
		client.release();
		return result;
	} catch (cause) {
		// The connection is closed: what it had begun is rolled back by the server.
		client.release(true);
		return Promise.reject(cause);
	}
}

/** Creates and migrates the schema where that is needed; the ledger's key. */
async function prepare(
	query: Database['query'],
	schema: string,
	place: string,
	password: string,
): Promise<Buffer> {
	await query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
	const [found] = await query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
	if (!found) await query(`CREATE SCHEMA ${schema}`);
	const [table] = await query('SELECT to_regclass($1) AS name', [`${schema}.ledger`]);
	const version = table?.['name'] ? await versionOf(query) : 0;
	if (version > SCHEMA_VERSION) {
		const which = `it has version ${version}, and this package knows ${SCHEMA_VERSION}`;
		throw failure('LEDGER_SCHEMA', place, schema, which);
	}
	for (const step of MIGRATIONS.slice(version)) await query(step);
	if (version === 0) await addKey(query, password);
	else if (version < SCHEMA_VERSION) await query('UPDATE ledger SET version = $1', [SCHEMA_VERSION]);
	return await keyOf(query, place, schema, password);
}

async function versionOf(query: Database['query']): Promise<number> {
	const [row] = await query('SELECT version FROM ledger');
	return Number(row?.['version'] ?? 0);
}

async function addKey(query: Database['query'], password: string): Promise<void> {
	const salt = randomBytes(16);
	const key = encrypt(wrappingKey(password, salt), newKey(), 'ledger.key');
	await query('INSERT INTO ledger (version, salt, key) VALUES ($1, $2, $3)', [SCHEMA_VERSION, salt, key]);
}

async function keyOf(
	query: Database['query'],
	place: string,
	schema: string,
	password: string,
): Promise<Buffer> {
	const [row] = await query('SELECT salt, key FROM ledger');
	const { salt, key } = row ?? {};
	if (!(salt instanceof Uint8Array) || !(key instanceof Uint8Array))
		throw failure('LEDGER_SCHEMA', place, schema, 'its table "ledger" is empty');
	try {
		return decrypt(wrappingKey(password, salt), key, 'ledger.key');
	} catch {
		return Promise.reject(failure('LEDGER_KEY', place, schema, ''));
	}
}

/** What PostgreSQL's own codes mean. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const CODES: Readonly<Record<string, ErrorCode>> = {
	'28P01': 'LEDGER_PASSWORD',
	'28000': 'LEDGER_PASSWORD',
	'42501': 'LEDGER_RIGHTS',
	'3D000': 'LEDGER_UNREACHABLE',
	'3F000': 'LEDGER_SCHEMA',
	'42P01': 'LEDGER_SCHEMA',
	'42703': 'LEDGER_SCHEMA',
};

type LedgerCode = 'LEDGER_UNREACHABLE' | 'LEDGER_PASSWORD' | 'LEDGER_RIGHTS' | 'LEDGER_SCHEMA' | 'LEDGER_KEY';

function explained(cause: unknown, place: string, schema: string): EltError {
	if (cause instanceof EltError) return cause;
	const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
	const known = CODES[code];
	const detail = cause instanceof Error ? cause.message : String(cause);
	return failure(isLedgerCode(known) ? known : 'LEDGER_UNREACHABLE', place, schema, detail, cause);
}

function isLedgerCode(code: ErrorCode | undefined): code is LedgerCode {
	return code !== undefined && code in SENTENCES;
}

/** `{place}`, `{schema}` and `{detail}` are filled in. */
const SENTENCES: Readonly<Record<LedgerCode, readonly [message: string, description: string]>> = {
	LEDGER_UNREACHABLE: [
		'The ledger database {place} cannot be used: {detail}',
		'Check that PostgreSQL runs, and host, port and database of the credential. Run again when it answers.',
	],
	LEDGER_PASSWORD: [
		'The ledger database {place} did not accept the user or password: {detail}',
		"Check user and password of the credential, and PostgreSQL's pg_hba.conf. A ledger needs a password: it also protects the stored signatures.",
	],
	LEDGER_RIGHTS: [
		'The user may not do what the ledger needs in the schema "{schema}" of {place}: {detail}',
		'Let an administrator run: CREATE SCHEMA {schema} AUTHORIZATION <user>. The user needs no other rights.',
	],
	LEDGER_SCHEMA: [
		'The schema "{schema}" of {place} cannot be used as a ledger: {detail}',
		'Use the version of this package that wrote it, or a newer one; or give the ledger a schema of its own.',
	],
	LEDGER_KEY: [
		'The ledger in the schema "{schema}" of {place} was created with another password',
		'Its sensitive columns are encrypted with a key that the password protects: use the old password, or give the ledger a schema of its own.',
	],
};

function failure(code: LedgerCode, place: string, schema: string, detail: string, cause?: unknown): EltError {
	const [message, description] = SENTENCES[code];
	const values: Readonly<Record<string, string>> = { place, schema, detail };
	const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
	return new EltError(code, fill(message), fill(description), { cause });
}
