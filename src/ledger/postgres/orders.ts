import { randomUUID } from 'node:crypto';

import { readCollect, readStartedOrder, type StartedOrder } from '../../bankid/answers';
import type { LedgerOrder, OrderLedger, SavedResult } from '../types';
import type { Database } from './database';

const RESERVE = `
	INSERT INTO signer (environment, signer, holder, held_until)
	VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms')
	ON CONFLICT (environment, signer) DO UPDATE SET holder = $3, held_until = excluded.held_until
	WHERE signer.held_until < clock_timestamp() RETURNING holder`;

const SAVE_ORDER = `
	INSERT INTO bankid_order (environment, order_ref, role, started_at, content, secrets)
	VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (environment, order_ref) DO NOTHING`;

const SAVE_RESULT = `
	WITH entries AS (
		INSERT INTO bankid_entry (environment, entry, order_ref)
		SELECT $1, unnest($7::text[]), $2 WHERE $8 ON CONFLICT DO NOTHING
	)
	INSERT INTO bankid_order (environment, order_ref, role, started_at, content, result, signed)
	VALUES ($1, $2, $3, $4, $5, $6, $8)
	ON CONFLICT (environment, order_ref) DO UPDATE SET result = $6, signed = $8, secrets = NULL`;

const SIGNED = `
	SELECT order_ref, result FROM bankid_entry JOIN bankid_order USING (environment, order_ref)
	WHERE environment = $1 AND role = $2 AND entry = $3 AND signed ORDER BY started_at DESC LIMIT 1`;

/** BankID orders in PostgreSQL, of one environment and relying party. */
export class PostgresOrders implements OrderLedger {
	constructor(
		private readonly database: Database,
		private readonly environment: string,
	) {}

	async reserveSigner(signer: string, holdMs: number): Promise<(() => Promise<void>) | null> {
		const holder = randomUUID();
		const key = this.database.sealing.digest(`signer ${signer}`);
		const [row] = await this.database.query(RESERVE, [this.environment, key, holder, holdMs]);
		if (!row) return null;
		return async () => {
			const values = [this.environment, key, holder];
			await this.database.query(
				'DELETE FROM signer WHERE environment = $1 AND signer = $2 AND holder = $3',
				values,
			);
		};
	}

	async saveOrder(order: LedgerOrder, secrets: StartedOrder | null): Promise<void> {
		const { orderRef, role, startedAt } = order;
		const sealed = secrets && this.#seal(secrets, 'secrets', orderRef);
		const content = this.#seal(order, 'order', orderRef);
		await this.database.query(SAVE_ORDER, [this.environment, orderRef, role, startedAt, content, sealed]);
	}

	async orderSecrets(orderRef: string): Promise<StartedOrder | null> {
		const sealed = await this.#column('secrets', orderRef);
		return sealed && readStartedOrder(bodyOf(this.#open(sealed, 'secrets', orderRef)));
	}

	async saveFinalResult(saved: SavedResult): Promise<void> {
		const { orderRef, role, startedAt, userNonVisibleData } = saved.order;
		const entries = Buffer.from(userNonVisibleData, 'base64').toString('utf8').split(';');
		await this.database.query(SAVE_RESULT, [
			this.environment,
			orderRef,
			role,
			startedAt,
			this.#seal(saved.order, 'order', orderRef),
			this.#seal(saved, 'result', orderRef),
			entries,
			saved.result.status === 'complete',
		]);
	}

	async finalResult(orderRef: string): Promise<SavedResult | null> {
		const sealed = await this.#column('result', orderRef);
		return sealed && savedIn(this.#open(sealed, 'result', orderRef));
	}

	async signedOrder(role: string, entry: string): Promise<SavedResult | null> {
		const [row] = await this.database.query(SIGNED, [this.environment, role, entry]);
		const sealed = row?.['result'];
		if (!(sealed instanceof Uint8Array)) return null;
		return savedIn(this.#open(sealed, 'result', String(row?.['order_ref'])));
	}

	async #column(name: 'secrets' | 'result', orderRef: string): Promise<Uint8Array | null> {
		const sql = `SELECT ${name} FROM bankid_order WHERE environment = $1 AND order_ref = $2`;
		const [row] = await this.database.query(sql, [this.environment, orderRef]);
		const sealed = row?.[name];
		return sealed instanceof Uint8Array ? sealed : null;
	}

	#seal(value: unknown, column: string, orderRef: string): Buffer {
		return this.database.sealing.seal(value, `${column} ${this.environment} ${orderRef}`);
	}

	#open(sealed: Uint8Array, column: string, orderRef: string): unknown {
		return this.database.sealing.open(sealed, `${column} ${this.environment} ${orderRef}`);
	}
}

/** As BankID's own answer, so that one reader serves both. */
function bodyOf(json: unknown): Uint8Array {
	return Buffer.from(JSON.stringify(json), 'utf8');
}

/** Null for what is not a final result with its order. */
function savedIn(json: unknown): SavedResult | null {
	if (!isObject(json) || !isObject(json['order'])) return null;
	const result = readCollect(bodyOf(json['result']));
	const order = orderIn(json['order']);
	return order && result.status !== 'pending' ? { order, result } : null;
}

function orderIn(json: Readonly<Record<string, unknown>>): LedgerOrder | null {
	const { orderRef, role, signer, visibleText, format, userNonVisibleData, startedAt } = json;
	if (typeof orderRef !== 'string' || typeof role !== 'string' || typeof startedAt !== 'string') return null;
	if (typeof visibleText !== 'string' || typeof userNonVisibleData !== 'string') return null;
	if (format !== 'plaintext' && format !== 'simpleMarkdownV1') return null;
	const named = typeof signer === 'string' ? { signer } : {};
	return { orderRef, role, ...named, visibleText, format, userNonVisibleData, startedAt };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
