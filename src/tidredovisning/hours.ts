import { DAY_MINUTES, isMonth, minutesOf } from './calendar';
import { changeNightOf, type ChangeNight } from './stockholm';
import { TIDSTYPER, type Hours, type RapportRad, type Tidredovisning, type Tidstyp } from './types';

/**
 * Minutes of a stretch as really worked in Stockholm: an hour less or more than by the clock when it crosses
 * a change night. Within the hour that comes twice a clock time means its first coming, so that touching
 * rows add up; a clock time within the hour that never comes means the jump.
 * @param from minutes since midnight by the clock on the wall, as is `to`
 */
export function actualMinutes(dag: number, from: number, to: number, night: ChangeNight | null): number {
	return night === null || night.dag !== dag ? to - from : elapsed(to, night) - elapsed(from, night);
}

/**
 * Minutes really gone since the month began when the clock on the wall shows so many: see {@link actualMinutes}.
 * @param minutes since the beginning of the month by the clock on the wall
 */
export function elapsedInMonth(minutes: number, night: ChangeNight | null): number {
	const midnight = night === null ? minutes : (night.dag - 1) * DAY_MINUTES;
	return night === null || minutes <= midnight ? minutes : midnight + elapsed(minutes - midnight, night);
}

/** Minutes gone since midnight when the clock on the wall shows so many. */
function elapsed(minutes: number, { atMinute, shiftMinutes }: ChangeNight): number {
	if (shiftMinutes > 0) return minutes - Math.min(Math.max(minutes - atMinute, 0), shiftMinutes);
	return minutes < atMinute ? minutes : minutes - shiftMinutes;
}

/**
 * Minutes per kind of time of one report, by the clock and really worked; integers, never fractions of an
 * hour. Rows whose times are none count nothing: the rules name them.
 */
export function hoursOf({ redovisningsmanad, tidrapport }: Tidredovisning): Hours {
	const night = isMonth(redovisningsmanad) ? changeNightOf(redovisningsmanad) : null;
	const clock: Record<Tidstyp, number> = { aktivTid: 0, vanteTid: 0, beredskapsTid: 0 };
	const actual: Record<Tidstyp, number> = { aktivTid: 0, vanteTid: 0, beredskapsTid: 0 };
	for (const { dag, fromTid, tomTid, tidstyp } of tidrapport.rapportRad) {
		const from = minutesOf(fromTid);
		const to = minutesOf(tomTid);
		if (from < 0 || to <= from) continue;
		clock[tidstyp] += to - from;
		actual[tidstyp] += actualMinutes(dag, from, to, night);
	}
	return {
		aktivTid: { clockMinutes: clock.aktivTid, actualMinutes: actual.aktivTid },
		vanteTid: { clockMinutes: clock.vanteTid, actualMinutes: actual.vanteTid },
		beredskapsTid: { clockMinutes: clock.beredskapsTid, actualMinutes: actual.beredskapsTid },
	};
}

/** The minutes of one person's month over all assistenter: what the invoice (räkning, FK 3057) shows. */
export interface PersonTotals {
	readonly personSomHarAssistans: { readonly namn: string; readonly personnummer: string };
	readonly redovisningsmanad: string;
	/** How many reports were added up. */
	readonly reports: number;
	readonly hours: Hours;
}

/** Totals per person and month, in the order in which they first come. */
export function totalsPerPerson(reports: readonly Tidredovisning[]): PersonTotals[] {
	const totals = new Map<string, PersonTotals>();
	for (const report of reports) {
		const { personSomHarAssistans: person, redovisningsmanad } = report;
		const key = `${person.personnummer}/${redovisningsmanad}`;
		const known = totals.get(key);
		const hours = hoursOf(report);
		totals.set(key, {
			personSomHarAssistans: {
				namn: `${person.fornamn} ${person.efternamn}`,
				personnummer: person.personnummer,
			},
			redovisningsmanad,
			reports: (known?.reports ?? 0) + 1,
			hours: known === undefined ? hours : addHours(known.hours, hours),
		});
	}
	return [...totals.values()];
}

/** Adds two sums, kind by kind. */
export function addHours(a: Hours, b: Hours): Hours {
	const sum = (tidstyp: Tidstyp) => ({
		clockMinutes: a[tidstyp].clockMinutes + b[tidstyp].clockMinutes,
		actualMinutes: a[tidstyp].actualMinutes + b[tidstyp].actualMinutes,
	});
	return { aktivTid: sum('aktivTid'), vanteTid: sum('vanteTid'), beredskapsTid: sum('beredskapsTid') };
}

/** Whether a row stretches over the moment at which the clock is moved. */
export function crosses({ dag, fromTid, tomTid }: RapportRad, night: ChangeNight | null): boolean {
	if (night === null || night.dag !== dag) return false;
	const from = minutesOf(fromTid);
	const to = minutesOf(tomTid);
	return from >= 0 && to > from && actualMinutes(dag, from, to, night) !== to - from;
}

/** All minutes together, whatever their kind. */
export function allMinutes(hours: Hours): { readonly clockMinutes: number; readonly actualMinutes: number } {
	let clockMinutes = 0;
	let actual = 0;
	for (const tidstyp of TIDSTYPER) {
		clockMinutes += hours[tidstyp].clockMinutes;
		actual += hours[tidstyp].actualMinutes;
	}
	return { clockMinutes, actualMinutes: actual };
}
