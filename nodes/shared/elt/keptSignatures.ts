import type { ItemSignature, ReportItem, SignerRole } from '../../../src/report/item/item';
import { Kept } from '../n8n/kept';

const kept = new Kept<ItemSignature>();

/** @param scope what the signature was given under: its roots and its text */
function keyOf({ id, sha256 }: ReportItem, role: SignerRole, scope: string): string {
	return `${role} ${id} ${sha256} ${scope}`;
}

/** Keeps a signature: BankID gives it once only, and who has signed must not be asked again. */
export function keepSignature(item: ReportItem, role: SignerRole, scope: string): void {
	const signature = item.signatures[role];
	if (signature) kept.keep(keyOf(item, role, scope), signature);
}

/** The report with the signature that an earlier try got for exactly this document and scope, where there is one. */
export function withKeptSignature(item: ReportItem, role: SignerRole, scope: string): ReportItem {
	const signature = kept.find(keyOf(item, role, scope));
	if (!signature || item.signatures[role]) return item;
	return { ...item, signatures: { ...item.signatures, [role]: signature } };
}

/** Lets go of what was kept for these reports: the run has passed them on. */
export function forgetSignatures(items: readonly ReportItem[], role: SignerRole): void {
	for (const item of items) kept.forget(keyOf(item, role, ''));
}
