import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import { fault, namedFault, receipt } from './answers';
import { answer } from '../loopback';
import type { Issued } from '../pki/certificate';
import type { Pki } from '../pki/pki';

/** Which fault is played, and when. */
export interface FaultRule {
	/** The name of a fault mode. */
	readonly fault: string;
	/** Only on this report; for faults that come after the body. */
	readonly id?: string;
	/** Only the n-th time it could be played, counted from 1 since the rule was given. */
	readonly call?: number;
	/** Every n-th time. */
	readonly every?: number;
	/** At most so often; without a limit by default. */
	readonly times?: number;
	/**
	 * Milliseconds: how late the answer comes (default 0; `slow` 1000), how long nothing listens
	 * (`refuse-connection`; until taken away), the least distance of two calls (`pace-limit`; 950).
	 */
	readonly ms?: number;
	/** Whether the authority has the report all the same; each fault's own by default. */
	readonly received?: boolean;
	/** `http-5xx`: whether the body is a SOAP fault; false by default. */
	readonly soap?: boolean;
	/** `http-5xx`: the header Retry-After, seconds or an HTTP date; `http-503-received` 2. */
	readonly retryAfter?: string;
	/** The faults' message or faultstring. */
	readonly message?: string;
}

/** What a fault on a fresh connection has to work with. */
export interface ConnectionContext {
	/** The TCP connection; nothing has been read. */
	readonly raw: Socket;
	/** Serves the connection as usual, but with another certificate of the server, which is made once. */
	withCertificate(make: (pki: Pki) => Promise<Issued>): Promise<void>;
	/** Shakes hands as usual, and then does something else than reading. */
	afterHandshake(act: (secure: TLSSocket) => void): void;
}

/** What a fault has to work with when the head of a request has come. */
export interface HeadContext {
	readonly request: IncomingMessage;
	/** The TCP connection below TLS. */
	readonly raw: Socket | undefined;
}

/** What a fault that comes after the body has to work with. */
export interface AnswerContext {
	readonly rule: FaultRule;
	readonly response: ServerResponse;
	/** The TCP connection below TLS. */
	readonly raw: Socket | undefined;
	/** The tx-id under which the report was received, or one made up. */
	readonly txId: string;
	/** The answer without a fault. */
	readonly honest: () => void;
}

interface Described {
	/** Whether the authority has the report all the same, unless the rule says otherwise. */
	readonly received: boolean;
	/** What the client meets. */
	readonly what: string;
}

/** A way in which ELT goes wrong, and where in an exchange. */
export type FaultMode = Described &
	(
		| {
				/** `listen`: the address does not listen. `pace`: calls that come too soon after the last are cut off. */
				readonly stage: 'listen' | 'pace';
		  }
		| {
				/** A connection has been accepted; nothing has been read. */
				readonly stage: 'connection';
				readonly play: (context: ConnectionContext) => void | Promise<void>;
		  }
		| {
				/** The head of a request has come; its body has not been read. */
				readonly stage: 'head';
				readonly play: (context: HeadContext) => void;
		  }
		| {
				/** The request has been read whole. */
				readonly stage: 'answer';
				readonly play: (context: AnswerContext) => void;
		  }
	);

/** Faults by name. */
export type FaultModes = Readonly<Record<string, FaultMode>>;

/** The media types of answers. */
export const XML = { 'Content-Type': 'text/xml; charset=utf-8' };
export const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

/** A page that says one thing, as servers between give it. */
export function page(title: string): string {
	return `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
}

/**
 * A mode that answers a status, as a page or as a SOAP fault.
 *
 * @param retryAfter the header of that name where the rule says none; none by default
 */
export function httpStatus(status: number, title: string, retryAfter?: string): FaultMode {
	const play = ({ response, rule }: AnswerContext): void => {
		const wait = rule.retryAfter ?? retryAfter;
		const headers: Record<string, string> = wait === undefined ? {} : { 'Retry-After': wait };
		if (rule.soap === true) {
			const body = fault({ faultcode: 'Server', faultstring: rule.message ?? title });
			answer(response, status, { ...XML, ...headers }, body);
		} else {
			answer(response, status, { ...HTML, ...headers }, page(`${status} ${title}`));
		}
	};
	return { stage: 'answer', received: false, what: `status ${status}`, play };
}

/** A mode that answers one of the faults of the contract. */
function named(name: 'XmlValidationError' | 'SignatureValidationError', message: string): FaultMode {
	return {
		stage: 'answer',
		received: false,
		what: `the fault ${name}`,
		play: ({ response, rule }) =>
			answer(response, 500, XML, fault(namedFault(name, rule.message ?? message))),
	};
}

/** A mode that ends the handshake with an alert, as a server does that refuses the client's certificate. */
export function tlsAlert(description: number, what: string): FaultMode {
	return {
		stage: 'connection',
		received: false,
		what,
		play: ({ raw }) =>
			void raw.once('data', () => raw.end(Buffer.of(0x15, 0x03, 0x03, 0x00, 0x02, 0x02, description))),
	};
}

/** TLS alert `unknown_ca` (RFC 8446, 6.2). */
const UNKNOWN_CA = 48;

/** The ways in which ELT goes wrong in practice. */
export const FAULTS = {
	'refuse-connection': { stage: 'listen', received: false, what: 'nothing listens at the address' },
	'unknown-ca': {
		stage: 'connection',
		received: false,
		what: 'a server certificate from an unknown authority',
		play: ({ withCertificate }) =>
			withCertificate(async (pki) => pki.server({ issuer: await pki.foreignRoot('Simulator Unknown CA') })),
	},
	'client-certificate-refused': tlsAlert(UNKNOWN_CA, 'TLS alert: the client’s authority is unknown'),
	'pace-limit': { stage: 'pace', received: false, what: 'cut off for calling too fast' },
	slow: {
		stage: 'answer',
		received: true,
		what: 'the right answer, later',
		play: ({ honest }) => honest(),
	},
	'stall-answer': { stage: 'answer', received: true, what: 'no answer', play: () => undefined },
	'close-after-body': {
		stage: 'answer',
		received: true,
		what: 'closed in place of an answer',
		play: ({ response }) => void response.destroy(),
	},
	'http-503': httpStatus(503, 'Service Unavailable'),
	'http-503-received': {
		...httpStatus(503, 'Service Unavailable', '2'),
		received: true,
		what: 'received, and then status 503 with Retry-After',
	},
	'xml-validation-error': named('XmlValidationError', 'The document does not follow the schema'),
	'signature-validation-error': named('SignatureValidationError', 'A signature could not be verified'),
	'receipt-without-tx-id': {
		stage: 'answer',
		received: true,
		what: 'a receipt without tx-id',
		play: ({ response }) => answer(response, 200, XML, receipt(undefined)),
	},
} as const satisfies FaultModes;

/** Plays a fault that comes after the body, after the rule's delay. */
export function playAnswer(mode: Extract<FaultMode, { stage: 'answer' }>, context: AnswerContext): void {
	const { fault: name, ms = name === 'slow' ? 1000 : 0 } = context.rule;
	if (ms === 0) mode.play(context);
	else setTimeout(() => mode.play(context), ms).unref();
}
