import { EltError, type ErrorCode } from '../errors';
import type { StartedOrder } from '../bankid/answers';
import type { BankIdClient, SignRequest } from '../bankid/client';
import type { Situation } from '../bankid/messages';
import { cancelOrder, finishOrder, startOrder } from '../bankid/orders';
import type { QrStart } from '../bankid/qr';
import { sharedInProcess } from '../concurrency/shared';
import { withKey } from '../concurrency/keyedLock';
import type { OrderPlan } from '../report/sign/plan';
import { attachOrder, type SignedReport } from '../report/sign/sign';
import type { SignatureEvidence } from '../signature/bankidSignature';
import type { SignaturePolicy } from '../signature/policy';
import type { SealingKey } from './seal';

/** More orders than anybody needs for one signature: then the link stops, so that nobody can burden BankID with it. */
export const MAX_ORDERS = 30;

/** The connection to BankID for one order. */
export interface Connection {
	readonly client: BankIdClient;
	readonly policy: SignaturePolicy;
	readonly key: SealingKey;
	close(): void;
}

/** What a signed order gives. */
export interface SignedOrder {
	readonly evidence: SignatureEvidence;
	/** BankID's risk of the order; undefined where BankID says nothing. */
	readonly risk: string | undefined;
	/** ISO instant at which the result was collected. */
	readonly at: string;
	/** Each report with its signature, or why it does not count. */
	readonly reports: readonly SignedReport[];
}

/** What an order has come to. */
export type Phase =
	| { readonly kind: 'pending' | 'failed'; readonly hintCode: string }
	| { readonly kind: 'broken'; readonly code: ErrorCode }
	| { readonly kind: 'signed'; readonly signed: SignedOrder };

/** How an order was started, which another process can go on with. */
export interface OrderStart {
	readonly orderRef: string;
	readonly autoStartToken: string;
	readonly start: Situation['start'];
	/** Milliseconds since 1970. */
	readonly startedAt: number;
	/** Proves, on return from the app, which browser started the order. */
	readonly returnNonce: string;
}

/** The order of a link that this process follows. */
export interface LinkOrder extends OrderStart {
	/** What its QR codes are made of; null in a process that did not start it. The secret never leaves the process. */
	readonly qr: QrStart | null;
	/** What the browser that started it carries: the start, sealed. */
	readonly cookie: string;
	phase: Phase;
	/** Ends when the order has; never rejects. */
	over: Promise<void>;
}

/** What this process knows of a link. */
export interface LinkState {
	order: LinkOrder | null;
	orders: number;
	/** Milliseconds since 1970; null until a request has taken the result to the execution. */
	handedOverAt: number | null;
	/** Milliseconds since 1970 after which it is forgotten. */
	readonly until: number;
}

function links(): Map<string, LinkState> {
	const isMap = (value: object): value is Map<string, LinkState> => value instanceof Map;
	return sharedInProcess('signing-links.v1', isMap, () => new Map<string, LinkState>());
}

/** What this process knows of the link with that nonce. @param until when the link expires */
export function linkState(nonce: string, until: number, now: number): LinkState {
	const all = links();
	const known = all.get(nonce);
	if (known) return known;
	for (const [key, state] of all) if (state.until < now) all.delete(key);
	const state: LinkState = { order: null, orders: 0, handedOverAt: null, until };
	all.set(nonce, state);
	return state;
}

/** Forgets a link whose execution no longer waits: nothing of what was signed stays in memory. */
export function forgetLink(nonce: string): void {
	links().delete(nonce);
}

/** Whether an order waits for its signer. */
export function isRunning(link: LinkState): boolean {
	return link.order?.phase.kind === 'pending';
}

/** What it takes to start an order for a link. */
export interface OrderWork {
	readonly nonce: string;
	readonly plan: OrderPlan;
	readonly request: SignRequest;
	readonly begin: Pick<OrderStart, 'start' | 'returnNonce'>;
	readonly connect: () => Promise<Connection>;
	readonly now: () => Date;
	readonly sealStart: (start: OrderStart, key: SealingKey) => string;
	/** Called once when the order is signed; must not reject. */
	readonly onSigned: (signed: SignedOrder, key: SealingKey) => Promise<void>;
}

/**
 * Starts an order for a link, unless one is running or signed: a link has one at a time, however many browsers ask.
 * What goes wrong is the order's phase, never an exception.
 */
export async function startLinkOrder(link: LinkState, work: OrderWork): Promise<void> {
	await withKey('signing-link.v1', work.nonce, async () => {
		if (isRunning(link) || link.order?.phase.kind === 'signed' || link.orders >= MAX_ORDERS) return;
		link.orders += 1;
		try {
			const connection = await work.connect();
			const started = await startOrder(connection.client, work.request).catch((error: unknown) => {
				connection.close();
				return Promise.reject(error);
			});
			const start = {
				...work.begin,
				orderRef: started.orderRef,
				autoStartToken: started.autoStartToken,
				startedAt: work.now().getTime(),
			};
			const cookie = work.sealStart(start, connection.key);
			link.order = follow(connection, { ...start, cookie, qr: qrOf(started) }, work);
		} catch (error) {
			link.order = notStarted(work, brokenBy(error));
		}
	});
}

/**
 * Goes on with an order that another process, or this one before its restart, has started.
 * @param start as the browser carries it, with the sealed text itself
 */
export async function adoptLinkOrder(
	link: LinkState,
	start: OrderStart & Pick<LinkOrder, 'cookie'>,
	work: Omit<OrderWork, 'request' | 'begin' | 'sealStart'>,
): Promise<void> {
	await withKey('signing-link.v1', work.nonce, async () => {
		if (link.order) return;
		link.order = follow(await work.connect(), { ...start, qr: null }, work);
	});
}

/** Ends the running order because the signer wants it; what it has come to is its phase, signed if it was too late. */
export async function cancelLinkOrder(link: LinkState, connect: () => Promise<Connection>): Promise<void> {
	const { order } = link;
	if (order?.phase.kind !== 'pending') return;
	const connection = await connect();
	try {
		await cancelOrder(connection.client, order.orderRef);
	} finally {
		connection.close();
	}
	await order.over;
}

function qrOf({ qrStartToken, qrStartSecret }: StartedOrder): QrStart {
	return { qrStartToken, qrStartSecret };
}

/** What is not one of our own errors must not end the process either: nobody waits for an order that is followed. */
function brokenBy(error: unknown): Phase {
	return { kind: 'broken', code: error instanceof EltError ? error.code : 'UNEXPECTED' };
}

function notStarted({ begin, now }: OrderWork, phase: Phase): LinkOrder {
	return {
		...begin,
		orderRef: '',
		autoStartToken: '',
		startedAt: now().getTime(),
		qr: null,
		cookie: '',
		phase,
		over: Promise.resolve(),
	};
}

/** Follows an order in this process to its end, whether or not a page is open. */
function follow(
	connection: Connection,
	begun: Omit<LinkOrder, 'phase' | 'over'>,
	work: Pick<OrderWork, 'plan' | 'now' | 'onSigned'>,
): LinkOrder {
	const order: LinkOrder = {
		...begun,
		phase: { kind: 'pending', hintCode: 'outstandingTransaction' },
		over: Promise.resolve(),
	};
	order.over = outcomeOf(connection, order, work)
		.catch(brokenBy)
		.then((phase) => {
			order.phase = phase;
			connection.close();
			// A rejection here would end n8n's process; the open page still takes the result over.
			if (phase.kind === 'signed') void work.onSigned(phase.signed, connection.key).catch(() => undefined);
		});
	return order;
}

async function outcomeOf(
	{ client, policy }: Connection,
	order: LinkOrder,
	{ plan, now }: Pick<OrderWork, 'plan' | 'now'>,
): Promise<Phase> {
	const result = await finishOrder(client, order.orderRef, {
		onPending: ({ hintCode }) => void (order.phase = { kind: 'pending', hintCode }),
	});
	if (result.status === 'failed') return { kind: 'failed', hintCode: result.hintCode };
	const { signature, ocspResponse, risk } = result.completionData;
	const at = now();
	return await provenPhase({ signature, ocspResponse }, risk, at, plan, policy);
}

/** The phase of an order with this evidence, once it is held against every report. */
export async function provenPhase(
	evidence: SignatureEvidence,
	risk: string | undefined,
	at: Date,
	plan: OrderPlan,
	policy: SignaturePolicy,
): Promise<Phase> {
	const reports = await attachOrder(plan, evidence, { policy, now: () => at });
	if (reports.some(({ error }) => error?.code === 'SIGNATURE_SIGNER'))
		return { kind: 'broken', code: 'SIGNATURE_SIGNER' };
	return { kind: 'signed', signed: { evidence, risk, at: at.toISOString(), reports } };
}
