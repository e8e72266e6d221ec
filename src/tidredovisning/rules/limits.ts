import type { Tidredovisning } from '../types';

/** What limits the assistent's working time. */
export interface Limit {
	/** Hours a week on average over the period; null where this package knows none. */
	readonly hoursPerWeek: number | null;
	/** Whose rule it is, for messages. */
	readonly source: string;
	readonly longestPeriod: { readonly days?: number; readonly months?: number; readonly why: string } | null;
}

const AGREEMENT: Limit = { hoursPerWeek: null, source: 'the collective agreement', longestPeriod: null };
const SELF_EMPLOYED: Limit = {
	hoursPerWeek: null,
	source: 'no rule for the self-employed',
	longestPeriod: null,
};
const OWN_EMPLOYER: Limit = {
	hoursPerWeek: 52,
	source: 'the act on domestic work (the person is the employer, no collective agreement)',
	longestPeriod: {
		days: 28,
		why: 'at most 28 when the person is the employer and there is no collective agreement',
	},
};
const WORKING_HOURS_ACT: Limit = {
	hoursPerWeek: 48,
	source: 'the working-hours act (arbetstidslagen)',
	longestPeriod: { months: 4, why: 'at most 4 months under the working-hours act (arbetstidslagen)' },
};

/**
 * Which limit a report stands under: a collective agreement's before all, then the employer decides.
 * @see Försäkringskassan 2018-11-09; 51 kap. 16 § socialförsäkringsbalken
 */
export function limitOf(t: Tidredovisning): Limit {
	if (t.assistent.kollektivavtal) return AGREEMENT;
	if (!('assistansanordnare' in t)) return OWN_EMPLOYER;
	return 'assistentEgenForetagare' in t.assistansanordnare ? SELF_EMPLOYED : WORKING_HOURS_ACT;
}
