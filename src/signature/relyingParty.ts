import { X509Certificate } from 'node:crypto';
import { type NameAttribute } from '../certificate/names';
import { readX509, subjectName } from '../certificate/x509';

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

/** The attributes of a written name, sorted: programs differ in their order and in the case of the types. */
function comparable(name: string): string {
	return name
		.trim()
		.split(/, ?(?=[A-Za-z][A-Za-z0-9]*=|\d+(?:\.\d+)+=)/)
		.map((attribute) => {
			const [type = '', ...value] = attribute.split('=');
			return `${type.toLowerCase()}=${value.join('=')}`;
		})
		.sort()
		.join('\n');
}

/** Whether two written names are the same relying party's. */
export function isSameRelyingParty(a: string, b: string): boolean {
	return a === b || comparable(a) === comparable(b);
}

/** Whether a name is that of the relying party that BankID gives to everybody for tests. */
export function isPublicTestRelyingParty(name: string): boolean {
	return (
		/(?:^|,) ?cn=FP Testcert \d+(?:,|$)/i.test(name) || /(?:^|,) ?name=Test av BankID(?:,|$)/i.test(name)
	);
}
