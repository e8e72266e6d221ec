import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildReports } from '../../src/report/build/build';
import { digestOfWritten } from '../../src/tidredovisning/digest';
import { buildTidredovisningar } from '../../src/tidredovisning/reports';
import { checkTidredovisning } from '../../src/tidredovisning/rules';
import { validateSchema } from '../../src/tidredovisning/schema';
import { readShifts } from '../../src/export/shifts';
import type { ProviderDefaults, Shift } from '../../src/tidredovisning/types';
import { writeTidredovisning } from '../../src/tidredovisning/write';
import { type Benchmark, heapKb, type LongRun } from './harness';

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

/** The weekdays on which somebody works: nobody's rest is too short. */
const DAYS = [1, 2, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26];

/** 36 shifts of one assistent, two a day; four nights on call over midnight: a report of 40 rows. */
const ROWS: readonly Record<string, string>[] = DAYS.flatMap((day, index) => [
	shift(day, '08:00', '10:15', index % 3 === 0 ? 'Vänte' : 'Aktiv'),
	index < 14 ? shift(day, '13:00', '15:30', 'Aktiv') : shift(day, '22:00', '06:00', 'Beredskap'),
]);

function shift(day: number, start: string, end: string, tidstyp: string): Record<string, string> {
	const date = (number: number) => `2026-10-${String(number).padStart(2, '0')}`;
	return {
		'Assistent personnummer': '19891107-9930',
		'Assistent förnamn': 'Åsa',
		'Assistent efternamn': 'Sjöö',
		'Assistent telefon': '070-4719368',
		'Brukare personnummer': '19810816-9924',
		'Brukare förnamn': 'José',
		'Brukare efternamn': 'Öberg',
		Start: `${date(day)} ${start}`,
		Slut: `${date(end < start ? day + 1 : day)} ${end}`,
		Tidstyp: tidstyp,
	};
}

const SHIFTS: readonly Shift[] = readShifts(ROWS, { today: TODAY }).shifts;

/** Shifts in, the rules, bytes and digest out. */
function build(shifts: readonly Shift[]): Uint8Array {
	const [report] = buildTidredovisningar(shifts, { defaults: DEFAULTS, month: '2026-10' }).tidredovisningar;
	if (report?.tidrapport.rapportRad.length !== 40) throw new TypeError('The report must have 40 rows.');
	const problems = checkTidredovisning(report, { today: TODAY, stage: 'build' });
	if (problems.length > 0) throw new TypeError('The report must be right.');
	const bytes = writeTidredovisning(report);
	digestOfWritten(bytes);
	return bytes;
}

async function buildAndValidate(): Promise<void> {
	const problems = await validateSchema(build(SHIFTS));
	if (problems.length > 0) throw new TypeError('The document must be right.');
}

/** The document in pieces: what stands before, between and after its values. */
const PIECES = Buffer.from(build(SHIFTS))
	.toString('utf8')
	.split(/(?<=>)(?=[^<])|(?=<\/)/);

/** The least there is: the same document put together from its pieces, and the SHA-256 of its bytes. */
function floor(): void {
	let xml = '';
	for (const piece of PIECES) xml += piece;
	hash('sha256', Buffer.from(xml, 'utf8'), 'hex');
}

/** Building one report of 40 rows; `floor` is what the ratio is reckoned against. */
export const benchmarks: Benchmark[] = [
	{ name: 'floor', run: floor },
	{ name: 'build', run: () => void build(SHIFTS) },
	{ name: 'build+xsd', run: buildAndValidate },
	{ name: 'build+read', run: () => void build(readShifts(ROWS, { today: TODAY }).shifts) },
];

const SOAKED = 10_000;

/** So many reports are built without a pause: what was used by weak reference is let go between turns only. */
const IN_A_TURN = 100;

/** One report of 40 rows, each time another: by the way that the node and the command line take, schema and all. */
async function buildOne(number: number): Promise<string> {
	const rows = ROWS.map((row) => ({ ...row, 'Assistent telefon': `070-${String(number).padStart(7, '0')}` }));
	if (number % IN_A_TURN === 0) await nextTurn();
	const { items } = await buildReports({ rows }, { today: TODAY, defaults: DEFAULTS, month: '2026-10' });
	const [item] = items;
	if (item?.rows.length !== 40) throw new TypeError('The report must have 40 rows.');
	return item.xml;
}

/**
 * Ten thousand reports, their documents thrown away: the heap after each quarter, and what the XML library
 * holds. Then as many with their documents kept: the heap grows by the output.
 */
async function soaked(): Promise<Record<string, number>> {
	await buildOne(0);
	const figures: Record<string, number> = { reports: SOAKED, heapKb0: heapKb() };
	const outside = () => Math.round(process.memoryUsage().external / 1024);
	figures.externalKb0 = outside();
	for (let quarter = 1; quarter <= 4; quarter += 1) {
		for (let built = 0; built < SOAKED / 4; built += 1) await buildOne(quarter * SOAKED + built);
		figures[`heapKb${quarter}`] = heapKb();
		figures[`externalKb${quarter}`] = outside();
	}
	const before = heapKb();
	const documents: string[] = [];
	for (let built = 0; built < SOAKED; built += 1) documents.push(await buildOne(built));
	const keptKb = heapKb() - before;
	const outputKb = Math.round(documents.reduce((sum, { length }) => sum + length, 0) / 1024);
	return { ...figures, keptKb, outputKb };
}

/** Memory over ten thousand reports. */
export const buildSoak: LongRun = { name: 'build.soak', run: soaked };
