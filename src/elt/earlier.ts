import { EltError } from '../errors';
import type { Claim } from './ledger';
import type { EarlierCause } from './causes';
import type { Explanation } from './outcome';
import type { Outcome } from './receipt';

/** What is done with a report that an earlier run settled: pass it on as it is, stop with an error, or send it. */
export const ALREADY_SENT = ['skip', 'stop', 'sendAgain'] as const;

/** One of the choices for a report that an earlier run settled. */
export type AlreadySent = (typeof ALREADY_SENT)[number];

/** What the caller says of reports that were sent before. */
export interface EarlierChoices {
	/** `skip` by default. */
	readonly alreadySent?: AlreadySent;
	/** Whether to send although an earlier run may have been received: said for this one report; off by default. */
	readonly resendUnknown?: boolean;
}

/** What an earlier run decides; null to send. */
export function decidedBefore(known: Claim, choices: EarlierChoices): EarlierCause | null {
	const { alreadySent = 'skip', resendUnknown = false } = choices;
	if (known.state === 'new') return null;
	if (known.state === 'claimed') return resendUnknown ? null : 'earlierUnknown';
	if (alreadySent === 'sendAgain') return null;
	return known.state === 'accepted' ? acceptedBefore(known) : 'earlierRejected';
}

/** What is said of an accepted report: other bytes under its id are never passed over in silence. */
export function acceptedBefore({ sameRequest }: Claim): EarlierCause {
	return sameRequest === false ? 'earlierAcceptedOther' : 'earlierAccepted';
}

const STRENGTH: readonly Claim['state'][] = ['new', 'rejected', 'claimed', 'accepted'];

/** The one of two that says more on whether the report was received. */
export function stronger(one: Claim, other: Claim | undefined): Claim {
	if (other === undefined) return one;
	return STRENGTH.indexOf(other.state) > STRENGTH.indexOf(one.state) ? other : one;
}

/** What calls that never were made leave as it was; null where nothing was. */
export function stillStanding({ state }: Claim, { outcome }: Explanation): EarlierCause | null {
	if (outcome !== 'notSent') return null;
	if (state === 'accepted') return 'stillAccepted';
	return state === 'claimed' ? 'stillUnknown' : null;
}

const OUTCOME_OF = {
	new: 'notSent',
	rejected: 'rejected',
	claimed: 'unknown',
	accepted: 'accepted',
} as const satisfies Record<Claim['state'], Outcome>;

/**
 * What the ledger keeps after a call: that an earlier one was accepted is not undone by a later one, and a call
 * that was not made changes nothing.
 */
export function outcomeToKeep({ state }: Claim, outcome: Outcome): Outcome {
	if (outcome === 'accepted') return outcome;
	return outcome === 'notSent' || state === 'accepted' ? OUTCOME_OF[state] : outcome;
}

/** The error of a report that an earlier run settled, where such reports are to stop the run. */
export function alreadySentError(id: string, { message, description }: Explanation): EltError {
	return new EltError(
		'ELT_ALREADY_SENT',
		`Report ${id}: ${message}`,
		`${description} Set 'Already Sent' to Skip to pass such reports on.`,
	);
}
