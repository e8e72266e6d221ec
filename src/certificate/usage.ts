import { type Problem } from '../errors';
import { readOrNull } from './der';
import { problem } from './problem';
import { basicConstraints, extendedKeyUsage, KEY_USAGE, keyUsage, PURPOSE, type X509 } from './x509';

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

/** What is wrong with what a certificate says of its use, for a TLS client; an extension that can't be read is wrong too. */
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
		`What the certificate says of its use can not be read (${extension})`,
		'Order a new one: servers refuse a certificate that is not written as it should be.',
		extension,
	);
}
