import { createHash, X509Certificate } from 'node:crypto';
import { readOrNull } from '../certificate/der';
import { nameValue } from '../certificate/names';
import { splitCertificates } from '../certificate/pem';
import { colonHex, subjectKeyIdentifier, subjectName } from '../certificate/x509';
import { EltError } from '../errors';
import { readRelyingParty, relyingPartyName } from './relyingParty';
import { type CertificateWithKey, isIssuedBy, readCertificate } from './trust';

/** Whose signatures count: BankID's test environment, its production, or an own root such as the simulator's. */
export type SignatureEnvironment = 'test' | 'production' | 'custom';

/** What is accepted, stated before any signature is looked at. */
export interface SignaturePolicy {
	readonly environment: SignatureEnvironment;
	/** The pinned roots. */
	readonly roots: readonly CertificateWithKey[];
	/** Object identifiers of the policies that a person's certificate may have been issued under. */
	readonly policies: readonly string[];
	/** Whose orders count: the name as BankID writes it, or the organisationsnummer; `null`: anybody's, and the name is told. */
	readonly relyingParty: string | null;
}

/** What a policy is made from. */
export interface SignaturePolicyOptions {
	readonly environment: SignatureEnvironment;
	/** PEM; one text may hold several certificates. */
	readonly roots: readonly string[];
	/** The relying party's name as BankID writes it, its organisationsnummer, or its certificate as PEM. */
	readonly relyingParty?: string;
}

interface EnvironmentFacts {
	/** The subject key identifier of the only root that counts; `null`: any root that is given. */
	readonly root: string | null;
	readonly name: string;
	readonly policies: readonly string[];
}

/** BankID on file, on card, and Mobile BankID. */
const PRODUCTION_POLICIES = ['1.2.752.78.1.1', '1.2.752.78.1.2', '1.2.752.78.1.5'];
const TEST_POLICIES = ['1.2.3.4.5', '1.2.3.4.10', '1.2.3.4.25'];

/** What BankID's environments are known by. No root is shipped: BankID hands them out to its customers. */
export const ENVIRONMENTS: Readonly<Record<SignatureEnvironment, EnvironmentFacts>> = {
	production: {
		root: '67:8A:BA:B2:EA:48:1C:7A:F5:3B:68:37:27:72:06:EB:91:63:CB:53',
		name: 'BankID Root CA v1',
		policies: PRODUCTION_POLICIES,
	},
	test: {
		root: '4A:F7:A3:6A:08:DA:08:38:17:19:53:28:C8:DA:A6:D6:34:D8:5A:BA',
		name: 'Test BankID Root CA v1 Test',
		policies: TEST_POLICIES,
	},
	custom: { root: null, name: 'a root of your own', policies: [...PRODUCTION_POLICIES, ...TEST_POLICIES] },
};

function rootUnknown(environment: SignatureEnvironment, message: string, cause?: unknown): EltError {
	const { name, root } = ENVIRONMENTS[environment];
	const which = root === null ? name : `"${name}" (subject key identifier ${root})`;
	return new EltError(
		'CERTIFICATE_ROOT_UNKNOWN',
		message,
		`Give the root for signatures in the environment ${environment} as PEM: ${which}.`,
		cause === undefined ? {} : { cause },
	);
}

/** SHA-1 of the key's bits, which is how BankID's issuers make their key identifiers: it can not be copied. */
function keyFigure({ x509 }: CertificateWithKey): string {
	return colonHex(createHash('sha1').update(x509.publicKeyBits).digest());
}

function readRoot(pem: string, environment: SignatureEnvironment): CertificateWithKey {
	const root = readOrNull(() => readCertificate(rawOf(pem, environment)));
	if (root === null || !isIssuedBy(root, root)) {
		throw rootUnknown(environment, 'The BankID root is not the certificate of a root with an RSA key');
	}
	const figure = ENVIRONMENTS[environment].root;
	const own = readOrNull(() => subjectKeyIdentifier(root.x509));
	if (figure !== null && (own !== figure || keyFigure(root) !== figure)) {
		const name = readOrNull(() => nameValue(subjectName(root.x509), 'CN')) ?? '';
		throw rootUnknown(environment, `"${name}" is not the BankID root of the environment ${environment}`);
	}
	return root;
}

function rawOf(pem: string, environment: SignatureEnvironment): Buffer {
	try {
		return new X509Certificate(pem).raw;
	} catch (thrown) {
		throw rootUnknown(environment, 'The BankID root can not be read', thrown);
	}
}

/**
 * States what is accepted as a signature. Test and Production take BankID's own root of that environment only,
 * known by its key; Custom takes any, and the policies of both environments.
 *
 * @throws EltError `CERTIFICATE_ROOT_UNKNOWN`; `INPUT_INVALID` for a relying party that can't be read
 */
export function signaturePolicy(options: SignaturePolicyOptions): SignaturePolicy {
	const { environment, relyingParty } = options;
	const roots = options.roots.flatMap(splitCertificates).map((pem) => readRoot(pem, environment));
	if (roots.length === 0)
		throw rootUnknown(environment, 'There is no BankID root to verify signatures against');
	return {
		environment,
		roots,
		policies: ENVIRONMENTS[environment].policies,
		relyingParty: relyingParty === undefined ? null : nameOfRelyingParty(relyingParty),
	};
}

function nameOfRelyingParty(given: string): string {
	const [pem] = splitCertificates(given);
	const known = pem === undefined ? readRelyingParty(given) : relyingPartyName(pem);
	if (known !== null) return known;
	throw new EltError(
		'INPUT_INVALID',
		`The relying party "${given}" is neither an organisationsnummer nor a name as BankID writes it`,
		'Give its organisationsnummer, or the whole name, such as cn=…,serialNumber=…,o=…,c=SE.',
	);
}
