import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type BuildInput, buildReports } from '../../src/report/build/build';
import type { BuildReportsOptions } from '../../src/report/build/types';
import { at, buildSample, DEFAULTS, EXAMPLES, shift, TODAY } from './world';

async function build(input: BuildInput, options: Partial<BuildReportsOptions> = {}) {
	return await buildReports(input, { today: TODAY, defaults: DEFAULTS, ...options });
}

describe('the sample month', () => {
	test('becomes exactly the reports reckoned independently, row for row', async () => {
		const expected: { reports: object } = JSON.parse(readFileSync(join(EXAMPLES, 'expected.json'), 'utf8'));
		const { items } = await buildSample();
		const built = items.map(
			({ assistent, personSomHarAssistans: person, redovisningsmanad, rows, hours }) => {
				const { aktivTid, vanteTid, beredskapsTid } = hours;
				const minutes = (of: 'clockMinutes' | 'actualMinutes') => ({
					aktivTid: aktivTid[of],
					vanteTid: vanteTid[of],
					beredskapsTid: beredskapsTid[of],
				});
				const report = {
					rader: rows.map(({ dag, fromTid, tomTid, tidstyp }) => [dag, fromTid, tomTid, tidstyp]),
					minuter: minutes('clockMinutes'),
					faktiskaMinuter: minutes('actualMinutes'),
				};
				return [`${assistent.personnummer}/${person.personnummer}/${redovisningsmanad}`, report];
			},
		);
		expect(Object.fromEntries(built)).toEqual(expected.reports);
	});

	test('what was recognised, what fell outside and the totals are told', async () => {
		const { recognised, problems, totals } = await buildSample();
		expect(recognised).toMatch(
			/^130 rows; encoding UTF-8 with BOM; delimiter semicolon; columns Assistent personnummer → assistentPersonnummer, /,
		);
		expect(recognised).toMatch(/, Tidstyp → tidstyp$/);
		expect(problems.map(({ code, path }) => [code, path])).toEqual([['ROW_OUTSIDE_MONTH', 'row 42']]);
		expect(totals.map(({ reports }) => reports)).toEqual([4, 4, 4, 4]);
	});

	test('the same content gives the same ids, random ids differ', async () => {
		const ids = async (options: Partial<BuildReportsOptions>) =>
			(await buildSample(options)).items.map(({ id }) => id);
		expect(await ids({})).toEqual(await ids({}));
		expect(await ids({ id: 'random' })).not.toEqual(await ids({ id: 'random' }));
	});
});

describe('the notification (FK 3066)', () => {
	const NOTIFIED = 'Anmäld FK 3066';
	const warnings = async (rows: Record<string, unknown>[], notified3066?: string) => {
		const { items } = await build({ rows }, { notified3066 });
		return items.flatMap(({ problems }) =>
			problems.filter(({ code }) => code === 'NOTIFICATION_3066').map(({ level, found }) => [level, found]),
		);
	};
	test('a column says it for its report, the latest day of its rows', async () => {
		const rows = [shift({ [NOTIFIED]: '2026-09-01' }), shift({ [NOTIFIED]: '2026-10-31' })];
		expect(await warnings(rows.slice(0, 1))).toEqual([]);
		expect(await warnings(rows.slice(1))).toEqual([['warning', '2026-10-31']]);
	});
	test('the parameter counts where the column says nothing', async () => {
		expect(await warnings([shift({ [NOTIFIED]: '' })], '2026-10-31')).toEqual([['warning', '2026-10-31']]);
		expect(await warnings([shift({ [NOTIFIED]: '2026-09-01' })], '2026-10-31')).toEqual([]);
	});
	test('is left alone where nothing is said', async () => {
		expect(await warnings([shift()])).toEqual([]);
	});
	test('a cell that is not a date stops the report', async () => {
		const { items, problems } = await build({ rows: [shift({ [NOTIFIED]: 'ja' })] });
		expect(items).toEqual([]);
		expect(problems.map(({ code, message }) => [code, message])).toEqual([
			['NOTIFICATION_3066', 'Row 1, column "Anmäld FK 3066": "ja" is not a date.'],
		]);
	});
});

describe('a row that can not be read stops every report it may belong to, and no other', () => {
	const sjoo = shift();
	const lind = shift({
		'Assistent personnummer': '19970719-9817',
		'Assistent förnamn': 'Märta',
		'Assistent efternamn': 'Lindqvist',
	});
	const elsewhere = shift({
		'Assistent personnummer': '19970719-9817',
		'Assistent förnamn': 'Märta',
		'Assistent efternamn': 'Lindqvist',
		'Brukare personnummer': '19980123-9949',
	});

	test.each([
		['whose persons can be read: theirs alone', { Start: 'tomorrow' }, [true, false, false]],
		[
			'whose assistent can not: all of the person',
			{ 'Assistent personnummer': '19891107-9931' },
			[true, true, false],
		],
		[
			'whose persons can not: all there are',
			{ 'Assistent personnummer': '?', 'Brukare personnummer': '?' },
			[true, true, true],
		],
	])('%s', async (_, changes, stopped) => {
		const { reports, items } = await build({ rows: [sjoo, lind, elsewhere, shift(changes)] });
		expect(reports.map(({ error }) => error !== null)).toEqual(stopped);
		expect(items).toHaveLength(stopped.filter((each) => !each).length);
		const error = reports.find((report) => report.error)?.error;
		expect(error?.code).toBe('REPORT_INVALID');
		expect(error?.message).toMatch(/^Report [0-9a-f-]{36} has errors and was not built: Row 4/);
		expect(error?.problems.map(({ path }) => path)).toContainEqual(expect.stringMatching(/^row 4, column "/));
	});

	test('of someone who has no report: told as a report that could not be built', async () => {
		const stranger = shift({ 'Assistent personnummer': '19940530-9809', Slut: 'late' });
		const { reports } = await build({ rows: [sjoo, stranger] });
		expect(reports.map(({ item, error }) => [item !== null, error?.message.slice(0, 33)])).toEqual([
			[true, undefined],
			[false, 'The report of row 2 has errors: R'],
		]);
	});
});

describe('a row that is left out because that was asked for', () => {
	const bad = shift({ Start: 'tomorrow' });
	const message = 'Left out: Row 2, column "Start": "tomorrow" is not a date with a clock time.';
	const leaveOutUnreadable = true;

	test('is named as a warning on each report it may belong to, and no other', async () => {
		const other = shift({ 'Brukare personnummer': '19980123-9949' });
		const { reports, items, problems } = await build({ rows: [shift(), bad, other] }, { leaveOutUnreadable });
		expect(reports.map(({ error }) => error)).toEqual([null, null]);
		const left = items.map((item) => item.problems.filter(({ code }) => code === 'ROW_LEFT_OUT'));
		expect(left).toEqual([
			[
				{
					code: 'ROW_LEFT_OUT',
					level: 'warning',
					path: 'row 2, column "Start"',
					message,
					description: expect.stringMatching(
						/^Make sure that no shift is missing before anyone signs\. Write it as 2026-10-01 08:00/,
					),
					found: 'tomorrow',
				},
			],
			[],
		]);
		expect(problems).toEqual(left.flat());
	});

	test('of a file, because its values do not fit the headings', async () => {
		const csv = [Object.keys(shift()), Object.values(shift()), ['19891107-9930', 'Åsa']];
		const file = Buffer.from(csv.map((cells) => cells.join(';')).join('\n'));
		const { items } = await build({ file }, { leaveOutUnreadable });
		expect(at(items, 0).problems.filter(({ code }) => code === 'ROW_LEFT_OUT')).toMatchObject([
			{
				path: 'row 3, column "Assistent efternamn"',
				message:
					'Left out: Row 3 ends before the column "Assistent efternamn": 2 values where the heading has 8.',
			},
		]);
	});

	test('of nobody who has a report is told beside them', async () => {
		const stranger = shift({ 'Assistent personnummer': '19940530-9809', Start: 'tomorrow' });
		const { items, problems } = await build({ rows: [shift(), stranger] }, { leaveOutUnreadable });
		expect(items).toHaveLength(1);
		expect(problems).toMatchObject([{ code: 'ROW_LEFT_OUT', level: 'warning', message }]);
	});

	test('stops everything where nothing else is left to build', async () => {
		const { items, reports } = await build({ rows: [bad] }, { leaveOutUnreadable });
		expect(items).toEqual([]);
		expect(at(reports, 0).error?.message).toBe(
			'The export has errors: Row 1, column "Start": "tomorrow" is not a date with a clock time.',
		);
	});
});

describe('an export without a known column for the kind of time', () => {
	const code = 'TIDSTYP_ASSUMED';
	const message =
		'No column says the kind of time (tidstyp): all rows are taken as active time (aktivTid). Not used: "Löneart".';

	test('that has columns which are not used: each report warns, and both are named', async () => {
		const { items, problems, recognised } = await build({ rows: [shift({ Löneart: 'Jour' })] });
		const description =
			'Name the column that says it "Tidstyp", or map it; if there is none, make sure that no row is waiting time (jour) or on-call time (beredskap).';
		const warning = { code, level: 'warning', path: 'column "Tidstyp"', message, description, found: '' };
		expect(problems).toEqual([warning]);
		expect(at(items, 0).problems).toContainEqual(warning);
		expect(recognised).toMatch(
			/^1 row; columns .*, Slut → end; not used: Löneart; all rows taken as aktivTid$/,
		);
	});

	test('that is a file: the same, after its encoding', async () => {
		const row = shift({ Löneart: 'Jour' });
		const file = Buffer.from(`${Object.keys(row).join(';')}\n${Object.values(row).join(';')}\n`);
		const { items, recognised } = await build({ file });
		expect(at(items, 0).problems).toContainEqual(expect.objectContaining({ code, message }));
		expect(recognised).toMatch(
			/^1 row; encoding UTF-8; delimiter semicolon; columns Assistent personnummer → .*; not used: Löneart; all/,
		);
	});

	test('that has no other column either is built as active time without a warning', async () => {
		const { items, problems, recognised } = await build({ rows: [shift()] });
		expect(problems).toEqual([]);
		expect(at(items, 0).rows).toMatchObject([{ tidstyp: 'aktivTid' }]);
		expect(recognised).toMatch(/; all rows taken as aktivTid$/);
	});
});

describe('what the input warns of', () => {
	test('stands on every report, where the signer sees it', async () => {
		const row = shift({ 'Assistent förnamn': 'Ã…sa' });
		const file = Buffer.from(`${Object.keys(row).join(';')}\n${Object.values(row).join(';')}\n`);
		const { items } = await build({ file });
		expect(at(items, 0).problems).toContainEqual(
			expect.objectContaining({ code: 'EXPORT_ENCODING', level: 'warning', found: 'Ã…sa' }),
		);
	});
});

describe('what can not be built at all is one refusal with everything that is wrong', () => {
	test('an export without the columns', async () => {
		const { reports } = await build({ file: Buffer.from('a;b\n1;2\n') });
		expect(reports).toHaveLength(1);
		expect(at(reports, 0)).toMatchObject({ item: null, from: [], error: { code: 'REPORT_INVALID' } });
		expect(at(reports, 0).error?.message).toMatch(
			/^The export has errors: .*personnummer.* \(and 7 more below\)$/,
		);
	});

	test('an Excel workbook', async () => {
		const { reports } = await build({ file: Buffer.from('PK\u0003\u0004rest'), fileName: 'month.xlsx' });
		expect(at(reports, 0).error?.message).toBe(
			"The export has errors: 'month.xlsx' is an Excel workbook or another ZIP file, not CSV, TSV or PAXml.",
		);
	});

	test('rows without defaults are a mistake of the program', async () => {
		await expect(buildReports({ rows: [shift()] }, { today: TODAY })).rejects.toThrow(
			new TypeError('defaults are needed to build from rows'),
		);
	});
});

describe('whole reports', () => {
	const whole = {
		redovisningsmanad: '2026-10',
		personSomHarAssistans: { personnummer: '198108169924', fornamn: 'José', efternamn: 'Öberg' },
		assistent: { personnummer: '198911079930', fornamn: 'Åsa', efternamn: 'Sjöö', kollektivavtal: true },
		assistansanordnare: { organisationsnummer: '5547165067', assistentAnstalldAvAnordnare: true },
		tidrapport: { rapportRad: [{ dag: 1, fromTid: '08.00', tomTid: '16.00', aktivTid: true }] },
		telefonnummerAnordnare: '08-123 45 67',
	};

	test('are taken as they are; a bad one does not take the others down', async () => {
		const bad = {
			...whole,
			assistent: { ...whole.assistent, personnummer: '199405309809' },
			tidrapport: { rapportRad: [{ dag: 31, fromTid: '99.99', tomTid: '16.00', aktivTid: true }] },
		};
		const { reports } = await build({ reports: [whole, bad, 'nothing'] });
		expect(reports.map(({ error }) => error?.code ?? null)).toEqual([
			null,
			'REPORT_INVALID',
			'REPORT_INVALID',
		]);
		expect(reports.map(({ from }) => from)).toEqual([[1], [2], [3]]);
		expect(at(reports, 0).item?.rows).toEqual([
			{ dag: 1, fromTid: '08.00', tomTid: '16.00', tidstyp: 'aktivTid' },
		]);
		expect(at(reports, 1).error?.problems.map(({ code, path }) => [code, path])).toContainEqual([
			'ROW_TIME',
			'tidrapport.rapportRad[0].fromTid',
		]);
	});

	test('the same report twice goes out not once, and the others go on', async () => {
		const other = { ...whole, assistent: { ...whole.assistent, personnummer: '199405309809' } };
		const { reports, items } = await build({ reports: [whole, other, whole] });
		const { id } = at(items, 0);
		expect(reports.map(({ error }) => error?.message ?? null)).toEqual([
			expect.stringContaining(`has errors and was not built: 2 reports of the batch have the id `),
			null,
			expect.stringContaining(`has errors and was not built: 2 reports of the batch have the id `),
		]);
		expect(items).toHaveLength(1);
		expect(id).toBe(at(reports, 1).item?.id);
	});

	test('a correction beside another report of the same month is refused, built by itself it is not', async () => {
		const id = '11111111-1111-4111-8111-111111111111';
		const rows = [{ dag: 2, fromTid: '08.00', tomTid: '16.00', aktivTid: true }];
		const correction = { ...whole, tidrapport: { rapportRad: rows } };
		const both = await build({ reports: [{ ...whole, id }, correction] });
		expect(both.reports.map(({ error }) => error?.problems.map(({ code }) => code))).toEqual([
			['REPORT_TWICE'],
			['REPORT_TWICE'],
		]);
		const alone = await build({ reports: [correction] }, { replaces: [{ id }] });
		expect(alone.items.map(({ problems }) => problems)).toEqual([[]]);
	});
});

describe('a month that the rows have nothing of', () => {
	test('is one refusal that names the months there are', async () => {
		const { items, reports, problems } = await build({ rows: [shift()] }, { month: '2025-10' });
		const message = 'No shift that was read (1) is in 2025-10; they are in 2026-10.';
		expect(items).toEqual([]);
		expect(problems).toMatchObject([{ code: 'ROWS_NONE', message, found: '2026-10' }]);
		expect(reports).toMatchObject([
			{ item: null, error: { code: 'REPORT_INVALID', message: `The export has errors: ${message}` } },
		]);
	});
});

test('a refusal of very many rows names a few of them', async () => {
	const rows = Array.from({ length: 40 }, () => shift({ Start: 'sometime' }));
	const { reports } = await build({ rows });
	expect(at(reports, 0).error?.message).toMatch(
		/^The report of row 1, 2, 3, 4, 5 and 35 more has errors: .* \(and 21 more below\)$/,
	);
	const problems = at(reports, 0).error?.problems ?? [];
	expect(problems.slice(0, 20).map(({ path }) => path)).toEqual(
		rows.slice(0, 20).map((_, index) => `row ${index + 1}, column "Start"`),
	);
	expect(problems.slice(20).map(({ code, message }) => `${code}: ${message}`)).toEqual([
		'ROW_TIME: And 20 more of this kind (ROW_TIME), the first at row 21, column "Start"',
		'ROWS_UNREADABLE: 19 rows without a listed reason cannot be read either: 22, 23, 24, 25, 26 and 14 more',
	]);
});

describe('options', () => {
	test('an own id is taken for the only report, and refused for several', async () => {
		const ownId = '7f9c24e8-3b12-4fef-91e0-1a2b3c4d5e6f';
		const { items } = await build({ rows: [shift()] }, { id: 'own', ownId });
		expect(items.map(({ id, xml }) => [id, xml.includes(`<ns:id>${ownId}</ns:id>`)])).toEqual([
			[ownId, true],
		]);
		await expect(buildSample({ id: 'own', ownId })).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: "'Own ID' is one id, but 16 reports were built",
		});
	});

	test('beräkningsperioder are reckoned for each month', async () => {
		const rows = [shift(), shift({ Start: '2026-11-02 08:00', Slut: '2026-11-02 09:00' })];
		const { items, problems } = await build({ rows }, { periods: { kind: 'calendarMonth' } });
		const first = items.map(({ xml }) => /<ns:fromDag>([^<]+)</.exec(xml)?.[1]);
		expect(first).toEqual(['2026-10-01', '2026-11-01']);
		expect(problems).toEqual([]);
	});

	test('of the beräkningsperioder in the defaults each report names those that touch its month', async () => {
		const berakningsperiod = [
			{ fromDag: '2026-01-01', tomDag: '2026-01-28' },
			{ fromDag: '2026-09-28', tomDag: '2026-10-25' },
			{ fromDag: '2026-10-26', tomDag: '2026-11-22' },
		];
		const defaults = { ...DEFAULTS, berakningsperiod };
		const rows = [shift(), shift({ Start: '2026-11-02 08:00', Slut: '2026-11-02 09:00' })];
		const { reports } = await build({ rows }, { defaults });
		expect(reports.map(({ tidredovisning }) => tidredovisning?.berakningsperiod)).toEqual([
			berakningsperiod.slice(1),
			berakningsperiod.slice(2),
		]);
	});

	test('an earlier report in ISO-8859-1 differs in what differs, not in its letters', async () => {
		const old = at((await build({ rows: [shift()] })).items, 0);
		const xml = Buffer.from(old.xml.replace('UTF-8', 'ISO-8859-1'), 'latin1');
		const rows = [shift({ Slut: '2026-10-22 22:00' })];
		const { reports } = await build({ rows }, { replaces: [{ id: old.id, xml }] });
		expect(at(reports, 0).replaces?.difference).toMatchObject({ changed: [{}], fields: [] });
	});

	test('a correction gets a new id and tells what is different', async () => {
		const old = at((await build({ rows: [shift()] })).items, 0);
		const rows = [shift({ Slut: '2026-10-22 22:00' })];
		const { reports } = await build({ rows }, { replaces: [{ id: old.id, xml: old.xml }] });
		const { item, replaces } = at(reports, 0);
		expect(item?.id).not.toBe(old.id);
		expect(replaces?.id).toBe(old.id);
		expect(replaces?.difference?.changed).toEqual([
			{
				before: { dag: 22, fromTid: '13.00', tomTid: '21.00', tidstyp: 'aktivTid' },
				after: { dag: 22, fromTid: '13.00', tomTid: '22.00', tidstyp: 'aktivTid' },
			},
		]);
	});

	test('a correction that goes back to what the first report said gets an id of its own, the same each time', async () => {
		const first = at((await build({ rows: [shift()] })).items, 0);
		const longer = [shift({ Slut: '2026-10-22 22:00' })];
		const toFirst = { replaces: [{ id: first.id, xml: first.xml }] };
		const second = at((await build({ rows: longer }, toFirst)).items, 0);
		const toSecond = { replaces: [{ id: second.id, xml: second.xml }] };
		const third = at((await build({ rows: [shift()] }, toSecond)).items, 0);
		expect(third.rows).toEqual(first.rows);
		expect(new Set([first.id, second.id, third.id]).size).toBe(3);
		expect(at((await build({ rows: [shift()] }, toSecond)).items, 0).sha256).toBe(third.sha256);
	});

	test('a correction that changes nothing, or corrects nobody here, is refused', async () => {
		const old = at((await build({ rows: [shift()] })).items, 0);
		const replaces = [{ id: old.id, xml: old.xml }];
		await expect(build({ rows: [shift()] }, { replaces })).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: `The report says exactly what ${old.id} says: there is nothing to correct`,
		});
		const november = [shift({ Start: '2026-11-02 08:00', Slut: '2026-11-02 09:00' })];
		await expect(build({ rows: november }, { replaces })).rejects.toMatchObject({
			message: `None of the 1 reports corrects ${old.id}`,
		});
	});
});
