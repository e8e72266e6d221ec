import { excerpt } from '../../problems/excerpt';
import { addDays, DAY_MINUTES, twoDigits } from '../calendar';
import { dayOffNote, deadlineFor, inDays } from '../deadline';
import type { Facts, Finding } from './facts';

/** `MONTH_INVALID` */
export function monthInvalid({ t, monthIsReal }: Facts): Finding[] {
	if (monthIsReal) return [];
	return [
		{
			path: 'redovisningsmanad',
			found: excerpt(t.redovisningsmanad),
			message: `The reported month "${excerpt(t.redovisningsmanad)}" is not a month.`,
			description: 'Write it as YYYY-MM, e.g. 2026-10.',
		},
	];
}

/** `MONTH_NOT_OVER`: the last row has not ended; without rows, the month. */
export function monthNotOver({ t, monthIsReal, daysInMonth, rows, context }: Facts): Finding[] {
	if (!monthIsReal || context.today.slice(0, 7) > t.redovisningsmanad) return [];
	const end =
		rows.length === 0
			? daysInMonth * DAY_MINUTES
			: rows.reduce((latest, row) => Math.max(latest, row.end), 0);
	const ended = instant(t.redovisningsmanad, end);
	if (ended <= (context.now ?? `${context.today}T00:00`)) return [];
	const signable = ended.endsWith('T00:00') ? ended.slice(0, 10) : addDays(ended.slice(0, 10), 1);
	return [
		{
			path: rows.length === 0 ? 'redovisningsmanad' : 'tidrapport.rapportRad',
			found: ended,
			message: `The last row of ${t.redovisningsmanad} ends ${ended.replace('T', ' ')}, after today (${context.today}).`,
			description: `Have it signed from ${signable} on: nobody can vouch for time that is still to come.`,
		},
	];
}

/** Minutes since the beginning of the month, as `YYYY-MM-DDTHH:MM`. */
function instant(month: string, minutes: number): string {
	const rest = minutes % DAY_MINUTES;
	return `${addDays(`${month}-01`, Math.floor(minutes / DAY_MINUTES))}T${twoDigits(Math.floor(rest / 60))}:${twoDigits(rest % 60)}`;
}

/** Days ahead from which the deadline is named. */
const NOTICE_DAYS = 7;

/** `DEADLINE_NEAR` */
export function deadlineNear({ t, monthIsReal, context }: Facts): Finding[] {
	if (!monthIsReal) return [];
	const { date, daysLeft } = deadlineFor(t.redovisningsmanad, context.today);
	if (daysLeft < 0 || daysLeft > NOTICE_DAYS) return [];
	const left = daysLeft === 0 ? 'today' : `in ${inDays(daysLeft)}`;
	return [
		{
			path: 'redovisningsmanad',
			found: date,
			message: `The report of ${t.redovisningsmanad} must arrive at Försäkringskassan by ${date}, ${left}.`,
			description: `Have it signed and send it in time; payment may be refused when it is late.${dayOffNote(date)}`,
		},
	];
}

/** `DEADLINE_PASSED` */
export function deadlinePassed({ t, monthIsReal, context }: Facts): Finding[] {
	if (!monthIsReal) return [];
	const { date, daysLeft } = deadlineFor(t.redovisningsmanad, context.today);
	if (daysLeft >= 0) return [];
	return [
		{
			path: 'redovisningsmanad',
			found: date,
			message: `The report of ${t.redovisningsmanad} had to arrive at Försäkringskassan by ${date}, ${inDays(-daysLeft)} ago.`,
			description: `Send it now and tell Försäkringskassan why it is late; payment may be refused.${dayOffNote(date)}`,
		},
	];
}

/** `ID` */
export function id({ t }: Facts): Finding[] {
	if (/^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/.test(t.id)) return [];
	return [
		{
			path: 'id',
			found: excerpt(t.id),
			message: `The id "${excerpt(t.id)}" is not a lower-case UUID.`,
			description:
				'Give a UUID such as 4a8db4b8-bc29-4406-901c-3f69298cabe3, or let the id be made from the content.',
		},
	];
}
