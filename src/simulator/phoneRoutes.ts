import type { BankIdServer } from './bankid/server';
import { type Behaviour, BEHAVIOURS, isBehaviour } from './bankid/persons';
import type { Answer, Opening } from './bankid/phones';
import { type ShownOrder, shownOrder, shownPerson } from './page/orders';

/** The fields of a request's body. */
type Fields = Readonly<Record<string, unknown>>;

/** A person as the control address lists them. */
interface ListedPerson {
	readonly name: string;
	readonly personnummer: string;
	readonly behaviour: Behaviour;
}

function fieldsOf(body: unknown): Fields {
	if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
	throw new TypeError('The body is not a JSON object');
}

function textIn(fields: Fields, name: string): string | undefined {
	const value = fields[name];
	return typeof value === 'string' && value !== '' ? value.trim() : undefined;
}

/** How the body says that the order is opened: a token, a QR code, an orderRef, or any of the first two pasted as `start`. */
function openingIn(fields: Fields): Opening {
	const autoStartToken = textIn(fields, 'autoStartToken');
	if (autoStartToken !== undefined) return { autoStartToken };
	const qr = textIn(fields, 'qr');
	if (qr !== undefined) return { qr };
	const start = textIn(fields, 'start');
	if (start !== undefined) return readStart(start);
	const orderRef = textIn(fields, 'orderRef');
	if (orderRef !== undefined) return { orderRef };
	throw new TypeError('An order is opened by autoStartToken, qr or start; an order by phone by orderRef');
}

/** A start link, its token, or the text of a QR code. */
function readStart(text: string): Opening {
	if (text.startsWith('bankid.')) return { qr: text };
	const [, token = text] = /[?&]autostarttoken=([^&#]+)/i.exec(text) ?? [];
	return { autoStartToken: token };
}

/** Opens an order in a person's app. */
export function openOrder(bankId: BankIdServer, body: unknown): ShownOrder {
	const fields = fieldsOf(body);
	return shownOrder(bankId, bankId.phones.open(openingIn(fields), textIn(fields, 'personnummer')));
}

/** Signs, cancels or declines an order that is open in an app. */
export function answerOrder(bankId: BankIdServer, answer: Answer, body: unknown): ShownOrder {
	const orderRef = textIn(fieldsOf(body), 'orderRef');
	if (orderRef === undefined) throw new TypeError('orderRef is missing');
	return shownOrder(bankId, bankId.phones.answer(orderRef, answer));
}

/** Tells a person what to do, and how they are called where that is said; without a personnummer, everybody. */
export function tellPerson({ persons }: BankIdServer, body: unknown): void {
	const fields = fieldsOf(body);
	const { behaviour } = fields;
	if (!isBehaviour(behaviour)) {
		throw new TypeError(`behaviour is one of ${Object.keys(BEHAVIOURS).join(', ')}`);
	}
	const personnummer = textIn(fields, 'personnummer');
	if (personnummer !== undefined && !/^\d{12}$/.test(personnummer)) {
		throw new TypeError('personnummer is 12 digits');
	}
	persons.tell(behaviour, personnummer);
	if (personnummer === undefined) return;
	const known = persons.get(personnummer);
	const { givenName, surname } = known;
	persons.set({
		...known,
		givenName: textIn(fields, 'givenName') ?? givenName,
		surname: textIn(fields, 'surname') ?? surname,
	});
}

/** Everybody who is listed, and what they do. */
export function listPersons(bankId: BankIdServer): ListedPerson[] {
	return bankId.persons
		.list()
		.map(({ personnummer, behaviour }) => ({ ...shownPerson(bankId, personnummer), behaviour }));
}
