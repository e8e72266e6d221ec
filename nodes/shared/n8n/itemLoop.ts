import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { errorJson, nodeError } from './errors';

/** What an operation puts out for one or more input items. */
export interface Output {
	readonly json: object;
	readonly binary?: IBinaryKeyData;
}

/** What came of one input item, or of several that went together: an output, or what stopped it. */
export type ItemResult = { readonly from: number | readonly number[] } & (
	Output | { readonly error: unknown; readonly json?: object }
);

/**
 * Does the same work for every input item, one after the other. Without *Continue* the first item that is
 * stopped ends the node; with it, its error goes out in its place and the others go on.
 */
export async function eachItem(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<Output | readonly Output[]>,
): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	for (const from of context.getInputData().keys()) {
		items.push(...settle(context, await resultsOf(from, work)));
	}
	return items;
}

/** Does the work for one item and turns an exception into a result. */
export async function resultsOf(
	from: number,
	work: (itemIndex: number) => Promise<Output | readonly Output[]>,
): Promise<ItemResult[]> {
	try {
		const outputs = await work(from);
		return [outputs].flat().map((output) => ({ ...output, from }));
	} catch (error) {
		return [{ from, error }];
	}
}

/**
 * Turns results into n8n's items, each paired with the input it came from.
 *
 * With *Continue*, what was stopped becomes an item whose only content is `error`: that is what n8n sends to the
 * error branch, where it puts the input's own fields beside it. The error names the report's id in any case. (An `error` beside `json` goes there too, but
 * n8n then keeps nothing of it for expressions but its message: the code would be lost.)
 *
 * @throws NodeOperationError for the first result that was stopped, without *Continue*
 */
export function settle(context: IExecuteFunctions, results: readonly ItemResult[]): INodeExecutionData[] {
	return results.map((result): INodeExecutionData => {
		const pairedItem = pairedWith(result.from);
		if (!('error' in result)) {
			const binary = result.binary ? { binary: result.binary } : {};
			return { json: jsonOf(result.json), ...binary, pairedItem };
		}
		if (!context.continueOnFail()) throw nodeError(context.getNode(), result.error, firstOf(result.from));
		const report = context.getInputData()[firstOf(result.from)]?.json['id'];
		const told = {
			...errorJson(result.error),
			...(typeof report === 'string' ? { report } : {}),
			...result.json,
		};
		return { json: { error: told }, pairedItem };
	});
}

/** Results in the order of the items they came from. */
export function inInputOrder(results: readonly ItemResult[]): ItemResult[] {
	return results.toSorted((one, other) => firstOf(one.from) - firstOf(other.from));
}

function jsonOf(value: object): IDataObject {
	return { ...value };
}

function firstOf(from: number | readonly number[]): number {
	return typeof from === 'number' ? from : (from[0] ?? 0);
}

function pairedWith(from: number | readonly number[]): INodeExecutionData['pairedItem'] {
	if (typeof from === 'number') return { item: from };
	if (from.length === 1) return { item: firstOf(from) };
	return from.map((item) => ({ item }));
}
