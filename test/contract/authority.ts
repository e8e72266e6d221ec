import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { XsdValidator } from 'libxml2-wasm' with { 'resolution-mode': 'import' };
import { parseXml } from '../../src/xml/parse';

/** Compiles a schema that needs no other file. */
export async function compile(file: string): Promise<XsdValidator> {
	const { XmlDocument, XsdValidator } = await import('libxml2-wasm');
	return XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(file)));
}

/**
 * The authority's own schema of the document, where `ELT_CONTRACT_DIR` says that its files are; null where it
 * is not set. Tests against it are defined only then.
 */
export function authority(): { validator(): Promise<XsdValidator> } | null {
	const directory = process.env['ELT_CONTRACT_DIR'];
	if (directory === undefined || directory === '') return null;
	let compiled: Promise<XsdValidator> | undefined;
	return { validator: () => (compiled ??= compile(join(directory, 'tidredovisning_extern_v1.xsd'))) };
}

/** Whether a schema accepts a document. */
export async function holds(validator: XsdValidator, bytes: Uint8Array): Promise<boolean> {
	const { XmlValidateError } = await import('libxml2-wasm');
	const document = await parseXml(bytes);
	try {
		validator.validate(document);
		return true;
	} catch (error) {
		expect(error).toBeInstanceOf(XmlValidateError);
		return false;
	} finally {
		document.dispose();
	}
}
