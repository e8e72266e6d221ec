import { EltError } from '../errors';

/** A week has no more. */
const MOST_HOURS = 168;

/**
 * Reads the limit that a collective agreement sets: hours a week, above 0 and up to 168, with at most two
 * decimals (`38.25` or `38,25`).
 * @throws INPUT_INVALID
 */
export function readAgreementHours(text: string): number {
	const hours = /^\d{1,3}(?:[.,]\d{1,2})?$/.test(text) ? Number(text.replace(',', '.')) : 0;
	if (hours > 0 && hours <= MOST_HOURS) return hours;
	throw new EltError(
		'INPUT_INVALID',
		`The agreement's hours per week are "${text}", which is no number above 0 and up to ${MOST_HOURS}.`,
		'Give the average week that the collective agreement allows, e.g. 40 or 38.25.',
	);
}
