import { randomUUID } from 'node:crypto';

import { wait } from '../../concurrency/wait';
import type { EltEndpoint } from '../../elt/environments';
import { DEFAULT_PACE_MS, type Pace, paceName, type Turn } from '../../elt/pace';
import type { Database, Row } from './database';

/**
 * How long a turn is held by a process that does not begin its call, milliseconds: longer than connecting may take.
 * When the process dies, the next one waits so long.
 */
const HOLD_MS = 15_000;

/** A ticket that nobody has asked with for so long belongs to a process that has died, milliseconds. */
const FORGOTTEN_MS = 10_000;

/** Between two questions while waiting, milliseconds at most: tickets are kept alive by asking. */
const LONGEST_PAUSE_MS = 2000;

/** Between two questions at least, milliseconds. */
const SHORTEST_PAUSE_MS = 20;

/** Between two questions while another process has a turn and has not begun its call, milliseconds. */
const HELD_PAUSE_MS = 50;

const ENTER = `
	INSERT INTO pace_ticket (name, process, seen_at) VALUES ($1, $2, clock_timestamp()) RETURNING id`;

/**
 * Takes the turn for the first ticket that is alive, when a call may begin. Until the call has begun the next one is
 * far away, so that two never begin within one interval.
 */
const TAKE = `
	WITH mine AS (
		UPDATE pace_ticket SET seen_at = clock_timestamp() WHERE process = $3::uuid
	), first AS (
		SELECT min(id) AS id FROM pace_ticket
		WHERE name = $1 AND (process = $3::uuid OR seen_at > clock_timestamp() - $4 * interval '1 ms')
	)
	UPDATE pace SET holder = $2::bigint, free_at = clock_timestamp() + $5 * interval '1 ms'
	FROM first WHERE pace.name = $1 AND first.id = $2::bigint AND pace.free_at <= clock_timestamp()
	RETURNING pace.holder`;

const LEFT = `
	SELECT extract(epoch FROM free_at - clock_timestamp()) * 1000 AS left, holder IS NOT NULL AS held,
		(SELECT count(*) FROM pace_ticket WHERE name = $1 AND id < $2::bigint) AS before
	FROM pace WHERE name = $1`;

const BEGUN = `
	UPDATE pace SET last_start = clock_timestamp(), holder = nullif(holder, $2::bigint),
		free_at = greatest(CASE WHEN holder = $2::bigint THEN '-infinity' ELSE free_at END,
			clock_timestamp() + $3 * interval '1 ms')
	WHERE name = $1`;

/** Given back unused: the next one may begin as if this one had not been there. */
const GIVEN_BACK = `
	UPDATE pace SET holder = NULL, free_at = last_start + $3 * interval '1 ms'
	WHERE name = $1 AND holder = $2::bigint AND free_at > last_start + $3 * interval '1 ms'`;

const REST = `
	UPDATE pace SET free_at = greatest(free_at, clock_timestamp() + $2 * interval '1 ms'),
		last_start = greatest(last_start, clock_timestamp() + ($2 - $3::float8) * interval '1 ms')
	WHERE name = $1`;

/**
 * The pace of all processes that share a ledger: by the database's clock, first come first served. Waiting uses no
 * connection but for a short question now and then; a process that dies holding its turn is passed after 15 seconds.
 */
export class PostgresPace implements Pace {
	readonly intervalMs: number;
	readonly #name: string;
	readonly #process = randomUUID();
	/** What this process writes, in order. */
	#writes: Promise<unknown>;

	/** @param intervalMs as `createPace` */
	constructor(
		private readonly database: Database,
		endpoint: EltEndpoint,
		intervalMs: number = DEFAULT_PACE_MS,
	) {
		this.intervalMs = Math.max(intervalMs, endpoint.minimumPaceMs);
		this.#name = paceName(endpoint);
		this.#writes = database.query(
			"INSERT INTO pace (name, free_at, last_start) VALUES ($1, '-infinity', '-infinity') ON CONFLICT DO NOTHING",
			[this.#name],
		);
		this.#writes.catch(() => undefined);
	}

	async next(signal?: AbortSignal): Promise<Turn> {
		signal?.throwIfAborted();
		await this.#writes;
		const [row] = await this.database.query(ENTER, [this.#name, this.#process]);
		const ticket = String(row?.['id']);
		try {
			while (!(await this.#take(ticket))) await wait(await this.#pauseMs(ticket), signal);
		} catch (reason) {
			await this.#leave(ticket);
			return Promise.reject(reason);
		}
		await this.#leave(ticket);
		return this.#turn(ticket);
	}

	rest(ms: number): void {
		this.#write(REST, [this.#name, ms, this.intervalMs]);
	}

	async #take(ticket: string): Promise<boolean> {
		const values = [this.#name, ticket, this.#process, FORGOTTEN_MS, HOLD_MS];
		return (await this.database.query(TAKE, values)).length > 0;
	}

	async #pauseMs(ticket: string): Promise<number> {
		const [row = {}] = await this.database.query(LEFT, [this.#name, ticket]);
		const left = row['held'] === true ? HELD_PAUSE_MS : numberIn(row, 'left');
		const until = left + numberIn(row, 'before') * this.intervalMs;
		return Math.min(Math.max(until, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
	}

	async #leave(ticket: string): Promise<void> {
		await this.database
			.query(
				"DELETE FROM pace_ticket WHERE id = $1::bigint OR seen_at < clock_timestamp() - interval '1 hour'",
				[ticket],
			)
			.catch(() => undefined);
	}

	#turn(ticket: string): Turn {
		let begun = false;
		let over = false;
		return {
			begun: () => {
				begun = true;
				this.#write(BEGUN, [this.#name, ticket, this.intervalMs]);
			},
			release: () => {
				if (!over && !begun) this.#write(GIVEN_BACK, [this.#name, ticket, this.intervalMs]);
				over = true;
			},
		};
	}

	/** In order, and without being waited for: when it fails, the next turn comes later, never earlier. */
	#write(sql: string, values: readonly unknown[]): void {
		this.#writes = this.#writes.then(() => this.database.query(sql, values)).catch(() => undefined);
	}
}

function numberIn(row: Row, name: string): number {
	const value = Number(row[name] ?? 0);
	return Number.isFinite(value) ? value : 0;
}
