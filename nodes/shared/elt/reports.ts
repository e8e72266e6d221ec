import type { IExecuteFunctions } from 'n8n-workflow';

import { OpenReport } from '../../../src/report/item/openReport';
import type { ItemResult, Output } from '../n8n/itemLoop';

/**
 * Reads the report of one input item and holds it against its document.
 *
 * @throws EltError `ITEM_INVALID`, `DOCUMENT_CHANGED`
 */
export async function readReportAt(context: IExecuteFunctions, itemIndex: number): Promise<OpenReport> {
	return await OpenReport.read(context.getInputData()[itemIndex]?.json, itemIndex);
}

/** Reads the reports of all input items. An item that is not a report is refused and does not stop the others. */
export async function readReports(
	context: IExecuteFunctions,
): Promise<{ reports: OpenReport[]; refused: ItemResult[] }> {
	const reports: OpenReport[] = [];
	const refused: ItemResult[] = [];
	for (const from of context.getInputData().keys()) {
		try {
			reports.push(await readReportAt(context, from));
		} catch (error) {
			refused.push({ from, error });
		}
	}
	return { reports, refused };
}

/**
 * The result that passes a report on, with the other fields and the files of the input item it came in.
 *
 * @param more fields and files that the operation adds
 */
export function passOn(
	context: IExecuteFunctions,
	{ from, item }: OpenReport,
	more: Partial<Output> = {},
): Output & { readonly from: number } {
	const input = context.getInputData()[from];
	const binary = { ...input?.binary, ...more.binary };
	return {
		from,
		json: { ...without('error', input?.json ?? {}), ...item, ...more.json },
		...(Object.keys(binary).length > 0 ? { binary } : {}),
	};
}

/** An object without one of its fields. */
export function without(field: string, json: object): object {
	return Object.fromEntries(Object.entries(json).filter(([name]) => name !== field));
}
