import { EltError } from '../errors';
import { excerpt } from '../problems/excerpt';
import { hasRightCheckDigit } from '../identity/checkDigit';
import { berakningsperioderFor } from '../tidredovisning/berakningsperiod';
import { DAY_MINUTES, dayNumber, daysOf, isMonth, twoDigits } from '../tidredovisning/calendar';
import { writeMinute } from './paxml/timeLine';
import { changeNightOf } from '../tidredovisning/stockholm';
import type { ProviderDefaults } from '../tidredovisning/types';

/** What fictitious month is made. */
export interface ExampleOptions {
	/** `YYYY-MM`. */
	readonly month: string;
	/** How many assistenter, 1–500; default 12. */
	readonly assistants?: number;
	/** The same seed makes the same month; default 1. */
	readonly seed?: number | string;
}

/** A shift as an HR system exports it: local times, Swedish headings. */
export type ExampleRow = Readonly<Record<(typeof EXAMPLE_COLUMNS)[number], string>>;

/** A fictitious month: an export, and the provider's own data. */
export interface Example {
	readonly rows: readonly ExampleRow[];
	readonly anordnare: ProviderDefaults;
}

/** The headings of the export. */
export const EXAMPLE_COLUMNS = [
	'Assistent personnummer',
	'Assistent förnamn',
	'Assistent efternamn',
	'Assistent telefon',
	'Brukare personnummer',
	'Brukare förnamn',
	'Brukare efternamn',
	'Start',
	'Slut',
	'Tidstyp',
] as const;

const MAX_ASSISTANTS = 500;
const FIRST_NAMES = [
	'Åsa',
	'Märta',
	'Zoë',
	'Örjan',
	'Björn',
	'Håkan',
	'José',
	'Anna-Karin',
	'Li',
	'Said',
	'Elif',
	'Ida',
];
const LAST_NAMES = [
	'Sjöö',
	'Lindqvist',
	'Öberg',
	'Ågren',
	'Ström',
	'Tolvansson',
	"O'Neill",
	'Åkerström-Berg',
	'Öztürk',
	'Ek',
];
const START_HOURS = [6, 7, 8, 10, 13, 14, 18, 21, 22];
const LENGTHS = [2, 3, 4, 6, 7.5, 8, 8, 10].map((hours) => hours * 60);
/** Mostly active time. */
const TYPES = ['Aktiv', 'Aktiv', 'Aktiv', 'Aktiv', 'Aktiv', 'Aktiv', 'Vänte', 'Beredskap'];
/** An assistent rests 12 hours by the clock between shifts, 11 in spring's night, and two days after each three shifts. */
const REST_MINUTES = 12 * 60;
const SHIFTS_IN_A_ROW = 3;
/** In months of this year and later everybody is old enough; people of earlier ones are born as much earlier. */
const YOUNGEST_FOR = 2023;

interface Person {
	readonly personnummer: string;
	readonly fornamn: string;
	readonly efternamn: string;
	readonly telefon: string;
}

/** Minutes since 1970-01-01 00.00 by the clock on the wall. */
interface Work {
	readonly from: number;
	readonly to: number;
	readonly tidstyp: string;
}

/** Chance that is the same each time. */
class Dice {
	private state: number;

	constructor(seed: number | string) {
		let hash = 0x811c9dc5;
		for (const character of String(seed))
			hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
		this.state = hash >>> 0;
	}

	/** A whole number from 0 up to, not including, `below`: mulberry32. */
	below(below: number): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * below);
	}

	between(first: number, last: number): number {
		return first + this.below(last - first + 1);
	}

	one<T>(list: readonly [T, ...T[]] | readonly T[], otherwise: T): T {
		return list[this.below(list.length)] ?? otherwise;
	}
}

/**
 * Twelve digits of the Swedish Tax Agency's series for testing: birth number 980–999, right check digit.
 * @see https://www.skatteverket.se Testpersonnummer
 */
function testNumber(dice: Dice, firstYear: number, lastYear: number): string {
	const date = `${dice.between(firstYear, lastYear)}${twoDigits(dice.between(1, 12))}${twoDigits(dice.between(1, 28))}`;
	const nine = `${date}${dice.between(980, 999)}`;
	const checkDigit = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((digit) =>
		hasRightCheckDigit(`${nine.slice(2)}${digit}`),
	);
	return `${nine}${checkDigit ?? 0}`;
}

function people(dice: Dice, count: number, years: readonly [number, number], taken: Set<string>): Person[] {
	return Array.from({ length: count }, () => {
		let personnummer = testNumber(dice, ...years);
		while (taken.has(personnummer)) personnummer = testNumber(dice, ...years);
		taken.add(personnummer);
		return {
			personnummer: `${personnummer.slice(0, 8)}-${personnummer.slice(8)}`,
			fornamn: dice.one(FIRST_NAMES, ''),
			efternamn: dice.one(LAST_NAMES, ''),
			// A series that is no one's: numbers set aside for fiction.
			telefon: `070-17406${dice.between(10, 99)}`,
		};
	});
}

/** A night shift that one assistent always has: over the change night where the month has one. */
function nightShift(month: string): Work {
	const dag = changeNightOf(month)?.dag ?? 11;
	const midnight = dayNumber(`${month}-${twoDigits(dag)}`) * DAY_MINUTES;
	return { from: midnight - 120, to: midnight + 7 * 60, tidstyp: 'Aktiv' };
}

/** One assistent's shifts: none overlap, with rest between them. */
function shiftsOf(dice: Dice, month: string, fixed: readonly Work[]): Work[] {
	const first = dayNumber(`${month}-01`);
	const shifts: Work[] = [...fixed];
	let day = first + dice.below(4);
	let inARow = 0;
	let restedAt = 0;
	while (day < first + daysOf(month)) {
		const from = day * DAY_MINUTES + dice.one(START_HOURS, 8) * 60;
		const to = from + dice.one(LENGTHS, 240) + (dice.below(6) === 0 ? 15 : 0);
		const tidstyp = dice.one(TYPES, 'Aktiv');
		const near = fixed.some((work) => from < work.to + 2 * DAY_MINUTES && to > work.from - 2 * DAY_MINUTES);
		if (from >= restedAt && !near) {
			shifts.push({ from, to, tidstyp });
			inARow += 1;
			restedAt = to + REST_MINUTES;
		}
		const rests = inARow >= SHIFTS_IN_A_ROW;
		day += rests ? 3 : dice.between(1, 2);
		if (rests) inARow = 0;
	}
	return shifts;
}

function rowOf(assistent: Person, brukare: Person, { from, to, tidstyp }: Work): ExampleRow {
	return {
		'Assistent personnummer': assistent.personnummer,
		'Assistent förnamn': assistent.fornamn,
		'Assistent efternamn': assistent.efternamn,
		'Assistent telefon': assistent.telefon,
		'Brukare personnummer': brukare.personnummer,
		'Brukare förnamn': brukare.fornamn,
		'Brukare efternamn': brukare.efternamn,
		Start: writeMinute(from).replace('T', ' '),
		Slut: writeMinute(to).replace('T', ' '),
		Tidstyp: tidstyp,
	};
}

function anordnareFor(month: string): ProviderDefaults {
	return {
		anordnareNamn: 'Exempel Assistans AB',
		organisationsnummer: '5547165067',
		kontaktperson: 'Kim Kontakt',
		telefonnummer: '08-465 004 00',
		telefonnummerAnordnare: '08-465 004 00',
		kollektivavtal: true,
		employer: 'anordnare',
		berakningsperiod: berakningsperioderFor(month, { kind: 'calendarMonth' }),
	};
}

function checkOptions(month: string, assistants: number): void {
	if (!isMonth(month)) {
		throw new EltError(
			'INPUT_INVALID',
			`The month is "${excerpt(month)}", which is no month.`,
			'Give a month as YYYY-MM, e.g. 2026-10.',
		);
	}
	if (!Number.isInteger(assistants) || assistants < 1 || assistants > MAX_ASSISTANTS) {
		throw new EltError(
			'INPUT_INVALID',
			`An example of ${assistants} assistants is not possible.`,
			`Give a whole number from 1 to ${MAX_ASSISTANTS}.`,
		);
	}
}

/**
 * Makes a fictitious month: an export of shifts, some over midnight and one over the night when the clock is
 * moved, and the provider's data. No one's shifts overlap; every identity number is of the series for testing.
 * The same options make the same month.
 *
 * @throws INPUT_INVALID no month, or a number of assistants that is not possible
 */
export function generateExample({ month, assistants = 12, seed = 1 }: ExampleOptions): Example {
	checkOptions(month, assistants);
	const dice = new Dice(seed);
	const taken = new Set<string>();
	const earlier = Math.max(0, YOUNGEST_FOR - Number(month.slice(0, 4)));
	const brukare = people(dice, Math.ceil(assistants / 3), [1950 - earlier, 2012 - earlier], taken);
	const assistenter = people(dice, assistants, [1962 - earlier, 2004 - earlier], taken);
	const rows = assistenter.flatMap((assistent, index) => {
		const home = brukare[index % brukare.length];
		const other = brukare[(index + 1) % brukare.length];
		const shifts = shiftsOf(dice, month, index === 0 ? [nightShift(month)] : []);
		return shifts.flatMap((work) => {
			const whose = index % 4 === 3 && dice.below(3) === 0 ? other : home;
			return whose ? [rowOf(assistent, whose, work)] : [];
		});
	});
	rows.sort((one, two) => one.Start.localeCompare(two.Start) || one.Slut.localeCompare(two.Slut));
	return { rows, anordnare: anordnareFor(month) };
}

function quoted(value: string): string {
	return /[;"\r\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Writes the export as HR systems do: semicolons, UTF-8 with a byte order mark, CRLF. */
export function exampleCsv(rows: readonly ExampleRow[]): string {
	const lines = rows.map((row) => EXAMPLE_COLUMNS.map((column) => quoted(row[column])).join(';'));
	return `\ufeff${[EXAMPLE_COLUMNS.join(';'), ...lines].join('\r\n')}\r\n`;
}
