import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import type { BankIdServer } from './bankid/server';
import type { EltServer } from './elt/server';
import { readFaultRule } from './elt/faults';
import { answer, answerJson, listenHttp, LOOPBACK, readBody } from './loopback';
import { overviewPage, reportPage } from './page/page';
import type { ReceivedReport } from './elt/received';
import { shownOrder } from './page/orders';
import { summaryOf } from './page/summary';
import { PhoneRefusal } from './bankid/phones';
import { answerOrder, listPersons, openOrder, tellPerson } from './phoneRoutes';

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

/** What one path and method do. */
type Route = (response: ServerResponse, given: { body: unknown; query: string }) => void | Promise<void>;

/** Every style sheet in a page, by its digest: what a strict policy lets through. */
export function contentSecurityPolicy(html: string): string {
	const styles = [...html.matchAll(/<style>([^]*?)<\/style>/g)].map(
		([, style = '']) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
	);
	const allowed = styles.length === 0 ? "'none'" : [...new Set(styles)].join(' ');
	return `default-src 'none'; style-src ${allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

function answerPage(response: ServerResponse, html: string): void {
	const headers = {
		'Content-Type': 'text/html; charset=utf-8',
		'Content-Security-Policy': contentSecurityPolicy(html),
		'Cache-Control': 'no-store',
		'Referrer-Policy': 'no-referrer',
		'X-Content-Type-Options': 'nosniff',
	};
	answer(response, 200, headers, html);
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
			await elt.addFault(readFaultRule(body));
			answerJson(response, 201, elt.faults());
		},
		'DELETE /faults': async (response) => {
			await elt.clearFaults();
			answerJson(response, 200, elt.faults());
		},
		'GET /phone/orders': (response) =>
			answerJson(
				response,
				200,
				bankId.orders.list().map((order) => shownOrder(bankId, order)),
			),
		'POST /phone/open': (response, { body }) => answerJson(response, 200, openOrder(bankId, body)),
		'POST /phone/sign': (response, { body }) => answerJson(response, 200, answerOrder(bankId, 'sign', body)),
		'POST /phone/cancel': (response, { body }) =>
			answerJson(response, 200, answerOrder(bankId, 'cancel', body)),
		'POST /phone/decline': (response, { body }) =>
			answerJson(response, 200, answerOrder(bankId, 'declineCall', body)),
		'GET /persons': (response) => answerJson(response, 200, listPersons(bankId)),
		'POST /persons': (response, { body }) => {
			tellPerson(bankId, body);
			answerJson(response, 200, listPersons(bankId));
		},
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
	await route(response, { query, body: body.length === 0 ? undefined : JSON.parse(body.toString('utf8')) });
}

/** Starts the page that shows what arrived, with the control address below it, on plain HTTP on loopback. */
export async function startControl(options: ControlOptions): Promise<ControlServer> {
	const server = createServer((request, response) => {
		respond(options, request, response).catch((error: unknown) => {
			const message = error instanceof Error ? error.message : String(error);
			answerJson(response, error instanceof PhoneRefusal ? 409 : 400, { message });
		});
	});
	const { port, close } = await listenHttp(server, options.port);
	return { url: `http://${LOOPBACK}:${port}/`, close };
}
