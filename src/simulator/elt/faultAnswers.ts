import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { clientFault, fault, namedFault, receipt } from './answers';
import type { FAULTS, FaultName, FaultRule } from './faults';
import { answer } from '../loopback';

/** What a fault that comes after the body has to work with. */
export interface FaultContext {
	readonly rule: FaultRule;
	readonly response: ServerResponse;
	/** The TCP connection below TLS. */
	readonly raw: Socket | undefined;
	/** The tx-id under which the report was received, or one made up. */
	readonly txId: string;
	/** The answer without a fault. */
	readonly honest: () => void;
}

type AnswerFault = {
	[N in FaultName]: (typeof FAULTS)[N]['stage'] extends 'answer' ? N : never;
}[FaultName];

const XML = { 'Content-Type': 'text/xml; charset=utf-8' };
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

const page = (title: string): string =>
	`<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

/** A whole head and so many of the body's bytes. */
function sendHalf({ response, txId }: FaultContext): void {
	const body = receipt(txId);
	response.writeHead(200, { ...XML, 'Content-Length': String(Buffer.byteLength(body)) });
	response.write(body.slice(0, body.length / 2));
}

const http =
	(status: number, title: string, wait?: string) =>
	({ response, rule }: FaultContext): void => {
		const seconds = rule.retryAfter ?? wait;
		const retryAfter: Record<string, string> = seconds === undefined ? {} : { 'Retry-After': seconds };
		if (rule.soap === true) {
			const body = fault({ faultcode: 'Server', faultstring: rule.message ?? title });
			answer(response, status, { ...XML, ...retryAfter }, body);
		} else {
			answer(response, status, { ...HTML, ...retryAfter }, page(`${status} ${title}`));
		}
	};

const named =
	(name: 'XmlValidationError' | 'SignatureValidationError', message: string) =>
	({ response, rule }: FaultContext): void =>
		answer(response, 500, XML, fault(namedFault(name, rule.message ?? message)));

/** What each fault after the body answers. */
const PLAY: Record<AnswerFault, (context: FaultContext) => void> = {
	'reset-after-body': ({ raw }) => raw?.resetAndDestroy(),
	'close-after-body': ({ response }) => response.destroy(),
	'stall-answer': () => undefined,
	'stall-half-answer': sendHalf,
	slow: ({ honest }) => honest(),
	'http-500': http(500, 'Internal Server Error'),
	'http-502': http(502, 'Bad Gateway'),
	'http-503': http(503, 'Service Unavailable'),
	'http-503-received': http(503, 'Service Unavailable', '2'),
	'xml-validation-error': named('XmlValidationError', 'The document does not follow the schema'),
	'signature-validation-error': named('SignatureValidationError', 'A signature could not be verified'),
	'unknown-fault': ({ response, rule }) =>
		answer(
			response,
			500,
			XML,
			fault({
				faultcode: 'Server',
				faultstring: 'ANewFault',
				detail: { name: 'ANewFault', message: rule.message ?? 'A fault that no contract names' },
			}),
		),
	'fault-without-detail': ({ response, rule }) =>
		answer(response, 500, XML, fault(clientFault(rule.message ?? 'The request could not be processed'))),
	'empty-receipt': ({ response }) => answer(response, 200, XML),
	'half-receipt': (context) => {
		sendHalf(context);
		setTimeout(() => context.response.destroy(), 20).unref();
	},
	'cut-receipt': ({ response, txId }) => answer(response, 200, XML, receipt(txId).slice(0, -70)),
	'receipt-without-tx-id': ({ response }) => answer(response, 200, XML, receipt(undefined)),
	'receipt-foreign-tx-id': ({ response }) => answer(response, 200, XML, receipt('20261123-000017')),
	html: ({ response }) => answer(response, 200, HTML, page('Planerat underhåll')),
};

const isAnswerFault = (name: FaultName): name is AnswerFault => Object.hasOwn(PLAY, name);

/** Plays a fault that comes after the body, after the rule's delay. */
export function playAnswer(context: FaultContext): void {
	const { fault: name, ms = name === 'slow' ? 1000 : 0 } = context.rule;
	if (!isAnswerFault(name)) throw new TypeError(`${name} is not played after the body`);
	if (ms === 0) PLAY[name](context);
	else setTimeout(() => PLAY[name](context), ms).unref();
}
