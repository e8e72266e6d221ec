import { EltError } from '../errors';
import { asEltError } from './asEltError';
import { assistentFirst } from './attach';
import type { ReportItem, SignerRole } from './item';
import { type SignTextOptions, signTextOf } from './signText';
import { errorsAtSigning, reportInvalid } from './validate';
import { bindingEntry, MAX_ENTRIES, userNonVisibleData } from '../bankid/binding';
import type { TextFormat } from '../bankid/visibleText';

/** How many reports the anordnare signs with one order unless asked otherwise. */
export const DEFAULT_REPORTS_PER_ORDER = 500;

/** How reports are gathered into orders. */
export interface PlanOptions extends SignTextOptions {
	/** The Swedish calendar day, `YYYY-MM-DD`: a month that isn't over can't be signed. */
	readonly today: string;
	/** Who signs as anordnare, 12 digits; without it BankID lets anyone scan, and who signed stands in the item. */
	readonly signer?: string;
	/**
	 * Most reports in one order, 1–1 470; default 500 for the anordnare, and 1 for the assistent, whose
	 * signature covers one report.
	 */
	readonly reportsPerOrder?: number;
	/** Whether reports without rows may be signed. */
	readonly allowEmpty?: boolean;
}

/** A report and where it stood among those that were given. */
export interface PlannedReport {
	readonly index: number;
	readonly item: ReportItem;
}

/** One BankID order: who signs what, and the two texts. */
export interface OrderPlan {
	readonly role: SignerRole;
	/** 12 digits; undefined where anyone may sign as anordnare. */
	readonly signer: string | undefined;
	readonly reports: readonly PlannedReport[];
	/** As it is shown, not base64. */
	readonly visibleText: string;
	readonly format: TextFormat;
	/** The bindings, base64, as BankID takes them. */
	readonly userNonVisibleData: string;
}

/** A report that can't be signed as it is. */
export interface RefusedReport extends PlannedReport {
	readonly error: EltError;
}

/** Orders to start, what is signed already, and what was refused; together every report once. */
export interface SignPlan {
	readonly orders: readonly OrderPlan[];
	/** Reports that carry the role's signature already: they go on as they are. */
	readonly done: readonly PlannedReport[];
	readonly refused: readonly RefusedReport[];
}

/**
 * Gathers reports into orders: one signer each, no more than fit into one, in the order given. A report with
 * errors, of a month that isn't over, of an assistent with a samordningsnummer (who can't have BankID), or
 * that the assistent hasn't signed when the anordnare is to, is refused with what to do; the others go on.
 *
 * @throws TypeError when `reportsPerOrder` is out of range
 * @throws EltError `BANKID_TEXT` for a template that can't be filled in
 */
export async function planOrders(items: readonly ReportItem[], options: PlanOptions): Promise<SignPlan> {
	const most = options.reportsPerOrder ?? (options.role === 'assistent' ? 1 : DEFAULT_REPORTS_PER_ORDER);
	if (!Number.isInteger(most) || most < 1 || most > MAX_ENTRIES) {
		throw new TypeError(`reportsPerOrder is ${most}; it must be a whole number from 1 to ${MAX_ENTRIES}`);
	}
	const groups = new Map<string, PlannedReport[]>();
	const done: PlannedReport[] = [];
	const ids = new Set<string>();
	const refused: RefusedReport[] = [];
	for (const [index, item] of items.entries()) {
		if (item.signatures[options.role]) {
			done.push({ index, item });
			continue;
		}
		const error = ids.has(item.id) ? twice(item) : await hindrance(item, options);
		ids.add(item.id);
		if (error) {
			refused.push({ index, item, error });
			continue;
		}
		const signer = options.role === 'assistent' ? item.assistent.personnummer : (options.signer ?? '');
		const group = groups.get(signer);
		if (group) group.push({ index, item });
		else groups.set(signer, [{ index, item }]);
	}
	const orders = [...groups].flatMap(([signer, reports]) =>
		cut(reports, most, options).map((part) => orderOf(signer, part, options)),
	);
	return { orders, done, refused };
}

/** Why a report can't be signed in this role now; null when it can. */
async function hindrance(item: ReportItem, options: PlanOptions): Promise<EltError | null> {
	if (options.role === 'anordnare' && !item.signatures.assistent) return assistentFirst(item);
	const errors = await errorsAtSigning(item, options);
	return errors.length === 0 ? null : reportInvalid(`Report ${item.id} can't be signed`, errors);
}

function twice(item: ReportItem): EltError {
	return new EltError(
		'ITEM_INVALID',
		`Report ${item.id} is there twice`,
		'Take one of the two out: a report is signed once in each role.',
	);
}

/** Cuts a signer's reports into parts that fit: by number, and by the bytes of the text that is shown. */
function cut(reports: readonly PlannedReport[], most: number, options: PlanOptions): PlannedReport[][] {
	const parts: PlannedReport[][] = [];
	for (let from = 0; from < reports.length;) {
		let size = Math.min(most, reports.length - from);
		while (size > 1 && !fits(reports.slice(from, from + size), options))
			size = Math.ceil(size * 0.8) - 1 || 1;
		parts.push(reports.slice(from, from + size));
		from += size;
	}
	return parts;
}

/** Whether the text for these reports can be shown: with many of them it grows too long. */
function fits(reports: readonly PlannedReport[], options: PlanOptions): boolean {
	try {
		textOf(reports, options);
		return true;
	} catch (error) {
		return asEltError(error).code !== 'BANKID_TEXT';
	}
}

function textOf(reports: readonly PlannedReport[], options: PlanOptions): string {
	return signTextOf(
		reports.map(({ item }) => item),
		options,
	);
}

function orderOf(signer: string, reports: readonly PlannedReport[], options: PlanOptions): OrderPlan {
	return {
		role: options.role,
		signer: signer === '' ? undefined : signer,
		reports,
		visibleText: textOf(reports, options),
		format: options.format ?? 'plaintext',
		userNonVisibleData: userNonVisibleData(reports.map(({ item }) => bindingEntry(item))),
	};
}
