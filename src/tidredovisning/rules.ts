import type { CodeText } from '../codes/code';
import { RULE_CODES } from '../codes/rules';
import type { Problem } from '../errors';
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

/** A rule: what it requires, how much it weighs and where it comes from is in {@link RULE_CODES}. */
export interface Rule {
	readonly code: keyof typeof RULE_CODES;
	/** The check of one report; null where another step finds it: the reading of an export, or {@link batch}. */
	readonly check: ((facts: Facts) => Finding[]) | null;
	/** The check of the reports of a batch against each other. */
	readonly batch?: (batch: Batch) => BatchFinding[];
}

/** Every rule, in the order in which its problems are listed. */
export const RULES: readonly Rule[] = [
	{ code: 'ID', check: month.id },
	{
		code: 'REPORT_TWICE',
		check: null,
		batch: reportTwice,
	},
	{
		code: 'MONTH_INVALID',
		check: month.monthInvalid,
	},
	{
		code: 'MONTH_NOT_OVER',
		check: month.monthNotOver,
	},
	{
		code: 'PERSONNUMMER',
		check: persons.personnummer,
	},
	{
		code: 'SAMORDNINGSNUMMER',
		check: persons.samordningsnummer,
	},
	{
		code: 'SAMORDNINGSNUMMER_NO_BANKID',
		check: persons.samordningsnummerNoBankId,
	},
	{
		code: 'SAME_PERSON',
		check: persons.samePerson,
	},
	{
		code: 'ASSISTENT_AGE',
		check: assistentAge,
	},
	{
		code: 'NAME',
		check: persons.name,
	},
	{
		code: 'PERIOD',
		check: periods.period,
	},
	{
		code: 'PERIOD_COVER',
		check: periods.periodCover,
	},
	{
		code: 'PERIOD_LENGTH',
		check: periods.periodLength,
	},
	{
		code: 'EMPLOYER',
		check: employer,
	},
	{
		code: 'ORGANISATIONSNUMMER',
		check: persons.organisationsnummer,
	},
	{
		code: 'ROWS_NONE',
		check: rows.rowsNone,
	},
	{
		code: 'ROW_DAY',
		check: rows.rowDay,
	},
	{
		code: 'ROW_TIME',
		check: rows.rowTime,
	},
	{
		code: 'ROW_ORDER',
		check: rows.rowOrder,
	},
	{
		code: 'ROW_TYPE',
		check: rows.rowType,
	},
	{
		code: 'WAITING_BY_DAY',
		check: waitingByDay,
	},
	{
		code: 'ROW_DUPLICATE',
		check: rows.rowDuplicate,
	},
	{
		code: 'ROW_OVERLAP',
		check: rows.rowOverlap,
	},
	{
		code: 'ROW_OVERLAP_OTHER',
		check: null,
		batch: rowOverlapOther,
	},
	{
		code: 'ROW_OUTSIDE_MONTH',
		check: null,
	},
	{
		code: 'NO_CLOCK_TIMES',
		check: null,
	},
	{
		code: 'PHONE',
		check: persons.phone,
	},
	{
		code: 'NOTIFICATION_3066',
		check: notification3066,
	},
	{
		code: 'WORKING_TIME',
		check: workingTime,
		batch: workingTimeTogether,
	},
	{
		code: 'REST',
		check: rest,
		batch: restTogether,
	},
	{
		code: 'DST',
		check: rows.dst,
	},
	{
		code: 'DST_AMBIGUOUS',
		check: null,
	},
	{
		code: 'DEADLINE_NEAR',
		check: month.deadlineNear,
	},
	{
		code: 'DEADLINE_PASSED',
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

function problem({ code }: Rule, stage: Stage, finding: Finding): Problem {
	const { levels, atSigning }: CodeText = RULE_CODES[code];
	return { code, level: stage === 'sign' ? (atSigning ?? levels[0]) : levels[0], ...finding };
}
