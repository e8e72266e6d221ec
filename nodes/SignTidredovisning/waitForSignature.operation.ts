import type { INodeProperties } from 'n8n-workflow';

import { EltError } from '../../src/errors';
import { waitsUntil } from '../../src/signingPage/session';
import { withBankId } from '../shared/elt/bankId';
import type { Operation } from '../shared/n8n/operations';
import { adoptSession } from './signingSession';

const properties: readonly INodeProperties[] = [
	{
		displayName:
			"Waits until the signer has signed or declined; <code>signing.status</code> then says which. When the time of the link is up, the items go on as they came, with the status 'requested': that is no signature.",
		name: 'waitNotice',
		type: 'notice',
		default: '',
	},
];

/** Suspends the execution until the person with the link has signed or declined, or the link's time is up. */
export const waitForSignature: Operation = {
	properties,
	async execute(context) {
		const { session } = adoptSession(context);
		// What the page will need is tried now: a credential that cannot be used must not show first to the signer.
		await withBankId(context, async ({ environment }) => {
			if (environment !== session.environment) throw otherEnvironment(environment, session.environment);
		});
		if (Date.parse(session.expiresAt) > Date.now()) await context.putExecutionToWait(waitsUntil(session));
		return context.getInputData();
	},
};

function otherEnvironment(here: string, there: string): EltError {
	return new EltError(
		'ENVIRONMENT_MIXED',
		`The BankID credential is for the environment ${here}, and the signing link was made for ${there}`,
		"Choose the same BankID credential in 'Create Signing Link' and 'Wait for Signature'.",
	);
}
