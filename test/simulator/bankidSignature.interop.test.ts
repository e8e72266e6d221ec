import { X509Certificate } from 'node:crypto';

import { signAsPerson } from '../../src/simulator/bankid/signature';
import type { Pki } from '../../src/simulator/pki/pki';
import { ASSISTENT, base64, run, withFolder, write } from './tools';
import { sharedPki } from '../world/pki';

let pki: Pki;
beforeAll(async () => {
	pki = await sharedPki();
});

const order = () => ({
	pki,
	person: ASSISTENT,
	userVisibleData: base64('Jag intygar att uppgifterna är riktiga.'),
	userNonVisibleData: base64('00000000-0000-4000-8000-000000000000,' + '0'.repeat(64)),
});

/** What xmlsec1 says of a signature, trusting the simulator's root only. */
function xmlsec(signature: string) {
	return withFolder(async (folder) => {
		const path = await write(folder, {
			'signature.xml': Buffer.from(signature, 'base64'),
			'root.pem': pki.signatures.root.certificatePem,
		});
		return run('xmlsec1', [
			'--verify',
			'--trusted-pem',
			path('root.pem'),
			'--id-attr:Id',
			'http://www.bankid.com/signature/v1.0.0/types:bankIdSignedData',
			'--id-attr:Id',
			'http://www.w3.org/2000/09/xmldsig#:KeyInfo',
			path('signature.xml'),
		]);
	});
}

describe('a person’s signature', () => {
	test.each([
		['as BankID writes it', {}],
		['with namespaces inherited', { redundantNamespaces: false }],
		['without a declaration', { declaration: false }],
		['as Markdown', { userVisibleDataFormat: 'simpleMarkdownV1' as const }],
		[
			'with unknown elements in srvInfo and clientInfo',
			{ extraServerInfo: '<a>b</a>', extraClientInfo: '<c></c>' },
		],
	])('%s is accepted by xmlsec1', async (_name, variant) => {
		const { signature } = await signAsPerson({ ...order(), ...variant });
		const { code, output } = await xmlsec(signature);
		expect(output).toContain('OK');
		expect(output).toContain('SignedInfo References (ok/all): 2/2');
		expect(code).toBe(0);
	});

	test('changed after signing is refused by xmlsec1', async () => {
		const document = (xml: string) => xml.replace('<funcId>Signing', '<funcId>Other');
		const { signature } = await signAsPerson({ ...order(), edit: { document } });
		expect((await xmlsec(signature)).code).not.toBe(0);
	});

	test('carries the person, not able to do anything but sign', async () => {
		const certificate = new X509Certificate((await pki.person(ASSISTENT)).certificatePem);
		expect(certificate.subject).toContain('serialNumber=198911079930');
		expect(certificate.subject).toContain('CN=Åsa Sjöö');
		const printed = await withFolder(async (folder) => {
			const path = await write(folder, { 'user.pem': certificate.toString() });
			return run('openssl', ['x509', '-in', path('user.pem'), '-noout', '-text']);
		});
		expect(printed.output).toMatch(/Key Usage: critical\s+Non Repudiation\n/);
		expect(printed.output).toContain('Policy: 1.2.3.4.25');
	});
});

describe('the OCSP response', () => {
	const respin = async (ocsp: NonNullable<Parameters<typeof signAsPerson>[0]['ocsp']>) => {
		const { ocspResponse } = await signAsPerson({ ...order(), ocsp });
		const { root, bankCa, customerCa } = pki.signatures;
		return withFolder(async (folder) => {
			const path = await write(folder, {
				'response.der': Buffer.from(ocspResponse, 'base64'),
				'root.pem': root.certificatePem,
				'chain.pem': bankCa.certificatePem + customerCa.certificatePem,
				'issuer.pem': customerCa.certificatePem,
				'user.pem': (await pki.person(ASSISTENT)).certificatePem,
			});
			const args = [
				'-respin',
				path('response.der'),
				'-CAfile',
				path('root.pem'),
				'-verify_other',
				path('chain.pem'),
			];
			return run('openssl', [
				'ocsp',
				...args,
				'-issuer',
				path('issuer.pem'),
				'-cert',
				path('user.pem'),
				'-no_nonce',
				'-resp_text',
			]);
		});
	};

	test('is read and verified by openssl, with a critical nonce of 32 raw bytes', async () => {
		const { output } = await respin({});
		expect(output).toContain('Response verify OK');
		expect(output).toMatch(/user\.pem: good/);
		expect(output).toMatch(/OCSP Nonce: critical/);
	});

	test.each([
		['revoked', { status: 'revoked' as const }, /user\.pem: revoked/],
		['unknown', { status: 'unknown' as const }, /user\.pem: unknown/],
		['by key', { responderId: 'key' as const }, /Responder Id: [0-9A-F]{40}/],
		['with a wrapped nonce', { nonceForm: 'wrapped' as const }, /OCSP Nonce: critical\s+0420/],
		['with a next update', { nextUpdate: new Date(Date.now() + 3_600_000) }, /Next Update/],
	])('%s is read by openssl', async (_name, ocsp, expected) => {
		const { output } = await respin(ocsp);
		expect(output).toContain('Response verify OK');
		expect(output).toMatch(expected);
	});
});
