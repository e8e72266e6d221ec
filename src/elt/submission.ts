import { createHash, X509Certificate } from 'node:crypto';

import { EltError } from '../errors';
import type { ClientIdentity } from '../https/agent';
import type { Exchange } from '../https/exchange';
import { withKey } from '../process/keyedLock';
import { wait } from '../process/wait';
import type { EltClient } from './client';
import type { Claim, Ledger } from './ledger';
import { explain, type Cause, type Explanation } from './outcome';
import type { Pace } from './pace';
import { quote } from './quote';
import type { Receipt, ReceiptCertificate } from './receipt';
import { bodyText, readResponse } from './response';
import { DEFAULT_RETRY, retryWaitMs, type RetryPolicy } from './retry';

/** What is done with a report that an earlier run settled: pass it on as it is, stop with an error, or send it. */
export const ALREADY_SENT = ['skip', 'stop', 'sendAgain'] as const;

/** One of the choices for a report that an earlier run settled. */
export type AlreadySent = (typeof ALREADY_SENT)[number];

/** What happens while a report is on its way. */
export type Progress =
	| { readonly kind: 'attempt'; readonly attempt: number }
	| { readonly kind: 'waiting'; readonly waitMs: number; readonly explanation: Explanation };

/** One report to send. */
export interface SubmitRequest {
	/** The report's id: what the ledger knows it by. */
	readonly id: string;
	/** As `buildEnvelope` makes it; every attempt sends these bytes. */
	readonly envelope: Uint8Array;
	readonly client: EltClient;
	readonly pace: Pace;
	readonly ledger: Ledger;
	readonly retry?: RetryPolicy;
	/** `skip` by default. */
	readonly alreadySent?: AlreadySent;
	/** Whether to send although an earlier run may have been received: said for this one report; off by default. */
	readonly resendUnknown?: boolean;
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((progress: Progress) => void) | undefined;
}

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

/** The last thing learned of a call. */
interface Learned {
	readonly cause: Cause;
	readonly txId: string | null;
	readonly fault: string | null;
	readonly status: number | null;
	readonly text: string | null;
	readonly retryAfterMs: number | null;
}

interface Calls {
	readonly learned: Learned;
	readonly attempts: number;
	readonly submittedAt: Date;
	readonly durationMs: number;
}

const NOTHING = { txId: null, fault: null, status: null, text: null, retryAfterMs: null } as const;

type CertificateOnly = Pick<ClientIdentity, 'certificatePem'>;

/** Read once per certificate, not per report. */
const known = new WeakMap<CertificateOnly, ReceiptCertificate>();

/** A certificate as the receipt names it. */
export function receiptCertificate(certificate: CertificateOnly): ReceiptCertificate {
	const before = known.get(certificate);
	if (before !== undefined) return before;
	const x509 = new X509Certificate(certificate.certificatePem);
	const read = {
		subject: x509.subject.split('\n').join(', '),
		sha256: createHash('sha256').update(x509.raw).digest('hex'),
		validTo: new Date(x509.validTo).toISOString(),
	};
	known.set(certificate, read);
	return read;
}

async function learn(ended: Exchange): Promise<Learned> {
	if (ended.kind === 'answer') return { ...(await readResponse(ended.answer, new Date())) };
	const { at, partial } = ended;
	if (partial === null) return { ...NOTHING, cause: at };
	return { ...NOTHING, cause: at, status: partial.status, text: bodyText(partial.headers, partial.body) };
}

function explained({ client }: Pick<SubmitRequest, 'client'>, learned: Learned): Explanation {
	return explain(learned.cause, {
		host: client.endpoint.host,
		port: client.endpoint.port,
		status: learned.status,
		fault: learned.fault === null ? null : quote(learned.fault),
		txId: learned.txId === null ? null : quote(learned.txId),
		seconds: Math.round(client.timeoutMs / 1000),
	});
}

/** One call, when its turn comes; null when it was cancelled before. */
async function callOnce(
	{ client, envelope, pace, signal }: SubmitRequest,
	began: () => void,
): Promise<Exchange | null> {
	const turn = await pace.next(signal).catch(() => null);
	if (turn === null) return null;
	began();
	try {
		return await client.send(envelope, { signal, onBegun: () => turn.begun() });
	} finally {
		turn.release();
	}
}

/** Calls until there is an outcome that must not be, or can't be, tried again. */
async function call(request: SubmitRequest): Promise<Calls> {
	const { retry = DEFAULT_RETRY, signal, onProgress } = request;
	const started = performance.now();
	let submittedAt = new Date();
	let attempts = 0;
	let learned: Learned = { ...NOTHING, cause: 'cancelledBefore' };
	for (;;) {
		const ended = await callOnce(request, () => {
			submittedAt = new Date();
			attempts += 1;
			onProgress?.({ kind: 'attempt', attempt: attempts });
		});
		learned = ended === null ? { ...learned, cause: 'cancelledBefore' } : await learn(ended);
		const explanation = explained(request, learned);
		const waitMs = explanation.again === 'never' ? null : retryWaitMs(retry, attempts, learned.retryAfterMs);
		if (waitMs === null) break;
		onProgress?.({ kind: 'waiting', waitMs, explanation });
		// Cancelled in the pause: the last word on the report is that of its last attempt, and it was not sent.
		const cancelled = await wait(waitMs, signal).then(
			() => false,
			() => true,
		);
		if (cancelled) break;
	}
	return { learned, attempts, submittedAt, durationMs: Math.round(performance.now() - started) };
}

function submissionOf(
	request: SubmitRequest,
	requestSha256: string,
	calls: Calls,
	ledgerCause: unknown,
): Submission {
	const { client } = request;
	const { learned, attempts, submittedAt, durationMs } = calls;
	const explanation = explained(request, learned);
	return {
		explanation,
		ledgerCause,
		receipt: {
			outcome: explanation.outcome,
			txId: explanation.outcome === 'accepted' ? learned.txId : null,
			environment: client.endpoint.environment,
			endpoint: client.endpoint.url,
			submittedAt: submittedAt.toISOString(),
			durationMs,
			attempts,
			certificate: receiptCertificate(client.certificate),
			requestSha256,
			httpStatus: learned.status,
			response: learned.text,
		},
	};
}

/** What an earlier run decides; null to send. */
function decidedBefore(
	claim: Claim,
	{ alreadySent = 'skip', resendUnknown = false }: SubmitRequest,
): Cause | null {
	if (claim.state === 'new') return null;
	if (claim.state === 'claimed') return resendUnknown ? null : 'earlierUnknown';
	if (alreadySent === 'sendAgain') return null;
	return claim.state === 'accepted' ? 'earlierAccepted' : 'earlierRejected';
}

/**
 * What is known after a call is recorded, unless it would take back what is known already: that an earlier call
 * was received, or may have been, is not undone by a later one that was not sent.
 */
function mayRecord(before: Claim['state'], { outcome }: Explanation): boolean {
	if (before === 'new' || outcome === 'accepted') return true;
	return before !== 'accepted' && outcome !== 'notSent';
}

function stopped(id: string, explanation: Explanation): EltError {
	return new EltError(
		'ELT_ALREADY_SENT',
		`Report ${id}: ${explanation.message}`,
		`${explanation.description} Set 'Already Sent' to Skip to pass such reports on.`,
	);
}

async function claimed(request: SubmitRequest, requestSha256: string): Promise<Claim> {
	return await request.ledger.claim({ id: request.id, requestSha256 }).catch((cause: unknown) => {
		const error = new EltError(
			'ELT_LEDGER',
			`It could not be looked up whether report ${request.id} was sent before.`,
			"Check n8n's database, then run again. Nothing was sent.",
			{ cause },
		);
		return Promise.reject(error);
	});
}

/**
 * Sends a report once: claimed in the ledger before the first byte, recorded after the answer. Only what was
 * certainly not received is tried again by itself, with the same bytes; a report that may have been received is
 * never sent again unless `resendUnknown` says so. Cancelling ends waiting and calls alike. Whatever happens on
 * the wire ends in a receipt, not in an exception.
 * @throws ELT_LEDGER when the ledger can't be read; nothing was sent then
 * @throws ELT_ALREADY_SENT with `alreadySent: 'stop'`
 */
export async function submitOnce(request: SubmitRequest): Promise<Submission> {
	const { id, client, ledger, envelope } = request;
	const requestSha256 = createHash('sha256').update(envelope).digest('hex');
	return await withKey('submission.v1', `${client.endpoint.url} ${id}`, async () => {
		if (request.signal?.aborted === true) return notBegun(request, requestSha256, 'cancelledBefore', null);
		const claim = await claimed(request, requestSha256);
		const earlier = decidedBefore(claim, request);
		if (earlier !== null) return notBegun(request, requestSha256, earlier, claim.txId ?? null);
		const calls = await call(request);
		const submission = submissionOf(request, requestSha256, calls, null);
		if (!mayRecord(claim.state, submission.explanation)) return submission;
		const { outcome, txId } = submission.receipt;
		return await ledger.record({ id, requestSha256 }, outcome, txId).then(
			() => submission,
			(cause: unknown) => ({ ...submission, ledgerCause: cause ?? 'not recorded' }),
		);
	});
}

function notBegun(
	request: SubmitRequest,
	requestSha256: string,
	cause: Cause,
	txId: string | null,
): Submission {
	const calls = { learned: { ...NOTHING, cause, txId }, attempts: 0, submittedAt: new Date(), durationMs: 0 };
	const submission = submissionOf(request, requestSha256, calls, null);
	const settled = cause === 'earlierAccepted' || cause === 'earlierRejected';
	if (settled && request.alreadySent === 'stop') throw stopped(request.id, submission.explanation);
	return submission;
}

/** An outcome other than `accepted` as an error; null for `accepted`. */
export function outcomeError({ code, message, description }: Explanation): EltError | null {
	return code === null ? null : new EltError(code, message, description);
}
