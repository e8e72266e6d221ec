import { type Environment, PUBLISHED } from '../environments';
import { EltError } from '../errors';

/** The subject name of the relying-party certificate that BankID publishes for tests. */
export const PUBLIC_TEST_CERTIFICATE = { commonName: 'FP Testcert 5', name: 'Test av BankID' } as const;

/**
 * The base address of an environment, with a slash at its end.
 * @param customAddress only for `custom`; https
 * @throws BANKID_ADDRESS
 */
export function bankIdBaseUrl(environment: Environment, customAddress?: string): string {
	if (environment !== 'custom') return PUBLISHED[environment].bankId.baseUrl;
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
