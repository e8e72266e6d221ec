import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { MAX_ENTRIES } from '../../src/binding';
import { EltError } from '../../src/errors';
import type { Signing } from '../../src/report/item/item';
import { type OrderPlan, planOrders, type SignPlan } from '../../src/report/sign/plan';
import { newNonce } from '../../src/signingPage/nonce';
import { linkOf, type SigningSession } from '../../src/signingPage/session';
import type { OpenBankId } from '../shared/elt/bankId';
import { passOn, readReports } from '../shared/elt/reports';
import { inInputOrder, type ItemResult, settle } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';
import { readPlanOptions, withOrders } from './orderParameters';
import { keepSession } from './signingSession';
import { signerProperties, textAndBatchOptions } from './signParameters';

/** The longest that a link can live, hours: a year. */
const MAX_HOURS = 8760;
const DEFAULT_HOURS = 72;
const HOUR_MS = 3_600_000;

const properties: readonly INodeProperties[] = [
	{
		displayName:
			"Send the link <code>{{ $json.signing.url }}</code> to the signer, then let the items reach a node with the operation 'Wait for Signature'. The link works from then on.",
		name: 'linkNotice',
		type: 'notice',
		default: '',
	},
	...signerProperties,
	{
		displayName: 'Valid For (Hours)',
		name: 'validHours',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_HOURS },
		default: DEFAULT_HOURS,
		description: "How long the link works, and how long 'Wait for Signature' waits",
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: textAndBatchOptions.filter(({ name }) => name !== 'reportsPerOrder'),
	},
];

/** Makes the link of a page on which one person signs; the execution keeps who signs what until the wait is over. */
export const createSigningLink: Operation = {
	properties,
	async execute(context): Promise<INodeExecutionData[]> {
		const { reports, refused } = await readReports(context);
		const results: ItemResult[] = [...refused];
		await withOrders(context, async (connection) => {
			const options = readPlanOptions(context, connection.policy);
			const reportsPerOrder = options.role === 'anordnare' ? MAX_ENTRIES : 1;
			const plan = await planOrders(reports, { ...options, reportsPerOrder });
			for (const { report, error } of plan.refused) results.push({ from: report.from, error });
			for (const report of plan.done) results.push(passOn(context, report));
			const order = onlyOrder(plan);
			if (order) results.push(...linkFor(context, connection, order));
		});
		return settle(context, inInputOrder(results));
	},
};

function linkFor(
	context: IExecuteFunctions,
	{ environment }: OpenBankId,
	order: OrderPlan & { readonly signer: string },
): ItemResult[] {
	const { role, signer, visibleText, format, userNonVisibleData } = order;
	const nonce = newNonce();
	const hours = new Parameters(context, 0).number('validHours') ?? DEFAULT_HOURS;
	const now = Date.now();
	const session: SigningSession = {
		nonce,
		url: linkOf(resumeUrlOf(context), nonce),
		createdAt: new Date(now).toISOString(),
		expiresAt: new Date(now + hoursInRange(hours) * HOUR_MS).toISOString(),
		environment,
		role,
		signer,
		visibleText,
		format,
		userNonVisibleData,
	};
	keepSession(context, session);
	const { url, expiresAt } = session;
	const signing: Signing = {
		status: 'requested',
		url,
		expiresAt,
		signer: { role, personnummer: signer },
	};
	return order.reports.map((report) => passOn(context, report, { json: { signing } }));
}

function hoursInRange(hours: number): number {
	if (hours > 0 && hours <= MAX_HOURS) return hours;
	throw new EltError(
		'INPUT_INVALID',
		`'Valid For (Hours)' is ${hours}`,
		`Give a number above 0 and up to ${MAX_HOURS}.`,
	);
}

/** Where n8n resumes this execution. */
function resumeUrlOf(context: IExecuteFunctions): string {
	const url: unknown = context.evaluateExpression('{{ $execution.resumeUrl }}', 0);
	if (typeof url === 'string' && URL.canParse(url)) return url;
	throw new EltError(
		'INPUT_INVALID',
		'n8n has no address at which this execution can be resumed',
		"Set 'WEBHOOK_URL' of n8n to the address at which signers reach it.",
	);
}

/** The one order that a link is for; null where nothing is left to sign. */
function onlyOrder({ orders }: SignPlan): (OrderPlan & { readonly signer: string }) | null {
	const [first] = orders;
	if (!first) return null;
	const { signer } = first;
	if (signer !== undefined && orders.length === 1) return { ...first, signer };
	const signers = new Set(orders.map((order) => order.signer));
	throw signers.size > 1 ? severalSigners(signers.size) : severalSignatures(first, orders.length);
}

const EACH_ITS_OWN =
	"Call a sub-workflow that creates the link and waits, with 'Mode' set to run once for each item: see the example workflow for the monthly close.";

function severalSigners(count: number): EltError {
	return new EltError(
		'INPUT_INVALID',
		`The items are for ${count} signers, and a signing link is for one`,
		EACH_ITS_OWN,
	);
}

function severalSignatures({ role }: OrderPlan, count: number): EltError {
	return role === 'assistent'
		? new EltError(
				'INPUT_INVALID',
				`The items are ${count} reports of one assistent, and an assistent signs each report with its own link`,
				EACH_ITS_OWN,
			)
		: new EltError(
				'INPUT_INVALID',
				`The reports do not fit into one BankID signature: they need ${count}`,
				`Create a link for at most ${MAX_ENTRIES} reports, or use a shorter 'Visible Text' and the same for all of them.`,
			);
}
