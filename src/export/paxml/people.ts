import type { PaxmlDag, PaxmlFile, PaxmlPerson, PaxmlTidtrans } from './file';
import { excerpt } from '../../problems/excerpt';
import type { PersonSomHarAssistans } from '../../tidredovisning/types';

type Transaction = PaxmlTidtrans | PaxmlDag;

/** Persons who receive assistance, by a number that stands for them. */
export type PersonsByNumber = Readonly<Partial<Record<string, PersonSomHarAssistans>>>;

/** What a provider says about the persons of its PAXml files. */
export interface PaxmlPersons {
	/** By customer number (`kundnr`) or unit (`resenhet`): its id, or `dim/id` where an id stands for several. */
	readonly persons?: PersonsByNumber;
	/** Whose schedule it is: by the employee's `anstid` or `persnr`. */
	readonly schedulePersons?: PersonsByNumber;
}

/** The person who received assistance, or why nobody knows, after the row's number: `does not say …`. */
export type FoundClient =
	{ readonly person: PersonSomHarAssistans } | { readonly person: null; readonly reason: string };

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

/** Who a number is in a table of the provider's; a number such as `constructor` is nobody's by itself. */
function named(persons: PersonsByNumber = {}, number: string): PersonSomHarAssistans | undefined {
	return Object.hasOwn(persons, number) ? persons[number] : undefined;
}

/** Who a number is that is a personnummer, with the name beside it. */
function asPersonnummer(number: string, name: string): PersonSomHarAssistans | undefined {
	if (!/^(?:\d{2})?\d{6}[-+]?\d{4}$/u.test(number)) return undefined;
	return { personnummer: number, ...splitName(name) };
}

/** Who is who in a PAXml file. */
export class PaxmlPeople {
	private readonly byNumber: ReadonlyMap<string, PaxmlPerson>;
	private readonly byEmployment: ReadonlyMap<string, PaxmlPerson>;

	constructor(
		private readonly file: PaxmlFile,
		private readonly options: PaxmlPersons,
	) {
		this.byNumber = new Map(file.personal.map((person) => [tenDigits(person.persnr), person]));
		this.byEmployment = new Map(file.personal.map((person) => [person.anstid, person]));
	}

	/** The employee as `personal` has it. */
	employeeOf({ persnr, anstid }: Transaction): PaxmlPerson | undefined {
		const byNumber = persnr === '' ? undefined : this.byNumber.get(tenDigits(persnr));
		return byNumber ?? (anstid === '' ? undefined : this.byEmployment.get(anstid));
	}

	/** The employee's personnummer as the file spells it; empty where it has none. */
	persnrOf(transaction: Transaction): string {
		return transaction.persnr || (this.employeeOf(transaction)?.persnr ?? '');
	}

	/** The same text for the same employee, however the rows name them. */
	keyOf(transaction: Transaction): string {
		const persnr = this.persnrOf(transaction);
		return persnr ? tenDigits(persnr) : `anstid ${transaction.anstid}`;
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
		if (kundnr !== '' && !customer)
			return `has the kundnr "${excerpt(kundnr)}", which is nobody's that is known`;
		const units = [...resenheter].flatMap(([dim, id]): Named[] => {
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
		const persnr = this.persnrOf(dag);
		const anstid = dag.anstid || (this.employeeOf(dag)?.anstid ?? '');
		const known = Object.entries(this.options.schedulePersons ?? {}).filter(
			([key]) => (anstid !== '' && key === anstid) || (persnr !== '' && sameNumber(key, persnr)),
		);
		if (known.length === 0)
			return `is from a schedule, which never says who received assistance, and nobody is known for the employee ${anstid ? `"${excerpt(anstid)}"` : excerpt(persnr)}`;
		return known.flatMap(([key, person]) => (person ? [{ by: `"${excerpt(key)}"`, person }] : []));
	}
}
