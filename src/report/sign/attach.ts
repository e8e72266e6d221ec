import { EltError } from '../../errors';
import type { ReportItem, SignerRole } from '../item/item';
import type { OpenReport } from '../item/openReport';
import { proveRole, refuseWrongOrder } from './verify';
import {
	type ProvenSignature,
	type SignatureEvidence,
	verifyBankIdSignature,
} from '../../signature/bankidSignature';
import { swedishDay } from '../../identity/calendar';
import type { SignaturePolicy } from '../../signature/policy';

export type { SignatureEvidence };

/** What a new signature is held against before it counts. */
export interface AttachOptions {
	readonly role: SignerRole;
	readonly policy: SignaturePolicy;
	/** When it is verified; goes into the item as `verifiedAt`. */
	readonly now: Date;
	/** Whether the signature must be new, as after an order; off for those that another system collected earlier. */
	readonly fresh?: boolean;
	/** Who must have signed, 12 digits; the assistent of the report is always demanded for that role. */
	readonly signer?: string;
	/** The text that the signer was shown; not compared when absent. */
	readonly userVisibleData?: string;
	/**
	 * The hidden data of the order, base64. A signature over other reports than the order's is refused, also
	 * when this report is among them; not compared when absent.
	 */
	readonly userNonVisibleData?: string;
}

/**
 * Puts a signature on a report, once it is proven to be the expected person's over exactly this document.
 *
 * @returns the report with the signature; the given one is not changed
 * @throws EltError `SIGNATURE_MISSING` when the anordnare signs a report that the assistent hasn't signed;
 *   `SIGNATURE_ORDER` for one older than the assistent's; `SIGNATURE_REUSED` for a signature that was given for
 *   other reports; the verifier's codes else
 */
export async function attachSignature(
	report: OpenReport,
	evidence: SignatureEvidence,
	options: AttachOptions,
): Promise<OpenReport> {
	const { item } = report;
	const { role, policy, now } = options;
	const before = role === 'anordnare' ? await proveAssistent(item, policy, now) : null;
	const proven = await verifyBankIdSignature(evidence, policy, {
		binding: { id: item.id, sha256: item.sha256 },
		signer: role === 'assistent' ? item.assistent.personnummer : options.signer,
		userVisibleData: options.userVisibleData,
		now,
		fresh: options.fresh,
	});
	if (before !== null) refuseWrongOrder(item, before.signedAt, proven.signedAt);
	refuseOtherOrder(item, proven, options);
	refuseSameSignature(item, evidence, role);
	const signed = {
		signature: evidence.signature,
		ocspResponse: evidence.ocspResponse,
		datumForSignatur: swedishDay(proven.signedAt),
		signer: { name: proven.signer.name, personnummer: proven.signer.personnummer },
		userVisibleData: proven.userVisibleData,
		verifiedAt: now.toISOString(),
	};
	return report.with({ signatures: { ...item.signatures, [role]: signed } });
}

async function proveAssistent(
	item: ReportItem,
	policy: SignaturePolicy,
	now: Date,
): Promise<ProvenSignature> {
	if (!item.signatures.assistent) throw assistentFirst(item);
	return await proveRole(item, 'assistent', policy, now);
}

/** The assistent's signature isn't there yet and the anordnare's was asked for. */
export function assistentFirst(item: Pick<ReportItem, 'id'>): EltError {
	return new EltError(
		'SIGNATURE_MISSING',
		`Report ${item.id} isn't signed by the assistent yet`,
		'Have the assistent sign first, then the anordnare.',
	);
}

function refuseOtherOrder(item: ReportItem, proven: ProvenSignature, options: AttachOptions): void {
	if (options.userNonVisibleData === undefined) return;
	const ordered = Buffer.from(options.userNonVisibleData, 'base64').toString('utf8');
	if (proven.userNonVisibleData === ordered) return;
	throw new EltError(
		'SIGNATURE_REUSED',
		`The signature for report ${item.id} was given for other reports than those of this order`,
		'Start a new order; a signature counts only for the reports it was ordered for.',
	);
}

function refuseSameSignature(item: ReportItem, evidence: SignatureEvidence, role: SignerRole): void {
	const other = item.signatures[role === 'assistent' ? 'anordnare' : 'assistent'];
	if (other?.signature !== evidence.signature) return;
	throw new EltError(
		'SIGNATURE_REUSED',
		`The signature for report ${item.id} is the one it already carries in the other role`,
		'Have the report signed once in each role, also when one person has both.',
	);
}
