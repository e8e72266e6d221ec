import { EltError } from '../../errors';
import { Fields, isRecord, shown, TEXT } from '../item/fields';
import {
	type AnnanArbetsgivare,
	type Berakningsperiod,
	EMPLOYERS,
	type ProviderDefaults,
} from '../../tidredovisning/types';

/** The fields of an ANORDNARE.json. */
const KNOWN = [
	'anordnareNamn',
	'organisationsnummer',
	'kontaktperson',
	'telefonnummer',
	'telefonnummerAnordnare',
	'kollektivavtal',
	'employer',
	'annanArbetsgivare',
	'berakningsperiod',
] as const;

/**
 * Reads what is the same on every report of a provider. Whether numbers and phones are right is the rules' to
 * say; here it is only whether each field is of its kind.
 *
 * @param json the parsed JSON of an ANORDNARE.json
 * @throws EltError `INPUT_INVALID` with every wrong, missing or unknown field
 */
export function readProviderDefaults(json: unknown): ProviderDefaults {
	if (!isRecord(json)) throw invalid(new Fields({}), `The provider's data is ${shown(json)}, not an object`);
	const fields = new Fields(json);
	fields.refuseOthers(KNOWN);
	const employer = fields.oneOf('employer', EMPLOYERS);
	const other = fields.optionalObject('annanArbetsgivare');
	const defaults: ProviderDefaults = {
		...texts(fields, ['anordnareNamn', 'kontaktperson', 'telefonnummer']),
		...(employer === 'personSomHarAssistans' && !fields.has('organisationsnummer')
			? {}
			: { organisationsnummer: fields.text('organisationsnummer', TEXT.filled) }),
		telefonnummerAnordnare: fields.text('telefonnummerAnordnare', TEXT.filled),
		kollektivavtal: fields.boolean('kollektivavtal'),
		employer,
		...(other || employer === 'annanArbetsgivare' ? { annanArbetsgivare: readOther(fields, other) } : {}),
		...(fields.has('berakningsperiod')
			? { berakningsperiod: fields.list('berakningsperiod', readPeriod) }
			: {}),
	};
	if (fields.problems.length > 0) throw invalid(fields);
	return defaults;
}

function texts<T extends string>(fields: Fields, names: readonly T[]): Partial<Record<T, string>> {
	const found: Partial<Record<T, string>> = {};
	for (const name of names) {
		const text = fields.optionalText(name);
		if (text !== undefined) found[name] = text;
	}
	return found;
}

function readOther(all: Fields, given: Fields | undefined): AnnanArbetsgivare {
	const fields = given ?? all.object('annanArbetsgivare');
	fields.refuseOthers(['arbetsgivareNamn', 'organisationsnummer']);
	return {
		...texts(fields, ['arbetsgivareNamn']),
		organisationsnummer: fields.text('organisationsnummer', TEXT.filled),
	};
}

function readPeriod(fields: Fields): Berakningsperiod {
	fields.refuseOthers(['fromDag', 'tomDag']);
	return { fromDag: fields.text('fromDag', TEXT.date), tomDag: fields.text('tomDag', TEXT.date) };
}

function invalid({ problems }: Fields, message?: string): EltError {
	const [first] = problems;
	const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
	return new EltError(
		'INPUT_INVALID',
		message ?? `The provider's data can't be used: ${first?.message ?? ''}${more}`,
		`Its fields are ${KNOWN.join(', ')}.`,
		{ problems },
	);
}
