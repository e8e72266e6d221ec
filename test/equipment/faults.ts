import { clientFault, fault, receipt } from '../../src/simulator/elt/answers';
import {
	type AnswerContext,
	FAULTS,
	type FaultModes,
	HTML,
	httpStatus,
	page,
	tlsAlert,
	XML,
} from '../../src/simulator/elt/faultModes';
import { answer } from '../../src/simulator/loopback';
import type { Pki } from '../../src/simulator/pki/pki';

/** TLS alert `certificate_required` (RFC 8446, 6.2). */
const CERTIFICATE_REQUIRED = 116;

const YEAR_MS = 365 * 86_400_000;

const expired = (pki: Pki) =>
	pki.server({
		validFrom: new Date(pki.now.getTime() - 2 * YEAR_MS),
		validTo: new Date(pki.now.getTime() - 86_400_000),
	});

const ofAnotherHost = (pki: Pki) =>
	pki.server({
		subject: [
			['c', 'SE'],
			['cn', 'elt.example.se'],
		],
		hosts: ['elt.example.se'],
	});

/** A whole head and half of the body. */
function sendHalf({ response, txId }: AnswerContext): void {
	const body = receipt(txId);
	response.writeHead(200, { ...XML, 'Content-Length': String(Buffer.byteLength(body)) });
	response.write(body.slice(0, body.length / 2));
}

/** Ways in which the server goes wrong before it reads a body: what tests need beyond what happens in practice. */
const BEFORE_BODY = {
	'reset-on-connect': {
		stage: 'connection',
		received: false,
		what: 'reset before the TLS handshake',
		play: ({ raw }) => void raw.resetAndDestroy(),
	},
	'stall-handshake': {
		stage: 'connection',
		received: false,
		what: 'connected, and no TLS handshake',
		play: ({ raw }) => void raw.pause(),
	},
	'expired-certificate': {
		stage: 'connection',
		received: false,
		what: 'a server certificate that has run out',
		play: ({ withCertificate }) => withCertificate(expired),
	},
	'wrong-host-name': {
		stage: 'connection',
		received: false,
		what: 'a server certificate for another host',
		play: ({ withCertificate }) => withCertificate(ofAnotherHost),
	},
	'no-client-certificate': tlsAlert(CERTIFICATE_REQUIRED, 'TLS alert: a client certificate is required'),
	'reset-after-handshake': {
		stage: 'connection',
		received: false,
		what: 'reset when TLS is up',
		play: ({ raw, afterHandshake }) => afterHandshake(() => raw.resetAndDestroy()),
	},
	'stall-header': {
		stage: 'connection',
		received: false,
		what: 'TLS is up, and the request is never read',
		play: ({ afterHandshake }) => afterHandshake((secure) => secure.pause()),
	},
	'reset-before-body': {
		stage: 'head',
		received: false,
		what: 'reset when the head of the request has come',
		play: ({ raw }) => void raw?.resetAndDestroy(),
	},
	'stall-body': {
		stage: 'head',
		received: false,
		what: 'the body is never read',
		play: ({ request }) => void request.pause(),
	},
} as const satisfies FaultModes;

/** Ways in which the server answers wrongly. */
const AFTER_BODY = {
	'reset-after-body': {
		stage: 'answer',
		received: true,
		what: 'reset in place of an answer',
		play: ({ raw }) => void raw?.resetAndDestroy(),
	},
	'stall-half-answer': {
		stage: 'answer',
		received: true,
		what: 'half an answer, and then nothing',
		play: sendHalf,
	},
	'http-500': httpStatus(500, 'Internal Server Error'),
	'http-502': httpStatus(502, 'Bad Gateway'),
	'unknown-fault': {
		stage: 'answer',
		received: false,
		what: 'a SOAP fault with an unknown detail',
		play: ({ response, rule }) => {
			const detail = { name: 'ANewFault', message: rule.message ?? 'A fault that no contract names' };
			answer(response, 500, XML, fault({ faultcode: 'Server', faultstring: 'ANewFault', detail }));
		},
	},
	'fault-without-detail': {
		stage: 'answer',
		received: false,
		what: 'a SOAP fault without detail',
		play: ({ response, rule }) =>
			answer(response, 500, XML, fault(clientFault(rule.message ?? 'The request could not be processed'))),
	},
	'empty-receipt': {
		stage: 'answer',
		received: true,
		what: 'status 200 and no body',
		play: ({ response }) => answer(response, 200, XML),
	},
	'half-receipt': {
		stage: 'answer',
		received: true,
		what: 'the connection ends within the receipt',
		play: (context) => {
			sendHalf(context);
			setTimeout(() => context.response.destroy(), 20).unref();
		},
	},
	'cut-receipt': {
		stage: 'answer',
		received: true,
		what: 'a whole answer that holds half a receipt',
		play: ({ response, txId }) => answer(response, 200, XML, receipt(txId).slice(0, -70)),
	},
	'receipt-foreign-tx-id': {
		stage: 'answer',
		received: true,
		what: 'a receipt whose tx-id is no UUID',
		play: ({ response }) => answer(response, 200, XML, receipt('20261123-000017')),
	},
	html: {
		stage: 'answer',
		received: false,
		what: 'a page in place of XML, with status 200',
		play: ({ response }) => answer(response, 200, HTML, page('Planerat underhåll')),
	},
} as const satisfies FaultModes;

/** Every way in which the simulated ELT can go wrong in tests: those of the simulator, and more. */
export const TEST_FAULTS = { ...FAULTS, ...BEFORE_BODY, ...AFTER_BODY } as const;

/** The name of one of them. */
export type TestFault = keyof typeof TEST_FAULTS;

/** Whether a text names one of them. */
export function isTestFault(name: string): name is TestFault {
	return Object.hasOwn(TEST_FAULTS, name);
}
