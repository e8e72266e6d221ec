import { dayNumber, isDate } from '../tidredovisning/calendar';
import type { AnordnarensArbetsgivare, Berakningsperiod, Tidredovisning } from '../tidredovisning/types';
import { type Html, foreign, html } from './html';
import type { Shown } from './shown';
import { counted, dateInWords } from './words';

/** How wide a field is: a half of the sheet, a third, or all of it. */
type Width = 'half' | 'third' | 'whole';

function field(label: string, value: string | Html, width: Width = 'half'): Html {
	return html`<div class="field ${width}">
		<dt>${label}</dt>
		<dd>${typeof value === 'string' ? foreign(value) : value}</dd>
	</div>`;
}

function digits(text: string): Html {
	return html`<span class="digits">${foreign(text)}</span>`;
}

/** A section of the form: its number, heading and content. */
export function section(number: number, heading: string, content: Html): Html {
	return html`<section>
		<h2><span class="number">${number}.</span> ${heading}</h2>
		${content}
	</section>`;
}

function fields(...list: readonly (Html | null)[]): Html {
	return html`<dl class="fields">${list.filter((one) => one !== null)}</dl>`;
}

/** Who receives assistance. */
export function personFields({ personSomHarAssistans: person }: Tidredovisning, shown: Shown): Html {
	return fields(
		field('Förnamn och efternamn', `${person.fornamn} ${person.efternamn}`),
		field('Personnummer', digits(shown.number(person.personnummer))),
	);
}

/** Who worked. */
export function assistentFields({ assistent, telefonnummerAssistent }: Tidredovisning, shown: Shown): Html {
	const { personnummer, samordningsnummer = '', fornamn, efternamn, kollektivavtal } = assistent;
	return fields(
		field('Förnamn och efternamn', `${fornamn} ${efternamn}`),
		personnummer === undefined
			? field('Samordningsnummer', digits(shown.number(samordningsnummer)))
			: field('Personnummer', digits(shown.number(personnummer))),
		field('Telefon', digits(telefonnummerAssistent ?? '–')),
		field('Omfattas av kollektivavtal', kollektivavtal ? 'Ja' : 'Nej'),
	);
}

function employment(anordnare: AnordnarensArbetsgivare, shown: Shown): Html {
	if ('assistentAnstalldAvAnordnare' in anordnare) return html`Ja, av anordnaren`;
	if ('assistentEgenForetagare' in anordnare) return html`Nej, assistenten är egen företagare`;
	const { arbetsgivareNamn = '', organisationsnummer } = anordnare.annanArbetsgivare;
	return html`Nej, av annan arbetsgivare: ${foreign(arbetsgivareNamn)}
		<span class="digits">${foreign(shown.organisation(organisationsnummer))}</span>`;
}

/** Who employs: the person, or a provider's arrangement. */
export function employerFields(report: Tidredovisning, shown: Shown): Html {
	const telefon = digits(report.telefonnummerAnordnare);
	if (!('assistansanordnare' in report)) {
		return fields(
			field('Arbetsgivare', 'Assistenten är anställd av personen som har assistans', 'whole'),
			field('Telefon till den som ansvarar för redovisningen', telefon, 'whole'),
		);
	}
	const { assistansanordnare: anordnare } = report;
	return fields(
		field('Assistansanordnare', anordnare.anordnareNamn ?? '–'),
		field('Organisationsnummer', digits(shown.organisation(anordnare.organisationsnummer))),
		field('Kontaktperson', anordnare.kontaktperson ?? '–', 'third'),
		field('Kontaktpersonens telefon', digits(anordnare.telefonnummer ?? '–'), 'third'),
		field('Anordnarens telefon', telefon, 'third'),
		field('Är assistenten anställd', employment(anordnare, shown), 'whole'),
	);
}

function periodField(
	{ fromDag, tomDag }: Berakningsperiod,
	index: number,
	all: readonly Berakningsperiod[],
): Html {
	const days = isDate(fromDag) && isDate(tomDag) ? dayNumber(tomDag) - dayNumber(fromDag) + 1 : 0;
	const length =
		days > 0 ? html` <span class="kicker together">(${counted(days, 'dag', 'dagar')})</span>` : html``;
	const label = all.length === 1 ? 'Från och med – till och med' : `Period ${index + 1}`;
	const value = html`<span class="digits"
			>${foreign(dateInWords(fromDag))} – ${foreign(dateInWords(tomDag))}</span
		>${length}`;
	return field(label, value, all.length === 1 ? 'whole' : 'half');
}

/** The periods over which working time is limited. */
export function periodFields({ berakningsperiod }: Tidredovisning): Html {
	if (berakningsperiod.length === 0) return fields(field('Period', 'Ingen angiven', 'whole'));
	return fields(...berakningsperiod.map(periodField));
}
