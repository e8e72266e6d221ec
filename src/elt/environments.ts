import { EltError } from '../errors';

/** Where a report goes: Försäkringskassan's test, its production, or an address of one's own. */
export const ELT_ENVIRONMENTS = ['test', 'production', 'custom'] as const;

/** One of the three environments. */
export type EltEnvironment = (typeof ELT_ENVIRONMENTS)[number];

/** The least time between two starts that Försäkringskassan tolerates, milliseconds. */
export const PACE_MS = 1000;

/** The SOAPAction of the one operation there is. */
export const SOAP_ACTION = 'urn:shs:emottagning:SkickaTidredovisningResponder:1:SkickaTidredovisning';

/**
 * The authority's published addresses. Firewalls are often opened for the IP address.
 * @see Försäkringskassan, addresses for connected systemleverantörer, 2025-02-15
 */
export const PUBLISHED_ENDPOINTS = {
	test: {
		url: 'https://shsext.forsakringskassan.se:8020/shs2/FK.ASE.Tidredovisning.ext',
		host: 'shsext.forsakringskassan.se',
		ip: '194.71.80.30',
	},
	production: {
		url: 'https://shs.forsakringskassan.se:7020/shs2/FK.ASE.Tidredovisning',
		host: 'shs.forsakringskassan.se',
		ip: '194.71.65.32',
	},
} as const;

/** An address to send to and what is known of it. */
export interface EltEndpoint {
	readonly environment: EltEnvironment;
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
export function eltEndpoint(environment: EltEnvironment, customAddress?: string): EltEndpoint {
	if (environment !== 'custom') {
		const { url, host, ip } = PUBLISHED_ENDPOINTS[environment];
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
