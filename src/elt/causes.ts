import type { Broke } from '../https/broke';

/** What an answer can turn out to be. */
export type AnswerCause =
	| 'receipt'
	| 'receiptWithoutTxId'
	| 'receiptForeignTxId'
	| 'receiptWithStatus'
	| 'faultXmlValidation'
	| 'faultSignatureValidation'
	| 'faultClient'
	| 'faultOther'
	| 'answerEmpty'
	| 'answerNotSoap'
	| 'answerOtherSoap'
	| 'httpTooMany'
	| 'httpBusy'
	| 'httpRefused'
	| 'httpOther';

/** What earlier runs may have left behind; `still…` when sending the report again came to nothing. */
export type EarlierCause =
	| 'earlierAccepted'
	| 'earlierAcceptedOther'
	| 'earlierRejected'
	| 'earlierUnknown'
	| 'stillAccepted'
	| 'stillUnknown';

/** Everything that decides an outcome: where the exchange broke, what the answer was, what earlier runs did. */
export type Cause = Broke | AnswerCause | EarlierCause | 'heldBack' | 'askedToWait';

/** Whether a call is made again by itself: never, or after a wait. Only ever true of what was not sent. */
export type Again = 'never' | 'afterWait';
