import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type BankIdClient, createBankIdClient } from '../../src/bankid/client';
import { type Certificate, loadCertificate } from '../../src/certificate/load';
import { createEltClient, type EltClient } from '../../src/elt/client';
import { eltEndpoint } from '../../src/elt/environments';
import { createMemoryLedger } from '../../src/ledger/memory';
import { createPace } from '../../src/elt/pace';
import { NO_RETRY } from '../../src/elt/retry';
import { type BuildResult, buildReports } from '../../src/report/build/build';
import type { BuildReportsOptions } from '../../src/report/build/types';
import type { ReportItem } from '../../src/report/item/item';
import { OpenReport } from '../../src/report/item/openReport';
import { readProviderDefaults } from '../../src/report/build/providerDefaults';
import { signReports, type SignReportsOptions } from '../../src/report/sign/sign';
import type { SubmitReportsOptions } from '../../src/report/submit/submit';
import { type SignaturePolicy, signaturePolicy } from '../../src/signature/policy';
import type { Simulator, SimulatorOptions } from '../../src/simulator';
import { keepSecret } from '../secrets/lines';
import { startSharedSimulator } from '../world/pki';

export const EXAMPLES = join(__dirname, '../../examples');

/** After the sample's month and before its deadline. */
export const TODAY = '2026-11-20';

/** Who signs for the provider. */
export const ANORDNARE = '198107239835';

export const DEFAULTS = readProviderDefaults(
	JSON.parse(readFileSync(join(EXAMPLES, 'anordnare.json'), 'utf8')),
);

/** Builds October of the sample. */
export async function buildSample(options: Partial<BuildReportsOptions> = {}): Promise<BuildResult> {
	const file = readFileSync(join(EXAMPLES, 'hr-export.csv'));
	return await buildReports({ file }, { today: TODAY, month: '2026-10', defaults: DEFAULTS, ...options });
}

/** One shift as an export has it; what is given takes the place of what is there. */
export function shift(changes: Readonly<Record<string, string>> = {}): Record<string, unknown> {
	return {
		'Assistent personnummer': '19891107-9930',
		'Assistent förnamn': 'Åsa',
		'Assistent efternamn': 'Sjöö',
		'Brukare personnummer': '19810816-9924',
		'Brukare förnamn': 'José',
		'Brukare efternamn': 'Öberg',
		Start: '2026-10-22 13:00',
		Slut: '2026-10-22 21:00',
		...changes,
	};
}

/** The items as reports that have been read. */
export async function openReports(items: readonly unknown[]): Promise<OpenReport[]> {
	return await Promise.all(items.map((item, from) => OpenReport.read(item, from)));
}

/** A simulator and everything that talks to it. */
export interface World {
	readonly simulator: Simulator;
	readonly policy: SignaturePolicy;
	readonly bankId: BankIdClient;
	readonly elt: EltClient;
	readonly certificate: Certificate;
	/** Signs in both roles. */
	sign(items: readonly ReportItem[]): Promise<ReportItem[]>;
	signing(role: 'assistent' | 'anordnare'): SignReportsOptions;
	submitting(): SubmitReportsOptions;
	close(): Promise<void>;
}

/** Starts a simulator whose persons answer at once. */
export async function startWorld(options: SimulatorOptions = {}): Promise<World> {
	const simulator = await startSharedSimulator({ bankId: { pendingCollects: 0 }, ...options });
	const { relyingParty, client } = simulator;
	for (const { passphrase } of [client, relyingParty]) keepSecret(passphrase);
	const bankId = createBankIdClient({
		baseUrl: simulator.bankIdUrl,
		certificate: await loadCertificate({ pkcs12: relyingParty.p12, passphrase: relyingParty.passphrase }),
		ca: [simulator.bankIdTlsCa],
	});
	const certificate = await loadCertificate({ pkcs12: client.p12, passphrase: client.passphrase });
	const endpoint = eltEndpoint('custom', simulator.eltUrl);
	const elt = createEltClient({ endpoint, certificate, ca: [simulator.ca] });
	const policy = signaturePolicy({ environment: 'custom', roots: [simulator.bankIdRoot] });
	const signing = (role: 'assistent' | 'anordnare'): SignReportsOptions => ({
		role,
		client: bankId,
		policy,
		endUserIp: '127.0.0.1',
		today: TODAY,
		now: () => new Date(),
		intervalMs: 5,
		onStarted: (_order, started) => void simulator.bankId.phones.open(started),
		...(role === 'anordnare' ? { signer: ANORDNARE } : {}),
	});
	return {
		simulator,
		policy,
		bankId,
		elt,
		certificate,
		signing,
		sign: async (items) => {
			const first = await signReports(await openReports(items), signing('assistent'));
			const both = await signReports(
				first.map(({ report }) => report),
				signing('anordnare'),
			);
			for (const { error } of [...first, ...both]) expect(error).toBeNull();
			return both.map(({ report }) => report.item);
		},
		submitting: () => ({
			client: elt,
			certificate,
			policy,
			pace: createPace(endpoint, 0),
			ledger: createMemoryLedger(),
			retry: NO_RETRY,
			now: () => new Date(),
		}),
		close: async () => {
			bankId.close();
			elt.close();
			await simulator.close();
		},
	};
}

/** The element at a place, which must be there. */
export function at<T>(list: readonly T[], index: number): T {
	const found = list[index];
	if (found === undefined) throw new TypeError(`There is nothing at ${index}`);
	return found;
}
