import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { XmlElement, XsdValidator } from 'libxml2-wasm' with { 'resolution-mode': 'import' };

/** How the request's schema names the schema it imports. */
const IMPORTED = 'simulator:xmlmime.xsd';

let validator: Promise<XsdValidator> | undefined;

/** Compiles the schema once; it lies beside this file. */
async function load(): Promise<XsdValidator> {
	const { XmlBufferInputProvider, XmlDocument, xmlRegisterInputProvider, XsdValidator } =
		await import('libxml2-wasm');
	const [schema, imported] = await Promise.all(
		['skickaTidredovisning.xsd', 'xmlmime.xsd'].map((name) => readFile(join(__dirname, name))),
	);
	if (schema === undefined || imported === undefined) throw new TypeError('A schema is missing');
	xmlRegisterInputProvider(new XmlBufferInputProvider({ [IMPORTED]: imported }));
	const document = XmlDocument.fromBuffer(schema, { url: 'simulator:skickaTidredovisning.xsd' });
	try {
		return XsdValidator.fromDoc(document);
	} finally {
		document.dispose();
	}
}

/**
 * Holds a request, receipt or fault against the operation's schema.
 * @returns the first thing that is wrong, with its line, or undefined
 */
export async function messageProblem(element: XmlElement): Promise<string | undefined> {
	const { XmlValidateError } = await import('libxml2-wasm');
	validator ??= load();
	try {
		(await validator).validate(element);
		return undefined;
	} catch (error) {
		if (!(error instanceof XmlValidateError)) return `The schema can't be applied: ${String(error)}`;
		const [first] = error.details;
		return first === undefined ? error.message : `${first.message.trim()} (line ${first.line})`;
	}
}
