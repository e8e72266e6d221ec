import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { untilCancelled, withCancel } from './cancel';
import type { Arguments, Command, ExitCode } from './command';
import { cannot } from './files';
import type { Output } from './output';
import { UsageError } from './usageError';
import { codeOf } from '../https/broke';
import {
	BEHAVIOURS,
	type FaultRule,
	FAULTS,
	parseFaultRule,
	type SimulatedPerson,
	type Simulator,
	startSimulator,
	writeSimulatorFiles,
} from '../simulator';

const HIGHEST_PORT = 65_535;

/** `elt simulator [--elt-port N] [--bankid-port N] [--dir DIR]` */
export const simulator: Command = {
	name: 'simulator',
	summary: 'run an ELT and a BankID of your own on this machine',
	operands: '',
	minOperands: 0,
	maxOperands: 0,
	options: {
		'elt-port': { value: 'N', help: 'port of ELT; default: any free one' },
		'bankid-port': { value: 'N', help: 'port of BankID; default: any free one' },
		'page-port': { value: 'N', help: 'port of the page that shows what arrived; default: any free one' },
		dir: {
			value: 'DIR',
			help: 'folder for simulator.json, roots, certificates and keys; default: a temporary one',
		},
		person: {
			value: 'PERSON',
			help: 'what a person does with orders; may be given several times',
			multiple: true,
		},
		'pending-collects': { value: 'N', help: 'collects before a person is done; default 2' },
		fault: {
			value: 'RULE',
			help: 'a way in which ELT goes wrong; may be given several times',
			multiple: true,
		},
	},
	notes: `Everything is on 127.0.0.1 with authorities made at the start; any client certificate in DIR is accepted there
and nowhere else. Prints "ready", runs until Ctrl+C.

PERSON is PERSONNUMMER=DOES[,Given name,Surname]; DOES is one of ${Object.keys(BEHAVIOURS).join(', ')}.
RULE is FAULT[,setting=value…], such as http-503,times=2,retryAfter=3 or stall-answer,id=<report>. Settings: id, call,
every, times, ms, received, soap, retryAfter, message. FAULT is one of:
${Object.entries(FAULTS)
	.map(([name, { what }]) => `  ${name.padEnd(26)}  ${what}`)
	.join('\n')}`,
	async run(args, output) {
		const options = {
			...port(args, 'elt-port', 'eltPort'),
			...port(args, 'bankid-port', 'bankIdPort'),
			...port(args, 'page-port', 'pagePort'),
			persons: args.all('person').map(personFrom),
			faults: args.all('fault').map(faultFrom),
			bankId: pendingCollects(args),
		};
		return await withCancel(async (signal): Promise<ExitCode> => {
			const running = await startSimulator(options).catch((cause: unknown) => {
				throw portTaken(cause);
			});
			try {
				await serve(running, args.text('dir'), output, signal);
			} finally {
				await running.close();
			}
			return 0;
		});
	},
};

async function serve(
	running: Simulator,
	dir: string | undefined,
	output: Output,
	signal: AbortSignal,
): Promise<void> {
	const folder = dir ?? (await mkdtemp(join(tmpdir(), 'elt-simulator-')));
	try {
		const file = await writeSimulatorFiles(running, folder).catch((cause: unknown) => {
			throw cannot('write', folder, cause);
		});
		output.result({ ready: true, dir: folder, ...file }, () =>
			[
				`ELT     ${running.eltUrl}`,
				`BankID  ${running.bankIdUrl}`,
				`Page    ${running.pageUrl}`,
				`Files   ${join(folder, 'simulator.json')}`,
				'ready',
			].join('\n'),
		);
		await untilCancelled(signal);
	} finally {
		if (dir === undefined) await rm(folder, { recursive: true, force: true });
	}
}

function port<const T extends string>(args: Arguments, option: string, name: T): Partial<Record<T, number>> {
	const given = args.integer(option, 0, HIGHEST_PORT);
	const ports: Partial<Record<T, number>> = {};
	if (given !== undefined) ports[name] = given;
	return ports;
}

function pendingCollects(args: Arguments): { pendingCollects?: number } {
	const given = args.integer('pending-collects', 0, 1000);
	return given === undefined ? {} : { pendingCollects: given };
}

function personFrom(text: string): SimulatedPerson {
	const [, personnummer = '', does = '', givenName = 'Test', surname = 'Testsson'] =
		/^(\d{12})=(\w+)(?:,([^,]+),([^,]+))?$/.exec(text) ?? [];
	const behaviour = keysOf(BEHAVIOURS).find((known) => known === does);
	if (behaviour === undefined) {
		throw new UsageError(
			'--person takes PERSONNUMMER=DOES[,Given name,Surname], with a personnummer of 12 digits',
		);
	}
	return { personnummer, givenName, surname, behaviour };
}

function keysOf<T extends object>(table: T): (keyof T)[] {
	const keys: (keyof T)[] = [];
	for (const key in table) keys.push(key);
	return keys;
}

function faultFrom(text: string): FaultRule {
	try {
		return parseFaultRule(text);
	} catch (error) {
		throw error instanceof TypeError ? new UsageError(`--fault '${text}': ${error.message}`) : error;
	}
}

function portTaken(cause: unknown): unknown {
	return codeOf(cause) === 'EADDRINUSE'
		? new UsageError('one of the ports is taken already; choose another')
		: cause;
}
