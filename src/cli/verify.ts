import type { Command } from './command';
import { EVIDENCE_OPTION, keepEvidence } from './evidence';
import { type LoadedItem, loadItems } from './items';
import { POLICY_OPTIONS, policyFrom, SEAL_OPTION, sealTrustFrom } from './policy';
import { UsageError } from './usageError';
import { partsOf, type ReportParts } from '../report/sign/parts';
import { type SealVerdict, verifySealOf } from '../report/sign/sealVerdict';
import { isProven, type ItemVerdict, type SignatureVerdict, verifyReports } from '../report/sign/verify';

/** `elt verify ITEM.json… --root ROOT.pem` */
export const verify: Command = {
	name: 'verify',
	summary: 'verify the signatures of signed items, offline',
	operands: 'ITEM.json|EVIDENCE.zip…',
	minOperands: 1,
	maxOperands: Infinity,
	options: {
		...POLICY_OPTIONS,
		root: { ...POLICY_OPTIONS.root, required: true },
		'seal-root': SEAL_OPTION,
		evidence: EVIDENCE_OPTION,
	},
	notes: `Takes items as JSON, a JSON array or JSON lines, and evidence files. Nothing is looked up on a network:
the OCSP responses in the items are judged at the time of signing. A seal needs --seal-root to be proven. A
receipt with its tx-id is never proven: it is Försäkringskassan's answer as the sender recorded it.`,
	async run(args, output) {
		const policy = await policyFrom(args);
		if (!policy) throw new UsageError('--root is missing');
		const trust = await sealTrustFrom(args);
		const now = new Date();
		const loaded = await loadItems(args.operands);
		const readable = loaded.flatMap((entry) => (entry.ok ? [entry.report] : []));
		const verdicts = new Map(
			(await verifyReports(readable, policy, now)).map((verdict, index) => [readable[index], verdict]),
		);
		let allProven = true;
		for (const entry of loaded) {
			const verdict = entry.ok ? verdicts.get(entry.report) : unreadable(entry);
			if (!verdict) continue;
			const seal =
				entry.ok && entry.seal !== null
					? await verifySealOf(entry.report, entry.seal, { trust, now })
					: undefined;
			allProven &&= isProven(verdict) && seal?.ok !== false;
			const folder = args.text('evidence');
			if (entry.ok && folder !== undefined) await keepEvidence(folder, entry.report, verdict, entry.seal);
			const parts = entry.ok ? partsOf(entry.report.item, verdict, seal) : undefined;
			output.result({ ...verdict, seal, parts }, () => verdictLines(verdict, seal, parts));
		}
		return allProven ? 0 : 1;
	},
};

/** Nothing is proven by an item that cannot be used. */
function unreadable({ id, name, error }: Extract<LoadedItem, { ok: false }>): ItemVerdict {
	const { code, message, description } = error;
	const verdict = { ok: false, code, message, description } as const;
	return { id: id ?? name, assistent: verdict, anordnare: verdict };
}

function verdictLines(
	{ id, assistent, anordnare }: ItemVerdict,
	seal?: SealVerdict,
	parts?: ReportParts,
): string {
	const { document, receipt } = parts ?? {};
	return [
		id,
		`  assistent  ${verdictText(assistent)}`,
		`  anordnare  ${verdictText(anordnare)}`,
		...(seal ? [`  seal       ${sealText(seal)}`] : []),
		...(document ? [`  document   ${document.proven ? 'ok' : 'not proven'}: ${document.by}`] : []),
		...(receipt ? [`  receipt    not proven: ${receipt.by}`] : []),
	].join('\n');
}

function sealText(seal: SealVerdict): string {
	if (seal.ok) return `ok: ${seal.subject}, ${seal.signedAt}`;
	return `${seal.code}: ${seal.message}\n             ${seal.description}`;
}

function verdictText(verdict: SignatureVerdict): string {
	if (verdict.ok) return `ok: ${verdict.signer.name}, ${verdict.signedAt}`;
	return `${verdict.code}: ${verdict.message}\n             ${verdict.description}`;
}
