import type { ItemSignature, ReportItem, SignerRole } from '../../src/report/item';

/** How long a signature is kept for the next try, milliseconds: an hour. */
const KEPT_MS = 3_600_000;

interface Kept {
	readonly signature: ItemSignature;
	/** By `Date.now()`. */
	readonly until: number;
}

const kept = new Map<string, Kept>();

/** @param scope what the signature was given under: its roots and its text */
function keyOf({ id, sha256 }: ReportItem, role: SignerRole, scope: string): string {
	return `${role} ${id} ${sha256} ${scope}`;
}

/**
 * Keeps a signature of a run that is going to end with an error: n8n throws its output away, but BankID gives a
 * signature once only, and *Retry On Fail* must not ask those who have signed again.
 */
export function keepSignature(item: ReportItem, role: SignerRole, scope: string): void {
	const signature = item.signatures[role];
	if (signature) kept.set(keyOf(item, role, scope), { signature, until: Date.now() + KEPT_MS });
}

/** The report with the signature that an earlier try got for exactly this document and scope, where there is one. */
export function withKeptSignature(item: ReportItem, role: SignerRole, scope: string): ReportItem {
	for (const [key, { until }] of kept) if (until < Date.now()) kept.delete(key);
	const found = kept.get(keyOf(item, role, scope));
	if (!found || item.signatures[role]) return item;
	return { ...item, signatures: { ...item.signatures, [role]: found.signature } };
}

/** Lets go of what was kept for these reports: the run has passed them on. */
export function forgetSignatures(items: readonly ReportItem[], role: SignerRole): void {
	for (const item of items) {
		for (const key of kept.keys()) if (key.startsWith(keyOf(item, role, ''))) kept.delete(key);
	}
}
