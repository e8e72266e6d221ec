import { maskOrganisationsnummer, maskPersonnummer } from '../identity/masking';
import { minutesOf } from './calendar';
import { hoursOf } from './hours';
import { TIDSTYPER, type RapportRad, type Tidredovisning, type Tidstyp } from './types';

/** A row that a correction changed. */
export interface ChangedRow {
	readonly before: RapportRad;
	readonly after: RapportRad;
}

/** Something other than a row that a correction changed: names, numbers, employer, periods, phones. */
export interface ChangedField {
	/** Path into the document, e.g. `assistent.efternamn`. */
	readonly path: string;
	/** Masked where it is a personnummer, a sole trader's organisationsnummer too; empty where it was not there. */
	readonly before: string;
	readonly after: string;
}

/** Minutes by the clock of one kind of time, before and after a correction. */
export interface ChangedMinutes {
	readonly before: number;
	readonly after: number;
}

/** What a correction changes in the report that it replaces. */
export interface Difference {
	readonly removed: readonly RapportRad[];
	readonly added: readonly RapportRad[];
	readonly changed: readonly ChangedRow[];
	/** How many rows stayed as they were. */
	readonly unchanged: number;
	readonly clockMinutes: Readonly<Record<Tidstyp, ChangedMinutes>>;
	readonly fields: readonly ChangedField[];
}

function keyOf({ dag, fromTid, tomTid, tidstyp }: RapportRad): string {
	return `${dag} ${fromTid} ${tomTid} ${tidstyp}`;
}

/** Takes out of `rows` what `others` have as well, each as often as they have it. */
function without(rows: readonly RapportRad[], others: readonly RapportRad[]): RapportRad[] {
	const counts = new Map<string, number>();
	for (const row of others) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
	return rows.filter((row) => {
		const left = counts.get(keyOf(row)) ?? 0;
		if (left > 0) counts.set(keyOf(row), left - 1);
		return left === 0;
	});
}

/** Minutes that two rows of one day share. */
function overlap(one: RapportRad, other: RapportRad): number {
	const from = Math.max(minutesOf(one.fromTid), minutesOf(other.fromTid));
	return Math.min(minutesOf(one.tomTid), minutesOf(other.tomTid)) - from;
}

/** Whether a row can be what became of another: the same day, overlapping or touching. */
function mayBecome(before: RapportRad, after: RapportRad): boolean {
	return before.dag === after.dag && overlap(before, after) >= 0;
}

/** Pairs each row that is gone with the new row that shares most of its time. */
function pair(removed: readonly RapportRad[], added: readonly RapportRad[]): ChangedRow[] {
	const free = new Set(added);
	const pairs: ChangedRow[] = [];
	for (const before of removed) {
		const [after] = [...free]
			.filter((row) => mayBecome(before, row))
			.sort((one, other) => overlap(before, other) - overlap(before, one));
		if (!after) continue;
		free.delete(after);
		pairs.push({ before, after });
	}
	return pairs;
}

/** Every value of a document beside its id and rows, by path. */
function valuesOf(value: unknown, path = ''): [string, string][] {
	if (typeof value !== 'object' || value === null) return [[path, value === undefined ? '' : String(value)]];
	return Object.entries(value).flatMap(([name, inner]) => {
		if (path === '' && (name === 'id' || name === 'tidrapport')) return [];
		const place = Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
		return valuesOf(inner, place);
	});
}

function shown(path: string, text: string): string {
	if (path.endsWith('organisationsnummer')) return maskOrganisationsnummer(text);
	return /(?:personnummer|samordningsnummer)$/u.test(path) ? maskPersonnummer(text) : text;
}

function changedFields(before: Tidredovisning, after: Tidredovisning): ChangedField[] {
	const old = new Map(valuesOf(before));
	const now = new Map(valuesOf(after));
	return [...new Set([...old.keys(), ...now.keys()])]
		.filter((path) => (old.get(path) ?? '') !== (now.get(path) ?? ''))
		.map((path) => ({
			path,
			before: shown(path, old.get(path) ?? ''),
			after: shown(path, now.get(path) ?? ''),
		}));
}

function changedMinutes(before: Tidredovisning, after: Tidredovisning): Record<Tidstyp, ChangedMinutes> {
	const [old, now] = [hoursOf(before), hoursOf(after)];
	const of = (tidstyp: Tidstyp): ChangedMinutes => ({
		before: old[tidstyp].clockMinutes,
		after: now[tidstyp].clockMinutes,
	});
	return { aktivTid: of('aktivTid'), vanteTid: of('vanteTid'), beredskapsTid: of('beredskapsTid') };
}

/**
 * What a correction changes: rows removed, added and changed (the same day, overlapping or touching), the
 * minutes by the clock, and every other value of the document but its id.
 */
export function differenceBetween(before: Tidredovisning, after: Tidredovisning): Difference {
	const { rapportRad: old } = before.tidrapport;
	const { rapportRad: now } = after.tidrapport;
	const gone = without(old, now);
	const come = without(now, old);
	const changed = pair(gone, come);
	return {
		removed: gone.filter((row) => changed.every((change) => change.before !== row)),
		added: come.filter((row) => changed.every((change) => change.after !== row)),
		changed,
		unchanged: old.length - gone.length,
		clockMinutes: changedMinutes(before, after),
		fields: changedFields(before, after),
	};
}

/** Whether a correction changes nothing at all. */
export function changesNothing({ removed, added, changed, fields }: Difference): boolean {
	return removed.length + added.length + changed.length + fields.length === 0;
}

/** What a correction does, in a line: `rows: 2 added, 1 changed; other values: assistent.fornamn; aktivTid +120 min`. */
export function describeDifference(difference: Difference): string {
	const { removed, added, changed, fields, clockMinutes } = difference;
	if (changesNothing(difference)) return 'nothing is changed';
	const counts: [number, string][] = [
		[added.length, 'added'],
		[removed.length, 'removed'],
		[changed.length, 'changed'],
	];
	const rows = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
	const minutes = TIDSTYPER.flatMap((tidstyp) => {
		const change = clockMinutes[tidstyp].after - clockMinutes[tidstyp].before;
		return change === 0 ? [] : [`${tidstyp} ${change > 0 ? '+' : '−'}${Math.abs(change)} min`];
	});
	return [
		...(rows.length ? [`rows: ${rows.join(', ')}`] : []),
		...(fields.length ? [`other values: ${fields.map(({ path }) => path).join(', ')}`] : []),
		...(minutes.length ? [minutes.join(', ')] : []),
	].join('; ');
}
