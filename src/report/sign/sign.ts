import { EltError } from '../../errors';
import { asEltError } from '../item/asEltError';
import { attachSignature, type SignatureEvidence } from './attach';
import type { OpenReport } from '../item/openReport';
import { type OrderPlan, planOrders, type PlanOptions } from './plan';
import type { FinalResult, PendingResult, StartedOrder } from '../../bankid/answers';
import type { BankIdClient, PhoneSignRequest, Requirement, SignRequest } from '../../bankid/client';
import { type CollectOptions, orderFailed } from '../../bankid/collect';
import { signAndWait } from '../../bankid/orders';
import { userVisibleData } from '../../bankid/visibleText';
import type { OrderMemory } from './orderMemory';
import { resumeOrder } from './resumeOrder';
import type { SignaturePolicy } from '../../signature/policy';

/** How many signers have an order under way at the same time unless asked otherwise. */
export const DEFAULT_SIDE_BY_SIDE = 20;

/** What a signature is held against when an order has been signed. */
export interface SignatureCheck {
	readonly policy: SignaturePolicy;
	readonly now: () => Date;
	/** Whether the signature must have been given just now; default true. */
	readonly fresh?: boolean;
}

/** Plan, client and what is reported on the way. */
export interface SignReportsOptions extends PlanOptions, SignatureCheck {
	readonly client: BankIdClient;
	/** The signer's IP address as this side sees it; the same for all, or each order's own. */
	readonly endUserIp: string | ((order: OrderPlan) => string);
	/** More that BankID is to demand of who signs; the personnummer is added where it is known. */
	readonly requirement?: Omit<Requirement, 'personalNumber'>;
	/** Cancels every order. */
	readonly signal?: AbortSignal;
	/** Between two collects, milliseconds; 2000 by default, BankID's own. */
	readonly intervalMs?: number;
	/** How long each order is waited for, milliseconds; 210 000 by default. */
	readonly limitMs?: number;
	/** How many signers at a time, 1 or more; default 20. One signer never has two orders at once. */
	readonly sideBySide?: number;
	/** An order has started: show its QR code or start link, within 30 s. What it throws ends the order. */
	readonly onStarted?: (order: OrderPlan, started: StartedOrder) => Promise<void> | void;
	readonly onPending?: (order: OrderPlan, result: PendingResult) => void;
	/** Keeps a final result, which BankID gives once only: called and awaited before anything else. */
	readonly saveFinal?: (order: OrderPlan, result: FinalResult) => Promise<void> | void;
	/** Keeps orders longer than a run: those that a crash left behind are picked up; none are kept by default. */
	readonly memory?: OrderMemory;
	/** A final result could not be kept: the run goes on with it, but a crash would lose it. */
	readonly onNotKept?: (order: OrderPlan, error: unknown) => void;
	/** An order is over, and what came of its reports. */
	readonly onOver?: (order: OrderPlan, reports: readonly SignedReport[]) => void;
}

/** What came of one report. */
export interface SignedReport {
	/** With the new signature, or as it was given when `error` is set. */
	readonly report: OpenReport;
	/** Why it wasn't signed; null when it was. */
	readonly error: EltError | null;
	/** What BankID gave for it, where it could not be proven here: BankID gives it once only. */
	readonly evidence?: SignatureEvidence;
}

/**
 * Has reports signed with BankID: plans the orders, runs those of different signers side by side and one at
 * a time for each, and verifies what comes back before it counts. Whatever happens to one order or report,
 * the others go on.
 *
 * @returns one result for each report, in the order of the inputs they came from
 * @throws TypeError as `planOrders`
 */
export async function signReports(
	reports: readonly OpenReport[],
	options: SignReportsOptions,
): Promise<SignedReport[]> {
	const { orders, done, refused } = await planOrders(reports, options);
	const queues = perSigner(orders);
	const signed: SignedReport[] = [];
	const runQueue = async (queue: readonly OrderPlan[]): Promise<void> => {
		for (const order of queue) {
			const results = await runOrder(order, options);
			options.onOver?.(order, results);
			signed.push(...results);
		}
	};
	await eachOf(queues, options.sideBySide ?? DEFAULT_SIDE_BY_SIDE, runQueue);
	return [...signed, ...done.map((report) => ({ report, error: null })), ...refused].sort(
		(one, other) => one.report.from - other.report.from,
	);
}

/** The request that starts a planned order. */
export function signRequestOf(
	order: OrderPlan,
	{ endUserIp, requirement }: Pick<SignReportsOptions, 'endUserIp' | 'requirement'>,
): SignRequest {
	const demanded = {
		...requirement,
		...(order.signer === undefined ? {} : { personalNumber: order.signer }),
	};
	return {
		endUserIp: typeof endUserIp === 'string' ? endUserIp : endUserIp(order),
		...textsOf(order),
		...(Object.keys(demanded).length > 0 ? { requirement: demanded } : {}),
	};
}

/**
 * The request that starts a planned order for a person on the telephone.
 *
 * @throws EltError `INPUT_INVALID` when nobody is named as signer
 */
export function phoneRequestOf(order: OrderPlan, callInitiator: 'user' | 'RP'): PhoneSignRequest {
	if (order.signer === undefined) {
		throw new EltError(
			'INPUT_INVALID',
			'An order by telephone needs to know who signs, and no personnummer is given',
			"Fill in the signer's personnummer.",
		);
	}
	return { personalNumber: order.signer, callInitiator, ...textsOf(order) };
}

/**
 * Puts the signature of a finished order on each of its reports, once it is proven for it.
 *
 * @returns one result for each report of the order
 */
export async function attachOrder(
	order: OrderPlan,
	evidence: SignatureEvidence,
	{ policy, now, fresh = true }: SignatureCheck,
): Promise<SignedReport[]> {
	const signed: SignedReport[] = [];
	for (const report of order.reports) {
		const attach = attachSignature(report, evidence, {
			role: order.role,
			policy,
			now: now(),
			fresh,
			userVisibleData: order.visibleText,
			userNonVisibleData: order.userNonVisibleData,
			signer: order.signer,
		});
		signed.push(
			await attach.then(
				(withSignature) => ({ report: withSignature, error: null }),
				(error: unknown) => ({ report, error: asEltError(error), evidence: onlyEvidence(evidence) }),
			),
		);
	}
	return signed;
}

/** Without what else BankID tells of the order. */
function onlyEvidence({ signature, ocspResponse }: SignatureEvidence): SignatureEvidence {
	return { signature, ocspResponse };
}

/** The orders of each signer, in the order planned. */
function perSigner(orders: readonly OrderPlan[]): OrderPlan[][] {
	const queues = new Map<string, OrderPlan[]>();
	for (const order of orders) {
		const queue = queues.get(order.signer ?? '');
		if (queue) queue.push(order);
		else queues.set(order.signer ?? '', [order]);
	}
	return [...queues.values()];
}

/** The same error for every report of an order. */
function failOrder(order: OrderPlan, error: unknown): SignedReport[] {
	const failure = asEltError(error);
	return order.reports.map((report) => ({ report, error: failure }));
}

async function runOrder(order: OrderPlan, options: SignReportsOptions): Promise<SignedReport[]> {
	try {
		return (await pickUp(order, options)) ?? (await askToSign(order, options));
	} catch (error) {
		return failOrder(order, error);
	}
}

/** What an earlier run left of the same order; null when a new order must be started. */
async function pickUp(order: OrderPlan, options: SignReportsOptions): Promise<SignedReport[] | null> {
	const { client, memory, policy, now } = options;
	const kept = await memory?.find(order);
	if (!kept) return null;
	const result = await resumeOrder(client, kept, now(), collectOptions(order, kept.startedAt, options));
	if (!result) return null;
	if (result.status === 'failed') return failOrder(order, orderFailed(result));
	const fresh = kept.result === null;
	const signed = await attachOrder(order, result.completionData, { policy, now, fresh });
	// With other roots, or against another document, a kept signature proves nothing: the person is asked again.
	return fresh || signed.some(({ error }) => error === null) ? signed : null;
}

async function askToSign(order: OrderPlan, options: SignReportsOptions): Promise<SignedReport[]> {
	const { client, onStarted, memory, now } = options;
	const startedAt = now().toISOString();
	const result = await signAndWait(client, signRequestOf(order, options), {
		...collectOptions(order, startedAt, options),
		onStarted: async (started) => {
			await memory?.keep(order, { orderRef: started.orderRef, startedAt, result: null });
			await onStarted?.(order, started);
		},
	});
	if (result.status === 'failed') return failOrder(order, orderFailed(result));
	return await attachOrder(order, result.completionData, options);
}

/** How an order is waited for; its final result is kept before anything else happens with it. */
function collectOptions(
	order: OrderPlan,
	startedAt: string,
	{ signal, intervalMs, limitMs, onPending, saveFinal, memory, onNotKept }: SignReportsOptions,
): CollectOptions {
	return {
		signal,
		intervalMs,
		limitMs,
		onPending: onPending && ((pending) => onPending(order, pending)),
		saveFinal: async (result) => {
			const { orderRef } = result;
			await memory
				?.keep(order, { orderRef, startedAt, result })
				.catch((error: unknown) => onNotKept?.(order, error));
			await saveFinal?.(order, result);
		},
	};
}

function textsOf({ visibleText, format, userNonVisibleData }: OrderPlan) {
	return { userVisibleData: userVisibleData(visibleText), userVisibleDataFormat: format, userNonVisibleData };
}

/** Does the work for each, so many at a time. */
async function eachOf<T>(all: readonly T[], atATime: number, work: (one: T) => Promise<void>): Promise<void> {
	const rest = all.values();
	const worker = async (): Promise<void> => {
		for (const one of rest) await work(one);
	};
	await Promise.all(Array.from({ length: Math.max(1, Math.min(atATime, all.length)) }, worker));
}
