import { hash } from 'node:crypto';
import { EltError } from '../errors';
import { canonicalize } from '../xml/canonicalize';
import { XML_DECLARATION } from './write';

/** Lower-case hex SHA-256 of the bytes as they are. */
export function sha256Hex(bytes: Uint8Array): string {
	return hash('sha256', bytes, 'hex');
}

/**
 * The digest that is signed, of bytes fresh from the writer: SHA-256 of what follows the declaration, which
 * is the document's canonical form by construction. For bytes that came from elsewhere use {@link digestOf}.
 * @throws TypeError when the bytes do not begin with the writer's declaration
 */
export function digestOfWritten(bytes: Uint8Array): string {
	if (!startsWithDeclaration(bytes))
		throw new TypeError('The bytes are not as writeTidredovisning() writes them.');
	return sha256Hex(bytes.subarray(XML_DECLARATION.length));
}

/**
 * The digest that is signed, of any well-formed document: SHA-256 of its inclusive Canonical XML 1.0 without
 * comments, as lower-case hex. The canonical form has no XML declaration and hides comments and spelling:
 * two files with one digest need not be the same bytes. {@link checkUnchanged} is the check that sees all.
 * @throws XML_MALFORMED, XML_UNSAFE, XML_TOO_LARGE, XML_ENCODING
 * @see {@link https://www.w3.org/TR/2001/REC-xml-c14n-20010315 Canonical XML 1.0}
 */
export async function digestOf(bytes: Uint8Array): Promise<string> {
	return sha256Hex(await canonicalize(bytes));
}

/**
 * Checks that a document still is, byte for byte, what was built under the digest: exactly the declaration
 * and its own canonical form, with that SHA-256. So a changed comment, declaration or line end, which the
 * digest alone does not see, is refused too.
 * @param sha256 lower-case hex, as the item carries it
 * @throws DOCUMENT_CHANGED
 */
export async function checkUnchanged(bytes: Uint8Array, sha256: string): Promise<void> {
	const body = bytes.subarray(XML_DECLARATION.length);
	if (!startsWithDeclaration(bytes))
		throw changed('it does not begin with the XML declaration it was built with');
	const found = sha256Hex(body);
	if (found !== sha256) throw changed(`its SHA-256 is ${found}, the item says ${sha256}`);
	if (Buffer.compare(await canonicalOrNothing(bytes), body) !== 0)
		throw changed('it is not in canonical form');
}

async function canonicalOrNothing(bytes: Uint8Array): Promise<Uint8Array> {
	try {
		return await canonicalize(bytes);
	} catch (cause) {
		throw changed('it can no longer be read as XML', cause);
	}
}

function startsWithDeclaration(bytes: Uint8Array): boolean {
	return Buffer.compare(bytes.subarray(0, XML_DECLARATION.length), Buffer.from(XML_DECLARATION)) === 0;
}

function changed(why: string, cause?: unknown): EltError {
	return new EltError(
		'DOCUMENT_CHANGED',
		`The document was changed after it was built: ${why}.`,
		'Pass "xml" on exactly as Build Tidredovisning wrote it, or build the report again and have it signed anew.',
		cause === undefined ? {} : { cause },
	);
}
