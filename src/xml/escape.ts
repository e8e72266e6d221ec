const SPECIAL = /[&<>\r]/;
const EACH_SPECIAL = /[&<>\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };

/** What is worth a closer look: control characters, halves of characters and the last two of the plane. */
const SUSPECT = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/;
/** Every character that XML 1.0 allows; a lone surrogate is none. */
const ALLOWED = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

/**
 * Writes text as Canonical XML 1.0 does inside an element: `&amp; &lt; &gt; &#xD;`, nothing else.
 * @see {@link https://www.w3.org/TR/2001/REC-xml-c14n-20010315#ProcessingModel}
 */
export function escapeText(text: string): string {
	return SPECIAL.test(text)
		? text.replace(EACH_SPECIAL, (character) => ESCAPES[character] ?? character)
		: text;
}

/**
 * Whether XML 1.0 can carry the text at all: no control characters but tab and line ends, no lone surrogates.
 * @see {@link https://www.w3.org/TR/xml/#charsets}
 */
export function isXmlText(text: string): boolean {
	return !SUSPECT.test(text) || ALLOWED.test(text);
}
