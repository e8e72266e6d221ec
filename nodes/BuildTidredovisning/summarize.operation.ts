import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { EltError } from '../../src/errors';
import type { ReportItem } from '../../src/report/item/item';
import { previewOf } from '../../src/report/item/preview';
import type { OpenReport } from '../../src/report/item/openReport';
import { reportKey } from '../../src/tidredovisning/reportKey';
import { totalsPerPerson } from '../../src/tidredovisning/hours';
import { hint } from '../shared/n8n/hints';
import { type ItemResult, settle } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';
import { readReports } from '../shared/elt/reports';

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
		const { reports: given, refused } = await readReports(context);
		const { once: reports, again } = eachOnce(given);
		const stopped = settle(context, [...refused, ...again]);
		warnOfTwo(context, reports);
		if (reports.length === 0) return stopped;
		const parameters = new Parameters(context, 0);
		const html = await previewOf(reports, { unmasked: parameters.flag('summaryUnmasked') });
		const field = parameters.requiredText('summaryFieldName');
		const totals = totalsPerPerson(reports.map(({ tidredovisning }) => tidredovisning));
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

/** Each report once: one that comes twice would count twice on the invoice. */
function eachOnce(reports: readonly OpenReport[]): {
	readonly once: readonly OpenReport[];
	readonly again: readonly ItemResult[];
} {
	const first = new Map<string, number>();
	const again: ItemResult[] = [];
	const once = reports.filter(({ from, item }) => {
		const before = first.get(item.id);
		if (before === undefined) first.set(item.id, from);
		else again.push({ from, error: twice(item, before) });
		return before === undefined;
	});
	return { once, again };
}

function twice({ id }: ReportItem, before: number): EltError {
	return new EltError(
		'ITEM_INVALID',
		`Report ${id} occurs twice in the input, first as item ${before + 1}`,
		'Remove one of the two: its hours would count twice.',
	);
}

/** A person should see that a correction is next to the report it replaces: the totals then include both. */
function warnOfTwo(context: IExecuteFunctions, reports: readonly OpenReport[]): void {
	const months = new Map<string, number>();
	for (const { tidredovisning } of reports) {
		const { assistent, personSomHarAssistans, redovisningsmanad } = tidredovisning;
		const key = reportKey(assistent, personSomHarAssistans, redovisningsmanad);
		months.set(key, (months.get(key) ?? 0) + 1);
	}
	const more = [...months.values()].filter((count) => count > 1).length;
	if (more === 0) return;
	const message = `${more === 1 ? 'One assistent has' : `${more} assistenter have`} several reports of one month with one person, and the totals include all of them. Remove the reports that a correction replaces.`;
	hint(context, message, 'warning');
}
