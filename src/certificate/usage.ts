import { type Problem } from '../errors';
import { readOrNull } from './der';
import { problem } from './problem';
import { basicConstraints, extendedKeyUsage, KEY_USAGE, keyUsage, PURPOSE, type X509 } from './x509';

/** What a certificate is used for: as a TLS client, or for the vendor's seal. */
export type CertificateUse = 'tls' | 'seal';

/**
 * How well a certificate fits its use: 2 where it was issued for it (clientAuth, nonRepudiation), 1 where it may
 * be used for it, 0 where it may not.
 */
export function fitness(x509: X509 | null, use: CertificateUse): 0 | 1 | 2 {
	if (x509 === null) return 0;
	return readOrNull(() => (use === 'tls' ? fitnessForTls(x509) : fitnessForSeal(x509))) ?? 0;
}

function fitnessForTls(x509: X509): 0 | 1 | 2 {
	if (usageProblems(x509).length > 0) return 0;
	return extendedKeyUsage(x509)?.includes(PURPOSE.clientAuth) === true ? 2 : 1;
}

function fitnessForSeal(x509: X509): 0 | 1 | 2 {
	const usage = keyUsage(x509);
	if (basicConstraints(x509).ca) return 0;
	if (usage?.has(KEY_USAGE.nonRepudiation) === true) return 2;
	return usage === null || usage.has(KEY_USAGE.digitalSignature) ? 1 : 0;
}

/** What each extension about the use of a certificate must say, and what is said where it doesn't. */
const USAGES: readonly {
	readonly extension: string;
	/** What was found that is wrong; `null` where nothing is. */
	readonly wrong: (x509: X509) => string | null;
	readonly message: string;
	readonly description: string;
}[] = [
	{
		extension: 'basicConstraints',
		wrong: (x509) => (basicConstraints(x509).ca ? 'CA' : null),
		message: 'This is the certificate of an issuer, not of a client',
		description: 'Give the client certificate and its key.',
	},
	{
		extension: 'keyUsage',
		wrong: (x509) => {
			const usage = keyUsage(x509);
			return usage === null || usage.has(KEY_USAGE.digitalSignature) ? null : [...usage].join(', ');
		},
		message: 'The key usage does not allow TLS (digitalSignature is missing)',
		description: 'Give the certificate that was issued for the connection.',
	},
	{
		extension: 'extendedKeyUsage',
		wrong: (x509) => {
			const purposes = extendedKeyUsage(x509) ?? [PURPOSE.any];
			const allowed = purposes.includes(PURPOSE.clientAuth) || purposes.includes(PURPOSE.any);
			return allowed ? null : purposes.join(', ');
		},
		message: 'The certificate was not issued for TLS clients (clientAuth is missing)',
		description: 'Give the certificate that was issued for the connection.',
	},
];

/** What is wrong with what a certificate says of its use, for a TLS client; an extension that cannot be read is wrong too. */
export function usageProblems(x509: X509 | null): Problem[] {
	if (x509 === null) return [];
	return USAGES.flatMap(({ extension, wrong, message, description }) => {
		const judged = readOrNull(() => ({ found: wrong(x509) }));
		if (judged === null) return [unreadableUsage(extension)];
		if (judged.found === null) return [];
		return [problem('CERTIFICATE_USAGE', 'warning', message, description, judged.found)];
	});
}

function unreadableUsage(extension: string): Problem {
	return problem(
		'CERTIFICATE_USAGE',
		'error',
		`What the certificate says of its use cannot be read (${extension})`,
		'Order a new one: servers refuse a certificate that is not written as it should be.',
		extension,
	);
}
