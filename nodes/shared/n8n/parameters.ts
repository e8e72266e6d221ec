import type { IExecuteFunctions } from 'n8n-workflow';

import { EltError } from '../../../src/errors';
import { excerpt } from '../../../src/problems/excerpt';
import { displayNameOf } from './displayNames';

/** Stands for a parameter that is not set: n8n gives it back where there is nothing to evaluate. */
const NOT_SET = '\u0000not set';

/**
 * Reads a node's parameters for one item, typed. What an expression turned into something else, or into nothing, is
 * refused by the parameter's display name: nothing is guessed where a month or an agreement was meant.
 */
export class Parameters {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
	) {}

	/**
	 * A text without the white space around it; numbers that an expression gave count as text, and so do points in
	 * time (Luxon's, as n8n's own expressions give them), as ISO 8601. Empty by default.
	 */
	text(name: string): string {
		const value = this.value(name);
		if (value === undefined) return '';
		if (typeof value === 'string' || typeof value === 'number') return String(value).trim();
		return isoOf(value) ?? this.refuse(name, value, 'text');
	}

	/** A month `YYYY-MM`, also of a point in time; undefined when empty. What is no month is left for who reads it. */
	month(name: string): string | undefined {
		return this.optionalText(name)?.replace(/^(\d{4}-\d{2})-\d{2}T.*$/, '$1');
	}

	/** As `text`; undefined when empty. */
	optionalText(name: string): string | undefined {
		const text = this.text(name);
		return text === '' ? undefined : text;
	}

	/** A text that must be there. */
	requiredText(name: string): string {
		const text = this.text(name);
		if (text !== '') return text;
		const displayName = displayNameOf(this.context, name);
		throw new EltError('INPUT_INVALID', `'${displayName}' is empty`, `Fill in '${displayName}'.`);
	}

	/** One of a closed set of words. */
	choice<const T extends string>(name: string, words: readonly [T, ...T[]]): T {
		const text = this.text(name);
		return words.find((word) => word === text) ?? this.refuse(name, text, `one of ${words.join(', ')}`);
	}

	/** Whether something is switched on; off where it is not set. */
	flag(name: string): boolean {
		const value = this.value(name);
		if (value === undefined) return false;
		return typeof value === 'boolean' ? value : this.refuse(name, value, 'true or false');
	}

	/** A number; undefined when nothing is set. */
	number(name: string): number | undefined {
		const value = this.value(name);
		if (value === undefined || value === '') return undefined;
		const number = typeof value === 'string' ? Number(value) : value;
		return typeof number === 'number' && Number.isFinite(number)
			? number
			: this.refuse(name, value, 'a number');
	}

	/** A whole number between the bounds, both included; undefined when nothing is set. */
	integer(name: string, min: number, max: number): number | undefined {
		const number = this.number(name);
		if (number === undefined || (Number.isInteger(number) && number >= min && number <= max)) return number;
		return this.refuse(name, number, `a whole number from ${min} to ${max}`);
	}

	/** The rows of a fixed collection: each one's fields as texts. */
	rows(name: string): Record<string, string>[] {
		const value = this.value(name);
		if (value === undefined || value === '') return [];
		if (!Array.isArray(value)) return this.refuse(name, value, 'a list');
		return value.map((row: unknown) => {
			if (typeof row !== 'object' || row === null) return this.refuse(name, row, 'a list of objects');
			return Object.fromEntries(Object.entries(row).map(([key, field]) => [key, String(field ?? '').trim()]));
		});
	}

	/** JSON, as text or already read; undefined when empty. */
	json(name: string): unknown {
		const value = this.value(name);
		if (typeof value !== 'string') return value;
		if (value.trim() === '') return undefined;
		try {
			return JSON.parse(value);
		} catch (cause) {
			throw notJson(displayNameOf(this.context, name), cause);
		}
	}

	/** Undefined where nothing is set. */
	private value(name: string): unknown {
		const value: unknown = this.context.getNodeParameter(name, this.itemIndex, NOT_SET);
		if (value === NOT_SET) return undefined;
		return value ?? this.refuse(name, value, 'a value');
	}

	private refuse(name: string, found: unknown, expected: string): never {
		throw new EltError(
			'INPUT_INVALID',
			`'${displayNameOf(this.context, name)}' is ${kindOf(found)}`,
			`Expected ${expected}. Look at the expression that gives it; where nothing is meant, let it give an empty text.`,
		);
	}
}

function notJson(displayName: string, cause: unknown): EltError {
	return new EltError('INPUT_INVALID', `'${displayName}' is not JSON`, `Mend the JSON in '${displayName}'.`, {
		cause,
	});
}

function kindOf(value: unknown): string {
	if (value === undefined || value === null) return 'nothing: its expression gives no value';
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `"${excerpt(String(value))}"`;
}

function isoOf(value: unknown): string | null {
	if (typeof value !== 'object' || value === null || !('toISO' in value) || typeof value.toISO !== 'function')
		return null;
	const iso: unknown = value.toISO();
	return typeof iso === 'string' ? iso : null;
}

/**
 * Refuses an expression that gives another value for another item, where parameters are read once for all of them:
 * the first item's would be taken for everybody's.
 *
 * @throws EltError `INPUT_INVALID`
 */
export function demandSameForAll(context: IExecuteFunctions): void {
	const count = context.getInputData().length;
	for (const name of expressionsOf(context.getNode().parameters)) {
		const [first, ...others] = Array.from({ length: count }, (_, index) =>
			JSON.stringify(context.getNodeParameter(name, index, null)),
		);
		const other = others.findIndex((value) => value !== first);
		if (other < 0) continue;
		throw new EltError(
			'INPUT_INVALID',
			`'${displayNameOf(context, name)}' is not the same for all items: item 1 gives ${told(first)}, item ${other + 2} ${told(others[other])}`,
			"It counts for all items together. Let a column of the export say it for each row ('Column Mapping'), or build in separate runs.",
		);
	}
}

/** The parameters, and those within collections, that are expressions. */
function expressionsOf(parameters: object, path = ''): string[] {
	return Object.entries(parameters).flatMap(([name, value]: [string, unknown]) => {
		if (typeof value === 'string') return value.startsWith('=') ? [`${path}${name}`] : [];
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? expressionsOf(value, `${path}${name}.`)
			: [];
	});
}

function told(json: string | undefined): string {
	return json === undefined ? 'nothing' : excerpt(json);
}
