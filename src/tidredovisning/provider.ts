import { readOrganisationsnummer } from '../identity/organisationsnummer';
import type {
	AnnanArbetsgivare,
	Arbetsgivare,
	Assistansanordnare,
	ProviderDefaults,
	Writable,
} from './types';

/**
 * The employer part of a report from the provider's defaults. What is missing becomes an empty value, which
 * the rules then name.
 */
export function arbetsgivare(provider: ProviderDefaults): Arbetsgivare {
	if (provider.employer === 'personSomHarAssistans') return { anstalldAvPersonSomHarAssistans: true };
	return { assistansanordnare: { ...anordnare(provider), ...employedBy(provider) } };
}

type Anordnare = Pick<
	Assistansanordnare,
	'anordnareNamn' | 'organisationsnummer' | 'kontaktperson' | 'telefonnummer'
>;

function anordnare(provider: ProviderDefaults): Anordnare {
	const { anordnareNamn, kontaktperson, telefonnummer } = provider;
	const known: Writable<Anordnare> = { organisationsnummer: tenDigits(provider.organisationsnummer ?? '') };
	if (given(anordnareNamn)) known.anordnareNamn = anordnareNamn.trim();
	if (given(kontaktperson)) known.kontaktperson = kontaktperson.trim();
	if (given(telefonnummer)) known.telefonnummer = telefonnummer.trim();
	return known;
}

function employedBy({ employer, annanArbetsgivare }: ProviderDefaults) {
	if (employer === 'egenForetagare') return { assistentEgenForetagare: true } as const;
	if (employer !== 'annanArbetsgivare') return { assistentAnstalldAvAnordnare: true } as const;
	return { annanArbetsgivare: other(annanArbetsgivare) };
}

function other(annan: AnnanArbetsgivare | undefined): AnnanArbetsgivare {
	const organisationsnummer = tenDigits(annan?.organisationsnummer ?? '');
	const arbetsgivareNamn = annan?.arbetsgivareNamn;
	return given(arbetsgivareNamn)
		? { arbetsgivareNamn: arbetsgivareNamn.trim(), organisationsnummer }
		: { organisationsnummer };
}

/** As the document carries it, where it can be read; else as it came, for the rules to name. */
function tenDigits(text: string): string {
	const read = readOrganisationsnummer(text);
	return read.ok ? read.value : text.trim();
}

function given(text: string | undefined): text is string {
	return text !== undefined && text.trim() !== '';
}
