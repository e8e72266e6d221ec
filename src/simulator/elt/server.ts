import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

import { type SignaturePolicy, signaturePolicy } from '../../signature/policy';
import { clientFault, type Fault, fault, receipt } from './answers';
import { idIn, judge } from './judge';
import { readRequest, type SubmittedRequest } from './request';
import { ConnectionFaults, eltTls } from './faultConnections';
import { type FaultModes, type FaultRule, FAULTS, playAnswer, XML } from './faultModes';
import { faultMode, FaultRules, type PlayedRule } from './faults';
import { answer, BodyRefused, closeServer, listen, LOOPBACK, readBody, trackSockets } from '../loopback';
import type { Pki } from '../pki/pki';
import { type Keep, ReceivedReports, type Verdict } from './received';

/** How the simulated ELT behaves. */
export interface EltOptions {
	readonly pki: Pki;
	/** 0 (default) takes any free one. */
	readonly port?: number;
	/** The fault rules in force from the start. */
	readonly faults?: readonly FaultRule[];
	/** The faults there are; by default those that happen in practice. */
	readonly modes?: FaultModes;
	readonly keep?: Partial<Keep>;
	/** How long a body may take to arrive; 60 000 by default. */
	readonly bodyTimeoutMs?: number;
	/** Milliseconds on a clock that never goes back; the process's by default. */
	readonly monotonicMs?: () => number;
}

/** The simulated ELT while it runs. */
export interface EltServer {
	/** `https://127.0.0.1:PORT/shs2/FK.ASE.Tidredovisning.ext` */
	readonly url: string;
	readonly port: number;
	readonly received: ReceivedReports;
	/** The faults there are. */
	readonly modes: FaultModes;
	/** The fault rules in force. */
	faults(): readonly PlayedRule[];
	/** Puts a fault rule in force; connections that idle are closed where it is about connections. */
	addFault(rule: FaultRule): Promise<void>;
	/** Takes all fault rules away; who was cut off may call again. */
	clearFaults(): Promise<void>;
	/** Connections open at the moment. */
	connections(): number;
	close(): Promise<void>;
}

/** The path of the authority's test environment. */
const PATH = '/shs2/FK.ASE.Tidredovisning.ext';
const ACTION = 'urn:shs:emottagning:SkickaTidredovisningResponder:1:SkickaTidredovisning';
const MAX_BODY = 20_000_000;
/** Within which a client in the same process notices that a connection has ended. */
const NOTICE_MS = 20;

const isFault = (value: object): value is Fault => 'faultcode' in value;

/** What is wrong with a request before its body is read: a status, and a fault where it is SOAP's matter. */
function refuseHead({
	method,
	url,
	headers,
}: IncomingMessage): { status: number; fault?: Fault } | undefined {
	if (url !== PATH) return { status: 404 };
	if (method !== 'POST') return { status: 405 };
	if (!/^text\/xml\s*(;|$)/i.test(headers['content-type'] ?? '')) return { status: 415 };
	const action = headers['soapaction'];
	if (action === ACTION || action === `"${ACTION}"`) return undefined;
	return { status: 500, fault: clientFault('The SOAPAction is not that of SkickaTidredovisning') };
}

/** What a call's entry tells of the fault it was answered with. */
const toldOf = ({ faultstring, detail }: Fault): { faultstring: string; reason?: string } =>
	detail === undefined ? { faultstring } : { faultstring, reason: detail.message };

/** A call on its way through the server. */
interface Call {
	readonly number: number;
	readonly arrivedAtMs: number;
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
}

/** What a call came to, before it is answered. */
interface Outcome {
	readonly verdict: Verdict;
	readonly txId: string;
	readonly refused?: Fault;
}

/** ELT behind its doors: reads calls, judges them, plays faults. */
class Elt {
	readonly modes: FaultModes;
	readonly rules: FaultRules;
	readonly received: ReceivedReports;
	readonly #policy: SignaturePolicy;
	readonly #options: EltOptions;
	readonly #sockets: Set<Socket>;
	readonly #busyPorts = new Set<number | undefined>();
	#lastCallMs = Number.NEGATIVE_INFINITY;
	cutOff = false;

	constructor(options: EltOptions, sockets: Set<Socket>) {
		this.#options = options;
		this.#sockets = sockets;
		this.modes = options.modes ?? FAULTS;
		this.rules = new FaultRules(this.modes);
		this.received = new ReceivedReports(options.keep);
		const roots = [options.pki.signatures.root.certificatePem];
		this.#policy = signaturePolicy({ environment: 'custom', roots });
	}

	async onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const arrivedAtMs = (this.#options.monotonicMs ?? (() => performance.now()))();
		const call = { number: this.received.begin(), arrivedAtMs, request, response };
		const { remotePort } = request.socket;
		this.#busyPorts.add(remotePort);
		response.once('close', () => this.#busyPorts.delete(remotePort));
		if (this.#isTooFast(arrivedAtMs)) return this.#cut(call);
		const rule = this.rules.take('head');
		if (rule !== undefined) return this.#playHead(call, rule);
		const wrong = refuseHead(request);
		if (wrong !== undefined) return this.#refuse(call, wrong.status, wrong.fault);
		try {
			const limits = { maxBytes: MAX_BODY, timeoutMs: this.#options.bodyTimeoutMs ?? 60_000 };
			await this.#onBody(call, await readBody(request, limits));
		} catch (error) {
			this.#refuse(call, error instanceof BodyRefused ? error.status : 500);
		}
	}

	/** Ends the connections that no request is on, and gives the clients time to see it. */
	async closeIdle(): Promise<void> {
		const idle = [...this.#sockets].filter(({ remotePort }) => !this.#busyPorts.has(remotePort));
		for (const socket of idle) socket.destroy();
		if (idle.length > 0) await setTimeout(NOTICE_MS);
	}

	async #onBody(call: Call, body: Buffer): Promise<void> {
		const request = await readRequest(body);
		const id = isFault(request) ? undefined : idIn(request.document);
		const rule = this.rules.take('answer', id);
		const outcome = await this.#receive(request, rule);
		const { verdict, txId, refused } = outcome;
		this.received.note({
			number: call.number,
			arrivedAtMs: call.arrivedAtMs,
			verdict,
			id,
			...(refused && toldOf(refused)),
			fault: rule?.fault,
		});
		const { response } = call;
		const honest = (): void => {
			if (refused === undefined) answer(response, 200, XML, receipt(txId));
			else answer(response, 500, XML, fault(refused));
		};
		const mode = rule && faultMode(rule.fault, this.modes);
		if (rule === undefined || mode?.stage !== 'answer') honest();
		else playAnswer(mode, { rule, response, raw: this.#raw(call), txId, honest });
	}

	/** Judges a request, unless a fault keeps it from ever getting so far. */
	async #receive(request: SubmittedRequest | Fault, rule: FaultRule | undefined): Promise<Outcome> {
		const txId = randomUUID();
		if (isFault(request)) return { verdict: 'refused', txId, refused: request };
		const reaches = rule === undefined || (rule.received ?? faultMode(rule.fault, this.modes).received);
		if (!reaches) return { verdict: 'notReceived', txId };
		const judged = await judge(request, this.#policy);
		if (isFault(judged)) return { verdict: 'refused', txId, refused: judged };
		this.received.add(judged, request.document, txId, new Date());
		return { verdict: 'received', txId };
	}

	#refuse(call: Call, status: number, refused?: Fault): void {
		const { number, arrivedAtMs, response } = call;
		this.received.note({
			number,
			arrivedAtMs,
			verdict: 'refused',
			faultstring: refused?.faultstring ?? String(status),
		});
		if (!call.request.complete) response.setHeader('Connection', 'close');
		answer(response, status, refused === undefined ? {} : XML, refused === undefined ? '' : fault(refused));
	}

	#playHead(call: Call, rule: FaultRule): void {
		const { number, arrivedAtMs } = call;
		this.received.note({ number, arrivedAtMs, verdict: 'notReceived', fault: rule.fault });
		const mode = faultMode(rule.fault, this.modes);
		if (mode.stage === 'head') mode.play({ request: call.request, raw: this.#raw(call) });
	}

	#isTooFast(arrivedAtMs: number): boolean {
		const rule = this.rules.standing('pace');
		const distance = arrivedAtMs - this.#lastCallMs;
		this.#lastCallMs = arrivedAtMs;
		return rule !== undefined && distance < (rule.ms ?? 950);
	}

	/** Shuts the caller off, as the authority does: this connection and all that follow. */
	#cut(call: Call): void {
		const { number, arrivedAtMs } = call;
		this.cutOff = true;
		this.received.note({ number, arrivedAtMs, verdict: 'notReceived', fault: 'pace-limit' });
		for (const socket of this.#sockets) socket.resetAndDestroy();
	}

	/** The TCP connection that a call came over: the client's port tells them apart. */
	#raw({ request }: Call): Socket | undefined {
		const { remotePort } = request.socket;
		return [...this.#sockets].find((socket) => socket.remotePort === remotePort);
	}
}

/**
 * Starts an ELT endpoint on loopback, over TLS that demands a client certificate. It checks envelope, document
 * and both signatures, and answers the receipt, the right fault, or what a fault rule says.
 * @see SkickaTidredovisningInteraction_1.0_shsbp10.wsdl
 */
export async function startElt(options: EltOptions): Promise<EltServer> {
	const front = createServer();
	const sockets = trackSockets(front);
	const elt = new Elt(options, sockets);
	const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
		void elt.onRequest(request, response);
	};
	const secure = createHttpsServer(eltTls(options.pki, options.pki.eltTls.leaf), onRequest);
	const connectionFaults = new ConnectionFaults(options.pki, onRequest);
	front.on('connection', (raw) => {
		if (elt.cutOff) return void raw.resetAndDestroy();
		const rule = elt.rules.take('connection');
		const mode = rule && faultMode(rule.fault, elt.modes);
		if (mode?.stage !== 'connection') secure.emit('connection', raw);
		else void connectionFaults.play(mode, raw);
	});
	const port = await listen(front, options.port ?? 0);

	/** Listens, or does not, as the rules say. */
	const obey = async (): Promise<void> => {
		const rule = elt.rules.standing('listen');
		if (rule === undefined && !front.listening) await listen(front, port);
		if (rule === undefined || !front.listening) return;
		await closeServer(front, sockets);
		if (rule.ms !== undefined) void setTimeout(rule.ms, undefined, { ref: false }).then(() => lift(rule));
	};
	const lift = (rule?: FaultRule): Promise<void> => {
		elt.rules.remove(rule);
		return closed ? Promise.resolve() : obey();
	};
	let closed = false;

	const addFault = async (rule: FaultRule): Promise<void> => {
		const { stage } = faultMode(rule.fault, elt.modes);
		elt.rules.add(rule);
		if (stage === 'connection') await elt.closeIdle();
		await obey();
	};
	for (const rule of options.faults ?? []) await addFault(rule);
	return {
		url: `https://${LOOPBACK}:${port}${PATH}`,
		port,
		received: elt.received,
		modes: elt.modes,
		faults: () => elt.rules.list(),
		addFault,
		clearFaults: () => {
			elt.cutOff = false;
			return lift();
		},
		connections: () => sockets.size,
		close: () => {
			closed = true;
			return closeServer(front, sockets);
		},
	};
}
