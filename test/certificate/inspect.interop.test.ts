import { inspectCertificate } from '../../src/certificate/inspect';
import { loadCertificate } from '../../src/certificate/load';
import { createPki, type EndVariant, type Pki } from '../../src/simulator/pki/pki';
import { openWorkshop, type Workshop } from './openssl';

const NOW = new Date('2026-11-02T12:00:00Z');
const DAY_MS = 86_400_000;
const days = (count: number): Date => new Date(NOW.getTime() + count * DAY_MS);

let pki: Pki;
let workshop: Workshop;

beforeAll(async () => {
	[pki, workshop] = await Promise.all([createPki({ now: NOW }), openWorkshop()]);
});

afterAll(() => workshop.close());

async function inspect(variant: EndVariant & { usage?: object } = {}, trust?: readonly string[]) {
	const { usage = {}, ...rest } = variant;
	const subject = [
		['c', 'SE'],
		['o', 'Exempel AB'],
		['serialNumber', '165599990008'],
		['cn', 'elt.example'],
	] as const;
	const issued = await pki.issue({
		subject,
		issuer: pki.eltClient.root,
		keyUsage: ['digitalSignature'],
		extendedKeyUsage: ['clientAuth'],
		...rest,
		...usage,
	});
	const certificate = await loadCertificate({ certificate: issued.certificatePem, key: issued.keyPem });
	return inspectCertificate(certificate, { now: NOW, trust: trust ?? [pki.eltClient.root.certificatePem] });
}

test('says what it is, whose and until when', async () => {
	await expect(inspect({ validTo: days(400.5) })).resolves.toEqual({
		subject: 'CN=elt.example, serialNumber=165599990008, O=Exempel AB, C=SE',
		commonName: 'elt.example',
		organisationsnummer: '5599990008',
		issuer: 'CN=Simulator ELT Client CA, O=Simulator, C=SE',
		validFrom: days(-2).toISOString(),
		validTo: days(400.5).toISOString(),
		daysLeft: 400,
		sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
		problems: [],
	});
});

describe('validity', () => {
	test.each([
		[61, []],
		[60, ['CERTIFICATE_EXPIRES_SOON warning: The certificate runs out in 60 days, on 2027-01-01']],
		[30, ['CERTIFICATE_EXPIRES_SOON warning: The certificate runs out in 30 days, on 2026-12-02']],
		[7, ['CERTIFICATE_EXPIRES_SOON warning: The certificate runs out in 7 days, on 2026-11-09']],
		[0, ['CERTIFICATE_EXPIRES_SOON warning: The certificate runs out in 0 days, on 2026-11-02']],
		[-1, ['CERTIFICATE_EXPIRED error: The certificate ran out on 2026-11-01']],
	])('%s days left', async (left, expected) => {
		const { problems, daysLeft } = await inspect({ validTo: days(left) });
		expect(daysLeft).toBe(left);
		expect(problems.map(({ code, level, message }) => `${code} ${level}: ${message}`)).toEqual(expected);
	});

	test('not yet valid', async () => {
		const { problems } = await inspect({ validFrom: days(3) });
		expect(problems).toEqual([
			expect.objectContaining({
				code: 'CERTIFICATE_NOT_YET_VALID',
				level: 'error',
				message: 'The certificate is valid from 2026-11-05',
			}),
		]);
	});
});

describe('what is wrong with it', () => {
	test.each<[string, object, string, string]>([
		[
			'a weak key',
			{ keyBits: 1024 },
			'CERTIFICATE_KEY_WEAK',
			'The key has 1024 bits; at least 2048 are needed',
		],
		[
			'a key that is not for TLS',
			{ keyUsage: ['nonRepudiation'] },
			'CERTIFICATE_USAGE',
			'The key usage does not allow TLS (digitalSignature is missing)',
		],
		[
			'a certificate for servers',
			{ extendedKeyUsage: ['serverAuth'] },
			'CERTIFICATE_USAGE',
			'The certificate was not issued for TLS clients (clientAuth is missing)',
		],
		[
			'the certificate of an issuer',
			{ ca: true },
			'CERTIFICATE_USAGE',
			'This is the certificate of an issuer, not of a client',
		],
	])('%s', async (_name, usage, code, message) => {
		const { problems } = await inspect({ usage });
		expect(problems).toEqual([expect.objectContaining({ code, message })]);
	});

	test('a chain that leads to no trusted root', async () => {
		const { problems } = await inspect({}, [pki.eltTls.root.certificatePem]);
		expect(problems).toEqual([
			expect.objectContaining({
				code: 'CERTIFICATE_CHAIN',
				level: 'warning',
				message: expect.stringContaining(
					'"CN=Simulator ELT Client CA, O=Simulator, C=SE", which is none of the trusted roots',
				),
			}),
		]);
	});

	test('no issuer in the file, as information', async () => {
		const { leaf } = pki.eltClient;
		const certificate = await loadCertificate({ certificate: leaf.certificatePem, key: leaf.keyPem });
		expect(inspectCertificate(certificate, { now: NOW }).problems).toEqual([
			expect.objectContaining({ code: 'CERTIFICATE_CHAIN', level: 'info' }),
		]);
	});

	test('signed by itself', async () => {
		const { root } = pki.eltClient;
		const certificate = await loadCertificate({ certificate: root.certificatePem, key: root.keyPem });
		const codes = inspectCertificate(certificate, { now: NOW }).problems.map(({ code }) => code);
		expect(codes).toContain('CERTIFICATE_SELF_SIGNED');
	});

	test('an EC certificate, of version 1 too, is read', async () => {
		await workshop.openssl('ecparam -name prime256v1 -genkey -noout -out ec.pem');
		await workshop.openssl(
			'req -new -key ec.pem -subj /C=SE/O=Exempel/serialNumber=5599990008/CN=ec.example -out ec.csr',
		);
		await workshop.openssl('x509 -req -in ec.csr -signkey ec.pem -days 2 -out ec.crt');
		const certificate = await loadCertificate({
			certificate: await workshop.text('ec.crt'),
			key: await workshop.text('ec.pem'),
		});
		const report = inspectCertificate(certificate, { now: new Date() });
		expect(report).toMatchObject({ commonName: 'ec.example', organisationsnummer: '5599990008' });
	});
});

describe('organisationsnummer', () => {
	test.each([
		['165599990008', '5599990008'],
		['5599990008', '5599990008'],
		['559999-0008', '5599990008'],
		['NTRSE-5599990008', '5599990008'],
		['SE5599990008-1', '5599990008'],
		['SE559999000801', null],
		['8107239835', null],
		['198107239835', null],
		['12345', null],
	])('in the serial number %s: %s', async (serialNumber, expected) => {
		const { organisationsnummer } = await inspect({
			subject: [
				['cn', 'x'],
				['serialNumber', serialNumber],
			],
		});
		expect(organisationsnummer).toBe(expected);
	});
});
