import { readOrNull } from '../certificate/der';
import { issuerFault, understoodAll } from '../certificate/issuer';
import { isSameName } from '../certificate/names';
import { certificateBlocks } from '../certificate/pem';
import { basicConstraints, isSelfIssued, KEY_USAGE, keyUsage } from '../certificate/x509';
import { EltError } from '../errors';
import { type CertificateWithKey, isIssuedBy, readCertificate, wasValid } from './trust';

/** Whose seals count, stated before any is looked at: issuers, or the very certificates that seal. None: nobody's. */
export type SealTrust = readonly CertificateWithKey[];

/** Most issuers that a seal may bring: more would only be work. */
export const MAX_ISSUERS = 4;

/** Most signatures of certificates that are verified in search of a trusted one, whoever calls. */
const MAX_CHECKS = 32;

function unusable(message: string): EltError {
	return new EltError(
		'CERTIFICATE_UNREADABLE',
		message,
		"Give the root of the vendor's certificates as PEM, or the vendor's own certificate.",
	);
}

function readTrusted(der: Buffer): CertificateWithKey {
	const certificate = readOrNull(() => readCertificate(der));
	if (certificate !== null) return certificate;
	throw unusable('A trusted certificate for seals cannot be read, or has no RSA key of at least 2048 bits');
}

/**
 * States whose seals count.
 *
 * @param texts PEM; one text may hold several certificates, and must hold one
 * @throws EltError `CERTIFICATE_UNREADABLE`
 */
export function sealTrust(texts: readonly string[]): SealTrust {
	return texts.flatMap((text) => {
		const blocks = certificateBlocks(text);
		if (blocks.length === 0) throw unusable("'Seal Root Certificates' contains no certificate");
		return blocks.map(({ bytes }) => readTrusted(bytes));
	});
}

/** Why a certificate can't seal, as the end of a sentence about it; `null` when it can. */
export function sealerFault({ x509 }: CertificateWithKey): string | null {
	const stated = readOrNull(() => ({ usage: keyUsage(x509), ca: basicConstraints(x509).ca }));
	if (stated === null) return 'cannot be read';
	const { usage, ca } = stated;
	if (ca) return "is an issuer's (CA), which cannot seal";
	if (usage !== null && !usage.has(KEY_USAGE.digitalSignature) && !usage.has(KEY_USAGE.nonRepudiation))
		return 'is not for signing (digitalSignature or nonRepudiation)';
	if (!understoodAll(x509)) return 'has a critical extension that is not known';
	return null;
}

/**
 * Whether a certificate is trusted itself, or leads to a trusted one through issuers that were valid at the instant.
 * The search ends after 32 certificates whose signature was verified.
 *
 * @param issuers certificates that came along; nothing is trusted by being here
 * @param at milliseconds since 1970
 */
export function isTrusted(
	certificate: CertificateWithKey,
	issuers: readonly CertificateWithKey[],
	trust: SealTrust,
	at: number,
): boolean {
	let checks = 0;
	const mayIssue = (issuer: CertificateWithKey, link: CertificateWithKey, below: number): boolean => {
		const possible =
			isSameName(link.x509.issuer, issuer.x509.subject) &&
			wasValid(issuer, at) &&
			issuerFault(issuer.x509, below) === null;
		if (!possible || checks >= MAX_CHECKS) return false;
		checks += 1;
		return isIssuedBy(link, issuer);
	};
	const leadsThere = (path: readonly CertificateWithKey[], below: number): boolean => {
		const link = path.at(-1);
		if (link === undefined || path.length > 2 * MAX_ISSUERS) return false;
		if (trust.some(({ sha256 }) => sha256 === link.sha256)) return true;
		return [...trust, ...issuers].some(
			(issuer) =>
				!path.includes(issuer) &&
				mayIssue(issuer, link, below) &&
				leadsThere([...path, issuer], below + (isSelfIssued(issuer.x509) ? 0 : 1)),
		);
	};
	return leadsThere([certificate], 0);
}
