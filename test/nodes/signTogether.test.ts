import type { INodeExecutionData } from 'n8n-workflow';

import { codesOf, NODE, runNode } from './harness';
import { AS_ANORDNARE, AS_ASSISTENT, BUILD, builtReports, openStarted, toPhones } from './reports';
import type { CredentialTable } from '../engine/credentials';
import { examplePersons } from '../engine/examples';
import { simulatorCredentials } from '../engine/run';
import type { Simulator } from '../../src/simulator';
import { signAsPerson } from '../../src/simulator/bankid/signature';
import { startSharedSimulator } from '../world/pki';

let simulator: Simulator;
let credentials: CredentialTable;
let reports: INodeExecutionData[];

beforeAll(async () => {
	simulator = await startSharedSimulator({ persons: await examplePersons(), bankId: { pendingCollects: 0 } });
	const { bankIdApi = {} } = simulatorCredentials(simulator);
	credentials = { bankIdApi };
	reports = await builtReports(2);
});
afterAll(async () => await simulator.close());

function sign(parameters: object, items: readonly INodeExecutionData[]) {
	return runNode({
		node: 'signTidredovisning',
		parameters: { ...toPhones(simulator), ...parameters },
		items,
		credentials,
	});
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

test('one order of the anordnare is collected for each of its reports apart, though BankID gives it once', async () => {
	const signed = (await sign(AS_ASSISTENT, reports)).output(NODE);
	const started = (await sign({ ...AS_ANORDNARE, operation: 'startOrder' }, signed)).output(NODE);
	expect(started).toHaveLength(2);
	openStarted(simulator, started);
	const collect = { operation: 'collectOrder', waitSeconds: 0 };
	for (const waitSeconds of [0, 30]) {
		for (const one of started) {
			const run = await sign({ ...collect, waitSeconds }, [one]);
			expect(run.error).toBeUndefined();
			expect(run.output(NODE)[0]?.json['signatures']).toHaveProperty('anordnare.verifiedAt');
		}
	}
});

test("Verify finds a signature that serves as one report's assistent's and as another's anordnare's", async () => {
	const [one, other] = reports;
	if (!one || !other) throw new TypeError('no reports');
	const [, personnummer = ''] = /"personnummer":"(\d{12})"/.exec(JSON.stringify(one.json['assistent'])) ?? [];
	const both = reports.map(({ json }) => `${String(json['id'])},${String(json['sha256'])}`).join(';');
	const bySecond = await sign(AS_ASSISTENT, [other]);
	const evidence = await signAsPerson({
		pki: simulator.pki,
		person: { personnummer, givenName: 'Test', surname: 'Testsson' },
		userVisibleData: base64('Tidredovisning'),
		userNonVisibleData: base64(both),
	});
	const attach = { operation: 'attachSignature', options: {}, ...evidence };
	const first = await sign({ ...attach, signer: 'assistent' }, [one]);
	const second = await sign(
		{ ...attach, signer: 'anordnare', signerPersonnummer: personnummer },
		bySecond.output(NODE),
	);
	expect([first.error, second.error]).toEqual([undefined, undefined]);
	const verified = await sign({ operation: 'verify' }, [...first.output(NODE), ...second.output(NODE)]);
	expect(verified.output(NODE)[1]?.json).toMatchObject({
		assistent: { ok: true },
		anordnare: { ok: false, code: 'SIGNATURE_REUSED' },
	});
});

test("an anordnare's signature that is older than the assistent's is not attached", async () => {
	const [item] = await builtReports(1, 9);
	if (!item) throw new TypeError('no report');
	const [, personnummer = ''] =
		/"personnummer":"(\d{12})"/.exec(JSON.stringify(item.json['personSomHarAssistans'])) ?? [];
	const evidence = await signAsPerson({
		pki: simulator.pki,
		person: { personnummer, givenName: 'Test', surname: 'Testsson' },
		userVisibleData: base64('Tidredovisning'),
		userNonVisibleData: base64(`${String(item.json['id'])},${String(item.json['sha256'])}`),
		at: new Date(Date.now() - 60_000),
	});
	const attach = { operation: 'attachSignature', options: {}, ...evidence };
	const signed = (await sign(AS_ASSISTENT, [item])).output(NODE);
	const run = await sign({ ...attach, signer: 'anordnare', signerPersonnummer: personnummer }, signed);
	expect(run.error?.context['code']).toBe('SIGNATURE_ORDER');
	expect(run.error?.message).toMatch(/was signed by the anordnare at .*, before the assistent at/);
});

test('a row that has not ended and a person without BankID go to the error branch with what to do', async () => {
	const now = new Date();
	const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 15)).toISOString().slice(0, 7);
	const shift = (changes: object) => ({
		json: {
			'Assistent personnummer': '19891107-9930',
			'Assistent förnamn': 'Åsa',
			'Assistent efternamn': 'Sjöö',
			'Brukare personnummer': '19810816-9924',
			'Brukare förnamn': 'José',
			'Brukare efternamn': 'Öberg',
			Start: `${month}-01 08:00`,
			Slut: `${month}-01 09:00`,
			...changes,
		},
	});
	const foreign = {
		'Assistent personnummer': '',
		'Assistent samordningsnummer': '198911679994',
		Start: '2026-10-05 08:00',
		Slut: '2026-10-05 09:00',
	};
	const build = { ...BUILD, month: '' };
	const built = await runNode({
		node: 'buildTidredovisning',
		parameters: build,
		items: [shift({}), shift(foreign)],
		onError: 'continueErrorOutput',
	});
	expect(built.error).toBeUndefined();
	const items = [...built.output(NODE), ...built.output(NODE, 1)].filter(({ json }) => 'xml' in json);
	const run = await runNode({
		node: 'signTidredovisning',
		parameters: { ...toPhones(simulator), ...AS_ASSISTENT },
		items,
		credentials,
		onError: 'continueErrorOutput',
	});
	expect(run.output(NODE)).toHaveLength(0);
	const told = run.output(NODE, 1).map(({ json }) => JSON.stringify(json['error']));
	expect(codesOf(run.output(NODE, 1))).toEqual(['REPORT_INVALID', 'REPORT_INVALID']);
	expect(told[0]).toMatch(/MONTH_NOT_OVER/);
	expect(told[1]).toMatch(/paper|blankett/i);
});
