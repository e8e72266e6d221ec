import type { PaxmlDag, PaxmlFile, PaxmlPerson, PaxmlTidtrans } from './paxmlFile';
import type { PersonSomHarAssistans } from '../types';

type Transaction = PaxmlTidtrans | PaxmlDag;

/** First and last name of a name in one piece: `Öberg, Anna` or `Anna Öberg`. */
function splitName(name: string): { fornamn: string; efternamn: string } {
	const [last, first] = name.split(',').map((part) => part.trim());
	if (first !== undefined) return { fornamn: first, efternamn: last ?? '' };
	const words = name.trim().split(/\s+/u);
	return { fornamn: words.slice(0, -1).join(' '), efternamn: words.at(-1) ?? '' };
}

function looksLikePersonnummer(text: string): boolean {
	return /^(?:\d{2})?\d{6}[-+]?\d{4}$/u.test(text);
}

/** Who is who in a PAXml file. */
export class PaxmlPeople {
	private readonly byNumber: ReadonlyMap<string, PaxmlPerson>;
	private readonly byEmployment: ReadonlyMap<string, PaxmlPerson>;

	/** @param persons the people who receive assistance, by number of customer or unit */
	constructor(
		private readonly file: PaxmlFile,
		private readonly persons: Readonly<Partial<Record<string, PersonSomHarAssistans>>>,
	) {
		this.byNumber = new Map(file.personal.map((person) => [person.persnr, person]));
		this.byEmployment = new Map(file.personal.map((person) => [person.anstid, person]));
	}

	/** The employee as `personal` has it. */
	employeeOf({ persnr, anstid }: Transaction): PaxmlPerson | undefined {
		const byNumber = persnr === '' ? undefined : this.byNumber.get(persnr);
		return byNumber ?? (anstid === '' ? undefined : this.byEmployment.get(anstid));
	}

	/** The employee's personnummer as the file spells it; empty where it has none. */
	persnrOf(transaction: Transaction): string {
		return transaction.persnr || (this.employeeOf(transaction)?.persnr ?? '');
	}

	/** The same text for the same employee, however the rows name them. */
	keyOf(transaction: Transaction): string {
		const persnr = this.persnrOf(transaction);
		return persnr ? persnr.replace(/\D/gu, '').slice(-10) : `anstid ${transaction.anstid}`;
	}

	/** The person who received assistance: by the provider's table, or a personnummer as number of customer or unit. */
	clientOf({ kundnr, kund, resenheter }: PaxmlTidtrans): PersonSomHarAssistans | null {
		const ids = [kundnr, ...resenheter.values()].filter((id) => id !== '');
		const known = ids.map((id) => this.persons[id]).find((person) => person !== undefined);
		if (known) return known;
		if (looksLikePersonnummer(kundnr)) return { personnummer: kundnr, ...splitName(kund) };
		const unit = [...resenheter].find(([, id]) => looksLikePersonnummer(id));
		if (!unit) return null;
		const name = this.file.resultatenheter.get(unit.join('/')) ?? '';
		return { personnummer: unit[1], ...splitName(name) };
	}
}
