import type { ErrorCode } from '../../errors';
import { asEltError } from '../item/asEltError';
import type { OpenReport } from '../item/openReport';
import { type ProvenSeal, verifySeal, type VerifySealOptions } from '../../signature/verifySeal';

/** What was found out about a report's seal: whose it is and when it was made, or why it is refused. */
export type SealVerdict =
	| ({ readonly ok: true } & ProvenSeal)
	| { readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly description: string };

/**
 * Verifies the vendor's seal over a report's document; nothing is thrown for one that is refused.
 *
 * @param options whose seals count, see `sealTrust` (with none, every seal is refused), and the time
 */
export async function verifySealOf(
	{ document }: OpenReport,
	seal: string,
	options: VerifySealOptions,
): Promise<SealVerdict> {
	try {
		return { ok: true, ...(await verifySeal(seal, document, options)) };
	} catch (error) {
		const { code, message, description } = asEltError(error);
		return { ok: false, code, message, description };
	}
}
