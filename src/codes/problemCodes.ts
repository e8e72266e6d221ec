import type { CodeText } from './code';
import { DOCUMENT_CODES } from './documents';
import { EXPORT_CODES } from './exports';
import { RULE_CODES } from './rules';

const CODES = { ...RULE_CODES, ...EXPORT_CODES, ...DOCUMENT_CODES } as const;

/** Every code of its own that a problem can carry. The set is closed. */
export type OwnProblemCode = keyof typeof CODES;

/** What each code stands for. */
export const PROBLEM_CODES: Readonly<Record<OwnProblemCode, CodeText>> = CODES;

/** Whether a text is one of the codes that only problems have. */
export function isOwnProblemCode(text: string): text is OwnProblemCode {
	return Object.hasOwn(CODES, text);
}
