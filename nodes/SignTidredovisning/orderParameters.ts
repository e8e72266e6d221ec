import type { IExecuteFunctions } from 'n8n-workflow';

import { EltError } from '../../src/errors';
import { readPersonnummer } from '../../src/identity/personnummer';
import { demandApprovedText } from '../../src/report/bankIdGuards';
import { SIGNER_ROLES } from '../../src/report/item';
import type { PlanOptions } from '../../src/report/plan';
import { type BankIdConnection, withBankId } from '../shared/bankId';
import { Parameters } from '../shared/parameters';
import { todayInSweden } from '../shared/today';

/** How the node's parameters want reports gathered into orders. They are read once, for all items. */
export function readPlanOptions(context: IExecuteFunctions): PlanOptions {
	const parameters = new Parameters(context, 0);
	const role = parameters.choice('signer', SIGNER_ROLES);
	const today = todayInSweden();
	const template = parameters.optionalText('options.visibleText');
	const reportsPerOrder = parameters.number('options.reportsPerOrder');
	return {
		role,
		today,
		...(role === 'anordnare' ? { signer: readSigner(parameters, today) } : {}),
		...(template === undefined ? {} : { template }),
		...(role === 'anordnare' && reportsPerOrder !== undefined ? { reportsPerOrder } : {}),
	};
}

/**
 * The personnummer of who signs for the provider, 12 digits.
 *
 * @throws EltError `INPUT_INVALID`
 */
export function readSigner(parameters: Parameters, today: string): string {
	const name = "Signer's Personal Number";
	const read = readPersonnummer(parameters.requiredText('signerPersonnummer', name), today);
	if (read.ok) return read.value;
	throw new EltError(
		'INPUT_INVALID',
		`'${name}' is no personnummer: ${read.reason}`,
		`Give 10 or 12 digits in '${name}', with or without a dash.`,
	);
}

/**
 * Opens the way to BankID for work that shows a signer a text.
 *
 * @throws EltError `BANKID_TEXT` in production, where nobody has confirmed that it is the prescribed one
 */
export async function withOrders<T>(
	context: IExecuteFunctions,
	work: (connection: BankIdConnection) => Promise<T>,
): Promise<T> {
	const approved = new Parameters(context, 0).flag('options.textApproved');
	return await withBankId(context, work, (environment) => demandApprovedText(environment, approved));
}

/** The signer's IP address. */
export function readEndUserIp(context: IExecuteFunctions): string {
	return new Parameters(context, 0).requiredText('endUserIp', "Signer's IP Address");
}
