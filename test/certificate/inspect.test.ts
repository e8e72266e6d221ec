import { inspectCertificate } from '../../src/certificate/inspect';
import { loadCertificate } from '../../src/certificate/load';
import { type CertificateRequest, extension, type Issued } from '../../src/simulator/pki/certificate';
import { createPki, type Pki } from '../../src/simulator/pki/pki';
import { certify, digitalSignature } from './certify';

const NOW = new Date('2026-11-02T12:00:00Z');
const days = (count: number): Date => new Date(NOW.getTime() + count * 86_400_000);

let pki: Pki;

beforeAll(async () => {
	pki = await createPki({ now: NOW });
});

/** What is wrong with a certificate, as code, level and message. */
async function problemsOf(certificate: string, key: string, trust?: readonly string[]): Promise<string[]> {
	const loaded = await loadCertificate({ certificate, key });
	const report = inspectCertificate(loaded, { now: NOW, ...(trust === undefined ? {} : { trust }) });
	return report.problems.map(({ code, level, message }) => `${code} ${level}: ${message}`);
}

describe('an issuer in the file is judged too', () => {
	const AUTHORITY = { ca: true, keyUsage: ['keyCertSign'] } as const;

	async function chain(middle: Partial<CertificateRequest>): Promise<[leaf: Issued, middle: Issued]> {
		const issuer = await pki.issue({
			subject: [['cn', 'Middle']],
			issuer: pki.eltClient.root,
			...AUTHORITY,
			...middle,
		});
		return [await pki.client({ issuer }), issuer];
	}

	test.each<[string, Partial<CertificateRequest>, string[]]>([
		['one that may issue', {}, []],
		[
			'one that has run out',
			{ validFrom: days(-9), validTo: days(-1) },
			['CERTIFICATE_CHAIN warning: The issuer "CN=Middle" ran out on 2026-11-01'],
		],
		[
			'one that is not valid yet',
			{ validFrom: days(3) },
			['CERTIFICATE_CHAIN warning: The issuer "CN=Middle" is valid from 2026-11-05'],
		],
		[
			'one that is no issuer',
			{ ca: false, keyUsage: [] },
			['CERTIFICATE_CHAIN warning: The certificate of the issuer "CN=Middle" is not an issuer\'s'],
		],
		[
			'one for OCSP responders alone',
			{ extendedKeyUsage: ['ocspSigning'] },
			['CERTIFICATE_CHAIN warning: The certificate of the issuer "CN=Middle" is that of an OCSP responder'],
		],
	])('%s', async (_name, middle, expected) => {
		const [leaf, issuer] = await chain(middle);
		const file = leaf.certificatePem + issuer.certificatePem;
		expect(await problemsOf(file, leaf.keyPem)).toEqual(expected);
		const roots = [pki.eltClient.root.certificatePem];
		expect(await problemsOf(file, leaf.keyPem, roots)).toEqual(expected);
		const withRoot = file + pki.eltClient.root.certificatePem;
		expect(await problemsOf(withRoot, leaf.keyPem)).toEqual(expected);
	});

	test('and that the chain leads to no trusted root is said beside it', async () => {
		const [leaf, issuer] = await chain({ validFrom: days(-9), validTo: days(-1) });
		const file = leaf.certificatePem + issuer.certificatePem;
		expect(await problemsOf(file, leaf.keyPem, [pki.eltTls.root.certificatePem])).toEqual([
			'CERTIFICATE_CHAIN warning: The issuer "CN=Middle" ran out on 2026-11-01',
			expect.stringMatching(/^CERTIFICATE_CHAIN warning: The chain ends at "CN=Simulator ELT Client CA/),
		]);
	});
});

describe('an extension that can not be read is a problem, not an end', () => {
	test.each([
		['keyUsage', '2.5.29.15', '0303ff'],
		['extendedKeyUsage', '2.5.29.37', '0500'],
		['basicConstraints', '2.5.29.19', '0101ff'],
	])('%s', async (name, id, value) => {
		const { leaf, root } = pki.eltClient;
		const malformed = extension(id, Buffer.from(value, 'hex'), true);
		const extensions = name === 'keyUsage' ? [malformed] : [digitalSignature(), malformed];
		const certificate = certify({ key: leaf.key, issuer: root, extensions });
		expect(await problemsOf(certificate, leaf.keyPem)).toContain(
			`CERTIFICATE_USAGE error: What the certificate says of its use cannot be read (${name})`,
		);
	});
});
