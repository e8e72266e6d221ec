import { EltError } from '../../errors';
import { asEltError } from '../item/asEltError';
import { assistentFirst } from './attach';
import type { SignerRole } from '../item/item';
import type { OpenReport } from '../item/openReport';
import { type SignTextOptions, signTextOf } from './signText';
import { errorsAtSigning, reportInvalid } from '../item/validate';
import { proveRole } from './verify';
import { bindingEntry, MAX_ENTRIES, userNonVisibleData } from '../../binding';
import type { TextFormat } from '../../bankid/visibleText';
import type { SignaturePolicy } from '../../signature/policy';

/** How many reports the anordnare signs with one order unless asked otherwise. */
export const DEFAULT_REPORTS_PER_ORDER = 500;

/** Said once for all reports, or of each by itself; what is thrown for one stops that one only. */
export type PerReport<T> = T | ((report: OpenReport) => T);

/** How reports are gathered into orders. */
export interface PlanOptions extends Omit<SignTextOptions, 'template'> {
	/** The Swedish calendar day, `YYYY-MM-DD`: a month that isn't over can't be signed. */
	readonly today: string;
	/** What the signatures that reports carry already are held against. */
	readonly policy: SignaturePolicy;
	/** The clock: a signature from the future is refused. */
	readonly now: () => Date;
	/** With `{placeholders}`; default: the role's text for tests. Reports with different texts are not signed together. */
	readonly template?: PerReport<string | undefined>;
	/** Who signs as anordnare, 12 digits; without it BankID lets anyone scan, and who signed stands in the item. */
	readonly signer?: PerReport<string | undefined>;
	/**
	 * Most reports in one order, 1–1 470; default 500 for the anordnare, and 1 for the assistent, whose
	 * signature covers one report.
	 */
	readonly reportsPerOrder?: number;
	/** Whether reports without rows may be signed. */
	readonly allowEmpty?: boolean;
}

/** One BankID order: who signs what, and the two texts. */
export interface OrderPlan {
	readonly role: SignerRole;
	/** 12 digits; undefined where anyone may sign as anordnare. */
	readonly signer: string | undefined;
	/** At least one. */
	readonly reports: readonly [OpenReport, ...OpenReport[]];
	/** As it is shown, not base64. */
	readonly visibleText: string;
	readonly format: TextFormat;
	/** The bindings, base64, as BankID takes them. */
	readonly userNonVisibleData: string;
}

/** A report that can't be signed as it is. */
export interface RefusedReport {
	readonly report: OpenReport;
	readonly error: EltError;
}

/** Orders to start, what is signed already, and what was refused; together every report once. */
export interface SignPlan {
	readonly orders: readonly OrderPlan[];
	/** Reports that carry the role's signature already, proven: they go on as they are. */
	readonly done: readonly OpenReport[];
	readonly refused: readonly RefusedReport[];
}

/**
 * Gathers reports into orders: one signer each, no more than fit into one, in the order given. A report with
 * errors, of a month that isn't over, of an assistent with a samordningsnummer (who can't have BankID), that the
 * assistent hasn't signed when the anordnare is to, whose signatures can't be proven, or whose text can't be shown,
 * is refused with what to do; the others go on.
 *
 * @throws TypeError when `reportsPerOrder` is out of range
 */
export async function planOrders(reports: readonly OpenReport[], options: PlanOptions): Promise<SignPlan> {
	const most = options.reportsPerOrder ?? (options.role === 'assistent' ? 1 : DEFAULT_REPORTS_PER_ORDER);
	if (!Number.isInteger(most) || most < 1 || most > MAX_ENTRIES) {
		throw new TypeError(`reportsPerOrder is ${most}; it must be a whole number from 1 to ${MAX_ENTRIES}`);
	}
	const groups = new Map<string, Group>();
	const done: OpenReport[] = [];
	const ids = new Set<string>();
	const refused: RefusedReport[] = [];
	for (const report of reports) {
		const { item } = report;
		const error = ids.has(item.id) ? givenTwice(item.id) : await whyNotSignable(report, options);
		ids.add(item.id);
		const stopped = error ?? (item.signatures[options.role] ? null : gather(groups, report, options));
		if (stopped) refused.push({ report, error: stopped });
		else if (item.signatures[options.role]) done.push(report);
	}
	const parts = [...groups.values()].flatMap((group) =>
		cut(group, most, options).map((part) => ordered(part, options)),
	);
	return {
		orders: parts.flatMap((part) => ('order' in part ? [part.order] : [])),
		done,
		refused: [...refused, ...parts.flatMap((part) => ('refused' in part ? part.refused : []))],
	};
}

/** Reports that can go into one order: one signer, one text. */
interface Group {
	readonly signer: string | undefined;
	readonly template: string | undefined;
	readonly reports: [OpenReport, ...OpenReport[]];
}

/** Adds a report to those of its signer and text; all that anyone may sign are together. Why not, else null. */
function gather(groups: Map<string, Group>, report: OpenReport, options: PlanOptions): EltError | null {
	try {
		const own = options.role === 'assistent' ? report.item.assistent.personnummer : options.signer;
		const [signer, template] = [ofReport(own, report), ofReport(options.template, report)];
		const key = JSON.stringify([signer, template]);
		const group = groups.get(key);
		if (group) group.reports.push(report);
		else groups.set(key, { signer, template, reports: [report] });
		return null;
	} catch (error) {
		return asEltError(error);
	}
}

function ofReport<T extends string | undefined>(said: PerReport<T>, report: OpenReport): T {
	return typeof said === 'function' ? said(report) : said;
}

/** Why a report can't be signed in this role now, or its signature can't go on; null when it can. */
async function whyNotSignable(report: OpenReport, options: PlanOptions): Promise<EltError | null> {
	const unproven = await proveGiven(report, options).then(() => null, asEltError);
	if (unproven !== null || report.item.signatures[options.role]) return unproven;
	const errors = errorsAtSigning(report, options);
	return errors.length === 0 ? null : reportInvalid(`Report ${report.item.id} cannot be signed`, errors);
}

/**
 * Proves what the report carries: nobody is asked to sign on top of a signature that holds nothing.
 *
 * @throws EltError `SIGNATURE_MISSING` when the assistent's is missing before the anordnare's, or what the verifier says
 */
async function proveGiven({ item }: OpenReport, { role, policy, now }: PlanOptions): Promise<void> {
	if (role === 'anordnare') {
		if (!item.signatures.assistent) throw assistentFirst(item);
		await proveRole(item, 'assistent', policy, now());
	}
	if (item.signatures[role]) await proveRole(item, role, policy, now());
}

function givenTwice(id: string): EltError {
	return new EltError(
		'ITEM_INVALID',
		`Report ${id} occurs twice in the input`,
		'Remove one of the two: a report is signed once in each role.',
	);
}

/** Cuts a group into parts that fit: by number, and by the bytes of the text that is shown. */
function cut(group: Group, most: number, options: PlanOptions): Group[] {
	const parts: Group[] = [];
	let [first, ...others]: readonly OpenReport[] = group.reports;
	while (first) {
		let part: Group = { ...group, reports: [first, ...others.slice(0, most - 1)] };
		while (part.reports.length > 1 && !fits(part, options)) {
			const size = Math.ceil(part.reports.length * 0.8) - 1 || 1;
			part = { ...group, reports: [first, ...others.slice(0, size - 1)] };
		}
		parts.push(part);
		[first, ...others] = others.slice(part.reports.length - 1);
	}
	return parts;
}

/** Whether the text for these reports can be shown: with many of them it grows too long. */
function fits(group: Group, options: PlanOptions): boolean {
	try {
		textOf(group, options);
		return true;
	} catch (error) {
		return asEltError(error).code !== 'BANKID_TEXT';
	}
}

function textOf({ reports, template }: Group, { role, format }: PlanOptions): string {
	return signTextOf(
		reports.map(({ item }) => item),
		{ role, template, format },
	);
}

/** A part as an order, or refused as a whole: then it is a single report whose text is too long, or no text can be made. */
function ordered(
	group: Group,
	options: PlanOptions,
): { readonly order: OrderPlan } | { readonly refused: readonly RefusedReport[] } {
	try {
		return { order: orderOf(group, options) };
	} catch (error) {
		const refusal = asEltError(error);
		return { refused: group.reports.map((report) => ({ report, error: refusal })) };
	}
}

function orderOf(group: Group, options: PlanOptions): OrderPlan {
	const { signer, reports } = group;
	return {
		role: options.role,
		signer,
		reports,
		visibleText: textOf(group, options),
		format: options.format ?? 'plaintext',
		userNonVisibleData: userNonVisibleData(reports.map(({ item }) => bindingEntry(item))),
	};
}
