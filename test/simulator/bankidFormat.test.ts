import { readChildren, readDer, readOid } from '../../src/certificate/der';
import { readX509, type X509 } from '../../src/certificate/x509';
import { signAsPerson } from '../../src/simulator/bankid/signature';
import { createPki, type Pki } from '../../src/simulator/pki/pki';
import { ASSISTENT } from './tools';

let pki: Pki;

beforeAll(async () => {
	pki = await createPki();
});

/** The extensions as docs/bankid-format.md lists them, in their order; `!` marks a critical one. */
const EXTENSIONS = {
	person: ['1.3.6.1.5.5.7.1.1', '2.5.29.32', '2.5.29.15!', '2.5.29.35', '2.5.29.14'],
	ca: ['2.5.29.14', '2.5.29.19!', '2.5.29.35', '2.5.29.32', '2.5.29.15!'],
	responder: ['2.5.29.32', '2.5.29.37!', '2.5.29.15!', '1.3.6.1.5.5.7.48.1.5', '2.5.29.35', '2.5.29.14'],
} as const;

const UTF8 = 0x0c;
const PRINTABLE = 0x13;
const SHA256 = '1.2.840.113549.1.1.11';
const SHA512 = '1.2.840.113549.1.1.13';
const BANK = [
	['2.5.4.6', PRINTABLE],
	['2.5.4.10', UTF8],
	['2.5.4.5', PRINTABLE],
	['2.5.4.3', UTF8],
];
const PERSON = [
	['2.5.4.6', PRINTABLE],
	['2.5.4.10', UTF8],
	['2.5.4.4', UTF8],
	['2.5.4.42', UTF8],
	['2.5.4.5', PRINTABLE],
	['2.5.4.41', UTF8],
	['2.5.4.3', UTF8],
];

/** The attributes of a subject: type and kind of string. */
function subjectOf({ subject }: X509): (string | number)[][] {
	return readChildren(readDer(subject)).flatMap((set) =>
		readChildren(set).map((attribute) => {
			const [type, value] = readChildren(attribute);
			if (type === undefined || value === undefined) throw new TypeError('a name without attributes');
			return [readOid(type), value.tag];
		}),
	);
}

test.each([
	['a person', () => pki.person(ASSISTENT), EXTENSIONS.person, PERSON, SHA256],
	['the customer CA', () => pki.signatures.customerCa, EXTENSIONS.ca, BANK, SHA512],
	['the bank CA', () => pki.signatures.bankCa, EXTENSIONS.ca, BANK, SHA512],
	['the OCSP responder', () => pki.signatures.ocspResponder, EXTENSIONS.responder, BANK, SHA256],
] as const)(
	"the certificate of %s has BankID's fields in BankID's order",
	async (_name, which, extensions, subject, algorithm) => {
		const x509 = readX509((await which()).certificateDer);
		expect([...x509.extensions].map(([oid, { critical }]) => `${oid}${critical ? '!' : ''}`)).toEqual(
			extensions,
		);
		expect(subjectOf(x509)).toEqual(subject);
		expect(x509.signatureAlgorithm).toBe(algorithm);
		expect(x509.serialNumber).toHaveLength(8);
	},
);

test("the signature has BankID's elements in BankID's order, and no white space between them", async () => {
	const { signature } = await signAsPerson({
		pki,
		person: ASSISTENT,
		userVisibleData: 'VGV4dA==',
		userNonVisibleData: 'aGlkZGVu',
	});
	const xml = Buffer.from(signature, 'base64').toString('utf8');
	expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8" standalone="no"\?><Signature /);
	expect(xml).not.toMatch(/>\s+</);
	expect([...xml.matchAll(/<([A-Za-z]\w*)/g)].map(([, name]) => name).join(' ')).toBe(
		'Signature SignedInfo CanonicalizationMethod SignatureMethod ' +
			'Reference Transforms Transform DigestMethod DigestValue '.repeat(2) +
			'SignatureValue KeyInfo X509Data X509Certificate X509Certificate X509Certificate Object ' +
			'bankIdSignedData usrVisibleData usrNonVisibleData srvInfo name nonce displayName ' +
			'clientInfo funcId version env ai type deviceInfo uhi fsib utb requirement condition type value uauth token',
	);
});
