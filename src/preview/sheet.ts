import type { Problem } from '../errors';
import type { Difference } from '../tidredovisning/difference';
import type { Deadline, Tidredovisning } from '../tidredovisning/types';
import { differenceTable, problemCounts, problemList } from './checks';
import { assistentFields, employerFields, periodFields, personFields, section } from './fields';
import { type Html, foreign, html } from './html';
import { rowsTable, sumsTable } from './rows';
import type { Shown } from './shown';
import { counted, dateInWords, monthInWords } from './words';

/** A signature as a preview names it. */
export interface PreviewSignature {
	readonly name: string;
	/** `YYYY-MM-DD`. */
	readonly date: string;
}

/** A report as a preview shows it. */
export interface PreviewReport {
	readonly tidredovisning: Tidredovisning;
	/** What the rules found; none unless given. */
	readonly problems?: readonly Problem[];
	/** The digest of the document, where it is written. */
	readonly sha256?: string;
	readonly deadline?: Deadline;
	/** The report that this one corrects, and what it changes; null where the earlier one is not at hand. */
	readonly correction?: { readonly replaces: string; readonly difference: Difference | null };
	readonly signatures?: { readonly assistent?: PreviewSignature; readonly anordnare?: PreviewSignature };
}

/** Both names of a report. */
export function namesOf({ assistent, personSomHarAssistans: person }: Tidredovisning): {
	assistent: string;
	person: string;
} {
	return {
		assistent: `${assistent.fornamn} ${assistent.efternamn}`,
		person: `${person.fornamn} ${person.efternamn}`,
	};
}

function deadlineFact({ date, daysLeft }: Deadline): Html {
	const left = daysLeft < 0 ? 'har passerat' : `${counted(daysLeft, 'dag', 'dagar')} kvar`;
	return html`<li>Ska vara inne senast ${dateInWords(date)} (${left})</li>`;
}

function signatureField(role: string, signature: PreviewSignature | undefined): Html {
	const signed = signature
		? html`<strong>${foreign(signature.name)}</strong>, ${dateInWords(signature.date)} med BankID`
		: html`<strong>Inte undertecknad</strong>`;
	return html`<div class="signature">
		<p>${role}</p>
		<p>${signed}</p>
	</div>`;
}

function signatureFields({ signatures = {} }: PreviewReport): Html {
	return html`<div class="signatures">
		${signatureField('Assistent', signatures.assistent)}
		${signatureField('Anordnare eller arbetsgivare', signatures.anordnare)}
	</div>`;
}

function heading({ tidredovisning, deadline, problems = [] }: PreviewReport): Html {
	const { redovisningsmanad } = tidredovisning;
	const due = deadline ? deadlineFact(deadline) : '';
	return html`<header>
		<p class="kicker">Tidredovisning · Assistansersättning</p>
		<h1><span class="month">${foreign(monthInWords(redovisningsmanad))}</span></h1>
		<ul class="facts">
			<li>Förhandsvisning i samma ordning som blankett FK 3059</li>
			${due}
			<li>${problemCounts(problems)}</li>
		</ul>
	</header>`;
}

function identity({ tidredovisning, sha256 }: PreviewReport): Html {
	const digest = sha256 === undefined ? '' : html`<p>SHA-256 <code>${foreign(sha256)}</code></p>`;
	return html`<footer>
		<p>Id <code>${foreign(tidredovisning.id)}</code></p>
		${digest}
	</footer>`;
}

/**
 * One report as a sheet, in the order of the paper form FK 3059.
 * @param id the sheet's own, for links to it and within it
 */
export function sheet(report: PreviewReport, id: string, shown: Shown): Html {
	const { tidredovisning, problems = [], correction } = report;
	const parts: [string, Html][] = [
		['Personen som har assistans', personFields(tidredovisning, shown)],
		['Assistent', assistentFields(tidredovisning, shown)],
		['Arbetsgivare', employerFields(tidredovisning, shown)],
		['Beräkningsperiod', periodFields(tidredovisning)],
		['Redovisad tid', rowsTable(tidredovisning, problems, id)],
		['Summor', sumsTable(tidredovisning)],
		['Underskrifter', signatureFields(report)],
	];
	if (correction) {
		const { replaces, difference } = correction;
		parts.push(['Ändringar', differenceTable(tidredovisning.redovisningsmanad, replaces, difference)]);
	}
	parts.push(['Kontroll', problemList(problems, id, shown)]);
	const sections = parts.map(([name, content], index) => section(index + 1, name, content));
	return html`<article class="sheet" id="${id}">${heading(report)}${sections}${identity(report)}</article>`;
}
