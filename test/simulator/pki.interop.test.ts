import { X509Certificate } from 'node:crypto';

import { createPki, type Pki } from '../../src/simulator/pki/pki';
import { toPkcs12 } from '../../src/simulator/pki/pkcs12';
import { ASSISTENT, run, withFolder, write } from './tools';

let pki: Pki;
beforeAll(async () => {
	pki = await createPki({ now: new Date('2026-11-23T12:00:00Z') });
});

const verify = (root: string, chain: readonly string[], leaf: string, ...args: string[]) =>
	withFolder(async (folder) => {
		const path = await write(folder, {
			'root.pem': root,
			'chain.pem': chain.join('') || root,
			'leaf.pem': leaf,
		});
		return run('openssl', [
			'verify',
			'-x509_strict',
			'-attime',
			String(pki.now.getTime() / 1000),
			...args,
			'-CAfile',
			path('root.pem'),
			'-untrusted',
			path('chain.pem'),
			path('leaf.pem'),
		]);
	});

describe('the authorities', () => {
	test('a person’s chain leads to the BankID root', async () => {
		const { certificatePem, chainPem } = await pki.person(ASSISTENT);
		expect(chainPem).toHaveLength(2);
		const { output } = await verify(pki.signatures.root.certificatePem, chainPem, certificatePem);
		expect(output).toContain('leaf.pem: OK');
	});

	test('the OCSP responder’s chain leads to the BankID root', async () => {
		const { certificatePem, chainPem } = pki.signatures.ocspResponder;
		const { output } = await verify(
			pki.signatures.root.certificatePem,
			chainPem,
			certificatePem,
			'-purpose',
			'any',
		);
		expect(output).toContain('leaf.pem: OK');
	});

	test.each([
		['ELT’s server', () => pki.eltTls, ['-purpose', 'sslserver', '-verify_ip', '127.0.0.1']],
		['BankID’s server', () => pki.bankIdTls, ['-purpose', 'sslserver', '-verify_hostname', 'localhost']],
		['ELT’s client', () => pki.eltClient, ['-purpose', 'sslclient']],
		['the relying party', () => pki.relyingParty, ['-purpose', 'sslclient']],
	])('%s is fit for what it is for', async (_name, which, args) => {
		const { root, leaf } = which();
		expect((await verify(root.certificatePem, [], leaf.certificatePem, ...args)).output).toContain(
			'leaf.pem: OK',
		);
	});

	test('each person gets one certificate, however many ask for it at once', async () => {
		const [one, other] = await Promise.all([pki.person(ASSISTENT), pki.person(ASSISTENT)]);
		expect(one).toBe(other);
	});

	test('a variant of a person’s certificate keeps the key and says what it was told to', async () => {
		const expired = await pki.person(ASSISTENT, {
			validFrom: new Date('2020-01-01T00:00:00Z'),
			validTo: new Date('2022-01-01T00:00:00Z'),
			policies: ['1.2.752.78.1.5'],
		});
		const read = new X509Certificate(expired.certificatePem);
		expect(read.validTo).toBe('Jan  1 00:00:00 2022 GMT');
		expect(read.checkPrivateKey((await pki.person(ASSISTENT)).key)).toBe(true);
	});

	test('two sets of authorities have nothing in common', async () => {
		const other = await createPki();
		expect(other.signatures.root.certificatePem).not.toBe(pki.signatures.root.certificatePem);
		const { code } = await verify(pki.eltTls.root.certificatePem, [], other.eltTls.leaf.certificatePem);
		expect(code).not.toBe(0);
	});

	test('the client’s name carries its organisationsnummer', () => {
		expect(new X509Certificate(pki.eltClient.leaf.certificatePem).subject).toContain(
			'serialNumber=165599990008',
		);
		expect(pki.relyingPartyName).toMatch(/^cn=Simulator RP 1,name=.*,c=SE$/);
	});
});

describe('the container', () => {
	test.each(['aes256', '3des'] as const)('with %s is opened by openssl', async (encryption) => {
		const p12 = toPkcs12(pki.eltClient.leaf, 'a pass phrase', encryption);
		const { output } = await withFolder(async (folder) => {
			const path = await write(folder, { 'client.p12': p12 });
			return run('openssl', [
				'pkcs12',
				'-in',
				path('client.p12'),
				'-passin',
				'pass:a pass phrase',
				'-nodes',
				'-info',
			]);
		});
		expect(output).toContain(encryption === '3des' ? 'pbeWithSHA1And3-KeyTripleDES-CBC' : 'AES-256-CBC');
		expect(output).toContain('BEGIN PRIVATE KEY');
	});
});
