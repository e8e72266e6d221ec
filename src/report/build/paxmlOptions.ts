import { Fields, isRecord, shown, TEXT } from '../item/fields';
import { EltError } from '../../errors';
import type { PaxmlOptions } from '../../export/paxml/paxml';
import { readMeaning, TIME_MEANINGS, type TimeMeaning } from '../../export/timeWords';
import type { PersonSomHarAssistans } from '../../tidredovisning/types';

const KNOWN = ['codes', 'persons', 'schedulePersons'] as const;
const PERSON = ['personnummer', 'fornamn', 'efternamn'] as const;

function readPerson(fields: Fields): PersonSomHarAssistans {
	fields.refuseOthers(PERSON);
	return {
		personnummer: fields.text('personnummer', TEXT.filled),
		fornamn: fields.text('fornamn', TEXT.filled),
		efternamn: fields.text('efternamn', TEXT.filled),
	};
}

/** Reads what a code means, in the words that a builder may use for his own words too. */
function readCode(all: Fields, name: string, codes: unknown): TimeMeaning {
	const text = isRecord(codes) ? codes[name] : undefined;
	return (typeof text === 'string' ? readMeaning(text) : undefined) ?? all.oneOf(name, TIME_MEANINGS);
}

/** Reads each value of a table; nothing where the table isn't there. */
function readTable<N extends (typeof KNOWN)[number], T>(
	fields: Fields,
	json: Readonly<Record<string, unknown>>,
	table: N,
	read: (all: Fields, name: string) => T,
): Partial<Record<N, Record<string, T>>> {
	const all = fields.optionalObject(table);
	const values = json[table];
	if (!all) return {};
	const names = isRecord(values) ? Object.keys(values) : [];
	const found = names.map((name): [string, T] => [name, read(all, name)]);
	const each: Partial<Record<N, Record<string, T>>> = {};
	each[table] = Object.fromEntries(found);
	return each;
}

/**
 * Reads what a provider says about its PAXml: `{ "codes": { "PASS": "aktivTid" }, "persons": { "7": {
 * "personnummer", "fornamn", "efternamn" } }, "schedulePersons": { "101": { … } } }`, all optional.
 *
 * @throws EltError `INPUT_INVALID` with every wrong or unknown field
 */
export function readPaxmlOptions(json: unknown): PaxmlOptions {
	if (!isRecord(json))
		throw invalid(new Fields({}), `The settings for PAXml are ${shown(json)}, not an object`);
	const fields = new Fields(json);
	fields.refuseOthers(KNOWN);
	const options: PaxmlOptions = {
		...readTable(fields, json, 'codes', (all, name) => readCode(all, name, json.codes)),
		...readTable(fields, json, 'persons', (all, name) => readPerson(all.object(name))),
		...readTable(fields, json, 'schedulePersons', (all, name) => readPerson(all.object(name))),
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
		`They are "codes" (${TIME_MEANINGS.join(', ')}), "persons" and "schedulePersons" (${PERSON.join(', ')}).`,
		{ problems },
	);
}
