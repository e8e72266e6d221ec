import type { CollectResult, FinalResult } from '../../bankid/answers';
import type { BankIdClient } from '../../bankid/client';
import type { CollectOptions } from '../../bankid/collect';
import { collectOrder, finishOrder } from '../../bankid/orders';
import { EltError } from '../../errors';
import type { KeptOrder } from './orderMemory';

/** How long BankID is asked for an order that a crash left without a result, milliseconds: a quarter of an hour. */
const RESUMABLE_MS = 900_000;

/**
 * The final result of an order that an earlier run left behind: the one that was kept, or what BankID says now, waited
 * for where the order is still open. A second order for the same person would end both.
 *
 * @returns null when a new order must be started: the order is over without a signature, or BankID no longer knows it
 * @throws EltError as `finishOrder`
 */
export async function resumeOrder(
	client: BankIdClient,
	kept: KeptOrder,
	now: Date,
	options: CollectOptions,
): Promise<FinalResult | null> {
	const { orderRef, startedAt, result } = kept;
	if (result) return result.status === 'complete' ? result : null;
	if (now.getTime() - Date.parse(startedAt) > RESUMABLE_MS) return null;
	const first = await askOnce(client, orderRef, options);
	if (!first || first.status === 'failed') return null;
	return first.status === 'complete' ? first : await finishOrder(client, orderRef, options);
}

async function askOnce(
	client: BankIdClient,
	orderRef: string,
	{ saveFinal }: CollectOptions,
): Promise<CollectResult | null> {
	return await collectOrder(client, orderRef, saveFinal).catch((error: unknown) => {
		if (error instanceof EltError && error.code === 'BANKID_INVALID_PARAMETERS') return null;
		return Promise.reject(error);
	});
}
