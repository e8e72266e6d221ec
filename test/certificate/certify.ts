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
	/** 1 by default. */
	readonly serialNumber?: Asn1;
	/** The signature algorithm that it names; RSA with SHA-256 by default. */
	readonly algorithm?: Asn1;
	/** The issuer's name as it is written here; as the issuer writes it by default. */
	readonly issuerName?: Asn1;
}

/** The extension keyUsage with digitalSignature. */
export const digitalSignature = (): Asn1 => extension('2.5.29.15', toDer(bits(Buffer.of(0x80), 7)), true);

/** Certifies a key with any extensions; valid as long as the issuer. */
export function certify({
	key,
	issuer,
	extensions,
	subject = [['cn', 'Another AB']],
	serialNumber = integer(Buffer.of(1)),
	algorithm = sha256WithRsa(),
	issuerName = nameOf(issuer.subject),
}: Certification): string {
	const tbs = sequence(
		explicit(0, integer(Buffer.of(2))),
		serialNumber,
		algorithm,
		issuerName,
		sequence(certificateTime(issuer.validFrom), certificateTime(issuer.validTo)),
		nameOf(subject),
		fromDer(createPublicKey(key).export({ type: 'spki', format: 'der' })),
		explicit(3, sequence(...extensions)),
	);
	const signature = bits(sign('sha256', toDer(tbs), issuer.key));
	return new X509Certificate(toDer(sequence(tbs, algorithm, signature))).toString();
}
