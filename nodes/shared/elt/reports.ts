import type { IExecuteFunctions } from 'n8n-workflow';

import type { ReportItem } from '../../../src/report/item/item';
import { readReportItem } from '../../../src/report/item/readItem';
import type { ItemResult, Output } from '../n8n/itemLoop';

/** A report that came in, and the item it came in. */
export interface IncomingReport {
	readonly from: number;
	readonly item: ReportItem;
}

/**
 * Reads the report of one input item and holds it against its document.
 *
 * @throws EltError `ITEM_INVALID`, `DOCUMENT_CHANGED`
 */
export async function readReportAt(context: IExecuteFunctions, itemIndex: number): Promise<ReportItem> {
	return await readReportItem(context.getInputData()[itemIndex]?.json);
}

/** Reads the reports of all input items; those that are none are told apart and don't stop the others. */
export async function readReports(
	context: IExecuteFunctions,
): Promise<{ reports: IncomingReport[]; refused: ItemResult[] }> {
	const reports: IncomingReport[] = [];
	const refused: ItemResult[] = [];
	for (const from of context.getInputData().keys()) {
		try {
			reports.push({ from, item: await readReportAt(context, from) });
		} catch (error) {
			refused.push({ from, error });
		}
	}
	return { reports, refused };
}

/**
 * The report as it goes out: with the fields of its own and the files that the input item had beside it.
 *
 * @param more fields and files that the operation adds
 */
export function passOn(
	context: IExecuteFunctions,
	from: number,
	item: ReportItem,
	more: Partial<Output> = {},
): Output {
	const input = context.getInputData()[from];
	const binary = { ...input?.binary, ...more.binary };
	return {
		json: { ...without('error', input?.json ?? {}), ...item, ...more.json },
		...(Object.keys(binary).length > 0 ? { binary } : {}),
	};
}

/** An object without one of its fields. */
export function without(field: string, json: object): object {
	return Object.fromEntries(Object.entries(json).filter(([name]) => name !== field));
}
