import type { asn1 } from 'node-forge';
import { EltError } from '../errors';

type Forge = typeof import('node-forge');

/** Most rounds that a passphrase is hashed for; beyond that, opening would stand still for a minute and more. */
const MAX_ITERATIONS = 1_000_000;

/** How deep is looked: the values of a container lie some twenty levels deep. */
const MAX_DEPTH = 32;

function isOf(forge: Forge, type: asn1.Type, node: asn1.Asn1 | undefined): boolean {
	return node?.tagClass === forge.asn1.Class.UNIVERSAL && node.type === type;
}

/** The octets of a string, which BER may write in pieces. */
function octetsOf({ value }: asn1.Asn1): string {
	return Array.isArray(value) ? value.map(octetsOf).join('') : value;
}

/** What lies within a value; containers keep most of theirs in octet strings. */
function childrenOf(forge: Forge, node: asn1.Asn1): asn1.Asn1[] {
	if (isOf(forge, forge.asn1.Type.OCTETSTRING, node)) {
		const inner = parse(forge, octetsOf(node));
		return inner === null ? [] : [inner];
	}
	return Array.isArray(node.value) ? node.value : [];
}

function parse(forge: Forge, bytes: string): asn1.Asn1 | null {
	try {
		return forge.asn1.fromDer(bytes);
	} catch {
		return null;
	}
}

/** How often the passphrase is hashed, at most: PBE, PBKDF2 and MacData all have the number right after the salt. */
function mostIterations(forge: Forge, node: asn1.Asn1, depth = 0): bigint {
	if (depth > MAX_DEPTH) return 0n;
	const { OCTETSTRING, INTEGER } = forge.asn1.Type;
	const children = childrenOf(forge, node);
	return children.reduce((most, child, index) => {
		const afterSalt = isOf(forge, INTEGER, child) && isOf(forge, OCTETSTRING, children[index - 1]);
		const own = afterSalt ? numberIn(octetsOf(child)) : 0n;
		const inner = mostIterations(forge, child, depth + 1);
		return [own, inner].reduce((one, other) => (other > one ? other : one), most);
	}, 0n);
}

function numberIn(bytes: string): bigint {
	return BigInt(`0x0${Buffer.from(bytes, 'latin1').toString('hex')}`);
}

/**
 * Refuses what would take too long to open, before a passphrase is tried.
 *
 * @param what what it is called in the message, such as `The certificate file`
 * @param bytes a PKCS#12 container, or an encrypted PKCS#8 key
 * @throws EltError `CERTIFICATE_UNREADABLE`
 */
export function demandFewIterations(forge: Forge, what: string, bytes: Buffer): void {
	const container = parse(forge, bytes.toString('latin1'));
	const found = container === null ? 0n : mostIterations(forge, container);
	if (found <= BigInt(MAX_ITERATIONS)) return;
	throw new EltError(
		'CERTIFICATE_UNREADABLE',
		`${what} hashes its passphrase ${found} times; at most ${MAX_ITERATIONS} are taken`,
		'Export it again with fewer iterations: 2048 is what openssl takes by default (openssl pkcs12 -export -iter 2048).',
	);
}
