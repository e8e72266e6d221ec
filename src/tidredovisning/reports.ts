import type { Problem } from '../errors';
import { maskPersonnummer } from '../identity/masking';
import { clockTime, inWords } from './calendar';
import { contentId, randomId, type Content } from './contentId';
import { actualMinutes } from './hours';
import { arbetsgivare } from './provider';
import { minutesBeside, partText, splitAtMidnight, type Part } from './split';
import { changeNightOf } from './stockholm';
import type {
	PersonSomHarAssistans,
	ProviderDefaults,
	RapportRad,
	Shift,
	Tidredovisning,
	Tidstyp,
	Writable,
} from './types';

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
	/** All problems: `ROW_OUTSIDE_MONTH`, `ROWS_DISAGREE`, `DST_AMBIGUOUS`. */
	readonly problems: Problem[];
	/** The same problems by the report they belong to; those of no report are missing here. */
	readonly problemsOf: ReadonlyMap<Tidredovisning, readonly Problem[]>;
}

interface Row extends Pick<Part, 'from' | 'to'> {
	readonly dag: number;
	readonly tidstyp: Tidstyp;
}

type Named = Pick<PersonSomHarAssistans, 'fornamn' | 'efternamn'>;

interface Group {
	readonly key: string;
	readonly month: string;
	/** The shift that speaks for all: the first by its row. */
	first: Shift;
	readonly rows: Row[];
	readonly problems: Problem[];
	disagrees: boolean;
}

/**
 * Makes reports of shifts: each is split at midnight into rows, and the rows are gathered per assistent,
 * person and month, sorted. Nothing is merged, rounded or dropped. The order of the shifts doesn't matter.
 */
export function buildTidredovisningar(shifts: readonly Shift[], options: BuildOptions): BuiltReports {
	const groups = new Map<string, Group>();
	const outside: { readonly persons: string; readonly problem: Problem }[] = [];
	let group: Group | undefined;
	for (const shift of shifts) {
		for (const part of splitAtMidnight(shift)) {
			const month = part.date.slice(0, 7);
			if (options.month !== undefined && month !== options.month) {
				outside.push({ persons: personsOf(shift), problem: outsideMonth(shift, part, options.month) });
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
	const problems = outside.map(({ problem }) => problem);
	const problemsOf = new Map<Tidredovisning, readonly Problem[]>();
	const tidredovisningar = [...groups.values()].sort(byKey).map((group) => {
		const report = tidredovisning(group, options);
		const own = outside
			.filter(({ persons }) => group.key.startsWith(`${persons}/`))
			.map(({ problem }) => problem);
		problemsOf.set(report, [...own, ...group.problems]);
		problems.push(...group.problems);
		return report;
	});
	return { tidredovisningar, problems, problemsOf };
}

function personsOf({ assistent, personSomHarAssistans }: Shift): string {
	return `${assistent.personnummer ?? assistent.samordningsnummer ?? ''}/${personSomHarAssistans.personnummer}`;
}

/** The group of a part of a shift. @param last where the part before it went: mostly it is the same */
function groupOf(groups: Map<string, Group>, shift: Shift, month: string, last: Group | undefined): Group {
	if (last?.month === month && samePersons(last.first, shift)) {
		if (last.first !== shift) compare(last, shift);
		return last;
	}
	const key = `${personsOf(shift)}/${month}`;
	const known = groups.get(key);
	if (known !== undefined) {
		compare(known, shift);
		return known;
	}
	const group: Group = { key, month, first: shift, rows: [], problems: [], disagrees: false };
	groups.set(key, group);
	return group;
}

function samePersons(a: Shift, b: Shift): boolean {
	return (
		a.personSomHarAssistans.personnummer === b.personSomHarAssistans.personnummer &&
		a.assistent.personnummer === b.assistent.personnummer &&
		a.assistent.samordningsnummer === b.assistent.samordningsnummer
	);
}

/** Two rows of one report must say the same of its persons and employer: one of them would be wrong on it. */
function compare(group: Group, shift: Shift): void {
	if (!group.disagrees && !sameHead(group.first, shift)) {
		group.disagrees = true;
		group.problems.push(disagree(group.first, shift));
	}
	if (shift.row < group.first.row) group.first = shift;
}

function sameHead(a: Shift, b: Shift): boolean {
	return (
		sameName(a.assistent, b.assistent) &&
		sameName(a.personSomHarAssistans, b.personSomHarAssistans) &&
		a.assistent.kollektivavtal === b.assistent.kollektivavtal &&
		a.telefonnummerAssistent === b.telefonnummerAssistent &&
		(a.overrides === b.overrides || JSON.stringify(a.overrides) === JSON.stringify(b.overrides))
	);
}

function sameName(a: Named, b: Named): boolean {
	return a.fornamn === b.fornamn && a.efternamn === b.efternamn;
}

function headOf({
	assistent,
	personSomHarAssistans: person,
	telefonnummerAssistent,
	overrides,
}: Shift): unknown[] {
	return [
		assistent.fornamn,
		assistent.efternamn,
		assistent.kollektivavtal,
		person.fornamn,
		person.efternamn,
		telefonnummerAssistent,
		overrides === undefined ? undefined : JSON.stringify(overrides),
	];
}

function tidredovisning(group: Group, { defaults, id }: BuildOptions): Tidredovisning {
	const { assistent, personSomHarAssistans, telefonnummerAssistent, overrides } = group.first;
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

function disagree(a: Shift, b: Shift): Problem {
	const who = maskPersonnummer(a.assistent.personnummer ?? a.assistent.samordningsnummer ?? '');
	const [one, other] = a.row < b.row ? [a, b] : [b, a];
	return {
		code: 'ROWS_DISAGREE',
		level: 'error',
		path: `row ${other.row}`,
		message: `Rows ${one.row} and ${other.row} are of one report (assistent ${who}) but differ in its head: ${difference(one, other)}.`,
		description:
			'Make the names, the phone and the employer the same in all rows of an assistent, person and month.',
		found: difference(one, other),
	};
}

function difference(a: Shift, b: Shift): string {
	const after = headOf(b);
	const differing = headOf(a).flatMap((value, index) =>
		value === after[index] ? [] : [`${String(value ?? 'nothing')} / ${String(after[index] ?? 'nothing')}`],
	);
	return differing.join(', ');
}
