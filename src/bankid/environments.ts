import { EltError } from '../errors';

/** BankID's own environments, or an address of one's own (the simulator, a broker). */
export const BANKID_ENVIRONMENTS = ['test', 'production', 'custom'] as const;

/** One of the three environments. */
export type BankIdEnvironment = (typeof BANKID_ENVIRONMENTS)[number];

/** Base addresses of the relying-party API, version 6.0. */
export const BANKID_BASE_URLS = {
	test: 'https://appapi2.test.bankid.com/rp/v6.0/',
	production: 'https://appapi2.bankid.com/rp/v6.0/',
} as const;

/** The subject name of the relying-party certificate that BankID publishes for tests. */
export const PUBLIC_TEST_CERTIFICATE = { commonName: 'FP Testcert 5', name: 'Test av BankID' } as const;

/**
 * The base address of an environment, with a slash at its end.
 * @param customAddress only for `custom`; https
 * @throws BANKID_ADDRESS
 */
export function bankIdBaseUrl(environment: BankIdEnvironment, customAddress?: string): string {
	if (environment !== 'custom') return BANKID_BASE_URLS[environment];
	const address = (customAddress ?? '').trim();
	const url = URL.canParse(address) ? new URL(address) : null;
	if (url === null || url.protocol !== 'https:' || isBankIds(url.hostname)) {
		throw new EltError(
			'BANKID_ADDRESS',
			`The address "${withoutUser(address)}" is ${url !== null && isBankIds(url.hostname) ? "BankID's own" : 'not an https address'}.`,
			"Give 'Address' as https://host[:port]/path/. For BankID's own addresses choose the environment Test or Production.",
		);
	}
	return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/** A user name and password stand before an @; they are never repeated. */
function withoutUser(address: string): string {
	return address.replace(/^([^/]*\/\/)?.*@/, '$1');
}

function isBankIds(hostname: string): boolean {
	const host = hostname.replace(/\.+$/, '');
	return host === 'bankid.com' || host.endsWith('.bankid.com');
}
