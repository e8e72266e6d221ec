import { Buffer } from 'node:buffer';

import { EltError } from './errors';

/** As many entries as fit in BankID's limit for hidden data. */
export const MAX_ENTRIES = 1470;

/** What people sign: a report by its id and the digest of its document. */
export interface Binding {
	/** Lower-case UUID. */
	readonly id: string;
	/** Lower-case hex SHA-256 of the document's canonical form. */
	readonly sha256: string;
}

const ENTRY = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12},[0-9a-f]{64}';
const ONE_ENTRY = new RegExp(`^${ENTRY}$`);
const ENTRIES = new RegExp(`^${ENTRY}(?:;${ENTRY})*$`);

/** Characters of a UUID, and of a whole entry: UUID, comma, 64 hex digits. */
const ID_LENGTH = 36;
const ENTRY_LENGTH = ID_LENGTH + 1 + 64;

/**
 * The entry that ties a signature to a report: `<id>,<sha256>`.
 *
 * @throws EltError `BANKID_ENTRIES` when the id is not a lower-case UUID or the digest not lower-case hex
 */
export function bindingEntry({ id, sha256 }: Binding): string {
	return checked(`${id},${sha256}`);
}

/**
 * BankID's `userNonVisibleData` for one or more reports: base64 of the entries joined by `;`.
 * @param entries as {@link bindingEntry} makes them
 * @throws EltError `BANKID_ENTRIES` for none, more than {@link MAX_ENTRIES}, the same report twice, or an entry out of form
 */
export function userNonVisibleData(entries: readonly string[]): string {
	if (entries.length === 0 || entries.length > MAX_ENTRIES) {
		throw new EltError(
			'BANKID_ENTRIES',
			`${entries.length} reports cannot be signed with one order`,
			`Sign at least one and at most ${MAX_ENTRIES} reports with one order.`,
		);
	}
	const seen = new Set<string>();
	for (const entry of entries) {
		const id = checked(entry).slice(0, entry.indexOf(','));
		if (seen.has(id)) {
			throw new EltError(
				'BANKID_ENTRIES',
				`The report "${id}" occurs twice`,
				'Remove the copy: each report is signed once per order.',
			);
		}
		seen.add(id);
	}
	return Buffer.from(entries.join(';'), 'ascii').toString('base64');
}

function checked(entry: string): string {
	if (ONE_ENTRY.test(entry)) return entry;
	throw new EltError(
		'BANKID_ENTRIES',
		`"${entry}" cannot bind a report to a signature`,
		'The id is a lower-case UUID and the digest 64 lower-case hex digits: take both from the Build node unchanged.',
	);
}

/**
 * Reads hidden data back, as plain text: the digest of each report by its id. Null for anything that is not a list
 * of entries, or that names a report twice.
 */
export function readBindings(hidden: string): ReadonlyMap<string, string> | null {
	if (!ENTRIES.test(hidden)) return null;
	const bindings = new Map<string, string>();
	for (let at = 0; at < hidden.length; at += ENTRY_LENGTH + 1) {
		bindings.set(hidden.slice(at, at + ID_LENGTH), hidden.slice(at + ID_LENGTH + 1, at + ENTRY_LENGTH));
	}
	return bindings.size * (ENTRY_LENGTH + 1) === hidden.length + 1 ? bindings : null;
}
