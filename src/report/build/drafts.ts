import type { Problem } from '../../errors';
import type { BuildReportsOptions, Draft, Drafts } from './types';
import { reportKey } from '../../tidredovisning/reportKey';
import { LostRows } from './lostRows';
import { RowWarnings } from './rowWarnings';
import { hasErrors } from '../item/validate';
import { addMonths } from '../../tidredovisning/calendar';
import { berakningsperioderFor } from '../../tidredovisning/berakningsperiod';
import type { Recognised } from '../../export/columns';
import { contactOfReport } from '../../export/contact';
import {
	describeRecognised,
	namedColumns,
	type ExportFile,
	type RecognisedFile,
} from '../../export/exportFile';
import { readReport } from '../../tidredovisning/fromJson';
import { buildTidredovisningar, type BuiltReports } from '../../tidredovisning/reports';
import { excerpt, someOf } from '../../problems/excerpt';
import { readShifts } from '../../export/shifts';
import type { ProviderDefaults, Shift, Tidredovisning } from '../../tidredovisning/types';

/** Reads whole reports, in the schema's own shape; each bad one for itself. */
export async function draftsFromReports(
	reports: readonly unknown[],
	options: BuildReportsOptions,
): Promise<Drafts> {
	const drafts = reports.map((json, index): Draft => {
		const { tidredovisning, problems } = readReport(json, {
			today: options.today,
			id: options.id,
			...(options.defaults === undefined ? {} : { defaults: options.defaults }),
		});
		return { tidredovisning, problems, from: [index + 1], name: `Report ${index + 1}` };
	});
	const count = `${reports.length} ${reports.length === 1 ? 'report' : 'reports'}`;
	return { drafts, problems: drafts.flatMap(({ problems }) => problems), recognised: count };
}

/**
 * Reads rows of shifts and gathers them into reports.
 *
 * @param file the file that the rows are of; an error without a row among its problems stops every report
 * @throws TypeError without `defaults`
 */
export function draftsFromRows(
	rows: readonly Record<string, unknown>[],
	rowNumbers: readonly number[] | undefined,
	options: BuildReportsOptions,
	file?: ExportFile,
): Drafts {
	const { defaults, mapping, today, timeWords, hoursDiffer } = options;
	if (!defaults) throw new TypeError('defaults are needed to build from rows');
	const { shifts, problems, recognised, unread, warned, contacts } = readShifts(rows, {
		today,
		defaults,
		mapping,
		rowNumbers,
		names: file?.names,
		timeWords,
		hoursDiffer,
	});
	const told = recognisedText(recognised, file?.recognised);
	const read = [...(file?.problems ?? []), ...problems];
	const built = build(shifts, defaults, options);
	const nothing = nothingInMonth(shifts, built, options.month) ?? nothingWorked(recognised, shifts, read);
	if (nothing) {
		const only = [...read, nothing];
		return { drafts: [exportRefused(only)], problems: only, recognised: told };
	}
	const lost = new LostRows([...unread, ...(file?.unread ?? [])], read, options.leaveOutUnreadable ?? false);
	const warnings = new RowWarnings(read, [...warned, ...(file?.warned ?? [])]);
	const shiftsByReport = shiftsPerReport(shifts);
	const drafts = built.tidredovisningar.map((tidredovisning): Draft => {
		const own = shiftsByReport.get(keyOf(tidredovisning, tidredovisning.redovisningsmanad)) ?? [];
		// The parts of a shift around a break are of one row.
		const from = [...new Set(own.map(({ row }) => row))];
		const reached = contactOfReport(from, contacts);
		const problems = [
			...warnings.of(from),
			...reached.problems,
			...lost.problemsFor(tidredovisning),
			...(built.problemsOf.get(tidredovisning) ?? []),
		];
		const name = `Report ${excerpt(tidredovisning.id)}`;
		return {
			tidredovisning,
			problems,
			from,
			name,
			contact: reached.contact,
			notified3066: latestNotification(own),
		};
	});
	return {
		drafts: [...drafts, ...homeless(lost, built.tidredovisningar)],
		problems: [...lost.problems, ...built.problems],
		recognised: told,
	};
}

/** An export that nothing can be built from, with everything that is wrong. */
export function exportRefused(problems: readonly Problem[]): Draft {
	return {
		tidredovisning: null,
		problems: problems.filter(({ level }) => level === 'error'),
		from: [],
		name: 'The export',
	};
}

/** What no report can be built from: rows of nobody who has a report, or an export that can't be read at all. */
function homeless(lost: LostRows, reports: readonly Tidredovisning[]): Draft[] {
	const { rows, problems } = lost.ofNobody(reports);
	if (problems.length === 0)
		return reports.length === 0 && hasErrors(lost.read) ? [exportRefused(lost.read)] : [];
	const name = rows.length === 0 ? 'The export' : `The report of row ${someOf(rows)}`;
	return [{ tidredovisning: null, problems, from: rows, name }];
}

/** The month was mistaken, most likely: a month without any report must not pass for a month that is done. */
function nothingInMonth(
	shifts: readonly Shift[],
	{ tidredovisningar }: BuiltReports,
	month: string | undefined,
): Problem | null {
	if (month === undefined || shifts.length === 0 || tidredovisningar.length > 0) return null;
	const months = [...new Set(shifts.flatMap(monthsOf))].sort();
	return {
		code: 'ROWS_NONE',
		level: 'error',
		path: 'month',
		message: `No shift that was read (${shifts.length}) is in ${month}; they are in ${someOf(months)}.`,
		description: 'Give the month that the export is of, or export the month that is meant.',
		found: someOf(months),
	};
}

/** An input with rows, or none that is not blank, of which no shift is left must not pass for one that is done. */
function nothingWorked(
	{ rows }: Recognised,
	shifts: readonly Shift[],
	read: readonly Problem[],
): Problem | null {
	if (shifts.length > 0 || hasErrors(read)) return null;
	return {
		code: 'ROWS_NONE',
		level: 'error',
		path: 'rows',
		message: rows === 0 ? 'No row has a value' : `None of ${rows} rows is a shift that was worked`,
		description: 'Export the shifts that were worked, one row each.',
		found: String(rows),
	};
}

/** All months at once, or each with the beräkningsperioder that touch it. */
function build(
	shifts: readonly Shift[],
	defaults: ProviderDefaults,
	options: BuildReportsOptions,
): BuiltReports {
	const { month } = options;
	const own = defaults.berakningsperiod;
	const periods = options.periods ?? (own === undefined ? undefined : { kind: 'list', periods: own });
	const id = options.id === 'random' ? 'random' : 'content';
	if (!periods)
		return buildTidredovisningar(shifts, { defaults, id, ...(month === undefined ? {} : { month }) });
	const shiftsByMonth = month === undefined ? byMonth(shifts) : new Map([[month, shifts]]);
	const parts = [...shiftsByMonth].map(([each, own]) =>
		buildTidredovisningar(own, {
			defaults: { ...defaults, berakningsperiod: berakningsperioderFor(each, periods) },
			month: each,
			id,
		}),
	);
	const keep = ({ code }: Problem): boolean => month !== undefined || code !== 'ROW_OUTSIDE_MONTH';
	return {
		tidredovisningar: parts.flatMap(({ tidredovisningar }) => tidredovisningar),
		problems: parts.flatMap(({ problems }) => problems.filter(keep)),
		problemsOf: new Map(
			parts.flatMap(({ problemsOf }) => [...problemsOf].map(([t, own]) => [t, own.filter(keep)] as const)),
		),
	};
}

/** The shifts that touch each month, the months in their order. */
function byMonth(shifts: readonly Shift[]): Map<string, Shift[]> {
	const months = new Map<string, Shift[]>();
	for (const shift of shifts) {
		for (const month of monthsOf(shift)) {
			const known = months.get(month);
			if (known) known.push(shift);
			else months.set(month, [shift]);
		}
	}
	return new Map([...months].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The months of a shift, three at most: 31 days from the end of January reach into March. */
function monthsOf({ start, end }: Shift): string[] {
	const [first, last] = [start.slice(0, 7), end.slice(0, 7)];
	if (first === last) return [first];
	const between = addMonths(first, 1);
	return between < last ? [first, between, last] : [first, last];
}

/** The shifts of each report. */
function shiftsPerReport(shifts: readonly Shift[]): Map<string, Shift[]> {
	const byReport = new Map<string, Shift[]>();
	for (const shift of shifts) {
		for (const month of monthsOf(shift)) {
			const key = keyOf(shift, month);
			const known = byReport.get(key);
			if (known) known.push(shift);
			else byReport.set(key, [shift]);
		}
	}
	return byReport;
}

function latestNotification(shifts: readonly Shift[]): string | undefined {
	return shifts.reduce<string | undefined>(
		(latest, { notified3066 }) =>
			notified3066 !== undefined && notified3066 > (latest ?? '') ? notified3066 : latest,
		undefined,
	);
}

function keyOf(
	{ assistent, personSomHarAssistans }: Pick<Shift, 'assistent' | 'personSomHarAssistans'>,
	month: string,
): string {
	return reportKey(assistent, personSomHarAssistans, month);
}

/** What was made out of the columns; of a file also its encoding. PAXml's columns are not the file's own. */
function recognisedText({ rows, columns, ignored }: Recognised, file: RecognisedFile | undefined): string {
	const named = Object.entries(columns).map(([heading, field]) => `${excerpt(heading)} → ${field}`);
	const unused = file?.format === 'PAXml' ? [] : ignored;
	return [
		file ? describeRecognised({ ...file, columns: [] }) : `${rows} ${rows === 1 ? 'row' : 'rows'}`,
		...(named.length > 0 ? [`columns ${named.join(', ')}`] : []),
		...(unused.length > 0 ? [`not used: ${namedColumns(unused)}`] : []),
		...(named.length > 0 && !Object.values(columns).includes('tidstyp')
			? ['all rows taken as aktivTid']
			: []),
	].join('; ');
}
