import type { Facts, Finding } from './facts';

const OUTER = ['anstalldAvPersonSomHarAssistans', 'assistansanordnare'] as const;
const INNER = ['assistentAnstalldAvAnordnare', 'annanArbetsgivare', 'assistentEgenForetagare'] as const;

/** `EMPLOYER`: the types say it already; reports also come from places that have none. */
export function employer({ t }: Facts): Finding[] {
	const outer = exactlyOne('', OUTER, t);
	if (outer.length > 0 || !('assistansanordnare' in t)) return outer;
	return exactlyOne('assistansanordnare', INNER, t.assistansanordnare);
}

function exactlyOne(path: string, choices: readonly string[], where: object): Finding[] {
	const chosen = choices.filter((choice) => choice in where);
	if (chosen.length === 1) return [];
	return [
		{
			path: path === '' ? (choices[0] ?? '') : path,
			found: chosen.join(', '),
			message: `The report names ${chosen.length === 0 ? 'no employer' : `${chosen.length} employers (${chosen.join(', ')})`}.`,
			description: `Give exactly one of ${choices.join(', ')}.`,
		},
	];
}
