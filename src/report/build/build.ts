import { setImmediate as nextTurn } from 'node:timers/promises';

import { EltError, type Problem } from '../../errors';
import { draftsFromReports, draftsFromRows, exportRefused } from './drafts';
import type { BuildReportsOptions, Draft, Drafts, Replacement } from './types';
import type { ReportItem } from '../item/item';
import { makeItem } from '../item/makeItem';
import { replaceReports } from './replace';
import { asEltError } from '../item/asEltError';
import { documentProblem, hasErrors, reportInvalid } from '../item/validate';
import { excerpt } from '../../problems/excerpt';
import type { Contact } from '../../export/contact';
import { describeRecognised, readExportFile } from '../../export/exportFile';
import { type PersonTotals, totalsPerPerson } from '../../tidredovisning/hours';
import { checkBatch, checkTidredovisning, type RuleContext } from '../../tidredovisning/rules';
import { validateSchema } from '../../tidredovisning/schema';
import type { Tidredovisning } from '../../tidredovisning/types';

/** What reports are built from. */
export type BuildInput =
	/** One record per shift; `rowNumbers` says where each stands in its file, counting from 1 unless given. */
	| { readonly rows: readonly Record<string, unknown>[]; readonly rowNumbers?: readonly number[] }
	/** Whole reports, in the schema's own shape. */
	| { readonly reports: readonly unknown[] }
	/** An export as CSV, TSV or PAXml. */
	| { readonly file: Uint8Array; readonly fileName?: string };

/** One report and whether it may go on. */
export interface BuiltReport {
	/** Null only for a whole report that could not be read as one. */
	readonly item: ReportItem | null;
	/** What the item's document says. */
	readonly tidredovisning: Tidredovisning | null;
	/** Set when the report must not go on: `REPORT_INVALID` with its problems. */
	readonly error: EltError | null;
	/** The rows (by number) or the report (counted from 1) of the input that it came from. */
	readonly from: readonly number[];
	/** The earlier report that it corrects, where it was built as a correction. */
	readonly replaces: Replacement | null;
	/** Whom to reach about it, and the columns of the export that are kept; null where the export has none. */
	readonly contact: Contact | null;
}

/** What came of the input. */
export interface BuildResult {
	readonly reports: readonly BuiltReport[];
	/** The items that may go on. */
	readonly items: readonly ReportItem[];
	/** Everything about the input's rows, those of the single reports included. */
	readonly problems: readonly Problem[];
	/** What was recognised, in a line for people. */
	readonly recognised: string;
	/** Per person and month, for the invoice; of the items that may go on. */
	readonly totals: readonly PersonTotals[];
}

/** So many reports are built before others get their turn: a large batch must not hold up the whole process. */
const IN_A_TURN = 100;

/**
 * Builds reports: reads the input, splits shifts at midnight, gathers them per assistent, person and month,
 * judges each by the rules and the schema, and writes its document. A bad report never takes the others down.
 * But a row that can't be read stops every report it may belong to.
 *
 * @throws TypeError for rows without `defaults`
 * @throws EltError `INPUT_INVALID` for options that don't fit what was built (own id, replaced report)
 */
export async function buildReports(input: BuildInput, options: BuildReportsOptions): Promise<BuildResult> {
	const read = await readInput(input, options);
	const drafts = await replaceReports(withOwnId(read.drafts, options), options.replaces ?? []);
	const context = ruleContext(options);
	const batch = checkBatch(
		drafts.flatMap(({ tidredovisning }) => tidredovisning ?? []),
		context,
	);
	const reports: BuiltReport[] = [];
	const good: Tidredovisning[] = [];
	for (const draft of drafts) {
		if (reports.length % IN_A_TURN === IN_A_TURN - 1) await nextTurn();
		const built = await finish(draft, batchProblems(draft, batch), context);
		reports.push(built);
		if (!built.error && draft.tidredovisning) good.push(draft.tidredovisning);
	}
	return {
		reports,
		items: reports.flatMap(({ item, error }) => (item && !error ? [item] : [])),
		problems: read.problems,
		recognised: read.recognised,
		totals: totalsPerPerson(good),
	};
}

async function readInput(input: BuildInput, options: BuildReportsOptions): Promise<Drafts> {
	if ('reports' in input) return await draftsFromReports(input.reports, options);
	if ('rows' in input) return draftsFromRows(input.rows, input.rowNumbers, options);
	const file = await readExportFile(input.file, {
		fileName: input.fileName,
		paxml: { ...options.paxml, codes: { ...options.paxml?.codes, ...options.timeWords } },
		hoursDiffer: options.hoursDiffer,
	});
	if (file.rows.length > 0) return draftsFromRows(file.rows, file.rowNumbers, options, file);
	const { problems, recognised } = file;
	return { drafts: [exportRefused(problems)], problems, recognised: describeRecognised(recognised) };
}

function withOwnId(drafts: readonly Draft[], { id, ownId = '' }: BuildReportsOptions): readonly Draft[] {
	if (id !== 'own') return drafts;
	const [only] = drafts;
	if (drafts.length > 1) {
		throw new EltError(
			'INPUT_INVALID',
			`'Own ID' is one id, but ${drafts.length} reports were built`,
			"Build one report at a time, or let 'ID' be From Content.",
		);
	}
	if (!only?.tidredovisning) return drafts;
	return [{ ...only, tidredovisning: { ...only.tidredovisning, id: ownId } }];
}

function ruleContext(options: BuildReportsOptions): RuleContext {
	const { today, allowEmpty, agreement, notified3066 } = options;
	return { today, stage: 'build', allowEmpty, agreement, notified3066 };
}

/** What the schema says; a document that is too large for it is that report's problem alone. */
async function schemaProblems({ xml }: ReportItem): Promise<Problem[]> {
	try {
		return await validateSchema(Buffer.from(xml, 'utf8'));
	} catch (error) {
		return [documentProblem(asEltError(error))];
	}
}

async function finish(draft: Draft, batch: readonly Problem[], context: RuleContext): Promise<BuiltReport> {
	const { tidredovisning, from } = draft;
	const replaces = draft.replaces ?? null;
	const contact = draft.contact ?? null;
	if (!tidredovisning)
		return {
			item: null,
			tidredovisning,
			error: reportInvalid(`${draft.name} has errors`, draft.problems),
			from,
			replaces,
			contact,
		};
	const notified3066 = draft.notified3066 ?? context.notified3066;
	const rules = checkTidredovisning(tidredovisning, { ...context, notified3066 });
	const item = makeItem(tidredovisning, context.today, [...draft.problems, ...rules, ...batch]);
	const schema = hasErrors(item.problems) ? [] : await schemaProblems(item);
	const whole = { ...item, problems: [...item.problems, ...schema] };
	return {
		item: whole,
		tidredovisning,
		error: hasErrors(whole.problems)
			? reportInvalid(`Report ${excerpt(item.id)} has errors and was not built`, whole.problems)
			: null,
		from,
		replaces,
		contact,
	};
}

function batchProblems({ tidredovisning }: Draft, batch: ReturnType<typeof checkBatch>): readonly Problem[] {
	return (tidredovisning && batch.get(tidredovisning)) ?? [];
}
