import { DAY_MINUTES } from '../calendar';
import { rowPath, rowsName, rowText, type Facts, type Finding, type SoundRow } from './facts';

const HOUR = 60;

/** Between these hours hardly anybody has night's rest; minutes of the day. */
const DAY_FROM = 10 * HOUR;
const DAY_TO = 20 * HOUR;

/**
 * `WAITING_BY_DAY`: one finding for all waiting and on-call time wholly between 10 and 20. Both exist only during
 * the person's own night's rest, which differs between persons: never an error.
 * @see 9 a § lagen (1993:387) om stöd och service till vissa funktionshindrade
 */
export function waitingByDay({ rows }: Facts): Finding[] {
	const found = rows.filter(isByDay);
	const [first] = found;
	if (first === undefined) return [];
	return [
		{
			path: rowPath(first.index),
			found: rowText(first.rad),
			message: `Waiting or on-call time (väntetid, beredskap) lies between 10 and 20, where few persons have their night's rest: ${rowsName(found)}.`,
			description: 'Check the kind of time: is the column for it the right one, and is this not active time?',
		},
	];
}

function isByDay({ rad, start, end }: SoundRow): boolean {
	const midnight = start - (start % DAY_MINUTES);
	return rad.tidstyp !== 'aktivTid' && start - midnight >= DAY_FROM && end - midnight <= DAY_TO;
}
