import type { INodeExecutionData } from 'n8n-workflow';

import { runNode } from './harness';
import { signedReports } from './reports';
import type { CredentialTable } from '../engine/credentials';
import { examplePersons } from '../engine/examples';
import { simulatorCredentials } from '../engine/run';
import { type Cluster, startCluster } from '../ledger/cluster';
import { startSharedSimulator } from '../world/pki';
import type { Simulator } from '../../src/simulator';

let simulator: Simulator;
let cluster: Cluster;
let credentials: CredentialTable;
let reports: INodeExecutionData[];

beforeAll(async () => {
	cluster = await startCluster();
	await cluster.role('vendor', 'secret', 'elt_ledger');
	simulator = await startSharedSimulator({ persons: await examplePersons(), bankId: { pendingCollects: 0 } });
	const { host, port } = cluster;
	const eltLedgerApi = { host, port, database: 'vendor', user: 'vendor', password: 'secret', tls: false };
	credentials = { ...simulatorCredentials(simulator), eltLedgerApi };
	reports = await signedReports(simulator);
}, 120_000);

afterAll(async () => {
	await simulator.close();
	await cluster.remove();
});

/** Each run has an n8n store of its own, as another workflow has. */
function submit() {
	const parameters = { operation: 'submit', ledger: 'postgres', options: { intervalMs: 0 } };
	return runNode({ node: 'submitToElt', parameters, items: reports, credentials });
}

function receiptsOf(items: readonly INodeExecutionData[]): { txId?: string; earlier?: boolean }[] {
	return items.map(({ json }) => JSON.parse(JSON.stringify(json['receipt'])));
}

test('workflows that share a ledger send each report once, and each gets the receipts', async () => {
	await Promise.all([submit(), submit(), submit()]);
	const ids = reports.map(({ json }) => json['id']);
	const times = simulator.received().filter(({ id }) => ids.includes(id));
	expect(times.map((report) => report.times)).toEqual(reports.map(() => 1));
	const again = receiptsOf((await submit()).output('Node', 0));
	expect(again.map(({ earlier }) => earlier)).toEqual(reports.map(() => true));
	expect(again.map(({ txId }) => txId).sort()).toEqual(times.map(({ txIds }) => txIds[0]).sort());
}, 120_000);
