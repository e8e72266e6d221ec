import type { IExecuteFunctions, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { EltError } from '../../src/errors';
import { isRecord } from '../../src/report/item/fields';
import { readSession, type SigningSession } from '../../src/signingPage/session';

/** Where a node keeps its session in the execution: it travels with the execution's data to the process that resumes it. */
const SESSION = 'session';

/** Where *Wait for Signature* keeps the node whose items it waits for; null for its own input. */
const ITEMS_OF = 'itemsOf';

/** What can evaluate an expression in the execution. */
type Evaluating = Pick<IWebhookFunctions, 'evaluateExpression' | 'getNode'>;

/** Keeps the session of the link that this node has made, in the execution. */
export function keepSession(context: IExecuteFunctions, session: SigningSession): void {
	context.getContext('node')[SESSION] = { ...session };
}

/** A session, and the items that it is for. */
export interface WaitingFor {
	readonly session: SigningSession;
	readonly items: readonly INodeExecutionData[];
}

/**
 * Finds the link that this node waits for: the one in its input's `signing.url`, else, where a mail node between the
 * two has put its own items in their place, the newest that a node before it has made. Keeps it for the page.
 *
 * @throws EltError `ITEM_INVALID` where there is none
 */
export function adoptSession(context: IExecuteFunctions): WaitingFor {
	const made = creators(context).map((node) => ({ node, session: sessionOf(context, node) }));
	const sessions = made.filter(({ session }) => session !== null);
	const input = context.getInputData();
	const own = sessions.find(({ session }) => session && input.some((item) => isFor(session, item)));
	const newest = sessions.toSorted((one, other) => createdAt(other.session) - createdAt(one.session))[0];
	const session = readSession((own ?? newest)?.session);
	const itemsOf = own ? null : (newest?.node ?? null);
	Object.assign(context.getContext('node'), { [SESSION]: { ...session }, [ITEMS_OF]: itemsOf });
	return { session, items: itemsFor(context, itemsOf) };
}

/** What this node waits for, as `adoptSession` has kept it. */
export function waitingFor(context: IWebhookFunctions): WaitingFor {
	const session = readSession(contextOf(context, context.getNode().name, SESSION));
	const itemsOf = contextOf(context, context.getNode().name, ITEMS_OF);
	return { session, items: itemsFor(context, typeof itemsOf === 'string' ? itemsOf : null) };
}

/** Whether an item carries this session's link. */
export function isFor({ url }: SigningSession, { json }: INodeExecutionData): boolean {
	const { signing } = json;
	return isRecord(signing) && signing['url'] === url;
}

function creators(context: IExecuteFunctions): string[] {
	const { name, type } = context.getNode();
	return context
		.getParentNodes(name, { includeNodeParameters: true })
		.filter((node) => node.type === type && node.parameters?.['operation'] === 'createSigningLink')
		.map((node) => node.name);
}

function sessionOf(context: IExecuteFunctions, node: string): SigningSession | null {
	const kept = contextOf(context, node, SESSION);
	return isRecord(kept) ? readSession(kept) : null;
}

function createdAt(session: SigningSession | null): number {
	return session ? Date.parse(session.createdAt) : 0;
}

function contextOf(context: Evaluating, node: string, key: string): unknown {
	return context.evaluateExpression(
		`{{ $node[${JSON.stringify(node)}].context[${JSON.stringify(key)}] }}`,
		0,
	);
}

function itemsFor(context: Evaluating, node: string | null): INodeExecutionData[] {
	const source = node === null ? '$input' : `$(${JSON.stringify(node)})`;
	const items: unknown = context.evaluateExpression(`{{ ${source}.all() }}`, 0);
	if (Array.isArray(items)) return items.filter(isItem);
	throw new EltError(
		'ITEM_INVALID',
		'The items of the signing link are not there',
		"Connect 'Wait for Signature' to 'Create Signing Link', directly or with the node that sends the link between them.",
	);
}

function isItem(value: unknown): value is INodeExecutionData {
	return isRecord(value) && isRecord(value['json']);
}
