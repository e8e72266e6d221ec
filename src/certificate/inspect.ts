import { type KeyObject, X509Certificate } from 'node:crypto';
import { type Problem } from '../errors';
import { readOrNull } from './der';
import { issuerFault } from './issuer';
import { type Certificate } from './load';
import { type NameAttribute, nameText, nameValue, readName } from './names';
import { splitCertificates } from './pem';
import { problem } from './problem';
import { usageProblems } from './usage';
import { RENEW, validityFault } from './validity';
import { isSelfIssued, readX509, RSA_ALGORITHMS, type X509 } from './x509';

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

const MIN_RSA_BITS = 2048;

function nameOf(bytes: Buffer | undefined, fallback: string): NameAttribute[] {
	const name = bytes === undefined ? null : readOrNull(() => readName(bytes));
	return name ?? fallback.split('\n').map(attributeOfLine);
}

function attributeOfLine(line: string): NameAttribute {
	const [type = '', ...value] = line.split('=');
	return { type, value: value.join('=') };
}

/**
 * How certificates write an organisation's number: `165566778899`, `5566778899`, `556677-8899`, `NTRSE-5566778899`,
 * `SE5566778899-…`. Its third digit is 2 or more, which a personnummer's (a month) never is.
 */
const ORGANISATIONSNUMMER = /^(?:(?:NTRSE-|SE)?(?:16)?)(\d{2}[2-9]\d{3})-?(\d{4})(?:-.*)?$/;

function organisationsnummerIn(subject: readonly NameAttribute[]): string | null {
	for (const type of ['serialNumber', 'organizationIdentifier']) {
		const match = ORGANISATIONSNUMMER.exec(nameValue(subject, type) ?? '');
		if (match) return match.slice(1).join('');
	}
	return null;
}

function validityOf(x509: X509Certificate): { validFrom: Date; validTo: Date } {
	return { validFrom: new Date(x509.validFrom), validTo: new Date(x509.validTo) };
}

function validityProblems(x509: X509Certificate, now: Date, daysLeft: number): Problem[] {
	const validity = validityOf(x509);
	const fault = validityFault('The certificate', validity, now);
	if (fault) return [problem(fault.code, 'error', fault.message, fault.description, fault.found)];
	if (daysLeft > EXPIRY_WARNING_DAYS[0]) return [];
	const message = `The certificate runs out in ${daysLeft} days, on ${validity.validTo.toISOString().slice(0, 10)}`;
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

/** The issuers that came along: each is valid, and may issue. */
function issuerProblems(issuers: readonly X509Certificate[], now: Date): Problem[] {
	const read = issuers.map((issuer) => readOrNull(() => readX509(issuer.raw)));
	return issuers.flatMap((issuer, index) => {
		const x509 = read[index] ?? null;
		const below = read.slice(0, index).filter((lower) => lower === null || !isSelfIssued(lower)).length;
		const name = nameText(nameOf(x509?.subject, issuer.subject));
		const outside = validityFault(`The issuer "${name}"`, validityOf(issuer), now)?.message;
		const fault = x509 === null ? 'cannot be read' : issuerFault(x509, below);
		const message = outside ?? (fault === null ? null : `The certificate of the issuer "${name}" ${fault}`);
		if (message === null) return [];
		return [
			problem(
				'CERTIFICATE_CHAIN',
				'warning',
				message,
				"Put the issuer's present certificate into the file; the one who issued yours hands it out.",
				name,
			),
		];
	});
}

function chainProblems(certificate: Certificate, { now, trust }: InspectOptions): Problem[] {
	const issuers = certificate.chainPem.map((pem) => new X509Certificate(pem));
	const chain = [certificate.x509, ...issuers];
	const top = issuers.at(-1) ?? certificate.x509;
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
		const known = (link: X509Certificate): boolean => isTrusted(link, trust);
		return [...issuerProblems(issuers, now), ...(chain.some(known) ? [] : [untrusted(issuer)])];
	}
	const alone = issuers.length === 0;
	return alone ? [withoutIssuer(issuer)] : issuerProblems(issuers, now);
}

/** Whether a certificate is one of the trusted ones, or was issued by one. */
function isTrusted(link: X509Certificate, trust: readonly string[]): boolean {
	return trust
		.flatMap(splitCertificates)
		.map((pem) => new X509Certificate(pem))
		.some(
			(root) =>
				link.fingerprint256 === root.fingerprint256 ||
				(link.checkIssued(root) && link.verify(root.publicKey)),
		);
}

function untrusted(issuer: string): Problem {
	return problem(
		'CERTIFICATE_CHAIN',
		'warning',
		`The chain ends at "${issuer}", which is none of the trusted roots`,
		'Add the issuer to the certificate file, or its root to the trusted ones.',
		issuer,
	);
}

function withoutIssuer(issuer: string): Problem {
	return problem(
		'CERTIFICATE_CHAIN',
		'info',
		`The file holds no issuer; the certificate was issued by "${issuer}"`,
		'If the server refuses the certificate, add the issuer to the file.',
		issuer,
	);
}

/**
 * Says what a certificate is and gathers everything that is wrong with it: validity (warned from 60 days before
 * the end), key, usage, and each issuer that came along. Whether it has been revoked is not asked: that takes a network.
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
			...chainProblems(certificate, options),
		],
	};
}
