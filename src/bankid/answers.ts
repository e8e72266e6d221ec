import { unreadable } from './errors';

/** A started order. */
export interface StartedOrder {
	readonly orderRef: string;
	readonly autoStartToken: string;
	readonly qrStartToken: string;
	/** Never leaves the server. */
	readonly qrStartSecret: string;
}

/** Who signed, as BankID says; the signature itself is what proves it. */
export interface CompletionUser {
	/** 12 digits; empty where BankID left it out, as the others are. */
	readonly personalNumber: string;
	readonly name: string;
	readonly givenName: string;
	readonly surname: string;
}

/** What a finished order gives, once. */
export interface CompletionData {
	readonly user: CompletionUser;
	readonly device: { readonly ipAddress: string; readonly uhi?: string };
	/** How risky BankID considers the order: `low`, `moderate`, `high` or a new word; absent unless `returnRisk` asked for it. */
	readonly risk?: string;
	/** `YYYY-MM-DD`; empty where BankID left it out. */
	readonly bankIdIssueDate: string;
	/** Base64, to be kept byte for byte. */
	readonly signature: string;
	/** Base64, to be kept byte for byte. */
	readonly ocspResponse: string;
}

/** An order that is under way. */
export interface PendingResult {
	readonly status: 'pending';
	readonly orderRef: string;
	/** One of BankID's hint codes, or a new one. */
	readonly hintCode: string;
}

/** An order that came to nothing. */
export interface FailedResult {
	readonly status: 'failed';
	readonly orderRef: string;
	/** One of BankID's hint codes, or a new one. */
	readonly hintCode: string;
}

/** An order that was signed. */
export interface CompleteResult {
	readonly status: 'complete';
	readonly orderRef: string;
	readonly completionData: CompletionData;
}

/** What a final collect gives; it can be had once only. */
export type FinalResult = FailedResult | CompleteResult;

/** What a collect gives. */
export type CollectResult = PendingResult | FinalResult;

type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectIn(json: Json, name: string): Json {
	const value = json[name];
	if (isJson(value)) return value;
	throw unreadable(`"${name}" is missing`);
}

function textIn(json: Json, name: string): string {
	const value = json[name];
	if (typeof value === 'string' && value !== '') return value;
	throw unreadable(`"${name}" is missing`);
}

function optionalText(json: Json, name: string): string {
	const value = json[name];
	return typeof value === 'string' ? value : '';
}

/** A body as a JSON object. @throws BANKID_ANSWER */
export function readJson(body: Uint8Array): Json {
	const value = parse(new TextDecoder().decode(body));
	if (isJson(value)) return value;
	throw unreadable('it is not a JSON object');
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** BankID's `errorCode` and `details`, empty where there are none: also an answer that isn't JSON is a refusal. */
export function readRefusal(body: Uint8Array): { errorCode: string; details: string } {
	const value = parse(new TextDecoder().decode(body));
	const json = isJson(value) ? value : {};
	return { errorCode: optionalText(json, 'errorCode'), details: optionalText(json, 'details') };
}

/** The answer to `sign`. @throws BANKID_ANSWER */
export function readStartedOrder(body: Uint8Array): StartedOrder {
	const json = readJson(body);
	return {
		orderRef: textIn(json, 'orderRef'),
		autoStartToken: textIn(json, 'autoStartToken'),
		qrStartToken: textIn(json, 'qrStartToken'),
		qrStartSecret: textIn(json, 'qrStartSecret'),
	};
}

/** The answer to `phone/sign`. @throws BANKID_ANSWER */
export function readPhoneOrder(body: Uint8Array): { readonly orderRef: string } {
	return { orderRef: textIn(readJson(body), 'orderRef') };
}

/** The answer to `collect`. @throws BANKID_ANSWER */
export function readCollect(body: Uint8Array): CollectResult {
	const json = readJson(body);
	const orderRef = textIn(json, 'orderRef');
	const status = textIn(json, 'status');
	if (status === 'pending' || status === 'failed')
		return { status, orderRef, hintCode: optionalText(json, 'hintCode') };
	if (status !== 'complete') throw unreadable(`the status "${status}" is not known`);
	const data = objectIn(json, 'completionData');
	// Only what proves the signature must be there: the rest is said by the signature itself.
	const user = isJson(data['user']) ? data['user'] : {};
	const device = isJson(data['device']) ? data['device'] : {};
	const uhi = optionalText(device, 'uhi');
	const risk = optionalText(data, 'risk');
	return {
		status,
		orderRef,
		completionData: {
			user: {
				personalNumber: optionalText(user, 'personalNumber'),
				name: optionalText(user, 'name'),
				givenName: optionalText(user, 'givenName'),
				surname: optionalText(user, 'surname'),
			},
			device: { ipAddress: optionalText(device, 'ipAddress'), ...(uhi === '' ? {} : { uhi }) },
			risk: risk === '' ? undefined : risk,
			bankIdIssueDate: optionalText(data, 'bankIdIssueDate'),
			signature: textIn(data, 'signature'),
			ocspResponse: textIn(data, 'ocspResponse'),
		},
	};
}
