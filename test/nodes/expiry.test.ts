import type { INodeExecutionData } from 'n8n-workflow';

import { codesOf, NODE, runNode } from './harness';
import { builtReports } from './reports';
import { examplePersons } from '../engine/examples';
import { simulatorCredentials } from '../engine/run';
import type { Simulator } from '../../src/simulator';
import { startSharedSimulator } from '../world/pki';

const DAY_MS = 86_400_000;

let simulator: Simulator;
let reports: INodeExecutionData[];

beforeAll(async () => {
	simulator = await startSharedSimulator({ persons: await examplePersons(), bankId: { pendingCollects: 0 } });
	reports = await builtReports(1);
});
afterAll(async () => await simulator.close());

/** The end of a certificate that has so many whole days left. */
function inDays(days: number): Date {
	return new Date(Date.now() + days * DAY_MS + DAY_MS / 2);
}

/** A credential's certificate as PEM. */
function pem({ certificatePem, keyPem }: { readonly certificatePem: string; readonly keyPem: string }) {
	return { format: 'pem', certificate: certificatePem, privateKey: keyPem, pkcs12: '', passphrase: '' };
}

describe('the panel warns of a certificate for ELT', () => {
	test.each([
		[61, undefined],
		[60, 'info'],
		[31, 'info'],
		[30, 'warning'],
		[8, 'warning'],
		[7, 'danger'],
		[0, 'danger'],
	])('%i days before it runs out: %s', async (days, type) => {
		const validTo = inDays(days);
		const { eltCertificateApi = {} } = simulatorCredentials(simulator);
		const client = pem(await simulator.pki.client({ validTo }));
		const run = await runNode({
			node: 'signTidredovisning',
			parameters: { operation: 'signWithCertificate' },
			items: reports,
			credentials: { eltCertificateApi: { ...eltCertificateApi, ...client } },
		});
		expect(run.error).toBeUndefined();
		const hints = run.hints(NODE).map(({ message, type: found }) => [found, message]);
		const day = validTo.toISOString().slice(0, 10);
		const left = new RegExp(`^The certificate for ELT \\(.+\\) runs out in ${days} days, on ${day}\\.`);
		expect(hints).toEqual(type === undefined ? [] : [[type, expect.stringMatching(left)]]);
	});
});

test('the panel says that a certificate has run out', async () => {
	const validTo = inDays(-2);
	const { eltCertificateApi = {} } = simulatorCredentials(simulator);
	const client = pem(await simulator.pki.client({ validFrom: inDays(-9), validTo }));
	const run = await runNode({
		node: 'signTidredovisning',
		parameters: { operation: 'signWithCertificate' },
		items: reports,
		credentials: { eltCertificateApi: { ...eltCertificateApi, ...client } },
		onError: 'continueErrorOutput',
	});
	const day = validTo.toISOString().slice(0, 10);
	expect(run.hints(NODE).map(({ message, type }) => [type, message])).toEqual([
		['danger', expect.stringMatching(new RegExp(`^The certificate for ELT \\(.+\\) ran out on ${day}\\.`))],
	]);
	expect(codesOf(run.output(NODE, 1))).toEqual(['CERTIFICATE_EXPIRED']);
});

test("the panel warns of the relying party's certificate for BankID", async () => {
	const { root } = simulator.pki.relyingParty;
	const soon = await simulator.pki.issue({
		subject: [
			['o', 'Bank'],
			['cn', 'Simulator RP 1'],
		],
		issuer: root,
		keyUsage: ['digitalSignature'],
		extendedKeyUsage: ['clientAuth'],
		validTo: inDays(7),
	});
	const { bankIdApi = {} } = simulatorCredentials(simulator);
	const run = await runNode({
		node: 'signTidredovisning',
		parameters: { operation: 'startOrder', signer: 'assistent', endUserIp: '192.0.2.1', options: {} },
		items: reports,
		credentials: { bankIdApi: { ...bankIdApi, ...pem(soon) } },
	});
	expect(run.error).toBeUndefined();
	expect(run.hints(NODE).map(({ message, type }) => [type, message])).toEqual([
		[
			'danger',
			expect.stringMatching(/^The certificate for BankID \(Simulator RP 1\) runs out in 7 days, on /),
		],
	]);
});
