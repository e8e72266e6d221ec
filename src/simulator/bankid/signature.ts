import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';

import type { Issued } from '../pki/certificate';
import { ocspResponse, type OcspRequest } from './ocsp';
import type { Person, PersonVariant, Pki } from '../pki/pki';

/** What a person signs, and how the signature differs from an honest one. */
export interface SignatureRequest {
	readonly pki: Pki;
	readonly person: Person;
	/** The visible text in base64, as the relying party sent it. */
	readonly userVisibleData: string;
	/** Hidden data in base64, as the relying party sent it; left out when there is none. */
	readonly userNonVisibleData?: string;
	readonly userVisibleDataFormat?: 'plaintext' | 'simpleMarkdownV1';
	/** Whose order it was: the DN as in `pki.relyingPartyName`, which is the default. */
	readonly relyingPartyName?: string;
	/** What the relying party calls itself to the person. */
	readonly displayName?: string;
	/** `Signing` by default; `Identification` is made with the person's certificate for that, unless a variant is given. */
	readonly funcId?: string;
	/** When it was signed, and the OCSP response made: now by default. */
	readonly at?: Date;
	/** How the person's certificate differs from the usual one. */
	readonly variant?: PersonVariant;
	/** In place of the person's certificate. */
	readonly certificate?: Issued;
	/** What signs, in place of the certificate's own key. */
	readonly key?: KeyObject;
	/** PEM or base64 in `X509Data`, in place of user, customer CA and bank CA. */
	readonly certificates?: readonly string[];
	/** XML after the last element of `srvInfo`, which BankID may extend. */
	readonly extraServerInfo?: string;
	/** XML after the last element of `clientInfo`, which BankID may extend. */
	readonly extraClientInfo?: string;
	/** Whether namespaces are declared again on SignedInfo and KeyInfo, as BankID does (default), or inherited. */
	readonly redundantNamespaces?: boolean;
	/** Whether an XML declaration stands first, as BankID has it (default). */
	readonly declaration?: boolean;
	/** Changes a part before it is digested or signed, or the whole document after: for forgeries. */
	readonly edit?: SignatureEdits;
	/** What the OCSP response says instead of BankID's own. */
	readonly ocsp?: Partial<Omit<OcspRequest, 'pki' | 'signature'>>;
}

/** Where a forger can put a hand in. Each takes the canonical text and gives what stands in its place. */
export interface SignatureEdits {
	/** `bankIdSignedData`, before its digest. */
	readonly signedData?: (xml: string) => string;
	/** `KeyInfo`, before its digest. */
	readonly keyInfo?: (xml: string) => string;
	/** `SignedInfo`, before the signature. */
	readonly signedInfo?: (xml: string) => string;
	/** The whole document, after the signature. */
	readonly document?: (xml: string) => string;
	/** The base64 string as it is handed out; the OCSP response is bound to what comes out. */
	readonly encoded?: (base64: string) => string;
}

/** The two strings that BankID hands to the relying party. */
export interface BankIdEvidence {
	readonly signature: string;
	readonly ocspResponse: string;
}

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const TYPES = 'http://www.bankid.com/signature/v1.0.0/types';
const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const digest = (xml: string): string => createHash('sha256').update(xml, 'utf8').digest('base64');
const derOf = (pem: string): string => pem.replace(/-----[A-Z ]+-----|\s/g, '');

/** `bankIdSignedData` as its own canonical form. */
function signedData(request: SignatureRequest): string {
	const {
		userVisibleData,
		userNonVisibleData,
		pki,
		displayName = 'Simulatorn',
		funcId = 'Signing',
	} = request;
	const format = request.userVisibleDataFormat === 'simpleMarkdownV1' ? ' format="simpleMarkdownV1"' : '';
	const policy = request.variant?.policies?.[0] ?? '1.2.3.4.25';
	return (
		`<bankIdSignedData xmlns="${TYPES}" Id="bidSignedData">` +
		`<usrVisibleData charset="UTF-8"${format} visible="wysiwys">${userVisibleData}</usrVisibleData>` +
		(userNonVisibleData === undefined ? '' : `<usrNonVisibleData>${userNonVisibleData}</usrNonVisibleData>`) +
		`<srvInfo><name>${base64(request.relyingPartyName ?? pki.relyingPartyName)}</name>` +
		`<nonce>${randomBytes(20).toString('base64')}</nonce>` +
		`<displayName>${base64(displayName)}</displayName>${request.extraServerInfo ?? ''}</srvInfo>` +
		`<clientInfo><funcId>${funcId}</funcId><version>${base64('7.48.0')}</version>` +
		`<env><ai><type>${base64('ANDROID')}</type><deviceInfo>${base64('14')}</deviceInfo>` +
		`<uhi>${randomBytes(20).toString('base64')}</uhi><fsib>0</fsib><utb>cs1</utb>` +
		`<requirement><condition><type>CertificatePolicies</type><value>${policy}</value></condition></requirement>` +
		`<uauth>pw</uauth><token>token-not-used</token></ai></env>${request.extraClientInfo ?? ''}</clientInfo></bankIdSignedData>`
	);
}

/** `KeyInfo` as its own canonical form. */
function keyInfo(certificates: readonly string[]): string {
	const all = certificates.map((pem) => `<X509Certificate>${derOf(pem)}</X509Certificate>`).join('');
	return `<KeyInfo xmlns="${DSIG}" Id="bidKeyInfo"><X509Data>${all}</X509Data></KeyInfo>`;
}

/** `SignedInfo` as its own canonical form. */
function signedInfo(digests: { data: string; keys: string }): string {
	const reference = (attributes: string, value: string): string =>
		`<Reference ${attributes}><Transforms><Transform Algorithm="${C14N}"></Transform></Transforms>` +
		`<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod>` +
		`<DigestValue>${value}</DigestValue></Reference>`;
	return (
		`<SignedInfo xmlns="${DSIG}"><CanonicalizationMethod Algorithm="${C14N}"></CanonicalizationMethod>` +
		`<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></SignatureMethod>` +
		reference(`Type="${TYPES}" URI="#bidSignedData"`, digests.data) +
		reference(`URI="#bidKeyInfo"`, digests.keys) +
		`</SignedInfo>`
	);
}

const same = (text: string): string => text;

/**
 * The signature document: canonical by construction, so that each part's digest is taken over the very text
 * that stands in it.
 */
function signatureDocument(request: SignatureRequest, certificate: Issued): string {
	const { edit = {}, pki, declaration = true, redundantNamespaces = true } = request;
	const { customerCa, bankCa } = pki.signatures;
	const certificates = request.certificates ?? [
		certificate.certificatePem,
		customerCa.certificatePem,
		bankCa.certificatePem,
	];
	const data = (edit.signedData ?? same)(signedData(request));
	const keys = (edit.keyInfo ?? same)(keyInfo(certificates));
	const info = (edit.signedInfo ?? same)(signedInfo({ data: digest(data), keys: digest(keys) }));
	const value = sign('sha256', Buffer.from(info, 'utf8'), request.key ?? certificate.key).toString('base64');
	const inherit = (xml: string): string => (redundantNamespaces ? xml : xml.replace(` xmlns="${DSIG}"`, ''));
	return (
		(declaration ? '<?xml version="1.0" encoding="UTF-8" standalone="no"?>' : '') +
		`<Signature xmlns="${DSIG}">${inherit(info)}<SignatureValue>${value}</SignatureValue>` +
		`${inherit(keys)}<Object>${data}</Object></Signature>`
	);
}

/** A BankID has two certificates: one to sign with, and one to identify with, each with a key of its own. */
function certificateFor({ pki, person, variant, funcId }: SignatureRequest): Promise<Issued> {
	const identifies = funcId === 'Identification' && variant === undefined;
	return pki.person(person, identifies ? { keyUsage: ['digitalSignature'], keyBits: 2048 } : variant);
}

/**
 * Signs as a person does with BankID: an enveloping XML-DSig over the visible and the hidden data, and the OCSP
 * response bound to it, both base64.
 * @see https://www.bankid.com/en/utvecklare
 */
export async function signAsPerson(request: SignatureRequest): Promise<BankIdEvidence> {
	const { pki, edit = {}, at = new Date() } = request;
	const certificate = request.certificate ?? (await certificateFor(request));
	const document = (edit.document ?? same)(signatureDocument(request, certificate));
	const signature = (edit.encoded ?? same)(base64(document));
	return {
		signature,
		ocspResponse: ocspResponse({ pki, certificate, signature, producedAt: at, ...request.ocsp }),
	};
}
