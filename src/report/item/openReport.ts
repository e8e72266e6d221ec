import { EltError, type Problem } from '../../errors';
import { Fields, isRecord, shown, TEXT } from './fields';
import {
	type ItemSignature,
	type ReportItem,
	type SignerRole,
	SIGNER_ROLES,
	type Signing,
	SIGNING_STATUSES,
} from './item';
import { readReceipt } from './readReceipt';
import { deadlineFor } from '../../tidredovisning/deadline';
import { checkUnchanged } from '../../tidredovisning/digest';
import { hoursOf } from '../../tidredovisning/hours';
import { readTidredovisning } from '../../tidredovisning/read';
import {
	type Hours,
	type Minutes,
	type RapportRad,
	type Tidredovisning,
	TIDSTYPER,
} from '../../tidredovisning/types';
import { anordnareOf, namnOf } from './describe';
import { nummerOf } from '../../tidredovisning/reportKey';

/** Largest number of minutes in a month's report; more is no month. */
const MINUTES_MAX = 32 * 24 * 60;

/**
 * A report that has been read: its item, what its document says and the document's bytes, known to belong
 * together. Only `OpenReport.read` makes one, and everything behind it takes one: no report is parsed twice.
 */
export class OpenReport {
	private constructor(
		readonly item: ReportItem,
		/** What the document says; the schema accepts it. */
		readonly tidredovisning: Tidredovisning,
		/** The UTF-8 bytes that are signed and sent. */
		readonly document: Uint8Array,
		/** The position of the input that it came in, counting from 0. Results carry it back. */
		readonly from: number,
	) {}

	/**
	 * Reads a report item that came from another node or a file, and compares it with its own document.
	 *
	 * @param json the parsed JSON of one item
	 * @param from the position of the input that it came in, counting from 0
	 * @throws EltError `ITEM_INVALID` with every wrong field, by path
	 * @throws EltError `DOCUMENT_CHANGED` when `xml` is not the document that was built: its digest differs from
	 *   `sha256`, it is not canonical any more, or it says another id, month, person, provider, row or sum than the item
	 * @throws EltError `REPORT_INVALID` when the schema refuses the document
	 * @see the item shapes of the README
	 */
	static async read(json: unknown, from = 0): Promise<OpenReport> {
		const item = readShape(json);
		const document = Buffer.from(item.xml, 'utf8');
		return new OpenReport(item, await readDocument(item, document), document, from);
	}

	/** The same report with a signature or a receipt added; the document stays as it is. */
	with(more: Partial<Pick<ReportItem, 'signatures' | 'receipt'>>): OpenReport {
		return new OpenReport({ ...this.item, ...more }, this.tidredovisning, this.document, this.from);
	}
}

function readShape(json: unknown): ReportItem {
	if (!isRecord(json))
		throw invalid([], `The item is ${json === null ? 'null' : shown(json)}, not an object`);
	const fields = new Fields(json);
	const receipt = fields.optionalObject('receipt');
	const signing = fields.optionalObject('signing');
	const item: ReportItem = {
		id: fields.text('id', TEXT.uuid),
		redovisningsmanad: fields.text('redovisningsmanad', TEXT.month),
		schemaVersion: fields.oneOf('schemaVersion', ['v1']),
		assistent: readPerson(fields.object('assistent')),
		personSomHarAssistans: readPerson(fields.object('personSomHarAssistans')),
		anordnare: readAnordnare(fields.optionalObject('anordnare')),
		xml: fields.text('xml', TEXT.filled),
		sha256: fields.text('sha256', TEXT.sha256),
		rows: fields.list('rows', readRow),
		hours: readHours(fields.object('hours')),
		deadline: readDeadline(fields.object('deadline')),
		problems: fields.list('problems', readProblem),
		signatures: readSignatures(fields.object('signatures')),
		...(receipt && { receipt: readReceipt(receipt) }),
		...(signing && { signing: readSigning(signing) }),
	};
	if (fields.problems.length > 0) throw invalid(fields.problems);
	return item;
}

function invalid(problems: readonly Problem[], message?: string): EltError {
	const first = problems[0]?.message ?? 'nothing was found';
	const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
	return new EltError(
		'ITEM_INVALID',
		message ?? `The item is not a report as Build Tidredovisning makes it: ${first}${more}`,
		'Pass on the whole item from Build or Sign, with all its fields unchanged.',
		{ problems },
	);
}

function readPerson(fields: Fields): ReportItem['assistent'] {
	return {
		namn: fields.text('namn', TEXT.filled),
		personnummer: fields.text('personnummer', TEXT.personnummer),
	};
}

function readAnordnare(fields: Fields | undefined): ReportItem['anordnare'] {
	if (!fields) return null;
	return {
		namn: fields.text('namn'),
		organisationsnummer: fields.text('organisationsnummer', TEXT.organisationsnummer),
	};
}

function readRow(fields: Fields): RapportRad {
	return {
		dag: fields.integer('dag', 1, 31),
		fromTid: fields.text('fromTid', TEXT.clock),
		tomTid: fields.text('tomTid', TEXT.clock),
		tidstyp: fields.oneOf('tidstyp', TIDSTYPER),
	};
}

function readHours(fields: Fields): Hours {
	return {
		aktivTid: readMinutes(fields.object('aktivTid')),
		vanteTid: readMinutes(fields.object('vanteTid')),
		beredskapsTid: readMinutes(fields.object('beredskapsTid')),
	};
}

function readMinutes(fields: Fields): Minutes {
	return {
		clockMinutes: fields.integer('clockMinutes', 0, MINUTES_MAX),
		actualMinutes: fields.integer('actualMinutes', 0, MINUTES_MAX),
	};
}

function readDeadline(fields: Fields): ReportItem['deadline'] {
	return {
		date: fields.text('date', TEXT.date),
		daysLeft: fields.integer('daysLeft', -Number.MAX_SAFE_INTEGER),
	};
}

function readProblem(fields: Fields): Problem {
	return {
		code: fields.code('code'),
		level: fields.oneOf('level', ['error', 'warning', 'info']),
		path: fields.text('path'),
		message: fields.text('message'),
		description: fields.text('description'),
		found: fields.text('found'),
	};
}

function readSignatures(fields: Fields): ReportItem['signatures'] {
	const signatures: Partial<Record<SignerRole, ItemSignature>> = {};
	for (const role of SIGNER_ROLES) {
		const given = fields.optionalObject(role);
		if (given) signatures[role] = readSignature(given);
	}
	return signatures;
}

function readSignature(fields: Fields): ItemSignature {
	const signer = fields.object('signer');
	return {
		signature: fields.text('signature', TEXT.base64),
		ocspResponse: fields.text('ocspResponse', TEXT.base64),
		datumForSignatur: fields.text('datumForSignatur', TEXT.date),
		signer: { name: signer.text('name'), personnummer: signer.text('personnummer', TEXT.personnummer) },
		userVisibleData: fields.text('userVisibleData'),
		verifiedAt: fields.text('verifiedAt', TEXT.instant),
	};
}

function readSigning(fields: Fields): Signing {
	const signer = fields.object('signer');
	const unproven = fields.optionalObject('unproven');
	return {
		status: fields.oneOf('status', SIGNING_STATUSES),
		url: fields.optionalText('url'),
		expiresAt: fields.text('expiresAt', TEXT.instant),
		signer: {
			role: signer.oneOf('role', SIGNER_ROLES),
			personnummer: signer.text('personnummer', TEXT.personnummer),
		},
		at: fields.optionalText('at', TEXT.instant),
		reason: fields.optionalText('reason'),
		risk: fields.optionalText('risk'),
		unproven: unproven && {
			code: unproven.text('code', TEXT.filled),
			message: unproven.text('message'),
			description: unproven.text('description'),
			signature: unproven.text('signature', TEXT.base64),
			ocspResponse: unproven.text('ocspResponse', TEXT.base64),
		},
	};
}

async function readDocument(item: ReportItem, document: Uint8Array): Promise<Tidredovisning> {
	await checkUnchanged(document, item.sha256);
	const { tidredovisning, problems } = await readTidredovisning(document);
	if (!tidredovisning) throw refusedBySchema(item, problems);
	for (const [what, inDocument, inItem] of comparisons(item, tidredovisning)) {
		if (inDocument !== inItem) throw changed(item, `the document has another ${what} than the item`);
	}
	return tidredovisning;
}

function refusedBySchema({ id }: ReportItem, problems: readonly Problem[]): EltError {
	return new EltError(
		'REPORT_INVALID',
		`The document of report ${id} does not match the schema: ${problems[0]?.message ?? 'it is not a tidredovisning'}`,
		'Fix what the problems name and build the report again.',
		{ problems },
	);
}

function changed(item: ReportItem, how: string): EltError {
	return new EltError(
		'DOCUMENT_CHANGED',
		`The document of report ${item.id} is not the one that was built: ${how}`,
		'Build the report again and have it signed again. No node in between may change its xml.',
	);
}

/** What the document and the item both say, side by side. */
function comparisons(
	item: ReportItem,
	document: Tidredovisning,
): [what: string, document: string, item: string][] {
	const anordnare = anordnareOf(document);
	return [
		['id', document.id, item.id],
		['month', document.redovisningsmanad, item.redovisningsmanad],
		['assistent', nummerOf(document.assistent), item.assistent.personnummer],
		['name of the assistent', namnOf(document.assistent), item.assistent.namn],
		['person', document.personSomHarAssistans.personnummer, item.personSomHarAssistans.personnummer],
		['name of the person', namnOf(document.personSomHarAssistans), item.personSomHarAssistans.namn],
		['anordnare', anordnare?.organisationsnummer ?? '', item.anordnare?.organisationsnummer ?? ''],
		['name of the anordnare', anordnare?.namn ?? '', item.anordnare?.namn ?? ''],
		['list of rows', rowsText(document.tidrapport.rapportRad), rowsText(item.rows)],
		['sum of hours', hoursText(hoursOf(document)), hoursText(item.hours)],
		['deadline', deadlineFor(document.redovisningsmanad, item.deadline.date).date, item.deadline.date],
	];
}

function rowsText(rows: readonly RapportRad[]): string {
	return rows.map((row) => `${row.dag} ${row.fromTid} ${row.tomTid} ${row.tidstyp}`).join('\n');
}

function hoursText(hours: Hours): string {
	return TIDSTYPER.map((typ) => `${hours[typ].clockMinutes}/${hours[typ].actualMinutes}`).join(' ');
}
