import type { INodeProperties } from 'n8n-workflow';

import { EltError } from '../../src/errors';
import type { BerakningsperiodRule } from '../../src/tidredovisning/berakningsperiod';
import { type Berakningsperiod, EMPLOYERS, type ProviderDefaults } from '../../src/tidredovisning/types';
import type { Parameters } from '../shared/n8n/parameters';

const show = { source: ['file', 'items'] };

/** What is the same on every report of a provider. */
export const providerProperties: INodeProperties[] = [
	{
		displayName: 'Employer',
		name: 'employer',
		type: 'options',
		displayOptions: { show },
		options: [
			{ name: 'Other Employer (Annan Arbetsgivare)', value: 'annanArbetsgivare' },
			{ name: 'Person Who Has Assistance (Person Som Har Assistans)', value: 'personSomHarAssistans' },
			{ name: 'Provider (Anordnare)', value: 'anordnare' },
			{ name: 'Self-Employed Assistent (Egen Företagare)', value: 'egenForetagare' },
		],
		default: 'anordnare',
		description: 'Who employs the assistenter. A column of the export can say otherwise for its row.',
	},
	{
		displayName: 'Organisation Number',
		name: 'organisationsnummer',
		type: 'string',
		displayOptions: { show: { ...show, employer: ['anordnare', 'annanArbetsgivare', 'egenForetagare'] } },
		default: '',
		placeholder: 'e.g. 5547165067',
		description: "The provider's organisationsnummer, 10 digits",
	},
	{
		displayName: 'Provider Phone',
		name: 'telefonnummerAnordnare',
		type: 'string',
		displayOptions: { show },
		default: '',
		required: true,
		placeholder: 'e.g. 08-123 45 67',
		description: 'Where Försäkringskassan reaches the provider about the report (telefonnummerAnordnare)',
	},
	{
		displayName: 'Provider Name',
		name: 'anordnareNamn',
		type: 'string',
		displayOptions: { show: { ...show, employer: ['anordnare', 'annanArbetsgivare', 'egenForetagare'] } },
		default: '',
		placeholder: 'e.g. Exempel Assistans AB',
		description: 'Name of the provider (anordnare)',
	},
	{
		displayName: 'Contact Person',
		name: 'kontaktperson',
		type: 'string',
		displayOptions: { show: { ...show, employer: ['anordnare', 'annanArbetsgivare', 'egenForetagare'] } },
		default: '',
		description: 'Whom Försäkringskassan can ask at the provider (kontaktperson)',
	},
	{
		displayName: 'Contact Phone',
		name: 'telefonnummer',
		type: 'string',
		displayOptions: { show: { ...show, employer: ['anordnare', 'annanArbetsgivare', 'egenForetagare'] } },
		default: '',
		placeholder: 'e.g. 08-123 45 67',
		description: "The contact person's phone (telefonnummer)",
	},
	{
		displayName: 'Other Employer Organisation Number',
		name: 'arbetsgivareOrganisationsnummer',
		type: 'string',
		displayOptions: { show: { ...show, employer: ['annanArbetsgivare'] } },
		default: '',
		required: true,
		placeholder: 'e.g. 5547165067',
		description: "The other employer's organisationsnummer, 10 digits",
	},
	{
		displayName: 'Other Employer Name',
		name: 'arbetsgivareNamn',
		type: 'string',
		displayOptions: { show: { ...show, employer: ['annanArbetsgivare'] } },
		default: '',
	},
	{
		displayName: 'Collective Agreement',
		name: 'kollektivavtal',
		type: 'boolean',
		displayOptions: { show },
		default: true,
		description: 'Whether a collective agreement (kollektivavtal) covers the assistenter',
	},
];

/** Over which periods working time is limited, and the helper that works them out. */
export const periodProperties: INodeProperties[] = [
	{
		displayName: 'Periods (Beräkningsperioder)',
		name: 'berakningsperiod',
		type: 'options',
		displayOptions: { show },
		options: [
			{ name: 'Calendar Month', value: 'calendarMonth', description: 'The reported month itself' },
			{ name: 'List', value: 'list', description: 'Periods of your own' },
			{
				name: 'Months',
				value: 'months',
				description: 'One period of several calendar months after the other',
			},
			{ name: 'None', value: 'none', description: 'The report names no period' },
			{ name: 'Weeks', value: 'weeks', description: 'One period of several weeks after the other' },
		],
		default: 'none',
		description:
			'The periods over which working time is limited by law or collective agreement. Where a border falls inside the month, the report names both.',
	},
	{
		displayName: 'Weeks per Period',
		name: 'periodWeeks',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 26 },
		displayOptions: { show: { ...show, berakningsperiod: ['weeks'] } },
		default: 4,
	},
	{
		displayName: 'First Day of a Period',
		name: 'periodFromDay',
		type: 'string',
		displayOptions: { show: { ...show, berakningsperiod: ['weeks'] } },
		default: '',
		required: true,
		placeholder: 'e.g. 2026-09-28',
		description: 'The day any one of the periods begins; the others follow from it, both ways',
	},
	{
		displayName: 'Months per Period',
		name: 'periodMonths',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 12 },
		displayOptions: { show: { ...show, berakningsperiod: ['months'] } },
		default: 3,
	},
	{
		displayName: 'First Month of a Period',
		name: 'periodFromMonth',
		type: 'string',
		displayOptions: { show: { ...show, berakningsperiod: ['months'] } },
		default: '',
		required: true,
		placeholder: 'e.g. 2026-09',
		description: 'The month any one of the periods begins with; the others follow from it, both ways',
	},
	{
		displayName: 'Periods',
		name: 'periods',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		displayOptions: { show: { ...show, berakningsperiod: ['list'] } },
		default: {},
		placeholder: 'Add Period',
		options: [
			{
				displayName: 'Period',
				name: 'period',
				values: [
					{
						displayName: 'First Day',
						name: 'fromDag',
						type: 'string',
						default: '',
						placeholder: 'e.g. 2026-10-01',
					},
					{
						displayName: 'Last Day',
						name: 'tomDag',
						type: 'string',
						default: '',
						placeholder: 'e.g. 2026-10-31',
					},
				],
			},
		],
	},
];

/** The provider as the node's parameters describe it; the periods are reckoned apart, per month. */
export function readProvider(parameters: Parameters): ProviderDefaults {
	const employer = parameters.choice('employer', EMPLOYERS);
	const texts = ['anordnareNamn', 'organisationsnummer', 'kontaktperson', 'telefonnummer'] as const;
	const given = texts.flatMap((name) => {
		const text = parameters.optionalText(name);
		return text === undefined ? [] : [[name, text]];
	});
	return {
		...Object.fromEntries(given),
		telefonnummerAnordnare: parameters.requiredText('telefonnummerAnordnare'),
		kollektivavtal: parameters.flag('kollektivavtal'),
		employer,
		...(employer === 'annanArbetsgivare' ? { annanArbetsgivare: readOtherEmployer(parameters) } : {}),
	};
}

function readOtherEmployer(parameters: Parameters): NonNullable<ProviderDefaults['annanArbetsgivare']> {
	const name = parameters.optionalText('arbetsgivareNamn');
	return {
		...(name === undefined ? {} : { arbetsgivareNamn: name }),
		organisationsnummer: parameters.requiredText('arbetsgivareOrganisationsnummer'),
	};
}

/** How the provider divides the year into beräkningsperioder; null when the reports name none. */
export function readPeriodRule(parameters: Parameters): BerakningsperiodRule | null {
	const kind = parameters.choice('berakningsperiod', ['none', 'calendarMonth', 'weeks', 'months', 'list']);
	return PERIOD_RULES[kind](parameters);
}

const PERIOD_RULES: Readonly<
	Record<BerakningsperiodRule['kind'] | 'none', (parameters: Parameters) => BerakningsperiodRule | null>
> = {
	none: () => null,
	calendarMonth: () => ({ kind: 'calendarMonth' }),
	weeks: (parameters) => ({
		kind: 'weeks',
		weeks: parameters.integer('periodWeeks', 1, 26) ?? 4,
		from: parameters.requiredText('periodFromDay'),
	}),
	months: (parameters) => ({
		kind: 'months',
		months: parameters.integer('periodMonths', 1, 12) ?? 3,
		from: parameters.requiredText('periodFromMonth'),
	}),
	list: (parameters) => ({ kind: 'list', periods: readPeriods(parameters) }),
};

function readPeriods(parameters: Parameters): Berakningsperiod[] {
	const periods = parameters.rows('periods.period');
	if (periods.length > 0) return periods.map(({ fromDag = '', tomDag = '' }) => ({ fromDag, tomDag }));
	throw new EltError(
		'INPUT_INVALID',
		"'Periods (Beräkningsperioder)' is List, but no period is given",
		'Add a period, or choose None if the report is to name no period.',
	);
}
