import { createServer } from 'node:tls';

import { type Certificate, loadCertificate } from '../../src/certificate/load';
import { checkConnection, CHECK_STEPS } from '../../src/elt/checkConnection';
import { eltEndpoint } from '../../src/elt/environments';
import { receiptCertificate } from '../../src/elt/receipt';
import type { TestFault } from '../equipment/faults';
import { World } from './world';

let world: World;

let certificate: Certificate;

beforeAll(async () => {
	world = await World.start();
	const { certificatePem, chainPem, keyPem } = world.pki.eltClient.leaf;
	certificate = await loadCertificate({
		certificate: [certificatePem, ...chainPem].join('\n'),
		key: keyPem,
	});
});

afterAll(() => world.close());

beforeEach(() => world.server.clearFaults());

const check = (url = world.server.url, now = world.pki.now, environment = {}) =>
	checkConnection({
		endpoint: eltEndpoint('custom', url),
		certificate,
		ca: [world.pki.eltTls.root.certificatePem],
		connectTimeoutMs: 2000,
		environment,
		now,
	});

const verdicts = (results: Awaited<ReturnType<typeof check>>) =>
	results.map(({ step, verdict }) => `${step}: ${verdict}`);

it('gives every step its own verdict, and sends nothing', async () => {
	const results = await check();
	expect(results.map(({ step }) => step)).toEqual([...CHECK_STEPS]);
	expect(results.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
	const messages = results.map(({ message }) => message).join('\n');
	expect(messages).toContain('encrypted with TLSv1.3');
	expect(messages).toContain('127.0.0.1 ← Simulator ELT Server CA');
	expect(messages).toMatch(/"C=SE, O=Simulatorns .*" is valid until \d{4}-\d\d-\d\d: \d{3} days left\./);
	expect(world.server.received.totals().calls).toBe(0);
});

it.each<[TestFault, string]>([
	['refuse-connection', 'connect'],
	['stall-handshake', 'tls'],
	['unknown-ca', 'serverChain'],
	['expired-certificate', 'serverChain'],
	['wrong-host-name', 'serverName'],
])('%s: the steps before it are fine, it is bad, those after it were not reached', async (fault, at) => {
	await world.server.addFault({ fault });
	const results = await check();
	const wire = results.slice(2, -1);
	const broken = wire.findIndex(({ step }) => step === at);
	expect(wire.map(({ verdict }) => verdict)).toEqual(
		wire.map((_, index) => (index < broken ? 'ok' : index === broken ? 'bad' : 'notReached')),
	);
	expect(wire[broken]?.description).not.toMatch(/^$|sent/);
	expect(results.at(-1)?.verdict).toBe('ok');
});

it('a name that does not exist stops the steps on the wire', async () => {
	const results = await check('https://elt.invalid:8020/x');
	expect(verdicts(results).slice(0, 3)).toEqual(['name: bad', 'publishedAddress: ok', 'connect: notReached']);
	expect(results[0]?.message).toBe('The name elt.invalid could not be looked up.');
});

it.each([
	[30, 'warning', /: (29|30) days left\./],
	[-3, 'bad', /: The certificate ran out on \d{4}-\d\d-\d\d\.$/],
	[1000, 'bad', /: The certificate is valid from \d{4}-\d\d-\d\d\.$/],
])('says what is left of our certificate: %d days', async (days, verdict, says) => {
	const validTo = Date.parse(receiptCertificate(world.pki.eltClient.leaf).validTo);
	const results = await check(world.server.url, new Date(validTo - days * 86_400_000 + 1000));
	expect(results.at(-1)).toMatchObject({
		step: 'clientValidity',
		verdict,
		message: expect.stringMatching(says),
	});
});

it('warns where only an alternative name of the certificate is the host', async () => {
	const results = await check(world.server.url.replace('127.0.0.1', 'localhost'));
	expect(results.find(({ step }) => step === 'serverName')).toMatchObject({
		verdict: 'warning',
		message: `The server's certificate is for localhost, but its CN is "127.0.0.1".`,
	});
});

it('a refusal before the handshake was over leaves unsaid what nobody has looked at', async () => {
	await world.server.addFault({ fault: 'no-client-certificate' });
	const results = await check();
	expect(verdicts(results).slice(2, 7)).toEqual([
		'connect: ok',
		'tls: notReached',
		'serverChain: notReached',
		'serverName: notReached',
		'clientCertificate: bad',
	]);
	expect(results[4]?.message).toBe('Not known: the server ended the handshake first.');
});

it('a server that lets anyone in is not said to have accepted our certificate', async () => {
	const { keyPem, certificatePem, chainPem } = world.pki.eltTls.leaf;
	const server = createServer({ key: keyPem, cert: [certificatePem, ...chainPem].join('') }, (socket) =>
		socket.on('error', () => socket.destroy()),
	);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new TypeError('not listening');
	const results = await check(`https://127.0.0.1:${address.port}/x`);
	server.close();
	expect(results.find(({ step }) => step === 'clientCertificate')).toMatchObject({
		verdict: 'warning',
		message: expect.stringContaining('lets a connection without a client certificate through as well'),
		description: expect.stringContaining('Check the address'),
	});
});

it('a proxy that can not be used stands in the way of the connection, and says why', async () => {
	const results = await check(undefined, undefined, { HTTPS_PROXY: 'socks5://proxy.example' });
	expect(results.find(({ step }) => step === 'connect')).toMatchObject({
		verdict: 'bad',
		message: expect.stringContaining('HTTPS_PROXY begins with socks5://'),
	});
	expect(results.at(-1)?.verdict).toBe('ok');
});
