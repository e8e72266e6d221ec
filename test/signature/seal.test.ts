import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import type { ErrorCode } from '../../src/errors';
import { sealDocument } from '../../src/signature/seal';
import { type SealTrust, sealTrust } from '../../src/signature/sealTrust';
import { type ProvenSeal, verifySeal as verify } from '../../src/signature/verifySeal';
import type { Issued } from '../../src/simulator/pki/certificate';
import { createPki, type Pki } from '../../src/simulator/pki/pki';
import { certify, digitalSignature } from '../certificate/certify';
import { forgeSeal, type SealForgery } from './forgeSeal';
import { expectRefusal, forgeIssuer, partOf, refusalOf, swap } from './world';
import { sharedPki } from '../world/pki';

const DOCUMENT = Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<ns:a xmlns:ns="urn:a">åäö</ns:a>');

/** The seal with a byte more in the base64 of its certificate. */
function afterCertificate(xml: string): string {
	return xml.replace(/(<X509Certificate>)([^<]+)/, (_whole, tag: string, base64: string) => {
		const der = Buffer.concat([Buffer.from(base64, 'base64'), Buffer.from([0])]);
		return `${tag}${der.toString('base64')}`;
	});
}

const DAY_MS = 86_400_000;

/** Verifies at a time after any seal that these tests make. */
function verifySeal(sealed: string, document: Uint8Array, trusted: SealTrust): Promise<ProvenSeal> {
	return verify(sealed, document, { trust: trusted, now: daysFromNow(10 * 365) });
}

let pki: Pki;
let attacker: Pki;
let seal: string;
let now: Date;
/** The root that issued the vendor's certificate. */
let trust: SealTrust;

beforeAll(async () => {
	[pki, attacker] = await Promise.all([sharedPki(), createPki()]);
	now = new Date();
	seal = await sealDocument(DOCUMENT, pki.eltClient.leaf, now);
	trust = sealTrust([pki.eltClient.root.certificatePem]);
});

const daysFromNow = (days: number): Date => new Date(now.getTime() + days * DAY_MS);

/** A certificate by the vendor's own root, as it is told to be. */
function issued(change: Partial<Parameters<Pki['issue']>[0]>): Promise<Issued> {
	return pki.issue({ subject: [['cn', 'Another AB']], issuer: pki.eltClient.root, ...change });
}

test('proves whose it is, when it was made, and over which bytes', async () => {
	await expect(verifySeal(seal, DOCUMENT, trust)).resolves.toEqual<ProvenSeal>({
		subject: expect.stringMatching(/^CN=Simulatorns Systemleverantör AB, serialNumber=16\d{10}, O=/),
		commonName: 'Simulatorns Systemleverantör AB',
		certificateSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
		signedAt: now.toISOString(),
		sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
	});
});

describe('is trusted', () => {
	test('when the certificate is trusted itself', async () => {
		const own = sealTrust([pki.eltClient.leaf.certificatePem]);
		await expect(verifySeal(seal, DOCUMENT, own)).resolves.toMatchObject({ signedAt: now.toISOString() });
	});

	test('when one of several leads to it', async () => {
		const text = attacker.eltClient.root.certificatePem + pki.eltClient.root.certificatePem;
		await expect(verifySeal(seal, DOCUMENT, sealTrust([text]))).resolves.toBeTruthy();
	});

	test('through issuers that come with the seal, which the root does not', async () => {
		const middle = await issued({ subject: [['cn', 'Middle']], ca: true, keyUsage: ['keyCertSign'] });
		const leaf = await pki.client({ issuer: middle });
		const chained = await sealDocument(
			DOCUMENT,
			{ ...leaf, chainPem: [middle.certificatePem, pki.eltClient.root.certificatePem] },
			now,
		);
		expect(chained.match(/<X509Certificate>/g)).toHaveLength(2);
		await expect(verifySeal(chained, DOCUMENT, trust)).resolves.toBeTruthy();
		await expectRefusal(
			verifySeal(
				chained.replace(
					/(<X509Certificate>[^<]*<\/X509Certificate>)<X509Certificate>.*?<\/X509Certificate>/,
					'$1',
				),
				DOCUMENT,
				trust,
			),
			'SEAL_UNTRUSTED',
			/does not chain to a trusted seal certificate/,
		);
	});

	test('with a certificate that says nothing of its use, or has no subject', async () => {
		const plain = await issued({ subject: [], hosts: ['vendor.example'] });
		const sealed = await sealDocument(DOCUMENT, plain, now);
		await expect(verifySeal(sealed, DOCUMENT, trust)).resolves.toMatchObject({
			subject: 'DNS:vendor.example',
			commonName: null,
		});
		const bare = await issued({ subject: [] });
		await expect(verifySeal(await sealDocument(DOCUMENT, bare, now), DOCUMENT, trust)).resolves.toMatchObject(
			{
				subject: 'without a name',
			},
		);
	});
});

test('refuses a seal from the future, but for a few minutes that clocks may differ', async () => {
	const ahead = await sealDocument(DOCUMENT, pki.eltClient.leaf, new Date(now.getTime() + 6 * 60_000));
	await expectRefusal(verify(ahead, DOCUMENT, { trust, now }), 'SEAL_TIME', /from the future/);
	const soon = new Date(now.getTime() + 2 * 60_000);
	await expect(verify(ahead, DOCUMENT, { trust, now: soon })).resolves.toBeTruthy();
});

describe('is not trusted', () => {
	test('when nobody is: says who it claims to be, and what to do', async () => {
		const refused = await refusalOf(verifySeal(seal, DOCUMENT, []));
		expect(refused).toMatchObject({
			code: 'SEAL_UNTRUSTED',
			message: expect.stringMatching(
				/^The seal says that it is from "CN=Simulatorns Systemleverantör AB, .*" \(certificate [0-9a-f]{64}\), which does not chain to a trusted seal certificate$/,
			),
			description: expect.stringMatching(/'Seal Root Certificates' or --seal-root/),
		});
	});

	test("when it is an attacker's, of the same name", async () => {
		const forged = await sealDocument(DOCUMENT, attacker.eltClient.leaf, now);
		await expectRefusal(
			verifySeal(forged, DOCUMENT, trust),
			'SEAL_UNTRUSTED',
			/from "CN=Simulatorns Systemleverantör AB/,
		);
	});

	test('when its certificate signed itself, of any name; a personnummer in it is masked', async () => {
		const own = await pki.issue({
			subject: [
				['serialNumber', '198001019802'],
				['cn', 'Försäkringskassan'],
			],
		});
		const forged = await sealDocument(DOCUMENT, own, now);
		await expectRefusal(
			verifySeal(forged, DOCUMENT, trust),
			'SEAL_UNTRUSTED',
			/"CN=Försäkringskassan, serialNumber=19800101-\*\*\*\*"/,
		);
	});

	test.each<[string, object[]]>([
		[
			'that allows no issuer below it',
			[{ name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 }],
		],
		['that is no issuer', [{ name: 'basicConstraints', critical: true, cA: false }]],
		[
			'with critical name constraints',
			[
				{ name: 'basicConstraints', critical: true, cA: true },
				{ id: '2.5.29.30', critical: true, value: '\x30\x00' },
			],
		],
	])('when it leads there by way of an issuer %s', async (_name, extensions) => {
		const authority = { ca: true, keyUsage: ['keyCertSign'] } as const;
		const upper = await issued({ subject: [['cn', 'Upper']], ...authority });
		const lower = await issued({ subject: [['cn', 'Lower']], issuer: upper, ...authority });
		const leaf = await pki.client({ issuer: lower });
		const sealed = (upperPem: string): Promise<string> =>
			sealDocument(DOCUMENT, { ...leaf, chainPem: [lower.certificatePem, upperPem] }, now);
		await expect(verifySeal(await sealed(upper.certificatePem), DOCUMENT, trust)).resolves.toBeTruthy();
		const changed = forgeIssuer(upper, pki.eltClient.root, extensions);
		await expectRefusal(
			verifySeal(await sealed(changed), DOCUMENT, trust),
			'SEAL_UNTRUSTED',
			/does not chain to a trusted seal certificate/,
		);
	});

	test('when an issuer on the way had run out', async () => {
		const middle = await issued({
			subject: [['cn', 'Middle']],
			ca: true,
			keyUsage: ['keyCertSign'],
			validFrom: daysFromNow(-9),
			validTo: daysFromNow(-1),
		});
		const sealed = await sealDocument(DOCUMENT, await pki.client({ issuer: middle }), now);
		await expectRefusal(
			verifySeal(sealed, DOCUMENT, trust),
			'SEAL_UNTRUSTED',
			/does not chain to a trusted seal certificate/,
		);
	});
});

describe('a seal made with a certificate that is not for it is refused', () => {
	const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });

	test.each<[string, RegExp, () => Promise<SealForgery>]>([
		[
			'a time before the certificate was valid',
			/was not valid at \d{4}-/,
			async () => ({ ...ownOf(pki.eltClient.leaf), signedAt: daysFromNow(-30) }),
		],
		[
			'a time after it had run out',
			/was not valid at \d{4}-/,
			async () => ({ ...ownOf(pki.eltClient.leaf), signedAt: daysFromNow(3 * 365) }),
		],
		[
			'a certificate of another name for the same key',
			/is not the one that sealed$/,
			async () => {
				const { leaf } = pki.eltClient;
				const other = await issued({ key: leaf.key, keyUsage: ['digitalSignature'] });
				return { ...ownOf(other), named: leaf.certificatePem };
			},
		],
		[
			'a key for encryption alone',
			/certificate is not for signing \(digitalSignature or nonRepudiation\)$/,
			async () => ownOf(await issued({ keyUsage: ['keyEncipherment'], extendedKeyUsage: ['serverAuth'] })),
		],
		[
			'a key of 1024 bits',
			/no RSA key of at least 2048 bits$/,
			async () => ownOf(await issued({ keyBits: 1024 })),
		],
		[
			'an ECDSA value under the name of RSA',
			/no RSA key of at least 2048 bits$/,
			async () => ({
				certificates: [signing(EC.privateKey)],
				key: EC.privateKey,
			}),
		],
	])('%s', async (_name, message, forgery) => {
		const forged = forgeSeal(seal, await forgery());
		await expectRefusal(verifySeal(forged, DOCUMENT, trust), 'SEAL_CERTIFICATE', message);
	});

	test('the certificate of an issuer (CA)', async () => {
		const authority = await issued({ ca: true, keyUsage: ['keyCertSign', 'digitalSignature'] });
		await expectRefusal(
			verifySeal(forgeSeal(seal, ownOf(authority)), DOCUMENT, trust),
			'SEAL_CERTIFICATE',
			/is an issuer's \(CA\), which cannot seal$/,
		);
	});

	test('the forger can make a seal that holds', async () => {
		const forged = forgeSeal(seal, ownOf(await issued({ keyUsage: ['nonRepudiation'] })));
		await expect(verifySeal(forged, DOCUMENT, trust)).resolves.toMatchObject({ commonName: 'Another AB' });
		const { key } = pki.eltClient.root;
		const certified = { certificates: [signing(key)], key };
		await expect(verifySeal(forgeSeal(seal, certified), DOCUMENT, trust)).resolves.toBeTruthy();
	});

	function signing(key: KeyObject): string {
		return certify({ key, issuer: pki.eltClient.root, extensions: [digitalSignature()] });
	}

	function ownOf({ certificatePem, key }: Issued): SealForgery {
		return { certificates: [certificatePem], key };
	}
});

describe('a document is not sealed with', () => {
	test.each<[string, ErrorCode, RegExp, Partial<Parameters<Pki['issue']>[0]>]>([
		[
			'a certificate that ran out',
			'CERTIFICATE_EXPIRED',
			/^The certificate ran out on \d{4}-\d\d-\d\d$/,
			{ validFrom: new Date(Date.now() - 9 * DAY_MS), validTo: new Date(Date.now() - DAY_MS) },
		],
		[
			'a certificate that is not valid yet',
			'CERTIFICATE_NOT_YET_VALID',
			/^The certificate is valid from \d{4}-\d\d-\d\d$/,
			{ validFrom: new Date(Date.now() + DAY_MS) },
		],
		[
			'the certificate of an issuer (CA)',
			'SEAL_CERTIFICATE',
			/\(CA\), which cannot seal$/,
			{ ca: true, keyUsage: ['keyCertSign', 'digitalSignature'] },
		],
		['a weak key', 'SEAL_CERTIFICATE', /no RSA key of at least 2048 bits$/, { keyBits: 1024 }],
		[
			'a key for encryption alone',
			'SEAL_CERTIFICATE',
			/^The certificate is not for signing/,
			{ keyUsage: ['keyEncipherment'] },
		],
	])('%s', async (_name, code, message, change) => {
		await expectRefusal(sealDocument(DOCUMENT, await issued(change), now), code, message);
	});
});

describe('what is trusted for seals', () => {
	test.each<[string, RegExp, () => string]>([
		['text without a certificate', /contains no certificate$/, () => 'root'],
		[
			'a certificate cut off',
			/cannot be read/,
			() => pki.eltClient.root.certificatePem.replace(/\n.{64}\n/, '\n'),
		],
	])('is not %s', async (_name, message, text) => {
		await expectRefusal(
			Promise.resolve().then(() => sealTrust([text()])),
			'CERTIFICATE_UNREADABLE',
			message,
		);
	});
});

describe('refuses', () => {
	test.each<[string, Buffer]>([
		['a document with a byte changed', Buffer.from(DOCUMENT.toString().replace('å', 'a'))],
		['a document with a line break more', Buffer.concat([DOCUMENT, Buffer.from('\n')])],
		['no document', Buffer.alloc(0)],
	])('%s', async (_name, document) => {
		await expectRefusal(
			verifySeal(seal, document, trust),
			'SEAL_DIGEST',
			/^The document is not the one that was sealed$/,
		);
	});

	test.each<[string, ErrorCode, RegExp, (xml: string) => string]>([
		['no XML', 'SEAL_MALFORMED', /not XML as a seal/, () => 'seal'],
		['something larger than any seal', 'SEAL_MALFORMED', /70000 characters/, () => 'x'.repeat(70_000)],
		['a DOCTYPE', 'SEAL_STRUCTURE', /DOCTYPE/, (xml) => `<!DOCTYPE Signature>${xml}`],
		['another element', 'SEAL_STRUCTURE', /another element where Signature/, () => '<a></a>'],
		[
			'another digest in the manifest',
			'SEAL_DIGEST',
			/changed after it was made/,
			(xml) => xml.replace(/(<Manifest.*<DigestValue>)[^<]*/, `$1${'A'.repeat(43)}=`),
		],
		['another time', 'SEAL_DIGEST', /changed after/, swap(/(<SigningTime[^>]*>)\d{4}/, '$12001')],
		['another document named', 'SEAL_DIGEST', /changed after/, swap('document.xml', 'other.xml')],
		['another value', 'SEAL_VALUE', /not made with the key/, swap(/(<SignatureValue>)[^<]{4}/, '$1AAAA')],
		[
			'another algorithm',
			'SEAL_STRUCTURE',
			/another algorithm/,
			swap('xmldsig-more#rsa-sha256', 'xmldsig-more#rsa-sha1'),
		],
		[
			'more certificates than any seal',
			'SEAL_STRUCTURE',
			/has 21 certificates, more than any seal/,
			(xml) => xml.replace(/(<X509Certificate>.*<\/X509Certificate>)/s, (all) => all.repeat(21)),
		],
		[
			'another certificate named',
			'SEAL_DIGEST',
			/changed after/,
			swap(/(<SigningCertificate[^>]*>)[0-9a-f]{4}/, '$1zzzz'),
		],
		['another Id', 'SEAL_STRUCTURE', /Object in the seal has another Id/, swap('Id="seal"', 'Id="other"')],
		['an Id elsewhere', 'SEAL_STRUCTURE', /attributes/, swap('<X509Data>', '<X509Data Id="seal">')],
		['bytes after its certificate', 'SEAL_CERTIFICATE', /cannot be read/, afterCertificate],
		['a Reference elsewhere', 'SEAL_STRUCTURE', /points elsewhere/, swap('URI="#manifest"', 'URI=""')],
		[
			'a second manifest before the sealed one',
			'SEAL_STRUCTURE',
			/Object in the seal has 3 parts/,
			(xml) =>
				xml.replace('<Manifest', `${partOf(xml, 'Manifest').replace('Id="manifest"', 'Id="x"')}<Manifest`),
		],
		[
			'a second Object',
			'SEAL_STRUCTURE',
			/Signature in the seal has 5 parts/,
			(xml) => xml.replace('<Object', `${partOf(xml, 'Object')}<Object`),
		],
		[
			'a processing instruction inside the digest',
			'SEAL_STRUCTURE',
			/processing instruction/,
			(xml) => xml.replace(/(<Manifest.*<DigestValue>)/, '$1<?x?>'),
		],
		[
			'no certificate',
			'SEAL_STRUCTURE',
			/X509Certificate/,
			swap(/<X509Certificate>.*<\/X509Certificate>/, '<x></x>'),
		],
		[
			'base64 written in another way',
			'SEAL_STRUCTURE',
			/not base64/,
			swap('</X509Certificate>', ' </X509Certificate>'),
		],
		[
			'a value written in another way',
			'SEAL_STRUCTURE',
			/not base64/,
			swap('</SignatureValue>', '\n</SignatureValue>'),
		],
		['a damaged certificate', 'SEAL_CERTIFICATE', /cannot be read/, swap(/(<X509Certificate>).{40}/, '$1')],
	])('%s', async (_name, code, message, change) => {
		await expectRefusal(verifySeal(change(seal), DOCUMENT, trust), code, message);
	});

	test('a seal with any character of it changed', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat(seal.length - 1),
				fc.constantFrom('A', 'b', '0', '<', ' ', '"'),
				async (at, character) => {
					fc.pre(seal[at] !== character);
					const changed = seal.slice(0, at) + character + seal.slice(at + 1);
					const { code } = await refusalOf(verifySeal(changed, DOCUMENT, trust));
					expect(code).toMatch(/^SEAL_/);
				},
			),
			{ numRuns: 500 },
		);
	});
});
