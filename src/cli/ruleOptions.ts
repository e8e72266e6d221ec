import type { Arguments, OptionSpec } from './command';
import { UsageError } from './usageError';
import { EltError } from '../errors';
import { readAgreement } from '../tidredovisning/agreement';
import type { RuleChoices } from '../tidredovisning/rules';
import { readNotified3066 } from '../tidredovisning/rules/notification';

/** The options that tell the rules what no report says. */
export const RULE_OPTIONS = {
	'agreement-hours': {
		value: 'HOURS',
		help: 'the most that the collective agreement allows in an average week, overtime included: mostly 48, never the ordinary week of 40 or 38.25',
	},
	'agreement-longest-pass': {
		value: 'HOURS',
		help: 'how long a pass may be by the collective agreement, e.g. 24; with --agreement-daily-rest',
	},
	'agreement-daily-rest': {
		value: 'HOURS',
		help: 'how long the rest between two passes must be by the collective agreement, e.g. 9',
	},
	'notified-3066': {
		value: 'YYYY-MM-DD',
		help: "the day on which the employer's notification (FK 3066) was handed in; a column of the export goes before it",
	},
	'allow-empty': { help: 'accept a report without rows' },
} as const satisfies Record<string, OptionSpec>;

/**
 * What the options say.
 *
 * @throws UsageError
 */
export function ruleChoicesFrom(args: Arguments): RuleChoices {
	const notified = args.text('notified-3066');
	try {
		return {
			allowEmpty: args.flag('allow-empty'),
			agreement: readAgreement(
				{
					hoursPerWeek: args.text('agreement-hours'),
					longestPass: args.text('agreement-longest-pass'),
					dailyRest: args.text('agreement-daily-rest'),
				},
				{
					hoursPerWeek: '--agreement-hours',
					longestPass: '--agreement-longest-pass',
					dailyRest: '--agreement-daily-rest',
				},
			),
			notified3066: notified === undefined ? undefined : readNotified3066(notified, '--notified-3066'),
		};
	} catch (error) {
		throw error instanceof EltError ? new UsageError(error.message) : error;
	}
}
