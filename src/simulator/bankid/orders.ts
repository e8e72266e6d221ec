import { randomUUID } from 'node:crypto';

import { type BankIdRefusal, invalidParameters, type OrderKind, type SignOrder } from './requests';
import { signAsPerson } from './signature';
import { type Person, type Pki, PRODUCTION_POLICIES, TEST_POLICIES } from '../pki/pki';

/** What a person does with an order. */
export const BEHAVIOURS = {
	/** Starts the app and signs. */
	sign: { pending: ['outstandingTransaction', 'userSign'], ends: 'complete' },
	/** Starts the app and declines. */
	cancel: { pending: ['outstandingTransaction', 'userSign'], ends: 'userCancel' },
	/** Never starts the app: `startFailed` after the start limit. */
	neverStart: { pending: ['outstandingTransaction'], ends: 'wait' },
	/** Starts the app and leaves it: `expiredTransaction` after the order's lifetime. */
	neverFinish: { pending: ['outstandingTransaction', 'started', 'userSign'], ends: 'wait' },
	/** Has a BankID that is too old or blocked. */
	certificateErr: { pending: ['outstandingTransaction', 'started'], ends: 'certificateErr' },
	/** Ends with a hint code that BankID has not published. */
	unknownHint: { pending: ['outstandingTransaction', 'aNewPendingHint'], ends: 'aNewFailedHint' },
	/** Answers `complete` with an identification instead of a signature. */
	identify: { pending: ['outstandingTransaction', 'userSign'], ends: 'complete' },
} as const;

/** One of the things a person can do. */
export type Behaviour = keyof typeof BEHAVIOURS;

/** A person the simulator knows, and what they do. */
export interface SimulatedPerson extends Person {
	/** `sign` by default. */
	readonly behaviour?: Behaviour;
	/** How many collects are answered `pending` before the person is done; the server's own by default. */
	readonly pendingCollects?: number;
}

/** How the order book keeps time and whom it knows. */
export interface OrderOptions {
	readonly pki: Pki;
	readonly persons: readonly SimulatedPerson[];
	/** How many collects are answered `pending` first; 2 by default. */
	readonly pendingCollects: number;
	/** Within which an order must be started; 30 000 ms at BankID. */
	readonly startLimitMs: number;
	/** Within which an order must be finished, and for which its result is kept; 180 000 ms at BankID. */
	readonly lifetimeMs: number;
	/** Milliseconds on a clock that never goes back. */
	readonly monotonicMs: () => number;
}

/** The person that signs where nobody is known: any other valid number has the same name. */
const UNKNOWN = { personnummer: '199002029982', givenName: 'Test', surname: 'Testsson' } as const;

interface Order extends SignOrder {
	readonly orderRef: string;
	readonly kind: OrderKind;
	readonly person: SimulatedPerson;
	readonly relyingPartyName: string;
	readonly endUserIp: string;
	readonly startedAtMs: number;
	collects: number;
	/** The final hint, once decided; collected once. */
	failed?: string;
}

/** What an order is started with beside what the relying party asked for. */
export interface OrderContext {
	readonly kind: OrderKind;
	readonly relyingPartyName: string;
	readonly endUserIp: string;
}

/** The orders under way at the simulated BankID. */
export class OrderBook {
	readonly #options: OrderOptions;
	readonly #orders = new Map<string, Order>();
	readonly #persons: Map<string, SimulatedPerson>;

	constructor(options: OrderOptions) {
		this.#options = options;
		this.#persons = new Map(options.persons.map((person) => [person.personnummer, person]));
	}

	/** How many orders are kept at the moment. */
	get size(): number {
		return this.#orders.size;
	}

	/** Adds a person, or changes what one does. */
	setPerson(person: SimulatedPerson): void {
		this.#persons.set(person.personnummer, person);
	}

	/** Starts an order; one under way for the same person is aborted, and then this one is refused too. */
	start(order: SignOrder, context: OrderContext): string | BankIdRefusal {
		this.#forgetOld();
		const { personalNumber } = order;
		const running = [...this.#orders.values()].filter(
			(other) =>
				personalNumber !== undefined && other.personalNumber === personalNumber && other.failed === undefined,
		);
		if (running.length > 0) {
			for (const other of running) other.failed = 'cancelled';
			return { status: 400, errorCode: 'alreadyInProgress', details: 'Order already in progress for pno' };
		}
		const orderRef = randomUUID();
		this.#orders.set(orderRef, {
			...order,
			...context,
			orderRef,
			person: this.#personOf(personalNumber),
			startedAtMs: this.#options.monotonicMs(),
			collects: 0,
		});
		return orderRef;
	}

	/** One collect: a final result is handed out once, then the order is forgotten. */
	async collect(orderRef: string, relyingPartyName: string): Promise<object | BankIdRefusal> {
		this.#forgetOld();
		const order = this.#orders.get(orderRef);
		if (order?.relyingPartyName !== relyingPartyName) return invalidParameters('No such order');
		const timedOut = this.#timedOut(order);
		if (timedOut !== undefined) order.failed ??= timedOut;
		if (order.failed === undefined) {
			const pending = this.#pendingHint(order);
			order.collects += 1;
			if (pending !== undefined) return { orderRef, status: 'pending', hintCode: pending };
			const { ends } = BEHAVIOURS[order.person.behaviour ?? 'sign'];
			if (ends !== 'complete') order.failed = this.#policyFits(order) ? ends : 'certificateErr';
		}
		this.#orders.delete(orderRef);
		if (order.failed !== undefined) return { orderRef, status: 'failed', hintCode: order.failed };
		if (!this.#policyFits(order)) return { orderRef, status: 'failed', hintCode: 'certificateErr' };
		return { orderRef, status: 'complete', completionData: await this.#sign(order) };
	}

	/** Ends an order; its result can't be collected after. */
	cancel(orderRef: string, relyingPartyName: string): object | BankIdRefusal {
		this.#forgetOld();
		const order = this.#orders.get(orderRef);
		if (order?.relyingPartyName !== relyingPartyName) return invalidParameters('No such order');
		this.#orders.delete(orderRef);
		return {};
	}

	#personOf(personnummer: string | undefined): SimulatedPerson {
		if (personnummer === undefined) return this.#persons.values().next().value ?? UNKNOWN;
		return this.#persons.get(personnummer) ?? { ...UNKNOWN, personnummer };
	}

	#pendingHint(order: Order): string | undefined {
		const { pending, ends } = BEHAVIOURS[order.person.behaviour ?? 'sign'];
		const most = order.person.pendingCollects ?? this.#options.pendingCollects;
		if (ends !== 'wait' && order.collects >= most) return undefined;
		return pending[Math.min(order.collects, pending.length - 1)];
	}

	#timedOut(order: Order): string | undefined {
		const age = this.#options.monotonicMs() - order.startedAtMs;
		if (order.person.behaviour === 'neverStart' && age >= this.#options.startLimitMs) return 'startFailed';
		return age >= this.#options.lifetimeMs ? 'expiredTransaction' : undefined;
	}

	/** Results are kept as long as an order may take. */
	#forgetOld(): void {
		const oldest = this.#options.monotonicMs() - 2 * this.#options.lifetimeMs;
		for (const [orderRef, { startedAtMs }] of this.#orders) {
			if (startedAtMs < oldest) this.#orders.delete(orderRef);
		}
	}

	#policyFits({ certificatePolicies }: Order): boolean {
		return certificatePolicies.length === 0 || policyFor(certificatePolicies) !== undefined;
	}

	async #sign(order: Order): Promise<object> {
		const { pki } = this.#options;
		const { person, relyingPartyName, userVisibleData, userNonVisibleData, userVisibleDataFormat } = order;
		const policy = policyFor(order.certificatePolicies) ?? TEST_POLICIES.mobile;
		const evidence = await signAsPerson({
			pki,
			person,
			relyingPartyName,
			userVisibleData,
			userVisibleDataFormat,
			...(userNonVisibleData === undefined ? {} : { userNonVisibleData }),
			...(policy === TEST_POLICIES.mobile ? {} : { variant: { policies: [policy] } }),
			...(person.behaviour === 'identify' ? { funcId: 'Identification' } : {}),
		});
		const { personnummer, givenName, surname } = person;
		return {
			user: { personalNumber: personnummer, name: `${givenName} ${surname}`, givenName, surname },
			device: { ipAddress: order.endUserIp, uhi: 'c2ltdWxhdG9yLWRldmljZS0wMDE=' },
			bankIdIssueDate: pki.now.toISOString().slice(0, 10),
			...evidence,
		};
	}
}

/** The policy of the BankID that is used where only some are allowed; a real one's too, for what must be refused. */
function policyFor(allowed: readonly string[]): string | undefined {
	const held = [
		TEST_POLICIES.mobile,
		TEST_POLICIES.file,
		TEST_POLICIES.card,
		...Object.values(PRODUCTION_POLICIES),
	];
	return held.find((policy) =>
		allowed.some((pattern) =>
			pattern.endsWith('*') ? policy.startsWith(pattern.slice(0, -1)) : pattern === policy,
		),
	);
}
