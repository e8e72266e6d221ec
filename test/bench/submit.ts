import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { Agent } from 'node:https';

import type { Certificate } from '../../src/certificate/load';
import { createEltClient, SOAP_HEADERS, type EltClient } from '../../src/elt/client';
import { buildEnvelope, type EnvelopeInput } from '../../src/elt/envelope';
import { eltEndpoint } from '../../src/elt/environments';
import { createMemoryLedger } from '../../src/ledger/memory';
import { createPace } from '../../src/elt/pace';
import { NO_RETRY } from '../../src/elt/retry';
import { submitOnce } from '../../src/ledger/submitOnce';
import { buildReports } from '../../src/report/build/build';
import type { ItemSignature, ReportItem } from '../../src/report/item/item';
import { OpenReport } from '../../src/report/item/openReport';
import { preflight, type SendingContext } from '../../src/report/submit/preflight';
import { swedishDay } from '../../src/identity/calendar';
import { signaturePolicy } from '../../src/signature/policy';
import { signAsPerson } from '../../src/simulator/bankid/signature';
import { startElt, type EltServer } from '../../src/simulator/elt/server';
import { createPki, type Person, type Pki } from '../../src/simulator/pki/pki';
import type { Benchmark } from './harness';

const ASSISTENT: Person = { personnummer: '198911079930', givenName: 'Åsa', surname: 'Sjöö' };
const ANORDNARE: Person = { personnummer: '197802219811', givenName: 'Östen', surname: 'Ek' };
const TEXT = 'Jag intygar att uppgifterna är riktiga.';

/** 36 shifts: the report of a full month. */
const ROWS = Array.from({ length: 36 }, (_, index) => ({
	'Assistent personnummer': '19891107-9930',
	'Assistent förnamn': 'Åsa',
	'Assistent efternamn': 'Sjöö',
	'Brukare personnummer': '19810816-9924',
	'Brukare förnamn': 'José',
	'Brukare efternamn': 'Öberg',
	Start: `2026-10-${String((index % 18) + 2).padStart(2, '0')} ${index < 18 ? '08:00' : '13:00'}`,
	Slut: `2026-10-${String((index % 18) + 2).padStart(2, '0')} ${index < 18 ? '10:15' : '15:30'}`,
	Tidstyp: 'Aktiv',
}));

/** What all of them send: made once. */
export interface Goods {
	readonly pki: Pki;
	readonly item: ReportItem;
	readonly input: EnvelopeInput;
	readonly certificate: Certificate;
}

let goods: Promise<Goods> | undefined;

async function builtItem(): Promise<ReportItem> {
	const { items } = await buildReports(
		{ rows: ROWS },
		{
			today: '2026-11-02',
			month: '2026-10',
			defaults: {
				anordnareNamn: 'Exempel Assistans AB',
				organisationsnummer: '5547165067',
				telefonnummerAnordnare: '08-123 45 67',
				kollektivavtal: true,
				employer: 'anordnare',
			},
		},
	);
	const [item] = items;
	if (item === undefined) throw new TypeError('There must be a report.');
	return item;
}

async function signed(pki: Pki, person: Person, item: ReportItem): Promise<ItemSignature> {
	const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
	const evidence = await signAsPerson({
		pki,
		person,
		userVisibleData: base64(TEXT),
		userNonVisibleData: base64(`${item.id},${item.sha256}`),
	});
	return {
		...evidence,
		datumForSignatur: swedishDay(new Date()),
		signer: { name: `${person.givenName} ${person.surname}`, personnummer: person.personnummer },
		userVisibleData: TEXT,
		verifiedAt: new Date().toISOString(),
	};
}

async function makeGoods(): Promise<Goods> {
	const pki = await createPki();
	const built = await builtItem();
	const assistent = await signed(pki, ASSISTENT, built);
	const anordnare = await signed(pki, ANORDNARE, built);
	const { leaf } = pki.eltClient;
	const x509 = new X509Certificate(leaf.certificatePem);
	return {
		pki,
		item: { ...built, signatures: { assistent, anordnare } },
		input: { document: Buffer.from(built.xml, 'utf8'), assistent, anordnare },
		certificate: { ...leaf, x509, sha256: createHash('sha256').update(x509.raw).digest('hex') },
	};
}

/** What one benchmark uses, from its beginning to its end. */
export interface Bench {
	readonly goods: Goods;
	readonly server: EltServer;
	readonly client: EltClient;
	readonly agent: Agent;
	readonly envelope: Uint8Array;
}

/** Starts a server and all that talks to it. @param calls how many calls the server remembers */
export async function openBench({ calls = 1 } = {}): Promise<Bench> {
	const made = await (goods ??= makeGoods());
	const { pki, certificate } = made;
	const server = await startElt({ pki, keep: { reports: 1, calls } });
	const ca = pki.eltTls.root.certificatePem;
	const endpoint = eltEndpoint('custom', server.url);
	return {
		goods: made,
		server,
		client: createEltClient({ endpoint, certificate, ca: [ca], environment: {} }),
		agent: new Agent({
			keepAlive: true,
			ca,
			key: certificate.keyPem,
			cert: [certificate.certificatePem, ...certificate.chainPem].join('\n'),
		}),
		envelope: await buildEnvelope(made.input),
	};
}

/** Puts it away. */
export async function closeBench({ agent, client, server }: Bench): Promise<void> {
	agent.destroy();
	client.close();
	await server.close();
}

/** All of it but the preflight, which makes the request: claimed, sent, the answer read, recorded, a receipt. */
async function submit({ client, envelope }: Bench): Promise<void> {
	const { receipt } = await submitOnce({
		id: randomUUID(),
		envelope,
		client,
		pace: createPace(client.endpoint, 0),
		ledger: createMemoryLedger(),
		retry: NO_RETRY,
	});
	if (receipt.outcome !== 'accepted') throw new TypeError(`${receipt.outcome}: ${String(receipt.response)}`);
}

/** The least there is: the same bytes posted by axios over a kept connection with mutual TLS. */
async function bareAxios({ agent, server, envelope }: Bench): Promise<void> {
	const { default: axios } = await import('axios');
	const { data } = await axios.post<string>(server.url, envelope, {
		httpsAgent: agent,
		headers: SOAP_HEADERS,
		proxy: false,
		responseType: 'text',
	});
	if (!data.includes('tx-id')) throw new TypeError(data);
}

async function checkBefore({ client, goods: { item, certificate, pki } }: Bench): Promise<void> {
	const context: SendingContext = {
		endpoint: client.endpoint,
		certificate,
		policy: signaturePolicy({ environment: 'custom', roots: [pki.signatures.root.certificatePem] }),
		now: new Date(),
	};
	await preflight(await OpenReport.read(item), context);
}

function benchmark(name: string, work: (bench: Bench) => Promise<void>): Benchmark {
	let bench: Bench | undefined;
	return {
		name,
		setUp: async () => {
			bench = await openBench();
		},
		run: async () => {
			if (bench === undefined) throw new TypeError('not set up');
			await work(bench);
		},
		tearDown: async () => {
			if (bench !== undefined) await closeBench(bench);
		},
	};
}

/**
 * Sending one report to the simulator with the pace switched off; `submit` is held against `submit.bare-axios`,
 * and what is checked before the first byte is reckoned apart. Server and client share one process, and the
 * server verifies every signature.
 */
export const benchmarks: Benchmark[] = [
	benchmark('submit.bare-axios', bareAxios),
	benchmark('submit', submit),
	benchmark('submit.preflight', checkBefore),
];
