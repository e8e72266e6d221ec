import { Buffer } from 'node:buffer';

import { EltError } from '../errors';

/** The most that BankID shows, bytes of UTF-8. */
export const MAX_TEXT_BYTES = 30_000;

/** How the app reads the text. */
export type TextFormat = 'plaintext' | 'simpleMarkdownV1';

/** The template used until one is configured. It says itself that it is not Försäkringskassan's. */
export const DEFAULT_TEMPLATES = {
	assistent: [
		'TEST – texten är inte godkänd av Försäkringskassan.',
		'Tidredovisning för assistansersättning, {month}.',
		'Assistent: {assistent}',
		'Person som har assistans: {person}',
		'{hours}',
		'',
		'Jag intygar att uppgifterna är riktiga.',
	].join('\n'),
	anordnare: [
		'TEST – texten är inte godkänd av Försäkringskassan.',
		'Tidredovisningar för assistansersättning: {count} st.',
		'{reports}',
		'',
		'Jag intygar att uppgifterna är riktiga.',
	].join('\n'),
} as const;

/** What stands in for a template's `{placeholders}`: one line of text, or a list with a line for each. */
export type Placeholders = Readonly<Record<string, string | number | readonly string[]>>;

const SPECIAL = /[\\#*_|+\-!]/g;

/** A value so that simpleMarkdown shows it as it is: its special characters behind a backslash. */
function asMarkdown(value: string): string {
	return value.replace(SPECIAL, '\\$&');
}

/**
 * A value can't end a line of the template, nor turn the order of what is read: a name must not be able to write
 * lines of its own into what somebody signs.
 */
function oneLine(value: string): string {
	return value.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '');
}

function shown(value: string | number | readonly string[], format: TextFormat): string {
	const lines = typeof value === 'object' ? value : [String(value)];
	return lines
		.map(oneLine)
		.map((line) => (format === 'simpleMarkdownV1' ? asMarkdown(line) : line))
		.join('\n');
}

/** Every placeholder that stands in a template, each once. */
export function placeholdersOf(template: string): string[] {
	return [...new Set([...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))];
}

/**
 * The text shown to the signer.
 * @param template with `{placeholders}`
 * @param values by placeholder; escaped where the format needs it
 * @throws BANKID_TEXT for a placeholder without a value, an empty text, or more than {@link MAX_TEXT_BYTES}
 */
export function visibleText(
	template: string,
	values: Placeholders,
	format: TextFormat = 'plaintext',
): string {
	const missing = placeholdersOf(template).filter((name) => !Object.hasOwn(values, name));
	if (missing.length > 0) {
		throw new EltError(
			'BANKID_TEXT',
			`The text for the signer has the placeholder {${missing.join('}, {')}}, for which there is no value.`,
			`Use only these: ${Object.keys(values)
				.map((name) => `{${name}}`)
				.join(', ')}.`,
		);
	}
	const text = template.replace(/\{(\w+)\}/g, (_, name: string) => shown(values[name] ?? '', format));
	return checkedText(text);
}

function checkedText(text: string): string {
	const bytes = Buffer.byteLength(text, 'utf8');
	if (text.trim() !== '' && bytes <= MAX_TEXT_BYTES) return text;
	throw new EltError(
		'BANKID_TEXT',
		bytes > MAX_TEXT_BYTES
			? `The text for the signer has ${bytes} bytes; BankID shows at most ${MAX_TEXT_BYTES}.`
			: 'The text for the signer is empty.',
		'Sign fewer reports with one order, or use a shorter template.',
	);
}

/** The text as BankID takes it: base64 of its UTF-8 bytes. */
export function userVisibleData(text: string): string {
	return Buffer.from(checkedText(text), 'utf8').toString('base64');
}
