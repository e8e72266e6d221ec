import type { OptionSpec } from './command';
import { writeFiles } from './files';
import { writeEvidence } from '../report/evidence';
import type { ReportItem } from '../report/item';
import type { ItemVerdict } from '../report/verify';

/** The option that writes evidence files. */
export const EVIDENCE_OPTION: OptionSpec = {
	value: 'DIR',
	help: 'folder to write the evidence of each report to, as DIR/<id>.zip',
};

/**
 * Writes the evidence of one report.
 *
 * @throws UsageError when the folder can't be written to
 */
export async function keepEvidence(
	folder: string,
	item: ReportItem,
	verdict: ItemVerdict,
	seal?: string | null,
): Promise<void> {
	const bytes = await writeEvidence({
		item,
		verdict,
		verifiedAt: new Date().toISOString(),
		...(seal ? { seal } : {}),
	});
	await writeFiles(folder, new Map([[`${item.id}.zip`, bytes]]));
}
