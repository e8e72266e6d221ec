import { type BuildInput, buildReports, type BuildResult } from '../../src/report/build/build';
import type { BuildReportsOptions } from '../../src/report/build/types';
import { readPaxmlOptions } from '../../src/report/build/paxmlOptions';
import { generateExample } from '../../src/export/example';

const PERSONAL = `<personal>
	<person anstid="101" persnr="198911079930"><fornamn>Åsa</fornamn><efternamn>Sjöö</efternamn></person>
	<person anstid="102" persnr="199707199817"><fornamn>Märta</fornamn><efternamn>Lindqvist</efternamn></person>
</personal>`;

function tidtrans(anstid: string, code: string, times: string): string {
	return `<tidtrans anstid="${anstid}"><tidkod>${code}</tidkod>${times}<kundnr>7</kundnr></tidtrans>`;
}

function clock(day: string, start: string, end: string): string {
	return `<starttid>2026-10-${day}T${start}:00</starttid><sluttid>2026-10-${day}T${end}:00</sluttid>`;
}

const SETTINGS = readPaxmlOptions({
	codes: { pass: 'aktivTid' },
	persons: { '7': { personnummer: '19810816-9924', fornamn: 'José', efternamn: 'Öberg' } },
});

const OPTIONS: BuildReportsOptions = {
	today: '2026-11-23',
	month: '2026-10',
	defaults: generateExample({ month: '2026-10', assistants: 1 }).anordnare,
	paxml: SETTINGS,
};

function file(rows: readonly string[]): BuildInput {
	const text = `<paxml><tidtransaktioner>${rows.join('')}</tidtransaktioner>${PERSONAL}</paxml>`;
	return { file: new TextEncoder().encode(text), fileName: 'oktober.pax' };
}

async function build(...rows: string[]): Promise<BuildResult> {
	return await buildReports(file(rows), OPTIONS);
}

describe('a PAXml file', () => {
	test('becomes reports, jour as waiting time, absence left out and named', async () => {
		const result = await build(
			tidtrans('101', 'PASS', clock('01', '08:00', '12:00')),
			tidtrans('101', 'JR1', clock('02', '22:00', '23:30')),
			tidtrans('101', 'SJK', '<datum>2026-10-05</datum><timmar>8</timmar>'),
		);
		expect(result.recognised).toMatch(
			/^2 rows; PAXml; encoding UTF-8; columns Assistent personnummer → assistentPersonnummer, /u,
		);
		expect(result.items).toHaveLength(1);
		expect(result.items[0]).toMatchObject({
			personSomHarAssistans: { namn: 'José Öberg', personnummer: '198108169924' },
			rows: [
				{ dag: 1, fromTid: '08.00', tomTid: '12.00', tidstyp: 'aktivTid' },
				{ dag: 2, fromTid: '22.00', tomTid: '23.30', tidstyp: 'vanteTid' },
			],
		});
		expect(result.problems.map(({ code }) => code)).toContain('ROW_ABSENCE');
	});

	test('with a schedule and overtime beside it becomes one document with both, what was taken out named', async () => {
		const dag = (day: string) => `<dag datum="2026-10-${day}" starttid="08:00" sluttid="16:00" timmar="8"/>`;
		const schedule = `<schema anstid="101">${dag('01')}${dag('02')}${dag('05')}</schema>`;
		const text = `<paxml><tidtransaktioner>${tidtrans('101', 'ÖT1', clock('01', '16:00', '18:00'))}${tidtrans(
			'101',
			'SJK',
			'<datum>2026-10-02</datum><timmar>8</timmar>',
		)}</tidtransaktioner><schematransaktioner>${schedule}</schematransaktioner>${PERSONAL}</paxml>`;
		const person = { personnummer: '19810816-9924', fornamn: 'José', efternamn: 'Öberg' };
		const paxml = readPaxmlOptions({ persons: { '7': person }, schedulePersons: { '101': person } });
		const { items } = await buildReports({ file: Buffer.from(text) }, { ...OPTIONS, paxml });
		expect(items).toHaveLength(1);
		expect(items[0]?.rows).toEqual([
			{ dag: 1, fromTid: '08.00', tomTid: '16.00', tidstyp: 'aktivTid' },
			{ dag: 1, fromTid: '16.00', tomTid: '18.00', tidstyp: 'aktivTid' },
			{ dag: 5, fromTid: '08.00', tomTid: '16.00', tidstyp: 'aktivTid' },
		]);
		expect(items[0]?.xml).toContain(
			'<ns:dag>5</ns:dag><ns:fromTid>08.00</ns:fromTid><ns:tomTid>16.00</ns:tomTid>',
		);
		expect(items[0]?.problems).toContainEqual(
			expect.objectContaining({ code: 'ROWS_PLANNED', level: 'warning', found: '2' }),
		);
	});

	test('with hours of one assistent but no clock times stops that assistent’s report and no other', async () => {
		const result = await build(
			tidtrans('101', 'TID', clock('01', '08:00', '12:00')),
			tidtrans('101', 'TID', '<datum>2026-10-02</datum><timmar>8</timmar>'),
			tidtrans('102', 'TID', clock('01', '12:00', '16:00')),
		);
		expect(result.items.map(({ assistent }) => assistent.namn)).toEqual(['Märta Lindqvist']);
		const [stopped] = result.reports.filter(({ error }) => error);
		expect(stopped?.error).toMatchObject({ code: 'REPORT_INVALID' });
		expect(stopped?.error?.problems).toMatchObject([{ code: 'NO_CLOCK_TIMES', path: 'row 2' }]);
	});

	test('with a code that nobody knows stops every report', async () => {
		const result = await build(
			tidtrans('101', 'TID', clock('01', '08:00', '12:00')),
			tidtrans('102', 'OKÄND', clock('01', '12:00', '16:00')),
		);
		expect(result.items).toEqual([]);
		expect(result.reports[0]?.error?.problems).toMatchObject([{ code: 'TIDKOD', found: 'OKÄND' }]);
	});

	test('with a code that nobody knows names its rows on each report where they are left out on purpose', async () => {
		const rows = [
			tidtrans('101', 'TID', clock('01', '08:00', '12:00')),
			tidtrans('102', 'OKÄND', clock('01', '12:00', '16:00')),
		];
		const { items } = await buildReports(file(rows), { ...OPTIONS, leaveOutUnreadable: true });
		expect(items).toHaveLength(1);
		expect(items[0]?.problems.filter(({ level }) => level === 'warning')).toMatchObject([
			{
				code: 'ROW_LEFT_OUT',
				message: 'Left out: 1 row has the time code "OKÄND", which PAXml does not define (row 2)',
			},
		]);
	});

	test('with hours only builds nothing and says why', async () => {
		const result = await build(tidtrans('101', 'TID', '<datum>2026-10-02</datum><timmar>8</timmar>'));
		expect(result.items).toEqual([]);
		expect(result.problems).toMatchObject([{ code: 'NO_CLOCK_TIMES', level: 'error' }]);
	});
});

describe('the settings for PAXml', () => {
	const JOSE = { personnummer: '198108169924', fornamn: 'José', efternamn: 'Öberg' };

	test.each([
		[{}, {}],
		[{ codes: { A: 'absence' } }, { codes: { A: 'absence' } }],
		[
			{ codes: { A: 'väntetid', B: 'leave out', C: 'otherTime' } },
			{ codes: { A: 'vanteTid', B: 'leaveOut', C: 'leaveOut' } },
		],
		[{ schedulePersons: { '101': JOSE } }, { schedulePersons: { '101': JOSE } }],
	])('%j are read', (json, options) => {
		expect(readPaxmlOptions(json)).toEqual(options);
	});

	test.each<[unknown, string]>([
		[[], 'The settings for PAXml are a list, not an object'],
		[{ code: {} }, "The settings for PAXml can't be used: 'code' is not known here"],
		[{ codes: [] }, "The settings for PAXml can't be used: 'codes' is a list"],
		[{ codes: { A: 'okänd' } }, "The settings for PAXml can't be used: 'codes.A' is \"okänd\""],
		[
			{ persons: { '7': { personnummer: '', namn: 'x' } } },
			"The settings for PAXml can't be used: 'persons.7.namn' is not known here (and 3 more)",
		],
		[
			{ schedulePersons: { '198911079930': 'José' } },
			"The settings for PAXml can't be used: 'schedulePersons.19891107-****' is \"José\"",
		],
	])('%j are refused', (json, message) => {
		expect(() => readPaxmlOptions(json)).toThrow(
			expect.objectContaining({
				code: 'INPUT_INVALID',
				message,
				description:
					'They are "codes" (aktivTid, vanteTid, beredskapsTid, absence, supplement, leaveOut), "persons" and "schedulePersons" (personnummer, fornamn, efternamn).',
			}),
		);
	});
});
