import type { Problem } from '../errors';
import { Problems } from '../problems/problems';
import { clockTime, inWords } from './calendar';
import { contentId, randomId, type Content } from './contentId';
import { disagreements } from './disagreement';
import { actualMinutes } from './hours';
import { arbetsgivare } from './provider';
import { minutesBeside, partText, splitAtMidnight, type Part } from './split';
import { changeNightOf } from './stockholm';
import { nummerOf, reportKey } from './reportKey';
import type { ProviderDefaults, RapportRad, Shift, Tidredovisning, Tidstyp, Writable } from './types';

/** How shifts become reports. */
export interface BuildOptions {
	/** What is the same on every report; a shift's `overrides` go before it. */
	readonly defaults: ProviderDefaults;
	/** `YYYY-MM`: only this month is built, and what falls outside is named. All months unless given. */
	readonly month?: string;
	/** `content` (default): the same content gives the same id. `random`: a new one each time. */
	readonly id?: 'content' | 'random';
}

/** What came of the shifts. */
export interface BuiltReports {
	/** Sorted by assistent, person and month. */
	readonly tidredovisningar: Tidredovisning[];
	/** `ROW_OUTSIDE_MONTH`, `ROWS_DISAGREE`, `DST_AMBIGUOUS`: of each the first 20, and how many more there are. */
	readonly problems: Problem[];
	/** The problems of each report, as many of a kind; those of no report are missing here. */
	readonly problemsOf: ReadonlyMap<Tidredovisning, readonly Problem[]>;
}

interface Row extends Pick<Part, 'from' | 'to'> {
	readonly dag: number;
	readonly tidstyp: Tidstyp;
}

interface Group {
	readonly key: string;
	readonly month: string;
	readonly persons: string;
	/** Never empty. */
	readonly shifts: [Shift, ...Shift[]];
	readonly rows: Row[];
	/** What is to be known about single rows. */
	readonly problems: Problem[];
}

/**
 * Makes reports of shifts: each is split at midnight into rows, and the rows are gathered per assistent,
 * person and month, sorted. Nothing is merged, rounded or dropped. The order of the shifts doesn't matter.
 */
export function buildTidredovisningar(shifts: readonly Shift[], options: BuildOptions): BuiltReports {
	const groups = new Map<string, Group>();
	const outside = new Map<string, Problems>();
	const problems = new Problems();
	let group: Group | undefined;
	for (const shift of shifts) {
		for (const part of splitAtMidnight(shift)) {
			const month = part.date.slice(0, 7);
			if (options.month !== undefined && month !== options.month) {
				const persons = personsOf(shift);
				const own = outside.get(persons) ?? new Problems();
				outside.set(persons, own);
				const problem = outsideMonth(shift, part, options.month);
				own.add(problem);
				problems.add(problem);
				continue;
			}
			group = groupOf(groups, shift, month, group);
			group.rows.push({
				dag: Number(part.date.slice(8, 10)),
				from: part.from,
				to: part.to,
				tidstyp: shift.tidstyp,
			});
			if (minutesBeside(shift, part) !== 0) group.problems.push(secondComing(shift, part));
		}
	}
	const problemsOf = new Map<Tidredovisning, readonly Problem[]>();
	const tidredovisningar = [...groups.values()].sort(byKey).map((group) => {
		const first = group.shifts.reduce(firstByRow);
		const report = tidredovisning(group, first, options);
		const own = new Problems();
		for (const problem of [...disagreements(first, group.shifts), ...group.problems]) {
			own.add(problem);
			problems.add(problem);
		}
		problemsOf.set(report, [...(outside.get(group.persons)?.list() ?? []), ...own.list()]);
		return report;
	});
	return { tidredovisningar, problems: problems.list(), problemsOf };
}

/** The shift that speaks for all of a report: the first by its row. */
function firstByRow(first: Shift, shift: Shift): Shift {
	return shift.row < first.row ? shift : first;
}

function personsOf({ assistent, personSomHarAssistans }: Shift): string {
	return `${nummerOf(assistent)}/${personSomHarAssistans.personnummer}`;
}

/** The group of a part of a shift. @param last where the part before it went: mostly it is the same */
function groupOf(groups: Map<string, Group>, shift: Shift, month: string, last: Group | undefined): Group {
	if (last?.month === month && samePersons(last.shifts[0], shift)) return withShift(last, shift);
	const persons = personsOf(shift);
	const key = reportKey(shift.assistent, shift.personSomHarAssistans, month);
	const known = groups.get(key);
	if (known !== undefined) return withShift(known, shift);
	const group: Group = { key, month, persons, shifts: [shift], rows: [], problems: [] };
	groups.set(key, group);
	return group;
}

/** A shift over midnight comes once for each of its days. */
function withShift(group: Group, shift: Shift): Group {
	if (group.shifts.at(-1) !== shift) group.shifts.push(shift);
	return group;
}

function samePersons(a: Shift, b: Shift): boolean {
	return (
		a.personSomHarAssistans.personnummer === b.personSomHarAssistans.personnummer &&
		a.assistent.personnummer === b.assistent.personnummer &&
		a.assistent.samordningsnummer === b.assistent.samordningsnummer
	);
}

function tidredovisning(group: Group, first: Shift, { defaults, id }: BuildOptions): Tidredovisning {
	const { assistent, personSomHarAssistans, telefonnummerAssistent, overrides } = first;
	const provider: ProviderDefaults = overrides === undefined ? defaults : { ...defaults, ...overrides };
	const content: Writable<Content> = {
		redovisningsmanad: group.month,
		personSomHarAssistans,
		assistent: { ...assistent, kollektivavtal: provider.kollektivavtal },
		berakningsperiod: provider.berakningsperiod ?? [],
		...arbetsgivare(provider),
		tidrapport: { rapportRad: group.rows.sort(byTime).map(rapportRad) },
		telefonnummerAnordnare: provider.telefonnummerAnordnare.trim(),
	};
	if (telefonnummerAssistent !== undefined) content.telefonnummerAssistent = telefonnummerAssistent;
	return { id: id === 'random' ? randomId() : contentId(content), ...content };
}

function rapportRad({ dag, from, to, tidstyp }: Row): RapportRad {
	return { dag, fromTid: clockTime(from), tomTid: clockTime(to), tidstyp };
}

function byKey(a: Group, b: Group): number {
	return a.key < b.key ? -1 : 1;
}

function byTime(a: Row, b: Row): number {
	return (
		a.dag - b.dag ||
		a.from - b.from ||
		a.to - b.to ||
		(a.tidstyp < b.tidstyp ? -1 : Number(a.tidstyp > b.tidstyp))
	);
}

function outsideMonth(shift: Shift, part: Part, month: string): Problem {
	const found = partText(part);
	return {
		code: 'ROW_OUTSIDE_MONTH',
		level: 'info',
		path: `row ${shift.row}`,
		message: `Row ${shift.row}: ${found} (${shift.tidstyp}) is outside ${month} and not in its report.`,
		description: `Build ${part.date.slice(0, 7)} from an export that holds this shift too.`,
		found,
	};
}

/** A row can't say that it begins or ends at the second coming of a clock time: what that does is told. */
function secondComing(shift: Shift, part: Part): Problem {
	const night = changeNightOf(part.date.slice(0, 7));
	const reckoned = actualMinutes(Number(part.date.slice(8, 10)), part.from, part.to, night);
	const beside = minutesBeside(shift, part);
	const [does, time] = beside > 0 ? ['ends', part.to] : ['begins', part.from];
	const found = inWords(reckoned + beside);
	return {
		code: 'DST_AMBIGUOUS',
		level: 'warning',
		path: `row ${shift.row}`,
		message: `Row ${shift.row}: ${partText(part)} ${does} when the clock shows ${clockTime(time)} for the second time that night. A row means the first: ${inWords(reckoned)} are reckoned, ${found} were worked by the export.`,
		description:
			'Leave the row as the clock shows, and show what was really worked on the invoice (räkning, FK 3057).',
		found,
	};
}
