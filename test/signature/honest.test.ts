import { verifyBankIdSignature } from '../../src/signature/bankidSignature';
import type { SignatureRequest } from '../../src/simulator/bankid/signature';
import { createPki, PRODUCTION_POLICIES, TEST_POLICIES } from '../../src/simulator/pki/pki';
import { base64, createWorld, HIDDEN, PERSON, PREFIXED, REPORT, swap, TEXT, type World } from './world';

let world: World;

beforeAll(async () => {
	world = await createWorld();
});

const SIGNED_AT = new Date(Math.floor(Date.now() / 1000) * 1000);

const otherReports = (count: number): string =>
	Array.from({ length: count }, (_, index) => {
		const number = index.toString(16).padStart(12, '0');
		return `${REPORT.id.slice(0, 24)}${number},${REPORT.sha256}`;
	}).join(';');

test('says what was proven: who, when, what text, which reports, by whose order', async () => {
	const evidence = await world.sign({ at: SIGNED_AT });
	const proven = await world.verify(evidence);
	expect(proven).toEqual({
		signer: { name: 'Åsa Öberg', personnummer: PERSON.personnummer },
		signedAt: SIGNED_AT.toISOString(),
		userVisibleData: TEXT,
		userNonVisibleData: HIDDEN,
		entries: new Map([[REPORT.id, REPORT.sha256]]),
		relyingParty: world.pki.relyingPartyName,
		policies: [TEST_POLICIES.mobile],
		certificates: {
			user: expect.stringMatching(/^[0-9a-f]{64}$/),
			customerCa: expect.stringMatching(/^[0-9a-f]{64}$/),
			bankCa: expect.stringMatching(/^[0-9a-f]{64}$/),
			root: expect.stringMatching(/^[0-9a-f]{64}$/),
			ocspResponder: expect.stringMatching(/^[0-9a-f]{64}$/),
		},
	});
});

const VARIANTS: readonly (readonly [name: string, request: Partial<SignatureRequest>])[] = [
	['namespaces declared again on SignedInfo and KeyInfo', { redundantNamespaces: true }],
	['namespaces inherited', { redundantNamespaces: false }],
	['a prefix for XML-DSig', PREFIXED],
	['no XML declaration', { declaration: false }],
	['a line break at the end', { edit: { document: (xml) => `${xml}\n` } }],
	[
		'empty elements written short',
		{
			edit: {
				document: (xml) =>
					xml.replaceAll(/><\/(?:Transform|DigestMethod|CanonicalizationMethod|SignatureMethod)>/g, '/>'),
			},
		},
	],
	[
		'attributes in another order',
		{ edit: { document: swap(/(Type="[^"]*") (URI="#bidSignedData")/, '$2 $1') } },
	],
	[
		'the References in the other order',
		{
			edit: {
				signedInfo: (xml) =>
					xml.replace(/(<Reference Type.*<\/Reference>)(<Reference URI.*<\/Reference>)/, '$2$1'),
			},
		},
	],
	['unknown elements in srvInfo', { extraServerInfo: '<future><x y="1">text</x> and more</future>' }],
	[
		'unknown elements in clientInfo',
		{ extraClientInfo: '<future Id="other"><deep><deeper></deeper></deep></future>' },
	],
	[
		'unknown elements in a namespace of their own',
		{ extraServerInfo: '<f:future xmlns:f="urn:future" a="1" f:b="2"></f:future>' },
	],
	[
		'unknown elements in no namespace',
		{ extraServerInfo: '<future xmlns=""><x xmlns="urn:x"></x></future>' },
	],
	[
		'escaped characters in unknown elements',
		{ extraServerInfo: '<future a="&lt;&amp;&quot;">&lt;&amp;&gt;</future>' },
	],
	['letters outside ASCII in unknown elements', { extraServerInfo: '<future>åäö 𝄞</future>' }],
	['more in env', { edit: { signedData: swap('</env>', '<more>1</more></env>') } }],
	['simple markdown', { userVisibleDataFormat: 'simpleMarkdownV1' }],
	['no nonce and no displayName', { edit: { signedData: swap(/<nonce>.*?<\/displayName>/, '') } }],
	[
		'the relying party named in another order',
		{
			edit: {
				signedData: (xml) =>
					xml.replace(/(?<=<srvInfo><name>)[^<]*/, (name) =>
						base64(Buffer.from(name, 'base64').toString().split(',').reverse().join(', ')),
					),
			},
		},
	],
	['BankID on file', { variant: { policies: [TEST_POLICIES.file] } }],
	['BankID on card', { variant: { policies: [TEST_POLICIES.card] } }],
	['a policy more than the known', { variant: { policies: ['1.2.9', TEST_POLICIES.mobile] } }],
	['a person with a key of 4096 bits', { variant: { keyBits: 4096 } }],
	['two reports', { userNonVisibleData: base64(`${otherReports(1)};${HIDDEN}`) }],
	['1 470 reports', { userNonVisibleData: base64(`${otherReports(1469)};${HIDDEN}`) }],
];

test.each(VARIANTS)('accepts %s', async (_name, request) => {
	await expect(world.verify(await world.sign(request))).resolves.toMatchObject({
		signer: { personnummer: PERSON.personnummer },
		userVisibleData: TEXT,
	});
});

test.each([
	['letters of every kind', 'Åsa & Öberg <intygar> "allt" 𝄞 \u00a0 \u2028'],
	['line breaks of every kind', 'a\nb\r\nc\rd\te'],
	['30 000 bytes', 'x'.repeat(30_000)],
	['a byte order mark', '\uFEFFtext'],
])('the text comes back as it was shown: %s', async (_name, text) => {
	const evidence = await world.sign({ userVisibleData: base64(text) });
	const proven = await world.verify(evidence, world.policy, { userVisibleData: text });
	expect(proven.userVisibleData).toBe(text);
});

test.each(Object.entries(PRODUCTION_POLICIES))('production accepts a real BankID: %s', async (_name, oid) => {
	const real = await createWorld(await createPki({ issuerPolicies: PRODUCTION_POLICIES }));
	const evidence = await real.sign({ variant: { policies: [oid] } });
	await expect(real.verify(evidence, real.production)).resolves.toMatchObject({ policies: [oid] });
});

test('without an expected signer and text, whoever signed and whatever was shown is told', async () => {
	const proven = await verifyBankIdSignature(await world.sign(), world.policy, {
		binding: REPORT,
		now: new Date(),
	});
	expect(proven).toMatchObject({ signer: { personnummer: PERSON.personnummer }, userVisibleData: TEXT });
});
