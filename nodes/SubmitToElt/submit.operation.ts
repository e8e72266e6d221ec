import type { IExecuteFunctions } from 'n8n-workflow';

import type { EltClient } from '../../src/elt/client';
import { leastDurationMs, type Pace } from '../../src/elt/pace';
import { DEFAULT_RETRY } from '../../src/elt/retry';
import { ALREADY_SENT } from '../../src/ledger/decide';
import type { EltError } from '../../src/errors';
import type { OpenReport } from '../../src/report/item/openReport';
import { checkSending, preflight } from '../../src/report/submit/preflight';
import {
	submitReports,
	type SubmitReportsOptions,
	type SubmittedReport,
} from '../../src/report/submit/submit';
import { bankIdPolicy } from '../shared/elt/bankId';
import { type EltConnection, readEltConnection, withEltClient } from '../shared/elt/elt';
import { nodeError } from '../shared/n8n/errors';
import { hint } from '../shared/n8n/hints';
import { inInputOrder, type ItemResult, settle } from '../shared/n8n/itemLoop';
import { forgetReceipts, keepReceipts, withKeptReceipts } from '../shared/elt/keptReceipts';
import { type Memory, withMemory } from '../shared/elt/memory';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';
import { progress } from '../shared/n8n/progress';
import { passOn, readReports } from '../shared/elt/reports';
import { sealOf } from '../shared/elt/seal';
import { submitProperties } from './submitParameters';

/** Sends each report once: checked before, claimed, sent at Försäkringskassan's pace, recorded. */
export const submit: Operation = {
	properties: submitProperties,
	async execute(context) {
		const { reports, resendUnknown, refused } = readChoices(context, await readReports(context));
		const connection = await readEltConnection(context);
		const policy = await bankIdPolicy(await context.getCredentials('bankIdApi'));
		const send = { ...connection, policy };
		if (!context.continueOnFail()) {
			settle(context, refused);
			await checkAll(context, reports, send);
		}
		const submitted = await withMemory(context, connection.endpoint, (memory) =>
			withEltClient(connection, (client) => {
				tellDuration(context, memory.pace, reports.length);
				return submitReports(reports, { ...optionsOf(context, resendUnknown, send, client), ...memory });
			}),
		);
		const results = withKeptReceipts(submitted);
		tellHints(context, results);
		stopWithAll(context, results);
		forgetReceipts(results);
		return settle(context, inInputOrder([...refused, ...results.map((result) => resultOf(context, result))]));
	},
};

/** The reports to send, and which of them are sent again although an earlier call may have been received. */
interface Choices {
	readonly reports: OpenReport[];
	readonly resendUnknown: ReadonlySet<OpenReport>;
	readonly refused: ItemResult[];
}

/** Read before the first call, each item for itself: a value that can't be used stops that report only. */
function readChoices(
	context: IExecuteFunctions,
	{ reports, refused }: Awaited<ReturnType<typeof readReports>>,
): Choices {
	const readable: OpenReport[] = [];
	const resendUnknown = new Set<OpenReport>();
	const stopped = [...refused];
	for (const report of reports) {
		try {
			if (new Parameters(context, report.from).flag('options.resendUnknown')) resendUnknown.add(report);
			readable.push(report);
		} catch (error) {
			stopped.push({ from: report.from, error });
		}
	}
	return { reports: readable, resendUnknown, refused: stopped };
}

type Sending = EltConnection & Pick<SubmitReportsOptions, 'policy'>;

/** Without *Continue* nothing goes out unless every report may: one that may not stops all before the first call. */
async function checkAll(
	context: IExecuteFunctions,
	reports: readonly OpenReport[],
	sending: Sending,
): Promise<void> {
	const circumstances = { ...sending, now: new Date(), allowEmpty: allowEmpty(context) };
	checkSending(circumstances);
	for (const report of reports) {
		try {
			await preflight(report, circumstances);
		} catch (error) {
			throw nodeError(context.getNode(), error, report.from);
		}
	}
}

function optionsOf(
	context: IExecuteFunctions,
	resendUnknown: ReadonlySet<OpenReport>,
	{ certificate, policy }: Sending,
	client: EltClient,
): Omit<SubmitReportsOptions, keyof Memory> {
	const parameters = new Parameters(context, 0);
	const signal = context.getExecutionCancelSignal();
	const attempts = parameters.integer('options.tries', 1, 20);
	const withSeal = parameters.flag('options.sendSeal');
	return {
		client,
		certificate,
		policy,
		allowEmpty: allowEmpty(context),
		now: () => new Date(),
		retry: attempts === undefined ? DEFAULT_RETRY : { ...DEFAULT_RETRY, attempts },
		alreadySent:
			parameters.optionalText('options.alreadySent') === undefined
				? 'skip'
				: parameters.choice('options.alreadySent', ALREADY_SENT),
		resendUnknown: (report) => resendUnknown.has(report),
		seal: withSeal ? async ({ from }) => sealOf(context, from) : undefined,
		signal,
		onOver: ({ report: { item }, error }) =>
			progress(context, outcomeLine(item.id, item.receipt?.txId ?? null, error)),
	};
}

function allowEmpty(context: IExecuteFunctions): boolean {
	return new Parameters(context, 0).flag('options.allowEmpty');
}

function outcomeLine(id: string, txId: string | null, error: EltError | null): string {
	return `report ${id}: ${error ? `${error.code}, ${error.message}` : `accepted, tx-id ${txId ?? 'from an earlier call'}`}`;
}

function tellDuration(context: IExecuteFunctions, pace: Pace, calls: number): void {
	const seconds = Math.ceil(leastDurationMs(pace, calls) / 1000);
	if (seconds === 0) return;
	const message = `${calls} reports take at least ${seconds} s: one call per ${pace.intervalMs} ms.`;
	hint(context, message);
	progress(context, message);
}

function tellHints(context: IExecuteFunctions, submitted: readonly SubmittedReport[]): void {
	const accepted = submitted.filter(({ error }) => error === null);
	const before = accepted.filter(({ report }) => report.item.receipt?.earlier === true).length;
	const sum = `${accepted.length} of ${submitted.length} reports accepted`;
	if (submitted.length > 0) hint(context, before === 0 ? sum : `${sum}, ${before} of them before this run`);
	for (const message of new Set(submitted.flatMap((report) => report.hint ?? []))) hint(context, message);
}

/** Without *Continue* n8n keeps no output of a node that stops: the error tells what became of each report. */
function stopWithAll(context: IExecuteFunctions, submitted: readonly SubmittedReport[]): void {
	const first = submitted.find(({ error }) => error !== null);
	if (!first?.error || context.continueOnFail()) return;
	keepReceipts(submitted);
	const all = submitted.map(({ report: { item }, error }) =>
		outcomeLine(item.id, item.receipt?.txId ?? null, error),
	);
	throw nodeError(context.getNode(), first.error, first.report.from, ['What became of each:', ...all]);
}

function resultOf(context: IExecuteFunctions, { report, error }: SubmittedReport): ItemResult {
	if (!error) return passOn(context, report);
	const { from, item } = report;
	return { from, error, json: item.receipt ? { receipt: item.receipt } : {} };
}
