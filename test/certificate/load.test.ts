import { createPrivateKey, X509Certificate } from 'node:crypto';

import { asn1, pki as forgePki } from 'node-forge';

import { type CertificateInput, loadCertificate } from '../../src/certificate/load';
import { type CertificateRequest, type Issued, newKey } from '../../src/simulator/pki/certificate';
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

const utf16le = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

function childOf(node: asn1.Asn1 | undefined, index: number): asn1.Asn1 {
	const child = Array.isArray(node?.value) ? node.value[index] : undefined;
	if (child === undefined) throw new TypeError('The fixture is built otherwise');
	return child;
}

/** Where a container keeps its content: an octet string. */
const contentOf = (container: asn1.Asn1): asn1.Asn1 => childOf(childOf(childOf(container, 1), 1), 0);

function textOf({ value }: asn1.Asn1): string {
	if (typeof value !== 'string') throw new TypeError('The fixture is built otherwise');
	return value;
}

/** The container with its content in octet strings within octet strings, as BER allows. */
function nestedBer(container: Buffer, depth: number): Buffer {
	const { UNIVERSAL } = asn1.Class;
	const { OCTETSTRING } = asn1.Type;
	const piece = (text: string, level: number): asn1.Asn1 => {
		if (level === 0) return asn1.create(UNIVERSAL, OCTETSTRING, false, text);
		const half = Math.floor(text.length / 2);
		const parts = [text.slice(0, half), text.slice(half)].map((part) => piece(part, level - 1));
		return asn1.create(UNIVERSAL, OCTETSTRING, true, parts);
	};
	const read = asn1.fromDer(container.toString('latin1'));
	const content = contentOf(read);
	const nested = piece(textOf(content), depth);
	content.value = nested.value;
	content.constructed = true;
	content.composed = true;
	return Buffer.from(asn1.toDer(read).getBytes(), 'latin1');
}

/** One container with the content of two, without a MAC. */
function joined(one: Buffer, other: Buffer): Buffer {
	const [first, second] = [one, other].map((bytes) => asn1.fromDer(bytes.toString('latin1')));
	if (first === undefined || second === undefined || !Array.isArray(first.value))
		throw new TypeError('The fixture is built otherwise');
	const all = [first, second].flatMap((container) => {
		const { value } = asn1.fromDer(textOf(contentOf(container)));
		return Array.isArray(value) ? value : [];
	});
	const sequence = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, all);
	contentOf(first).value = asn1.toDer(sequence).getBytes();
	first.value.splice(2);
	return Buffer.from(asn1.toDer(first).getBytes(), 'latin1');
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

describe('a PKCS#12 container in other forms', () => {
	const certutil = (container: Buffer): string =>
		`-----BEGIN CERTIFICATE-----\r\n${container.toString('base64').replace(/.{64}/g, '$&\r\n')}\r\n-----END CERTIFICATE-----\r\n`;

	test.each<[string, (text: string) => CertificateInput]>([
		['as text in place of a container', (pkcs12) => ({ pkcs12 })],
		['as a file in place of a container', (text) => ({ pkcs12: Buffer.from(text) })],
		['as PEM', (certificate) => ({ certificate })],
		['as a file in UTF-16', (text) => ({ pkcs12: utf16le(text) })],
		['with its lines lost', (text) => ({ certificate: text.replaceAll('\r\n', ' ') })],
	])('what certutil -encode writes opens: %s', async (_name, as) => {
		const input = as(certutil(toPkcs12(leaf, PASSPHRASE)));
		await expectLoaded({ ...input, passphrase: PASSPHRASE });
		await expect(loadCertificate({ ...input, passphrase: 'wrong' })).rejects.toMatchObject({
			code: 'CERTIFICATE_PASSPHRASE',
		});
	});

	test.each([1, 2, 5])('its content in octet strings nested %i deep opens', async (depth) => {
		await expectLoaded({ pkcs12: nestedBer(toPkcs12(leaf, ''), depth) });
		const pkcs12 = nestedBer(toPkcs12(leaf, PASSPHRASE), depth);
		await expectLoaded({ pkcs12, passphrase: PASSPHRASE });
		await expect(loadCertificate({ pkcs12 })).rejects.toMatchObject({ code: 'CERTIFICATE_PASSPHRASE' });
	});

	test('base64 of a container in UTF-16 opens', async () => {
		const text = toPkcs12(leaf, PASSPHRASE).toString('base64');
		await expectLoaded({ pkcs12: utf16le(text), passphrase: PASSPHRASE });
	});
});

describe('PEM in UTF-16', () => {
	const pem = (): string => leaf.certificatePem + leaf.keyPem;

	test.each<[string, (text: string) => string | Uint8Array]>([
		['little-endian with its mark', utf16le],
		['big-endian with its mark', (text) => Buffer.from(utf16le(text)).swap16()],
		['little-endian without its mark', (text) => Buffer.from(text, 'utf16le')],
		['base64 of it', (text) => utf16le(text).toString('base64')],
		['as text in which each byte is a character', (text) => utf16le(text).toString('latin1')],
		['as text read as UTF-8', (text) => utf16le(text).toString('utf8')],
	])('opens: %s', async (_name, as) => {
		await expectLoaded({ pkcs12: as(pem()) });
	});

	test('opens in the fields for certificate and key', async () => {
		const as = (text: string): string => utf16le(text).toString('utf8');
		await expectLoaded({ certificate: as(leaf.certificatePem), key: as(leaf.keyPem) });
	});
});

describe('several certificates: the one that fits its use best is taken', () => {
	const now = new Date('2026-11-02T12:00:00Z');
	const years = (from: number, to: number) => ({
		validFrom: new Date(`${from}-01-01T00:00:00Z`),
		validTo: new Date(`${to}-01-01T00:00:00Z`),
	});
	const made: Record<string, Issued> = {};
	const named = (name: string): Issued => {
		const found = made[name];
		if (found === undefined) throw new TypeError(`There is no certificate ${name}`);
		return found;
	};

	beforeAll(async () => {
		const pki = await sharedPki();
		const [tls, sign] = [await newKey(), await newKey()];
		const issue = async (name: string, request: Partial<CertificateRequest>): Promise<void> => {
			const subject = [['cn', name]] as const;
			made[name] = await pki.issue({ issuer: pki.eltClient.root, ...years(2026, 2028), subject, ...request });
		};
		const auth = { keyUsage: ['digitalSignature'], extendedKeyUsage: ['clientAuth'] } as const;
		await issue('auth', { key: tls, ...auth });
		await issue('authOld', { key: tls, ...auth, ...years(2024, 2026) });
		await issue('authNext', { key: tls, ...auth, ...years(2027, 2030) });
		await issue('authShort', { key: tls, ...auth, ...years(2026, 2027) });
		await issue('sign', { key: sign, keyUsage: ['nonRepudiation'] });
		await issue('signShort', { key: sign, keyUsage: ['nonRepudiation'], ...years(2026, 2027) });
		await issue('server', { key: sign, keyUsage: ['digitalSignature'], extendedKeyUsage: ['serverAuth'] });
		await issue('any', { key: sign });
		await issue('issuer', { key: sign, ca: true, keyUsage: ['keyCertSign'] });
	});

	test.each([
		['tls', ['sign', 'auth'], 'auth'],
		['tls', ['auth', 'sign'], 'auth'],
		['seal', ['auth', 'sign'], 'sign'],
		['seal', ['sign', 'auth'], 'sign'],
		['tls', ['any', 'auth'], 'auth'],
		['seal', ['auth', 'any', 'sign'], 'sign'],
		['tls', ['server', 'auth'], 'auth'],
		['seal', ['issuer', 'auth'], 'auth'],
		['tls', ['authOld', 'auth'], 'auth'],
		['tls', ['authShort', 'auth'], 'auth'],
		['tls', ['authNext', 'auth'], 'auth'],
		['tls', ['authNext', 'authShort', 'authOld'], 'authShort'],
		['seal', ['signShort', 'sign'], 'sign'],
		['tls', ['sign', 'authOld'], 'authOld'],
		['tls', ['sign'], 'sign'],
		['seal', ['authOld', 'auth'], 'auth'],
	] as const)('for %s of %j it is %s, whatever their order', async (use, names, expected) => {
		const all = names.map(named);
		const keys = [...new Set(all.map(({ keyPem }) => keyPem))];
		for (const order of [all, [...all].reverse()]) {
			const certificate = order.map(({ certificatePem }) => certificatePem).join('');
			for (const key of [keys.join(''), [...keys].reverse().join('')]) {
				const { x509, keyPem } = await loadCertificate({ certificate, key }, { use, now });
				expect(x509.raw).toEqual(named(expected).certificateDer);
				expect(x509.checkPrivateKey(createPrivateKey(keyPem))).toBe(true);
			}
		}
	});

	test('a PKCS#12 container with two key pairs gives the one for its use', async () => {
		const pkcs12 = joined(toPkcs12(named('sign'), PASSPHRASE), toPkcs12(named('auth'), PASSPHRASE));
		const subjectOf = async (use: 'tls' | 'seal') =>
			(await loadCertificate({ pkcs12, passphrase: PASSPHRASE }, { use, now })).x509.subject;
		expect([await subjectOf('tls'), await subjectOf('seal')]).toEqual(['CN=auth', 'CN=sign']);
	});

	test('of several certificates of an issuer the chain has the valid one that lasts longest', async () => {
		const pki = await sharedPki();
		const key = await newKey();
		const ca = { ca: true, keyUsage: ['keyCertSign'], key, subject: [['cn', 'Middle']] } as const;
		const issuer = pki.eltClient.root;
		const [old, present, short] = await Promise.all([
			pki.issue({ ...ca, issuer, ...years(2020, 2026) }),
			pki.issue({ ...ca, issuer, ...years(2025, 2030) }),
			pki.issue({ ...ca, issuer, ...years(2025, 2027) }),
		]);
		const end = await pki.client({ issuer: present });
		const certificate = [end, old, short, present].map(({ certificatePem }) => certificatePem).join('');
		const { chainPem } = await loadCertificate({ certificate, key: end.keyPem }, { now });
		expect(chainPem.map((pem) => new X509Certificate(pem).raw)).toEqual([present.certificateDer]);
	});
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
