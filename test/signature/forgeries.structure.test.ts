import type { ErrorCode } from '../../src/errors';
import type { SignatureRequest } from '../../src/simulator/bankid/signature';
import {
	afterSigning,
	base64,
	createWorld,
	expectRefusal,
	sentences,
	HIDDEN,
	partOf,
	swap,
	type World,
} from './world';

let world: World;

beforeAll(async () => {
	world = await createWorld();
});

type Case = readonly [name: string, code: ErrorCode, part: string, request: Partial<SignatureRequest>];

const encoded = (change: (base64: string) => string): Partial<SignatureRequest> => ({
	edit: { encoded: change },
});
const HIDDEN_VALUE = base64(HIDDEN);
/** Hidden data for another report, as an attacker would want it read. */
const FORGED_VALUE = base64(HIDDEN.replace(/^5d7f/, 'ffff'));
const forged = (data: string): string => data.replace(HIDDEN_VALUE, FORGED_VALUE);

const CASES: Readonly<Record<string, readonly Case[]>> = {
	'a string that is no signature': [
		['empty', 'SIGNATURE_MALFORMED', 'base64', encoded(() => '')],
		['not base64', 'SIGNATURE_MALFORMED', 'base64', encoded(() => '<Signature/>')],
		['white space in the base64', 'SIGNATURE_MALFORMED', 'base64', encoded(swap(/^.{76}/, '$&\n'))],
		[
			'a line break at the end of the base64',
			'SIGNATURE_MALFORMED',
			'base64',
			encoded((text) => `${text}\n`),
		],
		[
			'base64 without its padding',
			'SIGNATURE_MALFORMED',
			'base64',
			encoded((text) => `${text.slice(0, -4)}QQ`),
		],
		[
			'base64 with stray bits',
			'SIGNATURE_MALFORMED',
			'base64',
			encoded((text) => `${text.slice(0, -4)}QR==`),
		],
		[
			'the other base64 alphabet',
			'SIGNATURE_MALFORMED',
			'base64',
			encoded((text) => `${text.slice(0, -4)}_-_-`),
		],
		['larger than any', 'SIGNATURE_MALFORMED', '600000 characters', encoded(() => 'A'.repeat(600_000))],
		[
			'not UTF-8',
			'SIGNATURE_MALFORMED',
			'UTF-8',
			encoded(() => Buffer.from('<Signature>\xff</Signature>', 'latin1').toString('base64')),
		],
		[
			'UTF-16',
			'SIGNATURE_MALFORMED',
			'',
			encoded((text) => Buffer.from(Buffer.from(text, 'base64').toString(), 'utf16le').toString('base64')),
		],
		['no XML', 'SIGNATURE_MALFORMED', '', encoded(() => base64('hej <b>'))],
		[
			'cut off',
			'SIGNATURE_MALFORMED',
			'',
			afterSigning((xml) => xml.slice(0, xml.indexOf('<X509Certificate>') + 200)),
		],
		['tags that do not match', 'SIGNATURE_MALFORMED', '', afterSigning(swap('</Object>', '</object>'))],
		[
			'an attribute twice',
			'SIGNATURE_MALFORMED',
			'attribute',
			afterSigning(swap(' Id="bidSignedData"', ' Id="bidSignedData" Id="x"')),
		],
		['something after the signature', 'SIGNATURE_MALFORMED', '', afterSigning((xml) => `${xml}<a/>`)],
		['a byte order mark first', 'SIGNATURE_MALFORMED', '', afterSigning((xml) => `\uFEFF${xml}`)],
	],
	'constructs that hide something from one of two readers': [
		[
			'a DOCTYPE',
			'SIGNATURE_STRUCTURE',
			'DOCTYPE',
			afterSigning(swap('<Signature ', '<!DOCTYPE Signature><Signature ')),
		],
		[
			'an entity declared and used in a value',
			'SIGNATURE_STRUCTURE',
			'DOCTYPE',
			afterSigning((xml) =>
				swap(
					HIDDEN_VALUE,
					'&x;',
				)(swap('<Signature ', `<!DOCTYPE Signature [<!ENTITY x "${FORGED_VALUE}">]><Signature `)(xml)),
			),
		],
		[
			'an entity that is not declared',
			'SIGNATURE_STRUCTURE',
			'entity',
			afterSigning(swap(HIDDEN_VALUE, '&x;')),
		],
		[
			'a character reference in a value',
			'SIGNATURE_STRUCTURE',
			'entity',
			afterSigning(swap(HIDDEN_VALUE, `&#x4E;${HIDDEN_VALUE.slice(1)}`)),
		],
		[
			'a predefined entity in a value',
			'SIGNATURE_STRUCTURE',
			'usrNonVisibleData',
			{ edit: { signedData: swap(HIDDEN_VALUE, `${HIDDEN_VALUE}&amp;`) } },
		],
		[
			'a comment inside a value',
			'SIGNATURE_STRUCTURE',
			'comment',
			afterSigning(swap(HIDDEN_VALUE, `${FORGED_VALUE}<!--${HIDDEN_VALUE}-->`)),
		],
		[
			'a comment before a value',
			'SIGNATURE_STRUCTURE',
			'comment',
			afterSigning(swap(HIDDEN_VALUE, `<!---->${HIDDEN_VALUE}`)),
		],
		[
			'a CDATA section around a value',
			'SIGNATURE_STRUCTURE',
			'CDATA',
			afterSigning(swap(HIDDEN_VALUE, `<![CDATA[${HIDDEN_VALUE}]]>`)),
		],
		[
			'a processing instruction inside a value',
			'SIGNATURE_STRUCTURE',
			'processing instruction',
			afterSigning(swap(HIDDEN_VALUE, `<?x ${FORGED_VALUE}?>${HIDDEN_VALUE}`)),
		],
		[
			'a processing instruction that was signed',
			'SIGNATURE_STRUCTURE',
			'processing instruction',
			{ edit: { signedData: swap(HIDDEN_VALUE, `<?x?>${HIDDEN_VALUE}`) } },
		],
		[
			'a processing instruction after the signature',
			'SIGNATURE_STRUCTURE',
			'processing instruction',
			afterSigning((xml) => `${xml}<?x?>`),
		],
		[
			'a comment after the signature',
			'SIGNATURE_STRUCTURE',
			'comment',
			afterSigning((xml) => `${xml}<!--x-->`),
		],
		[
			'an xml: attribute',
			'SIGNATURE_STRUCTURE',
			'attribute',
			afterSigning(swap('<Object>', '<Object xml:id="bidSignedData">')),
		],
		['a carriage return', 'SIGNATURE_STRUCTURE', '', afterSigning(swap(HIDDEN_VALUE, `${HIDDEN_VALUE}\r`))],
		[
			'a namespace that is no address',
			'SIGNATURE_STRUCTURE',
			'',
			afterSigning(swap('<Object>', '<Object xmlns:x="x">')),
		],
		[
			'a hundred levels',
			'SIGNATURE_STRUCTURE',
			'',
			{ extraServerInfo: `${'<a>'.repeat(100)}${'</a>'.repeat(100)}` },
		],
		['ten thousand elements', 'SIGNATURE_STRUCTURE', '', { extraServerInfo: '<a></a>'.repeat(10_000) }],
	],
	'signature wrapping': [
		[
			'forged data in a first Object, the signed in a second',
			'SIGNATURE_STRUCTURE',
			'Signature',
			afterSigning((xml) =>
				xml.replace('<Object>', `<Object>${forged(partOf(xml, 'bankIdSignedData'))}</Object><Object>`),
			),
		],
		[
			'forged data in a second Object',
			'SIGNATURE_STRUCTURE',
			'',
			afterSigning((xml) =>
				xml.replace('</Object>', `</Object><Object>${forged(partOf(xml, 'bankIdSignedData'))}</Object>`),
			),
		],
		[
			'two bankIdSignedData in one Object',
			'SIGNATURE_STRUCTURE',
			'Object',
			afterSigning((xml) => xml.replace('<Object>', `<Object>${forged(partOf(xml, 'bankIdSignedData'))}`)),
		],
		[
			'the signed data inside forged data',
			'SIGNATURE_STRUCTURE',
			'',
			afterSigning((xml) =>
				xml.replace(/<bankIdSignedData.*<\/bankIdSignedData>/s, (signed) =>
					forged(signed).replace('</srvInfo>', `${signed}</srvInfo>`),
				),
			),
		],
		[
			'the signed data under another name inside forged data',
			'SIGNATURE_STRUCTURE',
			'Id',
			afterSigning((xml) =>
				xml.replace(/<bankIdSignedData.*<\/bankIdSignedData>/s, (signed) =>
					forged(signed).replace('</clientInfo>', '<x Id="bidSignedData"></x></clientInfo>'),
				),
			),
		],
		[
			'the signed data inside KeyInfo',
			'SIGNATURE_STRUCTURE',
			'KeyInfo',
			afterSigning((xml) =>
				forged(xml).replace('</KeyInfo>', `${partOf(xml, 'bankIdSignedData')}</KeyInfo>`),
			),
		],
		[
			'the signature inside another element',
			'SIGNATURE_STRUCTURE',
			'',
			afterSigning((xml) => `<envelope>${partOf(xml, 'Signature')}</envelope>`),
		],
		[
			'the signature inside the Object of a forged one',
			'SIGNATURE_STRUCTURE',
			'Object',
			afterSigning((xml) => forged(xml).replace('<Object>', `<Object>${partOf(xml, 'Signature')}`)),
		],
		[
			'a second KeyInfo',
			'SIGNATURE_STRUCTURE',
			'',
			afterSigning((xml) => xml.replace('<KeyInfo', `${partOf(xml, 'KeyInfo')}<KeyInfo`)),
		],
		[
			'a second SignedInfo',
			'SIGNATURE_STRUCTURE',
			'',
			afterSigning((xml) => xml.replace('<SignedInfo', `${partOf(xml, 'SignedInfo')}<SignedInfo`)),
		],
		[
			'an Object with an Id of its own',
			'SIGNATURE_STRUCTURE',
			'Object',
			afterSigning(swap('<Object>', '<Object Id="bidSignedData">')),
		],
		[
			'an Id in a namespace',
			'SIGNATURE_STRUCTURE',
			'attribute',
			afterSigning(swap(' Id="bidSignedData"', ' xmlns:x="urn:x" x:Id="bidSignedData"')),
		],
		[
			'the data in another namespace',
			'SIGNATURE_STRUCTURE',
			'bankIdSignedData',
			afterSigning(swap('xmlns="http://www.bankid.com/signature/v1.0.0/types"', 'xmlns="urn:x"')),
		],
	],
	'another structure than BankID writes': [
		[
			'white space between elements',
			'SIGNATURE_STRUCTURE',
			'',
			afterSigning(swap('</SignedInfo>', '</SignedInfo>\n')),
		],
		[
			'parts in another order',
			'SIGNATURE_STRUCTURE',
			'SignedInfo',
			afterSigning((xml) =>
				xml
					.replace(partOf(xml, 'SignedInfo'), '')
					.replace('<Object>', `${partOf(xml, 'SignedInfo')}<Object>`),
			),
		],
		[
			'an extra Reference',
			'SIGNATURE_STRUCTURE',
			'SignedInfo',
			{
				edit: {
					signedInfo: (xml) =>
						xml.replace(
							'<Reference URI',
							`${/<Reference URI.*<\/Reference>/s.exec(xml)?.[0] ?? ''}<Reference URI`,
						),
				},
			},
		],
		[
			'a Reference too few',
			'SIGNATURE_STRUCTURE',
			'SignedInfo',
			{ edit: { signedInfo: (xml) => xml.replace(/<Reference URI.*<\/Reference>/s, '') } },
		],
		[
			'two References to one part',
			'SIGNATURE_STRUCTURE',
			'',
			{
				edit: {
					signedInfo: (xml) =>
						xml.replace(
							/<Reference Type.*?<\/Reference>/s,
							/<Reference URI.*<\/Reference>/s.exec(xml)?.[0] ?? '',
						),
				},
			},
		],
		[
			'a Reference to the whole document',
			'SIGNATURE_STRUCTURE',
			'',
			{ edit: { signedInfo: swap('URI="#bidKeyInfo"', 'URI=""') } },
		],
		[
			'a Reference by XPointer',
			'SIGNATURE_STRUCTURE',
			'',
			{ edit: { signedInfo: swap('#bidKeyInfo', "#xpointer(id('bidKeyInfo'))") } },
		],
		[
			'a Reference to an address',
			'SIGNATURE_STRUCTURE',
			'',
			{ edit: { signedInfo: swap('#bidKeyInfo', 'http://127.0.0.1/') } },
		],
		[
			'a Reference of another type',
			'SIGNATURE_STRUCTURE',
			'',
			{ edit: { signedInfo: swap(/Type="[^"]*"/, 'Type="urn:x"') } },
		],
		[
			'an extra transform',
			'SIGNATURE_STRUCTURE',
			'Transforms',
			{
				edit: {
					signedInfo: swap(
						'<Transforms>',
						'<Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></Transform>',
					),
				},
			},
		],
		[
			'no transform',
			'SIGNATURE_STRUCTURE',
			'Transforms',
			{ edit: { signedInfo: swap(/<Transforms>.*?<\/Transforms>/, '<Transforms></Transforms>') } },
		],
		[
			'a transform with parameters',
			'SIGNATURE_STRUCTURE',
			'Transform',
			{ edit: { signedInfo: swap('</Transform>', '<XPath>x</XPath></Transform>') } },
		],
		[
			'a digest that is not base64',
			'SIGNATURE_STRUCTURE',
			'DigestValue',
			{ edit: { signedInfo: swap('<DigestValue>', '<DigestValue> ') } },
		],
		[
			'a signature value that is not base64',
			'SIGNATURE_STRUCTURE',
			'SignatureValue',
			afterSigning(swap('</SignatureValue>', '\n</SignatureValue>')),
		],
		[
			'a bare key beside the certificates',
			'SIGNATURE_STRUCTURE',
			'KeyInfo',
			{ edit: { keyInfo: swap('<X509Data>', '<KeyValue></KeyValue><X509Data>') } },
		],
		[
			'KeyInfo without its Id',
			'SIGNATURE_STRUCTURE',
			'KeyInfo',
			{ edit: { keyInfo: swap(' Id="bidKeyInfo"', '') } },
		],
		[
			'KeyInfo with another Id',
			'SIGNATURE_STRUCTURE',
			'KeyInfo',
			{ edit: { keyInfo: swap('bidKeyInfo', 'bidSignedData') } },
		],
		[
			'an unknown element in the data',
			'SIGNATURE_STRUCTURE',
			'srvInfo',
			{ edit: { signedData: swap('<srvInfo>', '<x></x><srvInfo>') } },
		],
		[
			'an unknown element after the data',
			'SIGNATURE_STRUCTURE',
			'',
			{ edit: { signedData: swap('</clientInfo>', '</clientInfo><x></x>') } },
		],
		[
			'the hidden data twice',
			'SIGNATURE_STRUCTURE',
			'srvInfo',
			{
				edit: {
					signedData: (xml) =>
						xml.replace('<srvInfo>', `<usrNonVisibleData>${FORGED_VALUE}</usrNonVisibleData><srvInfo>`),
				},
			},
		],
		[
			'the hidden data before the visible',
			'SIGNATURE_STRUCTURE',
			'srvInfo',
			{
				edit: {
					signedData: (xml) =>
						xml.replace(/(<usrVisible.*<\/usrVisibleData>)(<usrNon.*<\/usrNonVisibleData>)/, '$2$1'),
				},
			},
		],
		[
			'an element inside a value',
			'SIGNATURE_STRUCTURE',
			'',
			{ edit: { signedData: swap(HIDDEN_VALUE, `${HIDDEN_VALUE}<x></x>`) } },
		],
		[
			'funcId twice',
			'SIGNATURE_STRUCTURE',
			'Id',
			{ edit: { signedData: swap('<funcId>', '<funcId>Identification</funcId><funcId>') } },
		],
		[
			'the name of the relying party twice',
			'SIGNATURE_STRUCTURE',
			'',
			{ edit: { signedData: swap('<srvInfo>', '<srvInfo><name>eA==</name>') } },
		],
		[
			'text in srvInfo',
			'SIGNATURE_STRUCTURE',
			'srvInfo',
			{ edit: { signedData: swap('<srvInfo>', '<srvInfo> ') } },
		],
		[
			'no clientInfo',
			'SIGNATURE_STRUCTURE',
			'clientInfo',
			{ edit: { signedData: swap(/<clientInfo>.*<\/clientInfo>/, '') } },
		],
		[
			'an unknown attribute on a value',
			'SIGNATURE_STRUCTURE',
			'usrVisibleData',
			{ edit: { signedData: swap(' visible=', ' hidden="x" visible=') } },
		],
		[
			'hidden data that is not base64',
			'SIGNATURE_STRUCTURE',
			'usrNonVisibleData',
			{ userNonVisibleData: `${HIDDEN_VALUE} ` },
		],
	],
	'another algorithm': [
		[
			'exclusive canonicalisation',
			'SIGNATURE_ALGORITHM',
			'CanonicalizationMethod',
			{
				edit: {
					signedInfo: swap(
						/(CanonicalizationMethod Algorithm=")[^"]*/,
						'$1http://www.w3.org/2001/10/xml-exc-c14n#',
					),
				},
			},
		],
		[
			'canonicalisation with comments',
			'SIGNATURE_ALGORITHM',
			'',
			{ edit: { signedInfo: swap('20010315"', '20010315#WithComments"') } },
		],
		[
			'RSA with SHA-1',
			'SIGNATURE_ALGORITHM',
			'SignatureMethod',
			{ edit: { signedInfo: swap('2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#rsa-sha1') } },
		],
		[
			'HMAC, with the public key as its secret',
			'SIGNATURE_ALGORITHM',
			'SignatureMethod',
			{ edit: { signedInfo: swap('2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#hmac-sha1') } },
		],
		[
			'a digest with SHA-1',
			'SIGNATURE_ALGORITHM',
			'DigestMethod',
			{ edit: { signedInfo: swap('2001/04/xmlenc#sha256', '2000/09/xmldsig#sha1') } },
		],
		[
			'an XSLT transform',
			'SIGNATURE_ALGORITHM',
			'Transform',
			{
				edit: {
					signedInfo: swap(
						/<Transform Algorithm="[^"]*"/,
						'<Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"',
					),
				},
			},
		],
	],
	'a part that is not what was signed': [
		[
			'another text',
			'SIGNATURE_DIGEST',
			'bankIdSignedData',
			afterSigning(swap(/(visible="wysiwys">)[^<]*/, `$1${base64('Jag lovar bort allt.')}`)),
		],
		['another report', 'SIGNATURE_DIGEST', 'bankIdSignedData', afterSigning(forged)],
		[
			'an identification made to look like a signature',
			'SIGNATURE_DIGEST',
			'bankIdSignedData',
			{ funcId: 'Identification', ...afterSigning(swap('>Identification<', '>Signing<')) },
		],
		[
			'another relying party',
			'SIGNATURE_DIGEST',
			'bankIdSignedData',
			{
				relyingPartyName: 'cn=Someone,c=SE',
				...afterSigning(swap(/<srvInfo><name>[^<]*/, `<srvInfo><name>${base64('cn=Else,c=SE')}`)),
			},
		],
		[
			'a namespace that comes into scope',
			'SIGNATURE_DIGEST',
			'bankIdSignedData',
			afterSigning(swap('<Signature ', '<Signature xmlns:x="urn:x" ')),
		],
		[
			'the digests exchanged',
			'SIGNATURE_DIGEST',
			'bankIdSignedData',
			{
				edit: {
					signedInfo: (xml) => {
						const [a = '', b = ''] = xml.match(/(?<=<DigestValue>)[^<]*/g) ?? [];
						return xml.replace(a, '@').replace(b, a).replace('@', b);
					},
				},
			},
		],
		[
			'a digest cut short',
			'SIGNATURE_DIGEST',
			'bankIdSignedData',
			{ edit: { signedInfo: swap(/<DigestValue>.{40}[^<]*/, '<DigestValue>AAAA') } },
		],
		[
			'the certificates exchanged afterwards',
			'SIGNATURE_DIGEST',
			'KeyInfo',
			afterSigning((xml) => {
				const [a = '', b = ''] = xml.match(/<X509Certificate>[^<]*<\/X509Certificate>/g) ?? [];
				return xml.replace(a + b, b + a);
			}),
		],
	],
};

describe.each(Object.entries(CASES))('refuses %s', (_, cases) => {
	test.each(cases)('%s', async (_name, code, part, request) => {
		const evidence = await world.sign(request);
		await expectRefusal(world.verify(evidence), code, part);
	});
});

test('says each refusal in one plain sentence', () => {
	expect(sentences()).toMatchSnapshot();
});
