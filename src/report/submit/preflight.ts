import { EltError, type ErrorCode, ERROR_CODES, type Problem } from '../../errors';
import type { ItemSignature, ReportItem, SignerRole } from '../item/item';
import type { OpenReport } from '../item/openReport';
import { errorsAtSigning, reportInvalid } from '../item/validate';
import { type ItemVerdict, type SignatureVerdict, unsigned, verifyReport } from '../sign/verify';
import { inspectCertificate } from '../../certificate/inspect';
import type { Certificate } from '../../certificate/load';
import { buildEnvelope, type EnvelopeSignature } from '../../elt/envelope';
import type { EltEndpoint } from '../../elt/environments';
import type { SignaturePolicy } from '../../signature/policy';
import { swedishDay } from '../../identity/calendar';

/** Where reports go, with what, and which signatures count. */
export interface SendingContext {
	readonly endpoint: EltEndpoint;
	readonly certificate: Certificate;
	/** Null, for an address of one's own only: signatures are not verified here. */
	readonly policy: SignaturePolicy | null;
	readonly now: Date;
	/** Whether reports without rows may go out; default no. */
	readonly allowEmpty?: boolean;
}

/** A report that may go out. */
export interface Ready {
	/** The request's bytes. */
	readonly envelope: Uint8Array;
	/** Null when no policy was given. */
	readonly verdict: ItemVerdict | null;
}

/**
 * Checks what all reports of a batch share: the certificate is valid, and test and production are not mixed.
 *
 * @throws EltError `CERTIFICATE_…` for a certificate that can't be used; `ENVIRONMENT_MIXED` when address,
 *   certificate and BankID environment don't belong together; `SIGNATURE_POLICY` when no policy is given for
 *   one of Försäkringskassan's addresses
 */
export function checkSending({ endpoint, certificate, policy, now }: SendingContext): void {
	const report = inspectCertificate(certificate, { now });
	const broken = report.problems.find(({ level }) => level === 'error');
	if (broken) throw certificateError(broken);
	if (endpoint.environment === 'custom') return;
	if (!policy) {
		throw new EltError(
			'SIGNATURE_POLICY',
			`Signatures can't be verified: no BankID root is given for the environment ${endpoint.environment}`,
			"Give BankID's root for signatures: nothing goes to Försäkringskassan unverified.",
		);
	}
	if (policy.environment !== endpoint.environment) {
		throw mixed(
			`The reports would go to ${endpoint.environment}, but the BankID signatures are of ${policy.environment}`,
		);
	}
	if (
		endpoint.environment === 'production' &&
		/\b(?:test|simulator)\b/i.test(`${report.subject} ${report.issuer}`)
	) {
		throw mixed(`The reports would go to production with a certificate made for tests ("${report.issuer}")`);
	}
}

function mixed(message: string): EltError {
	return new EltError(
		'ENVIRONMENT_MIXED',
		message,
		'Choose the same environment, Test or Production, for ELT, its certificate and BankID.',
	);
}

function certificateError({ code, message, description }: Problem): EltError {
	const known: ErrorCode = ERROR_CODES.find((each) => each === code) ?? 'CERTIFICATE_UNREADABLE';
	return new EltError(known, message, description);
}

/**
 * Everything that can be known about one report before its first byte goes out: no errors by the rules, both
 * signatures proven over its document. Then the request is made.
 *
 * @param seal the vendor's seal for the request's extension point; none by default
 * @throws EltError `REPORT_INVALID`, `SIGNATURE_…`, `OCSP_…`
 */
export async function preflight(report: OpenReport, context: SendingContext, seal?: string): Promise<Ready> {
	checkRules(report, context);
	signaturesOf(report.item);
	const verdict = context.policy ? await prove(report, context.policy, context.now) : null;
	return { envelope: await envelopeOf(report, seal), verdict };
}

/**
 * The request of a report, unchecked but for its two signatures being there.
 *
 * @throws EltError `SIGNATURE_MISSING`
 */
export async function envelopeOf({ item, document }: OpenReport, seal?: string): Promise<Uint8Array> {
	const { assistent, anordnare } = signaturesOf(item);
	return await buildEnvelope({
		document,
		assistent: envelopeSignature(assistent),
		anordnare: envelopeSignature(anordnare),
		seal,
	});
}

function signaturesOf(item: ReportItem): Record<SignerRole, ItemSignature> {
	const { assistent, anordnare } = item.signatures;
	if (!assistent || !anordnare) throw unsigned(item, assistent ? 'anordnare' : 'assistent');
	return { assistent, anordnare };
}

function checkRules(report: OpenReport, { now, allowEmpty }: SendingContext): void {
	const errors = errorsAtSigning(report, { today: swedishDay(now), allowEmpty });
	if (errors.length > 0) throw reportInvalid(`Report ${report.item.id} cannot be sent`, errors);
}

async function prove(report: OpenReport, policy: SignaturePolicy, now: Date): Promise<ItemVerdict> {
	const verdict = await verifyReport(report, policy, now);
	throwUnproven(verdict.assistent);
	throwUnproven(verdict.anordnare);
	return verdict;
}

function throwUnproven(verdict: SignatureVerdict): void {
	if (!verdict.ok) throw new EltError(verdict.code, verdict.message, verdict.description);
}

function envelopeSignature({
	signature,
	ocspResponse,
	datumForSignatur: day,
}: EnvelopeSignature): EnvelopeSignature {
	return { signature, ocspResponse, datumForSignatur: day };
}
