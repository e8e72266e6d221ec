import type { XmlDocument, XmlElement, XmlTreeNode } from 'libxml2-wasm' with { 'resolution-mode': 'import' };

/** An employee in the section `personal`. */
export interface PaxmlPerson {
	readonly anstid: string;
	readonly persnr: string;
	readonly fornamn: string;
	readonly efternamn: string;
}

/** A `tidtrans`: a stretch of presence or absence; every value as it stands, empty where there is none. */
export interface PaxmlTidtrans {
	readonly kind: 'tidtrans';
	/** Which `tidtrans` or `dag` of the file, counted from 1. */
	readonly row: number;
	readonly anstid: string;
	readonly persnr: string;
	readonly tidkod: string;
	readonly datum: string;
	readonly datumfrom: string;
	readonly datumtom: string;
	readonly starttid: string;
	readonly sluttid: string;
	readonly timmar: string;
	/** Per cent of the day that an absence takes. */
	readonly omfattning: string;
	readonly kundnr: string;
	/** The name beside the customer number. */
	readonly kund: string;
	/** Dimension → the unit's id. */
	readonly resenheter: ReadonlyMap<string, string>;
}

/** A `dag` of a `schema`: what was planned. */
export interface PaxmlDag {
	readonly kind: 'dag';
	readonly row: number;
	readonly anstid: string;
	readonly persnr: string;
	readonly datum: string;
	readonly starttid: string;
	readonly sluttid: string;
	readonly timmar: string;
}

/** What a tidredovisning can use of a PAXml file. */
export interface PaxmlFile {
	/** The header's version, e.g. `2.2`; empty where none is said. */
	readonly version: string;
	readonly personal: readonly PaxmlPerson[];
	/** `dimension/id` → the unit's name. */
	readonly resultatenheter: ReadonlyMap<string, string>;
	readonly tidtransaktioner: readonly PaxmlTidtrans[];
	readonly schematransaktioner: readonly PaxmlDag[];
}

/** An element with its attributes and children, each taken out of the parser's memory once. */
class Element {
	private readonly attributes: ReadonlyMap<string, string>;

	constructor(
		private readonly element: XmlElement,
		private readonly isElement: (node: XmlTreeNode) => node is XmlElement,
	) {
		this.attributes = new Map(element.attrs.map(({ name, value }) => [name, value.trim()]));
	}

	/** An attribute; empty where it isn't there. */
	attribute(name: string): string {
		return this.attributes.get(name) ?? '';
	}

	/** The elements within, in their order, each with its name; a namespace makes no difference. */
	*within(): Generator<readonly [string, XmlElement]> {
		for (let node = this.element.firstChild; node !== null; node = node.next) {
			if (this.isElement(node)) yield [node.name, node];
		}
	}

	/** The elements of a name within. */
	all(name: string): Element[] {
		const found: Element[] = [];
		for (const [each, element] of this.within()) {
			if (each === name) found.push(new Element(element, this.isElement));
		}
		return found;
	}

	/** The texts of the elements within, by name; the first of each. */
	texts(): ReadonlyMap<string, string> {
		const found = new Map<string, string>();
		for (const [name, element] of this.within()) {
			if (!found.has(name)) found.set(name, element.content.trim());
		}
		return found;
	}
}

class Reader {
	private row = 0;

	constructor(private readonly root: Element) {}

	read(): PaxmlFile {
		const units = this.section('resultatenheter', 'resultatenhet');
		return {
			version: this.root.all('header')[0]?.texts().get('version') ?? '',
			personal: this.section('personal', 'person').map(readPerson),
			resultatenheter: new Map(
				units.map((unit) => [`${unit.attribute('dim')}/${unit.attribute('id')}`, unit.attribute('namn')]),
			),
			tidtransaktioner: this.section('tidtransaktioner', 'tidtrans').map((tidtrans) =>
				this.tidtrans(tidtrans),
			),
			schematransaktioner: this.section('schematransaktioner', 'schema').flatMap((schema) =>
				schema.all('dag').map((dag) => this.dag(schema, dag)),
			),
		};
	}

	private section(name: string, entries: string): Element[] {
		return this.root.all(name).flatMap((section) => section.all(entries));
	}

	private tidtrans(tidtrans: Element): PaxmlTidtrans {
		const texts = tidtrans.texts();
		const text = (name: string): string => texts.get(name) ?? '';
		this.row += 1;
		return {
			kind: 'tidtrans',
			row: this.row,
			anstid: tidtrans.attribute('anstid'),
			persnr: tidtrans.attribute('persnr'),
			tidkod: text('tidkod'),
			datum: text('datum'),
			datumfrom: text('datumfrom'),
			datumtom: text('datumtom'),
			starttid: text('starttid'),
			sluttid: text('sluttid'),
			timmar: text('timmar'),
			omfattning: text('omfattning'),
			kundnr: text('kundnr'),
			kund: texts.has('kundnr') ? (tidtrans.all('kundnr')[0]?.attribute('info') ?? '') : '',
			resenheter: texts.has('resenheter') ? unitsOf(tidtrans) : NO_UNITS,
		};
	}

	private dag(schema: Element, dag: Element): PaxmlDag {
		this.row += 1;
		return {
			kind: 'dag',
			row: this.row,
			anstid: schema.attribute('anstid'),
			persnr: schema.attribute('persnr'),
			datum: dag.attribute('datum'),
			starttid: dag.attribute('starttid'),
			sluttid: dag.attribute('sluttid'),
			timmar: dag.attribute('timmar'),
		};
	}
}

const NO_UNITS: ReadonlyMap<string, string> = new Map();

function unitsOf(tidtrans: Element): ReadonlyMap<string, string> {
	const units = tidtrans.all('resenheter').flatMap((section) => section.all('resenhet'));
	return new Map(units.map((unit) => [unit.attribute('dim'), unit.attribute('id')]));
}

function readPerson(person: Element): PaxmlPerson {
	const texts = person.texts();
	return {
		anstid: person.attribute('anstid'),
		persnr: person.attribute('persnr'),
		fornamn: texts.get('fornamn') ?? '',
		efternamn: texts.get('efternamn') ?? '',
	};
}

/**
 * Reads the sections of a PAXml document that say who worked when: `personal`, `resultatenheter`,
 * `tidtransaktioner` and `schematransaktioner`. Values stay as they are.
 * @see https://www.paxml.se PAXml 2.2
 */
export async function readPaxmlFile(document: XmlDocument): Promise<PaxmlFile> {
	const { XmlElement: ElementNode } = await import('libxml2-wasm');
	const isElement = (node: XmlTreeNode): node is XmlElement => node instanceof ElementNode;
	return new Reader(new Element(document.root, isElement)).read();
}
