import { readOrNull } from '../certificate/der';
import { issuerFault, understoodAll } from '../certificate/issuer';
import { isSameName } from '../certificate/names';
import {
	basicConstraints,
	extendedKeyUsage,
	isSelfIssued,
	KEY_USAGE,
	keyUsage,
	PURPOSE,
} from '../certificate/x509';
import { BoundedCache } from './cache';
import { demand, refusal } from './refuse';
import {
	type CertificateWithKey,
	isIssuedBy,
	isKnownIssuedBy,
	readCertificate,
	readKnownCertificate,
	wasValid,
} from './trust';

/** The certificates of a signature, from the person's own to the pinned root, each proven by the next. */
export interface ProvenChain {
	readonly user: CertificateWithKey;
	readonly customerCa: CertificateWithKey;
	readonly bankCa: CertificateWithKey;
	readonly root: CertificateWithKey;
}

const ROLES = ['person', 'customer CA', 'bank CA', 'root'] as const;

function chainRefusal(message: string): Error {
	return refusal('SIGNATURE_CHAIN', message);
}

/** What a certificate says of itself; a refusal where it cannot be read. */
function readFrom<T>(role: string, read: () => T): T {
	const value = readOrNull(read);
	if (value === null) throw chainRefusal(`The certificate of the ${role} cannot be read`);
	return value;
}

/**
 * BankID's issuers all say what their key is for, which RFC 5280 leaves open.
 *
 * @param below how many issuers are between this one and the person, self-issued ones not counted
 */
function checkIssuer({ x509 }: CertificateWithKey, role: string, below: number): void {
	const silent = readFrom(role, () => ({ usage: keyUsage(x509) })).usage === null;
	const fault = silent ? "is not an issuer's" : issuerFault(x509, below);
	demand(fault === null, 'SIGNATURE_CHAIN', `The certificate of the ${role} ${fault ?? ''}`);
}

/** How many sets of issuers are remembered per process. */
const REMEMBERED = 64;

/** Sets of issuers, by their SHA-256, that may issue what they did. */
const checkedIssuers = new BoundedCache<true>(REMEMBERED);

function checkIssuers(
	customerCa: CertificateWithKey,
	bankCa: CertificateWithKey,
	root: CertificateWithKey,
): void {
	const belowBank = isSelfIssued(customerCa.x509) ? 0 : 1;
	checkIssuer(root, 'root', belowBank + (isSelfIssued(bankCa.x509) ? 0 : 1));
	checkIssuer(bankCa, 'bank CA', belowBank);
	checkIssuer(customerCa, 'customer CA', 0);
}

/**
 * BankID's certificates for signing are for nonRepudiation: never for issuing, nor for answering about others. A
 * person has a second certificate, for digitalSignature: with it they identify themselves.
 */
function checkUser(user: CertificateWithKey): void {
	const usage = readFrom('person', () => [...(keyUsage(user.x509) ?? [])]);
	const purposes = readFrom('person', () => extendedKeyUsage(user.x509) ?? []);
	const ca = readFrom('person', () => basicConstraints(user.x509).ca);
	const identifies =
		!ca && usage.includes(KEY_USAGE.digitalSignature) && !usage.includes(KEY_USAGE.nonRepudiation);
	demand(
		!identifies,
		'SIGNATURE_PURPOSE',
		'The person did not sign: this was made with their certificate for identification (digitalSignature)',
	);
	demand(
		!ca && usage.includes(KEY_USAGE.nonRepudiation) && !usage.includes(KEY_USAGE.keyCertSign),
		'SIGNATURE_CHAIN',
		'The certificate of the person is not one for signing',
	);
	demand(
		!purposes.includes(PURPOSE.ocspSigning),
		'SIGNATURE_CHAIN',
		'The certificate of the person is that of an OCSP responder',
	);
	demand(
		understoodAll(user.x509),
		'SIGNATURE_CHAIN',
		'The certificate of the person has a critical extension that is not known',
	);
}

/**
 * Proves that the certificates are a person's, its customer CA's and its bank CA's, in this order, up to one of
 * the pinned roots. Their validity in time is judged later, at an instant that is proven itself.
 *
 * @throws EltError `SIGNATURE_CHAIN`; `SIGNATURE_PURPOSE` for a person's certificate for identification
 */
export function proveChain(
	certificates: readonly Buffer[],
	roots: readonly CertificateWithKey[],
): ProvenChain {
	const [user, customerCa, bankCa] = certificates.map((der, index) =>
		readFrom(ROLES[index] ?? 'root', () => (index === 0 ? readCertificate(der) : readKnownCertificate(der))),
	);
	if (user === undefined || customerCa === undefined || bankCa === undefined) {
		throw chainRefusal('The signature does not have three certificates');
	}
	const named = roots.filter(({ x509 }) => isSameName(x509.subject, bankCa.x509.issuer));
	demand(
		named.length > 0,
		'SIGNATURE_CHAIN',
		'The certificate of the bank CA was not issued by any of the given roots',
	);
	const root = named.find((candidate) => isKnownIssuedBy(bankCa, candidate));
	demand(
		root !== undefined,
		'SIGNATURE_CHAIN',
		'The certificate of the bank CA was not issued by the given root',
	);
	demand(
		isKnownIssuedBy(customerCa, bankCa),
		'SIGNATURE_CHAIN',
		'The certificate of the customer CA was not issued by the bank CA',
	);
	demand(
		isIssuedBy(user, customerCa),
		'SIGNATURE_CHAIN',
		'The certificate of the person was not issued by the customer CA',
	);
	const issuers = [customerCa, bankCa, root].map(({ sha256 }) => sha256).join(' ');
	checkedIssuers.get(issuers, () => {
		checkIssuers(customerCa, bankCa, root);
		return true;
	});
	checkUser(user);
	return { user, customerCa, bankCa, root };
}

/**
 * Every certificate was valid at the instant when the signature was given.
 *
 * @param at milliseconds since 1970
 * @throws EltError `SIGNATURE_CHAIN`
 */
export function checkValidity(chain: ProvenChain, at: number): void {
	const { user, customerCa, bankCa, root } = chain;
	[user, customerCa, bankCa, root].forEach((certificate, index) => {
		const day = new Date(at).toISOString();
		demand(
			wasValid(certificate, at),
			'SIGNATURE_CHAIN',
			`The certificate of the ${ROLES[index] ?? ''} was not valid at ${day}`,
		);
	});
}
