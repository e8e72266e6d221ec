import { format, resolveConfig } from 'prettier';

import type { CodeText } from '../../src/codes/code';
import { DOCUMENT_CODES } from '../../src/codes/documents';
import { ERROR_TEXTS } from '../../src/codes/errors';
import { EXPORT_CODES } from '../../src/codes/exports';
import { RULE_CODES } from '../../src/codes/rules';
import { JUDGEMENTS } from '../../src/elt/judgements';
import { ERROR_CODES } from '../../src/errors';

const INTRODUCTION = `# Codes

Every problem and every error has a code that stays the same. Made from the tables in the source: do not edit this page, run \`npm run docs:codes\`.

An **error** stops a report, a **warning** does not, an **info** only informs. A message says what was found and where, its description what to do in that case.`;

/** The page that lists every code of a problem, an error and an outcome of sending, as Markdown. */
export async function codesPage(path: string): Promise<string> {
	const sections = [
		INTRODUCTION,
		'## Rules of a report',
		table(['Code', 'Level', 'Requires', 'What to do', 'Source'], Object.entries(RULE_CODES).map(rule)),
		'## Exports',
		'The codes of the rules occur here too, for a cell that cannot be right.',
		table(['Code', 'Level', 'What was found', 'What to do'], Object.entries(EXPORT_CODES).map(problem)),
		'## Documents, items, settings and certificates',
		table(['Code', 'Level', 'What was found', 'What to do'], Object.entries(DOCUMENT_CODES).map(problem)),
		'## Errors',
		table(['Code', 'What happened', 'What to do'], errors()),
		'## Outcomes of sending',
		'`notSent`: certainly not received. `unknown`: may have been received, and is never sent again automatically. Words in braces are filled in.',
		table(['Code', 'Outcome', 'Tried again', 'What happened', 'What to do'], judgements()),
	];
	const options = await resolveConfig(path);
	return await format(sections.join('\n\n'), { ...options, filepath: path });
}

/** The codes of errors that this page lists twice, or not at all. */
export function codesOutOfPlace(): string[] {
	const judged = new Set(Object.values(JUDGEMENTS).map(({ code }) => code));
	const listed = [...Object.keys(ERROR_TEXTS), ...judged].filter((code) => code !== null);
	const all = [...new Set<string>([...listed, ...ERROR_CODES])];
	const known = new Set<string>(ERROR_CODES);
	return all.filter((code) => !known.has(code) || listed.filter((each) => each === code).length !== 1);
}

function rule([code, text]: [string, CodeText]): string[] {
	const level =
		text.atSigning === undefined
			? text.levels.join(', ')
			: `${text.levels.join(', ')}; ${text.atSigning} at signing`;
	return [`\`${code}\``, level, text.says, text.todo, text.source ?? ''];
}

function problem([code, { levels, says, todo }]: [string, CodeText]): string[] {
	return [`\`${code}\``, levels.join(', '), says, todo];
}

function errors(): string[][] {
	return Object.entries(ERROR_TEXTS).map(([code, { says, todo }]) => [`\`${code}\``, says, todo]);
}

function judgements(): string[][] {
	return Object.values(JUDGEMENTS).map(({ code, outcome, again, message, description }) => [
		code === null ? '' : `\`${code}\``,
		`\`${outcome}\``,
		again === 'never' ? 'no' : 'after a wait',
		message,
		description,
	]);
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]): string =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '\\<')).join(' | ')} |`;
	return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}
