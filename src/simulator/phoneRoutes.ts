import type { BankIdServer } from './bankid/server';
import { type Behaviour, BEHAVIOURS, isBehaviour } from './bankid/persons';
import type { Answer, Opening } from './bankid/phones';
import { answer, answerJson } from './loopback';
import { type ShownOrder, shownOrder, shownPerson } from './page/orders';
import type { Route } from './routes';

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

/** Whose phone or behaviour is meant: a personnummer, or a place in the list of persons; undefined where neither is said. */
function personIn({ persons }: BankIdServer, fields: Fields): string | undefined {
	const personnummer = textIn(fields, 'personnummer');
	if (personnummer !== undefined && !/^\d{12}$/.test(personnummer)) {
		throw new TypeError('personnummer is not 12 digits');
	}
	const place = textIn(fields, 'person');
	if (place === undefined) return personnummer;
	const person = persons.list()[Number(place)];
	if (person === undefined) throw new TypeError('There is no such person in the list');
	return person.personnummer;
}

function open(bankId: BankIdServer, fields: Fields): ShownOrder {
	return shownOrder(bankId, bankId.phones.open(openingIn(fields), personIn(bankId, fields)));
}

/** Signs, cancels or declines an order that is open in an app. */
const act =
	(doing: Answer) =>
	(bankId: BankIdServer, fields: Fields): ShownOrder => {
		const orderRef = textIn(fields, 'orderRef');
		if (orderRef === undefined) throw new TypeError('orderRef is missing');
		return shownOrder(bankId, bankId.phones.answer(orderRef, doing));
	};

/** Tells a person what to do, and how they are called where that is said; without a person, everybody. */
function tell(bankId: BankIdServer, fields: Fields): ListedPerson[] {
	const { persons } = bankId;
	const { behaviour } = fields;
	if (!isBehaviour(behaviour)) {
		throw new TypeError(`behaviour is not one of ${Object.keys(BEHAVIOURS).join(', ')}`);
	}
	const personnummer = personIn(bankId, fields);
	persons.tell(behaviour, personnummer);
	if (personnummer !== undefined) {
		const known = persons.get(personnummer);
		const { givenName, surname } = known;
		persons.set({
			...known,
			givenName: textIn(fields, 'givenName') ?? givenName,
			surname: textIn(fields, 'surname') ?? surname,
		});
	}
	return listPersons(bankId);
}

/** Everybody who is listed, and what they do. */
function listPersons(bankId: BankIdServer): ListedPerson[] {
	return bankId.persons
		.list()
		.map(({ personnummer, behaviour }) => ({ ...shownPerson(bankId, personnummer), behaviour }));
}

/** What is done by a POST, as JSON or as a form of the phone page. */
const ACTIONS = {
	'POST /phone/open': open,
	'POST /phone/sign': act('sign'),
	'POST /phone/cancel': act('cancel'),
	'POST /phone/decline': act('declineCall'),
	'POST /persons': tell,
} as const satisfies Record<string, (bankId: BankIdServer, fields: Fields) => object>;

/** The control address's part that is about persons and their phones. A form leads back to the phone page. */
export function phoneRoutes(bankId: BankIdServer): Record<string, Route> {
	const routes: Record<string, Route> = {
		'GET /phone/orders': (response) =>
			answerJson(
				response,
				200,
				bankId.orders.list().map((order) => shownOrder(bankId, order)),
			),
		'GET /persons': (response) => answerJson(response, 200, listPersons(bankId)),
	};
	for (const [name, action] of Object.entries(ACTIONS)) {
		routes[name] = (response, { body, isForm }) => {
			const done = action(bankId, fieldsOf(body));
			if (isForm) answer(response, 303, { Location: '/phone' });
			else answerJson(response, 200, done);
		};
	}
	return routes;
}
