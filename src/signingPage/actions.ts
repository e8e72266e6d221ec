import { newNonce } from './nonce';
import { receiveOver, handOverLater, takeOver } from './handOver';
import { adoptLinkOrder, cancelLinkOrder, isRunning, type OrderWork, startLinkOrder } from './linkOrder';
import { orderRequestOf } from './orderRequest';
import { carriedStart, cookieOf, isOwner, sealStart } from './ownership';
import { planOfSession } from './session';
import type { LinkOutcome, Visit } from './visit';

/** The longest reason that is passed on, characters. */
const MAX_REASON = 500;

/** What an action of the visitor gives to the execution; undefined as long as it waits on. */
type Action = (visit: Visit) => Promise<LinkOutcome | undefined>;

/** What the page's buttons and its script can ask for; anything else only looks. */
export const ACTIONS: Readonly<Record<string, Action>> = {
	'start-link': (visit) => start(visit, 'link'),
	'start-qr': (visit) => start(visit, 'qr'),
	cancel: async (visit) => {
		if (isOwner(visit.link.order, visit.request)) await cancelLinkOrder(visit.link, visit.connect);
		return undefined;
	},
	decline,
	// Another browser may have seen the result first: the one that signed has to see it before the link ends.
	done: async (visit) => (isOwner(visit.link.order, visit.request) ? takeOver(visit) : undefined),
	'hand-over': receiveOver,
};

async function start(visit: Visit, by: 'link' | 'qr'): Promise<undefined> {
	const { session, link } = visit;
	const begin = { start: by, returnNonce: newNonce() };
	const plan = planOfSession(session, await visit.readReports());
	const request = orderRequestOf(visit, plan, by, begin.returnNonce);
	await startLinkOrder(link, { ...following(visit, plan), begin, request });
	return undefined;
}

function following(visit: Visit, plan: OrderWork['plan']): Omit<OrderWork, 'request' | 'begin'> {
	const { session, connect, now } = visit;
	return {
		nonce: session.nonce,
		plan,
		connect,
		now,
		sealStart: (begun, key) => sealStart(session, begun, key),
		onSigned: (signed, key) => handOverLater(visit, signed, key),
	};
}

/** Goes on with the order that the browser carries, where this process knows of none. */
export async function adoptCarried(visit: Visit): Promise<void> {
	const { session, request, link } = visit;
	const cookie = cookieOf(request);
	if (link.order || cookie === undefined) return;
	const connection = await visit.connect();
	connection.close();
	const begun = carriedStart(session, request, connection.key);
	if (!begun) return;
	const plan = planOfSession(session, await visit.readReports());
	await adoptLinkOrder(link, { ...begun, cookie }, following(visit, plan));
}

async function decline(visit: Visit): Promise<LinkOutcome | undefined> {
	const { request, link, connect, now } = visit;
	const given = request.body['reason'];
	const reason =
		typeof given === 'string'
			? given
					.replace(/[\p{C}\s]+/gu, ' ')
					.trim()
					.slice(0, MAX_REASON)
			: '';
	const isOthers = isRunning(link) && !isOwner(link.order, request);
	if (reason === '' || isOthers) return undefined;
	await cancelLinkOrder(link, connect);
	if (link.order?.phase.kind === 'signed') return undefined;
	return { status: 'declined', reason, at: now().toISOString() };
}
