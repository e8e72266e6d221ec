import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import type { CredentialTable } from '../engine/credentials';
import { NODES } from '../engine/nodeTypes';
import { simulatorCredentials } from '../engine/run';
import type { Simulator } from '../../src/simulator';
import { startSharedSimulator } from '../world/pki';

let simulator: Simulator;
let table: CredentialTable;

beforeAll(async () => {
	simulator = await startSharedSimulator();
	table = simulatorCredentials(simulator);
});
afterAll(async () => await simulator.close());

/** What the panel does when a credential is saved. */
async function tested(
	type: 'eltCertificateApi' | 'bankIdApi',
	fields: object = {},
): Promise<INodeCredentialTestResult> {
	const test = NODES['submitToElt']?.methods?.credentialTest?.[`${type}Test`];
	if (!test) throw new TypeError(`${type} has no test`);
	const data: ICredentialDataDecryptedObject = { ...table[type], ...fields };
	const unused: ICredentialTestFunctions = Object.create(null);
	return await test.call(unused, { id: '1', name: type, type, data });
}

test('a good certificate is told with its owner, end and address', async () => {
	const { status, message } = await tested('eltCertificateApi');
	expect(status).toBe('OK');
	expect(message).toMatch(/^Certificate for .+, valid until \d{4}-\d\d-\d\d, \d+ days left\. .*127\.0\.0\.1/);
});

test("the relying party's too, with the roots", async () => {
	const { status, message } = await tested('bankIdApi');
	expect(status).toBe('OK');
	expect(message).toContain('verified against 1 root(s) (custom)');
});

test('PEM that lost its line breaks opens', async () => {
	const squeezed = (pem: string) => pem.replaceAll('\n', ' ');
	const fields = {
		format: 'pem',
		certificate: squeezed(simulator.client.certificate),
		privateKey: squeezed(simulator.client.key),
		passphrase: '',
	};
	expect((await tested('eltCertificateApi', fields)).status).toBe('OK');
});

test('base64 with white space and a data: prefix opens', async () => {
	const base64 = simulator.client.p12.toString('base64');
	const pkcs12 = `data:application/x-pkcs12;base64,${base64.slice(0, 40)}\r\n  ${base64.slice(40)}`;
	expect((await tested('eltCertificateApi', { pkcs12 })).status).toBe('OK');
});

test('a passphrase with the line end of the file that it was copied from opens', async () => {
	const passphrase = `${String(table['eltCertificateApi']?.['passphrase'])}\n`;
	expect((await tested('eltCertificateApi', { passphrase })).status).toBe('OK');
});

test.each([
	['a wrong passphrase', 'eltCertificateApi', { passphrase: 'fel' }, /passphrase/i],
	['nothing at all', 'eltCertificateApi', { pkcs12: '' }, /no certificate|can ?not be read/i],
	['an address without TLS', 'eltCertificateApi', { address: 'http://localhost/' }, /https/],
	['a CA that is none', 'eltCertificateApi', { ca: 'hej' }, /holds text, but no certificate/],
	['roots of nobody in production', 'bankIdApi', { environment: 'production' }, /root/i],
	['no address of BankID', 'bankIdApi', { address: '' }, /^The address "" is not an https address\. Give/],
	['a TLS root that is none', 'bankIdApi', { tlsRoots: 'hej' }, /holds text, but no certificate/],
	['no TLS root', 'bankIdApi', { tlsRoots: '' }, /no root certificate to know BankID's servers by/],
	['a relying party by half', 'bankIdApi', { relyingParty: 'AB' }, /neither an organisationsnummer nor/],
	[
		"anybody's orders in production",
		'bankIdApi',
		{ environment: 'production', format: 'none' },
		/must be known whose BankID orders count/,
	],
] as const)('%s is told in a sentence', async (_what, type, fields, sentence) => {
	const { status, message } = await tested(type, fields);
	expect(status).toBe('Error');
	expect(message).toMatch(sentence);
	expect(message).not.toMatch(/at .*\.ts|Error:/);
});

test('without a certificate, signatures can be verified and orders not made', async () => {
	const { status, message } = await tested('bankIdApi', { format: 'none' });
	expect(status).toBe('OK');
	expect(message).toContain('orders are not possible');
});
