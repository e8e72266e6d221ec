import { inWords } from '../calendar';
import type { Tidredovisning } from '../types';
import type { RuleContext } from './facts';

/** Which rules of working time and rest a report is under. */
export type Regime = 'agreement' | 'ownEmployer' | 'selfEmployed' | 'workingHoursAct';

/**
 * The regime of a report: a collective agreement comes first, then the employer decides. The self-employed have
 * no working hours in law, with or without an agreement.
 * @see Försäkringskassan 2018-11-09; 51 kap. 16 § socialförsäkringsbalken
 */
export function regimeOf(t: Tidredovisning): Regime {
	const anordnare = 'assistansanordnare' in t ? t.assistansanordnare : null;
	if (anordnare !== null && 'assistentEgenForetagare' in anordnare) return 'selfEmployed';
	if (t.assistent.kollektivavtal) return 'agreement';
	return anordnare === null ? 'ownEmployer' : 'workingHoursAct';
}

/** The most that may be worked in an average week. */
export interface WeekLimit {
	readonly minutes: number;
	/** Whose figure it is, for messages. */
	readonly words: string;
}

const WEEK_LIMITS = {
	ownEmployer: {
		minutes: 52 * 60,
		words:
			'Försäkringskassan counts with 52 h when the person is the employer and there is no collective agreement',
	},
	workingHoursAct: {
		minutes: 48 * 60,
		words: '48 h are allowed by the working-hours act (arbetstidslagen)',
	},
} as const;

/**
 * The limit on an average week; null where this package knows none.
 * @see Försäkringskassan 2018-11-09; lagen (1970:943) om arbetstid i husligt arbete, 2–4 §§
 */
export function weekLimitOf(t: Tidredovisning, { agreement }: RuleContext): WeekLimit | null {
	const regime = regimeOf(t);
	if (regime === 'selfEmployed') return null;
	if (regime !== 'agreement') return WEEK_LIMITS[regime];
	const minutes = agreement?.weekMinutes;
	if (minutes === undefined) return null;
	return {
		minutes,
		words: `${inWords(minutes)} is the limit given for the collective agreement, overtime included`,
	};
}

/** The longest period over which the average may be taken. */
export interface LongestPeriod {
	readonly days?: number;
	readonly months?: number;
	readonly why: string;
}

const LONGEST_PERIODS: Readonly<Record<Regime, LongestPeriod | null>> = {
	agreement: null,
	selfEmployed: null,
	ownEmployer: {
		days: 28,
		why: 'at most 28 when the person is the employer and there is no collective agreement',
	},
	workingHoursAct: { months: 4, why: 'at most 4 months under the working-hours act (arbetstidslagen)' },
};

/** The longest beräkningsperiod of a report; null where this package knows none. */
export function longestPeriodOf(t: Tidredovisning): LongestPeriod | null {
	return LONGEST_PERIODS[regimeOf(t)];
}
