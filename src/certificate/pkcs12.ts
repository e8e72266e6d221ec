import type { asn1, pkcs12 } from 'node-forge';
import { EltError } from '../errors';
import { demandFewIterations } from './iterations';

/** What a PKCS#12 container holds, in DER: certificates, and keys as PKCS#8 without encryption. */
export interface Pkcs12Content {
	readonly certificates: readonly Buffer[];
	readonly keys: readonly Buffer[];
}

type Forge = typeof import('node-forge');

const UNREADABLE = 'Choose a PKCS#12 file (.p12 or .pfx), as base64, or use PEM.';

/** The error when the passphrase does not open what it should. */
export function wrongPassphrase(passphrase: string | undefined, cause: unknown): EltError {
	return passphrase === undefined || passphrase === ''
		? new EltError(
				'CERTIFICATE_PASSPHRASE',
				'The private key is protected by a passphrase, and none was given',
				'Enter the passphrase that came with the certificate.',
				{ cause },
			)
		: new EltError(
				'CERTIFICATE_PASSPHRASE',
				'The passphrase does not open the private key',
				'Enter the passphrase that came with the certificate; capital letters and spaces count.',
				{ cause },
			);
}

function der(forge: Forge, node: asn1.Asn1): Buffer {
	return Buffer.from(forge.asn1.toDer(node).getBytes(), 'latin1');
}

function keysOf(forge: Forge, container: pkcs12.Pkcs12Pfx): Buffer[] {
	const { keyBag, pkcs8ShroudedKeyBag } = forge.pki.oids;
	return container.safeContents
		.flatMap(({ safeBags }) => safeBags)
		.filter(({ type }) => type === keyBag || type === pkcs8ShroudedKeyBag)
		.map((bag) =>
			bag.key
				? der(forge, forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)))
				: der(forge, bag.asn1),
		);
}

function certificatesOf(forge: Forge, container: pkcs12.Pkcs12Pfx): Buffer[] {
	return container.safeContents
		.flatMap(({ safeBags }) => safeBags)
		.filter(({ type }) => type === forge.pki.oids['certBag'])
		.map((bag) => der(forge, bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1));
}

/** PKCS#12's own ciphers that node-forge does not have, as DER writes their identifiers (RFC 7292, appendix C). */
const UNKNOWN_CIPHERS = ['01', '02', '04', '05'].map((last) => `060a2a864886f70d010c01${last}`);

/** Whether the bytes are a PFX protected by a passphrase (RFC 7292 4): only then can a passphrase be what is wrong. */
function isPfx(bytes: Buffer, forge: Forge): boolean {
	try {
		const { value } = forge.asn1.fromDer(bytes.toString('latin1'));
		const [version, authSafe] = Array.isArray(value) ? value : [];
		const type = Array.isArray(authSafe?.value) ? authSafe.value[0] : undefined;
		return (
			version?.value === '\u0003' &&
			typeof type?.value === 'string' &&
			forge.asn1.derToOid(type.value) === forge.pki.oids['data']
		);
	} catch {
		return false;
	}
}

/** The bytes without the line break that a text program put behind them. */
function withoutLineBreak(bytes: Buffer): Buffer {
	return Buffer.from(bytes.toString('latin1').replace(/[\r\n]+$/, ''), 'latin1');
}

/**
 * Whether the bytes begin as a PKCS#12 container does: a sequence with the version 3. A certificate's sequence begins
 * with another one.
 */
export function isContainer(bytes: Uint8Array): boolean {
	const [tag, length = 0] = bytes;
	if (tag !== 0x30 || length < 0x80) return false;
	const [type, size, version] = bytes.subarray(2 + (length & 0x7f));
	return type === 0x02 && size === 0x01 && version === 0x03;
}

/**
 * Every octet string in one piece: BER may write one in pieces within pieces, which node-forge only joins one level
 * deep. Changes the node.
 */
function joinOctets(forge: Forge, node: asn1.Asn1): asn1.Asn1 {
	if (!Array.isArray(node.value)) return node;
	const parts = node.value.map((part) => joinOctets(forge, part));
	if (node.tagClass !== forge.asn1.Class.UNIVERSAL || node.type !== forge.asn1.Type.OCTETSTRING) return node;
	node.value = parts.map(({ value }) => (typeof value === 'string' ? value : '')).join('');
	node.constructed = false;
	node.composed = false;
	return node;
}

/** The container without its integrity check, for a passphrase that is another sequence of bytes there. */
function withoutMac(container: asn1.Asn1): asn1.Asn1 {
	if (Array.isArray(container.value)) container.value.splice(2);
	return container;
}

/**
 * The ways to try. PKCS#12's own ciphers and its MAC take a passphrase as UTF-16, PBES2 takes UTF-8 bytes, and
 * no passphrase is written in two ways.
 */
function attempts(forge: Forge, passphrase: string | undefined): { form?: string; mac: boolean }[] {
	if (passphrase === undefined || passphrase === '') return [{ form: '', mac: true }, { mac: true }];
	const utf8 = forge.util.encodeUtf8(passphrase);
	const plain = { form: passphrase, mac: true };
	return utf8 === passphrase ? [plain] : [plain, { form: utf8, mac: false }];
}

function open(forge: Forge, bytes: Buffer, passphrase: string | undefined): pkcs12.Pkcs12Pfx {
	let last: unknown;
	for (const { form, mac } of attempts(forge, passphrase)) {
		try {
			const container = joinOctets(forge, forge.asn1.fromDer(bytes.toString('latin1')));
			return forge.pkcs12.pkcs12FromAsn1(mac ? container : withoutMac(container), false, form);
		} catch (thrown) {
			last = thrown;
		}
	}
	if (UNKNOWN_CIPHERS.some((oid) => bytes.includes(oid, 0, 'hex'))) {
		throw new EltError(
			'CERTIFICATE_UNREADABLE',
			'The certificate file is encrypted with RC4, 128-bit RC2 or two-key 3DES, which are no longer supported',
			'Open it with the program it came from and export it again, with AES or 3DES.',
			{ cause: last },
		);
	}
	throw wrongPassphrase(passphrase, last);
}

/**
 * Opens a PKCS#12 container, also those with RC2 and 3DES that Node itself refuses.
 *
 * @throws EltError `CERTIFICATE_UNREADABLE` when it is no PKCS#12 or asks for more than a million iterations,
 *   `CERTIFICATE_PASSPHRASE` when it does not open
 * @see {@link https://www.rfc-editor.org/rfc/rfc7292 RFC 7292}
 */
export async function readPkcs12(bytes: Buffer, passphrase?: string): Promise<Pkcs12Content> {
	const { default: forge } = await import('node-forge');
	const pfx = [bytes, withoutLineBreak(bytes)].find((candidate) => isPfx(candidate, forge));
	if (pfx === undefined) {
		throw new EltError(
			'CERTIFICATE_UNREADABLE',
			'The certificate file is not a PKCS#12 container',
			UNREADABLE,
		);
	}
	demandFewIterations(forge, 'The certificate file', pfx);
	const container = open(forge, pfx, passphrase);
	return { certificates: certificatesOf(forge, container), keys: keysOf(forge, container) };
}
