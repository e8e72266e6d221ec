import { createHmac } from 'node:crypto';

import type { OrderKind, SignOrder } from './requests';

/** What opens an order: the link's token, and what the QR code of each second is made from. */
export interface OrderStart {
	readonly autoStartToken: string;
	readonly qrStartToken: string;
	readonly qrStartSecret: string;
}

/** Who asked for an order, and how. */
export interface OrderContext {
	readonly kind: OrderKind;
	readonly relyingPartyName: string;
	readonly endUserIp: string;
}

/** The app in which an order was opened. */
export interface OpenedIn {
	/** Whose app it is, 12 digits. */
	readonly personnummer: string;
	/** Whether the person's BankID may be used for it: an order for somebody else stays at `started`. */
	readonly usable: boolean;
	/** How many collects were answered since. */
	collects: number;
}

/** An order at the simulated BankID. */
export interface Order extends SignOrder, OrderContext {
	readonly orderRef: string;
	/** Absent for an order by phone: the app finds it by the personnummer. */
	readonly start: OrderStart | undefined;
	readonly startedAtMs: number;
	opened?: OpenedIn;
	/** `complete` or a hint code, once it is decided. */
	outcome?: string;
}

/** How old the QR code of an order may be when it is scanned: it has to be shown, and a camera has to read it. */
const QR_SECONDS = 3;

/** After this an app that has not received the order is missed. */
const NO_CLIENT_MS = 5_000;

/** The text of a QR code, read. */
export interface ScannedQr {
	readonly qrStartToken: string;
	readonly seconds: number;
	readonly code: string;
}

/** Reads the text of a QR code; undefined where it is not one of BankID's. */
export function readQr(text: string): ScannedQr | undefined {
	const [, qrStartToken = '', seconds = '', code = ''] =
		/^bankid\.([\da-f-]{36})\.(\d{1,6})\.([\da-f]{64})$/.exec(text) ?? [];
	return qrStartToken === '' ? undefined : { qrStartToken, seconds: Number(seconds), code };
}

/**
 * What is wrong with a QR code of an order; undefined when it is the order's own and of the last three seconds.
 *
 * @param ageMs the order's age by BankID's clock
 */
export function wrongQr(
	{ qrStartSecret }: OrderStart,
	{ seconds, code }: ScannedQr,
	ageMs: number,
): string | undefined {
	const right = createHmac('sha256', qrStartSecret).update(String(seconds)).digest('hex');
	if (code !== right) return 'The QR code was not made with the secret of its order';
	const age = Math.floor(ageMs / 1000) - seconds;
	if (age < 0) return `The QR code is ${-age} s ahead of its order`;
	return age > QR_SECONDS ? `The QR code is ${age} s old; it changes each second` : undefined;
}

/** What a collect says of an order that is not decided yet. */
export function pendingHint(
	{ kind, opened }: Order,
	ageMs: number,
	hints: readonly string[] | undefined,
): string {
	if (opened === undefined) return ageMs < NO_CLIENT_MS ? 'outstandingTransaction' : 'noClient';
	if (!opened.usable) return 'started';
	const usual = kind === 'phone/sign' ? ['userCallConfirm', 'userSign'] : ['started', 'userSign'];
	const all = hints ?? usual;
	return all[Math.min(opened.collects, all.length) - 1] ?? 'userSign';
}
