import { EltError } from '../errors';
import { maskPersonnummer } from '../identity/masking';
import { withKey } from '../concurrency/keyedLock';
import { sharedInProcess } from '../concurrency/shared';
import type { CollectResult, FinalResult, StartedOrder } from './answers';
import type { BankIdClient, CallOptions, PhoneSignRequest, SignRequest } from './client';
import { keepFinalResult, keptFinalResult } from './finalResults';
import { collectUntilDone, ORDER_LIMIT_MS, type CollectOptions } from './collect';

/** An order that this process has under way. */
interface Running {
	/** Empty until BankID has answered. */
	orderRef: string;
	/** By `performance.now()`: BankID has forgotten the order then. */
	readonly endsAt: number;
	readonly over: Promise<void>;
	readonly end: () => void;
}

/** Starts and waits; told as things happen. */
export interface SignOptions extends CollectOptions {
	/** The order has started: show its QR code or start link, within 30 s. What it throws ends the order. */
	readonly onStarted?: ((order: StartedOrder) => Promise<void> | void) | undefined;
}

function orders(): Map<string, Running> {
	const isMap = (value: object): value is Map<string, Running> => value instanceof Map;
	return sharedInProcess('bankid-orders.v1', isMap, () => new Map<string, Running>());
}

/** Whose order it is, and where; null when anyone may sign. */
function keyOf(client: BankIdClient, request: SignRequest | PhoneSignRequest): string | null {
	const signer = 'endUserIp' in request ? request.requirement?.personalNumber : request.personalNumber;
	return signer === undefined ? null : `${client.baseUrl} ${signer}`;
}

function runningFor(key: string | null): Running | undefined {
	const running = key === null ? undefined : orders().get(key);
	if (running === undefined || performance.now() < running.endsAt) return running;
	running.end();
	return undefined;
}

function reserve(key: string | null): Running {
	let resolve = () => {};
	const over = new Promise<void>((done) => (resolve = done));
	const running: Running = {
		orderRef: '',
		endsAt: performance.now() + ORDER_LIMIT_MS,
		over,
		end: () => {
			if (key !== null && orders().get(key) === running) orders().delete(key);
			resolve();
		},
	};
	if (key !== null) orders().set(key, running);
	return running;
}

function ended(orderRef: string): void {
	for (const running of [...orders().values()]) {
		if (running.orderRef === orderRef) running.end();
	}
}

/** Waits until no order of the signer is under way; between the last look and the reservation nobody comes. */
async function reserveWhenFree(key: string | null, signal: AbortSignal | undefined): Promise<Running> {
	for (let running = runningFor(key); running !== undefined; running = runningFor(key)) {
		await eitherComes(running, signal);
		if (signal?.aborted === true) throw cancelledWaiting();
	}
	return reserve(key);
}

/** Ends with the time, the signal, or the order, whichever comes first; leaves no timer behind. */
function eitherComes({ endsAt, over }: Running, signal: AbortSignal | undefined): Promise<void> {
	return new Promise((resolve) => {
		const finish = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', finish);
			resolve();
		};
		const timer = setTimeout(finish, endsAt - performance.now());
		if (signal?.aborted === true) finish();
		signal?.addEventListener('abort', finish, { once: true });
		void over.then(finish);
	});
}

function reserveOrRefuse(client: BankIdClient, request: SignRequest | PhoneSignRequest): Running {
	const key = keyOf(client, request);
	if (key === null || runningFor(key) === undefined) return reserve(key);
	throw new EltError(
		'BANKID_ORDER_RUNNING',
		`An order for ${maskPersonnummer(key.slice(key.lastIndexOf(' ') + 1))} is under way already.`,
		'Collect it to its end or cancel it first: a second one would end both.',
	);
}

async function start<T extends { readonly orderRef: string }>(
	running: Running,
	call: () => Promise<T>,
): Promise<T> {
	try {
		const order = await call();
		running.orderRef = order.orderRef;
		return order;
	} finally {
		if (running.orderRef === '') running.end();
	}
}

/**
 * Starts an order and leaves it running: {@link collectOrder} or {@link cancelOrder} end it.
 * @throws BANKID_ORDER_RUNNING when this process has an order for the signer under way
 */
export async function startOrder(
	client: BankIdClient,
	request: SignRequest,
	options?: CallOptions,
): Promise<StartedOrder> {
	return await start(reserveOrRefuse(client, request), () => client.sign(request, options));
}

/**
 * Starts an order for a person on the telephone, who must be asked to open the app.
 * @throws BANKID_ORDER_RUNNING when this process has an order for the signer under way
 */
export async function startPhoneOrder(
	client: BankIdClient,
	request: PhoneSignRequest,
	options?: CallOptions,
): Promise<{ readonly orderRef: string }> {
	return await start(reserveOrRefuse(client, request), () => client.phoneSign(request, options));
}

/**
 * One collect whose final result is kept in this process at once, and given again to who asks again: in BankID it is
 * gone. One at a time for an order: of two that ask at the same time, BankID would tell one that there is no order.
 */
async function collectKept(client: BankIdClient, orderRef: string): Promise<CollectResult> {
	return await withKey('bankid-collect.v1', `${client.baseUrl} ${orderRef}`, async () => {
		const kept = keptFinalResult(client.baseUrl, orderRef);
		if (kept) return kept;
		const result = await client.collect(orderRef);
		if (result.status !== 'pending') keepFinalResult(client.baseUrl, result);
		return result;
	}).catch((error: unknown) => {
		if (isUnknownOrder(error)) ended(orderRef);
		return Promise.reject(error);
	});
}

/** BankID's answer to a collect or cancel of an order that it has not, or no longer. */
function isUnknownOrder(error: unknown): boolean {
	return error instanceof EltError && error.code === 'BANKID_INVALID_PARAMETERS';
}

/**
 * Asks once how an order stands. A final result is kept in this process and given again to who asks again.
 * @param saveFinal keeps a final result, which BankID gives only once: called and awaited before anything else
 */
export async function collectOrder(
	client: BankIdClient,
	orderRef: string,
	saveFinal?: (result: FinalResult) => Promise<void> | void,
): Promise<CollectResult> {
	const result = await collectKept(client, orderRef);
	if (result.status === 'pending') return result;
	await saveFinal?.(result);
	ended(orderRef);
	return result;
}

/**
 * Waits for an order that was started earlier; a final result is kept as `collectOrder` keeps it.
 * @throws see {@link collectUntilDone}
 */
export async function finishOrder(
	client: BankIdClient,
	orderRef: string,
	options: CollectOptions = {},
): Promise<FinalResult> {
	const kept = keptFinalResult(client.baseUrl, orderRef);
	if (kept) return kept;
	const keeping = { ...client, collect: (ref: string) => collectKept(client, ref) };
	try {
		return await collectUntilDone(keeping, orderRef, options);
	} finally {
		ended(orderRef);
	}
}

/** Ends an order because the user left; one that BankID no longer has is over already. */
export async function cancelOrder(
	client: BankIdClient,
	orderRef: string,
	options?: CallOptions,
): Promise<void> {
	await client.cancel(orderRef, options).catch((error: unknown) => {
		if (!isUnknownOrder(error)) return Promise.reject(error);
	});
	ended(orderRef);
}

/**
 * Starts an order and waits until it is signed or has come to nothing. An order for the same signer that this
 * process has under way is waited for first, so that there are never two.
 * @throws BANKID_CANCELLED, BANKID_LIMIT, and whatever BankID refused a call with
 */
export async function signAndWait(
	client: BankIdClient,
	request: SignRequest,
	options: SignOptions = {},
): Promise<FinalResult> {
	const running = await reserveWhenFree(keyOf(client, request), options.signal);
	const order = await start(running, () => client.sign(request, { signal: options.signal }));
	try {
		await options.onStarted?.(order);
	} catch (error) {
		await cancelOrder(client, order.orderRef).catch(() => ended(order.orderRef));
		return await Promise.reject(error);
	}
	return await finishOrder(client, order.orderRef, options);
}

function cancelledWaiting(): EltError {
	return new EltError(
		'BANKID_CANCELLED',
		'The run was cancelled while an earlier order of the same signer was under way.',
		'Run it again when you want to sign.',
	);
}
