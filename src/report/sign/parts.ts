import type { ReportItem } from '../item/item';
import type { SealVerdict } from './sealVerdict';
import type { ItemVerdict, SignatureVerdict } from './verify';

/** What one part of a report rests on. */
export interface PartVerdict {
	readonly proven: boolean;
	/** What proves it, or whose word it is: the end of a sentence without full stop. */
	readonly by: string;
}

/** What each part of a report rests on: a part that the report does not have is missing here. */
export interface ReportParts {
	/** The document: which bytes were signed. */
	readonly document: PartVerdict;
	readonly assistent: PartVerdict;
	readonly anordnare: PartVerdict;
	/** Whose seal it is. When it was made is the vendor's own word. */
	readonly seal?: PartVerdict;
	/** Försäkringskassan's answer, with the tx-id: never proven, since nobody has signed it. */
	readonly receipt?: PartVerdict;
}

/**
 * Says which parts of a report are proven, and by what.
 *
 * @param verdict of its signatures, see `verifyReport`
 * @param seal the verdict on its seal, where it has one
 */
export function partsOf(
	{ receipt }: Pick<ReportItem, 'receipt'>,
	verdict: ItemVerdict,
	seal?: SealVerdict,
): ReportParts {
	return {
		document: documentPart(verdict, seal),
		assistent: signaturePart(verdict.assistent),
		anordnare: signaturePart(verdict.anordnare),
		seal: seal && sealPart(seal),
		receipt: receipt && {
			proven: false,
			by: `Försäkringskassan's answer as the sender recorded it (${receipt.outcome}, tx-id ${receipt.txId ?? 'none'}): nobody has signed it`,
		},
	};
}

function documentPart({ assistent, anordnare }: ItemVerdict, seal: SealVerdict | undefined): PartVerdict {
	const provers = [
		...(assistent.ok ? ["the assistent's signature"] : []),
		...(anordnare.ok ? ["the anordnare's signature"] : []),
		...(seal?.ok ? ["the vendor's seal"] : []),
	];
	if (provers.length === 0) return { proven: false, by: 'no signature over its SHA-256 that is proven' };
	return { proven: true, by: `${provers.join(' and ')} over its SHA-256` };
}

function signaturePart(verdict: SignatureVerdict): PartVerdict {
	if (!verdict.ok) return { proven: false, by: verdict.message };
	return {
		proven: true,
		by: `a BankID certificate of ${verdict.signer.name} that chains to the given root, and its OCSP response of ${verdict.signedAt}`,
	};
}

function sealPart(seal: SealVerdict): PartVerdict {
	if (!seal.ok) return { proven: false, by: seal.message };
	return {
		proven: true,
		by: `the certificate of ${seal.commonName ?? seal.subject} that chains to a trusted one; its time (${seal.signedAt}) is the vendor's own word`,
	};
}
