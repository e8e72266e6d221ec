import { createHash, X509Certificate } from 'node:crypto';
import { readOrNull } from '../certificate/der';
import { nameValue } from '../certificate/names';
import { splitCertificates } from '../certificate/pem';
import { colonHex, subjectKeyIdentifier, subjectName } from '../certificate/x509';
import { type Environment, PUBLISHED } from '../environments';
import { EltError } from '../errors';
import { readRelyingParty, relyingPartyName } from './relyingParty';
import { type CertificateWithKey, isIssuedBy, readCertificate } from './trust';

/** What is accepted, stated before any signature is looked at. */
export interface SignaturePolicy {
	readonly environment: Environment;
	/** The pinned roots. */
	readonly roots: readonly CertificateWithKey[];
	/** Object identifiers of the policies that a person's certificate may have been issued under. */
	readonly policies: readonly string[];
	/** Whose orders count: the name as BankID writes it, or the organisationsnummer; `null`: anybody's, and the name is told. */
	readonly relyingParty: string | null;
}

/** What a policy is made from. */
export interface SignaturePolicyOptions {
	readonly environment: Environment;
	/** PEM; one text may hold several certificates. */
	readonly roots: readonly string[];
	/** The relying party's name as BankID writes it, its organisationsnummer, or its certificate as PEM. */
	readonly relyingParty?: string;
}

/** The policies that an environment accepts; with a root of your own, those of both published environments. */
export function acceptedPolicies(environment: Environment): readonly string[] {
	if (environment !== 'custom') return PUBLISHED[environment].bankId.policies;
	return [...PUBLISHED.production.bankId.policies, ...PUBLISHED.test.bankId.policies];
}

function rootUnknown(environment: Environment, message: string, cause?: unknown): EltError {
	const published = environment === 'custom' ? null : PUBLISHED[environment].bankId.signatureRoot;
	const which = published
		? `"${published.name}" (subject key identifier ${published.keyIdentifier})`
		: 'a root of your own';
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

function readRoot(pem: string, environment: Environment): CertificateWithKey {
	const root = readOrNull(() => readCertificate(rawOf(pem, environment)));
	if (root === null || !isIssuedBy(root, root)) {
		throw rootUnknown(environment, 'The BankID root is not the certificate of a root with an RSA key');
	}
	const figure = environment === 'custom' ? null : PUBLISHED[environment].bankId.signatureRoot.keyIdentifier;
	const own = readOrNull(() => subjectKeyIdentifier(root.x509));
	if (figure !== null && (own !== figure || keyFigure(root) !== figure)) {
		const name = readOrNull(() => nameValue(subjectName(root.x509), 'CN')) ?? '';
		throw rootUnknown(environment, `"${name}" is not the BankID root of the environment ${environment}`);
	}
	return root;
}

function rawOf(pem: string, environment: Environment): Buffer {
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
		policies: acceptedPolicies(environment),
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
