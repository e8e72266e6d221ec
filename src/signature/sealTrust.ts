import { readOrNull } from '../certificate/der';
import { issuerFault, understoodAll } from '../certificate/issuer';
import { certificateBlocks } from '../certificate/pem';
import { KEY_USAGE, keyUsage } from '../certificate/x509';
import { EltError } from '../errors';
import { type CertificateWithKey, isIssuedBy, readCertificate, wasValid } from './trust';

/** Whose seals count, stated before any is looked at: issuers, or the very certificates that seal. None: nobody's. */
export type SealTrust = readonly CertificateWithKey[];

/** Most issuers that a seal may bring: more would only be work. */
export const MAX_ISSUERS = 4;

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
	throw unusable('A trusted certificate for seals can not be read, or has no RSA key of at least 2048 bits');
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
		if (blocks.length === 0) throw unusable('There is no certificate in what is trusted for seals');
		return blocks.map(({ bytes }) => readTrusted(bytes));
	});
}

/** Why a certificate can't seal, as the end of a sentence about it; `null` when it can. */
export function sealerFault({ x509 }: CertificateWithKey): string | null {
	const told = readOrNull(() => ({ usage: keyUsage(x509) }));
	if (told === null) return 'can not be read';
	const { usage } = told;
	if (usage !== null && !usage.has(KEY_USAGE.digitalSignature) && !usage.has(KEY_USAGE.nonRepudiation))
		return 'is not for signing (digitalSignature or nonRepudiation)';
	if (!understoodAll(x509)) return 'has a critical extension that is not known';
	return null;
}

/**
 * Whether a certificate is trusted itself, or leads to a trusted one through issuers that were valid at the instant.
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
	const leadsThere = (link: CertificateWithKey, below: number): boolean => {
		if (trust.some(({ sha256 }) => sha256 === link.sha256)) return true;
		if (below > MAX_ISSUERS) return false;
		return [...trust, ...issuers].some(
			(issuer) =>
				issuer !== link &&
				isIssuedBy(link, issuer) &&
				wasValid(issuer, at) &&
				issuerFault(issuer.x509, below) === null &&
				leadsThere(issuer, below + 1),
		);
	};
	return leadsThere(certificate, 0);
}
