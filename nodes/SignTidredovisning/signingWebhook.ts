import type {
	INodeExecutionData,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { wait } from '../../src/concurrency/wait';
import type { Signing } from '../../src/report/item/item';
import { OpenReport } from '../../src/report/item/openReport';
import type { SignedReport } from '../../src/report/sign/sign';
import { answerVisitor } from '../../src/signingPage/answer';
import type { Connection } from '../../src/signingPage/linkOrder';
import { sealingKey } from '../../src/signingPage/seal';
import type { SigningSession } from '../../src/signingPage/session';
import {
	type LinkOutcome,
	type PageRequest,
	ROUTE_PATHS,
	ROUTES,
	type Surroundings,
} from '../../src/signingPage/visit';
import { openBankId } from '../shared/elt/bankId';
import { isFor, type WaitingFor, waitingFor } from './signingSession';

/** What is the same for every address of the page: it answers while the execution waits. */
const WAITING = {
	name: 'default',
	responseMode: 'onReceived',
	responseData: '',
	restartWebhook: true,
	isFullPath: true,
} as const;

/** The addresses of the page: its buttons send a POST, everything else only looks. */
export const PAGE_WEBHOOKS: IWebhookDescription[] = [
	{ ...WAITING, httpMethod: 'GET', path: ROUTE_PATHS.page },
	{ ...WAITING, httpMethod: 'POST', path: ROUTE_PATHS.page },
	{ ...WAITING, httpMethod: 'GET', path: ROUTE_PATHS.script },
	{ ...WAITING, httpMethod: 'GET', path: ROUTE_PATHS.report },
];

/** How long the server waits for itself when it takes a result to the execution, milliseconds. */
const POST_TIMEOUT_MS = 20_000;

/**
 * Answers a signer's browser. Nothing is thrown: an exception here would end the execution that waits.
 */
export async function answerSigner(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const waiting = waitingFor(context);
		const answer = await answerVisitor(requestOf(context), surroundingsOf(context, waiting));
		const response = context.getResponseObject();
		for (const [name, value] of Object.entries(answer.headers))
			if (value !== undefined) response.setHeader(name, value);
		response.status(answer.status).end(answer.body);
		if (!answer.outcome) return { noWebhookResponse: true };
		return { noWebhookResponse: true, workflowData: [outputOf(waiting, answer.outcome)] };
	} catch {
		const response = context.getResponseObject();
		if (!response.headersSent) response.status(500).setHeader('Cache-Control', 'no-store');
		response.end();
		return { noWebhookResponse: true };
	}
}

function requestOf(context: IWebhookFunctions): PageRequest {
	const request = context.getRequestObject();
	const last = request.path.split('/').at(-1);
	return {
		method: request.method === 'POST' ? 'POST' : 'GET',
		route: ROUTES.find((route) => ROUTE_PATHS[route] === last) ?? 'page',
		query: recordOf(request.query),
		body: recordOf(request.body),
		headers: request.headers,
		ip: request.ip ?? '',
	};
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function surroundingsOf(context: IWebhookFunctions, { session, items }: WaitingFor): Surroundings {
	return {
		session,
		isProduction: session.environment === 'production',
		now: () => new Date(),
		readReports: async () => await reportsOf(session, items),
		connect: async () => await connectionOf(context),
		post: async (url, form) => await postTo(context, url, form),
		pause: (ms) => wait(ms),
	};
}

async function reportsOf(
	session: SigningSession,
	items: readonly INodeExecutionData[],
): Promise<OpenReport[]> {
	const reports: OpenReport[] = [];
	for (const [from, item] of items.entries())
		if (isFor(session, item)) reports.push(await OpenReport.read(item.json, from));
	return reports;
}

async function connectionOf(context: IWebhookFunctions): Promise<Connection> {
	const { client, policy, certificate } = await openBankId(await context.getCredentials('bankIdApi'));
	return { client, policy, key: sealingKey(certificate.keyPem), close: () => client.close() };
}

async function postTo(
	context: IWebhookFunctions,
	url: string,
	form: Readonly<Record<string, string>>,
): Promise<number> {
	const answer: unknown = await context.helpers.httpRequest({
		method: 'POST',
		url,
		body: new URLSearchParams(form),
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: POST_TIMEOUT_MS,
	});
	const status = recordOf(answer)['statusCode'];
	return typeof status === 'number' ? status : 0;
}

/** The items that go on: those of the link with what came of it, the others as they came. */
function outputOf({ session, items }: WaitingFor, outcome: LinkOutcome): INodeExecutionData[] {
	const signed = outcome.status === 'declined' ? [] : outcome.signed.reports;
	const resultFrom = new Map(signed.map((result) => [result.report.from, result]));
	return items.map((item, index) => {
		const pairedItem = { item: index };
		if (!isFor(session, item)) return { ...item, pairedItem };
		const json = { ...item.json, ...outcomeOf(session, outcome, resultFrom.get(index)) };
		return { ...item, json, pairedItem };
	});
}

function outcomeOf(session: SigningSession, outcome: LinkOutcome, result?: SignedReport): object {
	const { role, signer: personnummer, expiresAt } = session;
	const ended = { expiresAt, signer: { role, personnummer } };
	if (outcome.status === 'declined') {
		const { reason, at } = outcome;
		return { signing: { ...ended, status: 'declined', at, reason } satisfies Signing };
	}
	const { evidence, risk, at } = outcome.signed;
	if (!result || result.error) {
		const { code = 'UNEXPECTED', message = '', description = '' } = result?.error ?? {};
		const unproven = { code, message, description, ...evidence };
		return { signing: { ...ended, status: 'unproven', at, risk, unproven } satisfies Signing };
	}
	return { ...result.report.item, signing: { ...ended, status: 'signed', at, risk } satisfies Signing };
}
