import { qrSvg, qrText } from '../bankid/qr';
import type { Language } from '../bankid/messages';
import { startLinks } from '../bankid/startLinks';
import { foreign, type Html, html, verbatim } from '../preview/html';
import type { LinkOrder, SignedOrder } from './linkOrder';
import type { PageState, Visitor } from './state';
import { TEXTS, timeText } from './texts';

/** Between two looks of an open page, milliseconds: a QR code lives one second. */
const LOOK_MS: Readonly<Partial<Record<PageState['kind'], number>>> = {
	link: 2000,
	qr: 1000,
	app: 2000,
	busy: 4000,
};

/** What a fragment is made of besides its state. */
export interface FragmentContext {
	readonly visitor: Visitor;
	readonly now: Date;
	/** The page that shows what was signed, for the signer to keep; null where there is none or it is too large. */
	readonly copy: string | null;
}

/** The part of a page that changes: its heading, what its live region says, and what the signer can do. */
export interface Fragment {
	readonly heading: string;
	readonly status: string;
	readonly html: Html;
}

/** The changing part of the page; the script moves heading and status to their places, where they are announced. */
export async function signingFragment(state: PageState, context: FragmentContext): Promise<Fragment> {
	const { heading, status, content } = await partsOf(state, context);
	const wait = LOOK_MS[state.kind] ?? 0;
	const part = html`<div
		id="signing"
		data-state="${state.kind}"
		data-wait="${wait}"
		data-heading="${heading}"
		data-status="${status}"
	>
		${content}
	</div>`;
	return { heading, status, html: part };
}

interface Parts {
	readonly heading: string;
	/** One or two sentences for everybody, also for a screen reader. */
	readonly status: string;
	readonly content: Html;
}

async function partsOf(state: PageState, context: FragmentContext): Promise<Parts> {
	const { visitor } = context;
	const say = (name: keyof typeof TEXTS) => TEXTS[name][visitor.language];
	switch (state.kind) {
		case 'ready':
			return { heading: say('signHeading'), status: say('onlyYou'), content: choices(visitor) };
		case 'failed':
			return {
				heading: say('failedHeading'),
				status: state.message,
				content: state.canRetry ? choices(visitor) : html``,
			};
		case 'link':
			return { heading: say('open'), status: state.message, content: openApp(state.order, visitor) };
		case 'qr':
			return {
				heading: say('scanHeading'),
				status: state.message,
				content: await scanCode(state.order, context),
			};
		case 'app':
			return {
				heading: say('appHeading'),
				status: state.message,
				content: html`<p>${say('timeLimit')}</p>
					${running(visitor.language)}`,
			};
		case 'busy':
			return { heading: say('busyHeading'), status: say('busyHint'), content: refresh(visitor.language) };
		case 'signed':
			return signedParts(state.signed, context);
		case 'declined':
			return { heading: say('declinedHeading'), status: say('declinedHint'), content: html`` };
		case 'expired':
			return { heading: say('expiredHeading'), status: say('expiredHint'), content: html`` };
		case 'unknown':
			return { heading: say('unknownHeading'), status: say('unknownHint'), content: html`` };
		case 'trouble':
			return { heading: say('troubleHeading'), status: say('troubleHint'), content: html`` };
	}
}

function button(action: string, text: string, look: '' | 'second' | 'quiet' = ''): Html {
	return html`<button name="action" value="${action}" class="${look}">${text}</button>`;
}

function form(language: Language, content: Html): Html {
	return html`<form method="post"><input type="hidden" name="lang" value="${language}" />${content}</form>`;
}

/** On a phone this device comes first, on a computer the QR code for the phone. */
function choices({ device, language }: Visitor): Html {
	const here = device === 'phone';
	const first = button(here ? 'start-link' : 'start-qr', TEXTS.sign[language]);
	const second = here
		? button('start-qr', TEXTS.signElsewhere[language], 'quiet')
		: button('start-link', TEXTS.signHere[language], 'quiet');
	return html`${form(language, html`${first}${second}`)}
		<details class="decline">
			<summary>${TEXTS.declineSummary[language]}</summary>
			${form(
				language,
				html`<label for="reason">${TEXTS.declineReason[language]}</label
					><textarea id="reason" name="reason" maxlength="500" required></textarea>${button(
						'decline',
						TEXTS.decline[language],
						'second',
					)}`,
			)}
		</details>`;
}

/** Without script, this is how the page is asked again. */
function refresh(language: Language): Html {
	return html`<noscript>${form(language, button('look', TEXTS.refresh[language], 'second'))}</noscript>`;
}

function running(language: Language): Html {
	return html`${form(language, button('cancel', TEXTS.cancel[language], 'second'))}${refresh(language)}`;
}

function openApp({ autoStartToken }: LinkOrder, { device, language }: Visitor): Html {
	return html`<a class="button" href="${startLinks(autoStartToken)[device]}">${TEXTS.open[language]}</a>
		<p>${TEXTS.openHint[language]} ${TEXTS.timeLimit[language]}</p>
		${running(language)}`;
}

async function scanCode({ qr, startedAt }: LinkOrder, { visitor, now }: FragmentContext): Promise<Html> {
	const { language } = visitor;
	if (!qr)
		return html`<p>${TEXTS.qrLost[language]}</p>
			${running(language)}`;
	const seconds = Math.max(0, Math.floor((now.getTime() - startedAt) / 1000));
	const image = verbatim(await qrSvg(qrText(qr, seconds)));
	return html`<p>${TEXTS.scanHint[language]} ${TEXTS.timeLimit[language]}</p>
		<div id="qr" class="qr" role="img" aria-label="${TEXTS.qrLabel[language]}">${image}</div>
		${running(language)}`;
}

function signedParts({ at, reports }: SignedOrder, { visitor, copy }: FragmentContext): Parts {
	const { language } = visitor;
	const proven = reports.every(({ error }) => error === null);
	const signatures = reports[0]?.report.item.signatures;
	const signer = (signatures?.anordnare ?? signatures?.assistent)?.signer.name;
	const link =
		copy === null
			? ''
			: html`<a class="button" download="tidredovisning.html" href="data:text/html;base64,${copy}"
					>${TEXTS.keep[language]}</a
				>`;
	const who =
		proven && signer !== undefined
			? html`<dt>${TEXTS.signedBy[language]}</dt>
					<dd>${foreign(signer)}</dd>`
			: '';
	return {
		heading: proven ? TEXTS.signedHeading[language] : TEXTS.unprovenHeading[language],
		status: proven ? TEXTS.closeHint[language] : TEXTS.unprovenHint[language],
		content: html`<dl class="facts-list">
				${who}
				<dt>${TEXTS.signedAt[language]}</dt>
				<dd>${timeText(new Date(at), language)}</dd>
			</dl>
			${link}`,
	};
}
