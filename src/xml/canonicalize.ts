import { libxml2 } from './libxml2';
import { parseXml } from './parse';

/**
 * Rewrites a document as inclusive Canonical XML 1.0 without comments.
 * @throws XML_MALFORMED, XML_UNSAFE, XML_TOO_LARGE, XML_ENCODING
 * @see {@link https://www.w3.org/TR/2001/REC-xml-c14n-20010315}
 */
export async function canonicalize(bytes: Uint8Array): Promise<Uint8Array> {
	const { XmlC14NMode } = await libxml2();
	const document = await parseXml(bytes);
	try {
		const text = document.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_1_0, withComments: false });
		return Buffer.from(text, 'utf8');
	} finally {
		document.dispose();
	}
}
