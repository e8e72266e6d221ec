import type { Issued } from '../../src/simulator/pki/certificate';
import type { Pki } from '../../src/simulator/pki/pki';
import { EltError } from '../../src/errors';
import type { Environment } from '../../src/environments';
import { acceptedPolicies, signaturePolicy } from '../../src/signature/policy';
import { isPublicTestRelyingParty, isRelyingParty, relyingPartyName } from '../../src/signature/relyingParty';
import { sharedPki } from '../world/pki';

let pki: Pki;
let root: Issued;

beforeAll(async () => {
	pki = await sharedPki();
	root = pki.signatures.root;
});

function refused(run: () => unknown): EltError {
	try {
		run();
	} catch (thrown) {
		if (thrown instanceof EltError) return thrown;
	}
	throw new TypeError('It was accepted, or thrown otherwise');
}

describe('the roots of a policy', () => {
	test.each<[Environment, string]>([
		['production', '67:8A:BA:B2:EA:48:1C:7A:F5:3B:68:37:27:72:06:EB:91:63:CB:53'],
		['test', '4A:F7:A3:6A:08:DA:08:38:17:19:53:28:C8:DA:A6:D6:34:D8:5A:BA'],
	])('%s knows its root by its key, and refuses any other', (environment, figure) => {
		const error = refused(() => signaturePolicy({ environment, roots: [root.certificatePem] }));
		expect(error).toMatchObject({
			code: 'CERTIFICATE_ROOT_UNKNOWN',
			message: `"Simulator BankID Root CA v1" is not the BankID root of the environment ${environment}`,
		});
		expect(error.description).toContain(figure);
	});

	test('custom takes any root', () => {
		const policy = signaturePolicy({ environment: 'custom', roots: [root.certificatePem] });
		expect(policy.roots).toHaveLength(1);
		expect(policy.policies).toEqual([...acceptedPolicies('production'), ...acceptedPolicies('test')]);
	});

	test('one text may hold several', () => {
		const text = root.certificatePem + pki.bankIdTls.root.certificatePem;
		expect(signaturePolicy({ environment: 'custom', roots: [text] }).roots).toHaveLength(2);
	});

	test.each([
		['nothing', () => [], 'There is no BankID root to verify signatures against'],
		['text that is no PEM', () => ['root'], 'There is no BankID root to verify signatures against'],
		[
			'a damaged certificate',
			() => [root.certificatePem.replace(/MII.{20}/, 'MII')],
			'The BankID root can not be read',
		],
		[
			'a certificate that another one issued',
			() => [pki.signatures.bankCa.certificatePem],
			'The BankID root is not the certificate of a root with an RSA key',
		],
	])('%s is refused', (_name, roots, message) => {
		expect(refused(() => signaturePolicy({ environment: 'custom', roots: roots() }))).toMatchObject({
			code: 'CERTIFICATE_ROOT_UNKNOWN',
			message,
		});
	});
});

describe('the relying party', () => {
	test('is named from its certificate as BankID names it', () => {
		expect(relyingPartyName(pki.relyingParty.leaf.certificatePem)).toBe(pki.relyingPartyName);
	});

	test('may be given as a certificate or as a name', () => {
		const roots = [root.certificatePem];
		const relyingParty = pki.relyingParty.leaf.certificatePem;
		expect(signaturePolicy({ environment: 'custom', roots, relyingParty }).relyingParty).toBe(
			pki.relyingPartyName,
		);
		expect(signaturePolicy({ environment: 'custom', roots, relyingParty: 'cn=A' }).relyingParty).toBe('cn=A');
		expect(signaturePolicy({ environment: 'custom', roots }).relyingParty).toBeNull();
	});

	test.each(['559999-0008', '5599990008', '165599990008'])(
		'may be its organisationsnummer: %s',
		(relyingParty) => {
			const roots = [root.certificatePem];
			expect(signaturePolicy({ environment: 'custom', roots, relyingParty }).relyingParty).toBe('5599990008');
		},
	);

	test.each(['Exempel Assistans AB', '5599990009'])('is not known by less: %s', (relyingParty) => {
		const roots = [root.certificatePem];
		expect(refused(() => signaturePolicy({ environment: 'custom', roots, relyingParty }))).toMatchObject({
			code: 'INPUT_INVALID',
			message: `The relying party "${relyingParty}" is neither an organisationsnummer nor a name as BankID writes it`,
		});
	});

	test.each([
		['cn=A,o=B', 'cn=A,o=B', true],
		['cn=A,o=B', 'O=B, CN=A', true],
		['cn=A,o=Bolag, Nord AB', 'o=Bolag, Nord AB,cn=A', true],
		['cn=A,o=B', 'cn=A,o=b', false],
		['cn=A,o=B', 'cn=A', false],
		['cn=A', 'cn=A,cn=A', false],
		['cn=A,o=B', 'cn=A,o=B,c=SE', false],
		['cn=A,serialNumber=5599990008,c=SE', '5599990008', true],
		['cn=Another name,serialNumber=165599990008', '5599990008', true],
		['cn=5599990008,serialNumber=5547165067', '5599990008', false],
		['cn=5599990008', '5599990008', false],
		['CN=A, OID.2.5.4.41=B, SERIALNUMBER=5599990008, O=C, C=SE', '5599990008', true],
		['cn=A,o=Bolag\\, Nord AB,serialNumber=5599990008', '5599990008', true],
		['cn=A,o="Bolag, serialNumber=5599990008"', '5599990008', false],
		['cn=A,o=Bolag\\, serialNumber=5599990008', '5599990008', false],
		['cn=A\\,serialNumber=5547165067,o=B,serialNumber=5599990008', '5599990008', false],
		['cn=A,o="B,serialNumber=5547165067,name=C",serialNumber=5599990008', '5599990008', false],
		['cn=A,o=B,serialNumber=5547165067,2.5.4.5=5599990008', '5599990008', false],
		['cn=A+serialNumber=5599990008', '5599990008', false],
		['cn=A,o=Bolag\\, Nord AB', 'O="Bolag, Nord AB", CN=A', true],
		['cn=A,o=Bolag\\2C Nord AB', 'cn=A,o=Bolag, Nord AB', true],
		['cn=A,serialNumber=1,serialNumber=2', 'cn=A,serialNumber=1,serialNumber=2', false],
	])('%j and %j: %j', (a, b, same) => {
		expect(isRelyingParty(a, b)).toBe(same);
	});

	test.each([
		['cn=FP Testcert 5,name=Test av BankID,serialNumber=5566304928,o=Testbank A AB (publ),c=SE', true],
		['c=SE, o=Testbank, CN=FP Testcert 5', true],
		['cn=Simulator RP 1,name=Simulatorns Systemleverantör AB', false],
	])('%j is the public one for tests: %j', (name, isPublic) => {
		expect(isPublicTestRelyingParty(name)).toBe(isPublic);
	});
});
