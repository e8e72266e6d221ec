import type { EltError, Problem } from '../errors';
import { maskPersonnummerIn } from '../identity/masking';

/** How each level is called in text for people. */
const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<
	Problem['level'],
	string
>;

/** Where a command writes: results to standard output, progress and hints to standard error. */
export class Output {
	/** @param asJson whether results are one JSON object per line */
	constructor(readonly asJson: boolean) {}

	/** A result: the object with `--json`, else the text. On standard error where nobody reads standard output any more. */
	result(value: object, text: () => string): void {
		const line = this.asJson ? `${JSON.stringify(value)}\n` : `${forPeople(text())}\n`;
		process.stdout.write(line, (error) => void (error && process.stderr.write(line)));
	}

	/** A line of text for people on standard output; nothing with `--json`. */
	text(line: string): void {
		if (!this.asJson) process.stdout.write(`${forPeople(line)}\n`);
	}

	/** Progress or a hint, on standard error. */
	note(line: string): void {
		process.stderr.write(`${forPeople(line)}\n`);
	}

	/** What went wrong with one thing: an object with its name and the error's fields, or two lines. */
	error(subject: Readonly<Record<string, string | null>>, error: EltError): void {
		const { code, message, description, problems } = error;
		this.result({ ...subject, error: { code, message, description, problems } }, () =>
			[`${code}: ${message}`, `  ${description}`, ...problems.map(problemText)].join('\n'),
		);
	}
}

/** Control characters but line ends and tabs, and what turns the direction of text: a terminal acts on them. */
const ACTED_ON = /(?![\n\t])[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** Text as a terminal may show it: nothing in it that it acts on, and personnummer masked wherever they stand. */
function forPeople(text: string): string {
	return maskPersonnummerIn(
		text.replace(ACTED_ON, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
	);
}

/** A problem in two or three lines, indented beneath what it belongs to. */
export function problemText(problem: Problem): string {
	const where = problem.path === '' ? '' : ` ${problem.path}:`;
	return `  ${LEVELS[problem.level]} ${problem.code}${where} ${problem.message}\n    ${problem.description}`;
}
