import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { type CertificateReport, inspectCertificate } from '../../../src/certificate/inspect';
import { type Certificate, type LoadOptions, loadCertificate } from '../../../src/certificate/load';
import { splitCertificates } from '../../../src/certificate/pem';
import { type Environment, ENVIRONMENTS } from '../../../src/environments';
import { EltError } from '../../../src/errors';

/** What both credentials hold, read and typed. */
export interface CertificateCredential {
	readonly environment: Environment;
	/** Empty unless the environment is custom. */
	readonly address: string;
	/** Null where no certificate is given. */
	readonly certificate: Certificate | null;
}

/** A field of a credential as text; empty when nothing is there. */
export function textOf(credential: ICredentialDataDecryptedObject, field: string): string {
	const value = credential[field];
	return typeof value === 'string' ? value : '';
}

/** The fields that hold root or CA certificates, as the credentials call them. */
const ROOT_FIELDS = {
	ca: 'CA Certificates',
	signatureRoots: 'Signature Roots',
	tlsRoots: 'TLS Root Certificates',
} as const;

/**
 * The certificates of a PEM text, each apart; the text may have lost its line breaks. None for an empty one.
 *
 * @throws EltError `CERTIFICATE_UNREADABLE` for a text that holds no certificate
 */
export function rootsOf(
	credential: ICredentialDataDecryptedObject,
	field: keyof typeof ROOT_FIELDS,
): string[] {
	const text = textOf(credential, field);
	const found = splitCertificates(text);
	if (found.length > 0 || text.trim() === '') return found;
	throw new EltError(
		'CERTIFICATE_UNREADABLE',
		`'${ROOT_FIELDS[field]}' holds text, but no certificate`,
		'Paste the certificate as PEM: from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
	);
}

/**
 * Opens the certificate that a credential contains.
 *
 * @param use which of several certificates is taken; default: for TLS
 * @throws EltError `CERTIFICATE_*` for what can't be opened or doesn't fit
 */
export async function readCertificateCredential(
	credential: ICredentialDataDecryptedObject,
	use?: LoadOptions['use'],
): Promise<CertificateCredential> {
	const environment = ENVIRONMENTS.find((name) => name === textOf(credential, 'environment')) ?? 'test';
	// A passphrase copied from a file brings its line end along.
	const passphrase = textOf(credential, 'passphrase').replace(/\r?\n$/, '');
	const opened = passphrase === '' ? {} : { passphrase };
	return {
		environment,
		address: environment === 'custom' ? textOf(credential, 'address').trim() : '',
		certificate: await loadFrom(credential, opened, use),
	};
}

async function loadFrom(
	credential: ICredentialDataDecryptedObject,
	opened: { passphrase?: string },
	use: LoadOptions['use'],
): Promise<Certificate | null> {
	const format = textOf(credential, 'format');
	if (format === 'none') return null;
	if (format === 'pem') {
		const certificate = textOf(credential, 'certificate');
		return await loadCertificate({ certificate, key: textOf(credential, 'privateKey'), ...opened }, { use });
	}
	return await loadCertificate({ pkcs12: textOf(credential, 'pkcs12'), ...opened }, { use });
}

/** The certificate where one must be there. */
export function demandCertificate(credential: CertificateCredential, credentialName: string): Certificate {
	if (credential.certificate) return credential.certificate;
	throw new EltError(
		'CERTIFICATE_UNREADABLE',
		`The credential '${credentialName}' holds no certificate`,
		"Choose a 'Certificate Format' other than None in the credential and give the certificate with its private key.",
	);
}

/** What the inspector says of a certificate. */
export function inspect(certificate: Certificate, now: Date): CertificateReport {
	return inspectCertificate(certificate, { now });
}
