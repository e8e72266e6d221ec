import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type TLSSocket } from 'node:tls';

import { inspectCertificate } from '../certificate/inspect';
import type { Certificate } from '../certificate/load';
import { ConnectionBroken, type Broke } from '../https/broke';
import type { EltClientOptions } from './client';
import { tell } from './outcome';
import { receiptCertificate } from './receipt';
import { type Tried, tryOnce, wayTo } from './tryOnce';

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
	readonly certificate: Certificate;
	readonly now: Date;
}

/** What the inspector says of a certificate's time. */
const VALIDITY = new Set(['CERTIFICATE_EXPIRED', 'CERTIFICATE_NOT_YET_VALID', 'CERTIFICATE_EXPIRES_SOON']);

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

function validityStep({ certificate, now }: CheckOptions): CheckResult {
	const { subject, validTo } = receiptCertificate(certificate);
	const step = 'clientValidity';
	const until = `"${subject}" is valid until ${validTo.slice(0, 10)}`;
	const { daysLeft, problems } = inspectCertificate(certificate, { now });
	const found = problems.find(({ code }) => VALIDITY.has(code));
	if (found === undefined) return ok(step, `${until}: ${daysLeft} days left.`);
	const { level, code, message, description } = found;
	return {
		step,
		verdict: level === 'error' ? 'bad' : 'warning',
		message:
			code === 'CERTIFICATE_EXPIRES_SOON' ? `${until}: ${daysLeft} days left.` : `"${subject}": ${message}.`,
		description,
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

/**
 * The verdicts of a connection that came to be, or came as far as where it broke.
 * @param anyone whether a connection without any client certificate came to be as well
 */
function wireSteps(
	options: CheckOptions,
	{ socket, brokenAt, detail, secured }: Tried,
	anyone: boolean,
): CheckResult[] {
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
		if (index > stop || (index === stop && brokenAt === null)) return notReached(step);
		if (index === stop && brokenAt !== null) {
			const { message, description } = tell(brokenAt, { host, port, detail });
			return { step, verdict: 'bad', message, description };
		}
		if (brokenAt === 'clientRefused' && !secured && step !== 'connect') return notJudged(step);
		if (step === 'clientCertificate' && anyone) return notAskedFor(host);
		return commonName(step, chain[0], host) ?? ok(step, good[step] ?? '');
	});
}

/** The server has refused us before its own certificate was looked at. */
function notJudged(step: CheckStep): CheckResult {
	return {
		step,
		verdict: 'notReached',
		message: 'Not known: the server ended the handshake first.',
		description: 'See the step that is bad.',
	};
}

/** A server that lets anyone in has not told what it thinks of our certificate. */
function notAskedFor(host: string): CheckResult {
	return {
		step: 'clientCertificate',
		verdict: 'warning',
		message: `${host} lets a connection without a client certificate through as well: whether it accepts yours shows only when a report is sent.`,
		description:
			'Försäkringskassan asks for it when connecting. Check the address, and whether a proxy ends the encryption on the way.',
	};
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
	const tried = await tryOnce(options, proxy, options.certificate);
	const without = tried.brokenAt === null ? await tryOnce(options, proxy, null) : null;
	const results = wireSteps(options, tried, without?.brokenAt === null);
	tried.close();
	without?.close();
	return results;
}

/**
 * Looks whether reports could be sent, without sending anything: name, published address, connection, encryption,
 * the server's chain and name, whether our certificate is accepted, and for how long it is valid.
 * @returns one result per step, in order
 */
export async function checkConnection(options: CheckOptions): Promise<CheckResult[]> {
	const proxy = wayTo(options);
	const addresses = await addressesOf(options.endpoint.host);
	const local = [nameStep(options, addresses, proxy !== null), publishedStep(options, addresses)];
	return [...local, ...(await onTheWire(options, addresses, proxy)), validityStep(options)];
}

async function onTheWire(
	options: CheckOptions,
	addresses: string[] | null,
	proxy: URL | null | ConnectionBroken,
): Promise<CheckResult[]> {
	if (proxy instanceof ConnectionBroken) {
		const { at, detail } = proxy;
		return wireSteps(options, { socket: null, brokenAt: at, detail, secured: false }, false);
	}
	if (addresses === null && proxy === null) return ON_THE_WIRE.map(notReached);
	return await connectOnce(options, proxy);
}
