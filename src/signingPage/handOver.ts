import { Fields, isRecord, TEXT } from '../report/item/fields';
import { forgetLink, provenPhase, type SignedOrder } from './linkOrder';
import { type SealingKey, seal, unseal } from './seal';
import { planOfSession } from './session';
import type { LinkOutcome, Surroundings, Visit } from './visit';

/** So long an open page has to take the result over before the server does it, milliseconds. */
const PAGE_FIRST_MS = 30_000;

/** So long a result that was taken over is not taken over again, milliseconds. */
const TAKEN_MS = 5000;

/** Between further tries when the server cannot reach its own address, milliseconds. */
const RETRY_MS = [5000, 30_000, 120_000, 600_000] as const;

/** n8n's answers when the execution no longer waits. */
const OVER: ReadonlySet<number> = new Set([404, 409]);

/** The name of the form field in which the server sends a result to itself. */
const SEALED_FIELD = 'sealed';

/**
 * Takes a result to the execution though no page is open: the server posts it to the link, sealed, so that any
 * process of n8n can receive it.
 */
export async function handOverLater(
	{ session, post, pause }: Pick<Surroundings, 'session' | 'post' | 'pause'>,
	signed: SignedOrder,
	key: SealingKey,
): Promise<void> {
	const { evidence, risk, at } = signed;
	const sealed = seal({ ...evidence, risk, at }, key, `result ${session.nonce}`);
	for (const ms of [PAGE_FIRST_MS, ...RETRY_MS]) {
		await pause(ms);
		const status = await post(session.url, { action: 'hand-over', [SEALED_FIELD]: sealed }).catch(() => 0);
		if (OVER.has(status)) break;
	}
	forgetLink(session.nonce);
}

/** The result as the execution gets it, unless a request has just taken it; a browser asks, after it has shown it. */
export function takeOver({ link, now }: Visit): LinkOutcome | undefined {
	const { order } = link;
	const at = now().getTime();
	if (order?.phase.kind !== 'signed') return undefined;
	if (link.handedOverAt !== null && at - link.handedOverAt < TAKEN_MS) return undefined;
	link.handedOverAt = at;
	return { status: 'signed', signed: order.phase.signed };
}

/**
 * The result that the server has sent to itself, proven again; undefined for anything else, which a visitor made up,
 * or where a request has just taken it.
 */
export async function receiveOver(visit: Visit): Promise<LinkOutcome | undefined> {
	const taken = takeOver(visit);
	if (taken || visit.link.order?.phase.kind === 'signed') return taken;
	const { session, request, readReports, connect } = visit;
	const connection = await connect();
	connection.close();
	const value = unseal(request.body[SEALED_FIELD], connection.key, `result ${session.nonce}`);
	if (!isRecord(value)) return undefined;
	const fields = new Fields(value, 'result');
	const evidence = {
		signature: fields.text('signature', TEXT.base64),
		ocspResponse: fields.text('ocspResponse', TEXT.base64),
	};
	const at = fields.text('at', TEXT.instant);
	const risk = fields.optionalText('risk');
	if (fields.problems.length > 0) return undefined;
	const plan = planOfSession(session, await readReports());
	const phase = await provenPhase(evidence, risk, new Date(at), plan, connection.policy);
	return phase.kind === 'signed' ? { status: 'signed', signed: phase.signed } : undefined;
}
