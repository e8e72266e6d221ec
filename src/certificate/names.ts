import { isUtf8 } from 'node:buffer';
import { type DerNode, MalformedDer, readChildren, readDer, readOid, readOrNull, TAG } from './der';

/** One attribute of a distinguished name: `commonName` as `CN`, and so on; others keep their dotted identifier. */
export interface NameAttribute {
	readonly type: string;
	readonly value: string;
}

/** The attribute types that have a short name, by their identifier. */
export const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
	'2.5.4.3': 'CN',
	'2.5.4.4': 'SN',
	'2.5.4.5': 'serialNumber',
	'2.5.4.6': 'C',
	'2.5.4.7': 'L',
	'2.5.4.8': 'ST',
	'2.5.4.10': 'O',
	'2.5.4.11': 'OU',
	'2.5.4.12': 'title',
	'2.5.4.41': 'name',
	'2.5.4.42': 'GN',
	'2.5.4.97': 'organizationIdentifier',
	'0.9.2342.19200300.100.1.25': 'DC',
	'1.2.840.113549.1.9.1': 'emailAddress',
};

function utf8(content: Buffer): string {
	if (!isUtf8(content)) throw new MalformedDer('Text that is not UTF-8');
	return content.toString('utf8');
}

function utf16(content: Buffer): string {
	if (content.length % 2 !== 0) throw new MalformedDer('Text that is not whole');
	return Buffer.from(content).swap16().toString('utf16le');
}

/** How each kind of string is read. */
const STRINGS: Readonly<Record<number, (content: Buffer) => string>> = {
	[TAG.utf8String]: utf8,
	[TAG.printableString]: (content) => content.toString('latin1'),
	[TAG.ia5String]: (content) => content.toString('latin1'),
	[TAG.t61String]: (content) => content.toString('latin1'),
	[TAG.bmpString]: utf16,
};

function readAttribute(node: DerNode): NameAttribute {
	const [type, value, ...more] = readChildren(node);
	if (node.tag !== TAG.sequence || type === undefined || value === undefined || more.length > 0) {
		throw new MalformedDer('A name that is not made of types and values');
	}
	const oid = readOid(type);
	const read = STRINGS[value.tag];
	if (read === undefined) throw new MalformedDer('A name with a value of an unknown kind');
	return { type: ATTRIBUTE_NAMES[oid] ?? oid, value: read(value.content) };
}

/**
 * The attributes of a distinguished name, in the order the certificate has them.
 *
 * @throws MalformedDer when the bytes are not a Name
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4 RFC 5280 4.1.2.4}
 */
export function readName(bytes: Buffer): NameAttribute[] {
	return readChildren(readDer(bytes)).flatMap((set) => readChildren(set).map(readAttribute));
}

/** A value as names are compared: neither case nor the number of blanks counts, nor how its characters are composed. */
function comparable({ type, value }: NameAttribute): string {
	return `${type}=${value.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ')}`;
}

/** A name as text that is the same for names that are the same; a set's attributes have no order. */
function comparableName(bytes: Buffer): string {
	const sets = readChildren(readDer(bytes)).map((set) =>
		readChildren(set).map(readAttribute).map(comparable).sort(),
	);
	return JSON.stringify(sets);
}

/**
 * Whether two distinguished names are the same, whichever kind of string their values are written as.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-7.1 RFC 5280 7.1}
 */
export function isSameName(one: Buffer, other: Buffer): boolean {
	if (one.equals(other)) return true;
	return readOrNull(() => comparableName(one) === comparableName(other)) ?? false;
}

/** The one value of a type, `null` where it is missing or there are several. */
export function nameValue(name: readonly NameAttribute[], type: string): string | null {
	const values = name.filter((attribute) => attribute.type === type);
	return values.length === 1 ? (values[0]?.value ?? null) : null;
}

/** A distinguished name on one line, as people read it: `CN=elt.example, O=Assistans AB, C=SE`. */
export function nameText(name: readonly NameAttribute[]): string {
	return [...name]
		.reverse()
		.map(({ type, value }) => `${type}=${value}`)
		.join(', ');
}
