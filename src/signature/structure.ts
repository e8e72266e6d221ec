import { decodeBase64 } from './base64';
import { demand, refusal } from './refuse';
import { type XmlElement } from './xml';

/** The algorithms of BankID's signatures; nothing else is accepted, and nothing below names them again. */
export const ALGORITHMS = {
	canonicalization: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
	signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
	digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
} as const;

/** The namespaces of a BankID signature. */
export const NAMESPACE = {
	dsig: 'http://www.w3.org/2000/09/xmldsig#',
	bankId: 'http://www.bankid.com/signature/v1.0.0/types',
} as const;

const SIGNED_DATA = { id: 'bidSignedData', type: NAMESPACE.bankId } as const;
const KEY_INFO = { id: 'bidKeyInfo' } as const;
const CERTIFICATES = 3;

/** The parts of a signature document. Nothing in it is proven yet. */
export interface SignatureParts {
	readonly signedInfo: XmlElement;
	readonly signatureValue: Buffer;
	readonly keyInfo: XmlElement;
	readonly signedData: XmlElement;
	/** The digests that SignedInfo states. */
	readonly digests: { readonly keyInfo: Buffer; readonly signedData: Buffer };
	/** User, customer CA and bank CA, in DER. */
	readonly certificates: readonly Buffer[];
}

/** What an element may have: its attributes, and how many elements are in it (none: text). */
interface Shape {
	readonly required?: readonly string[];
	readonly optional?: readonly string[];
}

function wrong(message: string): never {
	throw refusal('SIGNATURE_STRUCTURE', message);
}

/** The element, if it is the one expected and has exactly the attributes it should. */
function expectElement(
	node: XmlElement | string | undefined,
	namespace: string,
	name: string,
	{ required = [], optional = [] }: Shape = {},
): XmlElement {
	if (node === undefined) wrong(`The signature has no ${name} where it should stand`);
	if (typeof node === 'string') wrong(`The signature has text where ${name} should stand`);
	if (node.namespace !== namespace || node.name !== name) {
		wrong(`The signature has another element where ${name} should stand`);
	}
	const names = node.attributes.map((attribute) => (attribute.prefix === '' ? attribute.name : ''));
	const known = names.every((attribute) => required.includes(attribute) || optional.includes(attribute));
	if (!known || !required.every((attribute) => names.includes(attribute))) {
		wrong(`${name} in the signature has other attributes than it should`);
	}
	return node;
}

/** The value of an attribute; empty where it is missing. */
export function attributeOf(element: XmlElement, name: string): string {
	return (
		element.attributes.find((attribute) => attribute.prefix === '' && attribute.name === name)?.value ?? ''
	);
}

function dsig(node: XmlElement | string | undefined, name: string, shape?: Shape): XmlElement {
	return expectElement(node, NAMESPACE.dsig, name, shape);
}

/** The children of an element, exactly so many. */
function childrenOf(element: XmlElement, count: number): readonly (XmlElement | string)[] {
	if (element.children.length !== count) {
		wrong(`${element.name} in the signature holds ${element.children.length} parts, not ${count}`);
	}
	return element.children;
}

/** The text of an element that holds nothing else. */
export function textOf(element: XmlElement): string {
	const [text = ''] = element.children;
	if (element.children.length > 1 || typeof text !== 'string') {
		wrong(`${element.name} in the signature holds something else than a value`);
	}
	return text;
}

/** The bytes of an element whose value is base64. */
export function base64Of(element: XmlElement): Buffer {
	const bytes = decodeBase64(textOf(element));
	if (bytes === null) wrong(`${element.name} in the signature is not base64`);
	return bytes;
}

function expectAlgorithm(
	node: XmlElement | string | undefined,
	name: string,
	use: keyof typeof ALGORITHMS,
): void {
	const element = dsig(node, name, { required: ['Algorithm'] });
	const stated = attributeOf(element, 'Algorithm');
	demand(
		stated === ALGORITHMS[use],
		'SIGNATURE_ALGORITHM',
		`The signature has another algorithm for ${name}: "${stated.slice(0, 80)}"`,
	);
	childrenOf(element, 0);
}

/** The digest that a Reference states, and what it refers to. */
function readReference(node: XmlElement | string | undefined): { id: string; digest: Buffer } {
	const reference = dsig(node, 'Reference', { required: ['URI'], optional: ['Type'] });
	const uri = attributeOf(reference, 'URI');
	const type = attributeOf(reference, 'Type');
	const [transforms, method, value] = childrenOf(reference, 3);
	const [transform] = childrenOf(dsig(transforms, 'Transforms'), 1);
	expectAlgorithm(transform, 'Transform', 'canonicalization');
	expectAlgorithm(method, 'DigestMethod', 'digest');
	const digest = base64Of(dsig(value, 'DigestValue'));
	const expected: Record<string, string> = { [SIGNED_DATA.id]: SIGNED_DATA.type, [KEY_INFO.id]: '' };
	if (!uri.startsWith('#') || expected[uri.slice(1)] !== type)
		wrong('A Reference in the signature points elsewhere');
	return { id: uri.slice(1), digest };
}

function readDigests(signedInfo: XmlElement): SignatureParts['digests'] {
	const [canonicalization, method, ...references] = childrenOf(signedInfo, 4);
	expectAlgorithm(canonicalization, 'CanonicalizationMethod', 'canonicalization');
	expectAlgorithm(method, 'SignatureMethod', 'signature');
	const read = references.map(readReference);
	const digestOf = (id: string): Buffer =>
		read.find((reference) => reference.id === id)?.digest ??
		wrong('Two References in the signature point at one part');
	return { keyInfo: digestOf(KEY_INFO.id), signedData: digestOf(SIGNED_DATA.id) };
}

function readCertificates(keyInfo: XmlElement): Buffer[] {
	const [data] = childrenOf(keyInfo, 1);
	const certificates = childrenOf(dsig(data, 'X509Data'), CERTIFICATES);
	return certificates.map((node) => base64Of(dsig(node, 'X509Certificate')));
}

function expectId(element: XmlElement, id: string): XmlElement {
	if (attributeOf(element, 'Id') !== id)
		wrong(`${element.name} in the signature has another Id than it should`);
	return element;
}

/**
 * Takes a signature apart, and refuses one that is not built exactly as BankID builds them.
 *
 * @throws EltError `SIGNATURE_STRUCTURE`, or `SIGNATURE_ALGORITHM` for any algorithm but BankID's
 * @see {@link https://www.w3.org/TR/2008/REC-xmldsig-core-20080610/ XML-DSig}
 */
export function readStructure(root: XmlElement): SignatureParts {
	const [info, value, keys, object] = childrenOf(dsig(root, 'Signature'), 4);
	const signedInfo = dsig(info, 'SignedInfo');
	const signatureValue = base64Of(dsig(value, 'SignatureValue'));
	const keyInfo = expectId(dsig(keys, 'KeyInfo', { required: ['Id'] }), KEY_INFO.id);
	const [data] = childrenOf(dsig(object, 'Object'), 1);
	const signedData = expectElement(data, NAMESPACE.bankId, 'bankIdSignedData', { required: ['Id'] });
	expectId(signedData, SIGNED_DATA.id);
	const digests = readDigests(signedInfo);
	const certificates = readCertificates(keyInfo);
	checkSignedData(signedData);
	return { signedInfo, signatureValue, keyInfo, signedData, digests, certificates };
}

/** The elements of bankIdSignedData in their order, and which must be there. */
const DATA_PARTS = [
	{ name: 'usrVisibleData', required: false },
	{ name: 'usrNonVisibleData', required: false },
	{ name: 'srvInfo', required: true },
	{ name: 'clientInfo', required: true },
] as const;

const DATA_SHAPES: Readonly<Record<string, Shape>> = {
	usrVisibleData: { required: ['charset', 'visible'], optional: ['format'] },
};

/** What may stand at most once in the two elements that BankID extends. */
const ONCE: Readonly<Record<string, readonly string[]>> = {
	srvInfo: ['name', 'nonce', 'displayName'],
	clientInfo: ['funcId', 'version', 'env'],
};

/** The four parts of bankIdSignedData, those that are there. */
export interface SignedDataParts {
	readonly usrVisibleData: XmlElement | null;
	readonly usrNonVisibleData: XmlElement | null;
	readonly srvInfo: XmlElement;
	readonly clientInfo: XmlElement;
}

/** Takes bankIdSignedData apart: its parts come in one order, each at most once. */
export function readSignedData(signedData: XmlElement): SignedDataParts {
	const rest = [...signedData.children];
	const found = new Map<string, XmlElement>();
	for (const { name, required } of DATA_PARTS) {
		const next = rest[0];
		const there = typeof next === 'object' && next.name === name;
		if (!there && !required) continue;
		found.set(name, expectElement(next, NAMESPACE.bankId, name, DATA_SHAPES[name]));
		rest.shift();
	}
	if (rest.length > 0) wrong('bankIdSignedData in the signature holds more than it should');
	const part = (name: string): XmlElement => found.get(name) ?? wrong(`The signature has no ${name}`);
	return {
		usrVisibleData: found.get('usrVisibleData') ?? null,
		usrNonVisibleData: found.get('usrNonVisibleData') ?? null,
		srvInfo: part('srvInfo'),
		clientInfo: part('clientInfo'),
	};
}

/** The one child of BankID's namespace with a name; `null` where there is none. */
export function childOf(parent: XmlElement, name: string): XmlElement | null {
	const found = parent.children.filter(
		(child): child is XmlElement =>
			typeof child === 'object' && child.name === name && child.namespace === NAMESPACE.bankId,
	);
	if (found.length > 1) wrong(`${parent.name} in the signature holds ${name} twice`);
	return found[0] ?? null;
}

function checkSignedData(signedData: XmlElement): void {
	const parts = readSignedData(signedData);
	for (const part of [parts.srvInfo, parts.clientInfo]) {
		if (part.children.some((child) => typeof child === 'string'))
			wrong(`${part.name} in the signature holds text`);
		for (const name of ONCE[part.name] ?? []) childOf(part, name);
		for (const child of part.children) checkForeign(child);
	}
}

/** Unknown elements are let through, but never a second signature, signed data, or an Id that is taken. */
function checkForeign(node: XmlElement | string): void {
	if (typeof node === 'string') return;
	if (node.namespace === NAMESPACE.dsig || node.name === 'bankIdSignedData') {
		wrong('The signature holds a part of another signature');
	}
	const taken: readonly string[] = [SIGNED_DATA.id, KEY_INFO.id];
	if (node.attributes.some(({ name, value }) => name.toLowerCase() === 'id' && taken.includes(value))) {
		wrong('The signature has an Id twice');
	}
	for (const child of node.children) checkForeign(child);
}
