import type { Facts, Finding } from './facts';

/** The choices of employer in the root, and within `assistansanordnare`. */
export const OUTER_CHOICES = ['anstalldAvPersonSomHarAssistans', 'assistansanordnare'] as const;
export const INNER_CHOICES = [
	'assistentAnstalldAvAnordnare',
	'annanArbetsgivare',
	'assistentEgenForetagare',
] as const;

/** `EMPLOYER`: the types say it already; reports also come from places that have none. */
export function employer({ t }: Facts): Finding[] {
	const outer = exactlyOne(OUTER_CHOICES[0], OUTER_CHOICES, madeIn(t, OUTER_CHOICES));
	if (outer.length > 0 || !('assistansanordnare' in t)) return outer;
	const { assistansanordnare } = t;
	return exactlyOne('assistansanordnare', INNER_CHOICES, madeIn(assistansanordnare, INNER_CHOICES));
}

function madeIn(where: object, choices: readonly string[]): string[] {
	return choices.filter((choice) => choice in where);
}

/** What is to be said when not exactly one of the choices is made. */
export function exactlyOne(path: string, choices: readonly string[], chosen: readonly string[]): Finding[] {
	if (chosen.length === 1) return [];
	const said = chosen.length === 0 ? 'no employer' : `${chosen.length} employers (${chosen.join(', ')})`;
	return [
		{
			path,
			found: chosen.join(', '),
			message: `The report names ${said}.`,
			description: `Give exactly one of ${choices.join(', ')}.`,
		},
	];
}
