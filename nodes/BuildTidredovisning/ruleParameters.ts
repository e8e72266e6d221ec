import type { INodeProperties } from 'n8n-workflow';

import { readAgreement } from '../../src/tidredovisning/agreement';
import type { RuleChoices } from '../../src/tidredovisning/rules';
import { readNotified3066 } from '../../src/tidredovisning/rules/notification';
import type { Parameters } from '../shared/n8n/parameters';

const hours = { minValue: 1, maxValue: 168, numberPrecision: 2 };

const agreementHours: INodeProperties = {
	displayName: 'Agreement Hours per Week',
	name: 'agreementHours',
	type: 'number',
	typeOptions: hours,
	default: 48,
	description:
		'The most that may be worked in an average week under the collective agreement (kollektivavtal), overtime included: mostly 48, never the ordinary week of 40 or 38.25',
};

const agreementLongestPass: INodeProperties = {
	displayName: 'Agreement Longest Pass',
	name: 'agreementLongestPass',
	type: 'number',
	typeOptions: hours,
	default: 24,
	description:
		"How many hours a pass may last under the collective agreement. Give 'Agreement Daily Rest' too; without both, daily rest is only reported as information.",
};

const agreementDailyRest: INodeProperties = {
	displayName: 'Agreement Daily Rest',
	name: 'agreementDailyRest',
	type: 'number',
	typeOptions: hours,
	default: 11,
	description: 'How many hours of rest must lie between two passes under the collective agreement',
};

const notified3066: INodeProperties = {
	displayName: 'FK 3066 Handed In',
	name: 'notified3066',
	type: 'string',
	default: '',
	placeholder: 'e.g. 2026-09-28',
	description:
		"The day on which the employer's notification to Försäkringskassan (FK 3066) was handed in: rows before it are reported. A column of the export ('Anmäld FK 3066') says it for each row.",
};

/** The options of Build and Validate that tell the rules what no report says, in the order of the panel. */
export const agreementOptions: readonly INodeProperties[] = [
	agreementDailyRest,
	agreementHours,
	agreementLongestPass,
];

/** The option of Build and Validate for `NOTIFICATION_3066`. */
export const notificationOption: INodeProperties = notified3066;

/**
 * What the options say.
 *
 * @throws EltError `INPUT_INVALID`
 */
export function ruleChoicesOf(parameters: Parameters): RuleChoices {
	const notified = parameters.optionalText('options.notified3066');
	return {
		allowEmpty: parameters.flag('options.allowEmpty'),
		agreement: readAgreement(
			{
				hoursPerWeek: parameters.optionalText('options.agreementHours'),
				longestPass: parameters.optionalText('options.agreementLongestPass'),
				dailyRest: parameters.optionalText('options.agreementDailyRest'),
			},
			{
				hoursPerWeek: `'${agreementHours.displayName}'`,
				longestPass: `'${agreementLongestPass.displayName}'`,
				dailyRest: `'${agreementDailyRest.displayName}'`,
			},
		),
		notified3066:
			notified === undefined
				? undefined
				: readNotified3066(notified.replace(/T.*$/, ''), `'${notified3066.displayName}'`),
	};
}
