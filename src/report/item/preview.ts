import { EltError } from '../../errors';
import type { ItemSignature, ReportItem } from './item';
import { documentOf } from './readItem';
import type { Replacement } from '../build/replace';
import { type PreviewOptions, previewHtml, type PreviewReport } from '../../preview/preview';
import { readTidredovisning } from '../../tidredovisning/read';
import type { Tidredovisning } from '../../tidredovisning/types';

/** A report to show: its item and, where it is known already, what its document says. */
export interface Shown {
	readonly item: ReportItem | null;
	/** Read from the item's document unless given. */
	readonly tidredovisning?: Tidredovisning | null;
	readonly replaces?: Replacement | null;
}

/**
 * One HTML page that shows reports to a person, laid out as the paper form FK 3059, with an overview when there
 * are several. Self-contained, without script. What has no item is left out.
 *
 * @throws EltError `REPORT_INVALID` for a document that the schema refuses
 */
export async function previewOf(reports: readonly Shown[], options: PreviewOptions = {}): Promise<string> {
	const shown: PreviewReport[] = [];
	for (const { item, tidredovisning, replaces } of reports) {
		if (item) shown.push(await previewReportOf(item, tidredovisning, replaces));
	}
	return previewHtml(shown, options);
}

/**
 * A report as a preview shows it.
 * @param tidredovisning read from the item's document unless given
 * @throws EltError `REPORT_INVALID` for a document that the schema refuses
 */
export async function previewReportOf(
	item: ReportItem,
	tidredovisning?: Tidredovisning | null,
	replaces?: Replacement | null,
): Promise<PreviewReport> {
	return previewReport(item, tidredovisning ?? (await read(item)), replaces ?? null);
}

async function read(item: ReportItem): Promise<Tidredovisning> {
	const { tidredovisning, problems } = await readTidredovisning(documentOf(item));
	if (tidredovisning) return tidredovisning;
	throw new EltError(
		'REPORT_INVALID',
		`The document of report ${item.id} can't be shown: ${problems[0]?.message ?? 'it is no tidredovisning'}`,
		'Mend what is named and build the report again.',
		{ problems },
	);
}

function previewReport(
	item: ReportItem,
	tidredovisning: Tidredovisning,
	replaces: Replacement | null,
): PreviewReport {
	const { problems, sha256, deadline, signatures } = item;
	const { assistent, anordnare } = signatures;
	return {
		tidredovisning,
		problems,
		sha256,
		deadline,
		...(replaces ? { correction: { replaces: replaces.id, difference: replaces.difference } } : {}),
		signatures: {
			...(assistent ? { assistent: signed(assistent) } : {}),
			...(anordnare ? { anordnare: signed(anordnare) } : {}),
		},
	};
}

function signed({ signer, datumForSignatur }: ItemSignature): { name: string; date: string } {
	return { name: signer.name, date: datumForSignatur };
}
