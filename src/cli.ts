#!/usr/bin/env node
import { build } from './cli/build';
import { cancelWork } from './cli/cancel';
import { certificate } from './cli/certificate';
import { type Command, type ExitCode, parseArguments } from './cli/command';
import { example } from './cli/example';
import { commandHelp, overview } from './cli/help';
import { Output } from './cli/output';
import { simulator } from './cli/simulator';
import { ledger } from './cli/ledger';
import { submit } from './cli/submit';
import { UsageError } from './cli/usageError';
import { validate } from './cli/validate';
import { verify } from './cli/verify';
import { EltError } from './errors';

const COMMANDS: readonly Command[] = [
	build,
	validate,
	verify,
	submit,
	ledger,
	certificate,
	simulator,
	example,
];

/** Runs one call of the command line. */
async function main(argv: readonly string[]): Promise<ExitCode> {
	const [name, ...rest] = argv;
	const output = new Output(rest.includes('--json'));
	if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
		process.stdout.write(`${overview(COMMANDS)}\n`);
		return name === undefined ? 2 : 0;
	}
	const command = COMMANDS.find((candidate) => candidate.name === name);
	if (!command) {
		output.note(`elt: there is no command '${name}'; elt --help lists them`);
		return 2;
	}
	try {
		const args = parseArguments(command, rest);
		if (!args.flag('help')) return await command.run(args, output);
		process.stdout.write(`${commandHelp(command)}\n`);
		return 0;
	} catch (error) {
		return told(command, error, output);
	}
}

/** Says what ended a command, in sentences, and gives its exit code. */
function told(command: Command, error: unknown, output: Output): ExitCode {
	if (error instanceof UsageError) {
		output.note(`elt ${command.name}: ${error.message}\nelt ${command.name} --help tells what it takes`);
		return 2;
	}
	if (error instanceof EltError) {
		output.error({}, error);
		return 1;
	}
	const text = error instanceof Error ? error.message : String(error);
	output.note(`elt ${command.name}: stopped by something unforeseen: ${text}`);
	return 1;
}

/**
 * Whoever reads the output has closed it, as `head` does: work under way ends in good order, as with Ctrl+C;
 * without any there is nobody left to tell. Else the output can't be written.
 */
function leave(error: NodeJS.ErrnoException): void {
	if (!cancelWork()) process.exit(error.code === 'EPIPE' ? (process.exitCode ?? 0) : 1);
}

process.stdout.on('error', leave);
process.stderr.on('error', leave);

void main(process.argv.slice(2)).then((code) => {
	process.exitCode = code;
	// Written out first: whatever is still open then must not keep the process.
	process.stdout.write('', () => process.exit(code));
});
