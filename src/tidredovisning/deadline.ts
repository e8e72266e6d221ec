import { addMonths, dayNumber } from './calendar';
import type { Deadline } from './types';
import { weekdayOf, workingDayFrom } from './workingDay';

/**
 * The last day on which a month's report may arrive at Försäkringskassan: the 5th of the second month after it.
 * @param month a real month `YYYY-MM`
 * @param today `YYYY-MM-DD`
 * @see {@link https://www.forsakringskassan.se Försäkringskassan; 111 kap. 7 § socialförsäkringsbalken; HFD 2023:9}
 */
export function deadlineFor(month: string, today: string): Deadline {
	const date = `${addMonths(month, 2)}-05`;
	return { date, daysLeft: dayNumber(date) - dayNumber(today) };
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * What to know about a last day on which nobody works, as a sentence with a space before it; empty for a working
 * day.
 * @see lagen (1930:173) om beräkning av lagstadgad tid 2 §
 */
export function dayOffNote(date: string): string {
	const next = workingDayFrom(date);
	if (next === date) return '';
	const weekday = WEEKDAYS[weekdayOf(date) - 1] ?? '';
	const what = weekdayOf(date) > 5 ? `a ${weekday}` : 'a public holiday';
	return ` ${date} is ${what}: by the act on terms (1930:173) the last day probably moves to ${next}, but do not rely on it.`;
}

/** `1 day`, `2 days` */
export function inDays(days: number): string {
	return `${days} ${days === 1 ? 'day' : 'days'}`;
}

/**
 * How late a report was sent, in sentences; null when it was sent in time.
 * @param report what the sentence calls it
 * @param month a real month `YYYY-MM`
 * @param sent the Swedish day of sending, `YYYY-MM-DD`
 */
export function lateText(report: string, month: string, sent: string): string | null {
	const { date, daysLeft } = deadlineFor(month, sent);
	if (daysLeft >= 0) return null;
	return `${report} was sent on ${sent}, ${inDays(-daysLeft)} after the last day for ${month} (${date}). Tell Försäkringskassan why it is late; payment may be refused.${dayOffNote(date)}`;
}
