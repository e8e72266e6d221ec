import type { XmlDocument, XmlElement, XmlNode } from 'libxml2-wasm' with { 'resolution-mode': 'import' };

/** A place in a text, both counted from 1; columns in characters. */
export interface Place {
	readonly line: number;
	readonly column: number;
}

/** In a well-formed document without a document type: what is no start tag, and (group 1) what is. */
const TAGS = /<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[[^]*?\]\]>|<\/[^>]*>|(<)(?:[^>"']|"[^"]*"|'[^']*')*>/g;

/** The element that a node path of libxml2 leads to, or null. */
export function findElement(document: XmlDocument, nodePath: string | undefined): XmlElement | null {
	if (nodePath === undefined) return null;
	const anyPrefix = nodePath.replace(/\/(?:[^/:[]+:)?([^/:[*]+)/g, '/*[local-name()="$1"]');
	const node = document.get(anyPrefix);
	return node !== null && isElement(node) ? node : null;
}

/** Whether a node is an element: not text, not a comment. */
export function isElement(node: XmlNode): node is XmlElement {
	return 'addElement' in node;
}

/**
 * Where an element stands below the root: `tidrapport.rapportRad[3].dag`, counted from 0; empty for the root.
 * @param lists names of the elements that carry an index
 */
export function elementPath(element: XmlElement, lists: ReadonlySet<string>): string {
	const steps: string[] = [];
	for (let at = element; at.parent !== null; at = at.parent) {
		const before = `count(preceding-sibling::*[local-name()="${at.name}"])`;
		steps.unshift(lists.has(at.name) ? `${at.name}[${count(at, before)}]` : at.name);
	}
	return steps.join('.');
}

/** Line and column of an element's start tag: libxml2 keeps lines only, and documents are one line long. */
export function placeOf(element: XmlElement, document: XmlDocument, bytes: Uint8Array): Place {
	const text = new TextDecoder(document.encoding ?? 'utf-8').decode(bytes);
	let left = count(element, 'count(preceding::*|ancestor::*)');
	for (const tag of text.matchAll(TAGS)) {
		if (tag[1] === undefined) continue;
		if (left === 0) return placeAt(text, tag.index);
		left -= 1;
	}
	return { line: element.line, column: 1 };
}

function placeAt(text: string, offset: number): Place {
	const before = text.slice(0, offset).split('\n');
	return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
}

function count(element: XmlElement, expression: string): number {
	const found = element.eval(expression);
	return typeof found === 'number' ? found : 0;
}
