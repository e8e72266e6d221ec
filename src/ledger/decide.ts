import { EltError } from '../errors';
import type { EarlierCause } from '../elt/causes';
import type { Explanation } from '../elt/outcome';
import type { Outcome } from '../elt/receipt';
import type { Known } from './types';

/** What is done with a report whose outcome is known from earlier: pass it on, stop with an error, or send it. */
export const ALREADY_SENT = ['skip', 'stop', 'sendAgain'] as const;

/** One of the choices for a report whose outcome is known from earlier. */
export type AlreadySent = (typeof ALREADY_SENT)[number];

/** What a person has chosen for reports that were sent before. */
export interface EarlierChoices {
	/** `skip` by default. */
	readonly alreadySent?: AlreadySent;
	/** Whether to send although an earlier call may have been received: said for this one report; off by default. */
	readonly resendUnknown?: boolean;
}

/** From the state that says least about whether the report was received to the one that says most. */
const STRENGTH: readonly Known['state'][] = ['new', 'rejected', 'claimed', 'accepted'];

/**
 * Whether a report is sent, by everything that is known of it: the one place where ledgers, the report's own receipt
 * and what is kept for a retry are ranked. Nothing that was accepted, or may have been received, is sent without a
 * person's choice.
 *
 * @param sources what each source knows, in any order
 * @returns null to send; otherwise why it is not sent
 */
export function decide(sources: readonly Known[], choices: EarlierChoices): EarlierCause | null {
	const ranked = [...sources].sort((one, other) => strengthOf(other) - strengthOf(one));
	for (const known of ranked) {
		const cause = decideBy(known, choices);
		if (cause !== null) return cause;
	}
	return null;
}

function decideBy(
	known: Known,
	{ alreadySent = 'skip', resendUnknown = false }: EarlierChoices,
): EarlierCause | null {
	if (known.state === 'new') return null;
	if (known.state === 'claimed') return resendUnknown ? null : 'earlierUnknown';
	if (alreadySent === 'sendAgain') return null;
	return known.state === 'accepted' ? acceptedBefore(known) : 'earlierRejected';
}

/** What is said of an accepted report: other bytes under its id are never passed over in silence. */
export function acceptedBefore({ sameRequest }: Known): EarlierCause {
	return sameRequest === false ? 'earlierAcceptedOther' : 'earlierAccepted';
}

/** Of two sources, the one that says more about whether the report was received; of equals, with either's receipt. */
export function strongest(one: Known, other: Known | undefined): Known {
	if (other === undefined || strengthOf(other) < strengthOf(one)) return one;
	if (strengthOf(other) > strengthOf(one)) return other;
	return { ...one, receipt: one.receipt ?? other.receipt };
}

function strengthOf({ state }: Known): number {
	return STRENGTH.indexOf(state);
}

/** What remains as it was when the new call was not made; null where nothing was known. */
export function unchangedBy({ state }: Known, { outcome }: Explanation): EarlierCause | null {
	if (outcome !== 'notSent') return null;
	if (state === 'accepted') return 'stillAccepted';
	return state === 'claimed' ? 'stillUnknown' : null;
}

const OUTCOME_OF = {
	new: 'notSent',
	rejected: 'rejected',
	claimed: 'unknown',
	accepted: 'accepted',
} as const satisfies Record<Known['state'], Outcome>;

/**
 * What the ledger keeps after a call: that an earlier one was accepted is not undone by a later one, and a call
 * that was not made changes nothing.
 */
export function outcomeToKeep({ state }: Known, outcome: Outcome): Outcome {
	if (outcome === 'accepted') return outcome;
	return outcome === 'notSent' || state === 'accepted' ? OUTCOME_OF[state] : outcome;
}

/** The error of a report whose outcome is known from earlier, where such reports are to stop the run. */
export function alreadySentError(id: string, { message, description }: Explanation): EltError {
	return new EltError(
		'ELT_ALREADY_SENT',
		`Report ${id}: ${message}`,
		`${description} Set 'Already Sent' to Skip to pass such reports on.`,
	);
}
