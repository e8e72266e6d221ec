import { type Environment, PUBLISHED } from '../environments';
import { EltError } from '../errors';

/** The least time between two starts that Försäkringskassan tolerates, milliseconds. */
export const PACE_MS = 1000;

/** The SOAPAction of the one operation there is. */
export const SOAP_ACTION = 'urn:shs:emottagning:SkickaTidredovisningResponder:1:SkickaTidredovisning';

/** An address to send to and what is known of it. */
export interface EltEndpoint {
	readonly environment: Environment;
	readonly url: string;
	/** Host name or IP address, without port or brackets. */
	readonly host: string;
	readonly port: number;
	/** The IP address the authority publishes; null for an address of one's own. */
	readonly publishedIp: string | null;
	/** The shortest pace allowed there, milliseconds. */
	readonly minimumPaceMs: number;
}

const HTTPS_PORT = 443;

function wrongAddress(message: string, cause?: unknown): EltError {
	return new EltError(
		'ELT_ADDRESS',
		message,
		"Give 'Address' as https://host[:port]/path. For Försäkringskassan's own addresses choose the environment Test or Production.",
		{ cause },
	);
}

function parseAddress(address: string): URL {
	try {
		return new URL(address);
	} catch (cause) {
		throw wrongAddress(`The address "${address}" is not a URL.`, cause);
	}
}

function publishedHost(host: string): boolean {
	return host === 'forsakringskassan.se' || host.endsWith('.forsakringskassan.se');
}

/**
 * The address of an environment. A custom address must be https, carries no user name, and can't be one of
 * the authority's: those have environments of their own, so that test and production are never mixed.
 * @param customAddress only for `custom`
 * @throws ELT_ADDRESS
 */
export function eltEndpoint(environment: Environment, customAddress?: string): EltEndpoint {
	if (environment !== 'custom') {
		const { url, host, ip } = PUBLISHED[environment].elt;
		return {
			environment,
			url,
			host,
			port: Number(new URL(url).port),
			publishedIp: ip,
			minimumPaceMs: PACE_MS,
		};
	}
	const url = parseAddress((customAddress ?? '').trim());
	// A dot at the end is the same name to DNS, and another one to everybody else.
	if (url.hostname.endsWith('.')) url.hostname = url.hostname.replace(/\.+$/, '');
	const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
	if (url.username !== '' || url.password !== '')
		throw wrongAddress(`The address of ${host} carries a user name.`);
	if (url.protocol !== 'https:') throw wrongAddress(`The address "${url.href}" is not https.`);
	if (publishedHost(host)) throw wrongAddress(`The address "${url.href}" is Försäkringskassan's own.`);
	return {
		environment,
		url: url.href,
		host,
		port: url.port === '' ? HTTPS_PORT : Number(url.port),
		publishedIp: null,
		minimumPaceMs: 0,
	};
}
