import { asn1, pki as forgePki } from 'node-forge';

import { type CertificateInput, loadCertificate } from '../../src/certificate/load';
import type { Issued } from '../../src/simulator/pki/certificate';
import { toPkcs12 } from '../../src/simulator/pki/pkcs12';
import { sharedPki } from '../world/pki';

const PASSPHRASE = 'hemlig 123';

let leaf: Issued;

beforeAll(async () => {
	({ leaf } = (await sharedPki()).eltClient);
});

async function expectLoaded(input: CertificateInput): Promise<void> {
	const { x509 } = await loadCertificate(input);
	expect(x509.raw).toEqual(leaf.certificateDer);
}

/** The container with another number of iterations in its MAC. */
function withMacIterations(container: Buffer, iterations: number): Buffer {
	const read = asn1.fromDer(container.toString('latin1'));
	const macData = Array.isArray(read.value) ? read.value[2] : undefined;
	const count = Array.isArray(macData?.value) ? macData.value[2] : undefined;
	if (count === undefined) throw new TypeError('The fixture has no MAC');
	count.value = asn1.integerToDer(iterations).getBytes();
	return Buffer.from(asn1.toDer(read).getBytes(), 'latin1');
}

describe('PEM in two fields, each wrapped on its own', () => {
	const wrapped = (pem: string): string => Buffer.from(pem).toString('base64');
	const dataUrl = (pem: string): string => `data:application/x-pem-file;base64,${wrapped(pem)}`;
	const plain = (pem: string): string => pem;

	test.each([
		['the certificate in base64', wrapped, plain],
		['the key in base64', plain, wrapped],
		['both in base64', wrapped, wrapped],
		['the certificate in a data: address, the key in base64', dataUrl, wrapped],
	])('%s', async (_name, certificate, key) => {
		await expectLoaded({ certificate: certificate(leaf.certificatePem), key: key(leaf.keyPem) });
	});

	test('base64 of the certificate where a container may be, and the key beside it', async () => {
		await expectLoaded({ pkcs12: wrapped(leaf.certificatePem), key: leaf.keyPem });
	});
});

describe('a PKCS#12 container', () => {
	const pem = (container: Buffer): string =>
		`-----BEGIN PKCS12-----\n${container.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PKCS12-----\n`;

	test.each<[string, (container: Buffer) => string | Uint8Array]>([
		['with a line break behind it', (container) => Buffer.concat([container, Buffer.from('\r\n')])],
		[
			'with a line break behind it, as base64',
			(container) => Buffer.concat([container, Buffer.from('\n')]).toString('base64'),
		],
		['as base64 with a line break behind that', (container) => `${container.toString('base64')}\n`],
		['as PEM', pem],
		['as PEM that has lost its line breaks', (container) => pem(container).replaceAll('\n', ' ')],
		['as a file that holds PEM', (container) => Buffer.from(pem(container))],
	])('opens %s', async (_name, as) => {
		await expectLoaded({ pkcs12: as(toPkcs12(leaf, PASSPHRASE)), passphrase: PASSPHRASE });
	});

	test.each([1_000_001, 3_000_000, 2_147_483_647])(
		'that would take too long to open is refused before it is tried: %i iterations',
		async (iterations) => {
			const pkcs12 = withMacIterations(toPkcs12(leaf, PASSPHRASE), iterations);
			await expect(loadCertificate({ pkcs12, passphrase: PASSPHRASE })).rejects.toMatchObject({
				code: 'CERTIFICATE_UNREADABLE',
				message: `The certificate file hashes its passphrase ${iterations} times; at most 1000000 are taken`,
				description: expect.stringMatching(/fewer iterations: 2048 is what openssl takes/),
			});
		},
	);
});

describe('an encrypted private key', () => {
	const encrypted = (passphrase: string): string =>
		forgePki.encryptRsaPrivateKey(forgePki.privateKeyFromPem(leaf.keyPem), passphrase, { count: 2048 });

	test.each([undefined, ''])('opens with no passphrase, given as %j', async (passphrase) => {
		const key = encrypted('');
		expect(key).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
		const input = { certificate: leaf.certificatePem, key };
		await expectLoaded(passphrase === undefined ? input : { ...input, passphrase });
	});

	test('asks for the passphrase that it has', async () => {
		const input = { certificate: leaf.certificatePem, key: encrypted(PASSPHRASE) };
		await expect(loadCertificate(input)).rejects.toMatchObject({
			code: 'CERTIFICATE_PASSPHRASE',
			message: 'The private key is protected by a passphrase, and none was given',
		});
		await expect(loadCertificate({ ...input, passphrase: 'wrong' })).rejects.toMatchObject({
			code: 'CERTIFICATE_PASSPHRASE',
			message: 'The passphrase does not open the private key',
		});
	});
});
