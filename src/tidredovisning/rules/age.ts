import { birthDateOf } from '../../identity/personnummer';
import { dayOf, rowPath, rowsName, type Facts, type Finding } from './facts';

/** From this birthday on assistance is paid. */
const ADULT = 18;

/**
 * `ASSISTENT_AGE`: one finding for all rows before the assistent's 18th birthday. Who was born on 29 February
 * turns 18 on 1 March.
 * @see 51 kap. 16 § socialförsäkringsbalken
 */
export function assistentAge(facts: Facts): Finding[] {
	const { t, monthIsReal, rows } = facts;
	const born = birthDateOf(t.assistent.personnummer ?? t.assistent.samordningsnummer ?? '');
	if (!monthIsReal || born === null) return [];
	const birthday = `${Number(born.slice(0, 4)) + ADULT}${born.slice(4)}`.replace(/-02-29$/, '-03-01');
	if (birthday <= `${t.redovisningsmanad}-01`) return [];
	const early = rows.filter((row) => dayOf(row, facts) < birthday);
	const [first] = early;
	if (first === undefined) return [];
	return [
		{
			path: rowPath(first.index, 'dag'),
			found: dayOf(first, facts),
			message: `The assistent turns 18 on ${birthday}, after ${rowsName(early)}.`,
			description: 'Check the personnummer and the days: assistance by a person under 18 is not paid.',
		},
	];
}
