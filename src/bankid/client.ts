import { openAgent, type ClientIdentity } from '../https/agent';
import type { Broke } from '../https/broke';
import { exchange, type Exchange } from '../https/exchange';
import type { ProxyEnvironment } from '../https/proxy';
import { wait } from '../concurrency/wait';
import {
	readCollect,
	readPhoneOrder,
	readRefusal,
	readStartedOrder,
	type CollectResult,
	type StartedOrder,
} from './answers';
import { broken, refused } from './errors';
import type { TextFormat } from './visibleText';

/** What BankID requires of who signs and how. */
export interface Requirement {
	/** 12 digits: only this person can sign. */
	readonly personalNumber?: string;
	readonly pinCode?: boolean;
	readonly mrtd?: boolean;
	/** Object identifiers; `*` at the end is allowed. */
	readonly certificatePolicies?: readonly string[];
	readonly cardReader?: 'class1' | 'class2';
}

/** The texts of an order, as BankID takes them. */
interface Shown {
	/** Base64, 1–40 000 characters. */
	readonly userVisibleData: string;
	readonly userVisibleDataFormat?: TextFormat;
	/** Base64, at most 200 000 characters. */
	readonly userNonVisibleData?: string;
}

/** The browser that shows the page on which a person signs. */
export interface WebDevice {
	/** The page's host name. */
	readonly referringDomain?: string;
	/** At most 256 characters. */
	readonly userAgent?: string;
	/** The same for each order of this browser; no personal data. */
	readonly deviceIdentifier?: string;
}

/** A `sign` request. */
export interface SignRequest extends Shown {
	/** The user's IP address as the relying party sees it. */
	readonly endUserIp: string;
	readonly requirement?: Requirement;
	/** Where the app leads back to on phones, at most 512 characters, with a nonce; it replaces `redirect` in start links. */
	readonly returnUrl?: string;
	/** Whether the result is to say how risky BankID considers the order; default false. */
	readonly returnRisk?: boolean;
	readonly web?: WebDevice;
	readonly app?: {
		readonly appIdentifier?: string;
		readonly deviceOS?: string;
		readonly deviceModelName?: string;
		readonly deviceIdentifier?: string;
	};
}

/** A `phone/sign` request: for a person on the telephone. */
export interface PhoneSignRequest extends Shown {
	/** 12 digits. */
	readonly personalNumber: string;
	/** Who called whom. */
	readonly callInitiator: 'user' | 'RP';
	readonly requirement?: Omit<Requirement, 'personalNumber' | 'mrtd'>;
}

/** One call's circumstances. */
export interface CallOptions {
	readonly signal?: AbortSignal | undefined;
}

/** What a client is made of. */
export interface BankIdClientOptions {
	/** See `bankIdBaseUrl`. */
	readonly baseUrl: string;
	readonly certificate: ClientIdentity;
	/** BankID's TLS root for the environment, PEM; no other root is trusted. */
	readonly ca: readonly string[];
	/** For lookup, connection and handshake together, milliseconds; 3000 by default. */
	readonly connectTimeoutMs?: number;
	/** For a whole call, milliseconds; 20 000 by default. */
	readonly timeoutMs?: number;
	/** Where HTTPS_PROXY and NO_PROXY are read; `process.env` by default. */
	readonly environment?: ProxyEnvironment;
}

/** The relying-party API: one method per endpoint, no flow. */
export interface BankIdClient {
	/** With a slash at its end. */
	readonly baseUrl: string;
	/** Starts an order for a person at a device. */
	sign(request: SignRequest, options?: CallOptions): Promise<StartedOrder>;
	/** Starts an order for a person on the telephone. */
	phoneSign(request: PhoneSignRequest, options?: CallOptions): Promise<{ readonly orderRef: string }>;
	/** Asks how an order stands. A final result comes once: save it before anything else. */
	collect(orderRef: string, options?: CallOptions): Promise<CollectResult>;
	/** Ends an order. */
	cancel(orderRef: string, options?: CallOptions): Promise<void>;
	/** Lets go of every connection. */
	close(): void;
}

const CONNECT_TIMEOUT_MS = 3000;
const TIMEOUT_MS = 20_000;
const MAX_ANSWER_BYTES = 1024 * 1024;

/** How often a call is begun whose connection never came to be. */
const CONNECT_ATTEMPTS = 3;
const CONNECT_PAUSE_MS = 250;

/** Breaks that a second try may mend; nothing was sent then. */
const PASSING: ReadonlySet<Broke> = new Set([
	'name',
	'refused',
	'unreachable',
	'connectTimeout',
	'handshake',
]);

/**
 * A client of BankID's relying-party API v6.0 over mutual TLS. A connection that does not come to be is tried
 * again, at most twice; a call that may have been received never is.
 * @throws CERTIFICATE_UNREADABLE when certificate, key and root can't be used together
 */
export function createBankIdClient(options: BankIdClientOptions): BankIdClient {
	const baseUrl = options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`;
	const { certificate, ca, connectTimeoutMs = CONNECT_TIMEOUT_MS, timeoutMs = TIMEOUT_MS } = options;
	const agent = openAgent(
		{
			identity: certificate,
			trust: { ca, roots: 'only' },
			connectTimeoutMs,
			environment: options.environment,
		},
		"The relying-party certificate, its key and BankID's TLS root",
	);
	const call = async (path: string, request: object, { signal }: CallOptions = {}): Promise<Uint8Array> => {
		const url = new URL(path, baseUrl).href;
		const body = Buffer.from(JSON.stringify(request), 'utf8');
		// Exactly this: a charset gives 415.
		const headers = { 'Content-Type': 'application/json' };
		const post = () =>
			exchange(agent, { url, headers, body, timeoutMs, maxAnswerBytes: MAX_ANSWER_BYTES, signal });
		return bodyOf(await untilSent(post, signal));
	};
	return {
		baseUrl,
		sign: async (request, at) => readStartedOrder(await call('sign', request, at)),
		phoneSign: async (request, at) => readPhoneOrder(await call('phone/sign', request, at)),
		collect: async (orderRef, at) => readCollect(await call('collect', { orderRef }, at)),
		cancel: async (orderRef, at) => void (await call('cancel', { orderRef }, at)),
		close: () => agent.destroy(),
	};
}

async function untilSent(post: () => Promise<Exchange>, signal: AbortSignal | undefined): Promise<Exchange> {
	for (let attempt = 1; ; attempt += 1) {
		const ended = await post();
		const again = ended.kind === 'broken' && PASSING.has(ended.at) && attempt < CONNECT_ATTEMPTS;
		if (!again) return ended;
		// Cancelled in the pause: the next call ends at once and says so.
		await wait(CONNECT_PAUSE_MS * attempt, signal).catch(() => undefined);
	}
}

function bodyOf(ended: Exchange): Uint8Array {
	if (ended.kind === 'broken') throw broken(ended.at, ended.cause);
	const { status, body } = ended.answer;
	if (status === 200) return body;
	throw refused({ status, ...readRefusal(body) });
}
