import type { INodeParameters } from 'n8n-workflow';

import { expected } from './expected';
import { NODE, runNode } from './harness';
import { exampleShifts } from '../engine/examples';

const BUILD = {
	operation: 'build',
	source: 'items',
	month: '2026-10',
	employer: 'anordnare',
	organisationsnummer: '5547165067',
	telefonnummerAnordnare: '08-123 45 67',
	kollektivavtal: true,
	berakningsperiod: 'none',
	options: {},
};

const SUMMARIZE = { operation: 'summarize', summaryFieldName: 'page', summaryUnmasked: false };

async function summary(parameters: INodeParameters = SUMMARIZE) {
	const built = await runNode({
		node: 'buildTidredovisning',
		parameters: BUILD,
		items: await exampleShifts(),
	});
	return await runNode({ node: 'buildTidredovisning', parameters, items: built.output(NODE) });
}

test('the totals of each person are the sums that were reckoned independently, in minutes', async () => {
	const run = await summary();
	expect(run.error).toBeUndefined();
	const [item] = run.output(NODE);
	expect(run.output(NODE)).toHaveLength(1);
	expect(item?.json['reports']).toBe(16);
	expect(item?.json['totals']).toEqual(expected());
});

test('one page shows every report, with masked personnummer', async () => {
	const [item] = (await summary()).output(NODE);
	const file = item?.binary?.['page'];
	expect(file).toMatchObject({ fileName: 'reports.html', mimeType: 'text/html' });
	const html = Buffer.from(file?.data ?? '', 'base64').toString('utf8');
	expect(html.match(/19891107-\*{4}/g)?.length).toBeGreaterThan(0);
	expect(html).not.toMatch(/\b(?:19|20)\d{6}-?\d{4}\b/);
	for (const name of ['Örjan Ågren', 'Anna-Karin &lt;Testsson&gt;', 'Zoë Tolvansson'])
		expect(html).toContain(name);
});

test('an item that is no report stops the node and says which', async () => {
	const run = await runNode({
		node: 'buildTidredovisning',
		parameters: SUMMARIZE,
		items: [{ json: { id: 'no report' } }],
	});
	expect(run.error?.context['code']).toBe('ITEM_INVALID');
	expect(run.error?.context['itemIndex']).toBe(0);
});

test('a report that comes twice is counted once, and refused the second time', async () => {
	const built = await runNode({
		node: 'buildTidredovisning',
		parameters: BUILD,
		items: await exampleShifts(),
	});
	const items = built.output(NODE);
	const run = await runNode({
		node: 'buildTidredovisning',
		parameters: SUMMARIZE,
		items: [...items, ...items.slice(0, 1)],
		onError: 'continueErrorOutput',
	});
	expect(run.output(NODE)[0]?.json['totals']).toEqual(expected());
	expect(run.output(NODE, 1)[0]?.json['error']).toMatchObject({
		code: 'ITEM_INVALID',
		message: `Report ${String(items[0]?.json['id'])} occurs twice in the input, first as item 1`,
	});
});
