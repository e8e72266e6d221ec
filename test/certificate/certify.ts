import { createPublicKey, type KeyObject, sign, X509Certificate } from 'node:crypto';

import {
	type Attribute,
	extension,
	type Issued,
	nameOf,
	sha256WithRsa,
} from '../../src/simulator/pki/certificate';
import {
	type Asn1,
	bits,
	certificateTime,
	explicit,
	fromDer,
	integer,
	sequence,
	toDer,
} from '../../src/simulator/pki/der';

/** A certificate as the simulator's authorities do not make them. */
export interface Certification {
	/** Of any kind. */
	readonly key: KeyObject;
	readonly issuer: Issued;
	readonly extensions: readonly Asn1[];
	readonly subject?: readonly Attribute[];
}

/** The extension keyUsage with digitalSignature. */
export const digitalSignature = (): Asn1 => extension('2.5.29.15', toDer(bits(Buffer.of(0x80), 7)), true);

/** Certifies a key with any extensions; valid as long as the issuer. */
export function certify({
	key,
	issuer,
	extensions,
	subject = [['cn', 'Another AB']],
}: Certification): string {
	const tbs = sequence(
		explicit(0, integer(Buffer.of(2))),
		integer(Buffer.of(1)),
		sha256WithRsa(),
		nameOf(issuer.subject),
		sequence(certificateTime(issuer.validFrom), certificateTime(issuer.validTo)),
		nameOf(subject),
		fromDer(createPublicKey(key).export({ type: 'spki', format: 'der' })),
		explicit(3, sequence(...extensions)),
	);
	const signature = bits(sign('sha256', toDer(tbs), issuer.key));
	return new X509Certificate(toDer(sequence(tbs, sha256WithRsa(), signature))).toString();
}
