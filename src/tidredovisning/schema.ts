import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { XmlDocument, XsdValidator } from 'libxml2-wasm' with {
	'resolution-mode': 'import',
};
import { EltError, type Problem } from '../errors';
import { libxml2 } from '../xml/libxml2';
import { parseXml } from '../xml/parse';
import { countElements } from '../xml/place';
import { schemaProblems } from './schemaProblems';
import type { SchemaVersion } from './types';

/** The file of each edition of the schema, beside this one. */
const FILES: Readonly<Record<SchemaVersion, string>> = { v1: 'tidredovisning_v1.xsd' };

/**
 * The most elements a document is judged with. The XML library counts an element's siblings for each breach, so
 * that the time for many breaches grows with their square: a file must not hold up the whole process.
 */
const MAX_ELEMENTS = 20_000;
/** The shortest element there is: what is shorter than so many of them needs no counting. */
const SHORTEST = '<a/>'.length;

/** Read and compiled once per edition; kept as long as the process. */
const validators = new Map<SchemaVersion, Promise<XsdValidator>>();

/**
 * Validates a document against the product's XML schema, which accepts and refuses what the authority's does
 * (documents that name the authority's own types with `xsi:type` are refused).
 * @returns problems of code `SCHEMA`, each with its place in the document, line and column, at most a hundred and
 *   how many more; `XML_TOO_LARGE` for more than 20 000 elements; none when it holds
 * @throws XML_MALFORMED, XML_UNSAFE, XML_TOO_LARGE, XML_ENCODING
 * @see tidredovisning_v1.xsd
 */
export async function validateSchema(bytes: Uint8Array, version: SchemaVersion = 'v1'): Promise<Problem[]> {
	const document = await parseXml(bytes);
	try {
		return await checkSchema(document, bytes, version);
	} finally {
		document.dispose();
	}
}

/** As {@link validateSchema}, of a document that is parsed already. @param bytes what it was parsed from */
export async function checkSchema(
	document: XmlDocument,
	bytes: Uint8Array,
	version: SchemaVersion = 'v1',
): Promise<Problem[]> {
	const elements = bytes.length < MAX_ELEMENTS * SHORTEST ? 0 : countElements(document);
	if (elements > MAX_ELEMENTS) return [tooMany(elements)];
	const { XmlValidateError } = await libxml2();
	const validator = await validatorOf(version);
	try {
		validator.validate(document);
		return [];
	} catch (cause) {
		if (cause instanceof XmlValidateError) return schemaProblems(cause.details, document, bytes);
		throw notValidated(cause);
	}
}

function tooMany(elements: number): Problem {
	return {
		code: 'XML_TOO_LARGE',
		level: 'error',
		path: '',
		message: `The XML has ${elements} elements; a tidredovisning is judged with at most ${MAX_ELEMENTS}.`,
		description:
			'Give one tidredovisning per file; a month of a hundred rows has some five hundred elements.',
		found: String(elements),
	};
}

function notValidated(cause: unknown): EltError {
	return new EltError(
		'XML_MALFORMED',
		'The document could not be held against the schema.',
		'Write it again with an XML library.',
		{ cause },
	);
}

function validatorOf(version: SchemaVersion): Promise<XsdValidator> {
	const known = validators.get(version) ?? compile(version);
	validators.set(version, known);
	return known;
}

/** The schema's own document stays: what is compiled points into it. */
async function compile(version: SchemaVersion): Promise<XsdValidator> {
	const { XmlDocument, XsdValidator } = await libxml2();
	return XsdValidator.fromDoc(XmlDocument.fromBuffer(await readFile(join(__dirname, FILES[version]))));
}
