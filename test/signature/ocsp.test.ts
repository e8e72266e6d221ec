import { randomBytes } from 'node:crypto';
import type { ErrorCode } from '../../src/errors';
import type { ExpectedSignature } from '../../src/signature/bankidSignature';
import type { BankIdEvidence } from '../../src/simulator/bankid/signature';
import { createPki } from '../../src/simulator/pki/pki';
import { bankIdNonce, type OcspRequest } from '../../src/simulator/bankid/ocsp';
import { createWorld, expectRefusal, sentences, OTHER, PERSON, type World } from './world';

let world: World;

beforeAll(async () => {
	world = await createWorld();
});

const MINUTE_MS = 60_000;
const minutes = (count: number): Date => new Date(Date.now() + count * MINUTE_MS);
type Ocsp = Partial<Omit<OcspRequest, 'pki' | 'signature'>>;

const withOcsp = (ocsp: Ocsp) => () => world.sign({ ocsp });
const withResponse = (change: (der: Buffer) => Buffer | string) => async (): Promise<BankIdEvidence> => {
	const { signature, ocspResponse } = await world.sign();
	const changed = change(Buffer.from(ocspResponse, 'base64'));
	return { signature, ocspResponse: typeof changed === 'string' ? changed : changed.toString('base64') };
};

const replaced = (der: Buffer, from: string, to: string): Buffer =>
	Buffer.from(der.toString('hex').replace(from, to), 'hex');

const responder = async (change: Parameters<World['pki']['issue']>[0] | object): Promise<Ocsp> => ({
	responder: await world.pki.issue({
		subject: [['cn', 'A responder']],
		issuer: world.pki.signatures.customerCa,
		keyUsage: ['nonRepudiation'],
		extendedKeyUsage: ['ocspSigning'],
		...change,
	}),
});

interface Case {
	readonly name: string;
	readonly code: ErrorCode;
	readonly part: string;
	readonly forge: () => Promise<BankIdEvidence>;
	readonly expected?: Partial<ExpectedSignature>;
}

const CASES: Readonly<Record<string, readonly Case[]>> = {
	'what is no OCSP response': [
		{ name: 'empty', code: 'OCSP_MALFORMED', part: 'base64', forge: withResponse(() => '') },
		{
			name: 'a line break in the base64',
			code: 'OCSP_MALFORMED',
			part: 'base64',
			forge: withResponse((der) => `${der.toString('base64')}\n`),
		},
		{
			name: 'larger than any',
			code: 'OCSP_MALFORMED',
			part: 'characters',
			forge: withResponse(() => 'A'.repeat(40_000)),
		},
		{
			name: 'text',
			code: 'OCSP_MALFORMED',
			part: '',
			forge: withResponse(() => Buffer.from('hej').toString('base64')),
		},
		{
			name: 'cut off',
			code: 'OCSP_MALFORMED',
			part: '',
			forge: withResponse((der) => der.subarray(0, -1)),
		},
		{
			name: 'something after it',
			code: 'OCSP_MALFORMED',
			part: '',
			forge: withResponse((der) => Buffer.concat([der, Buffer.alloc(1)])),
		},
		{
			name: 'a length in a longer form',
			code: 'OCSP_MALFORMED',
			part: '',
			forge: withResponse((der) => replaced(der, '0a0100', '0a810100')),
		},
		{
			name: 'a response of another kind',
			code: 'OCSP_MALFORMED',
			part: '',
			forge: withResponse((der) => replaced(der, '2b0601050507300101', '2b0601050507300109')),
		},
		{
			name: 'no answer about any certificate',
			code: 'OCSP_MALFORMED',
			part: 'certificates',
			forge: withOcsp({ responses: 0 }),
		},
		{
			name: 'two answers',
			code: 'OCSP_MALFORMED',
			part: 'certificates',
			forge: withOcsp({ responses: 2 }),
		},
	],
	'a responder that did not answer': [
		{ name: 'tryLater', code: 'OCSP_STATUS', part: 'status', forge: withOcsp({ responseStatus: 3 }) },
		{
			name: 'unauthorized',
			code: 'OCSP_STATUS',
			part: 'status',
			forge: withOcsp({ responseStatus: 6 }),
		},
		{
			name: 'an answer that calls itself another status',
			code: 'OCSP_STATUS',
			part: 'status',
			forge: withResponse((der) => replaced(der, '0a0100', '0a0101')),
		},
	],
	'another responder': [
		{
			name: 'no certificate',
			code: 'OCSP_RESPONDER',
			part: 'certificates',
			forge: withOcsp({ responderCertificates: [] }),
		},
		{
			name: 'two certificates',
			code: 'OCSP_RESPONDER',
			part: 'certificates',
			forge: async () =>
				world.sign({
					ocsp: {
						responderCertificates: [world.pki.signatures.ocspResponder, world.pki.signatures.customerCa],
					},
				}),
		},
		{
			name: "the attacker's responder of the same name",
			code: 'OCSP_RESPONDER',
			part: 'issuer',
			forge: async () => world.sign({ ocsp: { responder: (await createPki()).signatures.ocspResponder } }),
		},
		{
			name: 'a responder of the bank CA',
			code: 'OCSP_RESPONDER',
			part: 'issuer',
			forge: async () => world.sign({ ocsp: await responder({ issuer: world.pki.signatures.bankCa }) }),
		},
		{
			name: 'without the purpose',
			code: 'OCSP_RESPONDER',
			part: '',
			forge: async () => world.sign({ ocsp: await responder({ extendedKeyUsage: [] }) }),
		},
		{
			name: 'for TLS',
			code: 'OCSP_RESPONDER',
			part: '',
			forge: async () => world.sign({ ocsp: await responder({ extendedKeyUsage: ['clientAuth'] }) }),
		},
		{
			name: 'without nonRepudiation',
			code: 'OCSP_RESPONDER',
			part: '',
			forge: async () => world.sign({ ocsp: await responder({ keyUsage: ['digitalSignature'] }) }),
		},
		{
			name: 'the person, about themselves',
			code: 'OCSP_RESPONDER',
			part: '',
			forge: async () => world.sign({ ocsp: { responder: await world.pki.person(PERSON) } }),
		},
		{
			name: 'a responder that had run out',
			code: 'OCSP_RESPONDER',
			part: '',
			forge: async () =>
				world.sign({ ocsp: await responder({ validFrom: minutes(-100), validTo: minutes(-1) }) }),
		},
		{
			name: 'the name of another responder',
			code: 'OCSP_RESPONDER',
			part: 'responder',
			forge: async () => {
				const { customerCa, ocspResponder } = world.pki.signatures;
				return world.sign({ ocsp: { responder: { ...ocspResponder, subject: customerCa.subject } } });
			},
		},
	],
	'a changed answer': [
		{
			name: 'signed by another key',
			code: 'OCSP_SIGNATURE',
			part: '',
			forge: async () =>
				world.sign({
					ocsp: {
						responder: { ...world.pki.signatures.ocspResponder, key: (await world.pki.person(OTHER)).key },
					},
				}),
		},
		{
			name: 'revoked made good',
			code: 'OCSP_SIGNATURE',
			part: '',
			forge: async () => {
				const evidence = await world.sign({ ocsp: { status: 'unknown' } });
				const der = Buffer.from(evidence.ocspResponse, 'base64');
				return { ...evidence, ocspResponse: replaced(der, '8200', '8000').toString('base64') };
			},
		},
		{
			name: 'RSA with SHA-1',
			code: 'OCSP_ALGORITHM',
			part: '',
			forge: withResponse((der) =>
				replaced(der, '300d06092a864886f70d01010b0500', '300d06092a864886f70d0101050500'),
			),
		},
	],
	'an answer about another certificate': [
		{
			name: "another person's",
			code: 'OCSP_CERT_ID',
			part: 'certificate',
			forge: async () => world.sign({ ocsp: { certificate: await world.pki.person(OTHER) } }),
		},
		{
			name: 'another serial number',
			code: 'OCSP_CERT_ID',
			part: 'certificate',
			forge: withOcsp({ serialNumber: Buffer.from([1]) }),
		},
		{
			name: "another issuer's",
			code: 'OCSP_CERT_ID',
			part: 'certificate',
			forge: async () => world.sign({ ocsp: { issuer: world.pki.signatures.bankCa } }),
		},
	],
	'a BankID that is not good': [
		{
			name: 'revoked',
			code: 'OCSP_REVOKED',
			part: '',
			forge: withOcsp({ status: 'revoked' }),
		},
		{
			name: 'unknown',
			code: 'OCSP_UNKNOWN',
			part: '',
			forge: withOcsp({ status: 'unknown' }),
		},
	],
	'other times': [
		{
			name: 'a status from before',
			code: 'OCSP_TIME',
			part: 'status',
			forge: withOcsp({ thisUpdate: minutes(-60) }),
		},
		{
			name: 'a status from the future',
			code: 'OCSP_TIME',
			part: 'status',
			forge: withOcsp({ thisUpdate: minutes(60) }),
		},
		{
			name: 'an answer that may be used again',
			code: 'OCSP_TIME',
			part: 'nextUpdate',
			forge: withOcsp({ nextUpdate: minutes(60) }),
		},
	],
	'a signature that is not new, when a new one is expected': [
		{
			name: '16 minutes old',
			code: 'OCSP_STALE',
			part: 'new',
			forge: () => world.sign(),
			expected: { now: minutes(16), fresh: true },
		},
	],
	'a signature from the future, also when no new one is expected': [
		{
			name: 'six minutes ahead',
			code: 'OCSP_STALE',
			part: 'future',
			forge: () => world.sign({ at: minutes(6) }),
			expected: { now: minutes(0) },
		},
		{
			name: 'a year ahead',
			code: 'OCSP_STALE',
			part: 'future',
			forge: () => world.sign({ at: minutes(365 * 24 * 60) }),
			expected: { now: minutes(0) },
		},
	],
	'an answer that belongs to another signature': [
		{
			name: 'that of another signature',
			code: 'OCSP_NONCE',
			part: '',
			forge: async () => ({
				...(await world.sign()),
				ocspResponse: (await world.sign({ userVisibleData: 'eA==' })).ocspResponse,
			}),
		},
		{ name: 'no nonce', code: 'OCSP_NONCE', part: 'nonce', forge: withOcsp({ nonceForm: 'none' }) },
		{
			name: 'a random nonce',
			code: 'OCSP_NONCE',
			part: '',
			forge: withOcsp({ nonce: randomBytes(32) }),
		},
		{
			name: 'a random nonce, wrapped',
			code: 'OCSP_NONCE',
			part: '',
			forge: withOcsp({ nonce: randomBytes(32), nonceForm: 'wrapped' }),
		},
		{
			name: 'a nonce that is too short',
			code: 'OCSP_NONCE',
			part: '',
			forge: withOcsp({ nonce: randomBytes(20) }),
		},
		{
			name: 'a nonce that is too long',
			code: 'OCSP_NONCE',
			part: '',
			forge: withOcsp({ nonce: randomBytes(33) }),
		},
		{
			name: 'a nonce that may be passed over',
			code: 'OCSP_NONCE',
			part: 'critical',
			forge: withOcsp({ nonceCritical: false }),
		},
		{
			name: 'bound to the bytes in place of the string',
			code: 'OCSP_NONCE',
			part: '',
			forge: async () => {
				const { signature } = await world.sign();
				const nonce = bankIdNonce(Buffer.from(signature, 'base64').toString('latin1'));
				return world.sign({ edit: { encoded: () => signature }, ocsp: { nonce } });
			},
		},
	],
};

describe.each(Object.entries(CASES))('refuses %s', (_, cases) => {
	test.each(cases)('$name', async ({ code, part, forge, expected }) => {
		await expectRefusal(world.verify(await forge(), world.policy, expected), code, part);
	});
});

test('says each refusal in one plain sentence', () => {
	expect(sentences()).toMatchSnapshot();
});

describe('accepts', () => {
	test.each([
		['the nonce as BankID has it, raw', { nonceForm: 'raw' }],
		['the nonce wrapped as RFC 8954 says', { nonceForm: 'wrapped' }],
		['the responder named by its key', { responderId: 'key' }],
	] as const)('%s', async (_name, ocsp) => {
		const evidence = await world.sign({ ocsp });
		await expect(world.verify(evidence)).resolves.toMatchObject({
			signer: { personnummer: PERSON.personnummer },
		});
	});

	test.each([
		['just now', 0],
		['15 minutes ago', -14.9],
		['five minutes ahead', 4.9],
	])('as new a signature given %s', async (_name, age) => {
		const evidence = await world.sign({ at: minutes(age) });
		await expect(
			world.verify(evidence, world.policy, { now: new Date(), fresh: true }),
		).resolves.toHaveProperty('signedAt');
	});

	test('a signature of last year, when no new one is expected', async () => {
		const now = new Date(Date.now() - 365 * 24 * 60 * MINUTE_MS);
		const then = await createWorld(await createPki({ now }));
		const evidence = await then.sign({ at: now });
		const proven = await then.verify(evidence);
		expect(proven.signedAt).toBe(`${now.toISOString().slice(0, 19)}.000Z`);
	});
});
