import { EltError, type ErrorCode } from '../../errors';
import { asEltError } from '../item/asEltError';
import { shown } from '../item/fields';
import { type ItemSignature, type ReportItem, type SignerRole, type Signing } from '../item/item';
import type { OpenReport } from '../item/openReport';
import { maskPersonnummer } from '../../identity/masking';
import { swedishDay } from '../../identity/calendar';
import { type ProvenSignature, verifyBankIdSignature } from '../../signature/bankidSignature';
import type { SignaturePolicy } from '../../signature/policy';

/** What was found out about one signature of a report: proven, or why not. */
export type SignatureVerdict =
	| {
			readonly ok: true;
			/** The personnummer is masked here; the item and the signature have it in full. */
			readonly signer: { readonly name: string; readonly personnummer: string };
			/** ISO instant, from the OCSP response. */
			readonly signedAt: string;
	  }
	| { readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly description: string };

/** The verdict over both signatures of one report. */
export interface ItemVerdict {
	readonly id: string;
	readonly assistent: SignatureVerdict;
	readonly anordnare: SignatureVerdict;
}

/** Whether both signatures were proven. */
export function isProven(verdict: ItemVerdict): boolean {
	return verdict.assistent.ok && verdict.anordnare.ok;
}

/**
 * Verifies both signatures of each report against its document. Nothing is thrown for a bad signature: each
 * has its own verdict. Signatures are judged at the time they were given, which must not be in the future.
 *
 * @param now the time of the verification
 * @returns the verdicts, in the order of the reports
 */
export async function verifyReports(
	reports: readonly OpenReport[],
	policy: SignaturePolicy,
	now: Date,
): Promise<ItemVerdict[]> {
	const byAssistent = signaturesByAssistent(reports);
	const verdicts: ItemVerdict[] = [];
	for (const { item } of reports) verdicts.push(await verdictsOf(item, { policy, now, byAssistent }));
	return verdicts;
}

/** As `verifyReports`, for one report. */
export async function verifyReport(
	report: OpenReport,
	policy: SignaturePolicy,
	now: Date,
): Promise<ItemVerdict> {
	return await verdictsOf(report.item, { policy, now, byAssistent: signaturesByAssistent([report]) });
}

/** What the reports of one verification share. */
interface Verification {
	readonly policy: SignaturePolicy;
	readonly now: Date;
	readonly byAssistent: ReadonlySet<string>;
}

async function verdictsOf(
	item: ReportItem,
	{ policy, now, byAssistent }: Verification,
): Promise<ItemVerdict> {
	const assistent = await verdictOf(() => proveRole(item, 'assistent', policy, now));
	const anordnare = await verdictOf(async () => {
		const proven = await proveRole(item, 'anordnare', policy, now);
		refuseReuse(item, byAssistent);
		if (assistent.ok) refuseWrongOrder(item, assistent.signedAt, proven.signedAt);
		return proven;
	});
	return { id: item.id, assistent, anordnare };
}

/**
 * Proves the signature that the item carries for a role, and that what the item says of it is what was proven.
 *
 * @param now the time of the verification
 * @throws EltError `SIGNATURE_MISSING`, or the code of the check that fails
 */
export async function proveRole(
	item: ReportItem,
	role: SignerRole,
	policy: SignaturePolicy,
	now: Date,
): Promise<ProvenSignature> {
	const given = item.signatures[role];
	if (!given) throw unsigned(item, role);
	const proven = await verifyBankIdSignature(given, policy, {
		binding: { id: item.id, sha256: item.sha256 },
		signer: role === 'assistent' ? item.assistent.personnummer : given.signer.personnummer,
		userVisibleData: given.userVisibleData,
		now,
	});
	refuseOtherClaims(item, role, given, proven);
	return proven;
}

/** One of the two has not signed, and why where a signing link was made: a link that was only sent signs nothing. */
export function unsigned({ id, signing }: ReportItem, role: SignerRole): EltError {
	const why = signing?.signer.role === role ? WHY_UNSIGNED[signing.status](signing) : '';
	return new EltError(
		'SIGNATURE_MISSING',
		`Report ${id} has no signature of the ${role}${why}`,
		'Let the report pass Sign Tidredovisning for both signers, the assistent first.',
	);
}

/** What the signing link says of a signature that is missing. */
const WHY_UNSIGNED: Readonly<Record<Signing['status'], (signing: Signing) => string>> = {
	requested: ({ expiresAt }) => `: nobody signed by the link that was valid until ${expiresAt}`,
	declined: ({ reason = '' }) => `: the signer declined ("${shown(reason)}")`,
	unproven: () => ': the signature that the link gave could not be proven',
	signed: () => ', though its signing link says that it is signed',
};

/** What the item says of a signature must be what the signature proves. */
function refuseOtherClaims(
	item: ReportItem,
	role: SignerRole,
	given: ItemSignature,
	proven: ProvenSignature,
): void {
	const claims: [what: string, claimed: string, proven: string][] = [
		['datumForSignatur', given.datumForSignatur, swedishDay(proven.signedAt)],
		['signer.name', given.signer.name, proven.signer.name],
		['signer.personnummer', given.signer.personnummer, proven.signer.personnummer],
	];
	const other = claims.find(([, claimed, shown]) => claimed !== shown);
	if (!other) return;
	throw new EltError(
		'ITEM_INVALID',
		`Report ${item.id}: 'signatures.${role}.${other[0]}' is not what the signature proves`,
		'Pass on the item from Sign Tidredovisning unchanged.',
	);
}

/** The signatures that assistenter have given for these reports. */
export function signaturesByAssistent(reports: readonly OpenReport[]): ReadonlySet<string> {
	return new Set(reports.flatMap(({ item }) => item.signatures.assistent?.signature ?? []));
}

/**
 * Refuses an anordnare's signature that some report carries as an assistent's.
 *
 * @throws EltError `SIGNATURE_REUSED`
 */
export function refuseReuse(item: ReportItem, byAssistent: ReadonlySet<string>): void {
	if (!byAssistent.has(item.signatures.anordnare?.signature ?? '')) return;
	throw new EltError(
		'SIGNATURE_REUSED',
		`Report ${item.id}: the anordnare's signature is also used as an assistent's`,
		'Have the report signed once in each role, also when one person has both.',
	);
}

/**
 * Refuses an anordnare's signature that is older than the assistent's.
 *
 * @throws EltError `SIGNATURE_ORDER`
 */
export function refuseWrongOrder(item: ReportItem, assistentAt: string, anordnareAt: string): void {
	if (Date.parse(anordnareAt) >= Date.parse(assistentAt)) return;
	throw new EltError(
		'SIGNATURE_ORDER',
		`Report ${item.id} was signed by the anordnare at ${anordnareAt}, before the assistent at ${assistentAt}`,
		'Have the anordnare sign again: the assistent signs first.',
	);
}

async function verdictOf(prove: () => Promise<ProvenSignature>): Promise<SignatureVerdict> {
	try {
		const { signer, signedAt } = await prove();
		const personnummer = maskPersonnummer(signer.personnummer);
		return { ok: true, signer: { name: signer.name, personnummer }, signedAt };
	} catch (error) {
		const { code, message, description } = asEltError(error);
		return { ok: false, code, message, description };
	}
}
