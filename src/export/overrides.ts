import { readOrganisationsnummer } from '../identity/organisationsnummer';
import { excerpt } from '../problems/excerpt';
import type { Cells } from './cells';
import type { ShiftField } from './columns';
import type { AnnanArbetsgivare, Employer, ProviderDefaults } from '../tidredovisning/types';
import { readEmployer, readYesNo } from '../tidredovisning/words';

const TEXTS = ['anordnareNamn', 'kontaktperson', 'telefonnummer', 'telefonnummerAnordnare'] as const;

const FIELDS: readonly ShiftField[] = [
	...TEXTS,
	'organisationsnummer',
	'arbetsgivareNamn',
	'arbetsgivareOrganisationsnummer',
	'employer',
	'kollektivavtal',
];
/** What an export without such columns says. */
export const NO_OVERRIDES: Partial<ProviderDefaults> = {};

/**
 * What the columns of a row say in place of the provider's defaults; an empty cell says nothing. Another employer
 * whose columns are filled in employs, unless its number is the provider's own.
 */
export function readOverrides(
	cells: Cells,
	defaults: Partial<ProviderDefaults> = NO_OVERRIDES,
): Partial<ProviderDefaults> {
	if (!FIELDS.some((field) => cells.has(field))) return NO_OVERRIDES;
	const texts: Partial<Record<(typeof TEXTS)[number], string>> = {};
	for (const field of TEXTS) {
		const text = cells.text(field);
		if (text !== '') texts[field] = text;
	}
	const organisationsnummer = readNumber(cells, 'organisationsnummer');
	const own = tenDigits(organisationsnummer ?? defaults.organisationsnummer ?? '');
	const kollektivavtal = readWord(cells, 'kollektivavtal', readYesNo, 'ja or nej');
	return {
		...texts,
		...(organisationsnummer === undefined ? {} : { organisationsnummer }),
		...readEmployment(cells, own, defaults.employer),
		...(kollektivavtal === undefined ? {} : { kollektivavtal }),
	};
}

/** @param own the provider's own number: only where the row says so is it another employer's */
function readEmployment(
	cells: Cells,
	own: string | undefined,
	usual: Employer | undefined,
): Pick<Partial<ProviderDefaults>, 'employer' | 'annanArbetsgivare'> {
	const employer = readWord(cells, 'employer', readEmployer, EMPLOYER_FORMS);
	const said = employer === undefined ? {} : { employer };
	const annanArbetsgivare = readAnnanArbetsgivare(cells);
	if (annanArbetsgivare === undefined) return said;
	if (annanArbetsgivare.organisationsnummer === own && employer !== 'annanArbetsgivare')
		return usual === 'annanArbetsgivare' ? { employer: 'anordnare', ...said } : said;
	if (employer !== undefined && employer !== 'annanArbetsgivare') {
		cells.note('employer', {
			code: 'EMPLOYER',
			message: `says ${employer}, but the row names another employer (annanArbetsgivare) too`,
			description: 'Empty the columns of the other employer, or write annanArbetsgivare.',
		});
	}
	return { employer: 'annanArbetsgivare', annanArbetsgivare };
}

const EMPLOYER_FORMS = 'anordnare, annanArbetsgivare, egenForetagare or personSomHarAssistans';

function readWord<T>(
	cells: Cells,
	field: 'employer' | 'kollektivavtal',
	read: (text: string) => T | undefined,
	forms: string,
): T | undefined {
	const text = cells.text(field);
	if (text === '') return undefined;
	const value = read(text);
	if (value === undefined) {
		cells.note(field, {
			code: field === 'employer' ? 'EMPLOYER' : 'KOLLEKTIVAVTAL',
			message: `is none of ${forms}`,
			description: `Write ${forms}, or leave it empty.`,
		});
	}
	return value;
}

function readNumber(cells: Cells, field: ShiftField): string | undefined {
	const text = cells.text(field);
	if (text === '') return undefined;
	const read = readOrganisationsnummer(text);
	if (read.ok) return read.value;
	cells.note(field, {
		code: 'ORGANISATIONSNUMMER',
		message: `is no organisationsnummer: ${read.reason}`,
		description: 'Write its 10 digits, with or without a hyphen.',
		secret: true,
	});
	return undefined;
}

function readAnnanArbetsgivare(cells: Cells): AnnanArbetsgivare | undefined {
	const arbetsgivareNamn = cells.text('arbetsgivareNamn');
	if (arbetsgivareNamn !== '' && cells.text('arbetsgivareOrganisationsnummer') === '') {
		cells.note('arbetsgivareOrganisationsnummer', {
			code: 'ORGANISATIONSNUMMER',
			message: `is no organisationsnummer, but the row names the employer "${excerpt(arbetsgivareNamn)}"`,
			description: "Fill in the other employer's number beside its name, or take the name away.",
		});
		return undefined;
	}
	const organisationsnummer = readNumber(cells, 'arbetsgivareOrganisationsnummer');
	if (organisationsnummer === undefined) return undefined;
	return arbetsgivareNamn === '' ? { organisationsnummer } : { arbetsgivareNamn, organisationsnummer };
}

function tenDigits(number: string): string | undefined {
	const read = readOrganisationsnummer(number);
	return read.ok ? read.value : undefined;
}
