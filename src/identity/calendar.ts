const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** How many days a month has. @param month 1–12; 0 comes back for anything else */
export function daysInMonth(year: number, month: number): number {
	if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29;
	return DAYS[month - 1] ?? 0;
}

/** Whether the day exists in the Gregorian calendar. @param month 1–12 @param day 1–31 */
export function isRealDate(year: number, month: number, day: number): boolean {
	return day >= 1 && day <= daysInMonth(year, month);
}

const SWEDISH_DAY = new Intl.DateTimeFormat('sv-SE', {
	timeZone: 'Europe/Stockholm',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
});

/**
 * The Swedish calendar day of an instant, `YYYY-MM-DD`: the day of a signature (`datumForSignatur`), of an
 * arrival, and today.
 *
 * @param instant a `Date`, or ISO 8601 with offset
 * @throws TypeError for what is not an instant
 */
export function swedishDay(instant: string | Date): string {
	const date = new Date(instant);
	if (Number.isNaN(date.getTime())) throw new TypeError('swedishDay takes an instant');
	return SWEDISH_DAY.format(date);
}
