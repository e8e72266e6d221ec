import * as fc from 'fast-check';

import { clockTime } from '../../src/tidredovisning/calendar';
import { changesNothing, describeDifference, differenceBetween } from '../../src/tidredovisning/difference';
import {
	TIDSTYPER,
	type RapportRad,
	type Tidredovisning,
	type Tidstyp,
} from '../../src/tidredovisning/types';
import { aReport } from './aReport';

function row(dag: number, fromTid: string, tomTid: string, tidstyp: Tidstyp = 'aktivTid'): RapportRad {
	return { dag, fromTid, tomTid, tidstyp };
}

function report(rapportRad: readonly RapportRad[]): Tidredovisning {
	return {
		id: '00000000-0000-5000-8000-000000000001',
		redovisningsmanad: '2026-09',
		personSomHarAssistans: { personnummer: '198108169924', fornamn: 'José', efternamn: 'Öberg' },
		assistent: { personnummer: '198911079930', fornamn: 'Åsa', efternamn: 'Sjöö', kollektivavtal: true },
		berakningsperiod: [{ fromDag: '2026-09-01', tomDag: '2026-09-30' }],
		anstalldAvPersonSomHarAssistans: true,
		tidrapport: { rapportRad },
		telefonnummerAnordnare: '08-123 45 67',
	};
}

const BEFORE = report([
	row(1, '08.00', '12.00'),
	row(2, '08.00', '12.00'),
	row(3, '22.00', '24.00', 'vanteTid'),
]);

describe('rows', () => {
	test('none differ where they only stand in another order', () => {
		const difference = differenceBetween(BEFORE, report([...BEFORE.tidrapport.rapportRad].reverse()));
		expect(difference).toMatchObject({ removed: [], added: [], changed: [], unchanged: 3, fields: [] });
		expect(changesNothing(difference)).toBe(true);
		expect(describeDifference(difference)).toBe('nothing is changed');
	});

	test('added and removed, with the minutes by the clock', () => {
		const after = report([row(1, '08.00', '12.00'), row(2, '08.00', '12.00'), row(9, '10.00', '11.30')]);
		const difference = differenceBetween(BEFORE, after);
		expect(difference).toEqual({
			removed: [row(3, '22.00', '24.00', 'vanteTid')],
			added: [row(9, '10.00', '11.30')],
			changed: [],
			unchanged: 2,
			clockMinutes: {
				aktivTid: { before: 480, after: 570 },
				vanteTid: { before: 120, after: 0 },
				beredskapsTid: { before: 0, after: 0 },
			},
			fields: [],
		});
		expect(describeDifference(difference)).toBe(
			'rows: 1 added, 1 removed; aktivTid +90 min, vanteTid −120 min',
		);
	});

	test.each([
		['a later end', row(1, '08.00', '13.00')],
		['an earlier start', row(1, '07.00', '12.00')],
		['another kind of time', row(1, '08.00', '12.00', 'beredskapsTid')],
		['moved to where it ended', row(1, '12.00', '16.00')],
	])('%s is a change of the row', (_, after) => {
		const difference = differenceBetween(report([row(1, '08.00', '12.00')]), report([after]));
		expect(difference).toMatchObject({
			removed: [],
			added: [],
			changed: [{ before: row(1, '08.00', '12.00'), after }],
			unchanged: 0,
		});
	});

	test.each([
		['another day', row(2, '08.00', '12.00')],
		['another time of the day', row(1, '14.00', '16.00')],
	])('%s is a row removed and one added', (_, after) => {
		const difference = differenceBetween(report([row(1, '08.00', '12.00')]), report([after]));
		expect(difference).toMatchObject({ removed: [row(1, '08.00', '12.00')], added: [after], changed: [] });
	});

	test('a row becomes the one that shares most of its time', () => {
		const after = [row(1, '08.00', '09.00'), row(1, '09.00', '12.30')];
		const difference = differenceBetween(report([row(1, '08.00', '12.00')]), report(after));
		expect(difference.changed).toEqual([
			{ before: row(1, '08.00', '12.00'), after: row(1, '09.00', '12.30') },
		]);
		expect(difference.added).toEqual([row(1, '08.00', '09.00')]);
	});

	test('the same row twice and once differ by one', () => {
		const twice = report([row(1, '08.00', '12.00'), row(1, '08.00', '12.00')]);
		expect(differenceBetween(twice, report([row(1, '08.00', '12.00')]))).toMatchObject({
			removed: [row(1, '08.00', '12.00')],
			unchanged: 1,
		});
	});
});

describe('other values', () => {
	test('are named by path, a personnummer masked, an id not at all', () => {
		const after: Tidredovisning = {
			...BEFORE,
			id: '00000000-0000-5000-8000-000000000002',
			assistent: {
				...BEFORE.assistent,
				personnummer: '199707199817',
				efternamn: 'Sjö',
				kollektivavtal: false,
			},
			berakningsperiod: [],
			telefonnummerAssistent: '070-1234567',
		};
		const difference = differenceBetween(BEFORE, after);
		expect(difference.fields).toEqual([
			{ path: 'assistent.personnummer', before: '19891107-****', after: '19970719-****' },
			{ path: 'assistent.efternamn', before: 'Sjöö', after: 'Sjö' },
			{ path: 'assistent.kollektivavtal', before: 'true', after: 'false' },
			{ path: 'berakningsperiod[0].fromDag', before: '2026-09-01', after: '' },
			{ path: 'berakningsperiod[0].tomDag', before: '2026-09-30', after: '' },
			{ path: 'telefonnummerAssistent', before: '', after: '070-1234567' },
		]);
		expect(describeDifference(difference)).toMatch(/^other values: assistent\.personnummer, /u);
	});
});

const rows = fc.array(
	fc.record({
		dag: fc.integer({ min: 1, max: 3 }),
		from: fc.integer({ min: 0, max: 23 }),
		hours: fc.integer({ min: 1, max: 6 }),
		tidstyp: fc.constantFrom(...TIDSTYPER),
	}),
	{ maxLength: 12 },
);

function toRows(
	drawn: readonly { dag: number; from: number; hours: number; tidstyp: Tidstyp }[],
): RapportRad[] {
	return drawn.map(({ dag, from, hours, tidstyp }) =>
		row(dag, clockTime(from * 60), clockTime(Math.min(24, from + hours) * 60), tidstyp),
	);
}

test('the old rows with the difference applied are the new rows', () => {
	fc.assert(
		fc.property(rows, rows, (drawnBefore, drawnAfter) => {
			const [before, after] = [toRows(drawnBefore), toRows(drawnAfter)];
			const { removed, added, changed, unchanged } = differenceBetween(report(before), report(after));
			const text = (list: readonly RapportRad[]) => list.map((one) => JSON.stringify(one)).sort();
			const left = text(before);
			for (const gone of text([...removed, ...changed.map((change) => change.before)])) {
				left.splice(left.indexOf(gone), 1);
			}
			expect(left).toHaveLength(unchanged);
			expect([...left, ...text([...added, ...changed.map((change) => change.after)])].sort()).toEqual(
				text(after),
			);
		}),
	);
});

test("a sole trader's personnummer is masked as organisationsnummer too, a company's number is not", () => {
	const by = (organisationsnummer: string, other: string) =>
		aReport({ anordnare: { organisationsnummer, annanArbetsgivare: { organisationsnummer: other } } });
	const { fields } = differenceBetween(by('8911079930', '5547165067'), by('5547165067', '8108169924'));
	expect(fields).toEqual([
		{ path: 'assistansanordnare.organisationsnummer', before: '891107-****', after: '5547165067' },
		{
			path: 'assistansanordnare.annanArbetsgivare.organisationsnummer',
			before: '5547165067',
			after: '810816-****',
		},
	]);
});
