import type { XmlDocument, XmlElement } from 'libxml2-wasm' with { 'resolution-mode': 'import' };

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

/** The file's sections, by name; a namespace makes no difference. */
type Children = (element: XmlElement, name: string) => XmlElement[];

async function childrenByName(): Promise<Children> {
	const { XmlElement: Element } = await import('libxml2-wasm');
	return (element, name) => {
		const found: XmlElement[] = [];
		for (let node = element.firstChild; node !== null; node = node.next) {
			if (node instanceof Element && node.name === name) found.push(node);
		}
		return found;
	};
}

function attribute(element: XmlElement, name: string): string {
	return element.attrs.find((candidate) => candidate.name === name)?.value.trim() ?? '';
}

class Reader {
	private row = 0;

	constructor(
		private readonly root: XmlElement,
		private readonly children: Children,
	) {}

	read(): PaxmlFile {
		const version = this.section('header').map((header) => this.text(header, 'version'));
		const units = this.section('resultatenheter').flatMap((section) =>
			this.children(section, 'resultatenhet'),
		);
		return {
			version: version[0] ?? '',
			personal: this.section('personal')
				.flatMap((section) => this.children(section, 'person'))
				.map((person) => this.person(person)),
			resultatenheter: new Map(
				units.map((unit) => [`${attribute(unit, 'dim')}/${attribute(unit, 'id')}`, attribute(unit, 'namn')]),
			),
			tidtransaktioner: this.section('tidtransaktioner')
				.flatMap((section) => this.children(section, 'tidtrans'))
				.map((tidtrans) => this.tidtrans(tidtrans)),
			schematransaktioner: this.section('schematransaktioner')
				.flatMap((section) => this.children(section, 'schema'))
				.flatMap((schema) => this.children(schema, 'dag').map((dag) => this.dag(schema, dag))),
		};
	}

	private section(name: string): XmlElement[] {
		return this.children(this.root, name);
	}

	private text(element: XmlElement, name: string): string {
		return this.children(element, name)[0]?.content.trim() ?? '';
	}

	private person(person: XmlElement): PaxmlPerson {
		return {
			anstid: attribute(person, 'anstid'),
			persnr: attribute(person, 'persnr'),
			fornamn: this.text(person, 'fornamn'),
			efternamn: this.text(person, 'efternamn'),
		};
	}

	private tidtrans(tidtrans: XmlElement): PaxmlTidtrans {
		const text = (name: string): string => this.text(tidtrans, name);
		const [kundnr] = this.children(tidtrans, 'kundnr');
		const units = this.children(tidtrans, 'resenheter').flatMap((section) =>
			this.children(section, 'resenhet'),
		);
		this.row += 1;
		return {
			kind: 'tidtrans',
			row: this.row,
			anstid: attribute(tidtrans, 'anstid'),
			persnr: attribute(tidtrans, 'persnr'),
			tidkod: text('tidkod'),
			datum: text('datum'),
			datumfrom: text('datumfrom'),
			datumtom: text('datumtom'),
			starttid: text('starttid'),
			sluttid: text('sluttid'),
			timmar: text('timmar'),
			omfattning: text('omfattning'),
			kundnr: kundnr?.content.trim() ?? '',
			kund: kundnr ? attribute(kundnr, 'info') : '',
			resenheter: new Map(units.map((unit) => [attribute(unit, 'dim'), attribute(unit, 'id')])),
		};
	}

	private dag(schema: XmlElement, dag: XmlElement): PaxmlDag {
		this.row += 1;
		return {
			kind: 'dag',
			row: this.row,
			anstid: attribute(schema, 'anstid'),
			persnr: attribute(schema, 'persnr'),
			datum: attribute(dag, 'datum'),
			starttid: attribute(dag, 'starttid'),
			sluttid: attribute(dag, 'sluttid'),
			timmar: attribute(dag, 'timmar'),
		};
	}
}

/**
 * Reads the sections of a PAXml document that say who worked when: `personal`, `resultatenheter`,
 * `tidtransaktioner` and `schematransaktioner`. Values stay as they are.
 * @see https://www.paxml.se PAXml 2.2
 */
export async function readPaxmlFile(document: XmlDocument): Promise<PaxmlFile> {
	return new Reader(document.root, await childrenByName()).read();
}
