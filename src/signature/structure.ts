import { attributeOf, DSIG, ElementReader, type Shape } from './elements';
import { refusal } from './refuse';
import { type XmlElement } from './xml';

/** The namespace of what BankID has signed. */
const BANKID = 'http://www.bankid.com/signature/v1.0.0/types';

const SIGNED_DATA_ID = 'bidSignedData';
const KEY_INFO_ID = 'bidKeyInfo';
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

/** Reads the elements of a BankID signature. */
export const signatureReader: ElementReader = new ElementReader({
	what: 'signature',
	structure: (message) => refusal('SIGNATURE_STRUCTURE', message),
	algorithm: (message) => refusal('SIGNATURE_ALGORITHM', message),
});

function readDigests(signedInfo: XmlElement): SignatureParts['digests'] {
	const parts = { [SIGNED_DATA_ID]: BANKID, [KEY_INFO_ID]: '' };
	const [signedData, keyInfo] = signatureReader.digests(signedInfo, parts);
	if (signedData === undefined || keyInfo === undefined) throw new TypeError('a digest is missing');
	return { signedData, keyInfo };
}

/** BankID's older clients wrapped certificates in lines of 76 characters. */
function readCertificates(keyInfo: XmlElement): Buffer[] {
	const [data] = signatureReader.children(keyInfo, 1);
	return signatureReader
		.children(signatureReader.dsig(data, 'X509Data'), CERTIFICATES)
		.map((node) => signatureReader.wrappedBase64(signatureReader.dsig(node, 'X509Certificate')));
}

function expectId(element: XmlElement, id: string): XmlElement {
	if (attributeOf(element, 'Id') !== id)
		signatureReader.refuse(`${element.name} in the signature has another Id than "${id}"`);
	return element;
}

/**
 * Takes a signature apart, and refuses one that is not built exactly as BankID builds them.
 *
 * @throws EltError `SIGNATURE_STRUCTURE`, or `SIGNATURE_ALGORITHM` for any algorithm but BankID's
 * @see {@link https://www.w3.org/TR/2008/REC-xmldsig-core-20080610/ XML-DSig}
 */
export function readStructure(root: XmlElement): SignatureParts {
	const reader = signatureReader;
	const [info, value, keys, object] = reader.children(reader.dsig(root, 'Signature'), 4);
	const signedInfo = reader.dsig(info, 'SignedInfo');
	const signatureValue = reader.base64(reader.dsig(value, 'SignatureValue'));
	const keyInfo = expectId(reader.dsig(keys, 'KeyInfo', { required: ['Id'] }), KEY_INFO_ID);
	const [data] = reader.children(reader.dsig(object, 'Object'), 1);
	const signedData = reader.element(data, BANKID, 'bankIdSignedData', { required: ['Id'] });
	expectId(signedData, SIGNED_DATA_ID);
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

/** What may occur at most once in the two elements that BankID extends. */
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
		found.set(name, signatureReader.element(next, BANKID, name, DATA_SHAPES[name]));
		rest.shift();
	}
	if (rest.length > 0)
		signatureReader.refuse('bankIdSignedData in the signature has more parts than it should');
	const part = (name: string): XmlElement =>
		found.get(name) ?? signatureReader.refuse(`The signature has no ${name}`);
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
			typeof child === 'object' && child.name === name && child.namespace === BANKID,
	);
	if (found.length > 1) signatureReader.refuse(`${parent.name} in the signature has ${name} twice`);
	return found[0] ?? null;
}

function checkSignedData(signedData: XmlElement): void {
	const parts = readSignedData(signedData);
	for (const part of [parts.srvInfo, parts.clientInfo]) {
		if (part.children.some((child) => typeof child === 'string'))
			signatureReader.refuse(`${part.name} in the signature has text between its elements`);
		for (const name of ONCE[part.name] ?? []) childOf(part, name);
		for (const child of part.children) checkForeign(child);
	}
}

/** Unknown elements are accepted, but never a second signature, signed data, or an Id that is taken. */
function checkForeign(node: XmlElement | string): void {
	if (typeof node === 'string') return;
	if (node.namespace === DSIG || node.name === 'bankIdSignedData') {
		signatureReader.refuse('The signature has a part of another signature inside');
	}
	const taken: readonly string[] = [SIGNED_DATA_ID, KEY_INFO_ID];
	if (node.attributes.some(({ name, value }) => name.toLowerCase() === 'id' && taken.includes(value))) {
		signatureReader.refuse('The signature has an Id twice');
	}
	for (const child of node.children) checkForeign(child);
}
