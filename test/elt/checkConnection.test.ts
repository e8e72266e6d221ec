import { checkConnection, CHECK_STEPS } from '../../src/elt/checkConnection';
import { eltEndpoint } from '../../src/elt/environments';
import { receiptCertificate } from '../../src/elt/receipt';
import type { FaultName } from '../../src/simulator/faults';
import { World } from './world';

let world: World;

beforeAll(async () => {
	world = await World.start();
});

afterAll(() => world.close());

beforeEach(() => world.server.clearFaults());

const check = (url = world.server.url, now = world.pki.now) =>
	checkConnection({
		endpoint: eltEndpoint('custom', url),
		certificate: world.pki.eltClient.leaf,
		ca: [world.pki.eltTls.root.certificatePem],
		connectTimeoutMs: 2000,
		environment: {},
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

it.each<[FaultName, string]>([
	['refuse-connection', 'connect'],
	['stall-handshake', 'tls'],
	['unknown-ca', 'serverChain'],
	['expired-certificate', 'serverChain'],
	['wrong-host-name', 'serverName'],
	['no-client-certificate', 'clientCertificate'],
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
	[-3, 'bad', /it has expired\.$/],
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
