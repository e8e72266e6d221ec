import type { Level, Problem } from '../errors';
import { Problems } from '../problems/problems';
import { assistentAge } from './rules/age';
import { batchOf, reportTwice, rowOverlapOther, type Batch, type BatchFinding } from './rules/batch';
import { waitingByDay } from './rules/byDay';
import { employer } from './rules/employer';
import { factsOf, type Facts, type Finding, type RuleContext, type Stage } from './rules/facts';
import * as month from './rules/month';
import { notification3066 } from './rules/notification';
import * as periods from './rules/periods';
import * as persons from './rules/persons';
import { rest, restTogether } from './rules/rest';
import * as rows from './rules/rows';
import { workingTime, workingTimeTogether } from './rules/workingTime';
import type { Tidredovisning } from './types';

export type { RuleChoices, RuleContext, Stage } from './rules/facts';

/** One rule of the product: what holds, how much it weighs, and where it comes from. */
export interface Rule {
	readonly code: string;
	/** One level, or one for each stage. */
	readonly level: Level | Readonly<Record<Stage, Level>>;
	/** What holds. */
	readonly rule: string;
	readonly source: string;
	/** The check of one report; null where another step sees it: the reading of an export, or {@link batch}. */
	readonly check: ((facts: Facts) => Finding[]) | null;
	/** The check of the reports of a batch against each other. */
	readonly batch?: (batch: Batch) => BatchFinding[];
}

const UNTIL_SIGNED = { build: 'warning', validate: 'warning', sign: 'error' } as const;

/** Every rule, in the order in which its problems are told. */
export const RULES: readonly Rule[] = [
	{ code: 'ID', level: 'error', rule: 'lower-case UUID', source: 'schema', check: month.id },
	{
		code: 'REPORT_TWICE',
		level: 'error',
		rule: 'in a batch each id once, and one report for each assistent, person and month',
		source: 'FK',
		check: null,
		batch: reportTwice,
	},
	{
		code: 'MONTH_INVALID',
		level: 'error',
		rule: 'redovisningsmanad is a real month YYYY-MM',
		source: 'schema hole',
		check: month.monthInvalid,
	},
	{
		code: 'MONTH_NOT_OVER',
		level: UNTIL_SIGNED,
		rule: 'the last row has ended before anyone signs',
		source: 'vendor practice',
		check: month.monthNotOver,
	},
	{
		code: 'PERSONNUMMER',
		level: 'error',
		rule: '12 digits, a real date, right check digit, not in the future',
		source: 'schema hole',
		check: persons.personnummer,
	},
	{
		code: 'SAMORDNINGSNUMMER',
		level: 'error',
		rule: 'day + 60, right check digit',
		source: 'schema hole',
		check: persons.samordningsnummer,
	},
	{
		code: 'SAMORDNINGSNUMMER_NO_BANKID',
		level: UNTIL_SIGNED,
		rule: 'who signs with BankID has a personnummer',
		source: 'FK',
		check: persons.samordningsnummerNoBankId,
	},
	{
		code: 'SAME_PERSON',
		level: 'error',
		rule: 'assistent and person are not the same',
		source: 'sense',
		check: persons.samePerson,
	},
	{
		code: 'ASSISTENT_AGE',
		level: 'warning',
		rule: "no row before the assistent's 18th birthday",
		source: '51 kap. 16 § SFB',
		check: assistentAge,
	},
	{
		code: 'NAME',
		level: 'error',
		rule: 'something visible on one line, trimmed, without control characters or direction marks',
		source: 'schema hole',
		check: persons.name,
	},
	{
		code: 'PERIOD',
		level: 'error',
		rule: 'fromDag ≤ tomDag; no overlap between periods',
		source: 'schema hole',
		check: periods.period,
	},
	{
		code: 'PERIOD_COVER',
		level: 'warning',
		rule: 'the periods together cover every row',
		source: 'FK form 3059',
		check: periods.periodCover,
	},
	{
		code: 'PERIOD_LENGTH',
		level: 'warning',
		rule: '≤ 28 days for a person as employer without agreement; ≤ 4 months under the working-hours act',
		source: 'FK 2018-11-09',
		check: periods.periodLength,
	},
	{
		code: 'EMPLOYER',
		level: 'error',
		rule: 'exactly one employer choice',
		source: 'schema',
		check: employer,
	},
	{
		code: 'ORGANISATIONSNUMMER',
		level: 'error',
		rule: "10 digits, right check digit; a sole trader's personnummer is allowed",
		source: 'schema hole',
		check: persons.organisationsnummer,
	},
	{
		code: 'ROWS_NONE',
		level: 'error',
		rule: 'at least one row, unless empty reports are asked for',
		source: 'schema hole',
		check: rows.rowsNone,
	},
	{
		code: 'ROW_DAY',
		level: 'error',
		rule: 'the day exists in the month',
		source: 'schema hole',
		check: rows.rowDay,
	},
	{
		code: 'ROW_TIME',
		level: 'error',
		rule: 'HH.MM, 00.00–24.00, minutes 00–59; 24.00 only as an end',
		source: 'schema hole, production',
		check: rows.rowTime,
	},
	{
		code: 'ROW_ORDER',
		level: 'error',
		rule: 'from before to, within the day',
		source: 'schema hole',
		check: rows.rowOrder,
	},
	{
		code: 'ROW_TYPE',
		level: 'error',
		rule: 'exactly one of aktivTid, vanteTid, beredskapsTid',
		source: 'schema',
		check: rows.rowType,
	},
	{
		code: 'WAITING_BY_DAY',
		level: 'info',
		rule: "waiting and on-call time belong to the person's night's rest; none wholly between 10 and 20",
		source: '9 a § LSS',
		check: waitingByDay,
	},
	{
		code: 'ROW_DUPLICATE',
		level: 'error',
		rule: 'no row twice',
		source: 'schema hole',
		check: rows.rowDuplicate,
	},
	{
		code: 'ROW_OVERLAP',
		level: 'error',
		rule: 'no two rows of one report overlap (touching is fine)',
		source: 'FK pays once',
		check: rows.rowOverlap,
	},
	{
		code: 'ROW_OVERLAP_OTHER',
		level: 'warning',
		rule: 'no overlap for one assistent across persons in the same batch',
		source: 'vendors',
		check: null,
		batch: rowOverlapOther,
	},
	{
		code: 'ROW_OUTSIDE_MONTH',
		level: 'info',
		rule: 'a part of a shift in another month is named',
		source: 'sense',
		check: null,
	},
	{
		code: 'NO_CLOCK_TIMES',
		level: 'error',
		rule: 'an export has clock times, not hours alone',
		source: 'schema',
		check: null,
	},
	{
		code: 'PHONE',
		level: 'error',
		rule: 'telefonnummerAnordnare present; ≥ 7 characters, ≥ 5 digits, no filler',
		source: 'schema',
		check: persons.phone,
	},
	{
		code: 'NOTIFICATION_3066',
		level: 'warning',
		rule: "no row before the day on which the employer's notification (FK 3066) was handed in, where that is given",
		source: '51 kap. 24 § SFB, FK',
		check: notification3066,
	},
	{
		code: 'WORKING_TIME',
		level: 'warning',
		rule: 'weekly average over the period: at most 48 h under the working-hours act, the given figure under an agreement; Försäkringskassan counts with 52 h for the person as employer. Waiting time counts in full',
		source: 'FK 2018-11-09, 51 kap. 16 § SFB, 1970:943 2–4 §§',
		check: workingTime,
		batch: workingTimeTogether,
	},
	{
		code: 'REST',
		level: 'warning',
		rule: '11 h daily and 36 h weekly rest for employees of a provider, 36 h weekly for those of the person, the given figures under an agreement (info without them), none for the self-employed; on-call time is no weekly rest',
		source: 'working-hours act 13–14 §§, 1970:943 9 §',
		check: rest,
		batch: restTogether,
	},
	{
		code: 'DST',
		level: 'info',
		rule: 'a row over, or within the hour of, a change: both sums are shown',
		source: 'FK',
		check: rows.dst,
	},
	{
		code: 'DST_AMBIGUOUS',
		level: 'warning',
		rule: 'no shift of an export begins or ends at the second coming of a clock time',
		source: 'FK',
		check: null,
	},
	{
		code: 'DEADLINE_NEAR',
		level: 'warning',
		rule: "7 days' notice of the 5th of the second month after",
		source: '111 kap. 7 § SFB, FK, HFD 2023:9',
		check: month.deadlineNear,
	},
	{
		code: 'DEADLINE_PASSED',
		level: 'warning',
		rule: 'arrives at Försäkringskassan by the 5th of the second month after',
		source: '111 kap. 7 § SFB, FK, HFD 2023:9',
		check: month.deadlinePassed,
	},
];

/**
 * Checks one report against every rule and lists all problems at once: of each kind the first 20, and how many more
 * there are.
 * @param context today and the stage; some rules weigh more once somebody signs
 */
export function checkTidredovisning(t: Tidredovisning, context: RuleContext): Problem[] {
	const facts = factsOf(t, context);
	const problems = new Problems();
	for (const rule of RULES) {
		if (rule.check === null) continue;
		for (const finding of rule.check(facts)) problems.add(problem(rule, context.stage, finding));
	}
	return problems.list();
}

/** Checks the reports of a batch against each other; what was found, by report. */
export function checkBatch(
	reports: readonly Tidredovisning[],
	context: RuleContext,
): ReadonlyMap<Tidredovisning, readonly Problem[]> {
	const problems = new Map<Tidredovisning, Problems>();
	const batch = batchOf(reports, context);
	for (const rule of RULES) {
		for (const { report, finding } of rule.batch?.(batch) ?? []) {
			const own = problems.get(report) ?? new Problems();
			own.add(problem(rule, context.stage, finding));
			problems.set(report, own);
		}
	}
	return new Map([...problems].map(([report, own]) => [report, own.list()]));
}

function problem({ code, level }: Rule, stage: Stage, finding: Finding): Problem {
	return { code, level: typeof level === 'string' ? level : level[stage], ...finding };
}
