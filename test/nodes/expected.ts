import { readExample } from '../engine/examples';
import { TIDSTYPER } from '../../src/tidredovisning/types';

type Sums = Readonly<Record<string, number>>;

interface Expected {
	readonly reports: Readonly<Record<string, { readonly minuter: Sums; readonly faktiskaMinuter: Sums }>>;
}

const NAMES: Readonly<Record<string, string>> = {
	'195810289826': 'Anna-Karin Öberg',
	'198101299926': 'Zoë Tolvansson',
	'198108169924': 'José Öberg',
	'199801239949': 'Anna-Karin Lindqvist',
};

/** The totals per person of the example, added up from what was reckoned independently, in the order reports are built. */
export function expected(): object[] {
	const { reports }: Expected = JSON.parse(readExample('expected.json'));
	const totals = new Map<string, { count: number; clock: number[]; actual: number[] }>();
	for (const key of Object.keys(reports).sort()) {
		const [, person = ''] = key.split('/');
		const { minuter = {}, faktiskaMinuter = {} } = reports[key] ?? {};
		const known = totals.get(person) ?? { count: 0, clock: [0, 0, 0], actual: [0, 0, 0] };
		totals.set(person, {
			count: known.count + 1,
			clock: TIDSTYPER.map((tidstyp, index) => (known.clock[index] ?? 0) + (minuter[tidstyp] ?? 0)),
			actual: TIDSTYPER.map((tidstyp, index) => (known.actual[index] ?? 0) + (faktiskaMinuter[tidstyp] ?? 0)),
		});
	}
	return [...totals].map(([personnummer, { count, clock, actual }]) => ({
		personSomHarAssistans: { namn: NAMES[personnummer], personnummer },
		redovisningsmanad: '2026-10',
		reports: count,
		hours: Object.fromEntries(
			TIDSTYPER.map((tidstyp, index) => [
				tidstyp,
				{ clockMinutes: clock[index], actualMinutes: actual[index] },
			]),
		),
	}));
}
