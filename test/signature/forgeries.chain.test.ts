import type { ErrorCode } from '../../src/errors';
import { signaturePolicy } from '../../src/signature/policy';
import type { Issued } from '../../src/simulator/pki/certificate';
import type { BankIdEvidence } from '../../src/simulator/bankid/signature';
import { createPki, type Pki, personSubject } from '../../src/simulator/pki/pki';
import { oid, sequence, toDer } from '../../src/simulator/pki/der';
import {
	createWorld,
	expectRefusal,
	sentences,
	forgeIssuer,
	OTHER,
	partOf,
	PERSON,
	swap,
	type World,
} from './world';

let world: World;
let attacker: Pki;

beforeAll(async () => {
	[world, attacker] = await Promise.all([createWorld(), createPki()]);
});

const DAY_MS = 86_400_000;
const days = (count: number): Date => new Date(Date.now() + count * DAY_MS);
const pemOf = (certificates: readonly Issued[]): string[] =>
	certificates.map(({ certificatePem }) => certificatePem);

/** The customer CA's certificate with other extensions, the rest of the chain as it is. */
async function withCustomerCa(extensions: object[]): Promise<BankIdEvidence> {
	const { customerCa, bankCa } = world.pki.signatures;
	const changed = forgeIssuer(customerCa, bankCa, [
		{ name: 'basicConstraints', critical: true, cA: true },
		...extensions,
	]);
	return withCertificates([(await world.pki.person(PERSON)).certificatePem, changed, bankCa.certificatePem]);
}

/** The extension certificatePolicies, as node-forge takes it. */
function policies(critical: boolean, ...oids: readonly string[]): object {
	const value = toDer(sequence(...oids.map((dotted) => sequence(oid(dotted)))));
	return { id: '2.5.29.32', critical, value: value.toString('latin1') };
}

/** Signs with other certificates in X509Data than the person's own chain. */
async function withCertificates(
	certificates: readonly string[],
	certificate?: Issued,
): Promise<BankIdEvidence> {
	return world.sign({ certificates, ...(certificate === undefined ? {} : { certificate }) });
}

async function personBy(issuer: Issued, change: object = {}): Promise<Issued> {
	return world.pki.person(PERSON, { issuer, ...change });
}

type Case = readonly [name: string, code: ErrorCode, part: string, forge: () => Promise<BankIdEvidence>];

const CASES: Readonly<Record<string, readonly Case[]>> = {
	"an attacker's own certificates": [
		[
			'a whole chain of the same names',
			'SIGNATURE_CHAIN',
			'bank CA',
			async () => {
				const { customerCa, bankCa } = attacker.signatures;
				const certificate = await attacker.person(PERSON);
				return world.sign({
					pki: attacker,
					certificate,
					certificates: pemOf([certificate, customerCa, bankCa]),
				});
			},
		],
		[
			'a chain from a root of another name',
			'SIGNATURE_CHAIN',
			'root',
			async () => {
				const root = await world.pki.foreignRoot('Another Root');
				const bankCa = await world.pki.issue({
					subject: [['cn', 'Bank']],
					issuer: root,
					ca: true,
					keyUsage: ['keyCertSign'],
				});
				const { customerCa } = world.pki.signatures;
				const certificate = await world.pki.person(PERSON);
				return withCertificates(pemOf([certificate, customerCa, bankCa]));
			},
		],
		[
			"the person's certificate made by the attacker, the issuers real",
			'SIGNATURE_CHAIN',
			'customer CA',
			async () => {
				const { customerCa, bankCa } = world.pki.signatures;
				const certificate = await attacker.person(PERSON);
				return withCertificates(pemOf([certificate, customerCa, bankCa]), certificate);
			},
		],
		[
			'a certificate that signed itself',
			'SIGNATURE_CHAIN',
			'customer CA',
			async () => {
				const certificate = await world.pki.issue({
					subject: personSubject(PERSON, new Date()),
					keyUsage: ['nonRepudiation'],
				});
				const { customerCa, bankCa } = world.pki.signatures;
				return withCertificates(pemOf([certificate, customerCa, bankCa]), certificate);
			},
		],
		[
			'certificates issued by a person',
			'SIGNATURE_CHAIN',
			'customer CA',
			async () => {
				const { bankCa } = world.pki.signatures;
				const middle = await world.pki.issue({
					subject: [['cn', 'Middle']],
					issuer: bankCa,
					keyUsage: ['nonRepudiation'],
				});
				const certificate = await personBy(middle);
				return withCertificates(pemOf([certificate, middle, bankCa]), certificate);
			},
		],
	],
	'certificates in the wrong places': [
		[
			'the issuers in the wrong order',
			'SIGNATURE_CHAIN',
			'bank CA',
			async () => {
				const { customerCa, bankCa } = world.pki.signatures;
				return withCertificates(pemOf([await world.pki.person(PERSON), bankCa, customerCa]));
			},
		],
		[
			'the person last',
			'SIGNATURE_CHAIN',
			'root',
			async () => {
				const { customerCa, bankCa } = world.pki.signatures;
				return withCertificates(pemOf([bankCa, customerCa, await world.pki.person(PERSON)]));
			},
		],
		[
			'the root included',
			'SIGNATURE_STRUCTURE',
			'X509Data',
			async () => {
				const { customerCa, bankCa, root } = world.pki.signatures;
				return withCertificates(pemOf([await world.pki.person(PERSON), customerCa, bankCa, root]));
			},
		],
		[
			'the root in place of the bank CA',
			'SIGNATURE_CHAIN',
			'customer CA',
			async () => {
				const { customerCa, root } = world.pki.signatures;
				return withCertificates(pemOf([await world.pki.person(PERSON), customerCa, root]));
			},
		],
		[
			'one certificate too few',
			'SIGNATURE_STRUCTURE',
			'X509Data',
			async () => withCertificates(pemOf([await world.pki.person(PERSON), world.pki.signatures.customerCa])),
		],
		[
			'the certificate of another person',
			'SIGNATURE_VALUE',
			'',
			async () => {
				const { customerCa, bankCa } = world.pki.signatures;
				return withCertificates(pemOf([await world.pki.person(OTHER), customerCa, bankCa]));
			},
		],
		[
			'no certificate at all',
			'SIGNATURE_CHAIN',
			'person',
			() => world.sign({ edit: { keyInfo: swap(/<X509Certificate>[^<]*/, '<X509Certificate>AAAA') } }),
		],
	],
	'certificates that are not for this': [
		[
			'a person who is an issuer',
			'SIGNATURE_CHAIN',
			'person',
			async () => world.sign({ variant: { ca: true, keyUsage: ['nonRepudiation', 'keyCertSign'] } }),
		],
		[
			'a key for identification',
			'SIGNATURE_PURPOSE',
			'person',
			() => world.sign({ variant: { keyUsage: ['digitalSignature'] } }),
		],
		[
			'an OCSP responder that signs as a person',
			'SIGNATURE_CHAIN',
			'OCSP responder',
			async () => world.sign({ certificate: world.pki.signatures.ocspResponder }),
		],
		['a key of 1024 bits', 'SIGNATURE_CHAIN', 'person', () => world.sign({ variant: { keyBits: 1024 } })],
		[
			'a customer CA that may not issue',
			'SIGNATURE_CHAIN',
			'customer CA',
			async () => {
				const { bankCa } = world.pki.signatures;
				const customerCa = await world.pki.issue({
					subject: [['cn', 'CA']],
					issuer: bankCa,
					ca: true,
					keyUsage: ['cRLSign'],
				});
				const certificate = await personBy(customerCa);
				return withCertificates(pemOf([certificate, customerCa, bankCa]), certificate);
			},
		],
		[
			'a bank CA that allows no issuer below it',
			'SIGNATURE_CHAIN',
			'bank CA',
			async () => {
				const { customerCa, bankCa, root } = world.pki.signatures;
				const limited = forgeIssuer(bankCa, root, [
					{ name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
				]);
				return withCertificates([
					(await world.pki.person(PERSON)).certificatePem,
					customerCa.certificatePem,
					limited,
				]);
			},
		],
		[
			'an issuer with a critical extension that nobody knows',
			'SIGNATURE_CHAIN',
			'customer CA',
			() => withCustomerCa([{ id: '1.2.3.4', critical: true, value: '\x05\x00' }]),
		],
		[
			'an issuer with name constraints that are not critical',
			'SIGNATURE_CHAIN',
			'nameConstraints',
			() => withCustomerCa([{ id: '2.5.29.30', critical: false, value: '\x30\x00' }]),
		],
		[
			'an issuer with policy constraints that are not critical',
			'SIGNATURE_CHAIN',
			'policyConstraints',
			() => withCustomerCa([{ id: '2.5.29.36', critical: false, value: '\x30\x03\x80\x01\x00' }]),
		],
		[
			'an issuer of OCSP responders alone',
			'SIGNATURE_CHAIN',
			'customer CA',
			() => withCustomerCa([{ name: 'extKeyUsage', critical: true, '1.3.6.1.5.5.7.3.9': true }]),
		],
		[
			'a person who may issue, though not called an issuer',
			'SIGNATURE_CHAIN',
			'person',
			() => world.sign({ variant: { keyUsage: ['nonRepudiation', 'keyCertSign'] } }),
		],
		[
			'an issuer whose critical policies are not the person’s',
			'SIGNATURE_POLICY',
			'customer CA',
			() => withCustomerCa([policies(true, '1.2.3.4.10')]),
		],
	],
	'certificates at another time than theirs': [
		[
			"the person's ran out before",
			'SIGNATURE_CHAIN',
			'person',
			() => world.sign({ variant: { validFrom: days(-20), validTo: days(-1) } }),
		],
		[
			"the person's was not valid yet",
			'SIGNATURE_CHAIN',
			'person',
			() => world.sign({ variant: { validFrom: days(1), validTo: days(20) } }),
		],
		[
			'signed after the issuers ran out',
			'SIGNATURE_CHAIN',
			'customer CA',
			async () => {
				const responder = await longLived(['nonRepudiation'], ['ocspSigning']);
				return world.sign({ variant: { validTo: days(9000) }, at: days(8000), ocsp: { responder } });
			},
		],
		[
			'signed before the issuers were made',
			'SIGNATURE_CHAIN',
			'customer CA',
			async () => {
				const responder = await longLived(['nonRepudiation'], ['ocspSigning']);
				return world.sign({ variant: { validFrom: days(-900) }, at: days(-800), ocsp: { responder } });
			},
		],
	],
	'a signature of other bytes': [
		[
			"another person's key",
			'SIGNATURE_VALUE',
			'',
			async () => world.sign({ key: (await world.pki.person(OTHER)).key }),
		],
		[
			'the value of another signature by the same person',
			'SIGNATURE_VALUE',
			'',
			async () => {
				const other = Buffer.from(
					(await world.sign({ userVisibleData: 'eA==' })).signature,
					'base64',
				).toString();
				return world.sign({
					edit: {
						document: (xml) => xml.replace(partOf(xml, 'SignatureValue'), partOf(other, 'SignatureValue')),
					},
				});
			},
		],
		[
			'a value of zeros',
			'SIGNATURE_VALUE',
			'',
			() =>
				world.sign({
					edit: {
						document: swap(
							/<SignatureValue>[^<]*/,
							`<SignatureValue>${Buffer.alloc(256).toString('base64')}`,
						),
					},
				}),
		],
		[
			'an empty value',
			'SIGNATURE_VALUE',
			'',
			() => world.sign({ edit: { document: swap(/<SignatureValue>[^<]*/, '<SignatureValue>') } }),
		],
		[
			'a value with a zero before it',
			'SIGNATURE_VALUE',
			'',
			() =>
				world.sign({
					edit: {
						document: (xml) =>
							xml.replace(/(?<=<SignatureValue>)[^<]*/, (value) =>
								Buffer.concat([Buffer.alloc(1), Buffer.from(value, 'base64')]).toString('base64'),
							),
					},
				}),
		],
	],
};

function longLived(keyUsage: ['nonRepudiation'], extendedKeyUsage: ['ocspSigning']): Promise<Issued> {
	return world.pki.issue({
		subject: [['cn', 'A responder for ever']],
		issuer: world.pki.signatures.customerCa,
		keyUsage,
		extendedKeyUsage,
		validFrom: days(-1000),
		validTo: days(10_000),
	});
}

describe.each(Object.entries(CASES))('refuses %s', (_, cases) => {
	test.each(cases)('%s', async (_name, code, part, forge) => {
		await expectRefusal(world.verify(await forge()), code, part);
	});
});

test('says each refusal in one plain sentence', () => {
	expect(sentences()).toMatchSnapshot();
});

test('what a chain was proven with is not remembered for another root', async () => {
	const evidence = await world.sign();
	await world.verify(evidence);
	const other = await createWorld(attacker);
	await expectRefusal(
		world.verify(evidence, other.policy),
		'SIGNATURE_CHAIN',
		/not issued by the given root/,
	);
});

test('two roots of one name: the one that issued is found', async () => {
	const evidence = await world.sign();
	const { root } = attacker.signatures;
	const roots = [root.certificatePem, world.pki.signatures.root.certificatePem];
	const policy = signaturePolicy({ environment: 'custom', roots });
	await expect(world.verify(evidence, policy)).resolves.toMatchObject({ signer: { name: 'Åsa Öberg' } });
});

describe('the policies of an issuer', () => {
	test.each([
		['any policy, critical', policies(true, '2.5.29.32.0')],
		['the person’s among others, critical', policies(true, '1.2.3.4.5', '1.2.3.4.25')],
		['that of BankID on file, as BankID’s own issuers have', policies(false, '1.2.3.4.5')],
	])('let a person of another kind through: %s', async (_name, extension) => {
		await expect(world.verify(await withCustomerCa([extension]))).resolves.toMatchObject({
			policies: ['1.2.3.4.25'],
		});
	});

	test('of the test environment are refused in production', async () => {
		const { customerCa, bankCa } = world.pki.signatures;
		const certificate = await world.pki.person(PERSON, { policies: ['1.2.752.78.1.5'] });
		const evidence = await withCertificates(
			[
				certificate.certificatePem,
				forgeIssuer(customerCa, bankCa, [
					{ name: 'basicConstraints', critical: true, cA: true },
					policies(false, '1.2.3.4.5'),
				]),
				bankCa.certificatePem,
			],
			certificate,
		);
		await expectRefusal(
			world.verify(evidence, world.production),
			'SIGNATURE_POLICY',
			/^The customer CA issues under 1\.2\.3\.4\.5, which the environment production does not accept$/,
		);
	});
});
