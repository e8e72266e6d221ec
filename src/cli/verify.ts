import type { Command } from './command';
import { loadItems } from './items';
import { POLICY_OPTIONS, policyFrom } from './policy';
import { UsageError } from './usageError';
import { isProven, type SignatureVerdict, verifyItems } from '../report/verify';

/** `elt verify ITEM.json… --root ROOT.pem` */
export const verify: Command = {
	name: 'verify',
	summary: 'verify the signatures of signed items, offline',
	operands: 'ITEM.json|EVIDENCE.zip…',
	minOperands: 1,
	maxOperands: Infinity,
	options: { ...POLICY_OPTIONS, root: { ...POLICY_OPTIONS.root, required: true } },
	notes: `Takes items as JSON, a JSON array or JSON lines, and evidence files. Nothing is looked up on a network:
the OCSP responses in the items are judged at the time of signing.`,
	async run(args, output) {
		const policy = await policyFrom(args);
		if (!policy) throw new UsageError('--root is missing');
		const loaded = await loadItems(args.operands);
		const verdicts = await verifyItems(
			loaded.flatMap((entry) => (entry.ok ? [entry.item] : [])),
			policy,
		);
		let next = 0;
		let allProven = true;
		for (const entry of loaded) {
			const verdict = entry.ok ? verdicts[next++] : undefined;
			allProven &&= verdict !== undefined && isProven(verdict);
			if (!entry.ok) output.error({ file: entry.name, id: entry.id }, entry.error);
			if (verdict) {
				output.result(verdict, () =>
					[
						`${verdict.id}`,
						`  assistent  ${verdictText(verdict.assistent)}`,
						`  anordnare  ${verdictText(verdict.anordnare)}`,
					].join('\n'),
				);
			}
		}
		return allProven ? 0 : 1;
	},
};

function verdictText(verdict: SignatureVerdict): string {
	if (verdict.ok) return `ok: ${verdict.signer.name}, ${verdict.signedAt}`;
	return `${verdict.code}: ${verdict.message}\n             ${verdict.description}`;
}
