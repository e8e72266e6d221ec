import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packageFolder } from './examples';
import { simulatorCredentials } from './run';
import type { Batch } from './runBatch';
import { itemsOf, NODE, runNode } from '../nodes/harness';
import { AS_ASSISTENT, BUILD, toPhones } from '../nodes/reports';
import { hasRightCheckDigit } from '../../src/identity/checkDigit';
import type { ReportItem } from '../../src/report/item/item';
import { type SimulatedPerson, type Simulator, startSimulator } from '../../src/simulator';

/** How often the program is killed: a short round by default; `npm run test:crash` sets 30. */
const KILLS = Number(process.env['ELT_KILLS'] ?? 3);
/** About as many persons sign between two kills. */
const PERSONS_PER_KILL = 3;
const SIGNERS = KILLS * PERSONS_PER_KILL;

/** Fictitious persons: one birth number from the range that nobody gets, and its check digit, per day. */
function person(index: number): SimulatedPerson {
	const date = new Date(Date.UTC(1970, 0, 1 + index * 7)).toISOString().slice(0, 10).replaceAll('-', '');
	const nine = `${date.slice(2)}98${index % 10}`;
	const check = Array.from({ length: 10 }, (_, digit) => digit).find((digit) =>
		hasRightCheckDigit(`${nine}${digit}`),
	);
	return { personnummer: `${date}98${index % 10}${check}`, givenName: 'Åsa', surname: `Ek${index}` };
}

const PERSONS = Array.from({ length: SIGNERS }, (_, index) => person(index));
/** Does not sign before the last run: without this the first run would end before it is killed. */
const LATECOMER = PERSONS[0]?.personnummer ?? '';

/** A run that starts no order is killed too, after so many milliseconds. */
const LONGEST_START_MS = 10_000;

/**
 * A result that BankID has handed out and that is still on its way cannot be saved by anyone: no kill within so many
 * milliseconds after one.
 */
const ON_ITS_WAY_MS = 400;

let simulator: Simulator;
/** Whose each order is, and whether its start link arrived before a kill: nobody signs an order without it. */
const orders = new Map<string, { readonly signer: string; readonly opened: boolean }>();

beforeAll(async () => {
	simulator = await startSimulator({ persons: PERSONS, bankId: { pendingCollects: 1 } });
	simulator.bankId.persons.tell('wait', LATECOMER);
});
afterAll(async () => await simulator.close());

/** Orders that the simulator still has, and when it last handed out a result. */
let open = new Set<string>();
let handedOutAt = 0;

function look(): void {
	const now = new Set<string>();
	for (const { orderRef, personalNumber = '', opened, outcome } of simulator.bankId.orders.list()) {
		now.add(orderRef);
		// Its answer is being made.
		if (outcome === 'complete') handedOutAt = Date.now();
		orders.set(orderRef, { signer: personalNumber, opened: opened !== undefined });
	}
	if ([...open].some((orderRef) => !now.has(orderRef))) handedOutAt = Date.now();
	open = now;
}

/** Whose app has opened an order, once for each order: a person signs as soon as it is open. */
function asked(): string[] {
	look();
	return [...orders.values()].filter(({ opened }) => opened).map(({ signer }) => signer);
}

async function builtReports() {
	const shifts = PERSONS.map(({ personnummer, givenName, surname }) => ({
		'Assistent personnummer': personnummer,
		'Assistent förnamn': givenName,
		'Assistent efternamn': surname,
		'Brukare personnummer': '19810816-9924',
		'Brukare förnamn': 'José',
		'Brukare efternamn': 'Öberg',
		Start: '2026-10-10 13:00',
		Slut: '2026-10-10 21:00',
		Tidstyp: 'Aktiv',
	}));
	const run = await runNode({ node: 'buildTidredovisning', parameters: BUILD, items: itemsOf(shifts) });
	if (run.error) throw new TypeError(run.error.message);
	return run.output(NODE);
}

/** Runs the program; killed by its own pid a while after it has started orders. Null when it was killed. */
async function sign(file: string, userFolder: string, kill: { readonly ms: number } | null) {
	const program = join(packageFolder(), 'dist', 'test', 'engine', 'runBatch.js');
	if (!existsSync(program)) throw new TypeError(`${program} is missing: run npm run build first`);
	const child = spawn(process.execPath, [program, file], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...process.env, N8N_USER_FOLDER: userFolder },
	});
	let output = '';
	let over = false;
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
	const ended = new Promise<string | null>((resolve) => {
		child.on('close', (code) => {
			over = true;
			resolve(code === 0 ? output : null);
		});
	});
	if (kill) {
		const latest = Date.now() + LONGEST_START_MS;
		const before = asked().length;
		while (!over && Date.now() < latest && asked().length === before)
			await new Promise((resolve) => setTimeout(resolve, 20));
		await new Promise((resolve) => setTimeout(resolve, kill.ms));
		while (!over && Date.now() - handedOutAt < ON_ITS_WAY_MS)
			await new Promise((resolve) => setTimeout(resolve, 20));
		child.kill('SIGKILL');
	}
	return await ended;
}

test('signing that is killed again and again loses no signature and asks nobody who has signed', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'crash-signing-'));
	const file = join(folder, 'batch.json');
	const batch: Batch = {
		items: await builtReports(),
		credentials: { bankIdApi: simulatorCredentials(simulator)['bankIdApi'] ?? {} },
		store: join(folder, 'store.json'),
		node: 'signTidredovisning',
		parameters: { ...AS_ASSISTENT, ...toPhones(simulator), options: { sideBySide: 4 } },
	};
	writeFileSync(file, JSON.stringify(batch));
	// An order is gone from the simulator as soon as its result was collected.
	const watch = setInterval(look, 20);
	for (let kills = 0; kills < KILLS; kills += 1) {
		const output = await sign(file, folder, { ms: Math.floor(Math.random() * 4000) });
		expect(output).toBeNull();
	}
	simulator.bankId.persons.tell('sign', LATECOMER);
	const { out, stopped }: { out: ReportItem[]; stopped: unknown[] } = JSON.parse(
		(await sign(file, folder, null)) ?? '',
	);
	clearInterval(watch);
	process.stderr.write(`${KILLS} kills, ${orders.size} orders for ${SIGNERS} signers\n`);
	expect(stopped).toEqual([]);
	expect(out.filter(({ signatures }) => signatures.assistent)).toHaveLength(SIGNERS);
	// Once each: a signature that was lost would have been asked for again.
	const others = PERSONS.map(({ personnummer }) => personnummer).filter((signer) => signer !== LATECOMER);
	expect(
		asked()
			.filter((signer) => signer !== LATECOMER)
			.toSorted(),
	).toEqual(others.toSorted());
}, 1_200_000);
