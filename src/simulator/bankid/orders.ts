import { randomUUID } from 'node:crypto';

import { completionData, hasPolicyFor } from './completion';
import { type OpenedIn, type Order, type OrderContext, pendingHint } from './order';
import { behaviourOf, type KnownPerson, type Persons } from './persons';
import { type BankIdRefusal, invalidParameters, type SignOrder } from './requests';
import type { Pki } from '../pki/pki';

/** How the order book keeps time and whom it knows. */
export interface OrderOptions {
	readonly pki: Pki;
	readonly persons: Persons;
	/** How many collects are answered `pending` from the opening of an order until its person is done. */
	readonly pendingCollects: number;
	/** Within which an order must be opened; 30 000 ms at BankID. */
	readonly startLimitMs: number;
	/** Within which an order must be finished, and for which its result is kept; 180 000 ms at BankID. */
	readonly lifetimeMs: number;
	/** Milliseconds on a clock that never goes back. */
	readonly monotonicMs: () => number;
}

/** The orders at the simulated BankID, as relying parties start and collect them. */
export class OrderBook {
	readonly #options: OrderOptions;
	readonly #orders = new Map<string, Order>();

	constructor(options: OrderOptions) {
		this.#options = options;
	}

	/** The orders that are kept at the moment, oldest first, each with what time has made of it. */
	list(): readonly Order[] {
		this.#forgetOld();
		const orders = [...this.#orders.values()];
		for (const order of orders) order.outcome ??= this.#timedOut(order);
		return orders;
	}

	/** Milliseconds since an order was started. */
	ageOf({ startedAtMs }: Order): number {
		return this.#options.monotonicMs() - startedAtMs;
	}

	/** Starts an order; one in progress for the same person is aborted, and then this one is refused too. */
	start(order: SignOrder, context: OrderContext): Order | BankIdRefusal {
		const { personalNumber } = order;
		const running = this.list().filter(
			(other) =>
				personalNumber !== undefined &&
				other.personalNumber === personalNumber &&
				other.outcome === undefined,
		);
		if (running.length > 0) {
			for (const other of running) other.outcome = 'cancelled';
			return { status: 400, errorCode: 'alreadyInProgress', details: 'Order already in progress for pno' };
		}
		const tokens = {
			autoStartToken: randomUUID(),
			qrStartToken: randomUUID(),
			qrStartSecret: randomUUID(),
		};
		const started: Order = {
			...order,
			...context,
			orderRef: randomUUID(),
			start: context.kind === 'phone/sign' ? undefined : tokens,
			startedAtMs: this.#options.monotonicMs(),
		};
		this.#orders.set(started.orderRef, started);
		return started;
	}

	/** One collect: a final result is handed out once, then the order is forgotten. */
	async collect(orderRef: string, relyingPartyName: string): Promise<object | BankIdRefusal> {
		const order = this.#find(orderRef, relyingPartyName);
		if (order === undefined) return invalidParameters('No such order');
		this.#advance(order);
		const { outcome, opened } = order;
		if (outcome === undefined) {
			const hints = opened && behaviourOf(this.#personIn(opened).behaviour).hints;
			return { orderRef, status: 'pending', hintCode: pendingHint(order, this.ageOf(order), hints) };
		}
		if (outcome !== 'complete' || opened === undefined) {
			this.#orders.delete(orderRef);
			return { orderRef, status: 'failed', hintCode: outcome };
		}
		// Made before the order is forgotten: a real signature is there when the person has signed.
		const data = await completionData(this.#options.pki, order, this.#personIn(opened));
		if (!this.#orders.delete(orderRef)) return invalidParameters('No such order');
		return { orderRef, status: 'complete', completionData: data };
	}

	/** Ends an order; its result cannot be collected after. */
	cancel(orderRef: string, relyingPartyName: string): object | BankIdRefusal {
		const order = this.#find(orderRef, relyingPartyName);
		if (order === undefined) return invalidParameters('No such order');
		this.#orders.delete(orderRef);
		return {};
	}

	#find(orderRef: string, relyingPartyName: string): Order | undefined {
		return this.list().find(
			(order) => order.orderRef === orderRef && order.relyingPartyName === relyingPartyName,
		);
	}

	/** As the person is now: what they do can change while the order is open. */
	#personIn({ personnummer }: OpenedIn): KnownPerson {
		return this.#options.persons.get(personnummer);
	}

	/** The person does what they do, as soon as the order has been in the app for long enough. */
	#advance(order: Order): void {
		const { opened } = order;
		if (order.outcome !== undefined || opened === undefined || !opened.usable) return;
		const { ends } = behaviourOf(this.#personIn(opened).behaviour);
		if (ends !== null && opened.collects >= this.#options.pendingCollects) {
			order.outcome = hasPolicyFor(order) ? ends : 'certificateErr';
		}
		opened.collects += 1;
	}

	#timedOut(order: Order): string | undefined {
		const age = this.ageOf(order);
		if (order.opened?.usable !== true && age >= this.#options.startLimitMs) return 'startFailed';
		return age >= this.#options.lifetimeMs ? 'expiredTransaction' : undefined;
	}

	/** Results are kept as long as an order may take. */
	#forgetOld(): void {
		for (const [orderRef, order] of this.#orders) {
			if (this.ageOf(order) > 2 * this.#options.lifetimeMs) this.#orders.delete(orderRef);
		}
	}
}
