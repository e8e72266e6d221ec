import { randomUUID } from 'node:crypto';

import { createEltClient, type EltClient, type EltClientOptions } from '../../src/elt/client';
import { buildEnvelope } from '../../src/elt/envelope';
import { eltEndpoint } from '../../src/elt/environments';
import { createMemoryLedger } from '../../src/ledger/memory';
import type { ReportLedger } from '../../src/ledger/types';
import { createPace } from '../../src/elt/pace';
import { NO_RETRY } from '../../src/elt/retry';
import { submitOnce, type Submission, type SubmitRequest } from '../../src/ledger/submitOnce';
import { swedishDay } from '../../src/identity/calendar';
import { signAsPerson } from '../../src/simulator/bankid/signature';
import { startElt, type EltServer } from '../../src/simulator/elt/server';
import { type Person, type Pki } from '../../src/simulator/pki/pki';
import { digestOfWritten } from '../../src/tidredovisning/digest';
import { writeTidredovisning } from '../../src/tidredovisning/write';
import { TEST_FAULTS } from '../equipment/faults';
import { sharedPki } from '../world/pki';

const ASSISTENT: Person = { personnummer: '198911079930', givenName: 'Åsa', surname: 'Sjöö' };
const ANORDNARE: Person = { personnummer: '197802219811', givenName: 'Östen', surname: 'Ek' };

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** A report of a fictitious month, as bytes. */
export function document(id: string): Uint8Array {
	return writeTidredovisning({
		id,
		redovisningsmanad: '2026-10',
		personSomHarAssistans: { personnummer: '195001019800', fornamn: 'Britta', efternamn: 'Ålund' },
		assistent: {
			personnummer: ASSISTENT.personnummer,
			fornamn: ASSISTENT.givenName,
			efternamn: ASSISTENT.surname,
			kollektivavtal: true,
		},
		berakningsperiod: [],
		tidrapport: { rapportRad: [{ dag: 1, fromTid: '08.00', tomTid: '16.00', tidstyp: 'aktivTid' }] },
		assistansanordnare: {
			anordnareNamn: 'Exempelanordnaren AB',
			organisationsnummer: '5599990008',
			assistentAnstalldAvAnordnare: true,
		},
		telefonnummerAnordnare: '08-123 45 67',
	});
}

/** A report that both have signed, ready to be sent. */
export async function signedEnvelope(pki: Pki, id: string): Promise<Uint8Array> {
	const bytes = document(id);
	const userNonVisibleData = base64(`${id},${digestOfWritten(bytes)}`);
	const sign = async (person: Person) => ({
		...(await signAsPerson({ pki, person, userVisibleData: base64('Tidredovisning'), userNonVisibleData })),
		datumForSignatur: swedishDay(new Date()),
	});
	return await buildEnvelope({
		document: bytes,
		assistent: await sign(ASSISTENT),
		anordnare: await sign(ANORDNARE),
	});
}

/** A report with its bytes. */
export interface Report {
	readonly id: string;
	readonly envelope: Uint8Array;
}

/** A server, a client that fits, and everything to send with. */
export class World {
	private constructor(
		readonly pki: Pki,
		readonly server: EltServer,
		readonly client: EltClient,
	) {}

	static async start(options: Partial<EltClientOptions> = {}, pki?: Pki): Promise<World> {
		const authorities = pki ?? (await sharedPki());
		const server = await startElt({ pki: authorities, modes: TEST_FAULTS });
		return new World(authorities, server, World.clientFor(authorities, server, options));
	}

	static clientFor(pki: Pki, server: EltServer, options: Partial<EltClientOptions> = {}): EltClient {
		return createEltClient({
			endpoint: eltEndpoint('custom', server.url),
			certificate: pki.eltClient.leaf,
			ca: [pki.eltTls.root.certificatePem],
			connectTimeoutMs: 20_000,
			timeoutMs: 20_000,
			environment: {},
			...options,
		});
	}

	async report(): Promise<Report> {
		const id = randomUUID();
		return { id, envelope: await signedEnvelope(this.pki, id) };
	}

	/** Over a connection of its own, without pace and retry unless told otherwise. */
	async submit(
		report: Report,
		{ timeoutMs = 20_000, ...options }: Partial<SubmitRequest> & { timeoutMs?: number } = {},
		ledger: ReportLedger = createMemoryLedger(),
	): Promise<Submission> {
		const client = World.clientFor(this.pki, this.server, { timeoutMs, connectTimeoutMs: timeoutMs });
		const pace = createPace(client.endpoint, 0);
		try {
			return await submitOnce({ ...report, client, pace, ledger, retry: NO_RETRY, ...options });
		} finally {
			client.close();
		}
	}

	async close(): Promise<void> {
		this.client.close();
		await this.server.close();
	}
}
