import { html } from '../preview/html';
import { previewOf } from '../report/item/preview';
import type { OpenReport } from '../report/item/openReport';
import { ACTIONS, adoptCarried } from './actions';
import { type Fragment, signingFragment } from './fragment';
import { isRunning, linkState, type SignedOrder } from './linkOrder';
import { isSameNonce, newNonce } from './nonce';
import { deviceOf } from './orderRequest';
import { isOwner, setCookie } from './ownership';
import { pageHeaders, pageHtml, type PageParts } from './page';
import { PAGE_SCRIPT } from './script';
import { NONCE_PARAMETER, waitsUntil } from './session';
import { type PageState, pageStateOf, type Visitor } from './state';
import { leadOf, LISTED, sheetOf, summaryOf } from './summary';
import { TEXTS } from './texts';
import {
	addressOf,
	languageOfRequest,
	type LinkOutcome,
	type PageAnswer,
	type PageRequest,
	type Surroundings,
	type Visit,
} from './visit';

/** The largest copy that a page carries for its signer to keep, bytes: with it the page stays below 100 kB. */
const MAX_COPY_BYTES = 40_000;

/** So many reports are put into a copy at most: more would not fit. */
const MAX_COPIED = 3;

/**
 * Answers one request for a signing link. A GET changes nothing. Whatever a visitor sends, the answer is a page and
 * never an exception; only a signature that is proven, or the signer's own refusal, gives an outcome.
 */
export async function answerVisitor(request: PageRequest, surroundings: Surroundings): Promise<PageAnswer> {
	const { session, now } = surroundings;
	const expiresAt = Date.parse(session.expiresAt);
	const link = linkState(session.nonce, waitsUntil(session).getTime(), now().getTime());
	const visit: Visit = {
		...surroundings,
		request,
		link,
		language: languageOfRequest(request),
		scriptNonce: newNonce(),
	};
	try {
		if (!isSameNonce(session.nonce, request.query[NONCE_PARAMETER]))
			return await barePage(visit, { kind: 'unknown' }, 404);
		if (request.route === 'script') return scriptAnswer(visit);
		if (now().getTime() >= expiresAt && !isRunning(link) && link.order?.phase.kind !== 'signed')
			return await barePage(visit, { kind: 'expired' }, 410);
		if (request.route === 'report') return await reportPage(visit);
		return request.method === 'POST' ? await act(visit) : await wholePage(visit);
	} catch {
		// Not told to the visitor, who can do nothing about it; the execution waits on.
		return await barePage(visit, { kind: 'trouble' }, 500);
	}
}

async function act(visit: Visit): Promise<PageAnswer> {
	const { request, session, link } = visit;
	await adoptCarried(visit);
	const name = request.body['action'];
	const action = typeof name === 'string' && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
	const before = link.order;
	const outcome = await action?.(visit);
	const started = link.order !== null && link.order !== before && link.order.cookie !== '';
	const headers = { 'Set-Cookie': started && link.order ? setCookie(session, link.order) : undefined };
	const answer = await afterAction(visit, outcome, started);
	return { ...answer, headers: { ...answer.headers, ...headers }, outcome };
}

/** To the script, the part that changes; to a form without script, the page itself, by a GET that can be reloaded. */
async function afterAction(
	visit: Visit,
	outcome: LinkOutcome | undefined,
	started: boolean,
): Promise<PageAnswer> {
	const { request, link, scriptNonce, session, language } = visit;
	const visitor = visitorOf(visit, started);
	const state: PageState = outcome?.status === 'declined' ? { kind: 'declined' } : pageStateOf(link, visitor);
	if (request.body['fragment'] === '1') {
		const { html: part } = await fragmentOf(visit, state, visitor);
		return { status: 200, headers: pageHeaders(scriptNonce), body: part.toString() };
	}
	if (outcome) return await barePage(visit, state, 200);
	const headers = { ...pageHeaders(scriptNonce), Location: addressOf(session, 'page', { lang: language }) };
	return { status: 303, headers, body: '' };
}

function visitorOf({ request, link, language }: Visit, started = false): Visitor {
	return { device: deviceOf(request), language, isOwner: started || isOwner(link.order, request) };
}

async function fragmentOf(visit: Visit, state: PageState, visitor: Visitor): Promise<Fragment> {
	const copy = state.kind === 'signed' ? await copyOf(state.signed) : null;
	return await signingFragment(state, { visitor, now: visit.now(), copy });
}

/** What was signed, for the signer to keep, base64. */
async function copyOf({ reports }: SignedOrder): Promise<string | null> {
	if (reports.length > MAX_COPIED) return null;
	const copy = Buffer.from(await previewOf(reports.map(({ report }) => report)), 'utf8');
	return copy.length <= MAX_COPY_BYTES ? copy.toString('base64') : null;
}

async function wholePage(visit: Visit): Promise<PageAnswer> {
	const { session, language, link, request, scriptNonce } = visit;
	await adoptCarried(visit);
	const visitor = visitorOf(visit);
	const reports = await visit.readReports();
	const from = listStart(request.query['from'], reports.length);
	const items = reports.map(({ item }) => item);
	const summary = summaryOf(items, {
		role: session.role,
		language,
		from,
		reportLink: (index) => addressOf(session, 'report', { lang: language, report: String(index + 1) }),
		listLink: (start) => addressOf(session, 'page', { lang: language, from: String(start) }),
	});
	const [only] = reports;
	const sheet = only && reports.length === 1 ? sheetOf(only) : html``;
	const fragment = await fragmentOf(visit, pageStateOf(link, visitor), visitor);
	const headers = pageHeaders(scriptNonce);
	const carry = { 'Set-Cookie': link.order && visitor.isOwner ? setCookie(session, link.order) : undefined };
	const lead = leadOf(items, language);
	const body = pageOf(visit, { fragment, lead, summary, sheet, script: addressOf(session, 'script') });
	return { status: 200, headers: { ...headers, ...carry }, body };
}

function listStart(given: unknown, count: number): number {
	const start = typeof given === 'string' && /^\d{1,5}$/.test(given) ? Number(given) : 0;
	return start < count ? start - (start % LISTED) : 0;
}

/** A page that only says how it stands: nothing of the reports is shown. */
async function barePage(visit: Visit, state: PageState, status: number): Promise<PageAnswer> {
	const fragment = await fragmentOf(visit, state, visitorOf(visit));
	const body = pageOf(visit, { fragment });
	return { status, headers: pageHeaders(visit.scriptNonce), body };
}

/** What is on a page besides its frame; nothing unless given. */
type Content = Pick<PageParts, 'fragment'> &
	Partial<Pick<PageParts, 'lead' | 'summary' | 'sheet' | 'script'>>;

function pageOf({ language, isProduction, scriptNonce, session }: Visit, content: Content): string {
	const nothing = { lead: html``, summary: html``, sheet: html``, script: '' };
	const other = language === 'sv' ? 'en' : 'sv';
	const otherLanguage = content.script === undefined ? '' : addressOf(session, 'page', { lang: other });
	return pageHtml({ language, isProduction, scriptNonce, otherLanguage, ...nothing, ...content });
}

function scriptAnswer({ scriptNonce }: Visit): PageAnswer {
	const headers = { ...pageHeaders(scriptNonce), 'Content-Type': 'text/javascript; charset=utf-8' };
	return { status: 200, headers, body: PAGE_SCRIPT };
}

/** One report of several, with the way back. */
async function reportPage(visit: Visit): Promise<PageAnswer> {
	const { request, session, language } = visit;
	const reports = await visit.readReports();
	const report = reportNamed(reports, request.query['report']);
	if (!report) return await barePage(visit, { kind: 'unknown' }, 404);
	const back = html`<p>
		<a href="${addressOf(session, 'page', { lang: language })}">${TEXTS.back[language]}</a>
	</p>`;
	const fragment = { heading: TEXTS.wholeReport[language], status: '', html: back };
	const body = pageOf(visit, { fragment, sheet: sheetOf(report) });
	return { status: 200, headers: pageHeaders(visit.scriptNonce), body };
}

function reportNamed(reports: readonly OpenReport[], given: unknown): OpenReport | undefined {
	return typeof given === 'string' && /^\d{1,5}$/.test(given) ? reports[Number(given) - 1] : undefined;
}
