import type { Arguments, OptionSpec } from './command';
import { UsageError } from './usageError';
import { swedishDay } from '../identity/calendar';

/** The option that sets the day to judge by. */
export const TODAY_OPTION: OptionSpec = {
	value: 'YYYY-MM-DD',
	help: 'the day to judge by; default: today in Sweden',
};

/**
 * The day to judge by: the option's, else today by the Swedish calendar.
 *
 * @throws UsageError
 */
export function todayFrom(args: Arguments): string {
	const given = args.text('today');
	if (given === undefined) return swedishDay(new Date());
	if (/^\d{4}-\d\d-\d\d$/.test(given) && new Date(`${given}T00:00:00Z`).toJSON()?.startsWith(given))
		return given;
	throw new UsageError(`--today is '${given}'; it takes a date YYYY-MM-DD`);
}
