import type { Arguments, OptionSpec } from './command';
import { readText } from './files';
import { UsageError } from './usageError';
import { splitPem } from '../certificate/pem';
import { type SignaturePolicy, signaturePolicy } from '../signature/policy';

/** The environments whose signatures can be verified. */
const ENVIRONMENTS = ['test', 'production', 'custom'] as const;

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

/**
 * The policy that `--root`, `--environment` and `--relying-party` state; null when no root is given.
 *
 * @throws UsageError for a file that holds no certificate; EltError `CERTIFICATE_ROOT_UNKNOWN`
 */
export async function policyFrom(args: Arguments): Promise<SignaturePolicy | null> {
	const files = args.all('root');
	if (files.length === 0) return null;
	const environment = args.oneOf('environment', ENVIRONMENTS) ?? 'custom';
	const roots: string[] = [];
	for (const file of files) {
		const found = splitPem(await readText(file));
		if (found.length === 0) throw new UsageError(`'${file}' holds no PEM certificate`);
		roots.push(...found);
	}
	const relyingParty = args.text('relying-party');
	return signaturePolicy({ environment, roots, ...(relyingParty === undefined ? {} : { relyingParty }) });
}
