import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { OptionSpec } from './command';
import { writeFiles } from './files';
import { writeEvidence } from '../report/evidence/evidence';
import type { OpenReport } from '../report/item/openReport';
import type { ItemVerdict } from '../report/sign/verify';

/** The option that writes evidence files. */
export const EVIDENCE_OPTION: OptionSpec = {
	value: 'DIR',
	help: 'folder to write the evidence of each report to, as DIR/<id>.zip',
};

/**
 * Writes the evidence of one report. What is kept of a call stays, where the receipt is of a run that made none.
 *
 * @throws UsageError when the folder can't be written to
 */
export async function keepEvidence(
	folder: string,
	report: OpenReport,
	verdict: ItemVerdict,
	seal?: string | null,
): Promise<void> {
	const { item } = report;
	const name = `${item.id}.zip`;
	if (item.receipt?.earlier === true && existsSync(join(folder, name))) return;
	const bytes = await writeEvidence({
		report,
		verdict,
		verifiedAt: new Date().toISOString(),
		seal: seal ?? undefined,
	});
	await writeFiles(folder, new Map([[name, bytes]]));
}
