import { qrText } from '../../src/bankid/qr';
import { type StartLinks, startLinks } from '../../src/bankid/startLinks';
import type { StartedOrder } from '../../src/bankid/answers';
import { EltError } from '../../src/errors';
import { Fields, isRecord, TEXT } from '../../src/report/item/fields';
import { SIGNER_ROLES, type SignerRole } from '../../src/report/item/item';
import type { OpenReport } from '../../src/report/item/openReport';
import type { OrderPlan } from '../../src/report/sign/plan';

/** An order under way, as the items of its reports carry it from *Start Order* to *Collect Order*. */
export interface OrderJson {
	readonly orderRef: string;
	readonly role: SignerRole;
	/** 12 digits; absent where anyone may sign. */
	readonly signer?: string;
	readonly visibleText: string;
	readonly format: OrderPlan['format'];
	readonly userNonVisibleData: string;
	/** ISO instant. */
	readonly startedAt: string;
	readonly status: 'pending';
	/** Why the order is still pending, as BankID says it; empty right after the start. */
	readonly hintCode: string;
	/** BankID's text for the signer, Swedish and English. */
	readonly message: { readonly sv: string; readonly en: string };
	/** For a click on the device at hand; absent for an order by phone. */
	readonly startLinks?: StartLinks;
	/** The text of the QR code at this very second: show it at once and collect again for the next. */
	readonly qr?: string;
}

/** Secrets of QR codes by order: they stay in this process and are never written into an item. */
const secrets = new Map<string, { readonly order: StartedOrder; readonly startedAt: number }>();

/** An order lives about three minutes. */
const FORGOTTEN_MS = 240_000;

/** Remembers what the QR codes of an order are made from. */
export function rememberQr(order: StartedOrder, startedAt: number): void {
	for (const [orderRef, known] of secrets)
		if (startedAt - known.startedAt > FORGOTTEN_MS) secrets.delete(orderRef);
	secrets.set(order.orderRef, { order, startedAt });
}

/** The start links and the QR code of this second; nothing for orders by phone or started in another process. */
export function startingOf(orderRef: string, now: number): Pick<OrderJson, 'startLinks' | 'qr'> {
	const known = secrets.get(orderRef);
	if (!known) return {};
	const seconds = Math.max(0, Math.floor((now - known.startedAt) / 1000));
	return { startLinks: startLinks(known.order.autoStartToken), qr: qrText(known.order, seconds) };
}

/** What goes into the items of a started order. */
export function orderJson(plan: OrderPlan, orderRef: string, startedAt: number): OrderJson {
	const { role, signer, visibleText, format, userNonVisibleData } = plan;
	return {
		orderRef,
		role,
		...(signer === undefined ? {} : { signer }),
		visibleText,
		format,
		userNonVisibleData,
		startedAt: new Date(startedAt).toISOString(),
		status: 'pending',
		hintCode: '',
		message: { sv: 'Starta BankID-appen.', en: 'Start your BankID app.' },
		...startingOf(orderRef, startedAt),
	};
}

/** What takes the place of an order where a report is signed already. */
export interface SignedAlready {
	readonly role: SignerRole;
	readonly status: 'signed';
}

/** Whether Start Order found the report signed already, and it is: there is no order to collect. */
export function isSignedAlready(json: unknown, { item }: OpenReport): boolean {
	const given = isRecord(json) ? json['order'] : undefined;
	if (!isRecord(given) || given['status'] !== 'signed') return false;
	const role = SIGNER_ROLES.find((known) => known === given['role']);
	return role !== undefined && item.signatures[role] !== undefined;
}

/**
 * Reads the order that an item carries.
 *
 * @throws EltError `ITEM_INVALID`
 */
export function readOrderJson(json: unknown): OrderJson {
	const given = isRecord(json) ? json['order'] : undefined;
	if (!isRecord(given)) {
		throw new EltError(
			'ITEM_INVALID',
			"The item carries no order: there is no 'order' beside the report",
			'Let the report pass Start Order or Phone Order first, and pass its item on whole.',
		);
	}
	const fields = new Fields(given, 'order');
	const signer = fields.optionalText('signer', TEXT.personnummer);
	const order: OrderJson = {
		orderRef: fields.text('orderRef', TEXT.uuid),
		role: fields.oneOf('role', SIGNER_ROLES),
		...(signer === undefined ? {} : { signer }),
		visibleText: fields.text('visibleText', TEXT.filled),
		format: fields.oneOf('format', ['plaintext', 'simpleMarkdownV1']),
		userNonVisibleData: fields.text('userNonVisibleData', TEXT.base64),
		startedAt: fields.text('startedAt', TEXT.instant),
		status: 'pending',
		hintCode: '',
		message: { sv: '', en: '' },
	};
	const [first] = fields.problems;
	if (!first) return order;
	throw new EltError('ITEM_INVALID', first.message, first.description, { problems: fields.problems });
}
