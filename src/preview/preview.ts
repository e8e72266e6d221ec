import { createHash } from 'node:crypto';

import { hoursOf, totalsPerPerson } from '../tidredovisning/hours';
import { problemCounts } from './checks';
import { type Html, foreign, html } from './html';
import { type PreviewReport, namesOf, sheet } from './sheet';
import { MASKED, type Shown, UNMASKED } from './shown';
import { PREVIEW_STYLE } from './style';
import { TIDSTYP_LABELS, counted, hoursAndMinutes, monthInWords } from './words';
import { TIDSTYPER, type Hours, type Minutes } from '../tidredovisning/types';

export type { PreviewReport, PreviewSignature } from './sheet';

/** How a preview is shown. */
export interface PreviewOptions {
	/** Whether identity numbers are shown in full; default false: the last four digits are hidden. */
	readonly unmasked?: boolean;
}

/** Hours per kind of time: by the clock, as the rows say, or really worked, as the invoice does. */
function hoursCells(hours: Hours, reckoned: keyof Minutes): Html[] {
	return TIDSTYPER.map(
		(tidstyp) => html`<td class="digits">${hoursAndMinutes(hours[tidstyp][reckoned])}</td>`,
	);
}

function hoursHeads(): Html[] {
	return TIDSTYPER.map((tidstyp) => html`<th scope="col" class="digits">${TIDSTYP_LABELS[tidstyp]}</th>`);
}

function overviewRow(report: PreviewReport, index: number, months: number): Html {
	const { tidredovisning, problems = [] } = report;
	const { assistent, person } = namesOf(tidredovisning);
	return html`<tr>
		<td><a href="#r${index + 1}">${foreign(assistent)}</a></td>
		<td>${foreign(person)}</td>
		${months > 1 ? html`<td class="digits">${foreign(tidredovisning.redovisningsmanad)}</td>` : ''}
		<td class="digits">${tidredovisning.tidrapport.rapportRad.length}</td>
		${hoursCells(hoursOf(tidredovisning), 'clockMinutes')}
		<td>${problemCounts(problems)}</td>
	</tr>`;
}

function totalsTable(reports: readonly PreviewReport[], shown: Shown): Html {
	const totals = totalsPerPerson(reports.map(({ tidredovisning }) => tidredovisning));
	const rows = totals.map(
		({ personSomHarAssistans: person, redovisningsmanad, reports: count, hours }) =>
			html`<tr>
				<td>
					${foreign(person.namn)}
					<span class="kicker digits">${foreign(shown.number(person.personnummer))}</span>
				</td>
				<td class="digits">${foreign(redovisningsmanad)}</td>
				<td class="digits">${count}</td>
				${hoursCells(hours, 'actualMinutes')}
			</tr>`,
	);
	return html`<table class="totals">
		<caption>
			Till räkningen (FK 3057). Timmar:minuter, faktisk tid.
		</caption>
		<thead>
			<tr>
				<th scope="col">Person som har assistans</th>
				<th scope="col" class="digits">Månad</th>
				<th scope="col" class="digits">Assistenter</th>
				${hoursHeads()}
			</tr>
		</thead>
		<tbody>
			${rows}
		</tbody>
	</table>`;
}

/** The first sheet of a batch: every report in a line, and the sums per person. */
function overview(reports: readonly PreviewReport[], shown: Shown): Html {
	const months = [...new Set(reports.map(({ tidredovisning }) => tidredovisning.redovisningsmanad))].sort();
	const table = html`<div class="wide">
		<table class="overview">
			<caption>
				Timmar:minuter enligt klockan.
			</caption>
			<thead>
				<tr>
					<th scope="col">Assistent</th>
					<th scope="col">Person</th>
					${months.length > 1 ? html`<th scope="col" class="digits">Månad</th>` : ''}
					<th scope="col" class="digits">Rader</th>
					${hoursHeads()}
					<th scope="col">Kontroll</th>
				</tr>
			</thead>
			<tbody>
				${reports.map((report, index) => overviewRow(report, index, months.length))}
			</tbody>
		</table>
	</div>`;
	return html`<article class="sheet" id="oversikt">
		<header>
			<p class="kicker">Tidredovisningar · Assistansersättning</p>
			<h1><span class="month">${months.map(monthInWords).join(', ')}</span></h1>
			<ul class="facts">
				<li>${counted(reports.length, 'tidredovisning', 'tidredovisningar')}</li>
				<li>Förhandsvisning</li>
			</ul>
		</header>
		<section>
			<h2>Översikt</h2>
			${table}
		</section>
		<section>
			<h2>Summor per person</h2>
			<div class="wide">${totalsTable(reports, shown)}</div>
		</section>
	</article>`;
}

function titleOf(reports: readonly PreviewReport[]): string {
	const [first] = reports;
	if (!first || reports.length > 1) return counted(reports.length, 'tidredovisning', 'tidredovisningar');
	const { assistent, person } = namesOf(first.tidredovisning);
	return `Tidredovisning ${first.tidredovisning.redovisningsmanad}: ${assistent} hos ${person}`;
}

/** Only this style may apply, nothing may run, nothing may be fetched. */
function contentSecurityPolicy(): string {
	const digest = createHash('sha256').update(PREVIEW_STYLE, 'utf8').digest('base64');
	return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
}

/**
 * A page that a person can read, in Swedish: each report as a sheet laid out in the order of the paper form
 * FK 3059, after an overview where there are several. It is one HTML file without script, link or picture; it
 * prints on A4 and follows a dark screen. Names and numbers are escaped, identity numbers masked unless asked for.
 */
export function previewHtml(reports: readonly PreviewReport[], options: PreviewOptions = {}): string {
	const shown = options.unmasked === true ? UNMASKED : MASKED;
	const sheets = reports.map((report, index) => sheet(report, `r${index + 1}`, shown));
	const first = reports.length === 1 ? '' : overview(reports, shown);
	const head = html`<meta charset="utf-8" />
		<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy()}" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<meta name="robots" content="noindex" />
		<meta name="referrer" content="no-referrer" />
		<title>${titleOf(reports)}</title>`;
	const body = html`<main>${first}${sheets}</main>`;
	return `<!DOCTYPE html>\n<html lang="sv">\n<head>\n${head}\n<style>${PREVIEW_STYLE}</style>\n</head>\n<body>${body}</body>\n</html>\n`;
}
