import { createHash, randomBytes, sign } from 'node:crypto';

import {
	type Asn1,
	bits,
	enumerated,
	explicit,
	fromDer,
	generalizedTime,
	implicit,
	integer,
	nothing,
	octets,
	oid,
	sequence,
	toDer,
} from '../pki/der';
import { extension, type Issued, keyIdentifier, nameOf, sha256WithRsa } from '../pki/certificate';
import type { Pki } from '../pki/pki';

/** What a responder can say of a certificate. */
export type CertificateStatus = 'good' | 'revoked' | 'unknown';

/** How the nonce stands in its extension: BankID's raw bytes, RFC 8954's OCTET STRING, or not at all. */
export type NonceForm = 'raw' | 'wrapped' | 'none';

/** What an OCSP response is to say; everything but the first three has BankID's own value by default. */
export interface OcspRequest {
	readonly pki: Pki;
	/** Whose certificate it is about. */
	readonly certificate: Issued;
	/** The signature as base64, whose ASCII characters the nonce is bound to. */
	readonly signature: string;
	/** Now by default. */
	readonly producedAt?: Date;
	/** `producedAt` by default. */
	readonly thisUpdate?: Date;
	/** Absent by default. */
	readonly nextUpdate?: Date;
	readonly status?: CertificateStatus;
	readonly nonceForm?: NonceForm;
	/** In place of SHA-1 of the signature's characters and 12 random bytes. */
	readonly nonce?: Uint8Array;
	readonly nonceCritical?: boolean;
	/** The nonce and the whole response are the customer CA's responder's by default. */
	readonly responder?: Issued;
	/** What is put in `certs`; the responder's own by default. */
	readonly responderCertificates?: readonly Issued[];
	/** Whose name and key the certID has; the customer CA by default. */
	readonly issuer?: Issued;
	/** In place of the certificate's own in the certID. */
	readonly serialNumber?: Buffer;
	/** The responder by name (default) or by key identifier. */
	readonly responderId?: 'name' | 'key';
	/** How many times the single response stands there; 1 by default. */
	readonly responses?: number;
	/** OCSPResponseStatus other than `successful` (0): then nothing else follows. */
	readonly responseStatus?: number;
}

const OCSP_BASIC = '1.3.6.1.5.5.7.48.1.1';
const OCSP_NONCE = '1.3.6.1.5.5.7.48.1.2';
const SHA1 = '1.3.14.3.2.26';

const sha1 = (bytes: Uint8Array | string): Buffer => createHash('sha1').update(bytes).digest();

/** BankID's nonce: SHA-1 of the signature's ASCII characters, then 12 random bytes. */
export function bankIdNonce(signature: string): Buffer {
	return Buffer.concat([sha1(Buffer.from(signature, 'ascii')), randomBytes(12)]);
}

function singleResponse(request: OcspRequest, thisUpdate: Date): Asn1 {
	const { pki, certificate, status = 'good', nextUpdate } = request;
	const issuer = request.issuer ?? pki.signatures.customerCa;
	const certId = sequence(
		sequence(oid(SHA1), nothing()),
		octets(sha1(toDer(nameOf(issuer.subject)))),
		octets(keyIdentifier(issuer.key)),
		integer(request.serialNumber ?? certificate.serialNumber),
	);
	const statuses: Record<CertificateStatus, () => Asn1> = {
		good: () => implicit(0, Buffer.alloc(0)),
		revoked: () => explicit(1, generalizedTime(thisUpdate)),
		unknown: () => implicit(2, Buffer.alloc(0)),
	};
	return sequence(
		certId,
		statuses[status](),
		generalizedTime(thisUpdate),
		nextUpdate === undefined ? undefined : explicit(0, generalizedTime(nextUpdate)),
	);
}

function nonceExtension(request: OcspRequest): Asn1 | undefined {
	const { nonceForm = 'raw', nonceCritical = true } = request;
	if (nonceForm === 'none') return undefined;
	const nonce = request.nonce ?? bankIdNonce(request.signature);
	const value = nonceForm === 'raw' ? nonce : toDer(octets(nonce));
	return explicit(1, sequence(extension(OCSP_NONCE, value, nonceCritical)));
}

function responseData(request: OcspRequest, responder: Issued): Asn1 {
	const producedAt = request.producedAt ?? new Date();
	const single = singleResponse(request, request.thisUpdate ?? producedAt);
	return sequence(
		request.responderId === 'key'
			? explicit(2, octets(keyIdentifier(responder.key)))
			: explicit(1, nameOf(responder.subject)),
		generalizedTime(producedAt),
		sequence(...Array.from({ length: request.responses ?? 1 }, () => single)),
		nonceExtension(request),
	);
}

/**
 * The OCSP response that goes with a signature, as base64 of its DER.
 * @see RFC 6960; BankID's nonce is 32 raw bytes in a critical extension
 */
export function ocspResponse(request: OcspRequest): string {
	const { responseStatus = 0 } = request;
	if (responseStatus !== 0) return toDer(sequence(enumerated(responseStatus))).toString('base64');
	const responder = request.responder ?? request.pki.signatures.ocspResponder;
	const certificates = request.responderCertificates ?? [responder];
	const data = responseData(request, responder);
	const basic = sequence(
		data,
		sha256WithRsa(),
		bits(sign('sha256', toDer(data), responder.key)),
		certificates.length === 0
			? undefined
			: explicit(0, sequence(...certificates.map(({ certificateDer }) => fromDer(certificateDer)))),
	);
	const response = sequence(enumerated(0), explicit(0, sequence(oid(OCSP_BASIC), octets(toDer(basic)))));
	return toDer(response).toString('base64');
}
