import { Fields, isRecord, TEXT } from '../report/item/fields';
import type { LinkOrder, OrderStart } from './linkOrder';
import { isSameNonce } from './nonce';
import { type SealingKey, seal, unseal } from './seal';
import type { SigningSession } from './session';
import { headerOf, type PageRequest } from './visit';

/** The cookie in which the browser that started an order carries its start, sealed. */
const COOKIE = 'elt-signing-order';

/** As long as an order can live, seconds. */
const COOKIE_SECONDS = 300;

/** The name of the nonce with which the BankID app leads back to the page. */
export const RETURN_PARAMETER = 'return';

/** Seals the start of an order for its link. */
export function sealStart({ nonce }: SigningSession, start: OrderStart, key: SealingKey): string {
	return seal(start, key, `order ${nonce}`);
}

/** The start of an order that a browser carries; null for anything that was not sealed here for this link. */
export function carriedStart(
	{ nonce }: SigningSession,
	request: PageRequest,
	key: SealingKey,
): OrderStart | null {
	const value = unseal(cookieOf(request), key, `order ${nonce}`);
	if (!isRecord(value)) return null;
	const fields = new Fields(value, 'order');
	const start = {
		orderRef: fields.text('orderRef', TEXT.filled),
		autoStartToken: fields.text('autoStartToken', TEXT.filled),
		start: fields.oneOf('start', ['link', 'qr']),
		startedAt: fields.integer('startedAt', 0),
		returnNonce: fields.text('returnNonce', TEXT.filled),
	};
	return fields.problems.length === 0 ? start : null;
}

/** What a browser carries in its cookie; undefined for nothing. */
export function cookieOf(request: PageRequest): string | undefined {
	const cookies = (headerOf(request, 'cookie') ?? '').split(';').map((cookie) => cookie.trim());
	return cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

/** Whether the request is from the browser that started the order, or from the app that returns to it. */
export function isOwner(order: LinkOrder | null, request: PageRequest): boolean {
	if (!order || order.cookie === '') return false;
	return (
		isSameNonce(order.cookie, cookieOf(request)) ||
		isSameNonce(order.returnNonce, request.query[RETURN_PARAMETER])
	);
}

/** The header that makes a browser carry the order. */
export function setCookie({ url }: SigningSession, { cookie }: LinkOrder): string {
	const { pathname, protocol } = new URL(url);
	const secure = protocol === 'https:' ? '; Secure' : '';
	return `${COOKIE}=${cookie}; Path=${pathname}; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
}
