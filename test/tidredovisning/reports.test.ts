import * as fc from 'fast-check';
import { contentId } from '../../src/tidredovisning/contentId';
import { hoursOf } from '../../src/tidredovisning/hours';
import { buildTidredovisningar } from '../../src/tidredovisning/reports';
import { splitAtMidnight } from '../../src/tidredovisning/split';
import type { ProviderDefaults, Shift } from '../../src/tidredovisning/types';
import { aReport, brief, check, rad } from './aReport';

const DEFAULTS: ProviderDefaults = {
	anordnareNamn: ' Exempel Assistans AB ',
	organisationsnummer: '554716-5067',
	kontaktperson: '',
	telefonnummerAnordnare: '08-123 45 67',
	kollektivavtal: true,
	employer: 'anordnare',
	berakningsperiod: [{ fromDag: '2026-10-01', tomDag: '2026-10-31' }],
};

function shift(start: string, end: string, changes: Partial<Shift> = {}): Shift {
	const { assistent, personSomHarAssistans } = aReport();
	return { row: 1, start, end, tidstyp: 'aktivTid', assistent, personSomHarAssistans, ...changes };
}

const build = (
	shifts: readonly Shift[],
	options: { month?: string; id?: 'content' | 'random'; defaults?: ProviderDefaults } = {},
) => buildTidredovisningar(shifts, { defaults: DEFAULTS, ...options });
const rowsOf = (shifts: readonly Shift[], month?: string) =>
	build(shifts, month === undefined ? {} : { month }).tidredovisningar.map(
		({ tidrapport }) => tidrapport.rapportRad,
	);

describe('shifts become rows', () => {
	test.each([
		['within a day', '2026-10-02T08:00', '2026-10-02T16:00', [rad(2, '08.00', '16.00')]],
		['up to midnight', '2026-10-02T22:00', '2026-10-03T00:00', [rad(2, '22.00', '24.00')]],
		[
			'over midnight',
			'2026-10-02T22:00',
			'2026-10-03T06:15',
			[rad(2, '22.00', '24.00'), rad(3, '00.00', '06.15')],
		],
		[
			'over two midnights',
			'2026-10-02T22:00',
			'2026-10-04T00:01',
			[rad(2, '22.00', '24.00'), rad(3, '00.00', '24.00'), rad(4, '00.00', '00.01')],
		],
		['a whole day', '2026-10-02T00:00', '2026-10-03T00:00', [rad(2, '00.00', '24.00')]],
		[
			'over the night that the clock is put back',
			'2026-10-24T22:00',
			'2026-10-25T06:00',
			[rad(24, '22.00', '24.00'), rad(25, '00.00', '06.00')],
		],
	])('%s', (_, start, end, rows) => {
		expect(rowsOf([shift(start, end)])).toEqual([rows]);
	});

	test('in order, whatever the order of the shifts; nothing is merged', () => {
		const shifts = [
			shift('2026-10-03T12:00', '2026-10-03T16:00'),
			shift('2026-10-03T08:00', '2026-10-03T12:00'),
			shift('2026-10-02T08:00', '2026-10-02T12:00', { tidstyp: 'vanteTid' }),
		];
		expect(rowsOf(shifts)).toEqual([
			[rad(2, '08.00', '12.00', 'vanteTid'), rad(3, '08.00', '12.00'), rad(3, '12.00', '16.00')],
		]);
	});

	test('over the end of a month they become two reports', () => {
		const { tidredovisningar, problems } = build([shift('2026-10-31T22:00', '2026-11-01T06:00')]);
		expect(
			tidredovisningar.map(({ redovisningsmanad, tidrapport }) => [redovisningsmanad, tidrapport.rapportRad]),
		).toEqual([
			['2026-10', [rad(31, '22.00', '24.00')]],
			['2026-11', [rad(1, '00.00', '06.00')]],
		]);
		expect(problems).toEqual([]);
	});
});

describe('ROW_OUTSIDE_MONTH: what another month gets is named', () => {
	test('part of a shift', () => {
		const { tidredovisningar, problems, problemsOf } = build(
			[shift('2026-10-31T22:00', '2026-11-01T06:00', { row: 7 })],
			{ month: '2026-10' },
		);
		expect(tidredovisningar).toHaveLength(1);
		expect(problems.map(brief)).toEqual([
			{
				code: 'ROW_OUTSIDE_MONTH',
				level: 'info',
				path: 'row 7',
				message: 'Row 7: 2026-11-01 00.00–06.00 (aktivTid) is outside 2026-10 and not in its report.',
				found: '2026-11-01 00.00–06.00',
			},
		]);
		expect(problems[0]?.description).toBe('Build 2026-11 from an export that holds this shift too.');
		expect(tidredovisningar.flatMap((report) => problemsOf.get(report) ?? [])).toEqual(problems);
	});
	test('a whole shift that belongs to no report of the month', () => {
		const { tidredovisningar, problems } = build([shift('2026-09-30T08:00', '2026-09-30T09:00')], {
			month: '2026-10',
		});
		expect(tidredovisningar).toEqual([]);
		expect(problems.map(({ found }) => found)).toEqual(['2026-09-30 08.00–09.00']);
	});
});

describe('DST_AMBIGUOUS: a row can not say that a clock time came for the second time', () => {
	const told = (start: string, end: string, month?: string) => {
		const { problems, problemsOf } = build(
			[shift(start, end, { row: 7 })],
			month === undefined ? {} : { month },
		);
		expect([...problemsOf.values()].flat()).toEqual(problems);
		return problems;
	};
	test.each([
		[
			'the end',
			'2026-10-25T01:00',
			'2026-10-25T02:15+01:00',
			'Row 7: 2026-10-25 01.00–02.15 ends when the clock shows 02.15 for the second time that night. A row means the first: 1 h 15 min are reckoned, 2 h 15 min were worked by the export.',
			'2 h 15 min',
		],
		[
			'the start',
			'2026-10-25T02:15+01:00',
			'2026-10-25T05:00',
			'Row 7: 2026-10-25 02.15–05.00 begins when the clock shows 02.15 for the second time that night. A row means the first: 3 h 45 min are reckoned, 2 h 45 min were worked by the export.',
			'2 h 45 min',
		],
		[
			'the end of a shift over midnight, by its second row',
			'2026-10-24T22:00',
			'2026-10-25T02:00+01:00',
			'Row 7: 2026-10-25 00.00–02.00 ends when the clock shows 02.00 for the second time that night. A row means the first: 2 h are reckoned, 3 h were worked by the export.',
			'3 h',
		],
	])('%s', (_, start, end, message, found) => {
		expect(told(start, end).map(brief)).toEqual([
			{ code: 'DST_AMBIGUOUS', level: 'warning', path: 'row 7', message, found },
		]);
		expect(told(start, end)[0]?.description).toBe(
			'Leave the row as the clock shows, and show what was really worked on the invoice (räkning, FK 3057).',
		);
	});
	test.each([
		['both, which leaves the minutes right', '2026-10-25T02:10+01:00', '2026-10-25T02:40+01:00'],
		['neither', '2026-10-25T01:00', '2026-10-25T02:15'],
		['a shift over the whole hour', '2026-10-24T22:00', '2026-10-25T06:00'],
	])('nothing for %s', (_, start, end) => {
		expect(told(start, end)).toEqual([]);
	});
	test('the hours are what the rows say by the convention, and the shift is not lost', () => {
		const { tidredovisningar } = build([shift('2026-10-25T01:00', '2026-10-25T02:15+01:00')]);
		expect(tidredovisningar.map(hoursOf).map(({ aktivTid }) => aktivTid)).toEqual([
			{ clockMinutes: 75, actualMinutes: 75 },
		]);
	});
});

describe('one report per assistent, person and month', () => {
	const person = { personnummer: '197611249892', fornamn: 'Örjan', efternamn: 'Ågren' };
	const assistent = { personnummer: '199405309809', fornamn: 'Zoë', efternamn: 'Sjöö', kollektivavtal: true };
	test('sorted by their numbers', () => {
		const at = ['2026-10-02T08:00', '2026-10-02T09:00'] as const;
		const { tidredovisningar } = build([
			shift(...at, { assistent, personSomHarAssistans: person }),
			shift(...at),
			shift(...at, { personSomHarAssistans: person }),
		]);
		expect(
			tidredovisningar.map((report) => [
				report.assistent.personnummer,
				report.personSomHarAssistans.personnummer,
			]),
		).toEqual([
			['198911079930', '197611249892'],
			['198911079930', '198108169924'],
			['199405309809', '197611249892'],
		]);
	});

	test('ROWS_DISAGREE: rows of one report that differ in its head', () => {
		const { problems, tidredovisningar, problemsOf } = build([
			shift('2026-10-03T08:00', '2026-10-03T09:00', { row: 9, telefonnummerAssistent: '070-1' }),
			shift('2026-10-02T08:00', '2026-10-02T09:00', {
				row: 3,
				assistent: { ...aReport().assistent, efternamn: 'Sjö' },
			}),
		]);
		expect(problems.map(brief)).toEqual([
			{
				code: 'ROWS_DISAGREE',
				level: 'error',
				path: 'row 9',
				message:
					'Rows 3 and 9 are of one report (assistent 19891107-****) but differ in its head: assistent.efternamn "Sjö" / "Sjöö", telefonnummerAssistent nothing / "070-1".',
				found: 'assistent.efternamn "Sjö" / "Sjöö", telefonnummerAssistent nothing / "070-1"',
			},
		]);
		expect(tidredovisningar.flatMap((report) => problemsOf.get(report) ?? [])).toEqual(problems);
	});
});

describe('ROWS_DISAGREE', () => {
	const { assistent } = aReport();
	const day = (row: number, changes: Partial<Shift> = {}) =>
		shift(`2026-10-0${row}T08:00`, `2026-10-0${row}T09:00`, { row, ...changes });
	const named = (fornamn: string) => ({ assistent: { ...assistent, fornamn } });
	const told = (...shifts: Shift[]) => build(shifts).problems.map(({ path, found }) => `${path}: ${found}`);

	test('tells every row, those that differ in the same way together, in any order', () => {
		const shifts = [day(1), day(2, named('Asa')), day(3, named('Aasa')), day(4), day(5, named('Asa'))];
		const problems = ['row 2: assistent.fornamn "Åsa" / "Asa"', 'row 3: assistent.fornamn "Åsa" / "Aasa"'];
		expect(told(...shifts)).toEqual(problems);
		expect(told(...shifts.toReversed()).toSorted()).toEqual(problems);
		expect(build(shifts).problems[0]?.message).toBe(
			'Row 1 and rows 2, 5 are of one report (assistent 19891107-****) but differ in its head: assistent.fornamn "Åsa" / "Asa".',
		);
	});

	test.each([
		['letters composed otherwise', 'A\u030asa'],
		['a mark of no width', 'Å\u200bsa'],
	])('says that values with %s look alike', (_, fornamn) => {
		expect(told(day(1), day(2, named(fornamn)))).toEqual([
			`row 2: assistent.fornamn "Åsa" / "${fornamn}" (alike to the eye: they differ in characters that are not seen)`,
		]);
	});

	test('says that values with another space look alike', () => {
		expect(told(day(1, named('Anna Karin')), day(2, named('Anna\u00a0Karin')))).toEqual([
			'row 2: assistent.fornamn "Anna Karin" / "Anna\u00a0Karin" (alike to the eye: they differ in characters that are not seen)',
		]);
	});

	test('names the fields of the employer, and masks the number of a sole trader', () => {
		const overrides = {
			organisationsnummer: '8911079930',
			annanArbetsgivare: { organisationsnummer: '5566778899' },
		};
		expect(told(day(1), day(2, { overrides }))).toEqual([
			'row 2: annanArbetsgivare.organisationsnummer nothing / "5566778899", organisationsnummer nothing / "891107-****"',
		]);
	});
});

describe('the provider', () => {
	const at = ['2026-10-02T08:00', '2026-10-02T09:00'] as const;
	test('is what the defaults say, tidied', () => {
		const [report] = build([shift(...at)]).tidredovisningar;
		expect(report).toEqual({
			id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
			redovisningsmanad: '2026-10',
			personSomHarAssistans: aReport().personSomHarAssistans,
			assistent: aReport().assistent,
			berakningsperiod: [{ fromDag: '2026-10-01', tomDag: '2026-10-31' }],
			assistansanordnare: {
				anordnareNamn: 'Exempel Assistans AB',
				organisationsnummer: '5547165067',
				assistentAnstalldAvAnordnare: true,
			},
			tidrapport: { rapportRad: [rad(2, '08.00', '09.00')] },
			telefonnummerAnordnare: '08-123 45 67',
		});
	});
	test('gives way to what a row says', () => {
		const overrides = {
			kollektivavtal: false,
			employer: 'egenForetagare',
			telefonnummerAnordnare: '040-12 34 56',
		} as const;
		const [report] = build([shift(...at, { overrides })]).tidredovisningar;
		expect(report).toMatchObject({
			assistent: { kollektivavtal: false },
			assistansanordnare: { assistentEgenForetagare: true },
			telefonnummerAnordnare: '040-12 34 56',
		});
	});
	test.each([
		['personSomHarAssistans', {}, { anstalldAvPersonSomHarAssistans: true }],
		[
			'annanArbetsgivare',
			{ annanArbetsgivare: { arbetsgivareNamn: 'Annan AB', organisationsnummer: '165566778899' } },
			{
				assistansanordnare: {
					annanArbetsgivare: { arbetsgivareNamn: 'Annan AB', organisationsnummer: '5566778899' },
				},
			},
		],
	] as const)('as employer %s', (employer, more, expected) => {
		const [report] = build([shift(...at)], { defaults: { ...DEFAULTS, employer, ...more } }).tidredovisningar;
		expect(report).toMatchObject(expected);
	});
	test('without a number it is named by the rules', () => {
		const [report] = build([shift(...at)], {
			defaults: { telefonnummerAnordnare: '', kollektivavtal: true, employer: 'annanArbetsgivare' },
		}).tidredovisningar;
		if (report === undefined) throw new TypeError('There is no report.');
		expect(check(report).map(({ code, path }) => `${code} ${path}`)).toEqual([
			'ORGANISATIONSNUMMER assistansanordnare.organisationsnummer',
			'ORGANISATIONSNUMMER assistansanordnare.annanArbetsgivare.organisationsnummer',
			'PHONE telefonnummerAnordnare',
		]);
	});
});

describe('the id', () => {
	const shifts = [
		shift('2026-10-02T08:00', '2026-10-02T09:00'),
		shift('2026-10-03T08:00', '2026-10-03T09:00', { row: 2 }),
	];
	const idOf = (...args: Parameters<typeof build>) => build(...args).tidredovisningar[0]?.id;
	test('is the same for the same content, whatever the order of the shifts', () => {
		expect(idOf([...shifts].reverse())).toBe(idOf(shifts));
	});
	test('is the one that this content has always had', () => {
		expect(contentId(aReport())).toBe('07acea94-c8b5-5dbd-9bc8-183dfaf1e376');
	});
	test('is another for any other content', () => {
		const others = [
			aReport(),
			aReport({ redovisningsmanad: '2026-11' }),
			aReport({ telefonnummerAssistent: '070-0000001' }),
			aReport({ berakningsperiod: [] }),
			aReport({ rows: [rad(2, '08.00', '16.00')] }),
			aReport({ rows: [rad(2, '08.00', '16.00', 'vanteTid')] }),
			aReport({ assistent: { ...aReport().assistent, kollektivavtal: false } }),
			aReport({
				personSomHarAssistans: { personnummer: '198108169924', fornamn: 'José Ö', efternamn: 'berg' },
			}),
			aReport({ anordnare: { organisationsnummer: '5547165067', assistentEgenForetagare: true } }),
			aReport({ anordnare: { organisationsnummer: '5547165067', assistentAnstalldAvAnordnare: true } }),
			aReport({
				anordnare: {
					organisationsnummer: '5547165067',
					annanArbetsgivare: { organisationsnummer: '5547165067' },
				},
			}),
		];
		expect(new Set(others.map((report) => contentId(report))).size).toBe(others.length);
	});
	test('is another for a correction than for the same content that corrects nothing, or something else', () => {
		const report = aReport();
		const one = '4a8db4b8-bc29-4406-901c-3f69298cabe3';
		const other = '7f9c24e8-3b12-5fef-91e0-1a2b3c4d5e6f';
		const ids = [contentId(report), contentId(report, one), contentId(report, other)];
		expect(new Set(ids).size).toBe(3);
		expect(contentId(report, one)).toBe(ids[1]);
	});
	test('can be random: another each time', () => {
		expect(idOf(shifts, { id: 'random' })).not.toBe(idOf(shifts, { id: 'random' }));
		expect(idOf(shifts, { id: 'random' })).toMatch(
			/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
		);
	});
});

describe('no minute is lost or gained', () => {
	const START = Date.UTC(2026, 8, 25);
	const local = (minute: number) => new Date(START + minute * 60_000).toISOString().slice(0, 16);
	/** Up to five days long, over two month ends and both sides of the change night, overlapping as they like. */
	const anyShift = fc
		.tuple(
			fc.integer({ min: 0, max: 45 * 1440 }),
			fc.integer({ min: 1, max: 5 * 1440 }),
			fc.constantFrom('aktivTid', 'vanteTid', 'beredskapsTid'),
			fc.nat({ max: 2 }),
		)
		.map(([from, length, tidstyp, who]) => {
			const personnummer = ['198911079930', '199405309809', '197611249892'][who] ?? '';
			return {
				length,
				shift: shift(local(from), local(from + length), {
					tidstyp,
					assistent: { ...aReport().assistent, personnummer },
				}),
			};
		});
	test('by the split', () => {
		fc.assert(
			fc.property(anyShift, ({ length, shift: one }) => {
				const parts = splitAtMidnight(one);
				expect(parts.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(length);
				expect(parts.every(({ from, to }) => from >= 0 && to <= 1440 && from < to)).toBe(true);
			}),
		);
	});
	test('by the reports, in any order', () => {
		fc.assert(
			fc.property(
				fc
					.array(anyShift, { maxLength: 30 })
					.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
				([all, shuffled]) => {
					const { tidredovisningar } = build(all.map((each) => each.shift));
					const again = build(shuffled.map((each) => each.shift)).tidredovisningar;
					expect(again).toEqual(tidredovisningar);
					for (const tidstyp of ['aktivTid', 'vanteTid', 'beredskapsTid'] as const) {
						const given = all.reduce(
							(sum, each) => sum + (each.shift.tidstyp === tidstyp ? each.length : 0),
							0,
						);
						const kept = tidredovisningar.reduce(
							(sum, report) => sum + hoursOf(report)[tidstyp].clockMinutes,
							0,
						);
						expect(kept).toBe(given);
					}
				},
			),
		);
	});
});
