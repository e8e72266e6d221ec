import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { startLinks } from '../../src/bankid/startLinks';
import type { StartedOrder } from '../../src/bankid/answers';
import { EltError } from '../../src/errors';
import type { OrderPlan } from '../../src/report/sign/plan';
import { Parameters } from '../shared/n8n/parameters';

const NAME = 'Send Start Links To';

/** How long the address may take to answer, milliseconds: the signer has 30 s in all to open the app. */
const TIMEOUT_MS = 10_000;

/** Where the start link of each order is sent while the node waits. */
export const startLinkUrl: INodeProperties = {
	displayName: NAME,
	name: 'startLinkUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. https://n8n.example.se/webhook/start-link',
	description:
		"Where each order's start link is posted as soon as the order has started, such as a Webhook node that shows it to the signer. BankID ends an order that is not opened within 30 seconds: use this for signers who are waiting.",
};

/**
 * The address that start links are sent to.
 *
 * @throws EltError `INPUT_INVALID` when it is empty or is not an address of the web
 */
export function readStartLinkUrl(context: IExecuteFunctions): string {
	const text = new Parameters(context, 0).requiredText('startLinkUrl');
	if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
	throw new EltError(
		'INPUT_INVALID',
		`'${NAME}' is not an address`,
		`Give an address that begins with https:// in '${NAME}'.`,
	);
}

/**
 * Posts an order's start link, and what it takes to know whom it is for, as JSON.
 *
 * @throws EltError `BANKID_START_LINK` when the address does not take it
 */
export async function sendStartLink(
	context: IExecuteFunctions,
	url: string,
	{ role, signer, reports }: OrderPlan,
	{ orderRef, autoStartToken }: StartedOrder,
): Promise<void> {
	const body = {
		orderRef,
		role,
		signer: signer ?? null,
		reports: reports.map(({ item }) => item.id),
		autoStartToken,
		startLinks: startLinks(autoStartToken),
	};
	await context.helpers
		.httpRequest({
			method: 'POST',
			url,
			body,
			json: true,
			timeout: TIMEOUT_MS,
			disableFollowRedirect: true,
			abortSignal: context.getExecutionCancelSignal(),
		})
		.catch((cause: unknown) => {
			throw new EltError(
				'BANKID_START_LINK',
				`The start link could not be sent to ${new URL(url).host}`,
				`See that the address in '${NAME}' answers with a status from 200 to 299 within 10 seconds. The order was ended; run again to start a new one.`,
				{ cause },
			);
		});
}
