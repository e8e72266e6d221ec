import { X509Certificate } from 'node:crypto';
import { type NameAttribute } from '../certificate/names';
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
 *
 * @param certificate the relying party's certificate, as PEM or as Node has it
 */
export function relyingPartyName(certificate: string | X509Certificate): string {
	const x509 = typeof certificate === 'string' ? new X509Certificate(certificate) : certificate;
	return subjectName(readX509(x509.raw))
		.reverse()
		.map(({ type, value }: NameAttribute) => `${BANKID_TYPES[type] ?? type}=${value}`)
		.join(',');
}

/** The attributes of a written name: types in lower case, since programs differ in it. */
function attributesOf(name: string): { readonly type: string; readonly value: string }[] {
	return name
		.trim()
		.split(/, ?(?=[A-Za-z][A-Za-z0-9]*=|\d+(?:\.\d+)+=)/)
		.map((attribute) => {
			const [type = '', ...value] = attribute.split('=');
			return { type: type.toLowerCase(), value: value.join('=') };
		});
}

/** A written name so that two of one party are the same text: programs differ in the order of attributes too. */
function comparable(name: string): string {
	return attributesOf(name)
		.map(({ type, value }) => `${type}=${value}`)
		.sort()
		.join('\n');
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
	return given.includes('=') ? given.trim() : null;
}

/** Whether a written name is the relying party's that is expected, as {@link readRelyingParty} gives it. */
export function isRelyingParty(name: string, expected: string): boolean {
	if (/^\d+$/.test(expected)) {
		return attributesOf(name).some(({ type, value }) => {
			const number = readOrganisationsnummer(value);
			return type === 'serialnumber' && number.ok && number.value === expected;
		});
	}
	return name === expected || comparable(name) === comparable(expected);
}

/** Whether a name is that of the relying party that BankID gives to everybody for tests. */
export function isPublicTestRelyingParty(name: string): boolean {
	return (
		/(?:^|,) ?cn=FP Testcert \d+(?:,|$)/i.test(name) || /(?:^|,) ?name=Test av BankID(?:,|$)/i.test(name)
	);
}
