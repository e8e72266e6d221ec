import { EltError } from '../errors';
import { excerpt } from '../problems/excerpt';
import { addMonths, dateOf, dayNumber, daysOf, isDate, isMonth } from './calendar';
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

function refuse(what: string, description: string): never {
	throw new EltError('INPUT_INVALID', what, description);
}

function checkMonth(text: string, name: string): string {
	if (isMonth(text)) return text;
	return refuse(
		`${name} is "${excerpt(text)}", which is no month.`,
		'Give a month as YYYY-MM, e.g. 2026-10.',
	);
}

function checkDate(text: string, name: string): string {
	if (isDate(text)) return text;
	return refuse(
		`${name} is "${excerpt(text)}", which is no day.`,
		'Give a day as YYYY-MM-DD, e.g. 2026-10-01.',
	);
}

function checkCount(count: number, max: number, unit: string): void {
	if (Number.isInteger(count) && count >= 1 && count <= max) return;
	refuse(
		`A beräkningsperiod of ${count} ${unit} is not possible.`,
		`Give a whole number of ${unit}, 1 to ${max}.`,
	);
}

function firstDay(month: string): string {
	return `${month}-01`;
}

function lastDay(month: string): string {
	return `${month}-${daysOf(month)}`;
}

/** Months from one to another. */
function monthsBetween(from: string, to: string): number {
	return (
		(Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5)) - Number(from.slice(5))
	);
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

function monthChain(month: string, months: number, from: string): Berakningsperiod {
	const start = addMonths(from, Math.floor(monthsBetween(from, month) / months) * months);
	return { fromDag: firstDay(start), tomDag: lastDay(addMonths(start, months - 1)) };
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
	checkMonth(month, 'The month');
	const first = firstDay(month);
	const last = lastDay(month);
	switch (rule.kind) {
		case 'calendarMonth':
			return [{ fromDag: first, tomDag: last }];
		case 'weeks':
			checkCount(rule.weeks, MAX_WEEKS, 'weeks');
			return weekChains(first, last, rule.weeks, checkDate(rule.from, 'The first day'));
		case 'months':
			checkCount(rule.months, MAX_MONTHS, 'months');
			return [monthChain(month, rule.months, checkMonth(rule.from, 'The first month'))];
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
			`The beräkningsperiod "${excerpt(text)}" was not understood.`,
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
