import { readX509 } from '../../src/certificate/x509';
import { isTrusted } from '../../src/signature/sealTrust';
import { type CertificateWithKey, readCertificate } from '../../src/signature/trust';
import { extension, type Issued, nameOf } from '../../src/simulator/pki/certificate';
import { type Asn1, fromDer, integer, isTrue, sequence, toDer } from '../../src/simulator/pki/der';
import { X509Certificate } from 'node:crypto';
import { certify } from '../certificate/certify';
import { base64, createWorld, expectRefusal, REPORT, swap, type World } from './world';

let world: World;

beforeAll(async () => {
	world = await createWorld();
});

/** Breaks a certificate's base64 into lines of 76 characters, as older clients of BankID's did. */
const wrapped = (xml: string): string =>
	xml.replace(/(?<=<X509Certificate>)[^<]+/g, (text) => text.replace(/.{76}/g, '$&\n'));

test('verifies a signature whose certificates are wrapped in lines, over the bytes as they were signed', async () => {
	const evidence = await world.sign({ edit: { keyInfo: wrapped } });
	await expect(world.verify(evidence)).resolves.toHaveProperty('signedAt');
});

test('refuses certificates that were wrapped in lines after signing', async () => {
	await expectRefusal(
		world.verify(await world.sign({ edit: { document: wrapped } })),
		'SIGNATURE_DIGEST',
		'KeyInfo',
	);
});

test('refuses a signature value that is wrapped in lines', async () => {
	const evidence = await world.sign({ edit: { document: swap(/<SignatureValue>.{76}/, '$&\n') } });
	await expectRefusal(world.verify(evidence), 'SIGNATURE_STRUCTURE', 'SignatureValue');
});

test('proves the signature of a batch once for all its reports', async () => {
	const entries = 1470;
	const id = (index: number): string => `5d7f0c3a-1b2c-5d3e-8f40-${index.toString(16).padStart(12, '0')}`;
	const hidden = Array.from({ length: entries }, (_, index) => `${id(index)},${REPORT.sha256}`).join(';');
	const evidence = await world.sign({ userNonVisibleData: base64(hidden) });
	const verify = (index: number, policy = world.policy): Promise<unknown> =>
		world.verify({ ...evidence }, policy, { binding: { id: id(index), sha256: REPORT.sha256 } });
	const timed = async (work: () => Promise<unknown>): Promise<number> => {
		const begun = performance.now();
		await work();
		return performance.now() - begun;
	};
	await verify(0);
	// A policy of its own is a run of its own.
	const once = await timed(async () => {
		for (let run = 0; run < 20; run += 1) await verify(run, { ...world.policy });
	});
	const all = await timed(async () => {
		for (let index = 0; index < entries; index += 1) await verify(index);
	});
	expect(all / entries).toBeLessThan(once / 20 / 10);
});

test('what was proven for one OCSP response does not stand in for another signature', async () => {
	const [one, other] = [await world.sign(), await world.sign({ userVisibleData: base64('other') })];
	await world.verify(one);
	await expectRefusal(
		world.verify({ signature: other.signature, ocspResponse: one.ocspResponse }, world.policy, {
			userVisibleData: 'other',
		}),
		'OCSP_NONCE',
		'another signature',
	);
});

describe('the search for a trusted issuer', () => {
	const AT = Date.now();
	const authority = (pathLength?: number): Asn1 =>
		extension(
			'2.5.29.19',
			toDer(sequence(isTrue(), pathLength === undefined ? undefined : integerOf(pathLength))),
			true,
		);
	const read = (pem: string): CertificateWithKey => readCertificate(new X509Certificate(pem).raw);
	const integerOf = (value: number): Asn1 => integer(Buffer.of(value));
	const root = (): Issued => world.pki.eltClient.root;

	test('ends soon among certificates that have all issued each other', () => {
		const { key, subject } = root();
		const crowd = Array.from({ length: 40 }, (_, index) =>
			read(
				certify({
					key,
					issuer: root(),
					subject,
					extensions: [authority()],
					serialNumber: integerOf(index + 1),
				}),
			),
		);
		const leaf = read(certify({ key, issuer: root(), extensions: [] }));
		const begun = performance.now();
		expect(isTrusted(leaf, crowd, [], AT)).toBe(false);
		expect(performance.now() - begun).toBeLessThan(2000);
	});

	test('does not count a self-issued certificate in the length of the path', async () => {
		const renewed = await world.pki.issue({
			subject: root().subject,
			issuer: root(),
			ca: true,
			keyUsage: ['keyCertSign'],
		});
		const limited = read(
			certify({ key: root().key, issuer: root(), subject: root().subject, extensions: [authority(0)] }),
		);
		const leaf = read(certify({ key: root().key, issuer: renewed, extensions: [] }));
		expect(readX509(renewed.certificateDer).issuer).toEqual(readX509(renewed.certificateDer).subject);
		expect(isTrusted(leaf, [read(renewed.certificatePem)], [limited], AT)).toBe(true);
	});

	test('takes names as the same that are written as other kinds of strings', () => {
		const leaf = certify({ key: root().key, issuer: root(), extensions: [], issuerName: printableName() });
		expect(isTrusted(read(leaf), [], [read(root().certificatePem)], AT)).toBe(true);
	});

	/** The root's name with PrintableString wherever its certificate has UTF8String. */
	function printableName(): Asn1 {
		const name = toDer(nameOf(root().subject));
		return fromDer(Buffer.from(name.toString('latin1').replaceAll('\f', '\x13'), 'latin1'));
	}
});
