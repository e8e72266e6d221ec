import { createHash } from 'node:crypto';

import { EltError } from '../errors';
import { withKey } from '../concurrency/keyedLock';
import { call, type CallRequest, type Calls } from './calls';
import {
	acceptedBefore,
	alreadySentError,
	decidedBefore,
	type EarlierChoices,
	outcomeToKeep,
	stillStanding,
	stronger,
} from './earlier';
import type { Claim, Ledger } from './ledger';
import type { EarlierCause } from './causes';
import { explain, type Explanation } from './outcome';
import { receiptCertificate, type Receipt } from './receipt';

/** What is known of a report beside what its calls will tell. */
export interface KnownRequest extends EarlierChoices, Pick<CallRequest, 'client'> {
	/** The report's id: what the ledger knows it by. */
	readonly id: string;
	readonly ledger: Ledger;
	/** What the report itself carries from an earlier run; the ledger may know more. */
	readonly known?: Claim | undefined;
}

/** One report to send. */
export interface SubmitRequest extends KnownRequest, CallRequest {}

/** What became of a report. */
export interface Submission {
	readonly receipt: Receipt;
	/** The outcome told to a person: code, sentence, next step. */
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
	const looked = await asked(request, request.ledger.look(request.id));
	const known = stronger(looked, request.known);
	if (known.state === 'accepted') return passedOver(request, acceptedBefore(known), known);
	if (known.state === 'claimed') return passedOver(request, 'earlierUnknown', known);
	return { explanation: reason, receipt: uncalled(request, reason, known), ledgerCause: null };
}

async function claimAndSend(request: SubmitRequest, requestSha256: string): Promise<Submission> {
	const { id, ledger, signal } = request;
	if (signal?.aborted === true) return await leaveUnsent(request, cancelled(request));
	const entry = { id, requestSha256 };
	const goesOut = (claim: Claim) => decided(claim, request) === null;
	const claim = await asked(request, ledger.claim(entry, goesOut));
	const known = stronger(claim, request.known);
	const earlier = decided(claim, request);
	if (earlier !== null)
		return passedOver(request, earlier, earlier === 'earlierRejected' ? { ...claim, requestSha256 } : known);
	const calls = await call(request);
	const submission = submissionOf(request, requestSha256, known, calls);
	const outcome = outcomeToKeep(known, calls.explanation.outcome);
	const stays = outcome === 'accepted' && calls.explanation.outcome !== 'accepted';
	const kept = stays ? { id, requestSha256: known.requestSha256 ?? 'not known' } : entry;
	const txId = stays ? (known.txId ?? null) : submission.receipt.txId;
	return await ledger.record(kept, outcome, txId).then(
		() => submission,
		(cause: unknown) => ({ ...submission, ledgerCause: cause ?? 'not recorded' }),
	);
}

/** What holds the report back: what the ledger knows, or what it carries itself. */
function decided(claim: Claim, request: SubmitRequest): EarlierCause | null {
	return decidedBefore(claim, request) ?? (request.known ? decidedBefore(request.known, request) : null);
}

function cancelled({ client }: KnownRequest): Explanation {
	return explain('cancelledBefore', client.endpoint);
}

async function asked(request: KnownRequest, answer: Promise<Claim>): Promise<Claim> {
	return await answer.catch((cause: unknown) => {
		const error = new EltError(
			'ELT_LEDGER',
			`It could not be looked up whether report ${request.id} was sent before.`,
			`${request.ledger.advice} Nothing was sent.`,
			{ cause },
		);
		return Promise.reject(error);
	});
}

function submissionOf(
	request: SubmitRequest,
	requestSha256: string,
	known: Claim,
	{ learned, explanation, attempts, submittedAt, durationMs }: Calls,
): Submission {
	const { client } = request;
	const standing = stillStanding(known, explanation);
	if (standing !== null) return passedOver(request, standing, known, explanation.message);
	const receipt: Receipt = {
		...uncalled(request, explanation, { state: 'new', requestSha256 }),
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

/** A report that an earlier run settled. */
function passedOver(request: KnownRequest, cause: EarlierCause, known: Claim, why = ''): Submission {
	const explanation = explain(cause, { ...request.client.endpoint, why });
	const settled = explanation.outcome !== 'unknown' && cause !== 'stillAccepted';
	if (settled && request.alreadySent === 'stop') throw alreadySentError(request.id, explanation);
	return { explanation, receipt: uncalled(request, explanation, known), ledgerCause: null };
}

/** The receipt of a report for which no call was made. */
function uncalled({ client }: KnownRequest, { outcome }: Explanation, known: Claim): Receipt {
	return {
		outcome,
		txId: outcome === 'accepted' ? (known.txId ?? null) : null,
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
