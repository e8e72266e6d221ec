/** The name of the ledger's schema unless another is given. */
export const DEFAULT_SCHEMA = 'elt_ledger';

/** The version of the schema that this package reads and writes. */
export const SCHEMA_VERSION = 1;

/**
 * The steps from one version of the schema to the next; each runs once, in order, in one transaction under an
 * advisory lock. Names are relative to the schema.
 */
export const MIGRATIONS: readonly string[] = [
	`
	CREATE TABLE ledger (version integer NOT NULL, salt bytea NOT NULL, key bytea NOT NULL);

	-- What is known of each report at each address. 'open': nothing prevents sending it.
	CREATE TABLE report (
		address text NOT NULL,
		id text NOT NULL,
		state text NOT NULL CHECK (state IN ('open', 'claimed', 'accepted')),
		version bigint NOT NULL,
		request_sha256 text,
		redovisningsmanad text,
		changed_at timestamptz NOT NULL,
		receipt bytea,
		PRIMARY KEY (address, id)
	);
	CREATE INDEX report_by_month ON report (address, redovisningsmanad);
	CREATE INDEX report_by_change ON report (changed_at);

	-- A rejection is of exactly these bytes.
	CREATE TABLE rejection (
		address text NOT NULL,
		id text NOT NULL,
		request_sha256 text NOT NULL,
		rejected_at timestamptz NOT NULL,
		receipt bytea,
		PRIMARY KEY (address, id, request_sha256)
	);

	-- Every claim, and the outcome that followed; without an outcome its process ended first.
	CREATE TABLE attempt (
		address text NOT NULL,
		id text NOT NULL,
		version bigint NOT NULL,
		request_sha256 text NOT NULL,
		claimed_at timestamptz NOT NULL,
		ended_at timestamptz,
		outcome text CHECK (outcome IN ('accepted', 'rejected', 'notSent', 'unknown')),
		receipt bytea,
		PRIMARY KEY (address, id, version)
	);

	CREATE TABLE bankid_order (
		environment text NOT NULL,
		order_ref text NOT NULL,
		role text NOT NULL,
		started_at timestamptz NOT NULL,
		content bytea NOT NULL,
		secrets bytea,
		result bytea,
		signed boolean NOT NULL DEFAULT false,
		PRIMARY KEY (environment, order_ref)
	);
	CREATE TABLE bankid_entry (
		environment text NOT NULL,
		entry text NOT NULL,
		order_ref text NOT NULL,
		PRIMARY KEY (environment, entry, order_ref)
	);
	CREATE TABLE signer (
		environment text NOT NULL,
		signer bytea NOT NULL,
		holder uuid NOT NULL,
		held_until timestamptz NOT NULL,
		PRIMARY KEY (environment, signer)
	);

	-- When the next call to an address may begin, and who waits for it.
	CREATE TABLE pace (
		name text PRIMARY KEY,
		free_at timestamptz NOT NULL,
		last_start timestamptz NOT NULL,
		holder bigint
	);
	CREATE TABLE pace_ticket (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		name text NOT NULL,
		process uuid NOT NULL,
		seen_at timestamptz NOT NULL
	);
	CREATE INDEX pace_ticket_by_name ON pace_ticket (name, id);
	`,
];
