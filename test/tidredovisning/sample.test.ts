import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { hoursOf } from '../../src/tidredovisning/hours';
import { buildTidredovisningar } from '../../src/tidredovisning/reports';
import { readShifts } from '../../src/export/shifts';
import type { Hours, ProviderDefaults, Tidredovisning } from '../../src/tidredovisning/types';
import { brief, check } from './aReport';

const read = (name: string) => readFileSync(join(__dirname, '../../examples', name), 'utf8');
const EXPECTED: { readonly reports: object; readonly shifts: number } = JSON.parse(read('expected.json'));
const DEFAULTS: ProviderDefaults = JSON.parse(read('anordnare.json'));
const ROWS: Record<string, unknown>[] = parse(read('hr-export.csv'), {
	columns: true,
	bom: true,
	delimiter: ';',
});

const sums = (hours: Hours, which: 'clockMinutes' | 'actualMinutes') => ({
	aktivTid: hours.aktivTid[which],
	vanteTid: hours.vanteTid[which],
	beredskapsTid: hours.beredskapsTid[which],
});

function asExpected(report: Tidredovisning): [string, object] {
	const { assistent, personSomHarAssistans, redovisningsmanad, tidrapport } = report;
	const hours = hoursOf(report);
	return [
		`${assistent.personnummer ?? ''}/${personSomHarAssistans.personnummer}/${redovisningsmanad}`,
		{
			rader: tidrapport.rapportRad.map(({ dag, fromTid, tomTid, tidstyp }) => [
				dag,
				fromTid,
				tomTid,
				tidstyp,
			]),
			minuter: sums(hours, 'clockMinutes'),
			faktiskaMinuter: sums(hours, 'actualMinutes'),
		},
	];
}

test('the example’s month becomes what was reckoned independently, row for row', () => {
	const { shifts, problems } = readShifts(ROWS, { today: '2026-11-02' });
	expect(problems).toEqual([]);
	expect(shifts).toHaveLength(EXPECTED.shifts);
	const built = buildTidredovisningar(shifts, { defaults: DEFAULTS, month: '2026-10' });
	expect(Object.fromEntries(built.tidredovisningar.map(asExpected))).toEqual(EXPECTED.reports);
	expect(built.problems.map(brief)).toEqual([
		{
			code: 'ROW_OUTSIDE_MONTH',
			level: 'info',
			path: 'row 41',
			message: 'Row 41: 2026-11-01 00.00–01.00 (beredskapsTid) is outside 2026-10 and not in its report.',
			found: '2026-11-01 00.00–01.00',
		},
	]);
	expect(
		built.tidredovisningar.flatMap((report) => check(report)).filter(({ level }) => level === 'error'),
	).toEqual([]);
});
