import { EltError } from '../errors';
import { wait } from '../concurrency/wait';
import type { CollectResult, FailedResult, FinalResult, PendingResult } from './answers';
import type { BankIdClient } from './client';
import { userMessage, type Situation } from './messages';

/** Between two collects, milliseconds: BankID asks for two seconds. */
export const COLLECT_INTERVAL_MS = 2000;

/** Longer than any order lives: 30 s to be started and about 3 minutes in all. */
export const ORDER_LIMIT_MS = 210_000;

/** How many collects in a row may break without an answer before the order is given up. */
const BREAKS_BORNE = 3;

/** How an order is waited for. */
export interface CollectOptions {
	/** Cancels the order. */
	readonly signal?: AbortSignal | undefined;
	/** Between two collects, milliseconds; 2000 by default. */
	readonly intervalMs?: number;
	/** After this the order is cancelled, milliseconds; 210 000 by default. */
	readonly limitMs?: number;
	/** Told each time the order is still under way. */
	readonly onPending?: ((result: PendingResult) => void) | undefined;
	/** Keeps the final result, which BankID gives only once: called and awaited before anything else. */
	readonly saveFinal?: ((result: FinalResult) => Promise<void> | void) | undefined;
}

/** Breaks without an answer: the order may still be there. After a half or strange one a final result is gone. */
const RESUMABLE: ReadonlySet<string> = new Set(['BANKID_BROKEN', 'BANKID_UNREACHABLE']);

/** What waiting for an order takes of a client. */
export type Collecting = Pick<BankIdClient, 'collect' | 'cancel'>;

/** A collect under way is not cut off by a cancel: its answer may be the final one. */
async function collectOnce(client: Collecting, orderRef: string): Promise<CollectResult | EltError> {
	return await client.collect(orderRef).catch((error: unknown) => {
		const resumable = error instanceof EltError && RESUMABLE.has(error.code);
		return resumable ? error : Promise.reject(error);
	});
}

/** The order is ended at BankID; that it is over already, or can't be reached, changes nothing for the caller. */
async function cancelQuietly(client: Collecting, orderRef: string): Promise<void> {
	await client.cancel(orderRef).catch(() => undefined);
}

/**
 * Collects an order until it is signed or has come to nothing. When it is cancelled or takes too long, the order
 * is ended at BankID too.
 * @throws BANKID_CANCELLED, BANKID_LIMIT, and whatever a collect was refused with
 */
export async function collectUntilDone(
	client: Collecting,
	orderRef: string,
	options: CollectOptions = {},
): Promise<FinalResult> {
	const {
		signal,
		intervalMs = COLLECT_INTERVAL_MS,
		limitMs = ORDER_LIMIT_MS,
		onPending,
		saveFinal,
	} = options;
	const until = performance.now() + limitMs;
	let breaks = 0;
	for (;;) {
		const cancelled = await wait(intervalMs, signal).then(
			() => false,
			() => true,
		);
		if (cancelled) return await giveUp(client, orderRef, 'cancelled');
		const result = await collectOnce(client, orderRef);
		breaks = result instanceof EltError ? breaks + 1 : 0;
		if (result instanceof EltError) {
			if (breaks >= BREAKS_BORNE) return await giveUp(client, orderRef, result);
		} else if (result.status === 'pending') {
			onPending?.(result);
		} else {
			await saveFinal?.(result);
			return result;
		}
		if (performance.now() >= until) return await giveUp(client, orderRef, 'limit');
	}
}

async function giveUp(
	client: Collecting,
	orderRef: string,
	why: 'cancelled' | 'limit' | EltError,
): Promise<never> {
	await cancelQuietly(client, orderRef);
	throw why instanceof EltError ? why : givenUp(why);
}

function givenUp(why: 'cancelled' | 'limit'): EltError {
	return why === 'cancelled'
		? new EltError(
				'BANKID_CANCELLED',
				'The run was cancelled; the BankID order was ended.',
				'Start a new order when you want to sign.',
			)
		: new EltError(
				'BANKID_LIMIT',
				'Nobody signed within the time given; the BankID order was ended.',
				'Start a new order when the person is ready: an order must be started within 30 seconds and lives about 3 minutes.',
			);
}

/** An order that came to nothing as an error, in BankID's own words for the user. */
export function orderFailed(result: FailedResult, situation?: Situation): EltError {
	const { code, sv, en } = userMessage('failed', result.hintCode, situation);
	return new EltError(
		'BANKID_ORDER_FAILED',
		`The BankID order was not signed (${result.hintCode || 'no hint code'}): ${en}`,
		`${code}: ${sv} Start a new order when the person is ready.`,
	);
}
