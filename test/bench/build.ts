import { hash } from 'node:crypto';
import { digestOfWritten } from '../../src/tidredovisning/digest';
import { buildTidredovisningar } from '../../src/tidredovisning/reports';
import { checkTidredovisning } from '../../src/tidredovisning/rules';
import { validateSchema } from '../../src/tidredovisning/schema';
import { readShifts } from '../../src/tidredovisning/shifts';
import type { ProviderDefaults } from '../../src/tidredovisning/types';
import { writeTidredovisning } from '../../src/tidredovisning/write';
import type { Benchmark } from './harness';

const TODAY = '2026-11-02';
const DEFAULTS: ProviderDefaults = {
	anordnareNamn: 'Exempel Assistans AB',
	organisationsnummer: '5547165067',
	kontaktperson: 'Kontaktperson',
	telefonnummer: '08-123 45 67',
	telefonnummerAnordnare: '08-123 45 67',
	kollektivavtal: true,
	employer: 'anordnare',
	berakningsperiod: [{ fromDag: '2026-10-01', tomDag: '2026-10-31' }],
};

/** 36 shifts, four of them over midnight: a report of 40 rows. */
const ROWS: readonly Record<string, string>[] = Array.from({ length: 36 }, (_, index) => {
	const dag = String((index % 18) + 2).padStart(2, '0');
	const next = String((index % 18) + 3).padStart(2, '0');
	const night = index >= 32;
	return {
		'Assistent personnummer': '19891107-9930',
		'Assistent förnamn': 'Åsa',
		'Assistent efternamn': 'Sjöö',
		'Assistent telefon': '070-4719368',
		'Brukare personnummer': '19810816-9924',
		'Brukare förnamn': 'José',
		'Brukare efternamn': 'Öberg',
		Start: `2026-10-${dag} ${index < 18 ? '08:00' : night ? '23:00' : '13:00'}`,
		Slut: night ? `2026-10-${next} 01:00` : `2026-10-${dag} ${index < 18 ? '10:15' : '15:30'}`,
		Tidstyp: index % 7 === 0 ? 'Vänte' : 'Aktiv',
	};
});

/** The whole of it: rows of an export in, one report's bytes and digest out. */
function build(): Uint8Array {
	const { shifts } = readShifts(ROWS, { today: TODAY });
	const [report] = buildTidredovisningar(shifts, { defaults: DEFAULTS, month: '2026-10' }).tidredovisningar;
	if (report?.tidrapport.rapportRad.length !== 40) throw new TypeError('The report must have 40 rows.');
	const problems = checkTidredovisning(report, { today: TODAY, stage: 'build' });
	if (problems.some(({ level }) => level === 'error')) throw new TypeError('The report must be right.');
	const bytes = writeTidredovisning(report);
	digestOfWritten(bytes);
	return bytes;
}

async function buildAndValidate(): Promise<void> {
	const problems = await validateSchema(build());
	if (problems.length > 0) throw new TypeError('The document must be right.');
}

const [shifts] = [readShifts(ROWS, { today: TODAY }).shifts];
const [floorReport] = buildTidredovisningar(shifts, { defaults: DEFAULTS }).tidredovisningar;

/** The least there is: the same document put together from strings, and its SHA-256. */
function floor(): void {
	if (floorReport === undefined) throw new TypeError('There must be a report.');
	hash('sha256', writeTidredovisning(floorReport), 'hex');
}

/** Building one report of 40 rows; `floor` is what the ratio is reckoned against. */
export const benchmarks: Benchmark[] = [
	{ name: 'floor', run: floor },
	{ name: 'build', run: () => void build() },
	{ name: 'build+xsd', run: buildAndValidate },
];
