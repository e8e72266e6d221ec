import { createHash, X509Certificate } from 'node:crypto';

import { certificateInput, KEY_OPTIONS } from './certificateFile';
import type { Command } from './command';
import { problemText } from './output';
import { type CertificateReport, inspectCertificate } from '../certificate/inspect';
import { type Certificate, type CertificateInput, chainOf, loadCertificate } from '../certificate/load';
import { splitCertificates } from '../certificate/pem';
import type { EltError, Problem } from '../errors';
import { asEltError } from '../report/item/asEltError';

/** `elt certificate FILE [--passphrase-file FILE]` */
export const certificate: Command = {
	name: 'certificate',
	summary: 'say what a certificate is, whose, until when, and what is wrong with it',
	operands: 'FILE',
	minOperands: 1,
	maxOperands: 1,
	options: KEY_OPTIONS,
	notes: 'FILE is PKCS#12 (.p12, .pfx) or PEM. Nothing is looked up on a network.',
	async run(args, output) {
		const [file = ''] = args.operands;
		const input = await certificateInput(file, args);
		const kind = input.pkcs12 === undefined ? 'PEM' : 'PKCS#12';
		const { loaded, problems: more } = await load(input);
		const report = inspectCertificate(loaded, { now: new Date() });
		const problems = [...more, ...report.problems];
		output.result({ file, kind, ...report, problems }, () => text(kind, report, problems));
		return problems.some(({ level }) => level === 'error') ? 1 : 0;
	},
};

/** A PEM certificate whose key lies elsewhere can be told about as well. */
async function load(input: CertificateInput): Promise<{ loaded: Certificate; problems: readonly Problem[] }> {
	try {
		return { loaded: await loadCertificate(input), problems: [] };
	} catch (error) {
		return keyElsewhere(input.certificate ?? '', asEltError(error));
	}
}

/** @throws the error itself when it isn't only the key that is missing */
function keyElsewhere(pem: string, error: EltError): { loaded: Certificate; problems: readonly Problem[] } {
	const [first] = splitCertificates(pem);
	if (error.code !== 'CERTIFICATE_KEY_MISSING' || first === undefined) throw error;
	return { loaded: withoutKey(pem, first), problems: [keyMissing(error)] };
}

function withoutKey(all: string, certificatePem: string): Certificate {
	const x509 = new X509Certificate(certificatePem);
	const sha256 = createHash('sha256').update(x509.raw).digest('hex');
	const others = splitCertificates(all)
		.slice(1)
		.map((pem) => new X509Certificate(pem));
	const chainPem = chainOf(x509, others, new Date()).map((issuer) => issuer.toString());
	return { certificatePem, keyPem: '', chainPem, x509, sha256 };
}

function keyMissing({ code, message, description }: EltError): Problem {
	return { code, level: 'warning', path: 'certificate', message, description, found: '' };
}

function text(kind: string, report: CertificateReport, problems: readonly Problem[]): string {
	const rows: [string, string][] = [
		['Kind', kind],
		['Subject', report.subject],
		['Organisationsnummer', report.organisationsnummer ?? '(none in the certificate)'],
		['Issuer', report.issuer],
		[
			'Valid',
			`${report.validFrom.slice(0, 10)} to ${report.validTo.slice(0, 10)} (${daysText(report.daysLeft)})`,
		],
		['SHA-256', report.sha256],
	];
	return [
		...rows.map(([name, value]) => `${name.padEnd(20)} ${value}`),
		...(problems.length === 0 ? ['Nothing is wrong with it.'] : problems.map(problemText)),
	].join('\n');
}

function daysText(days: number): string {
	return days < 0 ? 'run out' : `${days} days left`;
}
