import { createHash, createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { EltError, type ErrorCode } from '../../src/errors';
import { type CertificateInput, loadCertificate } from '../../src/certificate/load';
import { sealDocument } from '../../src/signature/seal';
import type { Issued } from '../../src/simulator/pki/certificate';
import { createPki, type Pki } from '../../src/simulator/pki/pki';
import { toPkcs12 } from '../../src/simulator/pki/pkcs12';
import { openWorkshop, type Workshop } from './openssl';

const PASSPHRASE = 'hemlig 123';
const SWEDISH = 'räksmörgås€';

let pki: Pki;
let workshop: Workshop;
let leaf: Issued;
let middle: Issued;
let top: Issued;

beforeAll(async () => {
	[pki, workshop] = await Promise.all([createPki(), openWorkshop()]);
	const authority = { ca: true, keyUsage: ['keyCertSign'] as const };
	top = await pki.issue({ subject: [['cn', 'Top']], issuer: pki.eltClient.root, ...authority });
	middle = await pki.issue({ subject: [['cn', 'Middle']], issuer: top, ...authority });
	leaf = await pki.client({ issuer: middle });
	await workshop.write('cert.pem', leaf.certificatePem);
	await workshop.write('key.pem', leaf.keyPem);
	await workshop.write('chain.pem', top.certificatePem + middle.certificatePem);
});

afterAll(() => workshop.close());

/** What came out is the certificate, its own key, and the issuers from its own upwards. */
async function expectLoaded(input: CertificateInput, chain: readonly Issued[] = []): Promise<void> {
	const loaded = await loadCertificate(input);
	expect(loaded.x509.fingerprint256).toBe(new X509Certificate(leaf.certificatePem).fingerprint256);
	expect(loaded.sha256).toBe(createHash('sha256').update(leaf.certificateDer).digest('hex'));
	expect(new X509Certificate(loaded.certificatePem).raw).toEqual(leaf.certificateDer);
	expect(createPublicKey(loaded.keyPem).equals(createPublicKey(leaf.keyPem))).toBe(true);
	expect(loaded.keyPem).toMatch(/^-----BEGIN PRIVATE KEY-----/);
	expect(loaded.chainPem.map((pem) => new X509Certificate(pem).raw)).toEqual(
		chain.map(({ certificateDer }) => certificateDer),
	);
}

async function expectRefused(
	input: CertificateInput,
	code: ErrorCode,
	message: string | RegExp,
): Promise<void> {
	const refused = await loadCertificate(input).then(
		() => null,
		(thrown: unknown) => thrown,
	);
	if (!(refused instanceof EltError))
		throw new TypeError(`It was accepted, or thrown otherwise: ${String(refused)}`);
	expect({ code: refused.code, message: refused.message }).toEqual({
		code,
		message: expect.stringMatching(message),
	});
	expect(refused.description).toMatch(/^[A-Z].*\.$/);
	for (const secret of [PASSPHRASE, SWEDISH, 'wrong', leaf.keyPem.slice(60, 100)]) {
		expect(refused.message + refused.description).not.toContain(secret);
	}
}

const EXPORT = 'pkcs12 -export -in cert.pem -inkey key.pem -certfile chain.pem -out out.p12';

describe('PKCS#12', () => {
	test.each([
		['AES-256 with PBKDF2 and SHA-256, as OpenSSL 3 writes it', ''],
		['AES-128', ' -keypbe AES-128-CBC -certpbe AES-128-CBC'],
		['3DES, as Windows writes it', ' -legacy -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1'],
		[
			'RC2 with 40 bits, as old programs write it',
			' -legacy -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-RC2-40 -macalg sha1',
		],
		['certificates that are not encrypted', ' -certpbe NONE'],
		['a MAC with SHA-512', ' -macalg sha512'],
		['no MAC', ' -nomac'],
	])('opens: %s', async (_name, options) => {
		await workshop.write('pass.txt', PASSPHRASE);
		await workshop.openssl(`${EXPORT} -passout file:pass.txt${options}`);
		await expectLoaded({ pkcs12: await workshop.read('out.p12'), passphrase: PASSPHRASE }, [middle, top]);
	});

	test.each([
		['in PBES2', ''],
		['in 3DES', ' -legacy -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1'],
	])('opens with letters outside ASCII in the passphrase, %s', async (_name, options) => {
		await workshop.write('pass.txt', SWEDISH);
		await workshop.openssl(`${EXPORT} -passout file:pass.txt${options}`);
		await expectLoaded({ pkcs12: await workshop.read('out.p12'), passphrase: SWEDISH }, [middle, top]);
	});

	test.each([[undefined], ['']])('opens with no passphrase, given as %j', async (passphrase) => {
		await workshop.openssl(`${EXPORT} -passout pass:`);
		const pkcs12 = await workshop.read('out.p12');
		await expectLoaded(passphrase === undefined ? { pkcs12 } : { pkcs12, passphrase }, [middle, top]);
	});

	test('opens with an EC key', async () => {
		await workshop.openssl('ecparam -name prime256v1 -genkey -noout -out ec.pem');
		await workshop.openssl('req -x509 -new -key ec.pem -subj /CN=EC -days 2 -out ec.crt');
		await workshop.openssl(`pkcs12 -export -in ec.crt -inkey ec.pem -out ec.p12 -passout pass:x`);
		const loaded = await loadCertificate({ pkcs12: await workshop.read('ec.p12'), passphrase: 'x' });
		expect(loaded.x509.subject).toBe('CN=EC');
		expect(createPrivateKey(loaded.keyPem).asymmetricKeyType).toBe('ec');
		await expect(sealDocument(Buffer.from('<a></a>'), loaded, new Date())).rejects.toMatchObject({
			code: 'SEAL_CERTIFICATE',
		});
	});

	describe('takes the container as it was copied', () => {
		const bytes = (): Buffer => toPkcs12({ ...leaf, chainPem: [] }, PASSPHRASE);

		test.each<[string, (container: Buffer) => string | Uint8Array]>([
			['bytes', (container) => container],
			['base64', (container) => container.toString('base64')],
			['base64 in lines', (container) => (container.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')],
			[
				'base64 with spaces in place of line breaks',
				(container) => (container.toString('base64').match(/.{1,64}/g) ?? []).join(' '),
			],
			[
				'base64 with \\n in two characters',
				(container) => (container.toString('base64').match(/.{1,64}/g) ?? []).join('\\n'),
			],
			['a data: address', (container) => `data:application/x-pkcs12;base64,${container.toString('base64')}`],
			['a file that holds base64', (container) => Buffer.from(`${container.toString('base64')}\n`)],
			['PEM in its place', () => leaf.certificatePem + leaf.keyPem],
		])('%s', async (_name, as) => {
			await expectLoaded({ pkcs12: as(bytes()), passphrase: PASSPHRASE });
		});
	});

	test.each<[string, ErrorCode, RegExp, () => CertificateInput]>([
		[
			'the wrong passphrase',
			'CERTIFICATE_PASSPHRASE',
			/^The passphrase does not open the private key$/,
			() => ({ pkcs12: toPkcs12(leaf, PASSPHRASE), passphrase: 'wrong' }),
		],
		[
			'the wrong passphrase, 3DES',
			'CERTIFICATE_PASSPHRASE',
			/does not open/,
			() => ({ pkcs12: toPkcs12(leaf, PASSPHRASE, '3des'), passphrase: 'wrongö' }),
		],
		[
			'no passphrase where one is needed',
			'CERTIFICATE_PASSPHRASE',
			/none was given$/,
			() => ({ pkcs12: toPkcs12(leaf, PASSPHRASE) }),
		],
		[
			'text',
			'CERTIFICATE_UNREADABLE',
			/not a PKCS#12 container/,
			() => ({ pkcs12: 'hello', passphrase: PASSPHRASE }),
		],
		[
			'a certificate in its place',
			'CERTIFICATE_UNREADABLE',
			/not a PKCS#12 container/,
			() => ({ pkcs12: leaf.certificateDer, passphrase: PASSPHRASE }),
		],
		[
			'half a container',
			'CERTIFICATE_UNREADABLE',
			/not a PKCS#12 container/,
			() => ({ pkcs12: toPkcs12(leaf, PASSPHRASE).subarray(0, 900), passphrase: PASSPHRASE }),
		],
	])('%s is refused', async (_name, code, message, input) => {
		await expectRefused(input(), code, message);
	});

	test('a cipher that is not known is called by its name, not a wrong passphrase', async () => {
		await workshop.openssl(`${EXPORT} -passout pass:x -legacy -certpbe PBE-SHA1-RC2-128 -macalg sha1`);
		const pkcs12 = await workshop.read('out.p12');
		await expectRefused({ pkcs12, passphrase: 'x' }, 'CERTIFICATE_UNREADABLE', /128-bit RC2/);
	});

	test.each([
		['its MAC', '-keypbe NONE -certpbe NONE'],
		['its key', '-certpbe NONE -nomac'],
		['its key, in 3DES', '-legacy -certpbe NONE -keypbe PBE-SHA1-3DES -nomac'],
	])('a container that would take too long to open is refused: %s', async (_name, options) => {
		await workshop.openssl(`${EXPORT} -passout pass:x -iter 1000001 ${options}`);
		await expectRefused(
			{ pkcs12: await workshop.read('out.p12'), passphrase: 'x' },
			'CERTIFICATE_UNREADABLE',
			/^The certificate file hashes its passphrase 1000001 times; at most 1000000 are taken$/,
		);
	});

	test('a container without a key is refused', async () => {
		await workshop.openssl('pkcs12 -export -nokeys -in cert.pem -out nokey.p12 -passout pass:x');
		await expectRefused(
			{ pkcs12: await workshop.read('nokey.p12'), passphrase: 'x' },
			'CERTIFICATE_KEY_MISSING',
			/without its private key/,
		);
	});
});

describe('PEM', () => {
	const damage: readonly [string, (pem: string) => string][] = [
		['as it should be', (pem) => pem],
		['Windows line breaks', (pem) => pem.replaceAll('\n', '\r\n')],
		['spaces in place of line breaks', (pem) => pem.replaceAll('\n', ' ')],
		['\\n in two characters', (pem) => pem.replaceAll('\n', '\\n')],
		['no line breaks at all', (pem) => pem.replaceAll('\n', '')],
		['tabs before every line', (pem) => pem.replaceAll('\n', '\n\t')],
		['a byte order mark', (pem) => `\uFEFF${pem}`],
		['text around it', (pem) => `Bag Attributes\n    friendlyName: x\n${pem}\nthe end`],
		['base64 of the whole', (pem) => Buffer.from(pem).toString('base64')],
		['a data: address', (pem) => `data:application/x-pem-file;base64,${Buffer.from(pem).toString('base64')}`],
	];

	test.each(damage)('%s', async (_name, change) => {
		await expectLoaded({ certificate: change(leaf.certificatePem), key: change(leaf.keyPem) });
	});

	test.each<[string, () => string]>([
		['in order', () => leaf.certificatePem + middle.certificatePem + top.certificatePem],
		['the other way', () => top.certificatePem + middle.certificatePem + leaf.certificatePem],
		['mixed', () => middle.certificatePem + leaf.certificatePem + top.certificatePem],
		[
			'with a stranger between',
			() => middle.certificatePem + pki.eltTls.root.certificatePem + leaf.certificatePem + top.certificatePem,
		],
		['twice', () => (leaf.certificatePem + middle.certificatePem + top.certificatePem).repeat(2)],
	])('a chain %s', async (_name, certificate) => {
		await expectLoaded({ certificate: certificate(), key: leaf.keyPem }, [middle, top]);
	});

	test('the root stays, last, when it came along', async () => {
		const certificate =
			pki.eltClient.root.certificatePem + leaf.certificatePem + top.certificatePem + middle.certificatePem;
		await expectLoaded({ certificate, key: leaf.keyPem }, [middle, top, pki.eltClient.root]);
	});

	test('certificate and key in one text', async () => {
		await expectLoaded({ certificate: leaf.keyPem + leaf.certificatePem });
	});

	test.each([
		['PKCS#8, AES', 'pkcs8 -topk8 -in key.pem -out out.pem -v2 aes-256-cbc'],
		['PKCS#8, 3DES', 'pkcs8 -topk8 -in key.pem -out out.pem -v1 PBE-SHA1-3DES'],
		[
			'PKCS#8, RC2',
			'pkcs8 -topk8 -provider legacy -provider default -in key.pem -out out.pem -v1 PBE-SHA1-RC2-40',
		],
		['traditional, AES', 'rsa -traditional -aes256 -in key.pem -out out.pem'],
		['traditional, 3DES', 'rsa -traditional -des3 -in key.pem -out out.pem'],
	])('an encrypted key: %s', async (_name, command) => {
		await workshop.openssl(`${command} -passout pass:x1`);
		const key = await workshop.text('out.pem');
		await expectLoaded({ certificate: leaf.certificatePem, key, passphrase: 'x1' });
		await expectLoaded({
			certificate: leaf.certificatePem,
			key: key.replaceAll('\n', ' '),
			passphrase: 'x1',
		});
		await expectRefused(
			{ certificate: leaf.certificatePem, key, passphrase: 'wrong' },
			'CERTIFICATE_PASSPHRASE',
			/does not open/,
		);
		await expectRefused(
			{ certificate: leaf.certificatePem, key },
			'CERTIFICATE_PASSPHRASE',
			/none was given/,
		);
	});

	test('an encrypted key that would take too long to open is refused', async () => {
		await workshop.openssl(
			'pkcs8 -topk8 -in key.pem -out out.pem -v2 aes-256-cbc -iter 1000001 -passout pass:x1',
		);
		await expectRefused(
			{ certificate: leaf.certificatePem, key: await workshop.text('out.pem'), passphrase: 'x1' },
			'CERTIFICATE_UNREADABLE',
			/^The private key hashes its passphrase 1000001 times; at most 1000000 are taken$/,
		);
	});

	test('a key in PKCS#1', async () => {
		await workshop.openssl('rsa -traditional -in key.pem -out out.pem');
		await expectLoaded({ certificate: leaf.certificatePem, key: await workshop.text('out.pem') });
	});

	test('a passphrase that is not needed does no harm', async () => {
		await expectLoaded({ certificate: leaf.certificatePem, key: leaf.keyPem, passphrase: PASSPHRASE });
	});

	test('an EC key, encrypted', async () => {
		await workshop.openssl('ecparam -name prime256v1 -genkey -noout -out ec2.pem');
		await workshop.openssl('req -x509 -new -key ec2.pem -subj /CN=EC -days 2 -out ec2.crt');
		await workshop.openssl('ec -in ec2.pem -aes256 -out ec2.enc.pem -passout pass:x1');
		const input = {
			certificate: await workshop.text('ec2.crt'),
			key: await workshop.text('ec2.enc.pem'),
			passphrase: 'x1',
		};
		await expect(loadCertificate(input)).resolves.toMatchObject({ chainPem: [] });
	});

	test.each<[string, ErrorCode, RegExp, () => CertificateInput]>([
		['nothing', 'CERTIFICATE_UNREADABLE', /no certificate in what was given/, () => ({})],
		['text', 'CERTIFICATE_UNREADABLE', /no certificate/, () => ({ certificate: 'hello', key: 'there' })],
		[
			'no key',
			'CERTIFICATE_KEY_MISSING',
			/without its private key/,
			() => ({ certificate: leaf.certificatePem }),
		],
		['no certificate', 'CERTIFICATE_UNREADABLE', /no certificate/, () => ({ key: leaf.keyPem })],
		[
			'the key of another certificate',
			'CERTIFICATE_KEY_MISMATCH',
			/^The private key does not fit the certificate "Simulatorns Systemleverantör AB"$/,
			() => ({ certificate: leaf.certificatePem, key: middle.keyPem }),
		],
		[
			'a certificate cut off',
			'CERTIFICATE_UNREADABLE',
			/certificate cannot be read/,
			() => ({ certificate: leaf.certificatePem.replace(/\n.{64}\n/, '\n'), key: leaf.keyPem }),
		],
		[
			'a key cut off',
			'CERTIFICATE_UNREADABLE',
			/private key cannot be read/,
			() => ({ certificate: leaf.certificatePem, key: leaf.keyPem.replace(/\n.{64}\n/, '\n') }),
		],
		[
			'a certificate request in its place',
			'CERTIFICATE_UNREADABLE',
			/no certificate/,
			() => ({
				certificate: leaf.certificatePem.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST'),
				key: leaf.keyPem,
			}),
		],
	])('%s is refused', async (_name, code, message, input) => {
		await expectRefused(input(), code, message);
	});
});
