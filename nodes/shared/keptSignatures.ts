import type { ItemSignature, ReportItem, SignerRole } from '../../src/report/item';
import type { SignaturePolicy } from '../../src/signature/policy';

/** How long a signature is kept for the next try, milliseconds: an hour. */
const KEPT_MS = 3_600_000;

interface Kept {
	readonly signature: ItemSignature;
	/** By `Date.now()`. */
	readonly until: number;
}

const kept = new Map<string, Kept>();

/** Below the roots that proved it: what was signed for a test is nothing in production. */
function keyOf({ id, sha256 }: ReportItem, role: SignerRole, policy: SignaturePolicy): string {
	const roots = policy.roots.map((root) => root.sha256);
	return [role, id, sha256, policy.environment, ...roots].join(' ');
}

/**
 * Keeps the signatures of a run that is going to end with an error: n8n throws its output away, but BankID gives
 * a signature once only, and *Retry On Fail* must not ask those who have signed again.
 */
export function keepSignatures(
	items: readonly ReportItem[],
	role: SignerRole,
	policy: SignaturePolicy,
): void {
	for (const item of items) {
		const signature = item.signatures[role];
		if (signature) kept.set(keyOf(item, role, policy), { signature, until: Date.now() + KEPT_MS });
	}
}

/** The report with the signature that an earlier try got for exactly this document, where there is one. */
export function withKeptSignature(item: ReportItem, role: SignerRole, policy: SignaturePolicy): ReportItem {
	for (const [key, { until }] of kept) if (until < Date.now()) kept.delete(key);
	const found = kept.get(keyOf(item, role, policy));
	if (!found || item.signatures[role]) return item;
	return { ...item, signatures: { ...item.signatures, [role]: found.signature } };
}

/** Lets go of what was kept for these reports: the run has passed them on. */
export function forgetSignatures(items: readonly ReportItem[], role: SignerRole): void {
	for (const { id, sha256 } of items) {
		for (const key of kept.keys()) if (key.startsWith(`${role} ${id} ${sha256} `)) kept.delete(key);
	}
}
