import { X509Certificate } from 'node:crypto';
import { ATTRIBUTE_NAMES, type NameAttribute } from '../certificate/names';
import { readX509, subjectName } from '../certificate/x509';
import { readOrganisationsnummer } from '../identity/organisationsnummer';

/** How BankID writes the attribute types of a relying party's name; all others as the certificate has them. */
const BANKID_TYPES: Readonly<Record<string, string>> = {
	CN: 'cn',
	O: 'o',
	OU: 'ou',
	C: 'c',
	L: 'l',
	GN: 'givenName',
	SN: 'sn',
};

/**
 * The name of a relying party as BankID writes it in `srvInfo/name`: `cn=…,name=…,serialNumber=…,o=…,c=SE`.
 * Commas, quotation marks and backslashes in a value are escaped as in RFC 4514.
 *
 * @param certificate the relying party's certificate, as PEM or as Node has it
 */
export function relyingPartyName(certificate: string | X509Certificate): string {
	const x509 = typeof certificate === 'string' ? new X509Certificate(certificate) : certificate;
	return subjectName(readX509(x509.raw))
		.reverse()
		.map(({ type, value }: NameAttribute) => `${BANKID_TYPES[type] ?? type}=${escape(value)}`)
		.join(',');
}

function escape(value: string): string {
	return value.replace(/[\\",]/g, '\\$&');
}

/** The type in front of a value: a word, or an object identifier with or without `OID.`. */
const TYPE = /^\s*(?:OID\.)?([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=/i;

/** What is between two commas that separate: those that are neither escaped nor in a value in quotation marks. */
const PIECE = /[^,="\\]*=\s*"(?:\\.|[^"\\])*"\s*(?=,|$)|(?:\\.|[^,\\])+/gs;

/**
 * The attributes of a written name, types in lower case since programs differ in it. A comma in a value may be
 * escaped (RFC 4514), in quotation marks (RFC 1779), or plain where no `type=` follows.
 */
function attributesOf(name: string): { readonly type: string; readonly value: string }[] {
	const written: { type: string; value: string }[] = [];
	for (const [piece] of name.matchAll(PIECE)) {
		const match = TYPE.exec(piece);
		const last = written.at(-1);
		if (match === null && last !== undefined) last.value += `,${piece}`;
		else written.push({ type: canonicalType(match?.[1] ?? ''), value: piece.slice(match?.[0].length ?? 0) });
	}
	return written.map(({ type, value }) => ({ type, value: unescape(value) }));
}

/** The short name of a type in lower case, also of one written as an object identifier. */
function canonicalType(type: string): string {
	return (ATTRIBUTE_NAMES[type] ?? type).toLowerCase();
}

function unescape(value: string): string {
	const trimmed = value.trim();
	const quoted = /^"((?:\\.|[^"\\])*)"$/s.exec(trimmed)?.[1] ?? trimmed;
	return quoted.replace(/(?:\\[0-9a-f]{2})+|\\(.)/gis, (escaped, character?: string) =>
		character === undefined ? Buffer.from(escaped.replaceAll('\\', ''), 'hex').toString('utf8') : character,
	);
}

/** A written name so that two of one party are the same text: programs differ in the order of attributes too. */
function comparable(name: string): string {
	const attributes = attributesOf(name).map(({ type, value }) => `${type}=${value}`);
	return JSON.stringify(attributes.sort());
}

/** The values of the attribute that carries an organisationsnummer, as they are written. */
function serialNumbersIn(name: string): string[] {
	return attributesOf(name).flatMap(({ type, value }) => (type === 'serialnumber' ? [value] : []));
}

/** Where a serialNumber may begin, whatever a reader makes of escapes and quotation marks. */
const SERIAL_NUMBER = /(?:serialNumber|2\.5\.4\.5)\s*=/gi;

/** Whether a written name could be read as having more than one serialNumber: then it is not known whose it is. */
export function isAmbiguous(name: string): boolean {
	return (name.match(SERIAL_NUMBER) ?? []).length > 1;
}

/**
 * What a policy knows a relying party by: its whole name, or its organisationsnummer alone, which outlives the
 * certificates that are renewed under other names.
 *
 * @param given a certificate's name as BankID writes it, or an organisationsnummer in any of its spellings; null for neither
 */
export function readRelyingParty(given: string): string | null {
	const number = readOrganisationsnummer(given);
	if (number.ok) return number.value;
	return given.includes('=') && !isAmbiguous(given) ? given.trim() : null;
}

/** Whether a written name is the relying party's that is expected, as {@link readRelyingParty} gives it. */
export function isRelyingParty(name: string, expected: string): boolean {
	if (isAmbiguous(name)) return false;
	if (!/^\d+$/.test(expected)) return name === expected || comparable(name) === comparable(expected);
	const [serialNumber = ''] = serialNumbersIn(name);
	const number = readOrganisationsnummer(serialNumber);
	return number.ok && number.value === expected;
}

/** Whether a name is that of the relying party that BankID gives to everybody for tests. */
export function isPublicTestRelyingParty(name: string): boolean {
	return attributesOf(name).some(
		({ type, value }) =>
			(type === 'cn' && /^FP Testcert \d+$/i.test(value)) ||
			(type === 'name' && /^Test av BankID$/i.test(value)),
	);
}
