/** How much a problem weighs: an `error` stops a report, a `warning` does not, `info` only informs. */
export type Level = 'error' | 'warning' | 'info';

/** What a code of a problem stands for. */
export interface CodeText {
	/** The levels that it occurs with, the usual one first. */
	readonly levels: readonly [Level, ...Level[]];
	/** Its level once somebody signs, where that is another one. */
	readonly atSigning?: Level;
	/** What is required, or what was found. */
	readonly says: string;
	/** What to do. */
	readonly todo: string;
	/** Where the requirement comes from. */
	readonly source?: string;
}

/** What an error's code stands for. */
export interface ErrorText {
	/** What happened. */
	readonly says: string;
	/** What to do. */
	readonly todo: string;
}
