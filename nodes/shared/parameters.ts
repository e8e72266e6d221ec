import type { IExecuteFunctions } from 'n8n-workflow';

import { EltError } from '../../src/errors';

/** Reads a node's parameters for one item, typed; what an expression turned into something else is refused. */
export class Parameters {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
	) {}

	/** A text without the white space around it; numbers that an expression gave count as text. Empty by default. */
	text(name: string): string {
		const value = this.value(name);
		if (value === undefined || value === null) return '';
		if (typeof value === 'string' || typeof value === 'number') return String(value).trim();
		return this.refuse(name, 'text');
	}

	/** As `text`; undefined when empty. */
	optionalText(name: string): string | undefined {
		const text = this.text(name);
		return text === '' ? undefined : text;
	}

	/** A text that must be there. `displayName` is what the panel calls it. */
	requiredText(name: string, displayName: string): string {
		const text = this.text(name);
		if (text !== '') return text;
		throw new EltError('INPUT_INVALID', `'${displayName}' is empty`, `Fill in '${displayName}'.`);
	}

	/** One of a closed set of words. */
	choice<const T extends string>(name: string, words: readonly [T, ...T[]]): T {
		const text = this.text(name);
		return words.find((word) => word === text) ?? this.refuse(name, `one of ${words.join(', ')}`);
	}

	/** Whether something is switched on; off by default. */
	flag(name: string): boolean {
		const value = this.value(name);
		if (value === undefined || value === null || value === '') return false;
		return typeof value === 'boolean' ? value : this.refuse(name, 'true or false');
	}

	/** A number; undefined when nothing is set. */
	number(name: string): number | undefined {
		const value = this.value(name);
		if (value === undefined || value === null || value === '') return undefined;
		const number = typeof value === 'string' ? Number(value) : value;
		return typeof number === 'number' && Number.isFinite(number) ? number : this.refuse(name, 'a number');
	}

	/** The rows of a fixed collection: each one's fields as texts. */
	rows(name: string): Record<string, string>[] {
		const value = this.value(name);
		if (value === undefined || value === null || value === '') return [];
		if (!Array.isArray(value)) return this.refuse(name, 'a list');
		return value.map((row: unknown) => {
			if (typeof row !== 'object' || row === null) return this.refuse(name, 'a list of objects');
			return Object.fromEntries(Object.entries(row).map(([key, field]) => [key, String(field ?? '').trim()]));
		});
	}

	/** JSON, as text or already read; undefined when empty. `displayName` is what the panel calls it. */
	json(name: string, displayName: string): unknown {
		const value = this.value(name);
		if (typeof value !== 'string') return value ?? undefined;
		if (value.trim() === '') return undefined;
		try {
			return JSON.parse(value);
		} catch (cause) {
			throw notJson(displayName, cause);
		}
	}

	private value(name: string): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, null);
	}

	private refuse(name: string, expected: string): never {
		throw new EltError(
			'INPUT_INVALID',
			`The parameter '${name}' is ${kindOf(this.value(name))}`,
			`Expected ${expected}. Look at the expression that gives it.`,
		);
	}
}

function notJson(displayName: string, cause: unknown): EltError {
	return new EltError('INPUT_INVALID', `'${displayName}' is not JSON`, `Mend the JSON in '${displayName}'.`, {
		cause,
	});
}

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object' && value !== null) return 'an object';
	return `"${String(value)}"`;
}
