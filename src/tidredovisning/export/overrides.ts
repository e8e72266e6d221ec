import { readOrganisationsnummer } from '../../identity/organisationsnummer';
import type { Cells } from './cells';
import type { ShiftField } from './columns';
import type { AnnanArbetsgivare, ProviderDefaults } from '../types';
import { readEmployer, readYesNo } from '../words';

const TEXTS = ['anordnareNamn', 'kontaktperson', 'telefonnummer', 'telefonnummerAnordnare'] as const;

const FIELDS: readonly ShiftField[] = [
	...TEXTS,
	'organisationsnummer',
	'arbetsgivareOrganisationsnummer',
	'employer',
	'kollektivavtal',
];
/** What an export without such columns says. */
export const NO_OVERRIDES: Partial<ProviderDefaults> = {};

/** What the columns of a row say in place of the provider's defaults; an empty cell says nothing. */
export function readOverrides(cells: Cells): Partial<ProviderDefaults> {
	if (!FIELDS.some((field) => cells.has(field))) return NO_OVERRIDES;
	const texts: Partial<Record<(typeof TEXTS)[number], string>> = {};
	for (const field of TEXTS) {
		const text = cells.text(field);
		if (text !== '') texts[field] = text;
	}
	const organisationsnummer = readNumber(cells, 'organisationsnummer');
	const annanArbetsgivare = readAnnanArbetsgivare(cells);
	const employer = readWord(cells, 'employer', readEmployer, EMPLOYER_FORMS);
	const kollektivavtal = readWord(cells, 'kollektivavtal', readYesNo, 'ja or nej');
	return {
		...texts,
		...(organisationsnummer === undefined ? {} : { organisationsnummer }),
		...(annanArbetsgivare === undefined ? {} : { annanArbetsgivare }),
		...(employer === undefined ? {} : { employer }),
		...(kollektivavtal === undefined ? {} : { kollektivavtal }),
	};
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
			code: 'EMPLOYER',
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
	const organisationsnummer = readNumber(cells, 'arbetsgivareOrganisationsnummer');
	if (organisationsnummer === undefined) return undefined;
	const arbetsgivareNamn = cells.text('arbetsgivareNamn');
	return arbetsgivareNamn === '' ? { organisationsnummer } : { arbetsgivareNamn, organisationsnummer };
}
