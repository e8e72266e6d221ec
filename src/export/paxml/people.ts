import { excerpt } from '../../problems/excerpt';
import type { PaxmlDag, PaxmlFile, PaxmlPerson, PaxmlTidtrans, Transaction } from './file';
import type { PersonSomHarAssistans } from '../../tidredovisning/types';

/** Persons who receive assistance, by a number that means them. */
export type PersonsByNumber = Readonly<Partial<Record<string, PersonSomHarAssistans>>>;

/** What a provider says about the persons of its PAXml files. */
export interface PaxmlPersons {
	/** By customer number (`kundnr`) or unit (`resenhet`): its id, or `dim/id` where an id means several. */
	readonly persons?: PersonsByNumber;
	/** Whose schedule it is: by the employee's `anstid` or `persnr`. */
	readonly schedulePersons?: PersonsByNumber;
}

/** The person who received assistance, or why nobody knows, after the row's number: `does not say …`. */
export type FoundClient =
	{ readonly person: PersonSomHarAssistans } | { readonly person: null; readonly reason: string };

/** The employee as `personal` has it, or why nobody knows, after the row's number. */
export type FoundEmployee =
	| {
			readonly employee: PaxmlPerson;
			/** The same text for the same employee, whatever names the rows use. */
			readonly key: string;
			/** The `anstid` in `personal` that the row's own was taken for; null where it is the row's. */
			readonly otherAnstid: string | null;
	  }
	| { readonly employee: null; readonly reason: string };

function nobody(reason: string): FoundEmployee {
	return { employee: null, reason };
}

/** Ten or twelve digits, as a personnummer or samordningsnummer is written. */
const IDENTITY_NUMBER = /^(?:\d{2})?\d{6}[-+]?\d{4}$/u;

/** A person, and what said so. */
interface Named {
	readonly by: string;
	readonly person: PersonSomHarAssistans;
}

/** First and last name of a name in one piece: `Öberg, Anna` or `Anna Öberg`. */
function splitName(name: string): { fornamn: string; efternamn: string } {
	const [last, first] = name.split(',').map((part) => part.trim());
	if (first !== undefined) return { fornamn: first, efternamn: last ?? '' };
	const words = name.trim().split(/\s+/u);
	return { fornamn: words.slice(0, -1).join(' '), efternamn: words.at(-1) ?? '' };
}

/** What all spellings of an identity number have in common: its last ten digits. */
function tenDigits(number: string): string {
	return number.replace(/\D/gu, '').slice(-10);
}

/** Whether two spellings are of one identity number. */
function sameNumber(one: string, other: string): boolean {
	return tenDigits(one).length === 10 && tenDigits(one) === tenDigits(other);
}

function samePerson(one: PersonSomHarAssistans, other: PersonSomHarAssistans): boolean {
	return sameNumber(one.personnummer, other.personnummer);
}

/** Who a number is in a table of the provider's; `constructor` is a number like any other. */
function named(persons: PersonsByNumber = {}, number: string): PersonSomHarAssistans | undefined {
	return Object.hasOwn(persons, number) ? persons[number] : undefined;
}

/** Who a number is that is a personnummer, with the name next to it. */
function asPersonnummer(number: string, name: string): PersonSomHarAssistans | undefined {
	if (!IDENTITY_NUMBER.test(number)) return undefined;
	return { personnummer: number, ...splitName(name) };
}

/** `007` → `7`: systems that keep the number as a number lose the zeros before it. */
function withoutZeros(anstid: string): string {
	return anstid.replace(/^0+(?=.)/u, '');
}

function byKey<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
	const found = new Map<string, T[]>();
	for (const one of all) {
		const key = keyOf(one);
		const known = found.get(key);
		if (known) known.push(one);
		else found.set(key, [one]);
	}
	return found;
}

/** Several entries of one person are one; of several persons, nobody knows which. */
function only(persons: readonly PaxmlPerson[]): PaxmlPerson | 'none' | 'several' {
	const [first, ...others] = persons;
	if (!first) return 'none';
	return others.every(({ persnr }) => sameNumber(persnr, first.persnr)) ? first : 'several';
}

/** Who is who in a PAXml file. */
export class PaxmlPeople {
	private readonly byNumber: ReadonlyMap<string, readonly PaxmlPerson[]>;
	private readonly byAnstid: ReadonlyMap<string, readonly PaxmlPerson[]>;
	private readonly byBareAnstid: ReadonlyMap<string, readonly PaxmlPerson[]>;

	constructor(
		private readonly file: PaxmlFile,
		private readonly options: PaxmlPersons,
	) {
		this.byNumber = byKey(file.personal, ({ persnr }) => tenDigits(persnr));
		this.byAnstid = byKey(file.personal, ({ anstid }) => anstid);
		this.byBareAnstid = byKey(file.personal, ({ anstid }) => withoutZeros(anstid));
	}

	/** The employee that a row names by `persnr`, `anstid` or both, as `personal` has it. */
	employeeOf({ persnr, anstid }: Transaction): FoundEmployee {
		if (persnr === '' && anstid === '') return nobody('has neither anstid nor persnr');
		if (persnr !== '' && !IDENTITY_NUMBER.test(persnr))
			return nobody(`has the persnr "${excerpt(persnr)}", which is not a personnummer`);
		const employed = this.employed(anstid);
		if (employed === 'several')
			return nobody(`has the anstid "${excerpt(anstid)}", which several in personal have`);
		const [numbered] = persnr === '' ? [] : (this.byNumber.get(tenDigits(persnr)) ?? []);
		const found = employed === 'none' ? numbered : employed;
		if (!found) {
			const name = anstid === '' ? `persnr "${excerpt(persnr)}"` : `anstid "${excerpt(anstid)}"`;
			return nobody(`has the ${name}, which is not in personal`);
		}
		if (persnr !== '' && found.persnr !== '' && !sameNumber(found.persnr, persnr))
			return nobody(
				`has the persnr "${excerpt(persnr)}", but the anstid "${excerpt(anstid)}" of another person in personal`,
			);
		const number = persnr || found.persnr;
		if (number === '') return nobody(`has the anstid "${excerpt(anstid)}", which has no persnr in personal`);
		const other = employed === 'none' || found.anstid === anstid ? null : found.anstid;
		return { employee: { ...found, persnr: number }, key: tenDigits(number) || number, otherAnstid: other };
	}

	private employed(anstid: string): PaxmlPerson | 'none' | 'several' {
		if (anstid === '') return 'none';
		const exact = this.byAnstid.get(anstid);
		return only(exact ?? this.byBareAnstid.get(withoutZeros(anstid)) ?? []);
	}

	/**
	 * The person who received assistance: by the customer number or the units of a `tidtrans`, in the provider's
	 * table or as a personnummer; by the employee for a `dag`, whose schedule never says it.
	 */
	clientOf(transaction: Transaction): FoundClient {
		const said = transaction.kind === 'dag' ? this.ofSchedule(transaction) : this.ofTime(transaction);
		if (typeof said === 'string') return { person: null, reason: said };
		const [first, ...others] = said;
		if (!first) return { person: null, reason: 'does not say who received assistance' };
		const other = others.find(({ person }) => !samePerson(person, first.person));
		if (!other) return { person: first.person };
		return { person: null, reason: `names two persons, by ${first.by} and by ${other.by}` };
	}

	/** Who is meant by each thing that says it; a text where one of them is nobody. */
	private ofTime({ kundnr, kund, resenheter }: PaxmlTidtrans): readonly Named[] | string {
		const customer = named(this.options.persons, kundnr) ?? asPersonnummer(kundnr, kund);
		if (kundnr !== '' && !customer) return `has the kundnr "${excerpt(kundnr)}", which is unknown`;
		const units = resenheter.flatMap(({ dim, id }): Named[] => {
			const unit = `${dim}/${id}`;
			const person =
				named(this.options.persons, unit) ??
				named(this.options.persons, id) ??
				asPersonnummer(id, this.file.resultatenheter.get(unit) ?? '');
			return person ? [{ by: `resenhet "${excerpt(unit)}"`, person }] : [];
		});
		return customer ? [{ by: `kundnr "${excerpt(kundnr)}"`, person: customer }, ...units] : units;
	}

	private ofSchedule(dag: PaxmlDag): readonly Named[] | string {
		const found = this.employeeOf(dag);
		const persnr = found.employee?.persnr ?? dag.persnr;
		const numbers = [dag.anstid, found.employee?.anstid ?? ''].filter((anstid) => anstid !== '');
		const bare = new Set(numbers.map(withoutZeros));
		const known = Object.entries(this.options.schedulePersons ?? {}).filter(
			([key]) => bare.has(withoutZeros(key)) || (persnr !== '' && sameNumber(key, persnr)),
		);
		if (known.length === 0)
			return `is from a schedule, which never says who received assistance, and nobody is known for the employee "${excerpt(numbers[0] ?? persnr)}"`;
		return known.flatMap(([key, person]) => (person ? [{ by: `"${excerpt(key)}"`, person }] : []));
	}
}
