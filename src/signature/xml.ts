import { createHash } from 'node:crypto';

/** An attribute that is not a namespace declaration. */
export interface XmlAttribute {
	readonly prefix: string;
	readonly name: string;
	readonly namespace: string;
	/** As it is in the document, which is as canonical XML writes it. */
	readonly value: string;
}

/** The namespace of each prefix; the empty prefix is the default namespace. */
export type XmlScope = ReadonlyMap<string, string>;

/** An element. Text is among the children as it is in the document, which is as canonical XML writes it. */
export interface XmlElement {
	readonly prefix: string;
	readonly name: string;
	readonly namespace: string;
	readonly scope: XmlScope;
	readonly attributes: readonly XmlAttribute[];
	readonly children: readonly (XmlElement | string)[];
}

/** Why a document is refused: it is not XML, or it contains something that a BankID signature never has. */
export class XmlRefusal extends Error {
	override readonly name = 'XmlRefusal';

	constructor(
		readonly kind: 'malformed' | 'forbidden',
		message: string,
	) {
		super(message);
	}
}

/** Far above what BankID needs, far below what hurts. */
const LIMITS = { depth: 24, elements: 1000 } as const;

const NAME = '[A-Za-z_][\\w.-]*';
const QNAME = `(?:(${NAME}):)?(${NAME})`;
const START_TAG = new RegExp(`<${QNAME}((?: (?:${NAME}:)?${NAME}="[^"<]*")*)( ?/)?>`, 'y');
const ATTRIBUTE = new RegExp(` ${QNAME}="([^"<]*)"`, 'g');
const DECLARATION =
	/^<\?xml version="1\.0"(?: encoding="(?:UTF-8|utf-8)")?(?: standalone="(?:yes|no)")?\?>\n?/;

/**
 * The characters that XML does not have. Searching for each is faster than any expression: a batch has hundreds
 * of kilobytes.
 */
const NOT_XML = [
	...Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)).filter(
		(c) => !'\t\n\r'.includes(c),
	),
	'\uFFFE',
	'\uFFFF',
];

/** In text, any reference but the three that canonical XML itself writes. */
const FORBIDDEN_REFERENCE = /&(?!(?:amp|lt|gt);)/;

/** In attribute values, where canonical XML writes `>` as it is and `"` as a reference. */
const FORBIDDEN_VALUE = /[\t\n]|&(?!(?:amp|lt|quot);)/;

/** Namespace names are absolute (canonical XML gives no meaning to others) and plain ASCII. */
const NAMESPACE = /^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x25\x27-\x7e]+$/;

/** The namespaces of `xml:` and `xmlns:`, which no declaration may name. */
const RESERVED = /^http:\/\/www\.w3\.org\/(?:XML\/1998\/namespace|2000\/xmlns\/)$/;

/** What may be at a `<` that opens no element, by how it begins. */
const FORBIDDEN_MARKUP: readonly (readonly [string, string])[] = [
	['<!--', 'a comment'],
	['<![CDATA[', 'a CDATA section'],
	['<!', 'a DOCTYPE or another declaration'],
	['<?', 'a processing instruction'],
];

interface Open {
	readonly element: XmlElement;
	readonly children: (XmlElement | string)[];
	readonly endTag: string;
}

const EMPTY_SCOPE: XmlScope = new Map([['', '']]);

function malformed(message: string): XmlRefusal {
	return new XmlRefusal('malformed', message);
}

function forbidden(what: string): XmlRefusal {
	return new XmlRefusal('forbidden', `it contains ${what}`);
}

function declare(scope: XmlScope, source: string): XmlScope {
	let inner: Map<string, string> | null = null;
	for (const [, prefix, name = '', uri = ''] of source.matchAll(ATTRIBUTE)) {
		if (prefix !== 'xmlns' && (prefix !== undefined || name !== 'xmlns')) continue;
		const declared = prefix === undefined ? '' : name;
		if (declared.toLowerCase().startsWith('xml'))
			throw forbidden('a namespace prefix that begins with "xml"');
		const undeclares = declared === '' && uri === '';
		if (!undeclares && (!NAMESPACE.test(uri) || RESERVED.test(uri))) {
			throw forbidden('a namespace that is not an absolute address of its own');
		}
		inner ??= new Map(scope);
		inner.set(declared, uri);
	}
	return inner ?? scope;
}

function resolve(scope: XmlScope, prefix: string): string {
	const namespace = scope.get(prefix);
	if (namespace === undefined) throw malformed('it uses a namespace prefix that is not declared');
	return namespace;
}

function readAttributes(scope: XmlScope, source: string): XmlAttribute[] {
	if (source === '') return [];
	const seen = new Set<string>();
	const attributes: XmlAttribute[] = [];
	for (const [, prefix = '', name = '', value = ''] of source.matchAll(ATTRIBUTE)) {
		const declaration = prefix === 'xmlns' || (prefix === '' && name === 'xmlns');
		if (prefix === 'xml') throw forbidden('an "xml:" attribute');
		if (FORBIDDEN_VALUE.test(value)) throw forbidden('an attribute value that is not in canonical form');
		const namespace = declaration ? 'xmlns' : prefix === '' ? '' : resolve(scope, prefix);
		const id = `${namespace} ${declaration && prefix === '' ? '' : name}`;
		if (seen.has(id)) throw malformed('it has an attribute twice');
		seen.add(id);
		if (!declaration) attributes.push({ prefix, name, namespace, value });
	}
	return attributes;
}

/** Reads a document from its characters, one tag after the other. */
class Scanner {
	readonly #text: string;
	#at = 0;
	#elements = 0;
	readonly #open: Open[] = [];

	constructor(text: string) {
		this.#text = text;
	}

	document(): XmlElement {
		if (NOT_XML.some((character) => this.#text.includes(character))) {
			throw malformed('it contains a character that XML does not have');
		}
		if (this.#text.includes('\r')) throw forbidden('a carriage return, which is not in canonical form');
		this.#at = DECLARATION.exec(this.#text)?.[0].length ?? 0;
		for (;;) {
			const closed = this.#tag();
			if (closed !== null && this.#open.length === 0) return this.#end(closed);
		}
	}

	#end(root: XmlElement): XmlElement {
		const rest = this.#text.slice(this.#at);
		if (rest === '' || rest === '\n') return root;
		throw this.#markupRefusal() ?? malformed('something follows the signature');
	}

	/** Reads up to and with the next tag; gives the element that it closed, if it closed one. */
	#tag(): XmlElement | null {
		const parent = this.#open.at(-1);
		const next = this.#text.indexOf('<', this.#at);
		if (next === -1) throw malformed('it ends before the signature does');
		if (next > this.#at) this.#takeText(parent, this.#text.slice(this.#at, next));
		this.#at = next;
		if (parent !== undefined && this.#text.startsWith(parent.endTag, next)) return this.#close(parent);
		return this.#start(parent);
	}

	#takeText(parent: Open | undefined, text: string): void {
		if (parent === undefined) throw malformed('it does not begin with an element');
		if (text.includes('>') || (text.includes('&') && FORBIDDEN_REFERENCE.test(text))) {
			throw forbidden('an entity, or text that is not in canonical form');
		}
		parent.children.push(text);
	}

	#close(open: Open): XmlElement {
		this.#at += open.endTag.length;
		this.#open.pop();
		return open.element;
	}

	#start(parent: Open | undefined): XmlElement | null {
		START_TAG.lastIndex = this.#at;
		const match = START_TAG.exec(this.#text);
		if (match === null) throw this.#markupRefusal() ?? malformed('it is not well-formed XML');
		const [whole = '', prefix = '', name = '', source = '', empty] = match;
		this.#elements += 1;
		if (this.#elements > LIMITS.elements || this.#open.length >= LIMITS.depth) {
			throw forbidden('more elements than a signature has');
		}
		const scope = declare(parent?.element.scope ?? EMPTY_SCOPE, source);
		const children: (XmlElement | string)[] = [];
		const element: XmlElement = {
			prefix,
			name,
			namespace: resolve(scope, prefix),
			scope,
			attributes: readAttributes(scope, source),
			children,
		};
		this.#at += whole.length;
		parent?.children.push(element);
		if (empty !== undefined) return element;
		this.#open.push({ element, children, endTag: `</${prefix === '' ? '' : `${prefix}:`}${name}>` });
		return null;
	}

	/** A refusal that names what is here, when it is neither an element nor the end. */
	#markupRefusal(): XmlRefusal | null {
		const found = FORBIDDEN_MARKUP.find(([start]) => this.#text.startsWith(start, this.#at));
		return found === undefined ? null : forbidden(found[1]);
	}
}

/**
 * Reads the small part of XML that a BankID signature is made of. DOCTYPE, comments, CDATA, processing
 * instructions, entities, character references, single quotes, and anything else that canonical XML would
 * rewrite in text or values are refused, so that what is read and what is digested cannot differ.
 *
 * @throws XmlRefusal
 */
export function readXml(text: string): XmlElement {
	return new Scanner(text).document();
}

function byName(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function writeNamespaces(scope: XmlScope, outer: XmlScope): string {
	if (scope === outer) return '';
	return [...scope]
		.filter(([prefix, uri]) => (outer.get(prefix) ?? '') !== uri)
		.sort(([a], [b]) => byName(a, b))
		.map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${uri}"`)
		.join('');
}

function writeAttributes(attributes: readonly XmlAttribute[]): string {
	const sorted = attributes.length < 2 ? attributes : [...attributes].sort(byNamespaceAndName);
	return sorted
		.map(({ prefix, name, value }) => ` ${prefix === '' ? '' : `${prefix}:`}${name}="${value}"`)
		.join('');
}

function byNamespaceAndName(a: XmlAttribute, b: XmlAttribute): number {
	return byName(a.namespace, b.namespace) || byName(a.name, b.name);
}

function write(element: XmlElement, outer: XmlScope, out: (piece: string) => void): void {
	const tag = element.prefix === '' ? element.name : `${element.prefix}:${element.name}`;
	out(`<${tag}${writeNamespaces(element.scope, outer)}${writeAttributes(element.attributes)}>`);
	for (const child of element.children) {
		if (typeof child === 'string') out(child);
		else write(child, element.scope, out);
	}
	out(`</${tag}>`);
}

/**
 * An element and what is in it as inclusive Canonical XML 1.0 writes it when the element is taken out of its
 * document: with every namespace that is in scope there.
 *
 * @see {@link https://www.w3.org/TR/2001/REC-xml-c14n-20010315 Canonical XML 1.0}
 */
export function canonicalXml(element: XmlElement): string {
	const pieces: string[] = [];
	write(element, EMPTY_SCOPE, (piece) => pieces.push(piece));
	return pieces.join('');
}

/** How long a piece of text is digested alone, without being copied together with its neighbours. */
const LONG_PIECE = 4096;

/**
 * SHA-256 over the canonical form of an element. The strings that are digested are the very ones that the
 * element has: what is read from it afterwards is what was digested.
 */
export function digestXml(element: XmlElement): Buffer {
	const hash = createHash('sha256');
	let short = '';
	write(element, EMPTY_SCOPE, (piece) => {
		if (piece.length < LONG_PIECE) {
			short += piece;
			return;
		}
		hash.update(short, 'utf8').update(piece, 'utf8');
		short = '';
	});
	return hash.update(short, 'utf8').digest();
}
