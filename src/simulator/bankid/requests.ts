import { isIP } from 'node:net';

import { readPersonnummer } from '../../identity/personnummer';

/** An answer that is not 200: BankID's `{errorCode, details}`. */
export interface BankIdRefusal {
	readonly status: number;
	readonly errorCode: string;
	readonly details: string;
}

/** What a `sign` or `phone/sign` request asks for, once it has been found valid. */
export interface SignOrder {
	readonly userVisibleData: string;
	readonly userNonVisibleData?: string;
	readonly userVisibleDataFormat: 'plaintext' | 'simpleMarkdownV1';
	/** 12 digits, where the relying party said who must sign. */
	readonly personalNumber?: string;
	readonly certificatePolicies: readonly string[];
	/** Where the app leads back to once the person is done. */
	readonly returnUrl?: string;
	/** Whether the result is to say how risky the order is. */
	readonly returnRisk: boolean;
}

/** A JSON object, whatever is in it. */
export type Json = Readonly<Record<string, unknown>>;

/** One parameter of a request: whether it must be there, and what is wrong with a value. */
interface Parameter {
	readonly required?: boolean;
	readonly wrong: (value: unknown, today: string) => boolean;
}

type Parameters = Readonly<Record<string, Parameter>>;

const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const text =
	(max: number) =>
	(value: unknown): boolean =>
		typeof value !== 'string' || value.length === 0 || value.length > max;
const notBoolean = (value: unknown): boolean => typeof value !== 'boolean';
const notOneOf =
	(...allowed: readonly string[]) =>
	(value: unknown): boolean =>
		typeof value !== 'string' || !allowed.includes(value);
const notBase64 =
	(max: number) =>
	(value: unknown): boolean =>
		text(max)(value) ||
		(typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') !== value);

/** Base64 of UTF-8, and not empty. */
const notVisibleText = (value: unknown): boolean => {
	if (notBase64(40_000)(value) || typeof value !== 'string') return true;
	const bytes = Buffer.from(value, 'base64');
	return Buffer.compare(Buffer.from(bytes.toString('utf8'), 'utf8'), bytes) !== 0;
};

const notPersonnummer = (value: unknown, today: string): boolean =>
	typeof value !== 'string' || !/^\d{12}$/.test(value) || !readPersonnummer(value, today).ok;

const notObjectOf =
	(parameters: Parameters) =>
	(value: unknown, today: string): boolean =>
		!isObject(value) || firstWrong(value, parameters, today) !== undefined;

/** A return address: absolute, at most 512 characters. */
const notUrl = (value: unknown): boolean =>
	text(512)(value) || typeof value !== 'string' || !URL.canParse(value);

const REQUIREMENT: Parameters = {
	personalNumber: { wrong: notPersonnummer },
	pinCode: { wrong: notBoolean },
	mrtd: { wrong: notBoolean },
	certificatePolicies: {
		wrong: (value) =>
			!Array.isArray(value) ||
			value.some((policy) => typeof policy !== 'string' || !/^[\d.]+\*?$/.test(policy)),
	},
	cardReader: { wrong: notOneOf('class1', 'class2') },
};

const SHOWN: Parameters = {
	userVisibleData: { required: true, wrong: notVisibleText },
	userNonVisibleData: { wrong: notBase64(200_000) },
	userVisibleDataFormat: { wrong: notOneOf('plaintext', 'simpleMarkdownV1') },
	requirement: { wrong: notObjectOf(REQUIREMENT) },
};

const DEVICE: Parameters = {
	referringDomain: { wrong: text(255) },
	userAgent: { wrong: text(256) },
	deviceIdentifier: { wrong: text(255) },
};

const APP: Parameters = {
	appIdentifier: { wrong: text(255) },
	deviceOS: { wrong: text(255) },
	deviceModelName: { wrong: text(255) },
	deviceIdentifier: { wrong: text(255) },
};

/** The parameters of each order; BankID takes no others. */
const ORDERS = {
	sign: {
		endUserIp: { required: true, wrong: (value) => typeof value !== 'string' || isIP(value) === 0 },
		...SHOWN,
		returnUrl: { wrong: notUrl },
		returnRisk: { wrong: notBoolean },
		web: { wrong: notObjectOf(DEVICE) },
		app: { wrong: notObjectOf(APP) },
	},
	'phone/sign': {
		personalNumber: { required: true, wrong: notPersonnummer },
		callInitiator: { required: true, wrong: notOneOf('user', 'RP') },
		...SHOWN,
	},
} as const satisfies Record<string, Parameters>;

/** Which kinds of order can be started. */
export type OrderKind = keyof typeof ORDERS;

function firstWrong(body: Json, parameters: Parameters, today: string): string | undefined {
	for (const [name, { required = false, wrong }] of Object.entries(parameters)) {
		const value = body[name];
		if (value === undefined ? required : wrong(value, today)) return `Invalid parameter: ${name}`;
	}
	const unknown = Object.keys(body).find((name) => !(name in parameters));
	return unknown === undefined ? undefined : `Unrecognized parameter: ${unknown}`;
}

/** A 400 with BankID's code for a request it can't take. */
export const invalidParameters = (details: string): BankIdRefusal => ({
	status: 400,
	errorCode: 'invalidParameters',
	details,
});

const string = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * Reads a request for an order, or says what BankID would refuse it with.
 * @param today `YYYY-MM-DD`: nobody was born after it
 */
export function readSignOrder(kind: OrderKind, body: unknown, today: string): SignOrder | BankIdRefusal {
	if (!isObject(body)) return invalidParameters('No valid JSON object in the body');
	const problem = firstWrong(body, ORDERS[kind], today);
	if (problem !== undefined) return invalidParameters(problem);
	const requirement = isObject(body['requirement']) ? body['requirement'] : {};
	const personalNumber = string(body['personalNumber']) ?? string(requirement['personalNumber']);
	const policies = requirement['certificatePolicies'];
	return {
		userVisibleData: string(body['userVisibleData']) ?? '',
		userNonVisibleData: string(body['userNonVisibleData']),
		userVisibleDataFormat:
			body['userVisibleDataFormat'] === 'simpleMarkdownV1' ? 'simpleMarkdownV1' : 'plaintext',
		personalNumber,
		certificatePolicies: Array.isArray(policies)
			? policies.filter((policy) => typeof policy === 'string')
			: [],
		returnUrl: string(body['returnUrl']),
		returnRisk: body['returnRisk'] === true,
	};
}

/** Reads the `orderRef` of a collect or cancel, or says what BankID would refuse it with. */
export function readOrderRef(body: unknown): string | BankIdRefusal {
	const parameters: Parameters = { orderRef: { required: true, wrong: text(64) } };
	if (!isObject(body)) return invalidParameters('No valid JSON object in the body');
	const problem = firstWrong(body, parameters, '');
	return problem === undefined ? (string(body['orderRef']) ?? '') : invalidParameters(problem);
}
