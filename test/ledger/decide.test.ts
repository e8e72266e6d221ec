import type { EarlierCause } from '../../src/elt/causes';
import { ALREADY_SENT, type AlreadySent, decide, outcomeToKeep, strongest } from '../../src/ledger/decide';
import type { Known } from '../../src/ledger/types';
import { OUTCOMES } from '../../src/elt/receipt';
import { aReceipt } from './receipts';

const NEW: Known = { state: 'new' };
const CLAIMED: Known = { state: 'claimed' };
const ACCEPTED: Known = { state: 'accepted' };
const OTHER_BYTES: Known = { state: 'accepted', sameRequest: false };
const REJECTED: Known = { state: 'rejected' };

/** What is known × what a person has chosen → why it is not sent; null is sent. Stop differs from skip afterwards. */
const TABLE: readonly [Known, AlreadySent, boolean, EarlierCause | null][] = [
	[NEW, 'skip', false, null],
	[NEW, 'skip', true, null],
	[NEW, 'stop', false, null],
	[NEW, 'stop', true, null],
	[NEW, 'sendAgain', false, null],
	[NEW, 'sendAgain', true, null],
	[CLAIMED, 'skip', false, 'earlierUnknown'],
	[CLAIMED, 'skip', true, null],
	[CLAIMED, 'stop', false, 'earlierUnknown'],
	[CLAIMED, 'stop', true, null],
	[CLAIMED, 'sendAgain', false, 'earlierUnknown'],
	[CLAIMED, 'sendAgain', true, null],
	[ACCEPTED, 'skip', false, 'earlierAccepted'],
	[ACCEPTED, 'skip', true, 'earlierAccepted'],
	[ACCEPTED, 'stop', false, 'earlierAccepted'],
	[ACCEPTED, 'stop', true, 'earlierAccepted'],
	[ACCEPTED, 'sendAgain', false, null],
	[ACCEPTED, 'sendAgain', true, null],
	[OTHER_BYTES, 'skip', false, 'earlierAcceptedOther'],
	[OTHER_BYTES, 'skip', true, 'earlierAcceptedOther'],
	[OTHER_BYTES, 'stop', false, 'earlierAcceptedOther'],
	[OTHER_BYTES, 'stop', true, 'earlierAcceptedOther'],
	[OTHER_BYTES, 'sendAgain', false, null],
	[OTHER_BYTES, 'sendAgain', true, null],
	[REJECTED, 'skip', false, 'earlierRejected'],
	[REJECTED, 'skip', true, 'earlierRejected'],
	[REJECTED, 'stop', false, 'earlierRejected'],
	[REJECTED, 'stop', true, 'earlierRejected'],
	[REJECTED, 'sendAgain', false, null],
	[REJECTED, 'sendAgain', true, null],
];

test('the table has every state with every choice', () => {
	expect(TABLE).toHaveLength(5 * ALREADY_SENT.length * 2);
});

test.each(TABLE)('%j with %s and resendUnknown %s gives %s', (known, alreadySent, resendUnknown, cause) => {
	expect(decide([known], { alreadySent, resendUnknown })).toBe(cause);
});

test('what one source accepted is not sent because another knows nothing, in any order', () => {
	for (const known of [ACCEPTED, CLAIMED, REJECTED]) {
		expect(decide([NEW, known], {})).toBe(decide([known], {}));
		expect(decide([known, NEW], {})).toBe(decide([known], {}));
	}
	expect(decide([CLAIMED, ACCEPTED], { resendUnknown: true })).toBe('earlierAccepted');
	expect(decide([REJECTED, CLAIMED], { resendUnknown: true })).toBe('earlierRejected');
	expect(decide([REJECTED, CLAIMED], { alreadySent: 'sendAgain' })).toBe('earlierUnknown');
});

test('of two sources that know the same, the receipt of either is kept', () => {
	const receipt = aReceipt();
	expect(strongest({ state: 'accepted' }, { state: 'accepted', receipt })).toMatchObject({ receipt });
	expect(strongest({ state: 'accepted', receipt }, { state: 'claimed' })).toMatchObject({ receipt });
	expect(strongest({ state: 'claimed' }, { state: 'accepted', receipt })).toMatchObject({
		state: 'accepted',
	});
});

test('an acceptance is never undone, and a call that was not made changes nothing', () => {
	for (const outcome of OUTCOMES) expect(outcomeToKeep(ACCEPTED, outcome)).toBe('accepted');
	expect(outcomeToKeep(CLAIMED, 'notSent')).toBe('unknown');
	expect(outcomeToKeep(REJECTED, 'notSent')).toBe('rejected');
	expect(outcomeToKeep(NEW, 'notSent')).toBe('notSent');
	expect(outcomeToKeep(CLAIMED, 'rejected')).toBe('rejected');
});
