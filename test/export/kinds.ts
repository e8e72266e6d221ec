import { readShifts, type ReadShiftsOptions } from '../../src/export/shifts';

/** A row without its times. */
const PERSONS = {
	'Assistent personnummer': '19891107-9930',
	'Assistent förnamn': 'Åsa',
	'Assistent efternamn': 'Sjöö',
	'Brukare personnummer': '19810816-9924',
	'Brukare förnamn': 'José',
	'Brukare efternamn': 'Öberg',
};

/** What comes of rows: what is reported, and the codes of what is said, with their levels where they stop nothing. */
export function outcome(rows: readonly Record<string, unknown>[], options: Partial<ReadShiftsOptions> = {}) {
	const day = { Datum: '2026-10-01', Start: '08:00', Slut: '16:30', Tidstyp: 'Aktiv' };
	const { shifts, problems, unread } = readShifts(
		rows.map((row) => ({ ...PERSONS, ...day, ...row })),
		{ today: '2026-11-02', ...options },
	);
	return {
		reported: shifts.map(({ start, end }) => `${start.slice(8)}–${end.slice(8)}`),
		said: problems.map(({ code, level }) => (level === 'error' ? code : `${code} ${level}`)),
		unread: unread.map(({ row }) => row),
		problems,
	};
}

/** What comes of one row, in a line: `08:00–16:30; HOURS_DIFFER warning`. */
export function brief(row: Record<string, unknown>, options: Partial<ReadShiftsOptions> = {}): string {
	const { reported, said } = outcome([row], options);
	const times = reported.map((each) => each.replaceAll('01T', ''));
	return [...(times.length > 0 ? [times.join(' ')] : ['nothing']), ...said].join('; ');
}
