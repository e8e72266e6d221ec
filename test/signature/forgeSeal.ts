import { createHash, type KeyObject, sign, X509Certificate } from 'node:crypto';

import { canonicalXml, digestXml, readXml, type XmlElement } from '../../src/signature/xml';
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
