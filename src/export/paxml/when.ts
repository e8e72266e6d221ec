import { addDays, DAY_MINUTES, dayNumber } from '../../tidredovisning/calendar';
import { DATE_FORMS, type LocalTime, readDate, readDateTime, readTime } from '../localTime';
import { type Stretch } from './timeLine';
import type { Transaction } from './file';

/** An element or attribute that cannot be understood. */
export interface Fault {
	readonly code: 'ROW_DAY' | 'ROW_TIME' | 'ROW_ORDER' | 'ROW_HOURS' | 'ELEMENT_TWICE';
	/** As PAXml calls it. */
	readonly name: string;
	/** As the file spells it. */
	readonly text: string;
	/** After the value: `is not a date`. */
	readonly reason: string;
	/** What to write there. */
	readonly description: string;
}

/** When a row was: by the clock, on whole days, not said, or said in a way that cannot be understood. */
export type When =
	| { readonly form: 'clock'; readonly start: LocalTime; readonly end: LocalTime; readonly stretch: Stretch }
	/** First and last day, `YYYY-MM-DD`. */
	| { readonly form: 'days'; readonly first: string; readonly last: string }
	| { readonly form: 'none' }
	| { readonly form: 'notUnderstood'; readonly faults: readonly Fault[] };

/**
 * How clock times are read that have seconds. Time to report must be exact to the minute; time that is not reported
 * is widened to whole minutes, so that nothing of it is.
 */
export type Precision = 'exact' | 'widened';

/** A day with the zone that XML may give it: Sweden's own, or UTC, in which some systems write every day. */
const DAY_WITH_ZONE = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]00:00|\+0[12]:00)$/u;
const ZONE = /(?:Z|[+-]\d\d:\d\d)$/u;
const SECONDS = /^(.*\d:\d\d):(\d\d(?:[.,]\d+)?)(Z|[+-]\d\d:\d\d)?$/u;

/** A minute since 1970-01-01 00.00 by the clock on the wall. */
export function minuteOf({ date, minutes }: LocalTime): number {
	return dayNumber(date) * DAY_MINUTES + minutes;
}

/** Takes the seconds off; up adds a minute where there were any. */
function toMinute(text: string, up: boolean): { readonly text: string; readonly more: number } {
	const [, minute = '', seconds = '', zone = ''] = SECONDS.exec(text) ?? [];
	if (minute === '' || !/[1-9]/u.test(seconds)) return { text, more: 0 };
	return { text: `${minute}:00${zone}`, more: up ? 1 : 0 };
}

/**
 * Reads an `xs:date`, which may have a zone, or an `xs:dateTime`, which with a zone is the Swedish day of that
 * instant; null for anything else.
 */
export function readDay(text: string): string | null {
	const day = readDate(DAY_WITH_ZONE.exec(text)?.[1] ?? text);
	if (day !== null) return day;
	const point = readDateTime(toMinute(text, false).text);
	return point === null || point.minutes === DAY_MINUTES ? null : point.date;
}

/** A clock time with a zone, next to its day; null unless it is UTC, or the clock that Sweden has then. */
function readZoned(text: string, date: string): LocalTime | null {
	const [zone = ''] = ZONE.exec(text) ?? [];
	const point = readDateTime(`${date}T${text}`);
	if (point === null || zone === 'Z' || zone === '+00:00') return point;
	const same = readTime(text.slice(0, -zone.length)) === point.minutes;
	return same ? point : null;
}

class WhenReader {
	private readonly faults: Fault[] = [];

	constructor(
		private readonly row: Transaction,
		private readonly precision: Precision,
	) {}

	read(): When {
		const { starttid, sluttid } = this.row;
		const days = this.days();
		const clock = starttid === '' && sluttid === '' ? null : this.clock(days);
		if (this.faults.length > 0) return { form: 'notUnderstood', faults: this.faults };
		if (clock) return clock;
		return days ? { form: 'days', ...days } : { form: 'none' };
	}

	private fault(code: Fault['code'], name: string, text: string, reason: string, description: string): null {
		this.faults.push({ code, name, text, reason, description });
		return null;
	}

	private day(name: 'datum' | 'datumfrom' | 'datumtom'): string | null {
		const text = this.text(name);
		if (text === '') return null;
		return readDay(text) ?? this.fault('ROW_DAY', name, text, 'is not a date', `Write it as ${DATE_FORMS}.`);
	}

	private text(name: 'datum' | 'datumfrom' | 'datumtom' | 'starttid' | 'sluttid'): string {
		if (this.row.kind === 'tidtrans') return this.row[name];
		return name === 'datumfrom' || name === 'datumtom' ? '' : this.row[name];
	}

	private days(): { readonly first: string; readonly last: string } | null {
		const datum = this.day('datum');
		const from = this.day('datumfrom');
		const to = this.day('datumtom');
		const first = datum ?? from;
		const fault = (name: 'datumfrom' | 'datumtom', reason: string): null =>
			this.fault('ROW_ORDER', name, this.text(name), reason, 'Write datum, or datumfrom and datumtom.');
		if (datum !== null && from !== null && datum !== from)
			fault('datumfrom', `is another day than datum "${this.row.datum}"`);
		if (first !== null && to !== null && to < first) fault('datumtom', `is before the first day ${first}`);
		if (this.row.starttid === '' && this.row.sluttid === '') {
			if (first === null && to !== null) fault('datumtom', 'has no datumfrom');
			if (this.text('datum') === '' && from !== null && this.text('datumtom') === '')
				fault('datumfrom', 'has no datumtom');
		}
		return first === null ? null : { first, last: to ?? first };
	}

	private clock(days: { readonly first: string; readonly last: string } | null): When | null {
		const { starttid, sluttid } = this.row;
		if (starttid === '') return this.time('sluttid', 'has no starttid');
		if (sluttid === '') return this.time('starttid', 'has no sluttid');
		const start = this.point('starttid', days?.first ?? null);
		const end = start === null ? null : this.end(start);
		if (start === null || end === null) return null;
		this.checkDays(days, start, end);
		const stretch = { from: minuteOf(start), to: minuteOf(end) };
		if (stretch.to > stretch.from) return { form: 'clock', start, end, stretch };
		const reason =
			stretch.to === stretch.from
				? `is the same as starttid "${starttid}"`
				: `is before starttid "${starttid}"`;
		return this.fault('ROW_ORDER', 'sluttid', sluttid, reason, 'Correct starttid or sluttid.');
	}

	/** What the days say must be what the clock times say: otherwise nobody knows which of them is meant. */
	private checkDays(
		days: { readonly first: string; readonly last: string } | null,
		start: LocalTime,
		end: LocalTime,
	): void {
		if (days === null) return;
		const { starttid, sluttid } = this.row;
		const what = 'Write the same day in both, and a row for each day.';
		if (start.date !== days.first)
			this.fault('ROW_DAY', 'starttid', starttid, `is on another day than ${days.first}`, what);
		if (days.last !== days.first && (end.date < days.last || end.date > addDays(days.last, 1)))
			this.fault('ROW_DAY', 'sluttid', sluttid, `is on another day than ${days.last}`, what);
	}

	private end(start: LocalTime): LocalTime | null {
		const end = this.point('sluttid', start.date);
		if (end === null) return null;
		const dated = readDateTime(toMinute(this.row.sluttid, false).text) !== null;
		const point = !dated && minuteOf(end) < minuteOf(start) ? { ...end, date: addDays(end.date, 1) } : end;
		// The last minute of the day is how many systems write its end.
		if (this.precision === 'widened' && point.minutes === DAY_MINUTES - 1)
			return { ...point, minutes: DAY_MINUTES };
		return point;
	}

	private point(name: 'starttid' | 'sluttid', date: string | null): LocalTime | null {
		const { text, more } =
			this.precision === 'exact'
				? { text: this.row[name], more: 0 }
				: toMinute(this.row[name], name === 'sluttid');
		const point = readDateTime(text) ?? this.nextTo(text, date);
		if (point) return more === 0 ? point : { ...point, minutes: point.minutes + more };
		if (date === null && (readTime(text) !== null || ZONE.test(text)))
			// An unreadable day has its own fault.
			return this.faults.length > 0 ? null : this.time(name, 'has no datum');
		return this.time(name, 'is not a clock time');
	}

	/** A clock time next to its day. */
	private nextTo(text: string, date: string | null): LocalTime | null {
		if (date === null) return null;
		if (ZONE.test(text)) return readZoned(text, date);
		const minutes = readTime(text);
		return minutes === null ? null : { date, minutes };
	}

	private time(name: 'starttid' | 'sluttid', reason: string): null {
		const forms = 'Write starttid and sluttid as 2026-10-01T08:00:00, or as 08:00:00 next to datum.';
		return this.fault('ROW_TIME', name, this.row[name], reason, forms);
	}
}

/** Reads when a `tidtrans` or `dag` was. An end that is a clock time before the start is the next day's. */
export function readWhen(row: Transaction, precision: Precision): When {
	return new WhenReader(row, precision).read();
}

/** The days that a row is about, `YYYY-MM-DD`; null where it does not say, or cannot be understood. */
export function daysOf(when: When): { readonly first: string; readonly last: string } | null {
	if (when.form === 'days') return when;
	return when.form === 'clock' ? { first: when.start.date, last: when.end.date } : null;
}
