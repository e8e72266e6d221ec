import { decodeBase64 } from './base64';
import { type XmlElement } from './xml';

/** The algorithms of BankID's signatures and of seals; nothing else is accepted, and nothing below names them again. */
export const ALGORITHMS = {
	canonicalization: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
	signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
	digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
} as const;

/** The namespace of XML-DSig. */
export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

/** What an element may have besides its content: its attributes. */
export interface Shape {
	readonly required?: readonly string[];
	readonly optional?: readonly string[];
}

/** How a document that is not as expected is refused: what it is called, and the errors. */
export interface Refusals {
	/** In messages: `signature` or `seal`. */
	readonly what: string;
	structure(message: string): Error;
	algorithm(message: string): Error;
}

/** The value of an attribute; empty where it is missing. */
export function attributeOf(element: XmlElement, name: string): string {
	return (
		element.attributes.find((attribute) => attribute.prefix === '' && attribute.name === name)?.value ?? ''
	);
}

/** Reads the elements of one XML-DSig document, and refuses every one that is not exactly as expected. */
export class ElementReader {
	readonly #refusals: Refusals;

	constructor(refusals: Refusals) {
		this.#refusals = refusals;
	}

	/** Refuses the document; `message` is about a part of it. */
	refuse(message: string): never {
		throw this.#refusals.structure(message);
	}

	/** The element, if it is the one expected and has exactly the attributes it should. */
	element(
		node: XmlElement | string | undefined,
		namespace: string,
		name: string,
		{ required = [], optional = [] }: Shape = {},
	): XmlElement {
		const { what } = this.#refusals;
		if (node === undefined) this.refuse(`The ${what} has no ${name} where one is expected`);
		if (typeof node === 'string') this.refuse(`The ${what} has text where ${name} is expected`);
		if (node.namespace !== namespace || node.name !== name)
			this.refuse(`The ${what} has another element where ${name} is expected`);
		const names = node.attributes.map((attribute) => (attribute.prefix === '' ? attribute.name : ''));
		const known = names.every((attribute) => required.includes(attribute) || optional.includes(attribute));
		if (!known || !required.every((attribute) => names.includes(attribute)))
			this.refuse(`${name} in the ${what} does not have exactly the attributes it should`);
		return node;
	}

	/** An element of XML-DSig. */
	dsig(node: XmlElement | string | undefined, name: string, shape?: Shape): XmlElement {
		return this.element(node, DSIG, name, shape);
	}

	/** The children of an element, exactly so many. */
	children(element: XmlElement, count: number): readonly (XmlElement | string)[] {
		const found = element.children.length;
		if (found !== count)
			this.refuse(`${element.name} in the ${this.#refusals.what} has ${found} parts instead of ${count}`);
		return element.children;
	}

	/** The text of an element that contains nothing else. */
	text(element: XmlElement): string {
		const [text = ''] = element.children;
		if (element.children.length > 1 || typeof text !== 'string')
			this.refuse(`${element.name} in the ${this.#refusals.what} contains more than a value`);
		return text;
	}

	/** The bytes of an element whose value is base64 without white space. */
	base64(element: XmlElement): Buffer {
		return this.#decode(element, this.text(element));
	}

	/** The bytes of an element whose base64 may be wrapped in lines, as some programs write certificates. */
	wrappedBase64(element: XmlElement): Buffer {
		return this.#decode(element, this.text(element).replace(/[ \t\n]+/g, ''));
	}

	#decode(element: XmlElement, text: string): Buffer {
		const bytes = decodeBase64(text);
		if (bytes === null) this.refuse(`${element.name} in the ${this.#refusals.what} is not base64`);
		return bytes;
	}

	/** Refuses any algorithm but the one for this use. */
	algorithm(node: XmlElement | string | undefined, name: string, use: keyof typeof ALGORITHMS): void {
		const element = this.dsig(node, name, { required: ['Algorithm'] });
		const stated = attributeOf(element, 'Algorithm');
		if (stated !== ALGORITHMS[use]) {
			const { what } = this.#refusals;
			throw this.#refusals.algorithm(
				`The ${what} uses another algorithm for ${name}: "${stated.slice(0, 80)}"`,
			);
		}
		this.children(element, 0);
	}

	/**
	 * The digests that SignedInfo states, in the order of the parts asked for; it refers to exactly these.
	 *
	 * @param parts what the references must be: each part's Id, and the type BankID gives it (empty: none)
	 */
	digests(signedInfo: XmlElement, parts: Readonly<Record<string, string>>): Buffer[] {
		const ids = Object.keys(parts);
		const [canonicalization, method, ...references] = this.children(signedInfo, 2 + ids.length);
		this.algorithm(canonicalization, 'CanonicalizationMethod', 'canonicalization');
		this.algorithm(method, 'SignatureMethod', 'signature');
		const stated = new Map(references.map((node) => this.#reference(node, parts)));
		return ids.map(
			(id) =>
				stated.get(id) ?? this.refuse(`Two References in the ${this.#refusals.what} point to the same part`),
		);
	}

	#reference(
		node: XmlElement | string | undefined,
		parts: Readonly<Record<string, string>>,
	): [id: string, digest: Buffer] {
		const reference = this.dsig(node, 'Reference', { required: ['URI'], optional: ['Type'] });
		const [transforms, method, value] = this.children(reference, 3);
		const [transform] = this.children(this.dsig(transforms, 'Transforms'), 1);
		this.algorithm(transform, 'Transform', 'canonicalization');
		this.algorithm(method, 'DigestMethod', 'digest');
		const digest = this.base64(this.dsig(value, 'DigestValue'));
		const uri = attributeOf(reference, 'URI');
		if (!uri.startsWith('#') || parts[uri.slice(1)] !== attributeOf(reference, 'Type'))
			this.refuse(`A Reference in the ${this.#refusals.what} points elsewhere`);
		return [uri.slice(1), digest];
	}
}
