import { EltError } from '../errors';
import { daysInMonth, isRealDate } from '../identity/calendar';
import type { Berakningsperiod } from './types';

/** How a provider divides the year into beräkningsperioder. */
export type BerakningsperiodRule =
	| { readonly kind: 'calendarMonth' }
	/** Chains of `weeks` (1–26) weeks; `from` (`YYYY-MM-DD`) is the first day of any one of them. */
	| { readonly kind: 'weeks'; readonly weeks: number; readonly from: string }
	/** Chains of `months` (1–12) calendar months; `from` (`YYYY-MM`) is the first month of any one of them. */
	| { readonly kind: 'months'; readonly months: number; readonly from: string }
	| { readonly kind: 'list'; readonly periods: readonly Berakningsperiod[] };

/** The longest chains that make sense: half a year of weeks, a year of months. */
const MAX_WEEKS = 26;
const MAX_MONTHS = 12;
const DAY_MS = 86_400_000;

function refuse(what: string, description: string): never {
	throw new EltError('INPUT_INVALID', what, description);
}

function readMonth(text: string, name: string): { year: number; month: number } {
	const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
	if (!match)
		return refuse(`${name} is "${text}", which is no month.`, 'Give a month as YYYY-MM, e.g. 2026-10.');
	return { year: Number(match[1]), month: Number(match[2]) };
}

function checkDate(text: string, name: string): string {
	const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
	if (match && isRealDate(Number(match[1]), Number(match[2]), Number(match[3]))) return text;
	return refuse(`${name} is "${text}", which is no day.`, 'Give a day as YYYY-MM-DD, e.g. 2026-10-01.');
}

function checkCount(count: number, max: number, unit: string): void {
	if (Number.isInteger(count) && count >= 1 && count <= max) return;
	refuse(
		`A beräkningsperiod of ${count} ${unit} is not possible.`,
		`Give a whole number of ${unit}, 1 to ${max}.`,
	);
}

/** Days since 1970-01-01 of a calendar day. */
function dayNumber(date: string): number {
	return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

function dateOf(day: number): string {
	return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The first and last day of a month counted from year 0. */
function monthBounds(index: number): { first: string; last: string } {
	const year = Math.floor(index / 12);
	const month = (index % 12) + 1;
	const prefix = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
	return { first: `${prefix}-01`, last: `${prefix}-${daysInMonth(year, month)}` };
}

function weekChains(first: string, last: string, weeks: number, from: string): Berakningsperiod[] {
	const length = weeks * 7;
	const anchor = dayNumber(from);
	const periods: Berakningsperiod[] = [];
	let start = anchor + Math.floor((dayNumber(first) - anchor) / length) * length;
	for (; start <= dayNumber(last); start += length) {
		periods.push({ fromDag: dateOf(start), tomDag: dateOf(start + length - 1) });
	}
	return periods;
}

function monthChain(index: number, months: number, anchor: number): Berakningsperiod {
	const start = anchor + Math.floor((index - anchor) / months) * months;
	return { fromDag: monthBounds(start).first, tomDag: monthBounds(start + months - 1).last };
}

function fromList(first: string, last: string, periods: readonly Berakningsperiod[]): Berakningsperiod[] {
	periods.forEach(({ fromDag, tomDag }, index) => {
		checkDate(fromDag, `fromDag of beräkningsperiod ${index + 1}`);
		checkDate(tomDag, `tomDag of beräkningsperiod ${index + 1}`);
	});
	return periods
		.filter(({ fromDag, tomDag }) => fromDag <= last && tomDag >= first)
		.sort((one, other) => one.fromDag.localeCompare(other.fromDag));
}

/**
 * The beräkningsperioder that a month's report names: every one that shares a day with the month, whole, in
 * order; two or more where a border falls inside the month. Chains reach both ways from the day or month given.
 *
 * @param month `YYYY-MM`
 * @throws INPUT_INVALID a day, month or length that is not possible
 * @see FK 3059, Beräkningsperiod
 */
export function berakningsperioderFor(month: string, rule: BerakningsperiodRule): Berakningsperiod[] {
	const reported = readMonth(month, 'The month');
	const index = reported.year * 12 + reported.month - 1;
	const { first, last } = monthBounds(index);
	switch (rule.kind) {
		case 'calendarMonth':
			return [{ fromDag: first, tomDag: last }];
		case 'weeks':
			checkCount(rule.weeks, MAX_WEEKS, 'weeks');
			return weekChains(first, last, rule.weeks, checkDate(rule.from, 'The first day'));
		case 'months': {
			checkCount(rule.months, MAX_MONTHS, 'months');
			const anchor = readMonth(rule.from, 'The first month');
			return [monthChain(index, rule.months, anchor.year * 12 + anchor.month - 1)];
		}
		case 'list':
			return fromList(first, last, rule.periods);
	}
}

/**
 * Reads a rule as the command line spells it: `month`, `4 weeks from 2026-09-28`, `3 months from 2026-09`.
 *
 * @throws INPUT_INVALID another text, or a day, month or length that is not possible
 */
export function readBerakningsperiodRule(text: string): BerakningsperiodRule {
	const words = text.trim().toLowerCase();
	if (words === 'month') return { kind: 'calendarMonth' };
	const chain = /^(\d+) (week|month)s? from (\S+)$/.exec(words);
	if (!chain) {
		return refuse(
			`The beräkningsperiod "${text}" was not understood.`,
			'Write "month", "4 weeks from YYYY-MM-DD" or "3 months from YYYY-MM".',
		);
	}
	const count = Number(chain[1]);
	const from = chain[3] ?? '';
	const rule: BerakningsperiodRule =
		chain[2] === 'week' ? { kind: 'weeks', weeks: count, from } : { kind: 'months', months: count, from };
	// Reckoned once, for any month, so that what is not possible is told here.
	berakningsperioderFor('2000-01', rule);
	return rule;
}
