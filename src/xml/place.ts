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

/** How many elements a document has. */
export function countElements(document: XmlDocument): number {
	return count(document.root, 'count(//*)');
}

/**
 * Line and column of elements' start tags: libxml2 keeps lines only, and documents are one line long. The text
 * is gone through once, when the first place is asked for.
 */
export class Places {
	private tags: readonly Place[] | undefined;

	/** @param bytes what the document was parsed from */
	constructor(
		private readonly document: XmlDocument,
		private readonly bytes: Uint8Array,
	) {}

	/** Where the element's start tag begins. */
	of(element: XmlElement): Place {
		this.tags ??= startTags(new TextDecoder(this.document.encoding ?? 'utf-8').decode(this.bytes));
		const before = count(element, 'count(preceding::*) + count(ancestor::*)');
		return this.tags[before] ?? { line: element.line, column: 1 };
	}
}

/** The places of all start tags, in their order. */
function startTags(text: string): Place[] {
	const places: Place[] = [];
	let at = 0;
	let place: Place = { line: 1, column: 1 };
	for (const tag of text.matchAll(TAGS)) {
		if (tag[1] === undefined) continue;
		place = after(place, text.slice(at, tag.index));
		at = tag.index;
		places.push(place);
	}
	return places;
}

/** The place that a text ends at which begins at another. */
function after({ line, column }: Place, text: string): Place {
	const lines = text.split('\n');
	const characters = [...(lines.at(-1) ?? '')].length;
	return lines.length === 1
		? { line, column: column + characters }
		: { line: line + lines.length - 1, column: characters + 1 };
}

function count(element: XmlElement, expression: string): number {
	const found = element.eval(expression);
	return typeof found === 'number' ? found : 0;
}
