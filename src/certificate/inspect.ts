import { type KeyObject, X509Certificate } from 'node:crypto';
import { type Level, type Problem } from '../errors';
import { readOrNull } from './der';
import { type Certificate } from './load';
import { type NameAttribute, nameText, nameValue, readName } from './names';
import { splitCertificates } from './pem';
import {
	basicConstraints,
	extendedKeyUsage,
	KEY_USAGE,
	keyUsage,
	PURPOSE,
	readX509,
	RSA_ALGORITHMS,
	type X509,
} from './x509';

/** What a certificate is, whose, until when, and everything that is wrong with it. */
export interface CertificateReport {
	/** The subject on one line, `CN=…, O=…, C=SE`. */
	readonly subject: string;
	readonly commonName: string | null;
	/** Ten digits, from the subject's serial number or organisation identifier. */
	readonly organisationsnummer: string | null;
	readonly issuer: string;
	/** ISO instants, UTC. */
	readonly validFrom: string;
	readonly validTo: string;
	/** Whole days left; negative once it has run out. */
	readonly daysLeft: number;
	/** SHA-256 of the certificate, lower-case hex. */
	readonly sha256: string;
	readonly problems: readonly Problem[];
}

/** What the inspector is told: the time, and which roots are trusted (PEM). */
export interface InspectOptions {
	readonly now: Date;
	readonly trust?: readonly string[];
}

const DAY_MS = 86_400_000;

/** How many days before the end a certificate is warned about: sixty, thirty and seven. */
export const EXPIRY_WARNING_DAYS = [60, 30, 7] as const;

const RENEW = 'Order a new one now: issuing takes days, and the two-year term is not prolonged by itself.';
const MIN_RSA_BITS = 2048;

function problem(code: string, level: Level, message: string, description: string, found: string): Problem {
	return { code, level, path: 'certificate', message, description, found };
}

function nameOf(bytes: Buffer | undefined, fallback: string): NameAttribute[] {
	const name = bytes === undefined ? null : readOrNull(() => readName(bytes));
	return name ?? fallback.split('\n').map(attributeOfLine);
}

function attributeOfLine(line: string): NameAttribute {
	const [type = '', ...value] = line.split('=');
	return { type, value: value.join('=') };
}

/** Where organisations' certificates carry the number: `165566778899`, `5566778899`, `NTRSE-5566778899`, `SE5566778899-…`. */
function organisationsnummerIn(subject: readonly NameAttribute[]): string | null {
	for (const type of ['serialNumber', 'organizationIdentifier']) {
		const value = nameValue(subject, type)?.replaceAll('-', '') ?? '';
		const match = /(?:^|\D)(?:16)?(\d{10})(?:\D|$)/.exec(value);
		if (match?.[1] !== undefined) return match[1];
	}
	return null;
}

function validityProblems(x509: X509Certificate, now: Date, daysLeft: number): Problem[] {
	const from = new Date(x509.validFrom);
	const to = new Date(x509.validTo);
	if (now > to) {
		const day = to.toISOString().slice(0, 10);
		return [problem('CERTIFICATE_EXPIRED', 'error', `The certificate ran out on ${day}`, RENEW, day)];
	}
	if (now < from) {
		const day = from.toISOString().slice(0, 10);
		return [
			problem(
				'CERTIFICATE_NOT_YET_VALID',
				'error',
				`The certificate is valid from ${day}`,
				"Use the one that is valid today, or check this machine's clock.",
				day,
			),
		];
	}
	if (daysLeft > EXPIRY_WARNING_DAYS[0]) return [];
	const message = `The certificate runs out in ${daysLeft} days, on ${to.toISOString().slice(0, 10)}`;
	return [problem('CERTIFICATE_EXPIRES_SOON', 'warning', message, RENEW, String(daysLeft))];
}

function keyProblems(key: KeyObject, x509: X509 | null): Problem[] {
	const bits = key.asymmetricKeyDetails?.modulusLength;
	const problems: Problem[] = [];
	if (key.asymmetricKeyType === 'rsa' && bits !== undefined && bits < MIN_RSA_BITS) {
		const message = `The key has ${bits} bits; at least ${MIN_RSA_BITS} are needed`;
		problems.push(
			problem(
				'CERTIFICATE_KEY_WEAK',
				'error',
				message,
				'Order a certificate with a stronger key.',
				String(bits),
			),
		);
	}
	if (
		key.asymmetricKeyType === 'rsa' &&
		x509 !== null &&
		RSA_ALGORITHMS[x509.signatureAlgorithm] === undefined
	) {
		problems.push(
			problem(
				'CERTIFICATE_ALGORITHM',
				'warning',
				'The certificate is signed with an algorithm that servers no longer trust',
				'Order a certificate signed with SHA-256 or better.',
				x509.signatureAlgorithm,
			),
		);
	}
	return problems;
}

function usageProblems(x509: X509 | null): Problem[] {
	if (x509 === null) return [];
	const problems: Problem[] = [];
	const usage = keyUsage(x509);
	const purposes = extendedKeyUsage(x509);
	if (basicConstraints(x509).ca) {
		problems.push(
			problem(
				'CERTIFICATE_USAGE',
				'warning',
				'This is the certificate of an issuer, not of a client',
				'Give the client certificate and its key.',
				'CA',
			),
		);
	}
	if (usage !== null && !usage.has(KEY_USAGE.digitalSignature)) {
		problems.push(
			problem(
				'CERTIFICATE_USAGE',
				'warning',
				'The key usage does not allow TLS (digitalSignature is missing)',
				'Give the certificate that was issued for the connection.',
				[...usage].join(', '),
			),
		);
	}
	if (purposes !== null && !purposes.includes(PURPOSE.clientAuth) && !purposes.includes(PURPOSE.any)) {
		problems.push(
			problem(
				'CERTIFICATE_USAGE',
				'warning',
				'The certificate was not issued for TLS clients (clientAuth is missing)',
				'Give the certificate that was issued for the connection.',
				purposes.join(', '),
			),
		);
	}
	return problems;
}

function chainProblems(certificate: Certificate, trust: readonly string[] | undefined): Problem[] {
	const chain = [certificate.x509, ...certificate.chainPem.map((pem) => new X509Certificate(pem))];
	const top = chain.at(-1) ?? certificate.x509;
	const issuer = top.issuer.split('\n').reverse().join(', ');
	if (certificate.x509.checkIssued(certificate.x509)) {
		return [
			problem(
				'CERTIFICATE_SELF_SIGNED',
				'warning',
				'The certificate is signed by itself',
				'Försäkringskassan and BankID accept certificates from their issuers only.',
				issuer,
			),
		];
	}
	if (trust !== undefined) {
		const roots = trust.flatMap(splitCertificates).map((pem) => new X509Certificate(pem));
		const trusted = roots.some((root) =>
			chain.some(
				(link) =>
					link.fingerprint256 === root.fingerprint256 ||
					(link.checkIssued(root) && link.verify(root.publicKey)),
			),
		);
		if (trusted) return [];
		return [
			problem(
				'CERTIFICATE_CHAIN',
				'warning',
				`The chain ends at "${issuer}", which is none of the trusted roots`,
				'Add the issuer to the certificate file, or its root to the trusted ones.',
				issuer,
			),
		];
	}
	if (top.checkIssued(top) || certificate.chainPem.length > 0) return [];
	return [
		problem(
			'CERTIFICATE_CHAIN',
			'info',
			`The file holds no issuer; the certificate was issued by "${issuer}"`,
			'If the server refuses the certificate, add the issuer to the file.',
			issuer,
		),
	];
}

/**
 * Says what a certificate is and gathers everything that is wrong with it: validity (warned from 60 days before
 * the end), key, usage, chain. Whether it has been revoked is not asked: that takes a network.
 */
export function inspectCertificate(certificate: Certificate, options: InspectOptions): CertificateReport {
	const { x509 } = certificate;
	const read = readOrNull(() => readX509(x509.raw));
	const subject = nameOf(read?.subject, x509.subject);
	const validTo = new Date(x509.validTo);
	const daysLeft = Math.floor((validTo.getTime() - options.now.getTime()) / DAY_MS);
	return {
		subject: nameText(subject),
		commonName: nameValue(subject, 'CN'),
		organisationsnummer: organisationsnummerIn(subject),
		issuer: nameText(nameOf(read?.issuer, x509.issuer)),
		validFrom: new Date(x509.validFrom).toISOString(),
		validTo: validTo.toISOString(),
		daysLeft,
		sha256: certificate.sha256,
		problems: [
			...validityProblems(x509, options.now, daysLeft),
			...keyProblems(x509.publicKey, read),
			...usageProblems(read),
			...chainProblems(certificate, options.trust),
		],
	};
}
