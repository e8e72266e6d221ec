import type { Problem } from '../../src/errors';
import {
	type ExportFile,
	type ExportFileOptions,
	describeRecognised,
	readExportFile,
} from '../../src/export/exportFile';
import type { PaxmlOptions } from '../../src/export/paxml/paxml';
import { codeMeanings } from '../../src/export/paxml/codes';
import { readShifts } from '../../src/export/shifts';

const ASSISTENT = '198911079930';
const OTHER = '199707199817';
const BRUKARE = '198108169924';

const PERSONAL = `<personal>
	<person anstid="101" persnr="${ASSISTENT}"><fornamn>Åsa</fornamn><efternamn>Sjöö</efternamn></person>
	<person anstid="102" persnr="${OTHER}"><fornamn>Märta</fornamn><efternamn>Lindqvist</efternamn></person>
</personal>`;

const KUND = `<kundnr info="José Öberg">${BRUKARE}</kundnr>`;

function paxml(sections: string, encoding = 'UTF-8'): string {
	return `<?xml version="1.0" encoding="${encoding}"?>
<paxml xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://www.paxml.se/2.2/paxml.xsd">
	<header><format>LÖNIN</format><version>2.2</version></header>
	${sections}
</paxml>`;
}

function tidtrans(content: string, attributes = `anstid="101" persnr="${ASSISTENT}"`): string {
	return `<tidtrans postid="1" ${attributes}>${content}${KUND}</tidtrans>`;
}

function times(...rows: string[]): string {
	return `<tidtransaktioner>${rows.join('')}</tidtransaktioner>${PERSONAL}`;
}

/** A planned month of one employee. */
function schedule(...days: string[]): string {
	return `<schematransaktioner><schema anstid="101">${days.join('')}</schema></schematransaktioner>`;
}

function worked(code: string, start: string, end: string): string {
	return tidtrans(`<tidkod>${code}</tidkod><starttid>${start}</starttid><sluttid>${end}</sluttid>`);
}

/** Whose schedule employee 101 works by. */
const SCHEDULE: PaxmlOptions = {
	schedulePersons: { '101': { personnummer: BRUKARE, fornamn: 'José', efternamn: 'Öberg' } },
};

async function read(sections: string, options: ExportFileOptions = { paxml: SCHEDULE }): Promise<ExportFile> {
	return readExportFile(new TextEncoder().encode(paxml(sections)), options);
}

function codes(problems: readonly Problem[]): string[] {
	return problems.map(({ code }) => code);
}

/** From when to when, and of what kind, each row is. */
function stretches(file: ExportFile): unknown[][] {
	return file.rows.map((row) => [row.Start, row.Slut, row.Tidstyp]);
}

describe('tidtransaktioner', () => {
	test('worked time with clock times becomes shifts', async () => {
		const file = await read(times(worked('ARB', '2026-10-01T18:00:00', '2026-10-02T02:00:00')));
		expect(file.problems).toEqual([]);
		const { shifts, problems } = readShifts(file.rows, { today: '2026-11-23', rowNumbers: file.rowNumbers });
		expect(problems).toEqual([]);
		expect(shifts).toEqual([
			{
				row: 1,
				start: '2026-10-01T18:00',
				end: '2026-10-02T02:00',
				tidstyp: 'aktivTid',
				assistent: { personnummer: ASSISTENT, fornamn: 'Åsa', efternamn: 'Sjöö', kollektivavtal: false },
				personSomHarAssistans: { personnummer: BRUKARE, fornamn: 'José', efternamn: 'Öberg' },
			},
		]);
	});

	test('clock times beside a date, an end before the start being the next day’s', async () => {
		const row =
			'<tidkod>TID</tidkod><datum>2026-10-01</datum><starttid>22:00:00</starttid><sluttid>06:00:00</sluttid>';
		const file = await read(times(tidtrans(row)));
		const { shifts } = readShifts(file.rows, { today: '2026-11-23' });
		expect(shifts).toMatchObject([{ start: '2026-10-01T22:00', end: '2026-10-02T06:00' }]);
	});

	test('the employee is found by number of employment alone', async () => {
		const row =
			'<tidkod>TID</tidkod><starttid>2026-10-01T08:00:00</starttid><sluttid>2026-10-01T10:00:00</sluttid>';
		const file = await read(times(tidtrans(row, 'anstid="102"')));
		expect(file.rows).toMatchObject([{ 'Assistent personnummer': OTHER, 'Assistent förnamn': 'Märta' }]);
	});

	test('the employee is found by a personnummer that is spelled otherwise', async () => {
		const row =
			'<tidkod>TID</tidkod><starttid>2026-10-01T08:00:00</starttid><sluttid>2026-10-01T10:00:00</sluttid>';
		const file = await read(times(tidtrans(row, 'persnr="891107-9930"')));
		expect(file.rows).toMatchObject([
			{ 'Assistent personnummer': '891107-9930', 'Assistent förnamn': 'Åsa' },
		]);
	});

	test.each([
		['TID', 'Aktiv'],
		['ARB', 'Aktiv'],
		['MER', 'Aktiv'],
		['ÖT2', 'Aktiv'],
		['ÖK5', 'Aktiv'],
		['öt1', 'Aktiv'],
		['JR1', 'Vänte'],
		['JR3', 'Vänte'],
		['BE1', 'Beredskap'],
	])('%s is %s', async (code, tidstyp) => {
		const file = await read(times(worked(code, '2026-10-01T08:00:00', '2026-10-01T10:00:00')));
		expect(file.rows).toMatchObject([{ Tidstyp: tidstyp }]);
		expect(file.problems).toEqual([]);
	});

	test.each(['SJK', 'SJK_KAR', 'SEM', 'VAB', 'FR9', 'UTB', 'NÄR'])(
		'%s is absence: named, never reported',
		async (code) => {
			const row = tidtrans(`<tidkod>${code}</tidkod><datum>2026-10-03</datum><timmar>8.00</timmar>`);
			const file = await read(times(worked('TID', '2026-10-01T08:00:00', '2026-10-01T10:00:00'), row));
			expect(stretches(file)).toEqual([['2026-10-01T08:00', '2026-10-01T10:00', 'Aktiv']]);
			expect(file.unread).toEqual([]);
			expect(file.problems).toEqual([
				{
					code: 'ROW_ABSENCE',
					level: 'info',
					path: 'row 2',
					message: `Row 2 is absence (${code}) on 2026-10-03: it is not reported`,
					description: 'Nothing needs to be done: a tidredovisning has worked time only.',
					found: code,
				},
			]);
		},
	);

	test('absence with clock times is not reported either', async () => {
		const { rows, problems } = await read(times(worked('SJK', '2026-10-01T08:00:00', '2026-10-01T10:00:00')));
		expect(rows).toEqual([]);
		expect(codes(problems)).toEqual(['ROW_ABSENCE', 'EXPORT_EMPTY']);
		expect(problems[1]).toMatchObject({
			message: 'The file has no worked time in tidtransaktioner or schematransaktioner.',
		});
	});

	test('absence over many days is named with its first and last', async () => {
		const row = '<tidkod>SEM</tidkod><datumfrom>2026-10-05</datumfrom><datumtom>2026-10-09</datumtom>';
		const { problems } = await read(times(tidtrans(row)));
		expect(problems[0]?.message).toBe(
			'Row 1 is absence (SEM) from 2026-10-05 to 2026-10-09: it is not reported',
		);
	});

	test('hours without clock times are refused, and keep the report from going out', async () => {
		const row = tidtrans('<tidkod>ARB</tidkod><datum>2026-10-14</datum><timmar>7.87</timmar>');
		const file = await read(times(row, worked('TID', '2026-10-01T08:00:00', '2026-10-01T10:00:00')));
		expect(file.rows).toHaveLength(1);
		expect(file.rowNumbers).toEqual([2]);
		expect(file.unread).toEqual([{ row: 1, assistent: ASSISTENT, personSomHarAssistans: null }]);
		expect(file.problems).toEqual([
			{
				code: 'NO_CLOCK_TIMES',
				level: 'error',
				path: 'row 1',
				message:
					'Row 1 has 7.87 hours of ARB on 2026-10-14 but no clock times; a tidredovisning needs when each shift began and ended',
				description: 'Export with starttid and sluttid, or take the shifts from the system that has them.',
				found: '7.87',
			},
		]);
	});

	test('a supplement is told once for all its rows and not reported', async () => {
		const row = worked('OB1', '2026-10-01T20:00:00', '2026-10-01T22:00:00');
		const { rows, problems } = await read(
			times(worked('TID', '2026-10-01T14:00:00', '2026-10-01T22:00:00'), row, row),
		);
		expect(rows).toHaveLength(1);
		expect(problems).toEqual([
			{
				code: 'ROW_NOT_ASSISTANCE',
				level: 'info',
				path: 'tidkod "OB1"',
				message: '2 rows have the time code OB1, a supplement to time that other rows have: it adds no time',
				description: 'Nothing needs to be done.',
				found: 'OB1',
			},
		]);
	});

	test('time that is no assistance is warned of', async () => {
		const { problems } = await read(times(worked('RE1', '2026-10-01T08:00:00', '2026-10-01T10:00:00')));
		expect(problems[0]).toMatchObject({
			code: 'ROW_NOT_ASSISTANCE',
			level: 'warning',
			message: '1 row has the time code RE1, which is other time than assistance: nothing of it is reported',
		});
	});

	test('a code that PAXml does not define stops the report, until the provider says what it is', async () => {
		const sections = times(worked('PASS', '2026-10-01T08:00:00', '2026-10-01T10:00:00'));
		const unknown = await read(sections);
		expect(unknown.unread).toHaveLength(1);
		expect(unknown.problems).toEqual([
			{
				code: 'TIDKOD',
				level: 'error',
				path: 'tidkod "PASS"',
				message: '1 row has the time code "PASS", which PAXml does not define (row 1)',
				description:
					'Say in the settings for PAXml, under "codes", what the code is: work, waiting time (jour), on-call time (beredskap), absence, a supplement or time to leave out.',
				found: 'PASS',
			},
		]);
		const told = await read(sections, { paxml: { codes: { pass: 'vanteTid' } } });
		expect(told.rows).toMatchObject([{ Tidstyp: 'Vänte' }]);
		expect(told.problems).toEqual([]);
	});
});

describe('schematransaktioner', () => {
	test('planned days become shifts, with a warning that they were planned', async () => {
		const file = await read(
			schedule(
				'<dag datum="2026-10-01" starttid="22:00:00" sluttid="06:00:00" timmar="8.00"/>',
				'<dag datum="2026-10-03" timmar="0"/>',
				'<dag datum="2026-10-04" starttid="08:00" sluttid="24:00" timmar="16"/>',
			) + PERSONAL,
		);
		expect(stretches(file)).toEqual([
			['2026-10-01T22:00', '2026-10-02T06:00', 'Aktiv'],
			['2026-10-04T08:00', '2026-10-05T00:00', 'Aktiv'],
		]);
		expect(file.rowNumbers).toEqual([1, 3]);
		expect(file.problems).toEqual([
			{
				code: 'ROWS_PLANNED',
				level: 'warning',
				path: 'schematransaktioner',
				message:
					'2 rows come from the schedule (schematransaktioner): planned time, not time that someone reported as worked',
				description:
					'Make sure that they were worked before anyone signs, or export tidtransaktioner with clock times.',
				found: '2',
			},
		]);
	});

	test('planned hours without clock times are refused', async () => {
		const file = await read(schedule('<dag datum="2026-10-01" timmar="8.00"/>') + PERSONAL);
		expect(file.unread).toEqual([{ row: 1, assistent: ASSISTENT, personSomHarAssistans: null }]);
		expect(file.problems).toMatchObject([
			{
				code: 'NO_CLOCK_TIMES',
				message:
					'Row 1 has 8.00 planned hours on 2026-10-01 but no clock times; a tidredovisning needs when each shift began and ended',
			},
		]);
	});

	const planned = '<dag datum="2026-10-01" starttid="08:00:00" sluttid="16:00:00" timmar="8.00"/>';

	test.each([
		['at the start', '08:00:00', '10:00:00', [['2026-10-01T10:00', '2026-10-01T16:00', 'Aktiv']]],
		['at the end', '14:00:00', '18:00:00', [['2026-10-01T08:00', '2026-10-01T14:00', 'Aktiv']]],
		[
			'in the middle',
			'10:00:00',
			'12:00:00',
			[
				['2026-10-01T08:00', '2026-10-01T10:00', 'Aktiv'],
				['2026-10-01T12:00', '2026-10-01T16:00', 'Aktiv'],
			],
		],
		['over all of it', '08:00:00', '16:00:00', []],
		['beside it', '16:00:00', '18:00:00', [['2026-10-01T08:00', '2026-10-01T16:00', 'Aktiv']]],
	])('absence with clock times %s is taken out of it', async (_, start, end, left) => {
		const file = await read(
			schedule(planned) + times(worked('SJK', `2026-10-01T${start}`, `2026-10-01T${end}`)),
		);
		expect(stretches(file)).toEqual(left);
		expect(codes(file.problems)).toContain('ROW_ABSENCE');
	});

	test.each([
		['for all its hours', '<datum>2026-10-01</datum><timmar>8.00</timmar>'],
		['for the whole day', '<datum>2026-10-01</datum>'],
		[
			'for the whole week',
			'<datumfrom>2026-09-28</datumfrom><datumtom>2026-10-04</datumtom><omfattning>100</omfattning>',
		],
	])('absence %s takes the whole of it', async (_, row) => {
		const file = await read(schedule(planned) + times(tidtrans(`<tidkod>SJK</tidkod>${row}`)));
		expect(file.rows).toEqual([]);
		expect(file.unread).toEqual([]);
	});

	test.each([
		['some of its hours', '<datum>2026-10-01</datum><timmar>3.5</timmar>'],
		['half of the day', '<datum>2026-10-01</datum><omfattning>50</omfattning>'],
	])('absence for %s leaves open when the rest was: refused', async (_, row) => {
		const file = await read(schedule(planned) + times(tidtrans(`<tidkod>SJK</tidkod>${row}`)));
		expect(file.rows).toEqual([]);
		expect(file.unread).toEqual([{ row: 2, assistent: ASSISTENT, personSomHarAssistans: null }]);
		expect(file.problems.find(({ code }) => code === 'NO_CLOCK_TIMES')?.message).toBe(
			'Row 2 (dag) was planned 08:00–16:00 on 2026-10-01, but row 1 (SJK) is about a part of that day and has no clock times: nobody knows what was worked',
		);
	});

	test('absence of someone else takes nothing', async () => {
		const row = `<tidtrans persnr="${OTHER}"><tidkod>SJK</tidkod><datum>2026-10-01</datum></tidtrans>`;
		expect((await read(schedule(planned) + times(row))).rows).toHaveLength(1);
	});

	test.each([
		['beside it', 'ÖT1', '16:00:00', '18:00:00', [['2026-10-01T08:00', '2026-10-01T16:00']]],
		['a night later', 'JR1', '22:00:00', '23:00:00', [['2026-10-01T08:00', '2026-10-01T16:00']]],
		[
			'within it',
			'JR1',
			'10:00:00',
			'12:00:00',
			[
				['2026-10-01T08:00', '2026-10-01T10:00'],
				['2026-10-01T12:00', '2026-10-01T16:00'],
			],
		],
		['over all of it', 'TID', '07:00:00', '17:00:00', []],
	])('worked time %s has its own row, and the plan keeps the rest', async (_, code, start, end, left) => {
		const time = [`2026-10-01T${start}`, `2026-10-01T${end}`] as const;
		const file = await read(schedule(planned) + times(worked(code, ...time)));
		const [row, ...rest] = file.rows.map(({ Start, Slut }) => [Start, Slut]);
		expect(row).toEqual([`2026-10-01T${start.slice(0, 5)}`, `2026-10-01T${end.slice(0, 5)}`]);
		expect(rest).toEqual(left);
		expect(file.unread).toEqual([]);
	});

	test.each([
		[
			'worked time',
			worked('TID', '2026-10-01T08:00:00', '2026-10-01T16:00:00'),
			planned,
			'08:00:00–16:00:00',
		],
		['absence', tidtrans('<tidkod>SJK</tidkod><datum>2026-10-01</datum>'), planned, '08:00:00–16:00:00'],
		[
			'worked time, where it has hours only,',
			worked('TID', '2026-10-01T09:00:00', '2026-10-01T15:00:00'),
			'<dag datum="2026-10-01" timmar="8,00"/>',
			'8,00 hours',
		],
	])('a planned day whose place %s takes is named', async (_, row, dag, found) => {
		const { problems, unread } = await read(schedule(dag) + times(row));
		expect(unread).toEqual([]);
		expect(problems.filter(({ code }) => code === 'ROW_NOT_REPORTED')).toEqual([
			{
				code: 'ROW_NOT_REPORTED',
				level: 'info',
				path: 'row 2',
				message: `Row 2: what was planned on 2026-10-01 (${found}) is not reported: worked time or absence of other rows takes its place`,
				description: 'Nothing needs to be done where those rows are right.',
				found,
			},
		]);
	});

	describe('a planned night', () => {
		const night = '<dag datum="2026-10-01" starttid="22:00:00" sluttid="07:00:00" timmar="9"/>';
		const whole = [['2026-10-01T22:00', '2026-10-02T07:00', 'Aktiv']];

		test.each([
			['for the whole of its first day is taken whole', '<datum>2026-10-01</datum>', []],
			[
				'for the whole of the next day is cut at midnight',
				'<datum>2026-10-02</datum><omfattning>100</omfattning>',
				[['2026-10-01T22:00', '2026-10-02T00:00', 'Aktiv']],
			],
			[
				'for hours of the next day, when no shift begins, may be of its end: refused',
				'<datum>2026-10-02</datum><timmar>9</timmar>',
				[],
			],
			['for the day before is left', '<datum>2026-09-30</datum>', whole],
			['for the day after it ended is left', '<datum>2026-10-03</datum>', whole],
		])('with absence %s', async (_, absence, left) => {
			const file = await read(schedule(night) + times(tidtrans(`<tidkod>SJK</tidkod>${absence}`)));
			expect(stretches(file)).toEqual(left);
		});
	});

	test.each([
		['nobody', {}],
		['the schedule of another employee', { schedulePersons: { '102': SCHEDULE.schedulePersons?.['101'] } }],
	])('where the settings name %s, it is told what to say there', async (_, paxmlOptions) => {
		const file = await read(schedule(planned) + PERSONAL, { paxml: paxmlOptions });
		expect(file.rows).toEqual([]);
		expect(file.unread).toEqual([{ row: 1, assistent: ASSISTENT, personSomHarAssistans: null }]);
		expect(file.problems).toEqual([
			{
				code: 'ROW_PERSON',
				level: 'error',
				path: 'row 1',
				message:
					'Row 1 is from a schedule, which never says who received assistance, and nobody is known for the employee "101"',
				description:
					'Say in the settings for PAXml, under "schedulePersons", whose schedule it is, by anstid or persnr.',
				found: '',
			},
		]);
	});

	test.each(['101', ASSISTENT, '891107-9930'])('the settings may name the employee by %s', async (key) => {
		const paxmlOptions = { schedulePersons: { [key]: SCHEDULE.schedulePersons?.['101'] } };
		const file = await read(schedule(planned) + PERSONAL, { paxml: paxmlOptions });
		expect(file.rows).toMatchObject([{ 'Brukare personnummer': BRUKARE }]);
	});
});

describe('the person who receives assistance', () => {
	const work =
		'<tidkod>TID</tidkod><starttid>2026-10-01T08:00:00</starttid><sluttid>2026-10-01T10:00:00</sluttid>';
	const row = (rest: string) =>
		`<tidtransaktioner><tidtrans anstid="101">${work}${rest}</tidtrans></tidtransaktioner>${PERSONAL}`;
	const client = { 'Brukare personnummer': BRUKARE, 'Brukare förnamn': 'José', 'Brukare efternamn': 'Öberg' };

	test.each([
		['as customer', `<kundnr info="José Öberg">${BRUKARE}</kundnr>`, ''],
		['as customer, last name first', `<kundnr info="Öberg, José">${BRUKARE}</kundnr>`, ''],
		[
			'as unit',
			`<resenheter><resenhet dim="1" id="4711"/><resenhet dim="2" id="${BRUKARE}"/></resenheter>`,
			`<resultatenheter><resultatenhet dim="2" id="${BRUKARE}" namn="José Öberg"/></resultatenheter>`,
		],
	])('is found %s', async (_, rest, sections) => {
		expect((await read(sections + row(rest))).rows).toMatchObject([client]);
	});

	test('is found by the provider’s own table', async () => {
		const persons = { '7': { personnummer: BRUKARE, fornamn: 'José', efternamn: 'Öberg' } };
		const file = await read(row('<kundnr>7</kundnr>'), { paxml: { persons } });
		expect(file.rows).toMatchObject([{ ...client, 'PAXml kundnr': '7' }]);
	});

	const persons = {
		'7': { personnummer: BRUKARE, fornamn: 'José', efternamn: 'Öberg' },
		'2/8': { personnummer: '199801239949', fornamn: 'Anna-Karin', efternamn: 'Öberg' },
	};
	const unit = (dim: number, id: string) => `<resenhet dim="${dim}" id="${id}"/>`;

	test('is found by a unit with its dimension; other units stand for costs', async () => {
		const units = `<resenheter>${unit(1, '8')}${unit(2, '8')}</resenheter>`;
		const file = await read(row(units), { paxml: { persons } });
		expect(file.rows).toMatchObject([{ 'Brukare förnamn': 'Anna-Karin' }]);
	});

	test('may be said twice, by customer and by unit', async () => {
		const twice = `<kundnr>19810816-9924</kundnr><resenheter>${unit(1, '7')}</resenheter>`;
		const file = await read(row(twice), { paxml: { persons } });
		expect(file).toMatchObject({ rows: [{ 'Brukare personnummer': '19810816-9924' }], problems: [] });
	});

	test.each([
		['says nothing', `<resenheter>${unit(1, '4711')}</resenheter>`, 'does not say who received assistance'],
		[
			'has an unknown customer, whatever its unit',
			`<kundnr>9</kundnr><resenheter>${unit(1, '7')}</resenheter>`,
			'has the kundnr "9", which is unknown',
		],
		[
			'has a customer named as an object has a method',
			'<kundnr>constructor</kundnr>',
			'has the kundnr "constructor", which is unknown',
		],
		[
			'has a customer and the unit of another',
			`<kundnr>7</kundnr><resenheter>${unit(2, '8')}</resenheter>`,
			'names two persons, by kundnr "7" and by resenhet "2/8"',
		],
		[
			'has the units of two',
			`<resenheter>${unit(1, '7')}${unit(2, '8')}</resenheter>`,
			'names two persons, by resenhet "1/7" and by resenhet "2/8"',
		],
	])('is refused where the row %s', async (_, rest, said) => {
		const file = await read(row(rest), { paxml: { persons } });
		expect(file.rows).toEqual([]);
		expect(file.unread).toEqual([{ row: 1, assistent: ASSISTENT, personSomHarAssistans: null }]);
		expect(file.problems).toEqual([
			{
				code: 'ROW_PERSON',
				level: 'error',
				path: 'row 1',
				message: `Row 1 ${said}`,
				description:
					'Say in the settings for PAXml, under "persons", who it is, by kundnr or by resenhet (id, or dim/id where an id stands for several).',
				found: '',
			},
		]);
	});
});

describe('the file', () => {
	const sections = times(worked('TID', '2026-10-01T08:00:00', '2026-10-01T10:00:00'));

	test.each([
		['UTF-8', new TextEncoder().encode(paxml(sections))],
		['ISO-8859-1', Buffer.from(paxml(sections, 'ISO-8859-1'), 'latin1')],
		['Windows-1252', Buffer.from(paxml(sections, 'windows-1252'), 'latin1')],
		['UTF-16 LE', Buffer.from(`\ufeff${paxml(sections, 'UTF-16')}`, 'utf16le')],
		['UTF-16 BE', Buffer.from(`\ufeff${paxml(sections, 'UTF-16')}`, 'utf16le').swap16()],
	])('is read in %s', async (encoding, bytes) => {
		const file = await readExportFile(bytes);
		expect(file.rows).toMatchObject([{ 'Assistent förnamn': 'Åsa' }]);
		expect(file.recognised).toMatchObject({ format: 'PAXml', encoding, rows: 1, delimiter: null });
		expect(describeRecognised(file.recognised)).toMatch(
			new RegExp(`^1 row; PAXml; encoding ${encoding}; columns Assistent personnummer, `, 'u'),
		);
	});

	test('in a namespace of its own is read as well', async () => {
		const text = paxml(sections)
			.replace('<paxml ', '<p:paxml xmlns:p="urn:x" ')
			.replace('</paxml>', '</p:paxml>');
		expect((await readExportFile(new TextEncoder().encode(text))).rows).toHaveLength(1);
	});

	test.each([
		['<paxml><header>', 'XML_MALFORMED', /^The file is not well-formed XML: /u],
		['<!DOCTYPE paxml [<!ENTITY x "y">]><paxml>&x;</paxml>', 'XML_UNSAFE', /DOCTYPE/u],
		['<?xml version="1.0" encoding="EBCDIC"?><paxml/>', 'XML_ENCODING', /"EBCDIC"/u],
		['<Tidredovisning/>', 'EXPORT_FORMAT', /^The file is XML of another kind: <Tidredovisning>\.$/u],
		['<html/>', 'EXPORT_FORMAT', /^The file is XML of another kind: <html>\.$/u],
		[
			'<paxml/>',
			'EXPORT_EMPTY',
			/^The file has no worked time in tidtransaktioner or schematransaktioner\.$/u,
		],
	])('%s is told as %s', async (text, code, message) => {
		const file = await readExportFile(new TextEncoder().encode(text));
		expect(file.rows).toEqual([]);
		expect(file.problems).toHaveLength(1);
		expect(file.problems[0]).toMatchObject({ code, level: 'error', message: expect.stringMatching(message) });
	});
});

test('every code has one meaning', () => {
	expect(codeMeanings()('SJK')).toBe('absence');
	expect(codeMeanings()(' na\u0308r ')).toBe('absence');
	expect(codeMeanings()('toString')).toBeUndefined();
	expect(codeMeanings({ TID: 'leaveOut' })('TID')).toBe('leaveOut');
});
