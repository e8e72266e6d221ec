import { parseArgs } from 'node:util';

import type { Output } from './output';
import { UsageError } from './usageError';

/** How a command ended: 0 all well, 1 problems found, 2 wrong use. */
export type ExitCode = 0 | 1 | 2;

/** One option of a command, as `--help` tells it and as it is parsed. */
export interface OptionSpec {
	/** Placeholder of the value, such as `FILE`; an option without one is a switch. */
	readonly value?: string;
	readonly help: string;
	readonly required?: boolean;
	readonly multiple?: boolean;
}

/** One command of the command line. */
export interface Command {
	readonly name: string;
	/** One line for the list of commands. */
	readonly summary: string;
	/** What stands after the name, such as `FILE.xml…`. */
	readonly operands: string;
	/** Fewest operands; 0 for a command without any. */
	readonly minOperands: number;
	/** Most operands. */
	readonly maxOperands: number;
	readonly options: Readonly<Record<string, OptionSpec>>;
	/** More that `--help` says: examples, meanings. */
	readonly notes?: string;
	readonly run: (args: Arguments, output: Output) => Promise<ExitCode>;
}

/** Options that every command has. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionSpec>> = {
	json: { help: 'one JSON object per line instead of text for people' },
	help: { help: 'show this text' },
};

/** The operands and options a command was called with. */
export class Arguments {
	constructor(
		readonly operands: readonly string[],
		private readonly values: Readonly<Record<string, readonly string[] | true>>,
	) {}

	/** Whether a switch was given. */
	flag(name: string): boolean {
		return this.values[name] === true;
	}

	/** Every value of an option, in the order given. */
	all(name: string): readonly string[] {
		const value = this.values[name];
		return value === undefined || value === true ? [] : value;
	}

	/** The option's value, the last one where it was given several times. */
	text(name: string): string | undefined {
		return this.all(name).at(-1);
	}

	/**
	 * The value of an option that must be given.
	 *
	 * @throws UsageError
	 */
	required(name: string): string {
		const value = this.text(name);
		if (value === undefined) throw new UsageError(`--${name} is missing`);
		return value;
	}

	/**
	 * One word of a closed set, or undefined.
	 *
	 * @throws UsageError
	 */
	oneOf<const T extends string>(name: string, words: readonly T[]): T | undefined {
		const value = this.text(name);
		if (value === undefined) return undefined;
		const word = words.find((candidate) => candidate === value);
		if (word === undefined) throw new UsageError(`--${name} is '${value}'; it can be ${words.join(', ')}`);
		return word;
	}

	/**
	 * A whole number within bounds, or undefined.
	 *
	 * @throws UsageError
	 */
	integer(name: string, min: number, max: number): number | undefined {
		const value = this.text(name);
		if (value === undefined) return undefined;
		const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
		if (!(number >= min && number <= max)) {
			throw new UsageError(`--${name} is '${value}'; it takes a whole number from ${min} to ${max}`);
		}
		return number;
	}
}

/**
 * Parses what stands after a command's name.
 *
 * @throws UsageError for an unknown option, one without its value, or the wrong number of operands
 */
export function parseArguments(command: Command, argv: readonly string[]): Arguments {
	const specs = { ...command.options, ...COMMON_OPTIONS };
	const { tokens } = parseArgs({
		args: [...argv],
		strict: false,
		tokens: true,
		options: parserOptions(specs),
	});
	const operands: string[] = [];
	const values: Record<string, readonly string[] | true> = {};
	for (const token of tokens) {
		if (token.kind === 'positional') operands.push(token.value);
		if (token.kind !== 'option') continue;
		const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
		if (!spec) throw new UsageError(`there is no option ${token.rawName}`);
		if (spec.value === undefined) {
			if (token.value !== undefined) throw new UsageError(`${token.rawName} takes no value`);
			values[token.name] = true;
		} else {
			if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))) {
				throw new UsageError(`${token.rawName} needs a value: ${token.rawName} ${spec.value}`);
			}
			const earlier = values[token.name];
			values[token.name] = [...(earlier === undefined || earlier === true ? [] : earlier), token.value];
		}
	}
	const args = new Arguments(operands, values);
	if (!args.flag('help')) demandEverything(command, args);
	return args;
}

function parserOptions(
	specs: Readonly<Record<string, OptionSpec>>,
): Record<string, { type: 'string' | 'boolean' }> {
	return Object.fromEntries(
		Object.entries(specs).map(([name, spec]) => [
			name,
			{ type: spec.value === undefined ? 'boolean' : 'string' },
		]),
	);
}

function demandEverything(command: Command, args: Arguments): void {
	for (const [name, spec] of Object.entries(command.options)) {
		if (spec.required) args.required(name);
		if (!spec.multiple && args.all(name).length > 1)
			throw new UsageError(`--${name} is given more than once`);
	}
	if (args.operands.length < command.minOperands) throw new UsageError(`${command.operands} is missing`);
	if (args.operands.length > command.maxOperands) {
		throw new UsageError(`there is one argument too many: '${args.operands[command.maxOperands]}'`);
	}
}
