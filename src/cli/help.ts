import { type Command, COMMON_OPTIONS, type OptionSpec } from './command';

/** The list of all commands. */
export function overview(commands: readonly Command[]): string {
	const width = Math.max(...commands.map(({ name }) => name.length));
	const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
	return `elt: build, check, sign-check and submit tidredovisningar to Försäkringskassan

Usage: elt COMMAND [ARGUMENTS] [--json]

${lines.join('\n')}

elt COMMAND --help tells more. Exit code: 0 all well, 1 problems found, 2 wrong use.`;
}

/** What one command does and takes. */
export function commandHelp(command: Command): string {
	const required = Object.entries(command.options).filter(([, spec]) => spec.required);
	const words = ['elt', command.name, command.operands, ...required.map(usage), '[OPTIONS]'];
	const options = Object.entries({ ...command.options, ...COMMON_OPTIONS });
	const width = Math.max(...options.map((option) => usage(option).length));
	return [
		`elt ${command.name}: ${command.summary}`,
		'',
		`Usage: ${words.filter((word) => word !== '').join(' ')}`,
		'',
		...options.map((option) => `  ${usage(option).padEnd(width)}  ${option[1].help}`),
		...(command.notes === undefined ? [] : ['', command.notes]),
	].join('\n');
}

function usage([name, spec]: readonly [string, OptionSpec]): string {
	return spec.value === undefined ? `--${name}` : `--${name} ${spec.value}`;
}
