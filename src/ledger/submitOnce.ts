import { createHash } from 'node:crypto';

import { EltError } from '../errors';
import { withKey } from '../concurrency/keyedLock';
import { call, type CallRequest, type Calls } from '../elt/calls';
import type { EarlierCause } from '../elt/causes';
import { explain, type Explanation } from '../elt/outcome';
import { receiptCertificate, type Receipt } from '../elt/receipt';
import {
	acceptedBefore,
	alreadySentError,
	decide,
	type EarlierChoices,
	outcomeToKeep,
	strongest,
	unchangedBy,
} from './decide';
import type { Known, ReportLedger } from './types';

/** What is known of a report in addition to what its calls will show. */
export interface KnownRequest extends EarlierChoices, Pick<CallRequest, 'client'> {
	/** The report's id: what the ledger knows it by. */
	readonly id: string;
	/** `YYYY-MM`, for a ledger that can be asked by month. */
	readonly redovisningsmanad?: string;
	readonly ledger: ReportLedger;
	/** What the report itself carries from an earlier run; the ledger may know more. */
	readonly known?: Known;
}

/** One report to send. */
export interface SubmitRequest extends KnownRequest, CallRequest {}

/** What became of a report. */
export interface Submission {
	readonly receipt: Receipt;
	/** The outcome as a person reads it: code, sentence, next step. */
	readonly explanation: Explanation;
	/**
	 * Null when the ledger took the outcome. Otherwise why it did not: a later run then finds the report claimed
	 * and does not send it.
	 */
	readonly ledgerCause: unknown;
}

/**
 * Sends a report once: claimed in the ledger before the first byte, recorded after the answer. Only what was
 * certainly not received is tried again by itself, with the same bytes; a report that may have been received is
 * never sent again unless `resendUnknown` says so. Cancelling ends waiting and calls alike. Whatever happens on
 * the wire ends in a receipt, not in an exception.
 * @throws ELT_LEDGER when the ledger can't be read or written; nothing was sent then
 * @throws ELT_ALREADY_SENT with `alreadySent: 'stop'`
 */
export async function submitOnce(request: SubmitRequest): Promise<Submission> {
	const { id, client, envelope, signal } = request;
	const requestSha256 = createHash('sha256').update(envelope).digest('hex');
	let began = false;
	const sending = () => {
		began = true;
		return claimAndSend(request, requestSha256);
	};
	return await withKey('submission.v2', `${client.endpoint.url} ${id}`, sending, signal).catch(
		(error: unknown) => (began ? Promise.reject(error) : leaveUnsent(request, cancelled(request))),
	);
}

/**
 * What becomes of a report that is not to go out now: what an earlier run made of it, as far as that is known, or
 * else `reason`.
 * @param reason why it is not sent
 * @throws ELT_LEDGER, ELT_ALREADY_SENT as {@link submitOnce}
 */
export async function leaveUnsent(request: KnownRequest, reason: Explanation): Promise<Submission> {
	const looked = await orLedgerError(request, request.ledger.look(request.id));
	const known = strongest(looked, request.known);
	if (known.state === 'accepted') return passedOver(request, acceptedBefore(known), known);
	if (known.state === 'claimed') return passedOver(request, 'earlierUnknown', known);
	return { explanation: reason, receipt: uncalled(request, reason, known), ledgerCause: null };
}

async function claimAndSend(request: SubmitRequest, requestSha256: string): Promise<Submission> {
	const { id, ledger, signal } = request;
	if (signal?.aborted === true) return await leaveUnsent(request, cancelled(request));
	const entry = { id, requestSha256, redovisningsmanad: request.redovisningsmanad };
	const sources = (known: Known) => (request.known ? [known, request.known] : [known]);
	const shouldSend = (known: Known) => decide(sources(known), request) === null;
	const claimed = await orLedgerError(request, ledger.claim(entry, shouldSend));
	const known = strongest(claimed, request.known);
	const earlier = decide(sources(claimed), request);
	if (earlier !== null)
		return passedOver(
			request,
			earlier,
			earlier === 'earlierRejected' ? { ...claimed, requestSha256 } : known,
		);
	const calls = await call(request);
	const submission = submissionOf(request, requestSha256, known, calls);
	const outcome = outcomeToKeep(known, calls.explanation.outcome);
	// An acceptance, or a claim, that a later call has not replaced keeps its own bytes and receipt.
	const stays = outcome !== calls.explanation.outcome && outcome !== 'notSent';
	const kept = stays ? { ...entry, requestSha256: known.requestSha256 ?? requestSha256 } : entry;
	const receipt = stays ? (known.receipt ?? null) : submission.receipt;
	return await ledger.record(kept, outcome, receipt).then(
		() => submission,
		(cause: unknown) => ({ ...submission, ledgerCause: cause ?? 'not recorded' }),
	);
}

function cancelled({ client }: KnownRequest): Explanation {
	return explain('cancelledBefore', client.endpoint);
}

async function orLedgerError(request: KnownRequest, answer: Promise<Known>): Promise<Known> {
	return await answer.catch((cause: unknown) => {
		const why = cause instanceof EltError ? `: ${cause.message}` : '';
		const advice = cause instanceof EltError ? cause.description : request.ledger.advice;
		const error = new EltError(
			'ELT_LEDGER',
			`It could not be looked up whether report ${request.id} was sent before${why}`,
			`${advice} Nothing was sent.`,
			{ cause },
		);
		return Promise.reject(error);
	});
}

function submissionOf(
	request: SubmitRequest,
	requestSha256: string,
	known: Known,
	{ learned, explanation, attempts, submittedAt, durationMs }: Calls,
): Submission {
	const { client } = request;
	const unchanged = unchangedBy(known, explanation);
	if (unchanged !== null) return passedOver(request, unchanged, known, explanation.message);
	const receipt: Receipt = {
		...uncalled(request, explanation, { state: 'new', requestSha256 }),
		earlier: false,
		txId: explanation.outcome === 'accepted' ? learned.txId : null,
		submittedAt: submittedAt?.toISOString() ?? null,
		durationMs,
		attempts,
		certificate: attempts === 0 ? null : receiptCertificate(client.certificate),
		httpStatus: learned.status,
		response: learned.text,
	};
	return { explanation, receipt, ledgerCause: null };
}

/** A report whose outcome is known from an earlier run. */
function passedOver(request: KnownRequest, cause: EarlierCause, known: Known, why = ''): Submission {
	const explanation = explain(cause, { ...request.client.endpoint, why });
	const decided = explanation.outcome !== 'unknown' && cause !== 'stillAccepted';
	if (decided && request.alreadySent === 'stop') throw alreadySentError(request.id, explanation);
	return { explanation, receipt: uncalled(request, explanation, known), ledgerCause: null };
}

/** The receipt of a report for which no call was made: the earlier call's, where it was kept. */
function uncalled({ client }: KnownRequest, { outcome }: Explanation, known: Known): Receipt {
	const earlier = outcome !== 'notSent';
	if (earlier && known.receipt) return { ...known.receipt, outcome, earlier };
	return {
		outcome,
		earlier,
		txId: outcome === 'accepted' ? undefined : null,
		environment: client.endpoint.environment,
		endpoint: client.endpoint.url,
		submittedAt: null,
		durationMs: 0,
		attempts: 0,
		certificate: null,
		requestSha256: known.requestSha256 ?? null,
		httpStatus: null,
		response: null,
	};
}

/** An outcome other than `accepted` as an error; null for `accepted`. */
export function outcomeError({ code, message, description }: Explanation): EltError | null {
	return code === null ? null : new EltError(code, message, description);
}
