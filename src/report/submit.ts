import type { EltError } from '../errors';
import { asEltError } from './asEltError';
import type { ReportItem } from './item';
import { checkSending, preflight, type SendingContext } from './preflight';
import { refuseReuse, signaturesByAssistent } from './verify';
import type { EltClient } from '../elt/client';
import type { Ledger } from '../elt/ledger';
import { explain } from '../elt/outcome';
import type { Pace } from '../elt/pace';
import type { RetryPolicy } from '../elt/retry';
import {
	type AlreadySent,
	outcomeError,
	type Progress,
	type Submission,
	submitOnce,
} from '../elt/submission';

/** Calls under way at the same time: a slow answer doesn't hold up the pace of the starts. */
const CALLS_AT_A_TIME = 4;

/** How reports are sent. */
export interface SubmitReportsOptions extends Omit<SendingContext, 'endpoint' | 'now'> {
	readonly client: EltClient;
	readonly pace: Pace;
	readonly ledger: Ledger;
	readonly now: () => Date;
	readonly retry?: RetryPolicy;
	/** What is done with reports that are settled already; `skip` by default. */
	readonly alreadySent?: AlreadySent;
	/** Whether this report is sent although an earlier call may have been received; default no. */
	readonly resendUnknown?: (item: ReportItem) => boolean;
	/** The vendor's seal for a report's request; none by default. */
	readonly seal?: (item: ReportItem) => Promise<string | undefined>;
	/** Ends waiting and calls; each report still gets its result. */
	readonly signal?: AbortSignal;
	readonly onProgress?: (item: ReportItem, progress: Progress) => void;
	/** Told of each report as soon as it is over. */
	readonly onOver?: (report: SubmittedReport) => void;
}

/** What became of one report. */
export interface SubmittedReport {
	/** Where it stood among the reports that were given. */
	readonly index: number;
	/** With its receipt, also when it was not accepted; without one when it didn't pass the preflight. */
	readonly item: ReportItem;
	/** Null when it was accepted. */
	readonly error: EltError | null;
	/** What is worth knowing beside, in a sentence; null for nothing. */
	readonly hint: string | null;
}

/**
 * Sends reports: each is checked before its first byte, sent once, and gets its outcome. Whatever happens to
 * one, the others go on; when cancelled, each still says what happened to it.
 *
 * @returns one result for each report, in the order given
 */
export async function submitReports(
	items: readonly ReportItem[],
	options: SubmitReportsOptions,
): Promise<SubmittedReport[]> {
	const byAssistent = signaturesByAssistent(items);
	const submitted: SubmittedReport[] = [];
	const underWay = new Set<Promise<void>>();
	for (const [index, item] of items.entries()) {
		const { begun, told } = beginning(options);
		const over = submitOne(item, told, byAssistent).then((result) => {
			const report = { index, ...result };
			submitted.push(report);
			options.onOver?.(report);
			underWay.delete(over);
		});
		underWay.add(over);
		// The next one is claimed when this one's turn has come, not before: what a crash leaves claimed is unknown.
		await Promise.race([begun, over]);
		if (underWay.size >= CALLS_AT_A_TIME) await Promise.race(underWay);
	}
	await Promise.all(underWay);
	return submitted.sort((one, other) => one.index - other.index);
}

/** Options that also tell when a report's first call begins. */
function beginning(options: SubmitReportsOptions): { begun: Promise<void>; told: SubmitReportsOptions } {
	let begin = (): void => undefined;
	const begun = new Promise<void>((resolve) => (begin = resolve));
	const onProgress: SubmitReportsOptions['onProgress'] = (item, progress) => {
		if (progress.kind === 'attempt') begin();
		options.onProgress?.(item, progress);
	};
	return { begun, told: { ...options, onProgress } };
}

type Result = Omit<SubmittedReport, 'index'>;

async function submitOne(
	item: ReportItem,
	options: SubmitReportsOptions,
	byAssistent: ReadonlySet<string>,
): Promise<Result> {
	const settled = settledBefore(item, options);
	if (settled) return settled;
	try {
		const { client, now } = options;
		const context: SendingContext = { ...options, endpoint: client.endpoint, now: now() };
		checkSending(context);
		refuseReuse(item, byAssistent);
		const { envelope } = await preflight(item, context, await options.seal?.(item));
		return resultOf(item, await submitOnce(requestOf(item, envelope, options)));
	} catch (error) {
		return { item, error: asEltError(error), hint: null };
	}
}

function requestOf(item: ReportItem, envelope: Uint8Array, options: SubmitReportsOptions) {
	const { client, pace, ledger, retry, alreadySent, resendUnknown, signal, onProgress } = options;
	return {
		id: item.id,
		envelope,
		client,
		pace,
		ledger,
		...(retry === undefined ? {} : { retry }),
		...(alreadySent === undefined ? {} : { alreadySent }),
		resendUnknown: resendUnknown?.(item) ?? false,
		signal,
		onProgress: onProgress && ((progress: Progress) => onProgress(item, progress)),
	};
}

function resultOf(item: ReportItem, { receipt, explanation, ledgerCause }: Submission): Result {
	const passedOn = explanation.cause === 'earlierAccepted' ? explanation.message : null;
	const notKept =
		ledgerCause === null
			? null
			: `The outcome of ${item.id} could not be recorded: a later run will not send it by itself.`;
	return { item: { ...item, receipt }, error: outcomeError(explanation), hint: notKept ?? passedOn };
}

/** What the item's own receipt decides: accepted goes on as it is, unknown isn't sent by itself. */
function settledBefore(item: ReportItem, options: SubmitReportsOptions): Result | null {
	const { endpoint } = options.client;
	const { receipt } = item;
	if (receipt?.endpoint !== endpoint.url || options.alreadySent === 'sendAgain') return null;
	if (receipt.outcome === 'accepted' && options.alreadySent !== 'stop') {
		return { item, error: null, hint: explain('earlierAccepted', endpoint).message };
	}
	if (receipt.outcome === 'unknown' && !options.resendUnknown?.(item)) {
		return { item, error: outcomeError(explain('earlierUnknown', endpoint)), hint: null };
	}
	return null;
}
