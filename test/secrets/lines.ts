/** What a test file's code wrote and threw, and the passphrases that must not be in it. */
export interface Lines {
	readonly written: Set<string>;
	readonly secrets: Set<string>;
}

declare global {
	var linesOfTheSuite: Lines | undefined;
}

/** Keeps a line that went to a log, a panel or a terminal; outside the test runner nothing is kept. */
export function keepLine(line: string): void {
	globalThis.linesOfTheSuite?.written.add(line);
}

/** Keeps a passphrase: no line may hold it. */
export function keepSecret(secret: string): void {
	globalThis.linesOfTheSuite?.secrets.add(secret);
}
