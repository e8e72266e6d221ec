import { EltError } from '../../errors';
import { reportKey } from '../../tidredovisning/reportKey';
import type { Draft, Replaced } from './types';
import { contentId } from '../../tidredovisning/contentId';
import { changesNothing, differenceBetween } from '../../tidredovisning/difference';
import { readTidredovisning } from '../../tidredovisning/read';
import type { Tidredovisning } from '../../tidredovisning/types';

interface Earlier {
	readonly id: string;
	readonly document: Tidredovisning | null;
}

/**
 * Finds the report that corrects each earlier one: the same assistent, person and month.
 *
 * @throws EltError `INPUT_INVALID` for an earlier report that none of these corrects, whose document can't be
 *   read or has another id, or that says the very same
 */
export async function replaceReports(
	drafts: readonly Draft[],
	replaced: readonly Replaced[],
): Promise<readonly Draft[]> {
	let changed = drafts;
	for (const each of replaced) changed = replaceOne(changed, await readEarlier(each));
	return changed;
}

async function readEarlier({ id, xml }: Replaced): Promise<Earlier> {
	if (xml === undefined || xml.length === 0) return { id, document: null };
	const { tidredovisning: document } = await readTidredovisning(
		typeof xml === 'string' ? Buffer.from(xml, 'utf8') : xml,
	);
	if (document?.id === id) return { id, document };
	throw wrong(
		document
			? `The replaced document has the id ${document.id}, not ${id}`
			: `The replaced document ${id} can't be read`,
		'Give the id and the document of one and the same earlier report.',
	);
}

function replaceOne(drafts: readonly Draft[], earlier: Earlier): readonly Draft[] {
	const at = drafts.findIndex(
		({ tidredovisning }) => tidredovisning && corrects(tidredovisning, earlier, drafts),
	);
	const draft = drafts[at];
	if (!draft?.tidredovisning) {
		throw wrong(
			`None of the ${drafts.length} reports corrects ${earlier.id}`,
			'A correction is of the same assistent, person and month; give the replaced document when several are built.',
		);
	}
	const difference = earlier.document && differenceBetween(earlier.document, draft.tidredovisning);
	if (draft.tidredovisning.id === earlier.id || (difference && changesNothing(difference))) {
		throw wrong(
			`The report says exactly what ${earlier.id} says: there is nothing to correct`,
			"Mend the shifts first, or leave 'Replaces' empty.",
		);
	}
	const tidredovisning = withOwnId(draft.tidredovisning, earlier.id);
	return drafts.with(at, { ...draft, tidredovisning, replaces: { id: earlier.id, difference } });
}

function corrects(report: Tidredovisning, { document }: Earlier, drafts: readonly Draft[]): boolean {
	if (!document) return drafts.length === 1;
	return keyOf(report) === keyOf(document);
}

function keyOf({ assistent, personSomHarAssistans, redovisningsmanad }: Tidredovisning): string {
	return reportKey(assistent, personSomHarAssistans, redovisningsmanad);
}

/** An id made from the content alone would be an earlier report's where a correction goes back to what that said. */
function withOwnId(report: Tidredovisning, replaces: string): Tidredovisning {
	return report.id === contentId(report) ? { ...report, id: contentId(report, replaces) } : report;
}

function wrong(message: string, description: string): EltError {
	return new EltError('INPUT_INVALID', message, description);
}
