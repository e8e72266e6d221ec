import { X509Certificate } from 'node:crypto';

import { PUBLIC_TEST_CERTIFICATE } from '../../bankid/environments';
import { DEFAULT_TEMPLATES } from '../../bankid/visibleText';
import { type Environment, PUBLISHED } from '../../environments';
import { EltError } from '../../errors';

/** Whom BankID would be asked as, and how its servers are known. */
export interface RelyingParty {
	readonly environment: Environment;
	/** The relying party's certificate. */
	readonly x509: X509Certificate;
	/** The roots that BankID's servers are held against, PEM. */
	readonly tlsRoots: readonly string[];
}

/**
 * Refuses what must not be mixed before BankID is asked anything: the public test certificate in production, and
 * another TLS root than the environment's own.
 *
 * @throws EltError `CERTIFICATE_ROOT_UNKNOWN`, `ENVIRONMENT_MIXED`
 */
export function demandRelyingParty({ environment, x509, tlsRoots }: RelyingParty): void {
	if (environment === 'production' && isPublicTestCertificate(x509)) {
		throw new EltError(
			'ENVIRONMENT_MIXED',
			`The relying party's certificate is BankID's public test certificate (${PUBLIC_TEST_CERTIFICATE.commonName})`,
			'In production, use the certificate that your bank has issued to you as a relying party.',
		);
	}
	demandTlsRoots(environment, tlsRoots);
}

/** The text that signers would be shown. */
export interface TextInUse {
	/** Undefined where none is set: the text for tests is shown then. */
	readonly template: string | undefined;
	/** Whether someone has confirmed that it is the one Försäkringskassan prescribes. */
	readonly approved: boolean;
}

/**
 * Refuses to show a signer in production what nobody has confirmed to be the text that Försäkringskassan prescribes,
 * or the text for tests.
 *
 * @throws EltError `BANKID_TEXT`
 */
export function demandApprovedText(environment: Environment, { template, approved }: TextInUse): void {
	if (environment !== 'production') return;
	const own = template !== undefined && !TEST_TEXTS.includes(template.trim());
	if (own && approved) return;
	throw new EltError(
		'BANKID_TEXT',
		own
			? "In production, 'Text Approved by Försäkringskassan' is off"
			: "In production, 'Visible Text' is empty or the text for tests",
		"Put the wording from Försäkringskassan's connection papers into 'Visible Text' and switch on 'Text Approved by Försäkringskassan'.",
	);
}

const TEST_TEXTS: readonly string[] = Object.values(DEFAULT_TEMPLATES);

function demandTlsRoots(environment: Environment, tlsRoots: readonly string[]): void {
	if (tlsRoots.length === 0) {
		throw new EltError(
			'CERTIFICATE_ROOT_UNKNOWN',
			"There is no root certificate to know BankID's servers by",
			"Fill in 'TLS Root Certificates' in the BankID credential; BankID hands the root out to its customers.",
		);
	}
	if (environment === 'custom') return;
	const { name, sha256 } = PUBLISHED[environment].bankId.tlsRoot;
	if (tlsRoots.every((pem) => fingerprintOf(pem) === sha256)) return;
	throw new EltError(
		'CERTIFICATE_ROOT_UNKNOWN',
		`'TLS Root Certificates' holds another certificate than that of BankID's servers in the environment ${environment}`,
		`Give "${name}" and nothing else (SHA-256 ${sha256}).`,
	);
}

function fingerprintOf(pem: string): string {
	try {
		return new X509Certificate(pem).fingerprint256;
	} catch {
		return 'unreadable';
	}
}

function isPublicTestCertificate({ subject }: X509Certificate): boolean {
	const lines = subject.split('\n');
	return [PUBLIC_TEST_CERTIFICATE.commonName, PUBLIC_TEST_CERTIFICATE.name].some((value) =>
		lines.some((line) => line.endsWith(`=${value}`)),
	);
}
