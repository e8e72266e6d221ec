import type { Problem } from '../errors';
import { excerpt, someOf } from '../problems/excerpt';
import type { Cells } from './cells';

/**
 * What an export says of whom to reach about a report, and the columns that its builder keeps: `email`, `phone`,
 * `employeeNumber`, and the kept ones by their headings.
 */
export type Contact = Readonly<Record<string, string>>;

const FIELDS = { email: 'email', phone: 'telefonnummerAssistent', employeeNumber: 'employeeNumber' } as const;

/** The contact of a row, without what is empty; null where nothing is there. */
export function readContact(cells: Cells): Contact | null {
	const entries = [
		...(['email', 'phone', 'employeeNumber'] as const).map(
			(name) => [name, cells.text(FIELDS[name])] as const,
		),
		...cells.all('kept').map(({ heading, text }) => [heading, text] as const),
	].filter(([, text]) => text !== '');
	return entries.length === 0 ? null : Object.fromEntries(entries);
}

/**
 * The contact of a report: of each thing what the first row says that says it.
 * @param rows the numbers of its rows
 * @param contacts by the number of the row
 * @returns problems `CONTACT_DIFFERS`, a warning for each thing of which other rows say something else
 */
export function contactOfReport(
	rows: readonly number[],
	contacts: ReadonlyMap<number, Contact>,
): {
	readonly contact: Contact | null;
	readonly problems: Problem[];
} {
	const contact = new Map<string, string>();
	const others = new Map<string, number[]>();
	for (const row of rows) {
		for (const [name, text] of Object.entries(contacts.get(row) ?? {})) {
			const known = contact.get(name);
			if (known === undefined) contact.set(name, text);
			if (known === undefined || known === text) continue;
			const differing = others.get(name);
			if (differing) differing.push(row);
			else others.set(name, [row]);
		}
	}
	return {
		contact: contact.size === 0 ? null : Object.fromEntries(contact),
		problems: [...others].map(([name, numbers]) => differs(name, contact.get(name) ?? '', numbers)),
	};
}

function differs(name: string, kept: string, rows: readonly number[]): Problem {
	return {
		code: 'CONTACT_DIFFERS',
		level: 'warning',
		path: `row ${rows[0]}`,
		message: `"${excerpt(name)}" is not the same in all rows of the report: "${excerpt(kept)}" is kept, ${rows.length === 1 ? 'row' : 'rows'} ${someOf(rows)} ${rows.length === 1 ? 'says' : 'say'} something else`,
		description: 'Nothing needs to be done if the kept value is right; it is not part of the document.',
		found: excerpt(kept),
	};
}
