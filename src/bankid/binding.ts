import { Buffer } from 'node:buffer';

import { EltError } from '../errors';

/** As many entries as fit in BankID's limit for hidden data. */
export const MAX_ENTRIES = 1470;

/** A report by its id and its document's digest. */
export interface Entry {
	/** Lower-case UUID. */
	readonly id: string;
	/** Lower-case hex SHA-256 of the document's bytes. */
	readonly sha256: string;
}

const ENTRY = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12},[0-9a-f]{64}$/;

/**
 * What ties a signature to a report: `<id>,<sha256>`.
 * @throws BANKID_ENTRIES when the id is not a lower-case UUID or the digest not lower-case hex
 */
export function bindingEntry({ id, sha256 }: Entry): string {
	return checked(`${id},${sha256}`);
}

/**
 * BankID's `userNonVisibleData` for one or more reports: base64 of the entries joined by `;`.
 * @param entries as {@link bindingEntry} makes them
 * @throws BANKID_ENTRIES for none, more than {@link MAX_ENTRIES}, the same report twice, or an entry out of form
 */
export function userNonVisibleData(entries: readonly string[]): string {
	if (entries.length === 0 || entries.length > MAX_ENTRIES) {
		throw new EltError(
			'BANKID_ENTRIES',
			`${entries.length} reports can't be signed with one order.`,
			`Sign at least one and at most ${MAX_ENTRIES} reports with one order.`,
		);
	}
	const seen = new Set<string>();
	for (const entry of entries) {
		const id = checked(entry).slice(0, entry.indexOf(','));
		if (seen.has(id)) {
			throw new EltError(
				'BANKID_ENTRIES',
				`The report "${id}" is there twice.`,
				'Remove the copy: each report is signed once per order.',
			);
		}
		seen.add(id);
	}
	return Buffer.from(entries.join(';'), 'ascii').toString('base64');
}

function checked(entry: string): string {
	if (ENTRY.test(entry)) return entry;
	throw new EltError(
		'BANKID_ENTRIES',
		`"${entry}" can't bind a report to a signature.`,
		'The id is a lower-case UUID and the digest 64 lower-case hex digits: take both from the Build node unchanged.',
	);
}
