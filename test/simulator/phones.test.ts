import { qrText } from '../../src/bankid/qr';
import type { Order } from '../../src/simulator/bankid/order';
import { OrderBook } from '../../src/simulator/bankid/orders';
import { Persons } from '../../src/simulator/bankid/persons';
import { PhoneRefusal, Phones } from '../../src/simulator/bankid/phones';
import type { Pki } from '../../src/simulator/pki/pki';
import { ASSISTENT, base64 } from './tools';
import { sharedPki } from '../world/pki';

const OTHER = { personnummer: '199707199817', givenName: 'Märta', surname: 'Lindqvist' };
const RP = 'cn=RP';

let pki: Pki;
let nowMs: number;
let book: OrderBook;
let persons: Persons;
let phones: Phones;

beforeAll(async () => {
	pki = await sharedPki();
});

beforeEach(() => {
	nowMs = 0;
	persons = new Persons([ASSISTENT, OTHER], 'wait');
	book = new OrderBook({
		pki,
		persons,
		pendingCollects: 1,
		startLimitMs: 30_000,
		lifetimeMs: 180_000,
		monotonicMs: () => nowMs,
	});
	phones = new Phones(book, persons);
});

/** An order for that person, or for anyone. */
function start(personalNumber?: string, kind: 'sign' | 'phone/sign' = 'sign'): Order {
	const order = book.start(
		{
			userVisibleData: base64('text'),
			userVisibleDataFormat: 'plaintext',
			personalNumber,
			certificatePolicies: [],
			returnRisk: false,
		},
		{ kind, relyingPartyName: RP, endUserIp: '192.0.2.1' },
	);
	if ('errorCode' in order) throw new TypeError(order.details);
	return order;
}

/** What the node knows of a started order. */
function tokens({ start: given }: Order) {
	if (given === undefined) throw new TypeError('an order by phone has no tokens');
	return given;
}

async function collect({ orderRef }: Order): Promise<unknown> {
	const answer: object = await book.collect(orderRef, RP);
	return Reflect.get(answer, 'hintCode') ?? Reflect.get(answer, 'status');
}

describe('a QR code', () => {
	test.each([
		['of this second', 7_400, 7],
		['of three seconds ago', 10_999, 7],
	])('%s opens its order', async (_which, ageMs, seconds) => {
		const order = start(ASSISTENT.personnummer);
		nowMs = ageMs;
		expect(phones.open({ qr: qrText(tokens(order), seconds) })).toBe(order);
		expect(await collect(order)).toBe('started');
	});

	test.each([
		['of four seconds ago', 11_000, 7, 'The QR code is 4 s old; it changes each second'],
		['of a second to come', 6_999, 7, 'The QR code is 1 s ahead of its order'],
	])('%s is refused, and the order stays unopened', async (_which, ageMs, seconds, message) => {
		const order = start(ASSISTENT.personnummer);
		nowMs = ageMs;
		expect(() => phones.open({ qr: qrText(tokens(order), seconds) })).toThrow(new PhoneRefusal(message));
		expect(await collect(order)).toBe('noClient');
	});

	test('made with another secret is refused', () => {
		const { qrStartSecret } = tokens(start());
		const given = { ...tokens(start()), qrStartSecret };
		expect(() => phones.open({ qr: qrText(given, 0) })).toThrow(
			new PhoneRefusal('The QR code was not made with the secret of its order'),
		);
	});

	test('of another order, or of something else, opens nothing', () => {
		const order = start();
		const code = qrText(tokens(order), 0);
		book.cancel(order.orderRef, RP);
		expect(() => phones.open({ qr: code })).toThrow('There is no order with this QR code');
		expect(() => phones.open({ qr: 'https://example.se/' })).toThrow(
			'The text is not that of a QR code of BankID',
		);
	});
});

describe('a start link', () => {
	test('opens its order once', () => {
		const order = start(ASSISTENT.personnummer);
		phones.open(tokens(order));
		expect(() => phones.open(tokens(order))).toThrow('The order is open in an app already');
		expect(() => phones.open({ autoStartToken: order.orderRef })).toThrow(
			'There is no order with this start link',
		);
	});

	test('opens nothing after 30 s', () => {
		const order = start(ASSISTENT.personnummer);
		nowMs = 30_000;
		expect(() => phones.open(tokens(order))).toThrow('The order is over (startFailed)');
	});

	test('on the phone of another person leaves the order at started, until it fails', async () => {
		const order = start(ASSISTENT.personnummer);
		phones.open(tokens(order), OTHER.personnummer);
		expect(await collect(order)).toBe('started');
		expect(() => phones.answer(order.orderRef, 'sign')).toThrow(
			'The order is for the BankID of another person',
		);
		nowMs = 30_000;
		expect(await collect(order)).toBe('startFailed');
	});

	test('can still be opened by the right person after the wrong one', async () => {
		const order = start(ASSISTENT.personnummer);
		phones.open(tokens(order), OTHER.personnummer);
		phones.open(tokens(order));
		phones.answer(order.orderRef, 'sign');
		expect(await collect(order)).toBe('complete');
	});

	test('of an order for anyone is signed by whoever opens it', async () => {
		const order = start();
		phones.open(tokens(order), OTHER.personnummer);
		phones.answer(order.orderRef, 'sign');
		expect(await book.collect(order.orderRef, RP)).toMatchObject({
			completionData: { user: { personalNumber: OTHER.personnummer, name: 'Märta Lindqvist' } },
		});
	});
});

describe('a person who waits', () => {
	test('is seen at userSign until told, and then signs or cancels', async () => {
		for (const [answer, ends] of [
			['sign', 'complete'],
			['cancel', 'userCancel'],
		] as const) {
			const order = start(ASSISTENT.personnummer);
			expect(() => phones.answer(order.orderRef, answer)).toThrow('The order has not been opened in an app');
			phones.open(tokens(order));
			const seen = [await collect(order), await collect(order), await collect(order)];
			expect(seen).toEqual(['started', 'userSign', 'userSign']);
			phones.answer(order.orderRef, answer);
			expect(() => phones.answer(order.orderRef, answer)).toThrow(`The order is over (${ends})`);
			expect(await collect(order)).toBe(ends);
		}
	});

	test('does with an open order what they are told while it is open', async () => {
		const order = start(ASSISTENT.personnummer);
		phones.open(tokens(order));
		expect(await collect(order)).toBe('started');
		persons.tell('cancel', ASSISTENT.personnummer);
		expect(await collect(order)).toBe('userCancel');
		expect(persons.get(OTHER.personnummer).behaviour).toBe('wait');
		persons.tell('sign');
		expect(persons.list().map(({ behaviour }) => behaviour)).toEqual(['sign', 'sign']);
	});

	test('finds an order by phone in the app, and can decline the call', async () => {
		const order = start(ASSISTENT.personnummer, 'phone/sign');
		phones.open({ orderRef: order.orderRef });
		expect(await collect(order)).toBe('userCallConfirm');
		phones.answer(order.orderRef, 'declineCall');
		expect(await collect(order)).toBe('userDeclinedCall');
	});

	test('cannot open by its reference, or decline as a call, an order with a start link', () => {
		const order = start(ASSISTENT.personnummer);
		expect(() => phones.open({ orderRef: order.orderRef })).toThrow(
			'The order must be opened by its start link or QR code',
		);
		phones.open(tokens(order));
		expect(() => phones.answer(order.orderRef, 'declineCall')).toThrow(
			'Only an order by phone can be declined as a call',
		);
	});
});

test('an order opened in time is not failed by the limit for opening, but by its own', async () => {
	const order = start(ASSISTENT.personnummer);
	nowMs = 29_000;
	phones.open(tokens(order));
	nowMs = 179_000;
	expect(await collect(order)).toBe('started');
	nowMs = 180_000;
	expect(await collect(order)).toBe('expiredTransaction');
});
