import { maskPersonnummer } from '../../identity/masking';
import type { Order } from '../bankid/order';
import type { BankIdServer } from '../bankid/server';

/** A person as pages and the control address show them: the personnummer masked. */
export interface ShownPerson {
	readonly name: string;
	readonly personnummer: string;
}

/** An order as the phone page and the control address show it. */
export interface ShownOrder {
	readonly orderRef: string;
	readonly kind: Order['kind'];
	/** Whom the order is for; null where anyone may sign. */
	readonly signer: ShownPerson | null;
	/** In whose app it was opened; null as long as it is in none. */
	readonly openedBy: ShownPerson | null;
	/** `wrongPerson` where the app has no BankID for it; an outcome is `complete` or a hint code. */
	readonly status: 'notOpened' | 'wrongPerson' | 'open' | 'over';
	readonly outcome: string | null;
	/** What the person reads. */
	readonly text: string;
	readonly ageSeconds: number;
	/** Where the app leads back to; null where the order does not say. */
	readonly returnUrl: string | null;
}

/** A person by personnummer, without the whole of it. */
export function shownPerson({ persons }: BankIdServer, personnummer: string): ShownPerson {
	const { givenName, surname } = persons.get(personnummer);
	return { name: `${givenName} ${surname}`, personnummer: maskPersonnummer(personnummer) };
}

/** What may be shown of an order: neither its start link nor its QR code, and no whole personnummer. */
export function shownOrder(bankId: BankIdServer, order: Order): ShownOrder {
	const { orderRef, kind, personalNumber, opened, outcome, userVisibleData, returnUrl } = order;
	return {
		orderRef,
		kind,
		signer: personalNumber === undefined ? null : shownPerson(bankId, personalNumber),
		openedBy: opened === undefined ? null : shownPerson(bankId, opened.personnummer),
		status: statusOf(order),
		outcome: outcome ?? null,
		text: Buffer.from(userVisibleData, 'base64').toString('utf8'),
		ageSeconds: Math.floor(bankId.orders.ageOf(order) / 1000),
		returnUrl: returnUrl ?? null,
	};
}

function statusOf({ opened, outcome }: Order): ShownOrder['status'] {
	if (outcome !== undefined) return 'over';
	if (opened === undefined) return 'notOpened';
	return opened.usable ? 'open' : 'wrongPerson';
}
