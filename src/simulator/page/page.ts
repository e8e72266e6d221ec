import { html, type Html } from '../../preview/html';
import { previewHtml } from '../../preview/preview';
import { checkTidredovisning } from '../../tidredovisning/rules';
import type { BankIdServer } from '../bankid/server';
import type { EltServer } from '../elt/server';
import type { FaultModes } from '../elt/faultModes';
import type { PlayedRule } from '../elt/faults';
import { page } from './layout';
import type { EltCall, ReceivedReport } from '../elt/received';
import { type ReportSummary, summaryOf } from './summary';

/** What the page tells of. */
export interface PageInput {
	readonly elt: EltServer;
	readonly bankId: BankIdServer;
	/** Whether the browser is to ask again every few seconds. */
	readonly live: boolean;
}

const SHOWN_CALLS = 50;
const LIVE_SECONDS = 3;

const VERDICTS = {
	received: { label: 'received', what: 'checked and received' },
	refused: { label: 'refused', what: 'answered with a fault' },
	notReceived: { label: 'not received', what: 'a fault mode kept it away' },
} as const;

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** An ISO instant as a Swede's clock shows it. */
function clock(iso: string): string {
	return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', timeStyle: 'medium' }).format(
		new Date(iso),
	);
}

function person(
	{ namn, personnummer }: ReportSummary['assistent'],
	shown: Html = html`<bdi>${namn}</bdi>`,
): Html {
	return html`${shown}<span class="under digits">${personnummer}</span>`;
}

function reportRow(report: ReportSummary): Html {
	const { id, receivedAt, assistent, personSomHarAssistans, redovisningsmanad, rows, times, txIds } = report;
	const repeated = times > 1 ? html` <strong class="tag warning">${times} times</strong>` : '';
	return html`<tr>
		<td class="digits"><time datetime="${receivedAt}">${clock(receivedAt)}</time></td>
		<td>${person(assistent, html`<a href="/reports/${id}"><bdi>${assistent.namn}</bdi></a>`)}</td>
		<td>${person(personSomHarAssistans)}</td>
		<td class="digits month">${redovisningsmanad}</td>
		<td class="digits number">${rows}</td>
		<td>
			<code>${id}</code>${repeated}<span class="under">tx-id <code>${txIds.at(-1) ?? ''}</code></span>
		</td>
	</tr>`;
}

function reportsTable(reports: readonly ReportSummary[], ids: number): Html {
	if (reports.length === 0) return html`<p class="empty">No report has arrived yet.</p>`;
	const caption =
		reports.length < ids
			? `The last ${reports.length} of ${ids}, the newest first. All are counted.`
			: 'The newest first. Open one to see it as its reader does.';
	return html`<div class="wide">
		<table>
			<caption>
				${caption}
			</caption>
			<thead>
				<tr>
					<th scope="col">Received</th>
					<th scope="col">Assistent</th>
					<th scope="col">Person</th>
					<th scope="col">Month</th>
					<th scope="col" class="number">Rows</th>
					<th scope="col">Report and receipt</th>
				</tr>
			</thead>
			<tbody>
				${reports.map(reportRow)}
			</tbody>
		</table>
	</div>`;
}

function callRow(call: EltCall, before: EltCall | undefined): Html {
	const { label, what } = VERDICTS[call.verdict];
	const distance =
		before === undefined ? '' : `${((call.arrivedAtMs - before.arrivedAtMs) / 1000).toFixed(3)} s`;
	return html`<tr>
		<td class="digits number">${call.number}</td>
		<td class="digits number">${distance}</td>
		<td><span class="tag ${call.verdict}" title="${what}">${label}</span></td>
		<td>${call.id === undefined ? '' : html`<code>${call.id}</code>`}</td>
		<td>
			${call.fault ?? ''}
			${call.faultstring ?? ''}${call.reason === undefined ? '' : html`<span class="reason">${call.reason}</span>`}
		</td>
	</tr>`;
}

function callsTable(calls: readonly EltCall[]): Html {
	if (calls.length === 0) return html`<p class="empty">Nobody has called yet.</p>`;
	const last = calls.slice(-SHOWN_CALLS - 1);
	const rows = last.map((call, index) => callRow(call, last[index - 1])).slice(-SHOWN_CALLS);
	return html`<div class="wide">
		<table>
			<caption>
				The last ${rows.length}, the newest first. Försäkringskassan wants calls a second apart.
			</caption>
			<thead>
				<tr>
					<th scope="col" class="number">Call</th>
					<th scope="col" class="number">After the last</th>
					<th scope="col">Became</th>
					<th scope="col">Report</th>
					<th scope="col">Fault</th>
				</tr>
			</thead>
			<tbody>
				${rows.toReversed()}
			</tbody>
		</table>
	</div>`;
}

function faultItem(modes: FaultModes, { fault, played, ...settings }: PlayedRule): Html {
	const told = Object.entries(settings).map(([name, value]) => html` <code>${name}=${String(value)}</code>`);
	return html`<li>
		<strong>${fault}</strong>${told}: ${modes[fault]?.what ?? ''}
		<span class="muted">played ${plural(played, 'time', 'times')}</span>
	</li>`;
}

function faultList({ elt }: PageInput): Html {
	const rules = elt.faults();
	if (rules.length === 0) {
		return html`<p class="empty">
			None: every right report is received. Rules come by <code>POST /faults</code> and go by
			<code>DELETE /faults</code>.
		</p>`;
	}
	return html`<ul class="faults">
		${rules.map((rule) => faultItem(elt.modes, rule))}
	</ul>`;
}

function figures({ elt, bankId }: PageInput): Html {
	const { calls, ids, duplicates } = elt.received.totals();
	const figure = (label: string, value: number, warn = false): Html =>
		html`<div class="figure${warn && value > 0 ? ' warning' : ''}">
			<dt>${label}</dt>
			<dd class="digits">${value}</dd>
		</div>`;
	return html`<dl class="figures">
		${figure('Reports', ids)}${figure('Duplicates', duplicates, true)}${figure('Calls', calls)}
		${figure('BankID orders', bankId.orders.list().length)}
	</dl>`;
}

/** The page that shows what arrived: the newest first, each report linked to its own page; no script. */
export function overviewPage(input: PageInput): string {
	const { elt, bankId, live } = input;
	const { ids } = elt.received.totals();
	const reports = elt.received.reports().map(summaryOf).toReversed();
	const toggle = live
		? html`<a href="/">Stop following</a>`
		: html`<a href="/?live">Follow: load again every ${LIVE_SECONDS} seconds</a>`;
	const body = html`<main>
		<header>
			<p class="kicker">Simulator · nothing here leaves this machine · <a href="/phone">Phones</a></p>
			<h1>What arrived</h1>
			${figures(input)}
			<p class="muted">${toggle}</p>
		</header>
		<section>
			<h2>Reports</h2>
			${reportsTable(reports, ids)}
		</section>
		<section>
			<h2>Faults in force</h2>
			${faultList(input)}
		</section>
		<section>
			<h2>Calls</h2>
			${callsTable(elt.received.calls())}
		</section>
		<footer>
			<p>ELT <code>${elt.url}</code></p>
			<p>BankID <code>${bankId.url}</code></p>
			<p>
				The same as JSON: <a href="/received">/received</a> <a href="/calls">/calls</a>
				<a href="/faults">/faults</a>
			</p>
		</footer>
	</main>`;
	return page({
		title: plural(ids, 'report', 'reports'),
		body,
		refreshSeconds: live ? LIVE_SECONDS : undefined,
	});
}

/**
 * One received report as its reader sees it, personnummer masked, with what the rules say of it.
 * @param today `YYYY-MM-DD`
 */
export function reportPage(
	{ tidredovisning, sha256, signers, signedOn }: ReceivedReport,
	today: string,
): string {
	const signatures = {
		assistent: { name: signers.assistent, date: signedOn.assistent },
		anordnare: { name: signers.anordnare, date: signedOn.anordnare },
	};
	const problems = checkTidredovisning(tidredovisning, { today, stage: 'validate' });
	return previewHtml([{ tidredovisning, problems, sha256, signatures }]);
}
