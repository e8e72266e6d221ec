import { EltError } from '../errors';

/** What the builder says of the collective agreement, in minutes; a figure that is not given limits nothing. */
export interface Agreement {
	/** The most that may be worked in an average week, overtime included. */
	readonly weekMinutes?: number;
	readonly rest?: AgreementRest;
}

/** How an agreement divides work and rest, in minutes. */
export interface AgreementRest {
	/** A rest that is shorter does not count as daily rest. */
	readonly dailyRest: number;
	/** The most that may pass between two such rests. */
	readonly longestPass: number;
}

const FIGURES = ['hoursPerWeek', 'longestPass', 'dailyRest'] as const;

/** One of the figures as a text field or the command line has it. */
export type AgreementFigure = (typeof FIGURES)[number];

/** A week has no more. */
const MOST_HOURS = 168;

/**
 * Reads the figures of a collective agreement: hours above 0 and up to 168, with at most two decimals (`38.25`
 * or `38,25`).
 *
 * @param texts the figures that were given; longest pass and daily rest only together
 * @param names what messages call each figure
 * @throws EltError `INPUT_INVALID`
 */
export function readAgreement(
	texts: Readonly<Partial<Record<AgreementFigure, string>>>,
	names: Readonly<Record<AgreementFigure, string>>,
): Agreement {
	const [weekMinutes, longestPass, dailyRest] = FIGURES.map((figure) => {
		const text = texts[figure];
		return text === undefined ? undefined : readMinutes(text, names[figure]);
	});
	if (longestPass === undefined && dailyRest === undefined) return { weekMinutes };
	if (longestPass !== undefined && dailyRest !== undefined)
		return { weekMinutes, rest: { longestPass, dailyRest } };
	const [given, missing] =
		dailyRest === undefined ? [names.longestPass, names.dailyRest] : [names.dailyRest, names.longestPass];
	throw new EltError(
		'INPUT_INVALID',
		`${given} is given without ${missing}`,
		'Give both: how long a pass may be, and how long the rest after it must be.',
	);
}

function readMinutes(text: string, name: string): number {
	const hours = /^\d{1,3}(?:[.,]\d{1,2})?$/.test(text) ? Number(text.replace(',', '.')) : 0;
	if (hours > 0 && hours <= MOST_HOURS) return Math.round(hours * 60);
	throw new EltError(
		'INPUT_INVALID',
		`${name} is "${text}", which is not a number above 0 and up to ${MOST_HOURS}`,
		'Give hours with at most two decimals, e.g. 48 or 11.5.',
	);
}
