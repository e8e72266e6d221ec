import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { rememberParameters } from './displayNames';
import { nodeError } from './errors';
import { settle } from './itemLoop';

/** One operation of a node: the parameters it shows and the work it does. */
export interface Operation {
	readonly properties: readonly INodeProperties[];
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}

/** The operations of a node by the value of its parameter 'Operation'. */
export type OperationTable = Readonly<Record<string, Operation>>;

/** The parameters of every operation, each shown for the operations that have it; the optional ones come last. */
export function propertiesOf(table: OperationTable): INodeProperties[] {
	const shownFor = new Map<INodeProperties, string[]>();
	for (const [operation, { properties }] of Object.entries(table)) {
		for (const property of properties) shownFor.set(property, [...(shownFor.get(property) ?? []), operation]);
	}
	const shown = [...shownFor].map(([property, operation]) => ({
		...property,
		displayOptions: { ...property.displayOptions, show: { ...property.displayOptions?.show, operation } },
	}));
	return [
		...shown.filter(({ type }) => type !== 'collection'),
		...shown.filter(({ type }) => type === 'collection'),
	];
}

/**
 * Does the work of the operation that the node is set to. What stops all of it, such as a credential that can't
 * be used, stops every item: with *Continue* each goes out as an error.
 *
 * @throws NodeOperationError
 */
export async function runOperation(
	context: IExecuteFunctions,
	table: OperationTable,
): Promise<INodeExecutionData[][]> {
	const name = context.getNodeParameter('operation', 0);
	const operation = typeof name === 'string' ? table[name] : undefined;
	if (!operation) throw new TypeError(`The node has no operation '${String(name)}'`);
	rememberParameters(context, operation.properties);
	try {
		return [await operation.execute(context)];
	} catch (error) {
		if (!context.continueOnFail()) throw nodeError(context.getNode(), error, 0);
		return [
			settle(
				context,
				[...context.getInputData().keys()].map((from) => ({ from, error })),
			),
		];
	}
}
