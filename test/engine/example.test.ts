import type { EngineRun } from './engine';
import { examplePersons, exampleWorkflow, readExample } from './examples';
import { PACKAGE_NAME } from './nodeTypes';
import { runExample } from './run';
import { summary } from './summary';
import type { Simulator } from '../../src/simulator';
import { startSharedSimulator } from '../world/pki';

let simulator: Simulator;
let run: EngineRun;

beforeAll(async () => {
	simulator = await startSharedSimulator({ persons: await examplePersons(), bankId: { pendingCollects: 0 } });
	run = await runExample(simulator);
}, 180_000);
afterAll(async () => await simulator.close());

test('the example workflow brings every report of the export to its receipt', async () => {
	const { text, allWell } = await summary(run, readExample('expected.json'));
	expect(text).toContain('16 of 16 reports accepted; the rows of 16 are those of examples/expected.json.');
	expect(allWell).toBe(true);
});

test('the table shows no personnummer in full and no signature', async () => {
	const { text } = await summary(run, readExample('expected.json'));
	expect(text).toContain('Åsa Sjöö');
	// Not the digits that a UUID may happen to have.
	expect(text).not.toMatch(/(?<![\da-f-])(?:19|20)\d{6}-?\d{4}(?![\da-f-])/);
});

test('the server has each report once', () => {
	expect(simulator.received().map(({ times }) => times)).toEqual(Array.from({ length: 16 }, () => 1));
});

test('a summary with a report missing, or rows that differ, is not well', async () => {
	const expected: { reports: Record<string, unknown> } = JSON.parse(readExample('expected.json'));
	const [first = ''] = Object.keys(expected.reports);
	const differs = { ...expected, reports: { ...expected.reports, [first]: { rader: [] } } };
	const more = { ...expected, reports: { ...expected.reports, 'a/b/2026-10': { rader: [] } } };
	expect((await summary(run, JSON.stringify(differs))).allWell).toBe(false);
	expect((await summary(run, JSON.stringify(more))).allWell).toBe(false);
});

test('the workflow begins with the nodes of n8n that read the export', () => {
	const { nodes } = exampleWorkflow();
	expect(nodes.map(({ type }) => type.replace(PACKAGE_NAME, '…'))).toEqual([
		'n8n-nodes-base.manualTrigger',
		'n8n-nodes-base.readWriteFile',
		'n8n-nodes-base.extractFromFile',
		'….buildTidredovisning',
		'….signTidredovisning',
		'….signTidredovisning',
		'….submitToElt',
	]);
});
