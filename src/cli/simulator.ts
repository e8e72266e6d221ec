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
	type Behaviour,
	BEHAVIOURS,
	type FaultRule,
	FAULTS,
	isBehaviour,
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
		keep: { help: 'take the keys that an earlier start with --keep left in DIR, or leave them there' },
		person: {
			value: 'PERSON',
			help: 'what a person does with orders; may be given several times',
			multiple: true,
		},
		everybody: { value: 'DOES', help: 'what all other persons do with orders; default sign' },
		'pending-collects': {
			value: 'N',
			help: 'collects from the opening of an order until its person is done; default 2',
		},
		fault: {
			value: 'RULE',
			help: 'a way in which ELT goes wrong; may be given several times',
			multiple: true,
		},
	},
	notes: `Everything is on 127.0.0.1 with authorities made at the start, or kept in DIR; any client certificate in DIR is
accepted there and nowhere else. Prints "ready", runs until Ctrl+C. DIR/n8n-credentials.json has both credentials for
n8n: n8n import:credentials --input=DIR/n8n-credentials.json

As at BankID, an order fails after 30 s unless its person opens it, by its start link or a QR code of the last three
seconds: on the phone page, or by POST /phone/open {"autoStartToken" or "qr"} on the page's port. What the person does
then can be changed while it runs, there or by POST /persons {"personnummer", "behaviour"}.

PERSON is PERSONNUMMER=DOES[,Given name,Surname]. DOES is one of:
${Object.entries(BEHAVIOURS)
	.map(([name, { what }]) => `  ${name.padEnd(26)}  ${what}`)
	.join('\n')}
RULE is FAULT[,setting=value…], such as http-503,times=2,retryAfter=3 or stall-answer,id=<report>. Settings: id, call,
every, times, ms, received, soap, retryAfter, message. FAULT is one of:
${Object.entries(FAULTS)
	.map(([name, { what }]) => `  ${name.padEnd(26)}  ${what}`)
	.join('\n')}`,
	async run(args, output) {
		const options = {
			eltPort: args.integer('elt-port', 0, HIGHEST_PORT),
			bankIdPort: args.integer('bankid-port', 0, HIGHEST_PORT),
			pagePort: args.integer('page-port', 0, HIGHEST_PORT),
			persons: args.all('person').map(personFrom),
			behaviour: everybody(args),
			faults: args.all('fault').map(faultFrom),
			bankId: { pendingCollects: args.integer('pending-collects', 0, 1000) },
			kept: keptFolder(args),
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
				`Phones  ${new URL('phone', running.pageUrl).href}`,
				`Files   ${join(folder, 'simulator.json')}`,
				'ready',
			].join('\n'),
		);
		await untilCancelled(signal);
	} finally {
		if (dir === undefined) await rm(folder, { recursive: true, force: true });
	}
}

/** Where keys are kept; undefined where they are not. */
function keptFolder(args: Arguments): string | undefined {
	if (!args.flag('keep')) return undefined;
	return join(args.required('dir'), 'keys');
}

function everybody(args: Arguments): Behaviour | undefined {
	return args.oneOf('everybody', Object.keys(BEHAVIOURS).filter(isBehaviour));
}

function personFrom(text: string): SimulatedPerson {
	const [, personnummer = '', does = '', givenName = 'Test', surname = 'Testsson'] =
		/^(\d{12})=(\w+)(?:,([^,]+),([^,]+))?$/.exec(text) ?? [];
	if (!isBehaviour(does)) {
		throw new UsageError(
			'--person takes PERSONNUMMER=DOES[,Given name,Surname], with a personnummer of 12 digits',
		);
	}
	return { personnummer, givenName, surname, behaviour: does };
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
