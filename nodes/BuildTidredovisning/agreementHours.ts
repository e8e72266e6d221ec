import type { INodeProperties } from 'n8n-workflow';

import { readAgreementHours } from '../../src/tidredovisning/agreementHours';
import type { Parameters } from '../shared/n8n/parameters';

/** The option *Agreement Hours per Week* of Build and Validate. */
export const agreementHours: INodeProperties = {
	displayName: 'Agreement Hours per Week',
	name: 'agreementHours',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 168, numberPrecision: 2 },
	default: 40,
	description:
		'How many hours a week the collective agreement (kollektivavtal) allows on average over the period',
};

/** What the option says, ready to be spread into options; nothing where it isn't set. */
export function agreementHoursOf(parameters: Parameters): { readonly agreementHoursPerWeek?: number } {
	const text = parameters.optionalText('options.agreementHours');
	return text === undefined ? {} : { agreementHoursPerWeek: readAgreementHours(text) };
}
