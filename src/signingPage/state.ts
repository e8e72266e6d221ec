import { type Language, RFA, type Situation, userMessage } from '../bankid/messages';
import type { ErrorCode } from '../errors';
import { isRunning, type LinkOrder, type LinkState, MAX_ORDERS, type SignedOrder } from './linkOrder';
import { TEXTS } from './texts';

/** What a visitor sees: one of these. */
export type PageState =
	| { readonly kind: 'ready' }
	| { readonly kind: 'failed'; readonly message: string; readonly canRetry: boolean }
	| { readonly kind: 'link' | 'qr' | 'app'; readonly order: LinkOrder; readonly message: string }
	| { readonly kind: 'busy' }
	| { readonly kind: 'signed'; readonly signed: SignedOrder }
	| { readonly kind: 'declined' | 'expired' | 'unknown' | 'trouble' };

/** Who looks: the device, the language, and whether this browser started the running order. */
export interface Visitor {
	readonly device: Situation['device'];
	readonly language: Language;
	readonly isOwner: boolean;
}

/** Hint codes of an order that nobody has opened in the app yet. */
const UNOPENED: ReadonlySet<string> = new Set(['outstandingTransaction', 'noClient', '']);

/** The state of a link as this visitor may see it: only who started an order sees its QR code and start link. */
export function pageStateOf(link: LinkState, visitor: Visitor): PageState {
	const { order } = link;
	if (!order) return { kind: 'ready' };
	const { phase } = order;
	if (phase.kind === 'signed') return { kind: 'signed', signed: phase.signed };
	if (isRunning(link) && !visitor.isOwner) return { kind: 'busy' };
	const canRetry = link.orders < MAX_ORDERS;
	if (!canRetry && phase.kind !== 'pending')
		return { kind: 'failed', message: TEXTS.tooMany[visitor.language], canRetry };
	if (phase.kind === 'broken') {
		return { kind: 'failed', message: troubleText(phase.code, visitor.language), canRetry };
	}
	const situation = { device: visitor.device, start: order.start };
	const message = userMessage(phase.kind, phase.hintCode, situation)[visitor.language];
	if (phase.kind === 'failed') return { kind: 'failed', message, canRetry };
	if (!UNOPENED.has(phase.hintCode)) return { kind: 'app', order, message };
	return { kind: order.start, order, message };
}

/** What a signer can do about an order that could not be started or followed, in BankID's words where it has some. */
function troubleText(code: ErrorCode, language: Language): string {
	if (code === 'BANKID_ALREADY_IN_PROGRESS' || code === 'BANKID_ORDER_RUNNING') return RFA.RFA4[language];
	if (code === 'SIGNATURE_SIGNER') return TEXTS.wrongPerson[language];
	if (code === 'DOCUMENT_CHANGED') return TEXTS.changed[language];
	return `${RFA.RFA5[language]} ${TEXTS.troubleHint[language]}`;
}
