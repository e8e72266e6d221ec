import { createHash } from 'node:crypto';

import { EltError } from '../../errors';
import { Brake } from './brake';
import type { OpenReport } from '../item/openReport';
import { checkSending, envelopeOf, preflight, type SendingContext } from './preflight';
import { refuseReuse, signaturesByAssistent } from '../sign/verify';
import type { EltClient } from '../../elt/client';
import type { Progress } from '../../elt/calls';
import { acceptedBefore, type AlreadySent, alreadySentError } from '../../ledger/decide';
import type { Known, ReportLedger } from '../../ledger/types';
import { explain, type Explanation } from '../../elt/outcome';
import type { Pace } from '../../elt/pace';
import type { Receipt } from '../../elt/receipt';
import type { RetryPolicy } from '../../elt/retry';
import {
	type KnownRequest,
	leaveUnsent,
	outcomeError,
	type Submission,
	submitOnce,
} from '../../ledger/submitOnce';
import { quietly } from '../../concurrency/quietly';
import { swedishDay } from '../../identity/calendar';
import { lateText } from '../../tidredovisning/deadline';

/** Calls under way at the same time: a slow answer doesn't hold up the pace of the starts. */
export const CALLS_AT_A_TIME = 4;

/** How reports are sent. */
export interface SubmitReportsOptions extends Omit<SendingContext, 'endpoint' | 'now'> {
	readonly client: EltClient;
	readonly pace: Pace;
	readonly ledger: ReportLedger;
	readonly now: () => Date;
	readonly retry?: RetryPolicy;
	/** What is done with reports that are settled already; `skip` by default. */
	readonly alreadySent?: AlreadySent;
	/** Whether this report is sent although an earlier call may have been received; default no. */
	readonly resendUnknown?: (report: OpenReport) => boolean;
	/** The vendor's seal for a report's request; none by default. */
	readonly seal?: (report: OpenReport) => Promise<string | undefined>;
	/** Ends waiting and calls; each report still gets its result. */
	readonly signal?: AbortSignal;
	/** For progress display; errors thrown here are ignored. */
	readonly onProgress?: (report: OpenReport, progress: Progress) => void;
	/** Called with each result as soon as there is one, and awaited; errors thrown here are ignored. */
	readonly onOver?: (submitted: SubmittedReport) => unknown;
}

/** The result of one report. */
export interface SubmittedReport {
	/** With its receipt, also when it was not accepted; without one when it did not pass the preflight. */
	readonly report: OpenReport;
	/** Null when it was accepted. */
	readonly error: EltError | null;
	/** What else is worth knowing, in a sentence; null for nothing. */
	readonly hint: string | null;
}

/**
 * Sends reports: each is checked before its first byte, sent once, and gets its outcome. Whatever happens to
 * one, the others go on, unless it would happen to all of them; when cancelled, each still says what happened to it.
 *
 * @returns one result for each report, in the order of the inputs they came from
 */
export async function submitReports(
	reports: readonly OpenReport[],
	options: SubmitReportsOptions,
): Promise<SubmittedReport[]> {
	const byAssistent = signaturesByAssistent(reports);
	const brake = new Brake(options.client.endpoint);
	const submitted: SubmittedReport[] = [];
	const underWay = new Set<Promise<void>>();
	for (const report of reports) {
		const { begun, told } = beginning(options, brake);
		const over = submitOne(report, told, byAssistent, brake).then(async (result) => {
			submitted.push(result);
			await quietly(() => options.onOver?.(result));
			underWay.delete(over);
		});
		underWay.add(over);
		// The next one is claimed when this one's turn has come, not before: what a crash leaves claimed is unknown.
		await Promise.race([begun, over]);
		if (underWay.size >= CALLS_AT_A_TIME) await Promise.race(underWay);
	}
	await Promise.all(underWay);
	return submitted.sort((one, other) => one.report.from - other.report.from);
}

/** Options that also tell when a report's first call begins, and the brake what comes of each. */
function beginning(
	options: SubmitReportsOptions,
	brake: Brake,
): { begun: Promise<void>; told: SubmitReportsOptions } {
	let begin = (): void => undefined;
	const begun = new Promise<void>((resolve) => (begin = resolve));
	const onProgress: SubmitReportsOptions['onProgress'] = (report, progress) => {
		if (progress.kind === 'attempt') begin();
		brake.heard(progress);
		options.onProgress?.(report, progress);
	};
	return { begun, told: { ...options, onProgress } };
}

/** Never throws: what became of one report must not cost that of another. */
async function submitOne(
	report: OpenReport,
	options: SubmitReportsOptions,
	byAssistent: ReadonlySet<string>,
	brake: Brake,
): Promise<SubmittedReport> {
	try {
		const settled = await settledBefore(report, options);
		if (settled) return settled;
		const request = requestOf(report, options);
		const reason = reasonNotToSend(request, options.signal) ?? brake.reason();
		if (reason) return resultOf(report, await leaveUnsent(request, reason));
		const context: SendingContext = { ...options, endpoint: request.client.endpoint, now: options.now() };
		checkSending(context);
		refuseReuse(report.item, byAssistent);
		const { envelope } = await preflight(report, context, await options.seal?.(report));
		const { pace, retry, signal, onProgress } = options;
		const submission = await submitOnce({
			...request,
			envelope,
			pace,
			retry,
			signal,
			heldBack: () => brake.reason(),
			onProgress: (progress) => onProgress?.(report, progress),
		});
		return resultOf(report, submission);
	} catch (error) {
		return { report, error: error instanceof EltError ? error : unexpected(report, error), hint: null };
	}
}

function unexpected({ item: { id } }: OpenReport, cause: unknown): EltError {
	return new EltError(
		'UNEXPECTED',
		`Report ${id} was stopped by something unforeseen: ${cause instanceof Error ? cause.message : String(cause)}`,
		'Run again: whether it was sent is known to the ledger, which does not let it out twice. If it stays so, tell those who maintain this package.',
		{ cause },
	);
}

function requestOf(report: OpenReport, options: SubmitReportsOptions): KnownRequest {
	const { client, ledger, alreadySent, resendUnknown } = options;
	return {
		id: report.item.id,
		redovisningsmanad: report.item.redovisningsmanad,
		client,
		ledger,
		known: carriedBy(report, options),
		alreadySent,
		resendUnknown: resendUnknown?.(report) ?? false,
	};
}

/** What the report's own receipt of this address says: it counts as the ledger's word does. */
function carriedBy({ item: { receipt } }: OpenReport, { client }: SubmitReportsOptions): Known | undefined {
	if (receipt?.endpoint !== client.endpoint.url) return undefined;
	const requestSha256 = receipt.requestSha256 ?? undefined;
	if (receipt.outcome === 'accepted') return { state: 'accepted', requestSha256, receipt };
	return receipt.outcome === 'unknown' ? { state: 'claimed', requestSha256, receipt } : undefined;
}

function reasonNotToSend(
	{ client, known, resendUnknown }: KnownRequest,
	signal: AbortSignal | undefined,
): Explanation | null {
	if (signal?.aborted === true) return explain('cancelledBefore', client.endpoint);
	return known?.state === 'claimed' && resendUnknown !== true
		? explain('earlierUnknown', client.endpoint)
		: null;
}

function resultOf(report: OpenReport, { receipt, explanation, ledgerCause }: Submission): SubmittedReport {
	const earlier = receipt.earlier && explanation.outcome === 'accepted' ? explanation : null;
	const notKept =
		ledgerCause === null
			? null
			: `The outcome of ${report.item.id} could not be recorded: a later run will not send it automatically.`;
	const hints = [notKept ?? (earlier && hintOf(report, earlier)), lateHint(report, receipt)];
	return {
		report: report.with({ receipt }),
		error: outcomeError(explanation),
		hint: hints.filter((hint) => hint !== null).join(' ') || null,
	};
}

/** What counts is the day of arrival; a call made in this run arrives on its day. */
function lateHint({ item: { id, redovisningsmanad } }: OpenReport, receipt: Receipt): string | null {
	const { outcome, earlier, submittedAt } = receipt;
	if (outcome !== 'accepted' || earlier || submittedAt === null) return null;
	return lateText(`Report ${id}`, redovisningsmanad, swedishDay(new Date(submittedAt)));
}

function hintOf({ item: { id } }: OpenReport, { cause, message, description }: Explanation): string {
	return cause === 'earlierAccepted' ? message : `${id}: ${message} ${description}`;
}

/** A report that carries its acceptance goes on as it is. */
async function settledBefore(
	report: OpenReport,
	options: SubmitReportsOptions,
): Promise<SubmittedReport | null> {
	const { client, alreadySent } = options;
	const known = carriedBy(report, options);
	if (known?.state !== 'accepted' || alreadySent === 'sendAgain') return null;
	const sha256 = await requestSha256Of(report, options);
	const other = sha256 !== null && known.requestSha256 !== undefined && sha256 !== known.requestSha256;
	const cause = acceptedBefore({ ...known, sameRequest: !other });
	const explanation = explain(cause, client.endpoint);
	if (alreadySent === 'stop')
		return { report, error: alreadySentError(report.item.id, explanation), hint: null };
	const receipt = known.receipt && { ...known.receipt, earlier: true };
	return { report: report.with({ receipt }), error: null, hint: hintOf(report, explanation) };
}

/** What would be sent now; null where it could not be. */
async function requestSha256Of(report: OpenReport, { seal }: SubmitReportsOptions): Promise<string | null> {
	try {
		const envelope = await envelopeOf(report, await seal?.(report));
		return createHash('sha256').update(envelope).digest('hex');
	} catch {
		return null;
	}
}
