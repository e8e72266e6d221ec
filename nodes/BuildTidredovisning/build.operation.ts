import type { IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';

import { EltError } from '../../src/errors';
import {
	type BuildInput,
	type BuildResult,
	buildReports,
	type BuiltReport,
} from '../../src/report/build/build';
import type { BuildReportsOptions } from '../../src/report/build/types';
import { TEXT } from '../../src/report/item/fields';
import type { ReportItem } from '../../src/report/item/item';
import { readPaxmlOptions } from '../../src/report/build/paxmlOptions';
import { previewOf } from '../../src/report/item/preview';
import { type ColumnMapping, mappingOf, SHIFT_FIELDS, type ShiftField } from '../../src/export/columns';
import { WHEN_HOURS_DIFFER, type WhenHoursDiffer } from '../../src/export/hoursDiffer';
import { readTimeWords, type TimeWords } from '../../src/export/timeWords';
import { excerpt } from '../../src/problems/excerpt';
import { hint } from '../shared/n8n/hints';
import { type ItemResult, settle } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';
import { demandSameForAll, Parameters } from '../shared/n8n/parameters';
import { todayInSweden } from '../shared/elt/today';
import { buildProperties } from './buildParameters';
import { readPeriodRule, readProvider } from './providerParameters';
import { ruleChoicesOf } from './ruleParameters';

/** One input for the core, and how its row numbers lead back to n8n's items. */
interface Part {
	/** Read when its turn comes: what is wrong with one item's file is that item's alone. */
	readonly input: () => Promise<BuildInput>;
	readonly itemOf: (from: number) => number;
	/** The item whose parameters count. */
	readonly itemIndex: number;
	/** All items of the input: what is wrong with the input as a whole is about each of them. */
	readonly items: readonly number[];
}

/** Builds one report per assistent, person and month. */
export const build: Operation = {
	properties: buildProperties,
	async execute(context) {
		const results: PartResult[] = [];
		for (const part of partsOf(context)) results.push(...(await resultsOf(context, part)));
		return settle(context, eachMonthOnce(results));
	},
};

/** Shifts and whole reports are taken all together; each file is an input of its own. */
function partsOf(context: IExecuteFunctions): Part[] {
	const items = context.getInputData();
	if (items.length === 0) return [];
	const source = new Parameters(context, 0).choice('source', ['items', 'reports', 'file']);
	const records = items.map(({ json }) => json);
	const together = { itemOf: (from: number) => from - 1, itemIndex: 0, items: [...items.keys()] };
	if (source !== 'file') demandSameForAll(context);
	if (source === 'items') return [{ input: async () => ({ rows: records }), ...together }];
	if (source === 'reports') return [{ input: async () => ({ reports: records }), ...together }];
	return items.map((_, itemIndex) => ({
		input: () => fileOf(context, itemIndex),
		itemOf: () => itemIndex,
		itemIndex,
		items: [itemIndex],
	}));
}

async function fileOf(context: IExecuteFunctions, itemIndex: number): Promise<BuildInput> {
	const field = new Parameters(context, itemIndex).requiredText('inputDataFieldName');
	const { fileName } = context.helpers.assertBinaryData(itemIndex, field);
	const file = await context.helpers.getBinaryDataBuffer(itemIndex, field);
	return { file, ...(fileName === undefined ? {} : { fileName }) };
}

/** A result, and whose month it is: empty where it is no report. */
interface PartResult {
	readonly result: ItemResult;
	readonly month: string;
}

/** Files are built each for itself: rows of one month in two of them would become two reports, both to be paid. */
function eachMonthOnce(results: readonly PartResult[]): ItemResult[] {
	const counts = new Map<string, number>();
	for (const { month } of results) counts.set(month, (counts.get(month) ?? 0) + 1);
	return results.map(({ result, month }) => {
		const count = counts.get(month) ?? 0;
		return month === '' || count === 1 ? result : { from: result.from, error: inSeveralFiles(count) };
	});
}

function inSeveralFiles(count: number): EltError {
	return new EltError(
		'INPUT_INVALID',
		`${count} files hold shifts of the same assistent, person and month`,
		"Put the shifts together first, so that they become one report: read the files with Extract from File and choose 'Shift Items' as 'Source'.",
	);
}

function monthOf({ redovisningsmanad, assistent, personSomHarAssistans: person }: ReportItem): string {
	return `${assistent.personnummer} ${person.personnummer} ${redovisningsmanad}`;
}

async function resultsOf(context: IExecuteFunctions, part: Part): Promise<PartResult[]> {
	const parameters = new Parameters(context, part.itemIndex);
	const everything = { from: part.items };
	let built: BuildResult;
	try {
		const input = await part.input();
		built = await buildReports(input, readOptions(parameters, input));
	} catch (error) {
		return [{ result: { ...everything, error }, month: '' }];
	}
	tell(context, built);
	const itemsOf = (from: readonly number[]) =>
		from.length === 0 ? part.items : [...new Set(from.map(part.itemOf))];
	const reports = built.reports.map(async (report): Promise<PartResult> => {
		const { item, error, from } = report;
		if (error || !item) return { result: { from: itemsOf(from), error }, month: '' };
		const { recognised } = built;
		const { replaces, contact } = report;
		const json = { ...item, recognised, replaces: replaces ?? undefined, contact: contact ?? undefined };
		// n8n resolves an item that is paired with one other, not with several.
		const result = {
			from: itemsOf(from).slice(0, 1),
			json,
			...(await fileOfPreview(context, parameters, report)),
		};
		return { result, month: monthOf(item) };
	});
	const unread = unreadRows(built);
	const rest = unread ? [{ result: { ...everything, error: unread }, month: '' }] : [];
	return [...(await Promise.all(reports)), ...rest];
}

function readOptions(parameters: Parameters, input: BuildInput): BuildReportsOptions {
	const month = parameters.month('month');
	const common = {
		today: todayInSweden(),
		...ruleChoicesOf(parameters),
		leaveOutUnreadable: parameters.flag('options.leaveOutUnreadable'),
		...idOf(parameters),
		...replacesOf(parameters),
	};
	if ('reports' in input) return common;
	const periods = readPeriodRule(parameters);
	return {
		...common,
		defaults: readProvider(parameters),
		mapping: readMapping(parameters),
		timeWords: readWords(parameters),
		hoursDiffer: readHoursDiffer(parameters),
		...paxmlOf(parameters),
		...(month === undefined ? {} : { month }),
		...(periods === null ? {} : { periods }),
	};
}

function idOf(parameters: Parameters): Pick<BuildReportsOptions, 'id' | 'ownId'> {
	const id =
		parameters.optionalText('options.id') === undefined
			? 'content'
			: parameters.choice('options.id', ['content', 'random', 'own']);
	const ownId = parameters.optionalText('options.ownId');
	if ((id === 'own') === (ownId !== undefined)) return { id, ...(ownId === undefined ? {} : { ownId }) };
	throw id === 'own'
		? mistaken("'Own ID' is empty", "Fill in 'Own ID', or choose another 'ID'.")
		: mistaken("'Own ID' is filled in, but 'ID' is not set to Own", "Set 'ID' to Own, or empty 'Own ID'.");
}

function mistaken(message: string, description: string): EltError {
	return new EltError('INPUT_INVALID', message, description);
}

function replacesOf(parameters: Parameters): Pick<BuildReportsOptions, 'replaces'> {
	const id = parameters.optionalText('options.replaces');
	const xml = parameters.optionalText('options.replacedXml');
	if (id === undefined && xml === undefined) return {};
	if (id === undefined || !TEXT.uuid.pattern.test(id)) {
		throw mistaken(
			id === undefined
				? "'Replaced Document' is filled in, but 'Replaces' is empty"
				: `'Replaces' is "${excerpt(id)}"`,
			"Give the ID of the earlier report, a lower-case UUID, in 'Replaces'.",
		);
	}
	return { replaces: [{ id, ...(xml === undefined ? {} : { xml }) }] };
}

function paxmlOf(parameters: Parameters): Pick<BuildReportsOptions, 'paxml'> {
	const json = parameters.json('options.paxml');
	return json === undefined ? {} : { paxml: readPaxmlOptions(json) };
}

function readMapping(parameters: Parameters): ColumnMapping {
	const columns = parameters
		.rows('options.columns.column')
		.flatMap(({ heading = '', field: name = '' }): [ShiftField, string][] => {
			const field = SHIFT_FIELDS.find((known) => known === name);
			return field === undefined || heading === '' ? [] : [[field, heading]];
		});
	return mappingOf(columns, (field, one, other) =>
		mistaken(
			`'Column Mapping' gives ${field} two headings, "${excerpt(one)}" and "${excerpt(other)}"`,
			'Take one of the two away.',
		),
	);
}

function readHoursDiffer(parameters: Parameters): WhenHoursDiffer | undefined {
	const given = parameters.optionalText('options.hoursDiffer') !== undefined;
	return given ? parameters.choice('options.hoursDiffer', WHEN_HOURS_DIFFER) : undefined;
}

/** Own words and what they mean; rows that were added and left empty are passed over. */
function readWords(parameters: Parameters): TimeWords {
	const rows = parameters.rows('options.timeWords.word');
	return readTimeWords(
		rows.flatMap(({ word = '', meaning = '' }) => (word === '' ? [] : [[word, meaning] as const])),
	);
}

/** Rows that can't be read and that no report could answer for: never left out in silence. */
function unreadRows(built: BuildResult): EltError | null {
	const told = new Set(built.reports.flatMap(({ error }) => error?.problems ?? []).map(({ path }) => path));
	const rest = built.problems.filter(({ level, path }) => level === 'error' && !told.has(path));
	const [first] = rest;
	if (!first) return null;
	const more = rest.length > 1 ? ` (and ${rest.length - 1} more below)` : '';
	return new EltError('INPUT_INVALID', `${first.message}${more}`, first.description, {
		problems: rest,
	});
}

/** So many sentences stand in a hint; of the other problems, only where they are. */
const NAMED = { info: 3, warning: 10 } as const;

/** What was recognised, and what of it was left out or is to be looked at. */
function tell(context: IExecuteFunctions, { recognised, problems, items }: BuildResult): void {
	hint(context, recognised);
	for (const level of ['info', 'warning'] as const) {
		const found = problems.filter((problem) => problem.level === level);
		const rest = found.slice(NAMED[level]).map(({ path }) => path);
		const sentences = found.slice(0, NAMED[level]).map(({ message }) => message);
		const more = rest.length > 0 ? [`and ${rest.length} more: ${rest.join(', ')}`] : [];
		hint(context, [...sentences, ...more].join(' · '), level);
	}
	const warned = items.filter((item) => item.problems.some(({ level }) => level === 'warning')).length;
	if (warned > 0)
		hint(context, `${warned} of ${items.length} reports carry warnings; see 'problems'`, 'warning');
}

/** The page that a person can read, as a file beside the item. */
async function fileOfPreview(
	context: IExecuteFunctions,
	parameters: Parameters,
	report: BuiltReport,
): Promise<{ binary?: IBinaryKeyData }> {
	if (!report.item || !parameters.flag('options.preview')) return {};
	const html = await previewOf([report], { unmasked: parameters.flag('options.previewUnmasked') });
	const field = parameters.optionalText('options.previewFieldName') ?? 'preview';
	const name = `${report.item.id}.html`;
	const data = await context.helpers.prepareBinaryData(Buffer.from(html, 'utf8'), name, 'text/html');
	return { binary: { [field]: data } };
}
