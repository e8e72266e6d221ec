import { ConnectionBroken } from './broke';

/** The variables a proxy is told by; each also in lower case, which goes first. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

const HTTPS_PORT = 443;

function setting(environment: ProxyEnvironment, name: string): string {
	return (environment[name.toLowerCase()] ?? environment[name] ?? '').trim();
}

/** An entry is a host name, with or without a leading dot or `*.`, and perhaps a port; `*` stands for all. */
function covers(entry: string, host: string, port: number): boolean {
	if (entry === '*') return true;
	const [, pattern = '', entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
	if (entryPort !== undefined && Number(entryPort) !== port) return false;
	const name = pattern.replace(/^\*?\./, '').replace(/^\[|\]$/g, '');
	return name !== '' && (host === name || host.endsWith(`.${name}`));
}

/**
 * The proxy that the environment names for an https address; null to go straight.
 * @throws ConnectionBroken (`proxy`) when what it names is no address
 * @see HTTPS_PROXY, ALL_PROXY and NO_PROXY as curl reads them
 */
export function proxyFor(
	host: string,
	port: number = HTTPS_PORT,
	environment: ProxyEnvironment = {},
): URL | null {
	const proxy = setting(environment, 'HTTPS_PROXY') || setting(environment, 'ALL_PROXY');
	if (proxy === '') return null;
	const exempt = setting(environment, 'NO_PROXY')
		.toLowerCase()
		.split(/[\s,]+/)
		.filter((entry) => entry !== '');
	if (exempt.some((entry) => covers(entry, host.toLowerCase(), port))) return null;
	const address = proxy.includes('://') ? proxy : `http://${proxy}`;
	if (!URL.canParse(address)) throw new ConnectionBroken('proxy', new Error('HTTPS_PROXY is not an address'));
	return new URL(address);
}
