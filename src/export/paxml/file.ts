import type { XmlDocument, XmlElement, XmlTreeNode } from 'libxml2-wasm' with { 'resolution-mode': 'import' };

import { mayRepeat } from '../columns';
import { fieldOf } from '../headings';

/** An employee in the section `personal`. */
export interface PaxmlPerson {
	readonly anstid: string;
	readonly persnr: string;
	readonly fornamn: string;
	readonly efternamn: string;
}

/** What a `tidtrans` and a `dag` have in common; values as the file spells them, empty where it has none. */
interface PaxmlRow {
	/** Which `tidtrans` or `dag` of the file, counted from 1. */
	readonly row: number;
	readonly anstid: string;
	readonly persnr: string;
	readonly datum: string;
	readonly starttid: string;
	readonly sluttid: string;
	readonly timmar: string;
	/** Everything else that the row says, by name: `info`, and what is not of the format. */
	readonly others: ReadonlyMap<string, string>;
}

/** A `tidtrans`: worked time, absence or a supplement. */
export interface PaxmlTidtrans extends PaxmlRow {
	readonly kind: 'tidtrans';
	readonly tidkod: string;
	readonly datumfrom: string;
	readonly datumtom: string;
	/** Per cent of the day that an absence takes. */
	readonly omfattning: string;
	readonly kundnr: string;
	/** The name next to the customer number. */
	readonly kund: string;
	readonly resenheter: readonly PaxmlResenhet[];
	/** Elements that occur more than once: nothing says which of them counts. */
	readonly repeated: readonly string[];
}

/** A `dag` of a `schema`: what was planned. */
export interface PaxmlDag extends PaxmlRow {
	readonly kind: 'dag';
}

/** One or the other. */
export type Transaction = PaxmlTidtrans | PaxmlDag;

/** The unit that a `tidtrans` is booked on. */
export interface PaxmlResenhet {
	readonly dim: string;
	readonly id: string;
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
	/** What nothing is read from: sections of pay and travel, and what is not of the format, `dag@rast` → how many. */
	readonly unread: ReadonlyMap<string, number>;
}

const SECTIONS = [
	...['header', 'dimensioner', 'resultatenheter', 'koder', 'personal', 'tidtransaktioner'],
	...['schematransaktioner', 'lonetransaktioner', 'resetransaktioner', 'saldon', 'loneutbetalning'],
];
/** Sections of pay and travel. */
const NOT_READ = ['lonetransaktioner', 'resetransaktioner'];
const TIDTRANS = [
	...['tidkod', 'datum', 'datumfrom', 'datumtom', 'starttid', 'sluttid', 'timmar', 'omfattning', 'barn'],
	...['samlingsid', 'semgrund', 'kontonr', 'kundnr', 'resenheter', 'info'],
];
const TIDTRANS_ATTRIBUTES = ['postid', 'anstid', 'persnr'];
const SCHEMA_ATTRIBUTES = ['postid', 'anstid', 'persnr'];
const DAG_ATTRIBUTES = ['postid', 'datum', 'starttid', 'sluttid', 'timmar'];

/** Whether tables have columns of this name that say something about a shift: breaks, hours, status, absence. */
export function isRead(name: string): boolean {
	const field = fieldOf(name);
	return field !== undefined && mayRepeat(field);
}

/** An element with its attributes and children, each taken out of the parser's memory once. */
class Element {
	readonly attributes: ReadonlyMap<string, string>;

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

	/** The texts of the elements within, by name; the first of each, and `repeated` the names of which there are more. */
	texts(repeated = new Set<string>()): ReadonlyMap<string, string> {
		const found = new Map<string, string>();
		for (const [name, element] of this.within()) {
			if (found.has(name)) repeated.add(name);
			else found.set(name, element.content.trim());
		}
		return found;
	}

	/** The names of the elements within, in their order, each as often as it occurs. */
	names(): string[] {
		return [...this.within()].map(([name]) => name);
	}
}

class Reader {
	private row = 0;
	private readonly unread = new Map<string, number>();

	constructor(private readonly root: Element) {}

	read(): PaxmlFile {
		for (const name of NOT_READ)
			this.count(
				name,
				this.root.all(name).flatMap((section) => section.names()),
			);
		this.note('paxml/', this.root.names(), SECTIONS);
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
				this.schema(schema),
			),
			unread: this.unread,
		};
	}

	private section(name: string, entries: string): Element[] {
		return this.root.all(name).flatMap((section) => {
			this.note(`${name}/`, section.names(), [entries]);
			return section.all(entries);
		});
	}

	/** Counts the names that the format does not have. */
	private note(where: string, names: readonly string[], known: readonly string[]): void {
		const unknown = names.filter((name) => !known.includes(name));
		for (const name of unknown) this.count(where + name, [name]);
	}

	private count(name: string, found: readonly string[]): void {
		if (found.length > 0) this.unread.set(name, (this.unread.get(name) ?? 0) + found.length);
	}

	/** What a row says that is not of the format; names that no column of a table has either are counted. */
	private others(
		where: string,
		values: ReadonlyMap<string, string>,
		known: readonly string[],
	): [string, string][] {
		const found = [...values].filter(([name]) => !known.includes(name));
		const unread = found.map(([name]) => name).filter((name) => !isRead(name));
		this.note(where, unread, []);
		return found;
	}

	private tidtrans(tidtrans: Element): PaxmlTidtrans {
		const repeated = new Set<string>();
		const texts = tidtrans.texts(repeated);
		const others = new Map([
			...this.others('tidtrans/', texts, TIDTRANS),
			...this.others('tidtrans@', tidtrans.attributes, TIDTRANS_ATTRIBUTES),
			...[...texts].filter(([name]) => name === 'info'),
		]);
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
			others,
			repeated: [...repeated].filter(
				(name) => name !== 'resenheter' && (TIDTRANS.includes(name) || isRead(name)),
			),
		};
	}

	private schema(schema: Element): PaxmlDag[] {
		this.note('schema/', schema.names(), ['dag']);
		this.note('schema@', [...schema.attributes.keys()], SCHEMA_ATTRIBUTES);
		return schema.all('dag').map((dag) => this.dag(schema, dag));
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
			others: new Map([
				...this.others('dag/', dag.texts(), []),
				...this.others('dag@', dag.attributes, DAG_ATTRIBUTES),
			]),
		};
	}
}

const NO_UNITS: readonly PaxmlResenhet[] = [];

function unitsOf(tidtrans: Element): PaxmlResenhet[] {
	const units = tidtrans.all('resenheter').flatMap((section) => section.all('resenhet'));
	return units.map((unit) => ({ dim: unit.attribute('dim'), id: unit.attribute('id') }));
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
