import { EltError } from '../../errors';

/**
 * An error of ours as it is.
 *
 * @throws anything else again: it is a programmer's mistake and not to be told as a finding
 */
export function asEltError(error: unknown): EltError {
	if (error instanceof EltError) return error;
	throw error;
}
