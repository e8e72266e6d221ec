import { EltError } from '../../errors';
import { isDate } from '../calendar';
import { dayOf, rowPath, rowsName, type Facts, type Finding } from './facts';

/**
 * `NOTIFICATION_3066`: one finding for all rows before the day on which the employer's notification was handed
 * in; nothing where that day is not given.
 * @see 51 kap. 24 § socialförsäkringsbalken; FK 3066
 */
export function notification3066(facts: Facts): Finding[] {
	const { notified3066 } = facts.context;
	if (notified3066 === undefined || !facts.monthIsReal) return [];
	const early = facts.rows.filter((row) => dayOf(row, facts) < notified3066);
	const [first] = early;
	if (first === undefined) return [];
	return [
		{
			path: rowPath(first.index, 'dag'),
			found: notified3066,
			message: `The employer's notification (FK 3066) was handed in on ${notified3066}, after ${rowsName(early)}.`,
			description:
				'Check the day of the notification and the days of the rows: assistance before it may not be paid.',
		},
	];
}

/**
 * Reads the day of the notification.
 *
 * @param name what a message calls it
 * @throws EltError `INPUT_INVALID`
 */
export function readNotified3066(text: string, name: string): string {
	if (isDate(text)) return text;
	throw new EltError(
		'INPUT_INVALID',
		`${name} is "${text}", which is not a day`,
		'Give a day as YYYY-MM-DD.',
	);
}
