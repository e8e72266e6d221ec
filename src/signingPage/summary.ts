import type { Language } from '../bankid/messages';
import { foreign, type Html, html } from '../preview/html';
import { sheet } from '../preview/sheet';
import { MASKED } from '../preview/shown';
import { hoursAndMinutes } from '../preview/words';
import type { ReportItem, SignerRole } from '../report/item/item';
import type { OpenReport } from '../report/item/openReport';
import { previewReport } from '../report/item/preview';
import { addHours } from '../tidredovisning/hours';
import { type Hours, TIDSTYPER } from '../tidredovisning/types';
import { monthText, ROLE_TEXTS, TEXTS, TIDSTYP_NAMES } from './texts';

/** So many reports are listed at a time: more would not fit into 100 kB. */
export const LISTED = 150;

/** What a summary shows, and where its links lead. */
export interface SummaryOptions {
	readonly role: SignerRole;
	readonly language: Language;
	/** The list starts with this report, from 0. */
	readonly from: number;
	readonly reportLink: (index: number) => string;
	readonly listLink: (from: number) => string;
}

/** What is about to be signed: a single report whole, several as a list with their totals. */
export function summaryOf(reports: readonly ReportItem[], options: SummaryOptions): Html {
	const { language, role } = options;
	const [first] = reports;
	if (!first) return html``;
	const only = reports.length === 1;
	const facts = only ? factsOf(first, language) : html``;
	return html`<section class="card" aria-labelledby="what">
		<h2 id="what">${TEXTS.whatHeading[language]}</h2>
		<p>${ROLE_TEXTS[role][language]} ${language === 'en' ? TEXTS.swedishOnly.en : ''}</p>
		${facts}${totalsOf(reports, language)}${only ? '' : listOf(reports, options)}
	</section>`;
}

/** What is signed, in a line: the months, and whose time. */
export function leadOf(reports: readonly ReportItem[], language: Language): Html {
	const months = [...new Set(reports.map(({ redovisningsmanad }) => redovisningsmanad))].sort();
	const [first] = reports;
	const who =
		first && reports.length === 1
			? foreign(`${first.assistent.namn} – ${first.personSomHarAssistans.namn}`)
			: `${reports.length} ${TEXTS.reports[language].toLowerCase()}`;
	return html`<p class="lead">${months.map((month) => monthText(month, language)).join(', ')} · ${who}</p>`;
}

/** The whole report, in Swedish, laid out as the paper form. */
export function sheetOf({ item, tidredovisning }: OpenReport): Html {
	return html`<div lang="sv">${sheet(previewReport(item, tidredovisning), 'r1', MASKED)}</div>`;
}

function fact(name: string, value: string | Html): Html {
	return html`<dt>${name}</dt>
		<dd>${value}</dd>`;
}

function factsOf(report: ReportItem, language: Language): Html {
	const { assistent, personSomHarAssistans: person, anordnare, redovisningsmanad, rows } = report;
	return html`<dl class="facts-list">
		${fact(TEXTS.month[language], monthText(redovisningsmanad, language))}
		${fact(TEXTS.assistent[language], foreign(assistent.namn))}
		${fact(TEXTS.person[language], foreign(person.namn))}
		${anordnare ? fact(TEXTS.anordnare[language], foreign(anordnare.namn)) : ''}
		${fact(TEXTS.rows[language], String(rows.length))}
		${fact(TEXTS.remarks[language], remarksOf(report, language))}
	</dl>`;
}

function remarksOf({ problems }: ReportItem, language: Language): string {
	return problems.length === 0 ? TEXTS.noRemarks[language] : String(problems.length);
}

function totalsOf(reports: readonly ReportItem[], language: Language): Html {
	const hours: Hours = reports.map((report) => report.hours).reduce(addHours);
	return html`<h3 class="kicker">${TEXTS.totals[language]}</h3>
		<dl class="facts-list">
			${TIDSTYPER.map((tidstyp) =>
				fact(TIDSTYP_NAMES[tidstyp][language], hoursAndMinutes(hours[tidstyp].clockMinutes)),
			)}
		</dl>`;
}

function listOf(reports: readonly ReportItem[], options: SummaryOptions): Html {
	const { language, from, listLink } = options;
	const until = Math.min(reports.length, from + LISTED);
	const lines = reports.slice(from, until).map((report, index) => lineOf(report, from + index, options));
	const more =
		until < reports.length
			? html`<p><a href="${listLink(until)}">${TEXTS.moreReports[language]}</a></p>`
			: '';
	const fewer = from > 0 ? html`<p><a href="${listLink(0)}">${TEXTS.fewerReports[language]}</a></p>` : '';
	return html`<div class="wide" tabindex="0" role="region" aria-label="${TEXTS.reports[language]}">
			<table class="reports">
				<caption>
					${TEXTS.reports[language]}: ${from + 1}–${until} / ${reports.length}
				</caption>
				<thead>
					<tr>
						<th scope="col">${TEXTS.assistent[language]}</th>
						<th scope="col">${TEXTS.person[language]}</th>
						<th scope="col">${TEXTS.month[language]}</th>
						<th scope="col" class="digits">${TEXTS.total[language]}</th>
						<th scope="col" class="digits">${TEXTS.remarks[language]}</th>
					</tr>
				</thead>
				<tbody>
					${lines}
				</tbody>
			</table>
		</div>
		${more}${fewer}`;
}

function lineOf(report: ReportItem, index: number, { language, reportLink }: SummaryOptions): Html {
	const minutes = TIDSTYPER.reduce((sum, tidstyp) => sum + report.hours[tidstyp].clockMinutes, 0);
	return html`<tr>
		<td><a href="${reportLink(index)}">${foreign(report.assistent.namn)}</a></td>
		<td>${foreign(report.personSomHarAssistans.namn)}</td>
		<td>${report.redovisningsmanad}</td>
		<td class="digits">${hoursAndMinutes(minutes)}</td>
		<td class="digits">${remarksOf(report, language)}</td>
	</tr>`;
}
