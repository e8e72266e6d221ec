import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { TLSSocket } from 'node:tls';

import { type BankIdRefusal, invalidParameters, readOrderRef, readSignOrder } from './requests';
import { OrderBook } from './orders';
import { type Behaviour, Persons, type SimulatedPerson } from './persons';
import { Phones } from './phones';
import { answerJson, BodyRefused, closeServer, listen, LOOPBACK, readBody, trackSockets } from '../loopback';
import type { Pki } from '../pki/pki';

/** How the simulated BankID behaves. */
export interface BankIdOptions {
	readonly pki: Pki;
	/** 0 (default) takes any free one. */
	readonly port?: number;
	/** Anybody who is not among them has the name `Test Testsson`. */
	readonly persons?: readonly SimulatedPerson[];
	/** What persons do who have no behaviour of their own; `sign` by default. */
	readonly behaviour?: Behaviour;
	/** How many collects are answered `pending` from the opening of an order until its person is done; 2 by default. */
	readonly pendingCollects?: number;
	/** 30 000 by default. */
	readonly startLimitMs?: number;
	/** 180 000 by default. */
	readonly lifetimeMs?: number;
	/** How long a body may take to arrive; 10 000 by default. */
	readonly bodyTimeoutMs?: number;
	/** Milliseconds on a clock that never goes back; the process's by default. */
	readonly monotonicMs?: () => number;
}

/** The path of each endpoint below the base address. */
export const ENDPOINTS = ['sign', 'phone/sign', 'collect', 'cancel'] as const;

/** One of BankID's endpoints that the simulator has. */
export type Endpoint = (typeof ENDPOINTS)[number];

/** An answer the next matching calls get in place of the usual one. */
export interface ForcedAnswer extends BankIdRefusal {
	/** All endpoints by default. */
	readonly endpoint?: Endpoint;
	/** How many calls; 1 by default. */
	readonly times?: number;
}

/** A call as the simulator saw it. */
export interface BankIdCall {
	/** What stood after the base address. */
	readonly path: string;
	/** Milliseconds on the simulator's monotonic clock. */
	readonly arrivedAtMs: number;
	readonly status: number;
	readonly errorCode?: string;
}

/** The simulated BankID while it runs. */
export interface BankIdServer {
	/** `https://127.0.0.1:PORT/rp/v6.0` */
	readonly url: string;
	readonly port: number;
	/** The last thousand calls, oldest first. */
	calls(): readonly BankIdCall[];
	/** Orders kept at the moment. */
	readonly orders: OrderBook;
	readonly persons: Persons;
	/** The phones with which persons open, sign and cancel orders. */
	readonly phones: Phones;
	/** Makes the next calls end otherwise. */
	force(answer: ForcedAnswer): void;
	close(): Promise<void>;
}

const BASE = '/rp/v6.0/';
const MAX_BODY = 1_000_000;
const KEPT_CALLS = 1_000;
/** How OpenSSL names attributes → how BankID does. */
const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
	C: 'c',
	O: 'o',
	OU: 'ou',
	CN: 'cn',
	GN: 'givenName',
	SN: 'sn',
};

const isRefusal = (value: object): value is BankIdRefusal => 'errorCode' in value;
const isEndpoint = (path: string): path is Endpoint => ENDPOINTS.some((endpoint) => endpoint === path);

/** The DN of the client's certificate, the most particular attribute first. */
function relyingPartyName(request: IncomingMessage): string {
	const { socket } = request;
	const subject = socket instanceof TLSSocket ? (socket.getPeerX509Certificate()?.subject ?? '') : '';
	return subject
		.split('\n')
		.toReversed()
		.map((line) => {
			const at = line.indexOf('=');
			const type = line.slice(0, at);
			return `${ATTRIBUTE_NAMES[type] ?? type}=${line.slice(at + 1).replace(/\\(.)/g, '$1')}`;
		})
		.join(',');
}

const refusal = (status: number, errorCode: string, details: string): BankIdRefusal => ({
	status,
	errorCode,
	details,
});

/** What is wrong with a request before its body is looked at. */
function refuseEarly(request: IncomingMessage, path: string): BankIdRefusal | undefined {
	if (!isEndpoint(path)) return refusal(404, 'notFound', 'No such resource');
	if (request.method !== 'POST') return refusal(405, 'methodNotAllowed', 'Only http method POST is allowed');
	if (request.headers['content-type'] !== 'application/json') {
		return refusal(415, 'unsupportedMediaType', 'Content-Type must be application/json');
	}
	return undefined;
}

function parse(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString('utf8'));
	} catch {
		return undefined;
	}
}

/** What answers one endpoint. */
type Handler = (body: unknown, request: IncomingMessage) => object | Promise<object>;

function handlers(book: OrderBook, persons: Persons, phones: Phones): Record<Endpoint, Handler> {
	const start =
		(kind: 'sign' | 'phone/sign'): Handler =>
		(body, request) => {
			const order = readSignOrder(kind, body, new Date().toISOString().slice(0, 10));
			if (isRefusal(order)) return order;
			const started = book.start(order, {
				kind,
				relyingPartyName: relyingPartyName(request),
				endUserIp: endUserIp(body),
			});
			if (isRefusal(started)) return started;
			const { orderRef, personalNumber } = started;
			// Asked on the telephone, the person opens the app, which finds the order by the personnummer.
			if (kind === 'phone/sign' && persons.get(personalNumber).behaviour !== 'wait')
				phones.open({ orderRef });
			return { orderRef, ...started.start };
		};
	const withOrder =
		(act: (orderRef: string, rp: string) => object | Promise<object>): Handler =>
		(body, request) => {
			const orderRef = readOrderRef(body);
			return typeof orderRef === 'string' ? act(orderRef, relyingPartyName(request)) : orderRef;
		};
	return {
		sign: start('sign'),
		'phone/sign': start('phone/sign'),
		collect: withOrder((orderRef, rp) => book.collect(orderRef, rp)),
		cancel: withOrder((orderRef, rp) => book.cancel(orderRef, rp)),
	};
}

function endUserIp(body: unknown): string {
	const given = typeof body === 'object' && body !== null && 'endUserIp' in body ? body.endUserIp : undefined;
	return typeof given === 'string' ? given : LOOPBACK;
}

/** Answers that were asked for in place of the usual ones. */
class ForcedAnswers {
	readonly #waiting: { answer: ForcedAnswer; left: number }[] = [];

	add(answer: ForcedAnswer): void {
		this.#waiting.push({ answer, left: answer.times ?? 1 });
	}

	take(path: string): BankIdRefusal | undefined {
		const at = this.#waiting.findIndex(
			({ answer }) => answer.endpoint === undefined || answer.endpoint === path,
		);
		const found = this.#waiting[at];
		if (found === undefined) return undefined;
		found.left -= 1;
		if (found.left <= 0) this.#waiting.splice(at, 1);
		return found.answer;
	}
}

/** Gives each request its answer: a forced one, a refusal, or what the endpoint says. */
function responder(handle: Record<Endpoint, Handler>, forced: ForcedAnswers, bodyTimeoutMs: number) {
	return async (request: IncomingMessage, path: string): Promise<object> => {
		const early = forced.take(path) ?? refuseEarly(request, path);
		if (early !== undefined || !isEndpoint(path)) return early ?? invalidParameters('No such resource');
		try {
			const body = await readBody(request, { maxBytes: MAX_BODY, timeoutMs: bodyTimeoutMs });
			return await handle[path](parse(body), request);
		} catch (error) {
			if (!(error instanceof BodyRefused)) return refusal(500, 'internalError', 'Internal technical error');
			return error.status === 408
				? refusal(408, 'requestTimeout', 'It took too long time to transmit the request')
				: invalidParameters('The body is too large');
		}
	};
}

/**
 * Starts a BankID relying-party API v6.0 on loopback, over TLS that demands a relying party's certificate.
 * Each signature it gives is cryptographically right.
 * @see https://developers.bankid.com
 */
export async function startBankId(options: BankIdOptions): Promise<BankIdServer> {
	const { pki, monotonicMs = () => performance.now() } = options;
	const persons = new Persons(options.persons ?? [], options.behaviour ?? 'sign');
	const orders = new OrderBook({
		pki,
		persons,
		pendingCollects: options.pendingCollects ?? 2,
		startLimitMs: options.startLimitMs ?? 30_000,
		lifetimeMs: options.lifetimeMs ?? 180_000,
		monotonicMs,
	});
	const phones = new Phones(orders, persons);
	const forced = new ForcedAnswers();
	const calls: BankIdCall[] = [];
	const respond = responder(handlers(orders, persons, phones), forced, options.bodyTimeoutMs ?? 10_000);

	const onRequest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const arrivedAtMs = monotonicMs();
		const target = request.url ?? '';
		const path = target.startsWith(BASE) ? target.slice(BASE.length) : target;
		const body = await respond(request, path);
		const status = isRefusal(body) ? body.status : 200;
		calls.push({ path, arrivedAtMs, status, errorCode: isRefusal(body) ? body.errorCode : undefined });
		if (calls.length > KEPT_CALLS) calls.shift();
		if (!request.complete) response.setHeader('Connection', 'close');
		answerJson(
			response,
			status,
			isRefusal(body) ? { errorCode: body.errorCode, details: body.details } : body,
		);
	};

	const { leaf } = pki.bankIdTls;
	const server = createServer(
		{
			key: leaf.keyPem,
			cert: leaf.certificatePem,
			ca: pki.relyingParty.root.certificatePem,
			requestCert: true,
			rejectUnauthorized: true,
			minVersion: 'TLSv1.2',
		},
		(request, response) => void onRequest(request, response),
	);
	const sockets = trackSockets(server);
	const port = await listen(server, options.port ?? 0);
	return {
		url: `https://${LOOPBACK}:${port}/rp/v6.0`,
		port,
		calls: () => calls,
		orders,
		persons,
		phones,
		force: (answer) => forced.add(answer),
		close: () => closeServer(server, sockets),
	};
}
