import type { ErrorCode } from '../../src/errors';
import type { ExpectedSignature } from '../../src/signature/bankidSignature';
import type { SignaturePolicy } from '../../src/signature/policy';
import { acceptedPolicies } from '../../src/signature/policy';
import type { SignatureRequest } from '../../src/simulator/bankid/signature';
import { PRODUCTION_POLICIES, TEST_POLICIES, personSubject } from '../../src/simulator/pki/pki';
import {
	base64,
	createWorld,
	expectRefusal,
	sentences,
	HIDDEN,
	OTHER,
	PERSON,
	refusalOf,
	REPORT,
	swap,
	TEXT,
	type World,
} from './world';

let world: World;

beforeAll(async () => {
	world = await createWorld();
});

interface Case {
	readonly name: string;
	readonly code: ErrorCode;
	readonly part: string;
	readonly request?: Partial<SignatureRequest>;
	readonly expected?: Partial<ExpectedSignature>;
	readonly policy?: (world: World) => SignaturePolicy;
}

const hidden = (text: string): Partial<SignatureRequest> => ({ userNonVisibleData: base64(text) });
const signedData = (change: (xml: string) => string): Partial<SignatureRequest> => ({
	edit: { signedData: change },
});
const OTHER_SHA256 = 'ab'.repeat(32);
const subjectWithout = (type: string): Partial<SignatureRequest> => ({
	variant: { subject: personSubject(PERSON, new Date()).filter(([name]) => name !== type) },
});

const CASES: Readonly<Record<string, readonly Case[]>> = {
	'what is no signing': [
		{
			name: 'an identification, made with the certificate for it',
			code: 'SIGNATURE_PURPOSE',
			part: 'certificate for identification',
			request: { funcId: 'Identification' },
		},
		{
			name: 'an identification made with the certificate for signing',
			code: 'SIGNATURE_PURPOSE',
			part: 'Identification',
			request: { funcId: 'Identification', variant: {} },
		},
		{
			name: 'no funcId',
			code: 'SIGNATURE_PURPOSE',
			part: '',
			request: signedData(swap(/<funcId>.*<\/funcId>/, '')),
		},
		{
			name: 'Signing in another namespace',
			code: 'SIGNATURE_PURPOSE',
			part: '',
			request: signedData(swap('<funcId>', '<funcId xmlns="urn:x">')),
		},
		{
			name: 'Signing in other letters',
			code: 'SIGNATURE_PURPOSE',
			part: 'signing',
			request: { funcId: 'signing' },
		},
		{
			name: 'Signing somewhere else',
			code: 'SIGNATURE_PURPOSE',
			part: 'Identification',
			request: { funcId: 'Identification', variant: {}, extraClientInfo: '<x><funcId>Signing</funcId></x>' },
		},
	],
	'an order of someone else': [
		{
			name: 'another relying party',
			code: 'SIGNATURE_RELYING_PARTY',
			part: '',
			request: { relyingPartyName: 'cn=Else,serialNumber=5599990008,c=SE' },
		},
		{
			name: 'a part of the name',
			code: 'SIGNATURE_RELYING_PARTY',
			part: '',
			request: { relyingPartyName: 'cn=Simulator RP 1' },
		},
		{
			name: 'a name with two organisationsnummer',
			code: 'SIGNATURE_RELYING_PARTY',
			part: 'more than one organisationsnummer',
			request: { relyingPartyName: 'cn=A,serialNumber=5547165067,o=B,serialNumber=5599990008,c=SE' },
			policy: ({ policy }) => ({ ...policy, relyingParty: '5599990008' }),
		},
		{
			name: 'no name',
			code: 'SIGNATURE_RELYING_PARTY',
			part: '',
			request: signedData(swap(/<name>[^<]*<\/name>/, '')),
		},
		{
			name: 'a name that is not UTF-8',
			code: 'SIGNATURE_RELYING_PARTY',
			part: 'UTF-8',
			request: signedData(swap(/<name>[^<]*/, '<name>/w==')),
		},
		{
			name: "BankID's public test party, in production",
			code: 'SIGNATURE_RELYING_PARTY',
			part: 'public test party',
			request: {
				relyingPartyName:
					'cn=FP Testcert 5,name=Test av BankID,serialNumber=5566304928,o=Testbank A AB (publ),c=SE',
				variant: { policies: [PRODUCTION_POLICIES.mobile] },
			},
			policy: ({ production }) => ({ ...production, relyingParty: null }),
		},
	],
	'another text': [
		{
			name: 'another text than expected',
			code: 'SIGNATURE_TEXT',
			part: '',
			request: { userVisibleData: base64('Jag lovar bort allt.') },
		},
		{
			name: 'white space more',
			code: 'SIGNATURE_TEXT',
			part: '',
			request: { userVisibleData: base64(`${TEXT} `) },
		},
		{
			name: 'no text',
			code: 'SIGNATURE_TEXT',
			part: '',
			request: signedData(swap(/<usrVisibleData.*<\/usrVisibleData>/, '')),
		},
		{
			name: 'a text that was not shown',
			code: 'SIGNATURE_TEXT',
			part: '',
			request: signedData(swap('wysiwys', 'no')),
		},
		{
			name: 'a text in another charset',
			code: 'SIGNATURE_TEXT',
			part: 'UTF-8',
			request: signedData(swap('charset="UTF-8"', 'charset="UTF-7"')),
		},
		{
			name: 'a text that is not UTF-8',
			code: 'SIGNATURE_TEXT',
			part: 'UTF-8',
			request: { userVisibleData: '/w==' },
		},
	],
	'another report': [
		{
			name: 'other reports',
			code: 'SIGNATURE_BINDING',
			part: REPORT.id,
			request: hidden(HIDDEN.replace('5d7f', 'ffff')),
		},
		{
			name: 'the report as it was before',
			code: 'SIGNATURE_BINDING',
			part: '',
			request: hidden(`${REPORT.id},${OTHER_SHA256}`),
		},
		{
			name: 'no hidden data',
			code: 'SIGNATURE_BINDING',
			part: 'hidden data',
			request: signedData(swap(/<usrNonVisibleData>.*<\/usrNonVisibleData>/, '')),
		},
		{ name: 'empty hidden data', code: 'SIGNATURE_BINDING', part: 'hidden data', request: hidden('') },
		{
			name: 'one report twice',
			code: 'SIGNATURE_BINDING',
			part: 'hidden data',
			request: hidden(`${HIDDEN};${HIDDEN}`),
		},
		{
			name: 'one report in two versions',
			code: 'SIGNATURE_BINDING',
			part: 'hidden data',
			request: hidden(`${HIDDEN};${REPORT.id},${OTHER_SHA256}`),
		},
		{
			name: 'a separator at the end',
			code: 'SIGNATURE_BINDING',
			part: 'hidden data',
			request: hidden(`${HIDDEN};`),
		},
		{
			name: 'a separator at the beginning',
			code: 'SIGNATURE_BINDING',
			part: 'hidden data',
			request: hidden(`;${HIDDEN}`),
		},
		{
			name: 'white space',
			code: 'SIGNATURE_BINDING',
			part: 'hidden data',
			request: hidden(`${HIDDEN}\n`),
		},
		{
			name: 'capital letters',
			code: 'SIGNATURE_BINDING',
			part: 'hidden data',
			request: hidden(HIDDEN.toUpperCase()),
		},
		{
			name: 'something else beside the report',
			code: 'SIGNATURE_BINDING',
			part: 'hidden data',
			request: hidden(`${HIDDEN};anything`),
		},
		{
			name: 'the digest of something else',
			code: 'SIGNATURE_BINDING',
			part: 'hidden data',
			request: hidden(`${REPORT.id},${OTHER_SHA256.slice(2)}`),
		},
	],
	'another person': [
		{
			name: 'another person',
			code: 'SIGNATURE_SIGNER',
			part: '',
			request: { person: OTHER },
		},
		{
			name: 'a certificate without personnummer',
			code: 'SIGNATURE_SIGNER',
			part: 'person',
			request: subjectWithout('serialNumber'),
		},
		{
			name: 'a certificate with two',
			code: 'SIGNATURE_SIGNER',
			part: 'person',
			request: {
				variant: { subject: [...personSubject(PERSON, new Date()), ['serialNumber', OTHER.personnummer]] },
			},
		},
		{
			name: 'a number of ten digits',
			code: 'SIGNATURE_SIGNER',
			part: 'person',
			request: { person: { ...PERSON, personnummer: '8001019802' } },
		},
	],
	'a BankID of another environment': [
		{
			name: 'a test BankID in production',
			code: 'SIGNATURE_POLICY',
			part: 'production',
			policy: ({ production }) => production,
		},
		{
			name: 'a BankID of both environments, in production',
			code: 'SIGNATURE_POLICY',
			part: '',
			request: { variant: { policies: [PRODUCTION_POLICIES.mobile, TEST_POLICIES.mobile] } },
			policy: ({ production }) => production,
		},
		{
			name: 'a real BankID in the test environment',
			code: 'SIGNATURE_POLICY',
			part: 'environment test',
			request: { variant: { policies: [PRODUCTION_POLICIES.file] } },
			policy: ({ policy }) => ({ ...policy, environment: 'test', policies: acceptedPolicies('test') }),
		},
		{
			name: 'an unknown policy',
			code: 'SIGNATURE_POLICY',
			part: '',
			request: { variant: { policies: ['1.2.9'] } },
		},
		{
			name: 'no policy',
			code: 'SIGNATURE_POLICY',
			part: '',
			request: { variant: { policies: [] } },
		},
	],
};

describe.each(Object.entries(CASES))('refuses %s', (_, cases) => {
	test.each(cases)('$name', async ({ code, part, request, expected, policy }) => {
		const evidence = await world.sign(request);
		await expectRefusal(world.verify(evidence, policy?.(world) ?? world.policy, expected), code, part);
	});
});

test('says each refusal in one plain sentence', () => {
	expect(sentences()).toMatchSnapshot();
});

test('no message holds a whole personnummer, the signature, or a part of a key', async () => {
	const messages: string[] = [];
	for (const { request, expected, policy } of Object.values(CASES).flat()) {
		const evidence = await world.sign(request);
		const { message, description } = await refusalOf(
			world.verify(evidence, policy?.(world) ?? world.policy, expected),
		);
		messages.push(message, description);
		expect(message).not.toContain(evidence.signature.slice(100, 160));
	}
	expect(messages.join('\n')).not.toMatch(/\d{12}|BEGIN|MII[A-Za-z0-9+/]{20}/);
});
