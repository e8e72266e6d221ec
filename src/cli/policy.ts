import type { Arguments, OptionSpec } from './command';
import { readBytes } from './files';
import { UsageError } from './usageError';
import { asciiOf, splitCertificates } from '../certificate/pem';
import { ENVIRONMENTS } from '../environments';
import { type SignaturePolicy, signaturePolicy } from '../signature/policy';
import { type SealTrust, sealTrust } from '../signature/sealTrust';

/** The options that say which signatures are trusted. */
export const POLICY_OPTIONS = {
	root: {
		value: 'ROOT.pem',
		help: "BankID's root for signatures; may be given several times",
		multiple: true,
	},
	environment: {
		value: 'test|production|custom',
		help: 'whose BankIDs count; test and production know their root by its figure; default: custom',
	},
	'relying-party': {
		value: 'NAME',
		help: "whose BankID orders count: organisationsnummer, or the name as BankID writes it; default: anybody's",
	},
} as const satisfies Record<string, OptionSpec>;

/** The option that says whose seals are trusted. */
export const SEAL_OPTION: OptionSpec = {
	value: 'FILE',
	help: "root of the vendor's certificates, or its own certificate (PEM), for seals; may be given several times",
	multiple: true,
};

/**
 * The policy that `--root`, `--environment` and `--relying-party` state; null when no root is given.
 *
 * @throws UsageError for a file that holds no certificate; EltError `CERTIFICATE_ROOT_UNKNOWN`
 */
export async function policyFrom(args: Arguments): Promise<SignaturePolicy | null> {
	const roots = await certificatesFrom(args, 'root');
	if (roots.length === 0) return null;
	const environment = args.oneOf('environment', ENVIRONMENTS) ?? 'custom';
	const relyingParty = args.text('relying-party');
	return signaturePolicy({ environment, roots, relyingParty });
}

/**
 * Whose seals are trusted, as `--seal-root` states it; nobody's when it is not given.
 *
 * @throws UsageError for a file that holds no certificate; EltError `CERTIFICATE_UNREADABLE`
 */
export async function sealTrustFrom(args: Arguments): Promise<SealTrust> {
	return sealTrust(await certificatesFrom(args, 'seal-root'));
}

/** The certificates in the files that an option names. */
async function certificatesFrom(args: Arguments, option: string): Promise<string[]> {
	const certificates: string[] = [];
	for (const file of args.all(option)) {
		const found = splitCertificates(asciiOf(await readBytes(file)));
		if (found.length === 0) throw new UsageError(`'${file}' holds no PEM certificate`);
		certificates.push(...found);
	}
	return certificates;
}
