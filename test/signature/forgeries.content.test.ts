import type { ErrorCode } from '../../src/errors';
import type { ExpectedSignature } from '../../src/signature/bankidSignature';
import type { SignaturePolicy } from '../../src/signature/policy';
import { ENVIRONMENTS } from '../../src/signature/policy';
import type { SignatureRequest } from '../../src/simulator/bankid/signature';
import { PRODUCTION_POLICIES, TEST_POLICIES, personSubject } from '../../src/simulator/pki/pki';
import {
	base64,
	createWorld,
	expectRefusal,
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
	readonly message: RegExp;
	readonly request?: Partial<SignatureRequest>;
	readonly expected?: Partial<ExpectedSignature>;
	readonly policy?: (world: World) => SignaturePolicy;
}

const hidden = (text: string): Partial<SignatureRequest> => ({ userNonVisibleData: base64(text) });
const signedData = (change: (xml: string) => string): Partial<SignatureRequest> => ({
	edit: { signedData: change },
});
const OTHER_SHA256 = 'ab'.repeat(32);
const LIST = 'hidden data of the signature is not a list of reports';
const subjectWithout = (type: string): Partial<SignatureRequest> => ({
	variant: { subject: personSubject(PERSON, new Date()).filter(([name]) => name !== type) },
});

const CASES: Readonly<Record<string, readonly Case[]>> = {
	'what is no signing': [
		{
			name: 'an identification',
			code: 'SIGNATURE_PURPOSE',
			message: /the order says "Identification", not "Signing"/,
			request: { funcId: 'Identification' },
		},
		{
			name: 'no funcId',
			code: 'SIGNATURE_PURPOSE',
			message: /says ""/,
			request: signedData(swap(/<funcId>.*<\/funcId>/, '')),
		},
		{
			name: 'Signing in another namespace',
			code: 'SIGNATURE_PURPOSE',
			message: /says ""/,
			request: signedData(swap('<funcId>', '<funcId xmlns="urn:x">')),
		},
		{
			name: 'Signing in other letters',
			code: 'SIGNATURE_PURPOSE',
			message: /says "signing"/,
			request: { funcId: 'signing' },
		},
		{
			name: 'Signing somewhere else',
			code: 'SIGNATURE_PURPOSE',
			message: /says "Identification"/,
			request: { funcId: 'Identification', extraClientInfo: '<x><funcId>Signing</funcId></x>' },
		},
	],
	'an order of someone else': [
		{
			name: 'another relying party',
			code: 'SIGNATURE_RELYING_PARTY',
			message: /ordered by "cn=Else,serialNumber=5599990008,c=SE", not by "cn=Simulator RP 1,/,
			request: { relyingPartyName: 'cn=Else,serialNumber=5599990008,c=SE' },
		},
		{
			name: 'a part of the name',
			code: 'SIGNATURE_RELYING_PARTY',
			message: /ordered by "cn=Simulator RP 1"/,
			request: { relyingPartyName: 'cn=Simulator RP 1' },
		},
		{
			name: 'no name',
			code: 'SIGNATURE_RELYING_PARTY',
			message: /ordered by "", not by/,
			request: signedData(swap(/<name>[^<]*<\/name>/, '')),
		},
		{
			name: 'a name that is not UTF-8',
			code: 'SIGNATURE_RELYING_PARTY',
			message: /name in the signature is not UTF-8/,
			request: signedData(swap(/<name>[^<]*/, '<name>/w==')),
		},
		{
			name: "BankID's public test party, in production",
			code: 'SIGNATURE_RELYING_PARTY',
			message: /public test party/,
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
			message: /another one than expected/,
			request: { userVisibleData: base64('Jag lovar bort allt.') },
		},
		{
			name: 'white space more',
			code: 'SIGNATURE_TEXT',
			message: /another one than expected/,
			request: { userVisibleData: base64(`${TEXT} `) },
		},
		{
			name: 'no text',
			code: 'SIGNATURE_TEXT',
			message: /no text that was shown/,
			request: signedData(swap(/<usrVisibleData.*<\/usrVisibleData>/, '')),
		},
		{
			name: 'a text that was not shown',
			code: 'SIGNATURE_TEXT',
			message: /does not say that its text was shown/,
			request: signedData(swap('wysiwys', 'no')),
		},
		{
			name: 'a text in another charset',
			code: 'SIGNATURE_TEXT',
			message: /shown to the person as UTF-8/,
			request: signedData(swap('charset="UTF-8"', 'charset="UTF-7"')),
		},
		{
			name: 'a text that is not UTF-8',
			code: 'SIGNATURE_TEXT',
			message: /text in the signature is not UTF-8/,
			request: { userVisibleData: '/w==' },
		},
	],
	'another report': [
		{
			name: 'other reports',
			code: 'SIGNATURE_BINDING',
			message: new RegExp(`other reports than ${REPORT.id}`),
			request: hidden(HIDDEN.replace('5d7f', 'ffff')),
		},
		{
			name: 'the report as it was before',
			code: 'SIGNATURE_BINDING',
			message: /not the one that was signed: its SHA-256 begins [0-9a-f]{8}, the signed one's abababab/,
			request: hidden(`${REPORT.id},${OTHER_SHA256}`),
		},
		{
			name: 'no hidden data',
			code: 'SIGNATURE_BINDING',
			message: /no hidden data/,
			request: signedData(swap(/<usrNonVisibleData>.*<\/usrNonVisibleData>/, '')),
		},
		{ name: 'empty hidden data', code: 'SIGNATURE_BINDING', message: new RegExp(LIST), request: hidden('') },
		{
			name: 'one report twice',
			code: 'SIGNATURE_BINDING',
			message: new RegExp(LIST),
			request: hidden(`${HIDDEN};${HIDDEN}`),
		},
		{
			name: 'one report in two versions',
			code: 'SIGNATURE_BINDING',
			message: new RegExp(LIST),
			request: hidden(`${HIDDEN};${REPORT.id},${OTHER_SHA256}`),
		},
		{
			name: 'a separator at the end',
			code: 'SIGNATURE_BINDING',
			message: new RegExp(LIST),
			request: hidden(`${HIDDEN};`),
		},
		{
			name: 'a separator at the beginning',
			code: 'SIGNATURE_BINDING',
			message: new RegExp(LIST),
			request: hidden(`;${HIDDEN}`),
		},
		{
			name: 'white space',
			code: 'SIGNATURE_BINDING',
			message: new RegExp(LIST),
			request: hidden(`${HIDDEN}\n`),
		},
		{
			name: 'capital letters',
			code: 'SIGNATURE_BINDING',
			message: new RegExp(LIST),
			request: hidden(HIDDEN.toUpperCase()),
		},
		{
			name: 'something else beside the report',
			code: 'SIGNATURE_BINDING',
			message: new RegExp(LIST),
			request: hidden(`${HIDDEN};anything`),
		},
		{
			name: 'the digest of something else',
			code: 'SIGNATURE_BINDING',
			message: new RegExp(LIST),
			request: hidden(`${REPORT.id},${OTHER_SHA256.slice(2)}`),
		},
	],
	'another person': [
		{
			name: 'another person',
			code: 'SIGNATURE_SIGNER',
			message: /^Signed by 19900202-\*{4}, not by 19800101-\*{4}$/,
			request: { person: OTHER },
		},
		{
			name: 'a certificate without personnummer',
			code: 'SIGNATURE_SIGNER',
			message: /no personnummer/,
			request: subjectWithout('serialNumber'),
		},
		{
			name: 'a certificate with two',
			code: 'SIGNATURE_SIGNER',
			message: /no personnummer/,
			request: {
				variant: { subject: [...personSubject(PERSON, new Date()), ['serialNumber', OTHER.personnummer]] },
			},
		},
		{
			name: 'a number of ten digits',
			code: 'SIGNATURE_SIGNER',
			message: /no personnummer/,
			request: { person: { ...PERSON, personnummer: '8001019802' } },
		},
	],
	'a BankID of another environment': [
		{
			name: 'a test BankID in production',
			code: 'SIGNATURE_POLICY',
			message: /issued under 1\.2\.3\.4\.25, which the environment production does not accept/,
			policy: ({ production }) => production,
		},
		{
			name: 'a BankID of both environments, in production',
			code: 'SIGNATURE_POLICY',
			message: /1\.2\.752\.78\.1\.5, 1\.2\.3\.4\.25/,
			request: { variant: { policies: [PRODUCTION_POLICIES.mobile, TEST_POLICIES.mobile] } },
			policy: ({ production }) => production,
		},
		{
			name: 'a real BankID in the test environment',
			code: 'SIGNATURE_POLICY',
			message: /environment test/,
			request: { variant: { policies: [PRODUCTION_POLICIES.file] } },
			policy: ({ policy }) => ({ ...policy, environment: 'test', policies: ENVIRONMENTS.test.policies }),
		},
		{
			name: 'an unknown policy',
			code: 'SIGNATURE_POLICY',
			message: /issued under 1\.2\.9/,
			request: { variant: { policies: ['1.2.9'] } },
		},
		{
			name: 'no policy',
			code: 'SIGNATURE_POLICY',
			message: /issued under no policy/,
			request: { variant: { policies: [] } },
		},
	],
};

describe.each(Object.entries(CASES))('refuses %s', (_, cases) => {
	test.each(cases)('$name', async ({ code, message, request, expected, policy }) => {
		const evidence = await world.sign(request);
		await expectRefusal(world.verify(evidence, policy?.(world) ?? world.policy, expected), code, message);
	});
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
