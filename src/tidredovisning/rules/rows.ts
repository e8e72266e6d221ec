import { excerpt } from '../../problems/excerpt';
import { inWords, minutesOf } from '../calendar';
import { allMinutes, crosses, hoursOf } from '../hours';
import type { ChangeNight } from '../stockholm';
import { TIDSTYPER, type RapportRad } from '../types';
import { allSound, isDay, rowName, rowPath, rowText, type Facts, type Finding, type SoundRow } from './facts';

/** `ROW_DAY` */
export function rowDay(facts: Facts): Finding[] {
	if (allSound(facts)) return [];
	const { t, daysInMonth } = facts;
	return eachRow(t.tidrapport.rapportRad, ({ dag }, index) =>
		isDay(dag, daysInMonth)
			? null
			: {
					path: rowPath(index, 'dag'),
					found: Number.isNaN(dag) ? '' : String(dag),
					message: `Row ${index + 1} has ${Number.isNaN(dag) ? 'no readable day' : `day ${dag}`}; ${t.redovisningsmanad} has the days 1–${daysInMonth}.`,
					description: `Correct dag: a whole number from 1 to ${daysInMonth}.`,
				},
	);
}

/** `ROW_TIME` */
export function rowTime(facts: Facts): Finding[] {
	if (allSound(facts)) return [];
	const found: Finding[] = [];
	for (const [index, rad] of facts.t.tidrapport.rapportRad.entries()) {
		if (minutesOf(rad.fromTid) < 0) found.push(noTime(index, 'fromTid', rad.fromTid));
		else if (rad.fromTid === '24.00') found.push(endAsStart(index));
		if (minutesOf(rad.tomTid) < 0) found.push(noTime(index, 'tomTid', rad.tomTid));
	}
	return found;
}

function noTime(index: number, element: 'fromTid' | 'tomTid', found: string): Finding {
	return {
		path: rowPath(index, element),
		found: excerpt(found),
		message: `Row ${index + 1} has "${excerpt(found)}" as ${element}, which is no clock time.`,
		description: 'Write HH.MM with a dot, 00.00–24.00, minutes 00–59.',
	};
}

function endAsStart(index: number): Finding {
	return {
		path: rowPath(index, 'fromTid'),
		found: '24.00',
		message: `Row ${index + 1} begins at 24.00, which is only the end of a day.`,
		description: 'Begin the row at 00.00 of the next day.',
	};
}

/** `ROW_ORDER` */
export function rowOrder(facts: Facts): Finding[] {
	if (allSound(facts)) return [];
	return eachRow(facts.t.tidrapport.rapportRad, (rad, index) => {
		const from = minutesOf(rad.fromTid);
		const to = minutesOf(rad.tomTid);
		if (from < 0 || to < 0 || from < to || rad.fromTid === '24.00') return null;
		return {
			path: rowPath(index, 'tomTid'),
			found: rad.tomTid,
			message: `Row ${index + 1} (day ${rad.dag}) ends at ${rad.tomTid}, ${from === to ? 'when' : 'before'} it begins at ${rad.fromTid}.`,
			description: 'A row lies within one day: end it at 24.00 and go on at 00.00 in a row of the next day.',
		};
	});
}

/** `ROW_OVERLAP`; a row that is there twice is {@link rowDuplicate}'s. */
export function rowOverlap({ rows }: Facts): Finding[] {
	const found: Finding[] = [];
	let longest = rows[0];
	for (const row of rows.slice(1)) {
		if (longest !== undefined && row.start < longest.end && !isSame(row.rad, longest.rad))
			found.push(overlap(longest, row));
		if (longest === undefined || row.end > longest.end) longest = row;
	}
	return found;
}

function overlap(a: SoundRow, b: SoundRow): Finding {
	const [one, other] = a.index < b.index ? [a, b] : [b, a];
	const minutes = Math.min(a.end, b.end) - Math.max(a.start, b.start);
	return {
		path: rowPath(other.index),
		found: rowText(other.rad),
		message: `Rows ${one.index + 1} (${rowText(one.rad)}) and ${other.index + 1} (${rowText(other.rad)}) of the report overlap by ${inWords(minutes)}.`,
		description: 'Correct the times, or take one of the rows away: the same time is reported once.',
	};
}

/** `ROW_DUPLICATE` */
export function rowDuplicate(facts: Facts): Finding[] {
	const { t, rows } = facts;
	if (allSound(facts) && allStartApart(rows)) return [];
	const seen = new Map<string, number>();
	return eachRow(t.tidrapport.rapportRad, (rad, index) => {
		const key = `${rad.dag} ${rad.fromTid} ${rad.tomTid} ${rad.tidstyp}`;
		const first = seen.get(key);
		if (first === undefined) {
			seen.set(key, index);
			return null;
		}
		return {
			path: rowPath(index),
			found: rowText(rad),
			message: `Rows ${first + 1} and ${index + 1} of the report say the same: ${rowText(rad)}, ${rad.tidstyp}.`,
			description: 'Take one of them away.',
		};
	});
}

/** The quick answer for nearly every report. */
function allStartApart(rows: readonly SoundRow[]): boolean {
	return rows.every(({ start }, index) => start !== rows[index - 1]?.start);
}

/** `ROWS_NONE` */
export function rowsNone({ t, context }: Facts): Finding[] {
	if (t.tidrapport.rapportRad.length > 0 || context.allowEmpty === true) return [];
	return [
		{
			path: 'tidrapport.rapportRad',
			found: '',
			message: `The report of ${t.redovisningsmanad} has no rows.`,
			description: 'Add the shifts of the month, or turn on empty reports if nothing was worked.',
		},
	];
}

/** `ROW_TYPE` */
export function rowType({ t }: Facts): Finding[] {
	return eachRow(t.tidrapport.rapportRad, ({ tidstyp }, index) =>
		TIDSTYPER.includes(tidstyp)
			? null
			: {
					path: rowPath(index),
					found: excerpt(String(tidstyp)),
					message: `Row ${index + 1} is of type "${excerpt(String(tidstyp))}".`,
					description: `Give exactly one of ${TIDSTYPER.join(', ')}.`,
				},
	);
}

/** `DST` */
export function dst(facts: Facts): Finding[] {
	const { t, night } = facts;
	if (night === null) return [];
	const rader = t.tidrapport.rapportRad;
	const crossing = rader.findIndex((rad) => crosses(rad, night));
	const index = crossing >= 0 ? crossing : rader.findIndex((rad) => oddTimes(rad, night) !== '');
	const rad = rader[index];
	if (rad === undefined) return [];
	const { clockMinutes, actualMinutes } = allMinutes(hoursOf(t));
	const moved = night.shiftMinutes > 0 ? 'forward' : 'back';
	return [
		{
			path: rowPath(index),
			found: rowText(rad),
			message: `The clock is put ${moved} on day ${night.dag} ${crossing >= 0 ? 'within' : 'beside'} ${rowName(index, rad)}: ${inWords(clockMinutes)} by the clock, ${inWords(actualMinutes)} really worked in the month.`,
			description: `${oddTimes(rad, night)}Leave the rows as the clock shows: Försäkringskassan adjusts by itself. The invoice shows what was really worked.`,
		},
	];
}

/** What is odd about a row that begins or ends within the hour that never comes, or comes twice. */
function oddTimes({ dag, fromTid, tomTid }: RapportRad, night: ChangeNight): string {
	if (dag !== night.dag) return '';
	const { atMinute, shiftMinutes } = night;
	const first = Math.min(atMinute, atMinute + shiftMinutes);
	const odd = [fromTid, tomTid].filter((time) => {
		const minutes = minutesOf(time);
		return minutes > first && minutes < first + Math.abs(shiftMinutes);
	});
	if (odd.length === 0) return '';
	const times = odd.join(' and ');
	return shiftMinutes > 0
		? `The clock never shows ${times} that night: look at the shift again. `
		: `The clock shows ${times} twice that night; the first time is reckoned with. `;
}

function isSame(a: RapportRad, b: RapportRad): boolean {
	return a.dag === b.dag && a.fromTid === b.fromTid && a.tomTid === b.tomTid && a.tidstyp === b.tidstyp;
}

function eachRow(
	rader: readonly RapportRad[],
	check: (rad: RapportRad, index: number) => Finding | null,
): Finding[] {
	const found: Finding[] = [];
	for (let index = 0; index < rader.length; index += 1) {
		const rad = rader[index];
		const finding = rad === undefined ? null : check(rad, index);
		if (finding !== null) found.push(finding);
	}
	return found;
}
