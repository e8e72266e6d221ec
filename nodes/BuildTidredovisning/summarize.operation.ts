import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { previewOf } from '../../src/report/preview';
import { documentOf } from '../../src/report/readItem';
import { readTidredovisning } from '../../src/tidredovisning/read';
import { totalsPerPerson } from '../../src/tidredovisning/hours';
import { settle } from '../shared/itemLoop';
import type { Operation } from '../shared/operations';
import { Parameters } from '../shared/parameters';
import { readReports } from '../shared/reports';

const properties: readonly INodeProperties[] = [
	{
		displayName: 'Put Output File in Field',
		name: 'summaryFieldName',
		type: 'string',
		default: 'preview',
		required: true,
		hint: 'The name of the output binary field to put the page in',
	},
	{
		displayName: 'Show Personal Numbers',
		name: 'summaryUnmasked',
		type: 'boolean',
		default: false,
		description: 'Whether the page shows personal identity numbers (personnummer) in full',
	},
];

/**
 * Gathers a whole batch into one item: the hours per person and month, which the invoice (räkning, FK 3057)
 * shows, and one page with every report.
 */
export const summarize: Operation = {
	properties,
	async execute(context) {
		const { reports, refused } = await readReports(context);
		const stopped = settle(context, refused);
		if (reports.length === 0) return stopped;
		const shown = await Promise.all(
			reports.map(async ({ item }) => {
				const { tidredovisning } = await readTidredovisning(documentOf(item));
				return { item, tidredovisning };
			}),
		);
		const parameters = new Parameters(context, 0);
		const html = await previewOf(shown, { unmasked: parameters.flag('summaryUnmasked') });
		const field = parameters.requiredText('summaryFieldName', 'Put Output File in Field');
		const totals = totalsPerPerson(shown.flatMap(({ tidredovisning }) => tidredovisning ?? []));
		const page = await context.helpers.prepareBinaryData(
			Buffer.from(html, 'utf8'),
			'reports.html',
			'text/html',
		);
		const summary: INodeExecutionData = {
			json: { reports: reports.length, totals: totals.map((total) => ({ ...total })) },
			binary: { [field]: page },
			pairedItem: reports.map(({ from }) => ({ item: from })),
		};
		return [summary, ...stopped];
	},
};
