import type { INodeExecutionData } from 'n8n-workflow';

import { itemsOf, NODE, runNode } from './harness';
import { EXAMPLE_ANORDNARE } from '../engine/examples';
import { simulatorCredentials } from '../engine/run';
import type { Simulator } from '../../src/simulator';

/** Three assistenter with one shift each in October 2026. */
const ASSISTENTER = [
	['19891107-9930', 'Åsa', 'Sjöö'],
	['19970719-9817', 'Märta', 'Lindqvist'],
	['20020211-9806', 'Åsa', 'Ström & Son'],
] as const;

/** The parameters that build the fixtures' reports. */
export const BUILD = {
	operation: 'build',
	source: 'items',
	month: '2026-10',
	employer: 'anordnare',
	organisationsnummer: '5547165067',
	telefonnummerAnordnare: '08-123 45 67',
	anordnareNamn: 'Exempel Assistans AB',
	kollektivavtal: true,
	berakningsperiod: 'none',
	options: {},
};

/** Signs as the assistent. */
export const AS_ASSISTENT = {
	operation: 'signWithBankId',
	signer: 'assistent',
	endUserIp: '192.0.2.1',
	options: {},
};

/** Signs as the provider. */
export const AS_ANORDNARE = {
	operation: 'signWithBankId',
	signer: 'anordnare',
	signerPersonnummer: EXAMPLE_ANORDNARE.personnummer,
	endUserIp: '192.0.2.1',
	options: {},
};

/** Where the node sends start links: to the phones of the simulator's persons. */
export function toPhones({ pageUrl }: Simulator): { startLinkUrl: string } {
	return { startLinkUrl: new URL('phone/open', pageUrl).href };
}

/** The signers open the start links that Start Order put into its items, each order once. */
export function openStarted({ bankId }: Simulator, items: readonly INodeExecutionData[]): void {
	const links = items.map(
		({ json }) => /autostarttoken=([\da-f-]+)/.exec(JSON.stringify(json['order']))?.[1],
	);
	for (const autoStartToken of new Set(links)) {
		if (autoStartToken === undefined) throw new TypeError('An item has no start link');
		bankId.phones.open({ autoStartToken });
	}
}

/** Reports as Build puts them out, one per assistent; `seed` makes others of the same persons. */
export async function builtReports(count = 3, seed = 0): Promise<INodeExecutionData[]> {
	const shifts = ASSISTENTER.slice(0, count).map(([personnummer, fornamn, efternamn], index) => ({
		'Assistent personnummer': personnummer,
		'Assistent förnamn': fornamn,
		'Assistent efternamn': efternamn,
		'Brukare personnummer': '19810816-9924',
		'Brukare förnamn': 'José',
		'Brukare efternamn': 'Öberg',
		Start: `2026-10-${String(10 + index)} 13:00`,
		Slut: `2026-10-${String(10 + index)} 21:${String(seed).padStart(2, '0')}`,
		Tidstyp: 'Aktiv',
	}));
	const run = await runNode({ node: 'buildTidredovisning', parameters: BUILD, items: itemsOf(shifts) });
	if (run.error) throw new TypeError(run.error.message);
	return run.output(NODE);
}

/** Reports signed by both. */
export async function signedReports(
	simulator: Simulator,
	count = 3,
	seed = 0,
): Promise<INodeExecutionData[]> {
	const { bankIdApi = {} } = simulatorCredentials(simulator);
	let items = await builtReports(count, seed);
	for (const signing of [AS_ASSISTENT, AS_ANORDNARE]) {
		const parameters = { ...signing, ...toPhones(simulator) };
		const run = await runNode({ node: 'signTidredovisning', parameters, items, credentials: { bankIdApi } });
		if (run.error) throw new TypeError(run.error.message);
		items = run.output(NODE);
	}
	return items;
}
