const SWEDISH_DAY = new Intl.DateTimeFormat('sv-SE', {
	timeZone: 'Europe/Stockholm',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
});

/**
 * The Swedish calendar day of an instant, `YYYY-MM-DD`: what Försäkringskassan calls `datumForSignatur`.
 *
 * @param instant a `Date`, or ISO 8601 with offset
 */
export function datumForSignatur(instant: string | Date): string {
	const date = new Date(instant);
	if (Number.isNaN(date.getTime())) throw new TypeError('datumForSignatur takes an instant');
	return SWEDISH_DAY.format(date);
}
