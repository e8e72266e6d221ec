import { withCancel } from './cancel';
import { certificateFrom, KEY_OPTIONS } from './certificateFile';
import type { Arguments, Command, ExitCode } from './command';
import { EVIDENCE_OPTION, keepEvidence } from './evidence';
import { openFileLedger } from './fileLedger';
import { isPostgresAddress, postgresLedgerAt } from './postgresLedger';
import { prepareFolder, readText } from './files';
import { type LoadedItem, loadItems } from './items';
import type { Output } from './output';
import { POLICY_OPTIONS, policyFrom } from './policy';
import { UsageError } from './usageError';
import { type Certificate } from '../certificate/load';
import { splitCertificates } from '../certificate/pem';
import { createEltClient, type EltClient } from '../elt/client';
import { type EltEndpoint, eltEndpoint } from '../elt/environments';
import { createMemoryLedger } from '../ledger/memory';
import type { ReportLedger } from '../ledger/types';
import { createPace, leastDurationMs, type Pace } from '../elt/pace';
import { DEFAULT_RETRY } from '../elt/retry';
import type { Progress } from '../elt/calls';
import { PUBLISHED } from '../environments';
import type { EltError } from '../errors';
import type { OpenReport } from '../report/item/openReport';
import { type SubmittedReport, submitReports } from '../report/submit/submit';
import { verifyReport } from '../report/sign/verify';
import type { SignaturePolicy } from '../signature/policy';

/** `elt submit ITEM.json… --endpoint URL --certificate FILE` */
export const submit: Command = {
	name: 'submit',
	summary: 'check signed items and send them to Försäkringskassan',
	operands: 'ITEM.json…',
	minOperands: 1,
	maxOperands: Infinity,
	options: {
		endpoint: {
			value: 'URL',
			help: "where to: Försäkringskassan's address, or one of your own",
			required: true,
		},
		certificate: { value: 'FILE', help: 'client certificate, PKCS#12 or PEM', required: true },
		...KEY_OPTIONS,
		ca: {
			value: 'FILE',
			help: "who issued the server's certificate (PEM), beside the system's own",
			multiple: true,
		},
		...POLICY_OPTIONS,
		pace: { value: 'MS', help: 'between two starts; default 1000, less only at an address of your own' },
		attempts: { value: 'N', help: `calls at most for what was not sent; default ${DEFAULT_RETRY.attempts}` },
		ledger: {
			value: 'FILE',
			help: 'remembers what was sent, so that a later call does not send it again; or postgres://…, shared',
		},
		evidence: EVIDENCE_OPTION,
		'send-again': { help: 'send also what was accepted or rejected before' },
		'resend-unknown': { help: 'send also what may have been received before' },
		'allow-empty': { help: 'send reports without rows too' },
	},
	notes: `Takes items as JSON, a JSON array, JSON lines or evidence files. Each is checked before its first byte goes out:
document unchanged, schema and rules, both signatures against --root, certificate, environments not mixed.
Prints { id, receipt } of each. Ctrl+C cancels, and says what happened to each report.
A ledger in a file serves one call at a time: it is locked by FILE.lock. A ledger in PostgreSQL
(postgres://user:password@host/database, the password also in PGPASSWORD) is shared by any number of calls and by n8n,
and so is the pace. Without --ledger nothing is remembered.`,
	async run(args, output) {
		const loaded = await loadItems(args.operands);
		const certificate = await certificateFrom(args);
		const endpoint = endpointFrom(args.required('endpoint'));
		const policy = await policyFrom(args);
		if (!policy) demandRoot(endpoint, args, output);
		const evidence = args.text('evidence');
		if (evidence !== undefined) await prepareFolder(evidence);
		const client = await clientFrom(args, endpoint, certificate);
		return await withCancel(async (signal) => {
			const memory = await memoryFrom(args, endpoint);
			try {
				return await send(loaded, { args, output, certificate, policy, client, ...memory, signal });
			} finally {
				client.close();
				await memory.close();
			}
		});
	},
};

/** What is remembered of earlier calls, and the pace: one for this process, or one for all that share a database. */
interface Memory {
	readonly ledger: ReportLedger;
	readonly pace: Pace;
	close(): Promise<void>;
}

async function memoryFrom(args: Arguments, endpoint: EltEndpoint): Promise<Memory> {
	const path = args.text('ledger');
	const intervalMs = args.integer('pace', 0, 3_600_000);
	if (path !== undefined && isPostgresAddress(path)) {
		const opened = await postgresLedgerAt(path);
		const ledger = opened.reports(endpoint.url);
		return { ledger, pace: opened.pace(endpoint, intervalMs), close: () => opened.close() };
	}
	const pace = createPace(endpoint, intervalMs);
	if (path === undefined) return { ledger: createMemoryLedger(), pace, close: () => Promise.resolve() };
	const ledger = await openFileLedger(path, endpoint.url);
	return { ledger, pace, close: () => ledger.close() };
}

interface Sending {
	readonly args: Arguments;
	readonly output: Output;
	readonly certificate: Certificate;
	readonly policy: SignaturePolicy | null;
	readonly client: EltClient;
	readonly ledger: ReportLedger;
	readonly pace: Pace;
	readonly signal: AbortSignal;
}

/** One of Försäkringskassan's addresses by its address, else one's own. */
function endpointFrom(url: string): EltEndpoint {
	if (url === PUBLISHED.test.elt.url) return eltEndpoint('test');
	if (url === PUBLISHED.production.elt.url) return eltEndpoint('production');
	return eltEndpoint('custom', url);
}

function demandRoot(endpoint: EltEndpoint, args: Arguments, output: Output): void {
	if (args.text('evidence') !== undefined)
		throw new UsageError('--evidence needs --root: it holds a verdict');
	if (endpoint.environment !== 'custom')
		throw new UsageError('--root is missing: nothing goes there unverified');
	output.note('Without --root the signatures are not verified here.');
}

async function clientFrom(
	args: Arguments,
	endpoint: EltEndpoint,
	certificate: Certificate,
): Promise<EltClient> {
	const ca: string[] = [];
	for (const file of args.all('ca')) {
		const found = splitCertificates(await readText(file));
		if (found.length === 0) throw new UsageError(`'${file}' holds no PEM certificate`);
		ca.push(...found);
	}
	return createEltClient({ endpoint, certificate, ca });
}

async function send(loaded: readonly LoadedItem[], sending: Sending): Promise<ExitCode> {
	const { args, output, certificate, policy, client, ledger, pace, signal } = sending;
	for (const entry of loaded) {
		if (!entry.ok) output.error({ file: entry.name, id: entry.id, receipt: null }, entry.error);
	}
	const reports = loaded.flatMap((entry) => (entry.ok ? [entry.report] : []));
	tellDuration(pace, reports.length, output);
	const resendUnknown = args.flag('resend-unknown');
	let lost = 0;
	const submitted = await submitReports(reports, {
		client,
		pace,
		certificate,
		policy,
		ledger,
		now: () => new Date(),
		retry: { ...DEFAULT_RETRY, attempts: args.integer('attempts', 1, 100) ?? DEFAULT_RETRY.attempts },
		alreadySent: args.flag('send-again') ? 'sendAgain' : 'skip',
		resendUnknown: () => resendUnknown,
		allowEmpty: args.flag('allow-empty'),
		signal,
		onProgress: (report, progress) => tellProgress(report, progress, output),
		onOver: async (result) => {
			tellReport(result, output);
			const entry = loaded[result.report.from];
			if (!(await keep(result, entry?.ok ? entry.seal : null, sending))) lost += 1;
		},
	});
	const accepted = submitted.filter(({ error }) => error === null).length;
	output.note(`${accepted} of ${loaded.length} accepted${signal.aborted ? '; cancelled' : ''}`);
	return accepted === loaded.length && lost === 0 ? 0 : 1;
}

/** Writes the evidence of a report that was sent as soon as it is over; whether it could be written. */
async function keep(
	{ report }: SubmittedReport,
	seal: string | null,
	{ args, policy, output }: Sending,
): Promise<boolean> {
	const folder = args.text('evidence');
	if (folder === undefined || policy === null || !report.item.receipt) return true;
	try {
		await keepEvidence(folder, report, await verifyReport(report, policy, new Date()), seal);
		return true;
	} catch (error) {
		output.note(
			`${report.item.id} its evidence is not kept: ${error instanceof Error ? error.message : String(error)}`,
		);
		return false;
	}
}

function tellDuration(pace: Pace, calls: number, output: Output): void {
	const seconds = Math.round(leastDurationMs(pace, calls) / 1000);
	if (seconds > 1) output.note(`${calls} reports; at this pace it takes ${seconds} seconds or more`);
}

function tellProgress({ item }: OpenReport, progress: Progress, output: Output): void {
	if (progress.kind === 'attempt')
		output.note(`${item.id} sending${progress.attempt > 1 ? `, call ${progress.attempt}` : ''}`);
	if (progress.kind === 'waiting')
		output.note(
			`${item.id} ${progress.explanation.message} Again in ${Math.ceil(progress.waitMs / 1000)} s.`,
		);
}

function tellReport({ report, error, hint }: SubmittedReport, output: Output): void {
	const { id, receipt } = report.item;
	if (hint !== null) output.note(`${id} ${hint}`);
	const value = error ? { id, receipt: receipt ?? null, error: errorFields(error) } : { id, receipt };
	output.result(value, () =>
		error
			? `${id}  ${receipt?.outcome ?? 'notSent'}\n  ${error.code}: ${error.message}\n    ${error.description}`
			: `${id}  ${receipt?.outcome ?? ''}  ${receipt?.txId ?? ''}`,
	);
}

function errorFields({ code, message, description, problems }: EltError) {
	return { code, message, description, problems };
}
