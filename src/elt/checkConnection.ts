import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { type TLSSocket } from 'node:tls';

import { secureContextFor } from '../https/agent';
import { ConnectionBroken, type Broke } from '../https/broke';
import { connectSecure } from '../https/connect';
import { proxyFor } from '../https/proxy';
import type { EltClientOptions } from './client';
import { tell } from './outcome';
import { receiptCertificate } from './receipt';

/** The steps of a connection check, in order. */
export const CHECK_STEPS = [
	'name',
	'publishedAddress',
	'connect',
	'tls',
	'serverChain',
	'serverName',
	'clientCertificate',
	'clientValidity',
] as const;

/** One step of a connection check. */
export type CheckStep = (typeof CHECK_STEPS)[number];

/** A step's verdict: `notReached` when an earlier one stood in the way. */
export interface CheckResult {
	readonly step: CheckStep;
	readonly verdict: 'ok' | 'warning' | 'bad' | 'notReached';
	readonly message: string;
	/** What to do; empty when there is nothing to do. */
	readonly description: string;
}

/** How a connection is checked. */
export interface CheckOptions extends EltClientOptions {
	readonly now: Date;
}

const CONNECT_TIMEOUT_MS = 10_000;
const DAY_MS = 86_400_000;

/** Under so many days the certificate's end is a warning: renewing takes weeks. */
const WARN_DAYS = 60;

/** Which step a break belongs to. What isn't here broke while the handshake was made. */
const STEP_OF: Readonly<Partial<Record<Broke, CheckStep>>> = {
	name: 'name',
	refused: 'connect',
	unreachable: 'connect',
	connectTimeout: 'connect',
	proxy: 'connect',
	handshake: 'tls',
	serverUntrusted: 'serverChain',
	serverExpired: 'serverChain',
	serverName: 'serverName',
	clientRefused: 'clientCertificate',
};

const ON_THE_WIRE: readonly CheckStep[] = [
	'connect',
	'tls',
	'serverChain',
	'serverName',
	'clientCertificate',
];

const ok = (step: CheckStep, message: string): CheckResult => ({
	step,
	verdict: 'ok',
	message,
	description: '',
});

function notReached(step: CheckStep): CheckResult {
	return {
		step,
		verdict: 'notReached',
		message: 'Not reached.',
		description: 'Mend the step before it first.',
	};
}

/** The addresses a name stands for; null when it can't be looked up. */
async function addressesOf(host: string): Promise<string[] | null> {
	if (isIP(host) !== 0) return [host];
	return await lookup(host, { all: true }).then(
		(found) => found.map(({ address }) => address),
		() => null,
	);
}

function nameStep({ endpoint }: CheckOptions, addresses: string[] | null, proxied: boolean): CheckResult {
	const { host, port } = endpoint;
	if (addresses !== null) return ok('name', `${host} is ${addresses.join(', ')}.`);
	const { message, description } = tell('name', { host, port });
	if (!proxied) return { step: 'name', verdict: 'bad', message, description };
	return {
		step: 'name',
		verdict: 'warning',
		message,
		description: 'The proxy may know it: see the next steps.',
	};
}

function publishedStep({ endpoint }: CheckOptions, addresses: string[] | null): CheckResult {
	const { host, publishedIp } = endpoint;
	const step = 'publishedAddress';
	if (publishedIp === null) return ok(step, 'An address of your own: none is published for it.');
	if (addresses === null) return notReached(step);
	if (addresses.includes(publishedIp))
		return ok(step, `${publishedIp} is the address Försäkringskassan publishes.`);
	return {
		step,
		verdict: 'warning',
		message: `${host} is ${addresses.join(', ')}; Försäkringskassan publishes ${publishedIp}.`,
		description: 'Firewalls are often opened for the published address only. Ask whether it has changed.',
	};
}

function validityStep(options: CheckOptions): CheckResult {
	const { subject, validTo } = receiptCertificate(options.certificate);
	const days = Math.floor((Date.parse(validTo) - options.now.getTime()) / DAY_MS);
	const step = 'clientValidity';
	const until = `"${subject}" is valid until ${validTo.slice(0, 10)}`;
	if (days > WARN_DAYS) return ok(step, `${until}: ${days} days left.`);
	return {
		step,
		verdict: days < 0 ? 'bad' : 'warning',
		message: days < 0 ? `${until}: it has expired.` : `${until}: ${days} days left.`,
		description: 'Order a new certificate from the issuer now; renewing takes weeks.',
	};
}

/** The subjects of a server's chain, its own first. */
function chainOf(socket: TLSSocket): string[] {
	const names: string[] = [];
	let certificate = socket.getPeerCertificate(true);
	for (let depth = 0; depth < 10 && certificate?.subject !== undefined; depth += 1) {
		names.push(String(certificate.subject.CN ?? certificate.subject.O ?? 'unnamed'));
		if (certificate.issuerCertificate === undefined || certificate.issuerCertificate === certificate) break;
		certificate = certificate.issuerCertificate;
	}
	return names;
}

/** The verdicts of a connection that came to be, or came as far as `brokenAt`. */
function wireSteps(options: CheckOptions, socket: TLSSocket | null, brokenAt: Broke | null): CheckResult[] {
	const { host, port } = options.endpoint;
	const chain = socket === null ? [] : chainOf(socket);
	const good: Readonly<Partial<Record<CheckStep, string>>> = {
		connect: `${host} port ${port} answers.`,
		tls: `The connection is encrypted${socket === null ? '' : ` with ${socket.getProtocol()}`}.`,
		serverChain: `The server's certificate is trusted${chain.length === 0 ? '' : `: ${chain.join(' ← ')}`}.`,
		serverName: `The server's certificate is for ${host}.`,
		clientCertificate: 'The server accepted the client certificate.',
	};
	const stop = brokenAt === null ? ON_THE_WIRE.length : ON_THE_WIRE.indexOf(STEP_OF[brokenAt] ?? 'connect');
	return ON_THE_WIRE.map((step, index) => {
		if (index < stop) return commonName(step, chain[0], host) ?? ok(step, good[step] ?? '');
		if (index > stop || brokenAt === null) return notReached(step);
		const { message, description } = tell(brokenAt, { host, port });
		return { step, verdict: 'bad', message, description };
	});
}

/** Försäkringskassan says that the certificate's CN is the host's name: worth a word where only the SAN is. */
function commonName(step: CheckStep, name: string | undefined, host: string): CheckResult | null {
	if (step !== 'serverName' || name === undefined || name.toLowerCase() === host.toLowerCase()) return null;
	return {
		step,
		verdict: 'warning',
		message: `The server's certificate is for ${host}, but its CN is "${name}".`,
		description: 'Försäkringskassan says that the CN equals the host name. Check the address.',
	};
}

async function connectOnce(options: CheckOptions, proxy: URL | null): Promise<CheckResult[]> {
	const { endpoint, certificate, ca = [], connectTimeoutMs = CONNECT_TIMEOUT_MS } = options;
	const attempt = new AbortController();
	const timer = setTimeout(() => attempt.abort(new Error('time is up')), connectTimeoutMs);
	const opened: Socket[] = [];
	try {
		const socket = await connectSecure({
			host: endpoint.host,
			port: endpoint.port,
			proxy,
			secureContext: secureContextFor(certificate, { ca, roots: 'added' }),
			signal: attempt.signal,
			onStep: (_, made) => opened.push(made),
		});
		return wireSteps(options, socket, null);
	} catch (error) {
		const at = error instanceof ConnectionBroken ? error.at : 'handshake';
		// A connection that timed out after it was there did so in the handshake.
		return wireSteps(options, null, at === 'connectTimeout' && opened.length > 0 ? 'handshake' : at);
	} finally {
		clearTimeout(timer);
		for (const socket of opened) socket.destroy();
	}
}

/**
 * Looks whether reports could be sent, without sending anything: name, published address, connection, encryption,
 * the server's chain and name, whether our certificate is accepted, and for how long it is valid.
 * @returns one result per step, in order
 */
export async function checkConnection(options: CheckOptions): Promise<CheckResult[]> {
	const { endpoint, environment = process.env } = options;
	const proxy = proxyFor(endpoint.host, endpoint.port, environment);
	const addresses = await addressesOf(endpoint.host);
	const local = [nameStep(options, addresses, proxy !== null), publishedStep(options, addresses)];
	const reached = addresses !== null || proxy !== null;
	const wire = reached ? await connectOnce(options, proxy) : ON_THE_WIRE.map(notReached);
	return [...local, ...wire, validityStep(options)];
}
