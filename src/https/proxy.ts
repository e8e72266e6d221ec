import { BlockList, isIP } from 'node:net';

import { ConnectionBroken } from './broke';

/** The variables a proxy is told by; each also in lower case, which goes first. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

const HTTPS_PORT = 443;

function setting(environment: ProxyEnvironment, name: string): string {
	return (environment[name.toLowerCase()] ?? environment[name] ?? '').trim();
}

/** A name as it is compared: lower case, no brackets, no dot at its end. */
function plain(name: string): string {
	return name
		.toLowerCase()
		.replace(/^\[|\]$/g, '')
		.replace(/\.+$/, '');
}

/** Whether an address lies in a block such as `10.0.0.0/8`. */
function inBlock(entry: string, host: string): boolean {
	const [network = '', bits = ''] = entry.split('/');
	const family = isIP(network);
	const longest = family === 6 ? 128 : 32;
	if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits) || Number(bits) > longest)
		return false;
	const block = new BlockList();
	const type = family === 6 ? 'ipv6' : 'ipv4';
	block.addSubnet(network, Number(bits), type);
	return block.check(host, type);
}

/**
 * An entry is a host name, with or without a leading dot or `*.`, or an IP address, and perhaps a port; a block of
 * addresses; `*` stands for all.
 */
function covers(entry: string, host: string, port: number): boolean {
	if (entry === '*') return true;
	if (entry.includes('/')) return inBlock(plain(entry), host);
	if (isIP(plain(entry)) !== 0) return plain(entry) === host;
	const [, pattern = '', entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
	if (entryPort !== undefined && Number(entryPort) !== port) return false;
	const name = plain(pattern.replace(/^\*?\./, ''));
	return name !== '' && (host === name || host.endsWith(`.${name}`));
}

function unusable(detail: string): ConnectionBroken {
	return new ConnectionBroken('proxy', new Error(detail), detail);
}

/** Only plain http is spoken to a proxy: anything else would be spoken to wrongly, its password in clear. */
function proxyAddress(text: string): URL {
	const address = text.includes('://') ? text : `http://${text}`;
	const url = URL.canParse(address) ? new URL(address) : null;
	if (url === null) throw unusable('HTTPS_PROXY is not an address');
	if (url.protocol !== 'http:') {
		throw unusable(`HTTPS_PROXY begins with ${url.protocol}// and only proxies at http:// can be used`);
	}
	if (decoded(url.username) === null || decoded(url.password) === null) {
		throw unusable(
			'the user name or password in HTTPS_PROXY has a % that stands for nothing: write it as %25',
		);
	}
	return url;
}

function decoded(text: string): string | null {
	try {
		return decodeURIComponent(text);
	} catch {
		return null;
	}
}

/**
 * The proxy that the environment names for an https address; null to go straight.
 * @throws ConnectionBroken (`proxy`) when what it names can't be used
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
		.split(/[\s,]+/)
		.filter((entry) => entry !== '');
	if (exempt.some((entry) => covers(entry, plain(host), port))) return null;
	return proxyAddress(proxy);
}
