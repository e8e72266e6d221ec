import { createHash } from 'node:crypto';

import type { Language } from '../bankid/messages';
import { type Html, html, verbatim } from '../preview/html';
import type { Fragment } from './fragment';
import { PAGE_STYLE } from './style';
import { TEXTS } from './texts';

/** What a whole page is made of. */
export interface PageParts {
	readonly language: Language;
	/** Whether signatures count for real: anywhere else the page says that it is a test. */
	readonly isProduction: boolean;
	readonly fragment: Fragment;
	/** What is signed in a line: it is seen before anything is pressed. */
	readonly lead: Html;
	readonly summary: Html;
	/** The report itself, below; empty for several. */
	readonly sheet: Html;
	/** The same page in the other language; empty where there is no session. */
	readonly otherLanguage: string;
	/** Where the script is; empty where nothing moves. */
	readonly script: string;
	/** Lets exactly this script run. */
	readonly scriptNonce: string;
}

const STYLE_DIGEST = createHash('sha256').update(PAGE_STYLE, 'utf8').digest('base64');

/**
 * The headers of everything that the page's address answers: not kept by anybody, framed by nobody, with this style,
 * this script and this server only, and without the link in any `Referer`.
 */
export function pageHeaders(scriptNonce: string): Record<string, string> {
	const policy = [
		"default-src 'none'",
		`style-src 'sha256-${STYLE_DIGEST}'`,
		`script-src 'nonce-${scriptNonce}'`,
		"connect-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	];
	return {
		'Content-Type': 'text/html; charset=utf-8',
		'Content-Security-Policy': policy.join('; '),
		'Cache-Control': 'no-store',
		'Referrer-Policy': 'no-referrer',
		'X-Content-Type-Options': 'nosniff',
		'X-Frame-Options': 'DENY',
		'X-Robots-Tag': 'noindex, nofollow',
		'Cross-Origin-Opener-Policy': 'same-origin',
		'Cross-Origin-Resource-Policy': 'same-origin',
	};
}

/** A whole page: it is complete without script. */
export function pageHtml(parts: PageParts): string {
	const { language, fragment, script, scriptNonce, otherLanguage } = parts;
	const other = language === 'sv' ? 'en' : 'sv';
	const head = html`<meta charset="utf-8" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<meta name="robots" content="noindex" />
		<meta name="format-detection" content="telephone=no" />
		<title>${TEXTS.title[language]}</title>`;
	const scripted = script === '' ? '' : html`<script src="${script}" nonce="${scriptNonce}" defer></script>`;
	const change =
		otherLanguage === ''
			? ''
			: html`<a href="${otherLanguage}" lang="${other}" hreflang="${other}">${TEXTS.language[language]}</a>`;
	const banner = parts.isProduction
		? ''
		: html`<div role="banner"><p class="banner">${TEXTS.testBanner[language]}</p></div>`;
	const body = html`${banner}
		<main class="page">
			<div class="top">
				<p class="kicker">${TEXTS.kicker[language]}</p>
				${change}
			</div>
			<h1>${TEXTS.title[language]}</h1>
			${parts.lead}
			<section class="card">
				<h2 id="heading" tabindex="-1">${fragment.heading}</h2>
				<p id="status" class="status" role="status" aria-live="polite">${fragment.status}</p>
				${fragment.html}
			</section>
			${parts.summary}${parts.sheet}
		</main>
		${scripted}`;
	const style = verbatim(PAGE_STYLE);
	return `<!DOCTYPE html>\n<html lang="${language}">\n<head>\n${head}\n<style>${style}</style>\n</head>\n<body data-offline="${TEXTS.offline[language]}" data-over="${TEXTS.over[language]}">${body}</body>\n</html>\n`;
}
