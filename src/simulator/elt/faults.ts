import { type FaultMode, type FaultModes, type FaultRule, FAULTS } from './faultModes';

/** A rule with how often it was played. */
export interface PlayedRule extends FaultRule {
	readonly played: number;
}

/**
 * The mode of a fault.
 * @throws TypeError for a name of none
 */
export function faultMode(name: unknown, modes: FaultModes): FaultMode {
	const mode = typeof name === 'string' && Object.hasOwn(modes, name) ? modes[name] : undefined;
	if (mode !== undefined) return mode;
	throw new TypeError(
		`There is no fault ${JSON.stringify(name)}; there are ${Object.keys(modes).join(', ')}`,
	);
}

/** How a rule's settings are spelled in JSON and on the command line. */
const SETTINGS = {
	id: 'string',
	call: 'number',
	every: 'number',
	times: 'number',
	ms: 'number',
	received: 'boolean',
	soap: 'boolean',
	retryAfter: 'string',
	message: 'string',
} as const satisfies Record<Exclude<keyof FaultRule, 'fault'>, 'string' | 'number' | 'boolean'>;

/** The longest that a timer can be set to. */
const LONGEST_MS = 2 ** 31 - 1;

const HEADER_VALUE = /^[\x20-\x7e]*$/;

/**
 * Reads a rule given as JSON.
 * @param modes the faults there are; by default those that happen in practice
 * @throws TypeError which says what is wrong with it
 */
export function readFaultRule(json: unknown, modes: FaultModes = FAULTS): FaultRule {
	if (typeof json !== 'object' || json === null) throw new TypeError('A fault rule is a JSON object');
	const { fault, ...settings }: { fault?: unknown; [name: string]: unknown } = { ...json };
	const { stage } = faultMode(fault, modes);
	for (const [name, value] of Object.entries(settings)) {
		const type = Object.entries(SETTINGS).find(([setting]) => setting === name)?.[1];
		if (type === undefined) {
			throw new TypeError(`A fault rule has no ${name}; it has ${Object.keys(SETTINGS).join(', ')}`);
		}
		const fits =
			typeof value === type && (typeof value !== 'number' || (Number.isFinite(value) && value >= 0));
		if (!fits) throw new TypeError(`${name} of a fault rule is a ${type}; found ${JSON.stringify(value)}`);
	}
	const rule: FaultRule = { fault: String(fault), ...settings };
	if ((rule.ms ?? 0) > LONGEST_MS) {
		throw new TypeError(`ms of a fault rule is at most ${LONGEST_MS}; found ${String(rule.ms)}`);
	}
	if (!HEADER_VALUE.test(rule.retryAfter ?? '')) {
		throw new TypeError(
			`retryAfter of a fault rule is printable ASCII; found ${JSON.stringify(rule.retryAfter)}`,
		);
	}
	if (rule.id !== undefined && stage !== 'answer') {
		throw new TypeError(`${rule.fault} comes before the report's id can be known; leave the id out`);
	}
	return rule;
}

/**
 * Reads a rule as the command line has it: `NAME[,setting=value…]`, e.g. `http-503,times=2,retryAfter=3`.
 * @throws TypeError which says what is wrong with it
 */
export function parseFaultRule(text: string): FaultRule {
	const [fault, ...settings] = text.split(',');
	const entries = settings.map((setting): [string, unknown] => {
		const at = setting.indexOf('=');
		const [name, value] = at < 0 ? [setting, 'true'] : [setting.slice(0, at), setting.slice(at + 1)];
		const type = Object.entries(SETTINGS).find(([known]) => known === name)?.[1];
		if (type === 'number') return [name, value === '' ? undefined : Number(value)];
		return [name, type === 'boolean' && (value === 'true' || value === 'false') ? value === 'true' : value];
	});
	return readFaultRule({ fault, ...Object.fromEntries(entries) });
}

interface Kept {
	readonly rule: FaultRule;
	seen: number;
	played: number;
}

/** The rules in force, in the order in which they were given: the first that fits is played. */
export class FaultRules {
	readonly #modes: FaultModes;
	#kept: Kept[] = [];

	constructor(modes: FaultModes) {
		this.#modes = modes;
	}

	/** Adds a rule. */
	add(rule: FaultRule): void {
		this.#kept.push({ rule, seen: 0, played: 0 });
	}

	/** Takes one rule away, or all. */
	remove(rule?: FaultRule): void {
		this.#kept = rule === undefined ? [] : this.#kept.filter((kept) => kept.rule !== rule);
	}

	/** The rules in force. */
	list(): readonly PlayedRule[] {
		return this.#kept.map(({ rule, played }) => ({ ...rule, played }));
	}

	/** The rule of a stage that is not counted, if any. */
	standing(stage: 'listen' | 'pace'): FaultRule | undefined {
		return this.#kept.find(({ rule }) => faultMode(rule.fault, this.#modes).stage === stage)?.rule;
	}

	/** The rule to play now, if any; counts it. */
	take(stage: 'connection' | 'head' | 'answer', id?: string): FaultRule | undefined {
		for (const kept of this.#kept) {
			const { rule } = kept;
			if (faultMode(rule.fault, this.#modes).stage !== stage || (rule.id !== undefined && rule.id !== id))
				continue;
			kept.seen += 1;
			if (!isDue(kept)) continue;
			kept.played += 1;
			return rule;
		}
		return undefined;
	}
}

function isDue({ rule, seen, played }: Kept): boolean {
	const { call, every, times = Number.POSITIVE_INFINITY } = rule;
	return (
		(call === undefined || seen === call) && (every === undefined || seen % every === 0) && played < times
	);
}
