import { asn1 } from 'node-forge';

/** A piece of ASN.1 on its way to DER. */
export type Asn1 = asn1.Asn1;

/** What may stand inside a constructed value: nothing, where an optional part is left out. */
type Part = Asn1 | undefined;

const { Class, Type } = asn1;

const primitive = (type: asn1.Type, value: string): Asn1 => asn1.create(Class.UNIVERSAL, type, false, value);
const constructed = (type: asn1.Type, parts: readonly Part[]): Asn1 =>
	asn1.create(
		Class.UNIVERSAL,
		type,
		true,
		parts.filter((part) => part !== undefined),
	);

/** Bytes as the library takes them: one character per byte. */
const raw = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** SEQUENCE of the parts that are there. */
export const sequence = (...parts: readonly Part[]): Asn1 => constructed(Type.SEQUENCE, parts);

/** SET of the parts that are there. */
export const set = (...parts: readonly Part[]): Asn1 => constructed(Type.SET, parts);

/** OBJECT IDENTIFIER from its dotted form. */
export const oid = (dotted: string): Asn1 => primitive(Type.OID, asn1.oidToDer(dotted).getBytes());

/** INTEGER from big-endian bytes; a zero byte is put before a set sign bit. */
export function integer(bytes: Uint8Array): Asn1 {
	const first = bytes[0] ?? 0;
	return primitive(Type.INTEGER, raw(first < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes])));
}

/** BOOLEAN true: false is DER's default wherever it is used here. */
export const isTrue = (): Asn1 => primitive(Type.BOOLEAN, '\xff');

/** NULL. */
export const nothing = (): Asn1 => primitive(Type.NULL, '');

/** ENUMERATED with a value below 128. */
export const enumerated = (value: number): Asn1 => primitive(Type.ENUMERATED, String.fromCharCode(value));

/** OCTET STRING. */
export const octets = (bytes: Uint8Array): Asn1 => primitive(Type.OCTETSTRING, raw(bytes));

/** BIT STRING; the last `unused` bits (0–7) of the bytes don't count. */
export const bits = (bytes: Uint8Array, unused = 0): Asn1 =>
	primitive(Type.BITSTRING, String.fromCharCode(unused) + raw(bytes));

/** UTF8String. */
export const utf8 = (text: string): Asn1 => primitive(Type.UTF8, raw(Buffer.from(text, 'utf8')));

/** PrintableString. */
export const printable = (text: string): Asn1 => primitive(Type.PRINTABLESTRING, text);

/** GeneralizedTime, whole seconds, UTC. */
export const generalizedTime = (time: Date): Asn1 =>
	primitive(Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(time));

/** UTCTime up to 2049 and GeneralizedTime after, as RFC 5280 has it for certificates. */
export const certificateTime = (time: Date): Asn1 =>
	time.getUTCFullYear() < 2050 ? primitive(Type.UTCTIME, asn1.dateToUtcTime(time)) : generalizedTime(time);

/** `[tag]` around a value. */
export const explicit = (tag: number, ...parts: readonly Asn1[]): Asn1 =>
	asn1.create(Class.CONTEXT_SPECIFIC, tag, true, [...parts]);

/** `[tag]` in place of a primitive value's own tag. */
export const implicit = (tag: number, bytes: Uint8Array): Asn1 =>
	asn1.create(Class.CONTEXT_SPECIFIC, tag, false, raw(bytes));

/** DER that was made elsewhere, as a part. */
export const fromDer = (der: Uint8Array): Asn1 => asn1.fromDer(raw(der));

/** The DER bytes of a value. */
export const toDer = (value: Asn1): Buffer => Buffer.from(asn1.toDer(value).getBytes(), 'latin1');
