import type { IExecuteFunctions } from 'n8n-workflow';

import { EltError } from '../../src/errors';
import { MAX_ENTRIES } from '../../src/binding';
import type { Environment } from '../../src/environments';
import { readPersonnummer } from '../../src/identity/personnummer';
import { demandApprovedText } from '../../src/report/sign/bankIdGuards';
import { SIGNER_ROLES, type SignerRole } from '../../src/report/item/item';
import type { OpenReport } from '../../src/report/item/openReport';
import type { OrderPlan, PlanOptions } from '../../src/report/sign/plan';
import type { SignaturePolicy } from '../../src/signature/policy';
import { type OpenBankId, withBankId } from '../shared/elt/bankId';
import { Parameters } from '../shared/n8n/parameters';
import { todayInSweden } from '../shared/elt/today';

/** In which role is signed. */
export function readRole(context: IExecuteFunctions): SignerRole {
	return new Parameters(context, 0).choice('signer', SIGNER_ROLES);
}

/**
 * How the node's parameters want reports gathered into orders. The text and who signs for the provider are read for
 * each report, everything else once.
 */
export function readPlanOptions(context: IExecuteFunctions, policy: SignaturePolicy): PlanOptions {
	const role = readRole(context);
	const today = todayInSweden();
	const reportsPerOrder = new Parameters(context, 0).integer('options.reportsPerOrder', 1, MAX_ENTRIES);
	const of = ({ from }: OpenReport) => new Parameters(context, from);
	return {
		role,
		today,
		now: () => new Date(),
		policy,
		signer: role === 'anordnare' ? (report) => readSigner(of(report), today) : undefined,
		template: (report) => templateOf(of(report)),
		reportsPerOrder: role === 'anordnare' ? reportsPerOrder : undefined,
	};
}

/** The text for signers, as *Visible Text* has it; undefined where it is empty. */
export function templateOf(parameters: Parameters): string | undefined {
	return parameters.optionalText('options.visibleText');
}

/**
 * The personnummer of who signs for the provider, 12 digits.
 *
 * @throws EltError `INPUT_INVALID`
 */
export function readSigner(parameters: Parameters, today: string): string {
	const name = "Signer's Personal Number";
	const read = readPersonnummer(parameters.requiredText('signerPersonnummer'), today);
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
	work: (connection: OpenBankId) => Promise<T>,
): Promise<T> {
	const demand = (environment: Environment): void => {
		// Elsewhere an expression that can't be read stops its own report only.
		if (environment !== 'production') return;
		for (const from of context.getInputData().keys()) {
			const parameters = new Parameters(context, from);
			const text = { template: templateOf(parameters), approved: parameters.flag('options.textApproved') };
			demandApprovedText(environment, text);
		}
	};
	return await withBankId(context, work, demand);
}

/** The IP address of the device of the person who signs an order, as its first report's item says it. */
export function readEndUserIp(context: IExecuteFunctions, { reports: [first] }: OrderPlan): string {
	return new Parameters(context, first.from).requiredText('endUserIp');
}
