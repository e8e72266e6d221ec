import type { ItemSignature, SignerRole } from '../../../src/report/item/item';
import type { OpenReport } from '../../../src/report/item/openReport';
import { Kept } from '../n8n/kept';

const kept = new Kept<ItemSignature>();

/** @param scope what the signature was given under: its roots and its text */
function keyOf({ item: { id, sha256 } }: OpenReport, role: SignerRole, scope: string): string {
	return `${role} ${id} ${sha256} ${scope}`;
}

/** Keeps a signature: BankID gives it once only, and who has signed must not be asked again. */
export function keepSignature(report: OpenReport, role: SignerRole, scope: string): void {
	const signature = report.item.signatures[role];
	if (signature) kept.keep(keyOf(report, role, scope), signature);
}

/** The report with the signature that an earlier try got for exactly this document and scope, where there is one. */
export function withKeptSignature(report: OpenReport, role: SignerRole, scope: string): OpenReport {
	const { signatures } = report.item;
	const signature = kept.find(keyOf(report, role, scope));
	return signature && !signatures[role]
		? report.with({ signatures: { ...signatures, [role]: signature } })
		: report;
}

/** Lets go of what was kept for these reports: the run has passed them on. */
export function forgetSignatures(reports: readonly OpenReport[], role: SignerRole): void {
	for (const report of reports) kept.forget(keyOf(report, role, ''));
}
