import type { Arguments, OptionSpec } from './command';
import { UsageError } from './usageError';
import { EltError } from '../errors';
import { readAgreementHours } from '../tidredovisning/agreementHours';

/** The option that sets the collective agreement's own limit of working time. */
export const AGREEMENT_HOURS_OPTION: OptionSpec = {
	value: 'HOURS',
	help: 'hours a week that the collective agreement allows on average, e.g. 38.25',
};

/**
 * The agreement's hours a week, ready to be spread into options; nothing where the option isn't given.
 *
 * @throws UsageError
 */
export function agreementHoursFrom(args: Arguments): { readonly agreementHoursPerWeek?: number } {
	const text = args.text('agreement-hours');
	if (text === undefined) return {};
	try {
		return { agreementHoursPerWeek: readAgreementHours(text) };
	} catch (error) {
		throw error instanceof EltError ? new UsageError(`--agreement-hours: ${error.message}`) : error;
	}
}
