import { addDays, dayNumber } from './calendar';

/** Days of every year on which a term of law does not end, `MM-DD`. */
const FIXED = new Set(['01-01', '01-06', '05-01', '06-06', '12-24', '12-25', '12-26', '12-31']);

/** Weekdays that move with Easter Sunday, in days after it: Good Friday, Easter Monday, Ascension Day. */
const AROUND_EASTER = [-2, 1, 39];

const FRIDAY = 5;

/**
 * The first day from a date on, the date included, on which a term of Swedish law can end: no Saturday, Sunday,
 * public holiday, nor Midsummer Eve, Christmas Eve or New Year's Eve.
 *
 * @param date `YYYY-MM-DD`
 * @see lagen (1930:173) om beräkning av lagstadgad tid 2 §; lagen (1989:253) om allmänna helgdagar
 */
export function workingDayFrom(date: string): string {
	let day = date;
	while (!isWorkingDay(day)) day = addDays(day, 1);
	return day;
}

function isWorkingDay(date: string): boolean {
	if (isWeekend(date) || FIXED.has(date.slice(5)) || isMidsummerEve(date)) return false;
	const afterEaster = dayNumber(date) - dayNumber(easterSunday(Number(date.slice(0, 4))));
	return !AROUND_EASTER.includes(afterEaster);
}

/** The day of the week of a date: 1 (Monday) to 7 (Sunday). */
export function weekdayOf(date: string): number {
	// 1970-01-01 was a Thursday.
	return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

const isWeekend = (date: string): boolean => weekdayOf(date) > FRIDAY;

/** The Friday from 19 to 25 June. */
function isMidsummerEve(date: string): boolean {
	return date.slice(5) >= '06-19' && date.slice(5) <= '06-25' && weekdayOf(date) === FRIDAY;
}

/** Easter Sunday by the Gregorian calendar. @see Meeus, Astronomical Algorithms, chapter 8 */
function easterSunday(year: number): string {
	const golden = year % 19;
	const century = Math.floor(year / 100);
	const inCentury = year % 100;
	const leapCorrection =
		century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
	const moon = (19 * golden + leapCorrection + 15) % 30;
	const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - moon - (inCentury % 4)) % 7;
	const late = Math.floor((golden + 11 * moon + 22 * toSunday) / 451);
	const fromMarch22 = moon + toSunday - 7 * late;
	return addDays(`${year}-03-22`, fromMarch22);
}
