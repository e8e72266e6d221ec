import type { ErrorCode } from '../errors';
import type { Broke } from '../https/broke';
import type { Again, AnswerCause, Cause, EarlierCause } from './causes';
import type { Outcome } from './receipt';

/** What a cause means, and how it is told. */
export interface Judgement {
	readonly outcome: Outcome;
	readonly again: Again;
	/** Null for what went well. */
	readonly code: ErrorCode | null;
	/** What happened; `{…}` stands for a fact of the call. */
	readonly message: string;
	/** What to do next. */
	readonly description: string;
}

const ASK =
	"Don't send it again by itself: ask Försäkringskassan's support whether the report was received, with the receipt's time, address and hashes. Turn on 'Resend Unknown' for this report only when they say it was not.";

const notSent = (again: Again, code: ErrorCode, message: string, description: string): Judgement => ({
	outcome: 'notSent',
	again,
	code,
	message,
	description,
});

const unknown = (code: ErrorCode, message: string): Judgement => ({
	outcome: 'unknown',
	again: 'never',
	code,
	message: `${message} The report may have been received.`,
	description: ASK,
});

const rejected = (code: ErrorCode, message: string, description: string): Judgement => ({
	outcome: 'rejected',
	again: 'never',
	code,
	message,
	description,
});

/** Before the first byte of the request: certainly not received. */
const BEFORE_SENDING = {
	name: notSent(
		'afterWait',
		'ELT_NAME_UNKNOWN',
		'The name {host} could not be looked up.',
		"Check the address, and that this machine's DNS answers.",
	),
	refused: notSent(
		'afterWait',
		'ELT_CONNECT_REFUSED',
		'{host} port {port} refused the connection.',
		'Check the address and port, and that the firewall is open for it.',
	),
	unreachable: notSent(
		'afterWait',
		'ELT_UNREACHABLE',
		'{host} port {port} could not be reached.',
		'Check the network and that the firewall is open for the address.',
	),
	connectTimeout: notSent(
		'afterWait',
		'ELT_CONNECT_TIMEOUT',
		'{host} port {port} did not answer when connecting.',
		'A firewall often drops what it does not know: have it opened for the address.',
	),
	proxy: notSent(
		'afterWait',
		'ELT_PROXY',
		'The proxy did not open a way to {host} port {port}{detail}.',
		'Check HTTPS_PROXY and NO_PROXY, the user name and password in it (HTTP 407), and that the proxy allows CONNECT to the address and port.',
	),
	serverUntrusted: notSent(
		'never',
		'ELT_SERVER_UNTRUSTED',
		'The certificate of {host} comes from an issuer that is not trusted here.',
		"Put the issuing CA's certificate in the credential's 'CA Certificates' (on the command line: --ca).",
	),
	serverExpired: notSent(
		'never',
		'ELT_SERVER_EXPIRED',
		'The certificate of {host} is not valid at this time.',
		"Check this machine's clock; if it is right, tell those who run {host}.",
	),
	serverName: notSent(
		'never',
		'ELT_SERVER_NAME',
		'The server at {host} shows a certificate for another name.',
		'Check the address: this may not be the server it should be.',
	),
	clientRefused: notSent(
		'never',
		'ELT_CERTIFICATE_REFUSED',
		'{host} did not accept the client certificate.',
		'Check that the certificate is the one agreed for this environment, that it is valid and that its chain is complete.',
	),
	handshake: notSent(
		'afterWait',
		'ELT_TLS',
		'The encrypted connection to {host} port {port} could not be set up.',
		'Check that the port speaks TLS 1.2 or later, and the client certificate with its key and chain: some servers just close the connection on one they do not accept.',
	),
	cancelledBefore: notSent(
		'never',
		'ELT_CANCELLED',
		'The run was cancelled before the report was sent.',
		'Run it again when you want to send it.',
	),
} satisfies Partial<Record<Broke, Judgement>>;

/** From the first byte on, until a whole answer is there: nobody can know. */
const AFTER_SENDING = {
	sendBroken: unknown(
		'ELT_BROKEN',
		'The connection to {host} broke after the request had begun and before any answer.',
	),
	timeout: unknown('ELT_TIMEOUT', '{host} gave no whole answer within {seconds} seconds.'),
	cancelledAfter: unknown(
		'ELT_CANCELLED_UNDERWAY',
		'The run was cancelled while {host} was being waited for.',
	),
	answerHalf: unknown('ELT_ANSWER_HALF', 'The answer of {host} (HTTP {status}) broke off in the middle.'),
	answerTooLarge: unknown(
		'ELT_ANSWER_TOO_LARGE',
		'The answer of {host} (HTTP {status}) was larger than a receipt can be.',
	),
} satisfies Partial<Record<Broke, Judgement>>;

const SOAP_ANSWERS = {
	receipt: {
		outcome: 'accepted',
		again: 'never',
		code: null,
		message: 'Försäkringskassan received the report: tx-id {txId}.',
		description: 'Keep the receipt: support traces a call by it.',
	},
	receiptWithoutTxId: unknown('ELT_RECEIPT_TX_ID', '{host} answered with a receipt without tx-id.'),
	receiptForeignTxId: unknown(
		'ELT_RECEIPT_TX_ID',
		'{host} answered with a tx-id that is not a UUID: "{txId}".',
	),
	receiptWithStatus: unknown(
		'ELT_ANSWER_CONTRADICTS',
		'{host} answered with a receipt, but with HTTP {status}.',
	),
	faultXmlValidation: rejected(
		'ELT_XML_VALIDATION',
		'Försäkringskassan rejected the document (XmlValidationError): {fault}',
		'Mend what the message names, build and sign the report anew. Sent unchanged it will be rejected again.',
	),
	faultSignatureValidation: rejected(
		'ELT_SIGNATURE_VALIDATION',
		'Försäkringskassan rejected a signature (SignatureValidationError): {fault}',
		'Have the report signed anew by the person concerned. Sent unchanged it will be rejected again.',
	),
	faultClient: rejected(
		'ELT_FAULT_CLIENT',
		'{host} rejected the request with a SOAP fault of an unknown kind: {fault}',
		"Mend what the message names; if it names nothing, send the receipt's facts to Försäkringskassan's support.",
	),
	faultOther: unknown('ELT_FAULT_UNKNOWN', '{host} answered with a SOAP fault of an unknown kind: {fault}.'),
	answerEmpty: unknown('ELT_ANSWER_EMPTY', 'The answer of {host} (HTTP {status}) was empty.'),
	answerNotSoap: unknown(
		'ELT_ANSWER_NOT_SOAP',
		'The answer of {host} (HTTP {status}) was not a SOAP message.',
	),
	answerOtherSoap: unknown(
		'ELT_ANSWER_FOREIGN',
		'The answer of {host} (HTTP {status}) was neither a receipt nor a fault.',
	),
} satisfies Partial<Record<AnswerCause, Judgement>>;

/** Statuses without a SOAP message: what each proves is said in `statuses.ts`. */
const HTTP_ANSWERS = {
	httpTooMany: unknown(
		'ELT_TOO_MANY',
		'{host} answered that there were too many calls (HTTP {status}), which does not say whether this one was processed.',
	),
	httpBusy: unknown(
		'ELT_BUSY',
		'{host} answered that it is overloaded (HTTP {status}), which does not say whether the request was processed.',
	),
	httpRefused: notSent(
		'never',
		'ELT_HTTP_REFUSED',
		'{host} refused the request (HTTP {status}).',
		'Check the address, and that the client certificate is the one agreed for it.',
	),
	httpOther: unknown('ELT_HTTP_STATUS', '{host} answered HTTP {status} without a SOAP message.'),
} satisfies Partial<Record<AnswerCause, Judgement>>;

/** What the ledger knows from earlier runs: nothing goes out. */
const EARLIER = {
	earlierAccepted: {
		outcome: 'accepted',
		again: 'never',
		code: null,
		message: 'The report was accepted by an earlier call and was not sent again.',
		description: 'A correction is a new report with an id of its own.',
	},
	earlierAcceptedOther: {
		outcome: 'accepted',
		again: 'never',
		code: null,
		message:
			'A report with this id was accepted by an earlier call, but with other bytes: what is given now was not sent.',
		description:
			'If it is only signed anew, all is well. A correction is a new report: build it again, with an id of its own.',
	},
	earlierRejected: rejected(
		'ELT_REJECTED_BEFORE',
		'Försäkringskassan rejected exactly this request in an earlier run; it was not sent again.',
		'Mend what that rejection named, then build and sign the report anew.',
	),
	earlierUnknown: unknown(
		'ELT_UNKNOWN_BEFORE',
		'An earlier run began to send the report and never learned what became of it; it was not sent again.',
	),
	stillAccepted: {
		outcome: 'accepted',
		again: 'never',
		code: null,
		message: 'The report was accepted by an earlier call; the new call was not made: {why}',
		description: 'Keep the receipt of the earlier call.',
	},
	stillUnknown: unknown(
		'ELT_UNKNOWN_BEFORE',
		'What became of an earlier call is still not known; the new call was not made: {why}',
	),
} satisfies Record<EarlierCause, Judgement>;

/** Held back because of what happened to the reports before it. */
const BATCH = {
	heldBack: notSent(
		'never',
		'ELT_HELD_BACK',
		'The report was held back: the last three reports have an unknown outcome, so sending was paused.',
		"Ask Försäkringskassan's support first what happens to reports sent to {host}.",
	),
	askedToWait: notSent(
		'never',
		'ELT_HELD_BACK',
		'The report was held back: {host} asked to wait {seconds} seconds before the next call, longer than this run waits.',
		'Run again after that time.',
	),
} satisfies Partial<Record<Cause, Judgement>>;

/** Not sent, for a reason that is the same for every report and that waiting does not mend. */
export const SAME_FOR_ALL: ReadonlySet<Cause> = new Set([
	'serverUntrusted',
	'serverExpired',
	'serverName',
	'clientRefused',
]);

/** Cause → outcome, code, sentence, next step: the one table. */
export const JUDGEMENTS: Readonly<Record<Cause, Judgement>> = {
	...BEFORE_SENDING,
	...AFTER_SENDING,
	...SOAP_ANSWERS,
	...HTTP_ANSWERS,
	...EARLIER,
	...BATCH,
};
