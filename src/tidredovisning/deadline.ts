import { addMonths, dayNumber } from './calendar';
import type { Deadline } from './types';

/**
 * The last day on which a month's report may come in: the 5th of the second month after it.
 * @param month a real month `YYYY-MM`
 * @param today `YYYY-MM-DD`
 * @see {@link https://www.forsakringskassan.se Försäkringskassan; HFD 2023:9}
 */
export function deadlineFor(month: string, today: string): Deadline {
	const date = `${addMonths(month, 2)}-05`;
	return { date, daysLeft: dayNumber(date) - dayNumber(today) };
}
