import type { IExecuteFunctions } from 'n8n-workflow';

import { EltError } from '../../src/errors';
import { readPersonnummer } from '../../src/identity/personnummer';
import { demandApprovedText } from '../../src/report/bankIdGuards';
import { SIGNER_ROLES, type SignerRole } from '../../src/report/item';
import type { PlanOptions } from '../../src/report/plan';
import type { SignaturePolicy } from '../../src/signature/policy';
import { type BankIdConnection, withBankId } from '../shared/bankId';
import { Parameters } from '../shared/parameters';
import { todayInSweden } from '../shared/today';

/** In which role is signed. */
export function readRole(context: IExecuteFunctions): SignerRole {
	return new Parameters(context, 0).choice('signer', SIGNER_ROLES);
}

/** How the node's parameters want reports gathered into orders. They are read once, for all items. */
export function readPlanOptions(context: IExecuteFunctions, policy: SignaturePolicy): PlanOptions {
	const parameters = new Parameters(context, 0);
	const role = readRole(context);
	const today = todayInSweden();
	const template = templateOf(parameters);
	const reportsPerOrder = parameters.number('options.reportsPerOrder');
	return {
		role,
		today,
		policy,
		...(role === 'anordnare' ? { signer: readSigner(parameters, today) } : {}),
		...(template === undefined ? {} : { template }),
		...(role === 'anordnare' && reportsPerOrder !== undefined ? { reportsPerOrder } : {}),
	};
}

function templateOf(parameters: Parameters): string | undefined {
	return parameters.optionalText('options.visibleText');
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
 * @throws EltError `BANKID_TEXT` in production, unless it is one that someone has confirmed
 */
export async function withOrders<T>(
	context: IExecuteFunctions,
	work: (connection: BankIdConnection) => Promise<T>,
): Promise<T> {
	const parameters = new Parameters(context, 0);
	const text = { template: templateOf(parameters), approved: parameters.flag('options.textApproved') };
	return await withBankId(context, work, (environment) => demandApprovedText(environment, text));
}

/** The signer's IP address. */
export function readEndUserIp(context: IExecuteFunctions): string {
	return new Parameters(context, 0).requiredText('endUserIp', "Signer's IP Address");
}
