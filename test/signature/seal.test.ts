import fc from 'fast-check';
import type { ErrorCode } from '../../src/errors';
import { sealDocument, verifySeal } from '../../src/signature/seal';
import { createPki, type Pki } from '../../src/simulator/pki';
import { expectRefusal, partOf, refusalOf, swap } from './world';

const DOCUMENT = Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<ns:a xmlns:ns="urn:a">åäö</ns:a>');

/** The seal with a byte more in the base64 of its certificate. */
function afterCertificate(xml: string): string {
	return xml.replace(/(<X509Certificate>)([^<]+)/, (_whole, tag: string, base64: string) => {
		const der = Buffer.concat([Buffer.from(base64, 'base64'), Buffer.from([0])]);
		return `${tag}${der.toString('base64')}`;
	});
}

let pki: Pki;
let attacker: Pki;
let seal: string;
let now: Date;

beforeAll(async () => {
	[pki, attacker] = await Promise.all([createPki(), createPki()]);
	now = new Date();
	seal = await sealDocument(DOCUMENT, pki.eltClient.leaf, now);
});

test('proves whose it is, when it was made, and over which bytes', async () => {
	const proven = await verifySeal(seal, DOCUMENT, { trust: [pki.eltClient.root.certificatePem] });
	expect(proven).toEqual({
		trusted: true,
		subject: expect.stringMatching(/^CN=Simulatorns Systemleverantör AB, serialNumber=16\d{10}, O=/),
		commonName: 'Simulatorns Systemleverantör AB',
		certificateSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
		signedAt: now.toISOString(),
		sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
	});
});

test('without trusted roots, says that nobody was proven', async () => {
	await expect(verifySeal(seal, DOCUMENT)).resolves.toMatchObject({ trusted: false });
});

test('a certificate may be trusted itself', async () => {
	const trust = [pki.eltClient.leaf.certificatePem];
	await expect(verifySeal(seal, DOCUMENT, { trust })).resolves.toMatchObject({ trusted: true });
});

test('issuers between certificate and root come with the seal, the root does not', async () => {
	const middle = await pki.issue({
		subject: [['cn', 'Middle']],
		issuer: pki.eltClient.root,
		ca: true,
		keyUsage: ['keyCertSign'],
	});
	const leaf = await pki.client({ issuer: middle });
	const chained = await sealDocument(
		DOCUMENT,
		{ ...leaf, chainPem: [middle.certificatePem, pki.eltClient.root.certificatePem] },
		now,
	);
	expect(chained.match(/<X509Certificate>/g)).toHaveLength(2);
	const trust = [pki.eltClient.root.certificatePem];
	await expect(verifySeal(chained, DOCUMENT, { trust })).resolves.toMatchObject({ trusted: true });
});

describe('refuses', () => {
	test.each<[string, Buffer]>([
		['a document with a byte changed', Buffer.from(DOCUMENT.toString().replace('å', 'a'))],
		['a document with a line break more', Buffer.concat([DOCUMENT, Buffer.from('\n')])],
		['no document', Buffer.alloc(0)],
	])('%s', async (_name, document) => {
		await expectRefusal(
			verifySeal(seal, document),
			'SEAL_DIGEST',
			/^The document is not the one that was sealed$/,
		);
	});

	test.each<[string, ErrorCode, RegExp, (xml: string) => string]>([
		['no XML', 'SEAL_MALFORMED', /not XML as a seal/, () => 'seal'],
		['something larger than any seal', 'SEAL_MALFORMED', /70000 characters/, () => 'x'.repeat(70_000)],
		['a DOCTYPE', 'SEAL_STRUCTURE', /DOCTYPE/, (xml) => `<!DOCTYPE Signature>${xml}`],
		['another element', 'SEAL_STRUCTURE', /not a seal/, () => '<a></a>'],
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
		['another Id', 'SEAL_STRUCTURE', /other attributes/, swap('Id="seal"', 'Id="other"')],
		['an Id elsewhere', 'SEAL_STRUCTURE', /other attributes/, swap('<X509Data>', '<X509Data Id="seal">')],
		['bytes after its certificate', 'SEAL_CERTIFICATE', /can not be read/, afterCertificate],
		['a Reference elsewhere', 'SEAL_STRUCTURE', /points elsewhere/, swap('URI="#manifest"', 'URI=""')],
		[
			'a second manifest before the sealed one',
			'SEAL_STRUCTURE',
			/Object in the seal holds other elements/,
			(xml) =>
				xml.replace('<Manifest', `${partOf(xml, 'Manifest').replace('Id="manifest"', 'Id="x"')}<Manifest`),
		],
		[
			'a second Object',
			'SEAL_STRUCTURE',
			/Signature in the seal holds other elements/,
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
			/KeyInfo|X509Data/,
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
		['a damaged certificate', 'SEAL_CERTIFICATE', /can not be read/, swap(/(<X509Certificate>).{40}/, '$1')],
	])('%s', async (_name, code, message, change) => {
		await expectRefusal(verifySeal(change(seal), DOCUMENT), code, message);
	});

	test("an attacker's seal, when roots are trusted", async () => {
		const forged = await sealDocument(DOCUMENT, attacker.eltClient.leaf, now);
		const trust = [pki.eltClient.root.certificatePem];
		await expectRefusal(verifySeal(forged, DOCUMENT, { trust }), 'SEAL_CERTIFICATE', /not trusted/);
	});

	test('a seal made when the certificate had run out', async () => {
		const late = await sealDocument(
			DOCUMENT,
			pki.eltClient.leaf,
			new Date(now.getTime() + 3 * 365 * 86_400_000),
		);
		const trust = [pki.eltClient.root.certificatePem];
		await expectRefusal(verifySeal(late, DOCUMENT, { trust }), 'SEAL_CERTIFICATE', /not trusted/);
	});

	test('a seal with any character of it changed', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat(seal.length - 1),
				fc.constantFrom('A', 'b', '0', '<', ' ', '"'),
				async (at, character) => {
					fc.pre(seal[at] !== character);
					const changed = seal.slice(0, at) + character + seal.slice(at + 1);
					const trust = [pki.eltClient.root.certificatePem];
					const { code } = await refusalOf(verifySeal(changed, DOCUMENT, { trust }));
					expect(code).toMatch(/^SEAL_/);
				},
			),
			{ numRuns: 500 },
		);
	});
});
