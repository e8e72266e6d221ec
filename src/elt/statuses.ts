import type { AnswerCause } from './causes';

/** What an HTTP status without a SOAP message says about the request. */
export interface StatusMeaning {
	readonly cause: AnswerCause;
	/** The words that prove that the request was not processed, or why none do. */
	readonly because: string;
	/** Where that is said. */
	readonly source: string;
}

const refused = (because: string, source: string): StatusMeaning => ({
	cause: 'httpRefused',
	because,
	source,
});

/**
 * Once the body has gone out, only a status whose definition denies that the request was processed proves that the
 * report was not received. `Retry-After` proves nothing: it says when to come back, not what happened.
 * Statuses that are not listed prove nothing.
 */
export const STATUSES: Readonly<Record<number, StatusMeaning>> = {
	307: refused(
		'further action needs to be taken to fulfill the request: the same request at another address',
		'RFC 9110, 15.4 and 15.4.8',
	),
	308: refused(
		'further action needs to be taken to fulfill the request: the same request at another address',
		'RFC 9110, 15.4 and 15.4.9',
	),
	400: refused('the server cannot or will not process the request', 'RFC 9110, 15.5.1'),
	401: refused('the request has not been applied', 'RFC 9110, 15.5.2'),
	403: refused('the server refuses to fulfill the request', 'RFC 9110, 15.5.4'),
	404: refused('nothing was found at the address that could process the request', 'RFC 9110, 15.5.5'),
	405: refused('the address does not support the method', 'RFC 9110, 15.5.6'),
	407: refused('the request has not been applied: the proxy wants to know who asks', 'RFC 9110, 15.5.8'),
	408: refused('the server did not receive a complete request', 'RFC 9110, 15.5.9'),
	411: refused('the server refuses to accept the request', 'RFC 9110, 15.5.12'),
	413: refused('the server is refusing to process the request', 'RFC 9110, 15.5.14'),
	414: refused('the server is refusing to service the request', 'RFC 9110, 15.5.15'),
	415: refused('the server is refusing to service the request', 'RFC 9110, 15.5.16'),
	421: refused(
		'the server is unable or unwilling to answer for the address; a client may repeat any request',
		'RFC 9110, 15.5.20',
	),
	426: refused('the server refuses to perform the request', 'RFC 9110, 15.5.22'),
	431: refused('the server is unwilling to process the request', 'RFC 6585, 5'),
	429: {
		cause: 'httpTooMany',
		because: 'there were too many requests; whether this one was processed is not said',
		source: 'RFC 6585, 4',
	},
	503: {
		cause: 'httpBusy',
		because: 'a server, or a gateway in front of it, is overloaded: what stands behind may have the request',
		source: 'RFC 9110, 15.6.4 and 10.2.3',
	},
};
