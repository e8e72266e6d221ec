import type { FinalResult } from '../../bankid/answers';
import type { OrderPlan } from './plan';

/** What identifies an order: who signs which documents, and the text that is shown. */
export interface OrderContent extends Pick<
	OrderPlan,
	'role' | 'visibleText' | 'format' | 'userNonVisibleData'
> {
	/** 12 digits; absent where anyone may sign. */
	readonly signer?: string;
}

/** An order as it is kept longer than a run. */
export interface KeptOrder {
	readonly orderRef: string;
	/** ISO instant. */
	readonly startedAt: string;
	/** Null while BankID has not given one. */
	readonly result: FinalResult | null;
}

/**
 * Orders kept longer than a run, so that nobody who has signed is asked again after a crash: BankID gives a final
 * result only once.
 */
export interface OrderMemory {
	/** The newest order with exactly this content; null when none is kept. */
	find(content: OrderContent): Promise<KeptOrder | null>;
	/** Keeps an order in place of an earlier one with the same content. Durable when the promise resolves. */
	keep(content: OrderContent, order: KeptOrder): Promise<void>;
}
