import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import type { BankIdServer } from './bankid/server';
import type { EltServer } from './elt/server';
import { readFaultRule } from './elt/faults';
import { answer, answerJson, listenHttp, LOOPBACK, readBody } from './loopback';
import { overviewPage, reportPage } from './page/page';
import type { ReceivedReport } from './elt/received';
import { orderList, phonePage } from './page/phone';
import { summaryOf } from './page/summary';
import { PhoneRefusal } from './bankid/phones';
import { phoneRoutes } from './phoneRoutes';
import type { Route } from './routes';

/** What the page shows and the control address steers. */
export interface ControlOptions {
	readonly elt: EltServer;
	readonly bankId: BankIdServer;
	readonly port: number;
}

/** The page and control address while they run. */
export interface ControlServer {
	readonly url: string;
	close(): Promise<void>;
}

/** Below which each received report has its page. */
const REPORTS = '/reports/';

/** The digests of all elements of that name in a page, as a policy lists them. */
function digestsOf(html: string, element: 'style' | 'script'): string {
	const digests = [...html.matchAll(new RegExp(`<${element}>([^]*?)</${element}>`, 'g'))].map(
		([, content = '']) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`,
	);
	return digests.length === 0 ? "'none'" : [...new Set(digests)].join(' ');
}

/** Every style sheet and script in a page by its digest, and forms where it has some: all that a strict policy allows. */
export function contentSecurityPolicy(html: string): string {
	const scripts = digestsOf(html, 'script');
	return [
		`default-src 'none'`,
		...(scripts === "'none'" ? [] : [`script-src ${scripts}`, `connect-src 'self'`]),
		`style-src ${digestsOf(html, 'style')}`,
		`base-uri 'none'`,
		`form-action ${html.includes('<form') ? "'self'" : "'none'"}`,
		`frame-ancestors 'none'`,
	].join('; ');
}

function answerPage(response: ServerResponse, html: string, status = 200): void {
	const headers = {
		'Content-Type': 'text/html; charset=utf-8',
		'Content-Security-Policy': contentSecurityPolicy(html),
		'Cache-Control': 'no-store',
		// A browser says where a form comes from only when pages of the same origin are told.
		'Referrer-Policy': 'same-origin',
		'X-Content-Type-Options': 'nosniff',
	};
	answer(response, status, headers, html);
}

function routes({ elt, bankId }: ControlOptions): Record<string, Route> {
	return {
		'GET /': (response, { query }) =>
			answerPage(response, overviewPage({ elt, bankId, live: query === 'live' })),
		'GET /received': (response) =>
			answerJson(response, 200, {
				totals: elt.received.totals(),
				reports: elt.received.reports().map(summaryOf),
			}),
		'GET /calls': (response) => answerJson(response, 200, elt.received.calls()),
		'DELETE /received': (response) => {
			elt.received.clear();
			answerJson(response, 200, elt.received.totals());
		},
		'GET /faults': (response) => answerJson(response, 200, elt.faults()),
		'POST /faults': async (response, { body }) => {
			await elt.addFault(readFaultRule(body, elt.modes));
			answerJson(response, 201, elt.faults());
		},
		'DELETE /faults': async (response) => {
			await elt.clearFaults();
			answerJson(response, 200, elt.faults());
		},
		'GET /phone': (response, { query }) =>
			query === 'orders'
				? answerPage(response, orderList(bankId).toString())
				: answerPage(response, phonePage(bankId)),
		...phoneRoutes(bankId),
	};
}

/** Whether a browser was sent here by a page of somebody else: another name for this address, or another origin. */
function isForeign({ headers, method }: IncomingMessage, port: number): boolean {
	const hosts = [`${LOOPBACK}:${port}`, `localhost:${port}`];
	if (!hosts.includes(headers.host ?? '')) return true;
	return (
		method !== 'GET' && headers.origin !== undefined && !hosts.includes(headers.origin.replace('http://', ''))
	);
}

/** A received report by the address of its page. */
function reportAt({ elt }: ControlOptions, path: string): ReceivedReport | undefined {
	return path.startsWith(REPORTS) ? elt.received.report(path.slice(REPORTS.length)) : undefined;
}

async function respond(
	options: ControlOptions,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const [path = '/', query = ''] = (request.url ?? '/').split('?');
	const body = await readBody(request, { maxBytes: 100_000, timeoutMs: 10_000 });
	if (isForeign(request, request.socket.localPort ?? 0)) {
		return answerJson(response, 403, { message: 'The control address is for this machine only' });
	}
	const report = request.method === 'GET' ? reportAt(options, path) : undefined;
	if (report !== undefined)
		return answerPage(response, reportPage(report, new Date().toISOString().slice(0, 10)));
	const route = routes(options)[`${request.method} ${path}`];
	if (route === undefined) return answerJson(response, 404, { message: `There is nothing at ${path}` });
	const isForm = isFormRequest(request);
	await route(response, { query, isForm, body: parseBody(body.toString('utf8'), isForm) });
}

function isFormRequest({ headers }: IncomingMessage): boolean {
	return /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
}

function parseBody(text: string, isForm: boolean): unknown {
	if (isForm) return Object.fromEntries(new URLSearchParams(text));
	return text === '' ? undefined : JSON.parse(text);
}

/** Answers with why nothing was done: to a form with the phone page, to all others with JSON. */
function refuse(
	{ bankId }: ControlOptions,
	request: IncomingMessage,
	response: ServerResponse,
	error: unknown,
): void {
	const message = error instanceof Error ? error.message : String(error);
	const status = error instanceof PhoneRefusal ? 409 : 400;
	if (isFormRequest(request)) answerPage(response, phonePage(bankId, message), status);
	else answerJson(response, status, { message });
}

/** Starts the page that shows what arrived, with the control address below it, on plain HTTP on loopback. */
export async function startControl(options: ControlOptions): Promise<ControlServer> {
	const server = createServer((request, response) => {
		respond(options, request, response).catch((error: unknown) => refuse(options, request, response, error));
	});
	const { port, close } = await listenHttp(server, options.port);
	return { url: `http://${LOOPBACK}:${port}/`, close };
}
