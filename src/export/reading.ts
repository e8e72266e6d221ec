/**
 * What a cell or an element says: nothing, something that is understood, or something that is not. A reader that
 * answers with this cannot take the last for the first.
 */
export type Reading<T> =
	| { readonly kind: 'absent' }
	| { readonly kind: 'understood'; readonly value: T }
	/** `reason` follows the value in a message: `is not a number of hours`. */
	| { readonly kind: 'notUnderstood'; readonly reason: string };

/** Nothing is there. */
export const ABSENT = { kind: 'absent' } as const;

/** A value that was understood. */
export function understood<T>(value: T): Reading<T> {
	return { kind: 'understood', value };
}

/** Something that was not understood, and why, as it follows the value in a message. */
export function notUnderstood(reason: string): Reading<never> {
	return { kind: 'notUnderstood', reason };
}
