import { Fields, isRecord, shown, TEXT } from './fields';
import { EltError } from '../errors';
import type { PaxmlOptions } from '../tidredovisning/export/paxml';
import { CODE_MEANINGS, type CodeMeaning } from '../tidredovisning/export/paxmlCodes';
import type { PersonSomHarAssistans } from '../tidredovisning/types';

const KNOWN = ['codes', 'persons'] as const;
const PERSON = ['personnummer', 'fornamn', 'efternamn'] as const;

function readPerson(fields: Fields): PersonSomHarAssistans {
	fields.refuseOthers(PERSON);
	return {
		personnummer: fields.text('personnummer', TEXT.filled),
		fornamn: fields.text('fornamn', TEXT.filled),
		efternamn: fields.text('efternamn', TEXT.filled),
	};
}

/** Reads each named value of an object within an object; nothing where it isn't there. */
function readEach<T>(
	all: Fields,
	json: unknown,
	read: (fields: Fields, name: string) => T,
): Record<string, T> {
	if (!isRecord(json)) return {};
	const found: [string, T][] = Object.keys(json).map((name) => [name, read(all, name)]);
	return Object.fromEntries(found);
}

/**
 * Reads what a provider says about its PAXml: `{ "codes": { "PASS": "aktivTid" }, "persons": { "7": {
 * "personnummer", "fornamn", "efternamn" } } }`, both optional.
 *
 * @throws EltError `INPUT_INVALID` with every wrong or unknown field
 */
export function readPaxmlOptions(json: unknown): PaxmlOptions {
	if (!isRecord(json))
		throw invalid(new Fields({}), `The settings for PAXml are ${shown(json)}, not an object`);
	const fields = new Fields(json);
	fields.refuseOthers(KNOWN);
	const codes = fields.optionalObject('codes');
	const persons = fields.optionalObject('persons');
	const options: PaxmlOptions = {
		...(codes
			? { codes: readEach(codes, json.codes, (all, name): CodeMeaning => all.oneOf(name, CODE_MEANINGS)) }
			: {}),
		...(persons
			? { persons: readEach(persons, json.persons, (all, name) => readPerson(all.object(name))) }
			: {}),
	};
	if (fields.problems.length > 0) throw invalid(fields);
	return options;
}

function invalid({ problems }: Fields, message?: string): EltError {
	const [first] = problems;
	const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
	return new EltError(
		'INPUT_INVALID',
		message ?? `The settings for PAXml can't be used: ${first?.message ?? ''}${more}`,
		`They are "codes" (${CODE_MEANINGS.join(', ')}) and "persons" (${PERSON.join(', ')}).`,
		{ problems },
	);
}
