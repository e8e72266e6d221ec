/** Where in an exchange a fault is played. */
export type Stage =
	/** The address does not listen. */
	| 'listen'
	/** A connection has been accepted; nothing has been read. */
	| 'connection'
	/** The head of a request has come; its body has not been read. */
	| 'head'
	/** The request has been read whole. */
	| 'answer'
	/** Each call's distance to the one before it. */
	| 'pace';

interface FaultMode {
	readonly stage: Stage;
	/** Whether the authority has the report all the same, unless the rule says otherwise. */
	readonly received: boolean;
	/** What the client meets. */
	readonly what: string;
}

/** Every way in which the simulated ELT can go wrong. */
export const FAULTS = {
	'refuse-connection': { stage: 'listen', received: false, what: 'nothing listens at the address' },
	'reset-on-connect': { stage: 'connection', received: false, what: 'reset before the TLS handshake' },
	'stall-handshake': { stage: 'connection', received: false, what: 'connected, and no TLS handshake' },
	'unknown-ca': {
		stage: 'connection',
		received: false,
		what: 'a server certificate from an unknown authority',
	},
	'expired-certificate': {
		stage: 'connection',
		received: false,
		what: 'a server certificate that has run out',
	},
	'wrong-host-name': { stage: 'connection', received: false, what: 'a server certificate for another host' },
	'no-client-certificate': {
		stage: 'connection',
		received: false,
		what: 'TLS alert: a client certificate is required',
	},
	'client-certificate-refused': {
		stage: 'connection',
		received: false,
		what: 'TLS alert: the client’s authority is unknown',
	},
	'reset-after-handshake': { stage: 'connection', received: false, what: 'reset when TLS is up' },
	'stall-header': { stage: 'connection', received: false, what: 'TLS is up, and the request is never read' },
	'reset-before-body': {
		stage: 'head',
		received: false,
		what: 'reset when the head of the request has come',
	},
	'stall-body': { stage: 'head', received: false, what: 'the body is never read' },
	'pace-limit': { stage: 'pace', received: false, what: 'cut off for calling too fast' },
	'reset-after-body': { stage: 'answer', received: true, what: 'reset in place of an answer' },
	'close-after-body': { stage: 'answer', received: true, what: 'closed in place of an answer' },
	'stall-answer': { stage: 'answer', received: true, what: 'no answer' },
	'stall-half-answer': { stage: 'answer', received: true, what: 'half an answer, and then nothing' },
	slow: { stage: 'answer', received: true, what: 'the right answer, later' },
	'http-500': { stage: 'answer', received: false, what: 'status 500' },
	'http-502': { stage: 'answer', received: false, what: 'status 502' },
	'http-503': { stage: 'answer', received: false, what: 'status 503' },
	'http-503-received': {
		stage: 'answer',
		received: true,
		what: 'received, and then status 503 with Retry-After',
	},
	'xml-validation-error': { stage: 'answer', received: false, what: 'the fault XmlValidationError' },
	'signature-validation-error': {
		stage: 'answer',
		received: false,
		what: 'the fault SignatureValidationError',
	},
	'unknown-fault': { stage: 'answer', received: false, what: 'a SOAP fault with an unknown detail' },
	'fault-without-detail': { stage: 'answer', received: false, what: 'a SOAP fault without detail' },
	'empty-receipt': { stage: 'answer', received: true, what: 'status 200 and no body' },
	'half-receipt': { stage: 'answer', received: true, what: 'the connection ends within the receipt' },
	'cut-receipt': { stage: 'answer', received: true, what: 'a whole answer that holds half a receipt' },
	'receipt-without-tx-id': { stage: 'answer', received: true, what: 'a receipt without tx-id' },
	'receipt-foreign-tx-id': { stage: 'answer', received: true, what: 'a receipt whose tx-id is no UUID' },
	html: { stage: 'answer', received: false, what: 'a page in place of XML, with status 200' },
} as const satisfies Record<string, FaultMode>;

/** The name of a fault mode. */
export type FaultName = keyof typeof FAULTS;

/** Which fault is played, and when. */
export interface FaultRule {
	readonly fault: FaultName;
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

/** A rule with how often it was played. */
export interface PlayedRule extends FaultRule {
	readonly played: number;
}

const isFaultName = (name: unknown): name is FaultName =>
	typeof name === 'string' && Object.hasOwn(FAULTS, name);

/** How a rule's settings are spelled in JSON and on the command line. */
const SETTINGS = {
	id: 'string',
	call: 'number',
	every: 'number',
	times: 'number',
	ms: 'number',
	received: 'boolean',
	soap: 'boolean',
	retryAfter: 'string',
	message: 'string',
} as const satisfies Record<Exclude<keyof FaultRule, 'fault'>, 'string' | 'number' | 'boolean'>;

/** The longest that a timer can be set to. */
const LONGEST_MS = 2 ** 31 - 1;

const HEADER_VALUE = /^[\x20-\x7e]*$/;

/**
 * Reads a rule given as JSON.
 * @throws TypeError which says what is wrong with it
 */
export function readFaultRule(json: unknown): FaultRule {
	if (typeof json !== 'object' || json === null) throw new TypeError('A fault rule is a JSON object');
	const { fault, ...settings }: { fault?: unknown; [name: string]: unknown } = { ...json };
	if (!isFaultName(fault)) {
		throw new TypeError(
			`There is no fault ${JSON.stringify(fault)}; there are ${Object.keys(FAULTS).join(', ')}`,
		);
	}
	for (const [name, value] of Object.entries(settings)) {
		const type = Object.entries(SETTINGS).find(([setting]) => setting === name)?.[1];
		if (type === undefined) {
			throw new TypeError(`A fault rule has no ${name}; it has ${Object.keys(SETTINGS).join(', ')}`);
		}
		const fits =
			typeof value === type && (typeof value !== 'number' || (Number.isFinite(value) && value >= 0));
		if (!fits) throw new TypeError(`${name} of a fault rule is a ${type}; found ${JSON.stringify(value)}`);
	}
	const rule: FaultRule = { fault, ...settings };
	if ((rule.ms ?? 0) > LONGEST_MS) {
		throw new TypeError(`ms of a fault rule is at most ${LONGEST_MS}; found ${String(rule.ms)}`);
	}
	if (!HEADER_VALUE.test(rule.retryAfter ?? '')) {
		throw new TypeError(
			`retryAfter of a fault rule is printable ASCII; found ${JSON.stringify(rule.retryAfter)}`,
		);
	}
	if (rule.id !== undefined && FAULTS[fault].stage !== 'answer') {
		throw new TypeError(`${fault} comes before the report's id can be known; leave the id out`);
	}
	return rule;
}

/**
 * Reads a rule as the command line has it: `NAME[,setting=value…]`, e.g. `http-503,times=2,retryAfter=3`.
 * @throws TypeError which says what is wrong with it
 */
export function parseFaultRule(text: string): FaultRule {
	const [fault, ...settings] = text.split(',');
	const entries = settings.map((setting): [string, unknown] => {
		const at = setting.indexOf('=');
		const [name, value] = at < 0 ? [setting, 'true'] : [setting.slice(0, at), setting.slice(at + 1)];
		const type = Object.entries(SETTINGS).find(([known]) => known === name)?.[1];
		if (type === 'number') return [name, value === '' ? undefined : Number(value)];
		return [name, type === 'boolean' && (value === 'true' || value === 'false') ? value === 'true' : value];
	});
	return readFaultRule({ fault, ...Object.fromEntries(entries) });
}

interface Kept {
	readonly rule: FaultRule;
	seen: number;
	played: number;
}

/** The rules in force, in the order in which they were given: the first that fits is played. */
export class FaultRules {
	#kept: Kept[] = [];

	/** Adds a rule. */
	add(rule: FaultRule): void {
		this.#kept.push({ rule, seen: 0, played: 0 });
	}

	/** Takes one rule away, or all. */
	remove(rule?: FaultRule): void {
		this.#kept = rule === undefined ? [] : this.#kept.filter((kept) => kept.rule !== rule);
	}

	/** The rules in force. */
	list(): readonly PlayedRule[] {
		return this.#kept.map(({ rule, played }) => ({ ...rule, played }));
	}

	/** The rule of a stage that is not counted, if any. */
	standing(stage: 'listen' | 'pace'): FaultRule | undefined {
		return this.#kept.find(({ rule }) => FAULTS[rule.fault].stage === stage)?.rule;
	}

	/** The rule to play now, if any; counts it. */
	take(stage: 'connection' | 'head' | 'answer', id?: string): FaultRule | undefined {
		for (const kept of this.#kept) {
			const { rule } = kept;
			if (FAULTS[rule.fault].stage !== stage || (rule.id !== undefined && rule.id !== id)) continue;
			kept.seen += 1;
			if (!isDue(kept)) continue;
			kept.played += 1;
			return rule;
		}
		return undefined;
	}
}

function isDue({ rule, seen, played }: Kept): boolean {
	const { call, every, times = Number.POSITIVE_INFINITY } = rule;
	return (
		(call === undefined || seen === call) && (every === undefined || seen % every === 0) && played < times
	);
}
