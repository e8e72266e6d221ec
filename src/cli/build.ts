import { basename } from 'node:path';

import { type Arguments, type Command } from './command';
import { prepareFolder, readBytes, readText, writeFiles } from './files';
import { type Output, problemText } from './output';
import { RULE_OPTIONS, ruleChoicesFrom } from './ruleOptions';
import { TODAY_OPTION, todayFrom } from './today';
import { UsageError } from './usageError';
import { EltError } from '../errors';
import { maskPersonnummer } from '../identity/masking';
import { buildReports, type BuildResult, type BuiltReport } from '../report/build/build';
import type { BuildReportsOptions, Replaced } from '../report/build/types';
import type { ReportItem } from '../report/item/item';
import { readPaxmlOptions } from '../report/build/paxmlOptions';
import { previewOf } from '../report/item/preview';
import { readProviderDefaults } from '../report/build/providerDefaults';
import { hoursText } from '../report/sign/signText';
import { hasErrors } from '../report/item/validate';
import { type BerakningsperiodRule, readBerakningsperiodRule } from '../tidredovisning/berakningsperiod';
import { isMonth } from '../tidredovisning/calendar';
import { type ColumnMapping, mappingOf, SHIFT_FIELDS, type ShiftField } from '../export/columns';
import { WHEN_HOURS_DIFFER, type WhenHoursDiffer } from '../export/hoursDiffer';
import { describeDifference } from '../tidredovisning/difference';
import { readTimeWords, TIME_MEANINGS, timeWordEntries, type TimeWords } from '../export/timeWords';
import type { ProviderDefaults } from '../tidredovisning/types';

/** `elt build EXPORT.csv --month YYYY-MM --anordnare ANORDNARE.json` */
export const build: Command = {
	name: 'build',
	summary: 'build the reports of a month from an export',
	operands: 'EXPORT',
	minOperands: 1,
	maxOperands: 1,
	options: {
		month: { value: 'YYYY-MM', help: 'the month to report; what falls outside is named', required: true },
		anordnare: { value: 'ANORDNARE.json', help: 'what is the same on every report', required: true },
		out: { value: 'DIR', help: 'folder to write DIR/<id>.xml to' },
		preview: { help: 'write <id>.html, to read and print, and preview.html with all of them' },
		unmasked: { help: 'personnummer in full in the preview' },
		column: {
			value: 'FIELD=HEADING',
			help: 'which column contains what; may be given several times',
			multiple: true,
		},
		paxml: {
			value: 'FILE.json',
			help: "a provider's own time codes, and who the customers of a PAXml file are",
		},
		'time-words': {
			value: 'WORD=MEANING',
			help: "a provider's own word or PAXml code for a kind of time, or a FILE.json of them",
			multiple: true,
		},
		'when-hours-differ': {
			value: 'stop|warn',
			help: 'what happens where a row counts less time than its clock times; default stop',
		},
		period: {
			value: 'RULE',
			help: 'beräkningsperioder: month, "4 weeks from YYYY-MM-DD", "3 months from YYYY-MM"',
		},
		...RULE_OPTIONS,
		'random-id': { help: 'a new id each time, in place of one that follows from the content' },
		replaces: { value: 'OLD.xml', help: 'an earlier report that these correct', multiple: true },
		'leave-out-unreadable': {
			help: 'build also the reports that lack rows that can not be read; each such row is named',
		},
		today: TODAY_OPTION,
	},
	notes: `EXPORT is CSV, TSV or PAXml. Without --json it tells; with --json it prints the item of each report.
FIELD is one of ${SHIFT_FIELDS.join(', ')}.
MEANING is one of ${TIME_MEANINGS.join(', ')}; a FILE.json of words is { WORD: MEANING }.
The FILE.json of --paxml is { "codes": { CODE: MEANING },
  "persons": { KUNDNR, RESENHET or DIM/ID: { "personnummer", "fornamn", "efternamn" } },
  "schedulePersons": { ANSTID or PERSNR: the person whose schedule it is } }.
Reports with errors are told and not written.`,
	async run(args, output) {
		const [file = ''] = args.operands;
		const folder = folderFrom(args);
		if (folder !== undefined) await prepareFolder(folder);
		const defaults = await readJson(args.required('anordnare'), readProviderDefaults);
		const options = await optionsFrom(args, defaults);
		const bytes = await readBytes(file);
		const result = await buildReports({ file: bytes, fileName: basename(file) }, options);
		tell(result, output);
		if (folder !== undefined) await write(result, folder, args, output);
		return result.reports.some(({ error }) => error) || hasErrors(result.problems) ? 1 : 0;
	},
};

/** Reads a JSON file as its reader says. */
async function readJson<T>(path: string, read: (json: unknown) => T): Promise<T> {
	const text = await readText(path);
	try {
		return read(JSON.parse(text));
	} catch (error) {
		throw error instanceof SyntaxError ? noJson(path, text, error) : error;
	}
}

function noJson(path: string, text: string, cause: SyntaxError): EltError {
	const at = /at position (\d+)/.exec(cause.message)?.[1];
	const line = text.slice(0, at === undefined ? undefined : Number(at)).split('\n').length;
	return new EltError(
		'INPUT_INVALID',
		text.trim() === '' ? `'${path}' is empty` : `'${path}' is no JSON: it can't be read on in line ${line}`,
		'Look for a missing comma, quote or brace there.',
		{ cause },
	);
}

async function optionsFrom(args: Arguments, defaults: ProviderDefaults): Promise<BuildReportsOptions> {
	const month = args.required('month');
	if (!isMonth(month)) throw new UsageError(`--month is '${month}'; it takes a month YYYY-MM`);
	const periods = periodsFrom(args);
	const paxml = args.text('paxml');
	const replaced = await Promise.all(args.all('replaces').map(readReplaced));
	return {
		today: todayFrom(args),
		defaults,
		month,
		mapping: mappingFrom(args),
		id: args.flag('random-id') ? 'random' : 'content',
		replaces: replaced,
		leaveOutUnreadable: args.flag('leave-out-unreadable'),
		...ruleChoicesFrom(args),
		periods,
		paxml: paxml === undefined ? undefined : await readJson(paxml, readPaxmlOptions),
		timeWords: await timeWordsFrom(args),
		hoursDiffer: hoursDifferFrom(args),
	};
}

/** `--time-words`, each `WORD=MEANING` or a file of such pairs. */
async function timeWordsFrom(args: Arguments): Promise<TimeWords> {
	const entries = await Promise.all(
		args.all('time-words').map(async (given) => {
			const [, word, meaning] = /^(.+)=([^=]+)$/s.exec(given) ?? [];
			if (word !== undefined && meaning !== undefined) return [[word, meaning] as const];
			return await readJson(given, timeWordEntries);
		}),
	);
	return readTimeWords(entries.flat());
}

function hoursDifferFrom(args: Arguments): WhenHoursDiffer | undefined {
	const text = args.text('when-hours-differ');
	const known = WHEN_HOURS_DIFFER.find((each) => each === text);
	if (text === undefined || known !== undefined) return known;
	throw new UsageError(`--when-hours-differ is '${text}'; it takes ${WHEN_HOURS_DIFFER.join(' or ')}`);
}

function mappingFrom(args: Arguments): ColumnMapping {
	const columns: [ShiftField, string][] = [];
	for (const given of args.all('column')) {
		const [, name, heading] = /^([^=]+)=(.+)$/s.exec(given) ?? [];
		if (name === undefined || heading === undefined)
			throw new UsageError(`--column is '${given}'; it takes FIELD=HEADING`);
		const field = SHIFT_FIELDS.find((known) => known === name);
		if (field === undefined)
			throw new UsageError(
				`--column is '${given}', but there is no field '${name}'; the fields are ${SHIFT_FIELDS.join(', ')}`,
			);
		columns.push([field, heading]);
	}
	return mappingOf(
		columns,
		(field, one, other) => new UsageError(`--column gives ${field} two headings, '${one}' and '${other}'`),
	);
}

function periodsFrom(args: Arguments): BerakningsperiodRule | undefined {
	const text = args.text('period');
	if (text === undefined) return undefined;
	try {
		return readBerakningsperiodRule(text);
	} catch (error) {
		throw error instanceof EltError
			? new UsageError(`--period: ${error.message} ${error.description}`)
			: error;
	}
}

/** The bytes of an earlier report; its id is ASCII in every encoding that they may be in. */
async function readReplaced(path: string): Promise<Replaced> {
	const xml = await readBytes(path);
	const [, id] = /<(?:\w+:)?id>([^<]*)</.exec(Buffer.from(xml).toString('latin1')) ?? [];
	if (id !== undefined) return { id, xml };
	throw new EltError(
		'INPUT_INVALID',
		`'${path}' is no tidredovisning: it has no id`,
		"Give --replaces the earlier report's XML, as elt build wrote it.",
	);
}

function tell(result: BuildResult, output: Output): void {
	output.note(result.recognised);
	for (const built of result.reports) tellReport(built, result.recognised, output);
	for (const problem of result.problems) {
		if (problem.level !== 'error') output.note(problemText(problem).trimStart());
	}
	for (const { personSomHarAssistans: person, redovisningsmanad, reports, hours } of result.totals) {
		const who = `${person.namn} (${maskPersonnummer(person.personnummer)})`;
		const total = `${redovisningsmanad} ${who}: ${counted(reports, 'report')}, ${hoursText(hours)}`;
		if (output.asJson) output.note(total);
		else output.text(total);
	}
}

function tellReport(
	{ item, error, replaces, contact }: BuiltReport,
	recognised: string,
	output: Output,
): void {
	if (!item) {
		if (error) output.error({}, error);
		return;
	}
	const refused = error
		? { error: { code: error.code, message: error.message, description: error.description } }
		: {};
	const told = {
		...item,
		recognised,
		replaces: replaces ?? undefined,
		contact: contact ?? undefined,
		...refused,
	};
	output.result(told, () => itemText(item, error, replaces));
}

function changesText({ difference }: NonNullable<BuiltReport['replaces']>): string {
	return difference ? `; ${describeDifference(difference)}` : '';
}

/** `1 row`, `2 rows` */
function counted(count: number, what: string): string {
	return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function itemText(item: ReportItem, error: EltError | null, replaces: BuiltReport['replaces']): string {
	const { assistent, personSomHarAssistans: person, deadline } = item;
	return [
		`${item.id}  ${item.redovisningsmanad}${error ? '  NOT BUILT' : ''}`,
		`  ${assistent.namn} (${maskPersonnummer(assistent.personnummer)}) with ${person.namn} (${maskPersonnummer(person.personnummer)})`,
		`  ${counted(item.rows.length, 'row')}; ${hoursText(item.hours)}; due ${deadline.date} (${deadline.daysLeft} days)`,
		...(replaces ? [`  corrects ${replaces.id}${changesText(replaces)}`] : []),
		...item.problems.map(problemText),
	].join('\n');
}

/** Where files are written to, if any are. */
function folderFrom(args: Arguments): string | undefined {
	return args.text('out') ?? (args.flag('preview') ? '.' : undefined);
}

async function write(result: BuildResult, folder: string, args: Arguments, output: Output): Promise<void> {
	const wantsPreview = args.flag('preview');
	const files = new Map<string, string>();
	if (args.text('out') !== undefined) for (const item of result.items) files.set(`${item.id}.xml`, item.xml);
	if (wantsPreview) {
		const options = { unmasked: args.flag('unmasked') };
		for (const built of result.reports) {
			if (built.item) files.set(`${built.item.id}.html`, await previewOf([built], options));
		}
		if (files.size > 0) files.set('preview.html', await previewOf(result.reports, options));
	}
	await writeFiles(folder, files);
	output.note(`${counted(files.size, 'file')} written to ${folder}`);
}
