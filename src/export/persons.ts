import { readPersonnummer, readSamordningsnummer, type Read } from '../identity/personnummer';
import { remember } from '../tidredovisning/remember';
import type { Assistent, PersonSomHarAssistans } from '../tidredovisning/types';
import { isXmlText } from '../xml/escape';
import type { Cells } from './cells';
import type { ShiftField } from './columns';
import { lostLettersIn } from './garbled';

type PersonField = 'assistentPersonnummer' | 'assistentSamordningsnummer' | 'personPersonnummer';

/** Whose time a row is; null for a number that is not one. */
export interface Whose {
	/** 12 digits. */
	readonly assistent: string | null;
	readonly personSomHarAssistans: string | null;
}

/** Reads the two persons of a row, and notes what is wrong with their numbers and names. */
export class PersonReader {
	private readonly personnummer: (text: string) => Read<string>;
	private readonly samordningsnummer: (text: string) => Read<string>;

	/** @param today `YYYY-MM-DD`: the century of ten-digit numbers, and births not in the future */
	constructor(today: string) {
		this.personnummer = remember((text) => readPersonnummer(text, today));
		this.samordningsnummer = remember((text) => readSamordningsnummer(text, today));
	}

	/** The person who receives assistance. */
	person(cells: Cells): PersonSomHarAssistans {
		return {
			personnummer: this.number(cells, 'personPersonnummer'),
			fornamn: name(cells, 'personFornamn'),
			efternamn: name(cells, 'personEfternamn'),
		};
	}

	/** Whose row it is, as far as it says. */
	whose(cells: Cells): Whose {
		const assistent = this.lookUp(
			cells,
			usesSamordningsnummer(cells) ? 'assistentSamordningsnummer' : 'assistentPersonnummer',
		);
		const person = this.lookUp(cells, 'personPersonnummer');
		return {
			assistent: assistent.ok ? assistent.value : null,
			personSomHarAssistans: person.ok ? person.value : null,
		};
	}

	/** The person who worked. */
	assistent(cells: Cells, kollektivavtal: boolean): Assistent {
		const fornamn = name(cells, 'assistentFornamn');
		const efternamn = name(cells, 'assistentEfternamn');
		if (usesSamordningsnummer(cells)) {
			const samordningsnummer = this.number(cells, 'assistentSamordningsnummer');
			return { samordningsnummer, fornamn, efternamn, kollektivavtal };
		}
		const text = cells.text('assistentPersonnummer');
		const samordning = this.personnummer(text).ok ? null : this.samordningsnummer(text);
		if (samordning?.ok === true)
			return { samordningsnummer: samordning.value, fornamn, efternamn, kollektivavtal };
		const meant = samordning !== null && hasDayOfSamordning(text) ? samordning : null;
		if (meant) noteSamordningsnummer(cells, 'assistentPersonnummer', meant.reason);
		const personnummer = meant ? '' : this.number(cells, 'assistentPersonnummer');
		return { personnummer, fornamn, efternamn, kollektivavtal };
	}

	private number(cells: Cells, field: PersonField): string {
		const read = this.lookUp(cells, field);
		if (read.ok) return read.value;
		if (field === 'assistentSamordningsnummer') noteSamordningsnummer(cells, field, read.reason);
		else {
			cells.note(field, {
				code: 'PERSONNUMMER',
				message: `is not a personnummer: ${read.reason}`,
				description:
					'Correct it in the export: 12 digits (YYYYMMDDNNNN), or 10 with - or, from the age of 100, +.',
				secret: true,
			});
		}
		return '';
	}

	private lookUp(cells: Cells, field: PersonField): Read<string> {
		const text = cells.text(field);
		return field === 'assistentSamordningsnummer' ? this.samordningsnummer(text) : this.personnummer(text);
	}
}

/** Whether 60 is added to the day, whatever else is wrong with the number. */
function hasDayOfSamordning(text: string): boolean {
	return /^(?:\d{2})?\d{4}[6-9]\d[-+ ]?\d{4}$/.test(text.trim());
}

function noteSamordningsnummer(cells: Cells, field: PersonField, reason: string): void {
	cells.note(field, {
		code: 'SAMORDNINGSNUMMER',
		message: `is not a samordningsnummer: ${reason}`,
		description: 'Correct it in the export: 12 digits (YYYYMMDDNNNN), with 60 added to the day.',
		secret: true,
	});
}

function usesSamordningsnummer(cells: Cells): boolean {
	return (
		cells.has('assistentSamordningsnummer') &&
		cells.text('assistentSamordningsnummer') !== '' &&
		cells.text('assistentPersonnummer') === ''
	);
}

function name(cells: Cells, field: ShiftField): string {
	const text = cells.text(field);
	if (text === '') {
		cells.note(field, {
			code: 'NAME',
			message: 'is not a name',
			description: 'Fill in the name: the schema requires both first and last name.',
		});
	} else if (!isXmlText(text)) {
		cells.note(field, {
			code: 'NAME',
			message: 'contains a character that XML cannot contain',
			description: 'Type the name again: it contains a control character or half of a character.',
		});
	} else {
		const lost = whyNotWhole(text);
		if (lost !== null) {
			cells.note(field, {
				code: 'EXPORT_ENCODING',
				level: 'warning',
				message: lost,
				description: 'Correct the name in the export, or export again as UTF-8.',
			});
		}
	}
	return text;
}

const whyNotWhole = remember(lostLettersIn);
