import { hasPolicyFor } from './completion';
import { type Order, readQr, wrongQr } from './order';
import type { OrderBook } from './orders';
import type { Persons } from './persons';

/** How a person gets at an order: by its start link, by its QR code, or in the app after a call. */
export type Opening =
	| { readonly autoStartToken: string }
	/** The text of the QR code. */
	| { readonly qr: string }
	/** Only an order by phone: the app finds it by the personnummer. */
	| { readonly orderRef: string };

/** What the person in whose app an order was opened can do with it. */
export const ANSWERS = {
	sign: 'complete',
	cancel: 'userCancel',
	/** Only an order by phone: the person is in no call with whoever asks. */
	declineCall: 'userDeclinedCall',
} as const;

/** One of the things a person can do with an open order. */
export type Answer = keyof typeof ANSWERS;

/** What a person's phone cannot do, in a sentence. */
export class PhoneRefusal extends Error {}

/** The phones of all persons: what opens, signs and cancels orders. */
export class Phones {
	readonly #book: OrderBook;
	readonly #persons: Persons;

	constructor(book: OrderBook, persons: Persons) {
		this.#book = book;
		this.#persons = persons;
	}

	/**
	 * Opens an order as a person's app does. What the person does then is their behaviour; one who waits is
	 * told by `answer`. A person who never opens the app leaves the order as it was.
	 *
	 * @param personnummer whose phone it is; default: the person the order is for, or the first one listed
	 * @throws PhoneRefusal for a link or code of no order, an old code, or an order that is over or open already
	 */
	open(opening: Opening, personnummer?: string): Order {
		const order = this.#find(opening);
		if (order.outcome !== undefined) throw new PhoneRefusal(`The order is over (${order.outcome})`);
		if (order.opened?.usable === true) throw new PhoneRefusal('The order is open in an app already');
		const person = this.#persons.get(personnummer ?? order.personalNumber);
		if (person.behaviour === 'neverStart') return order;
		const usable = order.personalNumber === undefined || order.personalNumber === person.personnummer;
		order.opened = { personnummer: person.personnummer, usable, collects: 0 };
		return order;
	}

	/**
	 * Signs or gives up an order in the app in which it was opened, whatever the person does otherwise.
	 *
	 * @throws PhoneRefusal when the order is in no app, in one of another person, or over
	 */
	answer(orderRef: string, answer: Answer): Order {
		const order = this.#byRef(orderRef);
		if (order.outcome !== undefined) throw new PhoneRefusal(`The order is over (${order.outcome})`);
		if (order.opened === undefined) throw new PhoneRefusal('The order has not been opened in an app');
		if (!order.opened.usable) throw new PhoneRefusal('The order is for the BankID of another person');
		if (answer === 'declineCall' && order.kind !== 'phone/sign') {
			throw new PhoneRefusal('Only an order by phone can be declined as a call');
		}
		order.outcome = answer === 'sign' && !hasPolicyFor(order) ? 'certificateErr' : ANSWERS[answer];
		return order;
	}

	#find(opening: Opening): Order {
		if ('qr' in opening) return this.#byQr(opening.qr);
		if ('autoStartToken' in opening) return this.#byToken(opening.autoStartToken);
		const order = this.#byRef(opening.orderRef);
		if (order.kind === 'phone/sign') return order;
		throw new PhoneRefusal('The order must be opened by its start link or QR code');
	}

	#byRef(orderRef: string): Order {
		return found(
			this.#book.list().find((order) => order.orderRef === orderRef),
			'orderRef',
		);
	}

	#byToken(autoStartToken: string): Order {
		return found(
			this.#book.list().find(({ start }) => start?.autoStartToken === autoStartToken),
			'start link',
		);
	}

	#byQr(text: string): Order {
		const scanned = readQr(text);
		if (scanned === undefined) throw new PhoneRefusal('The text is not that of a QR code of BankID');
		const order = found(
			this.#book.list().find(({ start }) => start?.qrStartToken === scanned.qrStartToken),
			'QR code',
		);
		const wrong = order.start && wrongQr(order.start, scanned, this.#book.ageOf(order));
		if (wrong !== undefined) throw new PhoneRefusal(wrong);
		return order;
	}
}

function found(order: Order | undefined, by: string): Order {
	if (order !== undefined) return order;
	throw new PhoneRefusal(`There is no order with this ${by}`);
}
