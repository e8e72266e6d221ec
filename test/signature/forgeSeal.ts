import { createHash, createPublicKey, type KeyObject, sign, X509Certificate } from 'node:crypto';

import { canonicalXml, digestXml, readXml, type XmlElement } from '../../src/signature/xml';
import { extension, type Issued, nameOf, sha256WithRsa } from '../../src/simulator/certificate';
import { bits, certificateTime, explicit, fromDer, integer, sequence, toDer } from '../../src/simulator/der';
import { partOf } from './world';

/** What a forged seal says in place of what stood there. */
export interface SealForgery {
	/** PEM, the sealing one first. */
	readonly certificates: readonly string[];
	readonly key: KeyObject;
	readonly signedAt?: Date;
	/** The certificate that the signed part names, PEM; the first one by default. */
	readonly named?: string;
}

const derOf = (pem: string): Buffer => new X509Certificate(pem).raw;

function signedInfoOf(xml: string): XmlElement {
	const [signedInfo] = readXml(xml).children;
	if (typeof signedInfo !== 'object') throw new TypeError('The fixture has no SignedInfo');
	return signedInfo;
}

/** A seal over the same document that holds in every way, but for the certificate or the time: made anew with a key. */
export function forgeSeal(seal: string, forgery: SealForgery): string {
	const { certificates, key, signedAt, named = certificates[0] ?? '' } = forgery;
	const data = certificates.map(
		(pem) => `<X509Certificate>${derOf(pem).toString('base64')}</X509Certificate>`,
	);
	const sha256 = createHash('sha256').update(derOf(named)).digest('hex');
	const said = seal
		.replace(/<X509Data>.*<\/X509Data>/s, `<X509Data>${data.join('')}</X509Data>`)
		.replace(/(?<=<SigningCertificate[^>]*>)[^<]*/, sha256)
		.replace(/(?<=<SigningTime[^>]*>)[^<]*/, (time) => signedAt?.toISOString() ?? time);
	const digest = digestXml(readXml(partOf(said, 'SignatureProperties'))).toString('base64');
	const digested = said.replace(/(?<=<Reference URI="#signing-time">.*?<DigestValue>)[^<]*/s, () => digest);
	const value = sign('sha256', Buffer.from(canonicalXml(signedInfoOf(digested)), 'utf8'), key);
	return digested.replace(/(?<=<SignatureValue>)[^<]*/, () => value.toString('base64'));
}

/** A certificate for a key of any kind, which the simulator's authorities do not make: PEM, valid as the issuer's. */
export function certifyKey(key: KeyObject, issuer: Issued): string {
	const digitalSignature = extension('2.5.29.15', toDer(bits(Buffer.of(0x80), 7)), true);
	const tbs = sequence(
		explicit(0, integer(Buffer.of(2))),
		integer(Buffer.of(1)),
		sha256WithRsa(),
		nameOf(issuer.subject),
		sequence(certificateTime(issuer.validFrom), certificateTime(issuer.validTo)),
		nameOf([['cn', 'Another AB']]),
		fromDer(createPublicKey(key).export({ type: 'spki', format: 'der' })),
		explicit(3, sequence(digitalSignature)),
	);
	const signature = bits(sign('sha256', toDer(tbs), issuer.key));
	return new X509Certificate(toDer(sequence(tbs, sha256WithRsa(), signature))).toString();
}
