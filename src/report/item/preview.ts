import type { ItemSignature, ReportItem } from './item';
import type { Replacement } from '../build/types';
import { type PreviewOptions, previewHtml, type PreviewReport } from '../../preview/preview';
import type { Tidredovisning } from '../../tidredovisning/types';

/** A report to show: its item, what its document says, and the report that it replaces. */
export interface Shown {
	readonly item: ReportItem | null;
	readonly tidredovisning: Tidredovisning | null;
	readonly replaces?: Replacement | null;
}

/**
 * One HTML page that shows reports to a person, laid out as the paper form FK 3059, with an overview when there
 * are several. Self-contained, without script. What has no item is left out.
 */
export async function previewOf(reports: readonly Shown[], options: PreviewOptions = {}): Promise<string> {
	const shown = reports.flatMap(({ item, tidredovisning, replaces }) =>
		item && tidredovisning ? [previewReport(item, tidredovisning, replaces)] : [],
	);
	return previewHtml(shown, options);
}

/** A report as a preview shows it. */
export function previewReport(
	item: ReportItem,
	tidredovisning: Tidredovisning,
	replaces: Replacement | null = null,
): PreviewReport {
	const { problems, sha256, deadline, signatures } = item;
	const { assistent, anordnare } = signatures;
	return {
		tidredovisning,
		problems,
		sha256,
		deadline,
		correction: replaces ? { replaces: replaces.id, difference: replaces.difference } : undefined,
		signatures: {
			assistent: assistent && signed(assistent),
			anordnare: anordnare && signed(anordnare),
		},
	};
}

function signed({ signer, datumForSignatur }: ItemSignature): { name: string; date: string } {
	return { name: signer.name, date: datumForSignatur };
}
