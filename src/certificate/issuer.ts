import { readOrNull } from './der';
import {
	basicConstraints,
	EXTENSION,
	extendedKeyUsage,
	KEY_USAGE,
	keyUsage,
	PURPOSE,
	type X509,
} from './x509';

/** Extensions of issuers that limit what they may issue. None of BankID's has one; they are refused, critical or not. */
const LIMITS: readonly (readonly [oid: string, name: string])[] = [
	[EXTENSION.nameConstraints, 'nameConstraints'],
	[EXTENSION.policyConstraints, 'policyConstraints'],
];

/** The extensions that are understood; a certificate with another one marked critical is refused (RFC 5280 4.2). */
const UNDERSTOOD: readonly string[] = Object.values(EXTENSION).filter(
	(oid) => !LIMITS.some(([limit]) => limit === oid),
);

/** Whether every extension that must be understood is. */
export function understoodAll({ extensions }: X509): boolean {
	return [...extensions].every(([oid, { critical }]) => !critical || UNDERSTOOD.includes(oid));
}

/**
 * Why a certificate cannot be the issuer of another one, as the end of a sentence about it; `null` when it can.
 * Its validity in time and its signature are not looked at.
 *
 * @param below how many issuers are between this one and the certificate at the end, self-issued ones not counted
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-6.1.4 RFC 5280 6.1.4}
 */
export function issuerFault(x509: X509, below: number): string | null {
	const stated = readOrNull(() => ({
		...basicConstraints(x509),
		usage: keyUsage(x509),
		purposes: extendedKeyUsage(x509),
	}));
	if (stated === null) return 'cannot be read';
	const { ca, pathLength, usage, purposes } = stated;
	if (!ca || usage?.has(KEY_USAGE.keyCertSign) === false) return "is not an issuer's";
	if (purposes?.every((purpose) => purpose === PURPOSE.ocspSigning)) return 'is that of an OCSP responder';
	if (pathLength !== null && pathLength < below) return 'allows fewer issuers below it';
	const limit = LIMITS.find(([oid]) => x509.extensions.has(oid));
	if (limit !== undefined) return `limits what it may issue (${limit[1]}), which is not supported`;
	if (!understoodAll(x509)) return 'has a critical extension that is not known';
	return null;
}
