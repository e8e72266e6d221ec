import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';

import { buildReports, type BuildResult } from '../../src/report/build/build';
import type { BuildReportsOptions } from '../../src/report/build/types';
import { readPaxmlOptions } from '../../src/report/build/paxmlOptions';
import { readProviderDefaults } from '../../src/report/build/providerDefaults';

const PERSONAL =
	'<personal><person anstid="7" persnr="19860518-9847"><fornamn>Örjan</fornamn><efternamn>Ström</efternamn></person></personal>';
const CLIENT = { personnummer: '20020224-9942', fornamn: 'José', efternamn: 'Öztürk' };
const SETTINGS = { schedulePersons: { '7': CLIENT }, persons: { K: CLIENT } };

const OPTIONS: BuildReportsOptions = {
	month: '2026-10',
	today: '2026-11-03',
	defaults: readProviderDefaults({
		anordnareNamn: 'Exempel Assistans AB',
		organisationsnummer: '5547165067',
		kontaktperson: 'Kim Kontakt',
		telefonnummer: '08-465 004 00',
		telefonnummerAnordnare: '08-465 004 00',
		kollektivavtal: true,
		employer: 'anordnare',
	}),
	paxml: readPaxmlOptions(SETTINGS),
};

const DAGAR =
	'<dag datum="2026-10-02" timmar="8" starttid="08:00:00" sluttid="16:00:00"/><dag datum="2026-10-05" timmar="8" starttid="08:00:00" sluttid="16:00:00"/>';

function plan(dagar = DAGAR): string {
	return `<schematransaktioner><schema anstid="7">${dagar}</schema></schematransaktioner>`;
}

function time(code: string, content: string, attributes = 'anstid="7"'): string {
	return `<tidtransaktioner><tidtrans ${attributes}><tidkod>${code}</tidkod>${content}</tidtrans></tidtransaktioner>`;
}

async function build(sections: string, options: Partial<BuildReportsOptions> = {}): Promise<BuildResult> {
	const file = new TextEncoder().encode(`<paxml>${PERSONAL}${sections}</paxml>`);
	return await buildReports({ file }, { ...OPTIONS, ...options });
}

/** What the documents that can be signed say: `2 08.00-16.00`. */
function reported({ items }: BuildResult): string[] {
	return items.flatMap(({ rows }) => rows.map(({ dag, fromTid, tomTid }) => `${dag} ${fromTid}-${tomTid}`));
}

/** Why nothing could be built: the errors' codes and messages. */
function errors({ reports }: BuildResult): string[] {
	return reports.flatMap(({ error }) =>
		(error?.problems ?? [])
			.filter(({ level }) => level === 'error')
			.map(({ code, message }) => `${code} ${message}`),
	);
}

const BOTH = ['2 08.00-16.00', '5 08.00-16.00'];

describe('an absence with a date in another spelling of XML takes the planned day out', () => {
	test.each([
		'<datum>2026-10-02</datum>',
		'<datum>2026-10-02+02:00</datum>',
		'<datum>2026-10-02Z</datum>',
		'<datum>2026-10-02T00:00:00</datum>',
		'<datum>2026-10-02T00:00:00.000+02:00</datum>',
		'<datum>2026-10-01T22:00:00Z</datum>',
		'<datum>2026-10-02T09:41:07.1234567+02:00</datum>',
		'<datum>20261002</datum>',
		'<datumfrom>2026-10-01+02:00</datumfrom><datumtom>2026-10-03+02:00</datumtom>',
		'<datumfrom>2026-10-01T22:00:00Z</datumfrom><datumtom>2026-10-02T21:59:00Z</datumtom>',
		'<datum>2026-10-02</datum><omfattning>100.00</omfattning><timmar>0</timmar>',
		'<datum>2026-10-02</datum><timmar>8,00</timmar>',
		'<starttid>2026-10-02T00:00:00</starttid><sluttid>2026-10-02T23:59:59</sluttid>',
		'<starttid>2026-10-02T06:00:00Z</starttid><sluttid>2026-10-02T14:00:00.000Z</sluttid>',
		'<datum>2026-10-02</datum><starttid>08:00:00+02:00</starttid><sluttid>16:00:00+02:00</sluttid>',
		'<datum>2026-10-02</datum><starttid>06:00:00Z</starttid><sluttid>14:00:00Z</sluttid>',
	])('%s', async (content) => {
		const result = await build(time('SJK', content) + plan());
		expect(reported(result)).toEqual(['5 08.00-16.00']);
		expect(result.problems.map(({ code }) => code)).toContain('ROW_ABSENCE');
	});
});

describe('an absence of which anything cannot be understood stops every report of the person', () => {
	test.each([
		['<datum>2026-10-32</datum>', 'ROW_DAY', 'datum "2026-10-32" is not a date'],
		['<datum>2026-10-02-11:00</datum>', 'ROW_DAY', 'datum "2026-10-02-11:00" is not a date'],
		['<datum>imorgon</datum>', 'ROW_DAY', 'datum "imorgon" is not a date'],
		['<omfattning>100</omfattning>', 'ROW_DAY', 'datum is missing'],
		[
			'<datumfrom>2026-10-05</datumfrom><datumtom>2026-10-02</datumtom>',
			'ROW_ORDER',
			'datumtom "2026-10-02" is before the first day 2026-10-05',
		],
		['<datumfrom>2026-10-02</datumfrom>', 'ROW_ORDER', 'datumfrom "2026-10-02" has no datumtom'],
		['<datumtom>2026-10-02</datumtom>', 'ROW_ORDER', 'datumtom "2026-10-02" has no datumfrom'],
		[
			'<datumfrom>2026-10-02</datumfrom><datumtom>okänt</datumtom>',
			'ROW_DAY',
			'datumtom "okänt" is not a date',
		],
		[
			'<datum>2026-10-02</datum><datumfrom>2026-10-05</datumfrom><datumtom>2026-10-05</datumtom>',
			'ROW_ORDER',
			'datumfrom "2026-10-05" is another day than datum "2026-10-02"',
		],
		['<datum>2026-10-02</datum><datum>2026-10-05</datum>', 'ELEMENT_TWICE', 'datum occurs more than once'],
		[
			'<datum>2026-10-02</datum><starttid>8</starttid><sluttid>16</sluttid>',
			'ROW_TIME',
			'starttid "8" is not a clock time',
		],
		['<datum>2026-10-02</datum><starttid>13:00</starttid>', 'ROW_TIME', 'starttid "13:00" has no sluttid'],
		['<datum>2026-10-02</datum><sluttid>13:00</sluttid>', 'ROW_TIME', 'sluttid "13:00" has no starttid'],
		['<starttid>13:00</starttid><sluttid>15:00</sluttid>', 'ROW_TIME', 'starttid "13:00" has no datum'],
		[
			'<datum>2026-10-02</datum><starttid>13:00</starttid><sluttid>13:00</sluttid>',
			'ROW_ORDER',
			'sluttid "13:00" is the same as starttid "13:00"',
		],
		[
			'<starttid>2026-10-02T13:00:00</starttid><sluttid>2026-10-02T12:00:00</sluttid>',
			'ROW_ORDER',
			'sluttid "2026-10-02T12:00:00" is before starttid "2026-10-02T13:00:00"',
		],
		[
			'<datum>2026-10-05</datum><starttid>2026-10-02T13:00:00</starttid><sluttid>2026-10-02T15:00:00</sluttid>',
			'ROW_DAY',
			'starttid "2026-10-02T13:00:00" is on another day than 2026-10-05',
		],
		[
			'<datumfrom>2026-10-02</datumfrom><datumtom>2026-10-05</datumtom><starttid>08:00</starttid><sluttid>12:00</sluttid>',
			'ROW_DAY',
			'sluttid "12:00" is on another day than 2026-10-05',
		],
		[
			'<datum>2026-10-02</datum><starttid>08:00:00+01:00</starttid><sluttid>16:00:00+01:00</sluttid>',
			'ROW_TIME',
			'starttid "08:00:00+01:00" is not a clock time',
		],
		['<datum>2026-10-02</datum><timmar>-8</timmar>', 'ROW_HOURS', 'timmar "-8" is not a length of time'],
		[
			'<datum>2026-10-02</datum><omfattning>hel</omfattning>',
			'ROW_HOURS',
			'omfattning "hel" is not a number of per cent from 0 to 100',
		],
		[
			'<datum>2026-10-02</datum><omfattning>150</omfattning>',
			'ROW_HOURS',
			'omfattning "150" is not a number of per cent from 0 to 100',
		],
	])('%s', async (content, code, what) => {
		for (const leaveOutUnreadable of [false, true]) {
			const result = await build(time('SJK', content) + plan(), { leaveOutUnreadable });
			expect(reported(result)).toEqual([]);
			expect(errors(result)).toContain(`${code} Row 1 (tidtrans SJK): ${what}`);
		}
	});
});

describe('a row whose employee is not known stops every report', () => {
	test.each([
		['', 'has neither anstid nor persnr'],
		['anstid="8"', 'has the anstid "8", which is not in personal'],
		['persnr="19891107-9930"', 'has the persnr "19891107-****", which is not in personal'],
		['persnr="1986-05-18"', 'has the persnr "1986-05-18", which is not a personnummer'],
		[
			'anstid="7" persnr="19891107-9930"',
			'has the persnr "19891107-****", but the anstid "7" of another person in personal',
		],
	])('%s', async (attributes, what) => {
		for (const leaveOutUnreadable of [false, true]) {
			const absence = time('SJK', '<datum>2026-10-02</datum>', attributes);
			const result = await build(absence + plan(), { leaveOutUnreadable });
			expect(reported(result)).toEqual([]);
			expect(errors(result)).toContain(`ROW_EMPLOYEE Row 1 (tidtrans) ${what}`);
		}
	});

	test('with an anstid that two persons in personal have', async () => {
		const other =
			'<personal><person anstid="7" persnr="19891107-9930"><fornamn>Åsa</fornamn><efternamn>Sjöö</efternamn></person></personal>';
		const result = await build(other + plan());
		expect(errors(result)).toContain(
			'ROW_EMPLOYEE Row 1 (dag) has the anstid "7", which several in personal have',
		);
	});
});

describe('an anstid with zeros before it', () => {
	const absence = time('SJK', '<datum>2026-10-02</datum>', 'anstid="007"');

	test('is the one in personal that is the same without them, with a warning', async () => {
		const result = await build(absence + plan());
		expect(reported(result)).toEqual(['5 08.00-16.00']);
		expect(result.items[0]?.problems).toContainEqual(
			expect.objectContaining({
				code: 'ANSTID_SPELLING',
				level: 'warning',
				message:
					'The anstid "007" is read as "7", the only one in personal that is the same without zeros before it',
			}),
		);
	});

	test('is nobody where two persons are the same without them', async () => {
		const other =
			'<personal><person anstid="07" persnr="19891107-9930"><fornamn>Åsa</fornamn><efternamn>Sjöö</efternamn></person></personal>';
		const result = await build(other + absence + plan());
		expect(reported(result)).toEqual([]);
		expect(errors(result)).toContain(
			'ROW_EMPLOYEE Row 1 (tidtrans) has the anstid "007", which several in personal have',
		);
	});
});

/** One code of every kind. */
const CODES = [
	['TID', 'worked'],
	['ÖT1', 'worked'],
	['JR1', 'worked'],
	['BE1', 'worked'],
	['SJK', 'taken'],
	['SEM', 'taken'],
	['VAB', 'taken'],
	['RE1', 'taken'],
	['NV1', 'taken'],
	['SCH', 'taken'],
	['OB1', 'supplement'],
	['LT1', 'supplement'],
	['FLX', 'supplement'],
	['HLG', 'supplement'],
	['TS1', 'supplement'],
	['MYSTIK', 'unknown'],
] as const;

const FORMS = [
	['clock times', '<datum>2026-10-02</datum><starttid>13:00:00</starttid><sluttid>15:00:00</sluttid>'],
	['dates and clock times', '<starttid>2026-10-02T13:00:00</starttid><sluttid>2026-10-02T15:00:00</sluttid>'],
	['instants', '<starttid>2026-10-02T11:00:00Z</starttid><sluttid>2026-10-02T13:00:00Z</sluttid>'],
	['a day', '<datum>2026-10-02</datum>'],
	['a whole day', '<datum>2026-10-02</datum><omfattning>100</omfattning>'],
	['a period', '<datumfrom>2026-10-01</datumfrom><datumtom>2026-10-03</datumtom>'],
	['all hours of a day', '<datum>2026-10-02</datum><timmar>8</timmar>'],
	['some hours of a day', '<datum>2026-10-02</datum><timmar>2</timmar>'],
	['half of a day', '<datum>2026-10-02</datum><omfattning>50</omfattning>'],
	['hours alone', '<timmar>2</timmar>'],
	['nothing', ''],
	['an unreadable day', '<datum>2026-10-32</datum><timmar>2</timmar>'],
	['an unreadable clock time', '<datum>2026-10-02</datum><starttid>13.5</starttid><sluttid>15</sluttid>'],
] as const;

/** Whether a document says that a minute of 13.00–15.00 on the second was worked. */
function saysWorked(result: BuildResult): boolean {
	return reported(result).some((row) => {
		const [, dag = '', from = '', to = ''] = /^(\d+) (\S+)-(\S+)$/u.exec(row) ?? [];
		return dag === '2' && from < '15.00' && to > '13.00';
	});
}

describe('message and document agree for every kind of code and form of time', () => {
	const each = CODES.flatMap(([code, kind]) =>
		FORMS.map(([form, content]) => [code, form, kind, content] as const),
	);

	test.each(each)('%s with %s', async (code, form, kind, content) => {
		for (const leaveOutUnreadable of [false, true]) {
			const result = await build(time(code, `${content}<kundnr>K</kundnr>`) + plan(), { leaveOutUnreadable });
			if (kind === 'worked' && form.includes('clock times')) {
				expect(reported(result)).toEqual([
					'2 08.00-13.00',
					'2 13.00-15.00',
					'2 15.00-16.00',
					'5 08.00-16.00',
				]);
			} else if (kind === 'taken' || kind === 'supplement' || kind === 'unknown') {
				// Whatever the messages call absence, other time or unknown is in no document.
				expect(saysWorked(result)).toBe(false);
			}
			const messages = result.problems.map(({ message }) => message).join('\n');
			if (result.items.length === 0) expect(errors(result).join('\n')).toMatch(/\brow 1\b/iu);
			else if (kind !== 'worked') expect(messages).toContain(code);
		}
	});

	test('a supplement to worked time that has clock times adds nothing and takes nothing', async () => {
		const rows = `<tidtransaktioner><tidtrans anstid="7"><tidkod>TID</tidkod><datum>2026-10-02</datum><starttid>08:00</starttid><sluttid>16:00</sluttid><kundnr>K</kundnr></tidtrans><tidtrans anstid="7"><tidkod>OB1</tidkod><datum>2026-10-02</datum><timmar>2</timmar></tidtrans></tidtransaktioner>`;
		const result = await build(rows + plan());
		expect(reported(result)).toEqual(BOTH);
	});

	test('a supplement of fewer than no hours stops the planned day that it is about, and no other', async () => {
		const result = await build(time('FLX', '<datum>2026-10-02</datum><timmar>-2</timmar>') + plan(), {
			leaveOutUnreadable: true,
		});
		expect(reported(result)).toEqual(['5 08.00-16.00']);
		expect(result.problems.map(({ code, level }) => `${level} ${code}`)).toContain('warning ROW_HOURS');
	});

	test('worked time that does not say when leaves the planned time of its day in doubt', async () => {
		const rows = time('JR1', '<datum>2026-10-02</datum><timmar>3</timmar><kundnr>K</kundnr>');
		const result = await build(rows + plan(), { leaveOutUnreadable: true });
		expect(reported(result)).toEqual(['5 08.00-16.00']);
	});

	test.each(['50', '25.5'])('omfattning %s of worked time stops it', async (share) => {
		const result = await build(
			time(
				'ARB',
				`<datum>2026-10-01</datum><starttid>08:00</starttid><sluttid>16:00</sluttid><omfattning>${share}</omfattning><kundnr>K</kundnr>`,
			),
		);
		expect(reported(result)).toEqual([]);
		expect(errors(result)).toEqual([
			`ROW_HOURS Row 1 (tidtrans ARB): omfattning "${share}" says that only a part of the time was worked`,
		]);
	});

	test.each(['0', '100'])('omfattning %s of worked time changes nothing', async (share) => {
		const result = await build(
			time(
				'ARB',
				`<datum>2026-10-01</datum><starttid>08:00</starttid><sluttid>16:00</sluttid><omfattning>${share}</omfattning><kundnr>K</kundnr>`,
			),
		);
		expect(reported(result)).toEqual(['1 08.00-16.00']);
	});

	test('a day that the schedule has twice is refused', async () => {
		const dag = '<dag datum="2026-10-02" timmar="8" starttid="08:00:00" sluttid="16:00:00"/>';
		expect(reported(await build(plan(dag + dag)))).toEqual([]);
	});

	test('a code that the provider calls a supplement adds nothing and takes nothing of the schedule', async () => {
		const paxml = readPaxmlOptions({ ...SETTINGS, codes: { OB1: 'supplement' } });
		const result = await build(time('OB1', '<datum>2026-10-02</datum><timmar>2</timmar>') + plan(), {
			paxml,
		});
		expect(reported(result)).toEqual(BOTH);
	});
});

describe('worked time that another row calls absence is refused', () => {
	const worked =
		'<tidtrans anstid="7"><tidkod>ARB</tidkod><datum>2026-10-02</datum><starttid>08:00</starttid><sluttid>16:00</sluttid><kundnr>K</kundnr></tidtrans>';
	const both = (code: string, content: string) =>
		`<tidtransaktioner>${worked}<tidtrans anstid="7"><tidkod>${code}</tidkod>${content}</tidtrans></tidtransaktioner>`;

	test.each([
		['SJK', '<datum>2026-10-02</datum><starttid>13:00</starttid><sluttid>15:00</sluttid>', 'was absence'],
		['SJK', '<datum>2026-10-02</datum><omfattning>100</omfattning>', 'was absence'],
		['SEM', '<datumfrom>2026-10-01</datumfrom><datumtom>2026-10-09</datumtom>', 'was absence'],
		[
			'RE1',
			'<datum>2026-10-02</datum><starttid>13:00</starttid><sluttid>15:00</sluttid>',
			'was other time than assistance',
		],
	])('%s %s', async (code, content, what) => {
		const result = await build(both(code, content));
		expect(reported(result)).toEqual([]);
		expect(errors(result)).toContain(
			`ROW_CONTRADICTED Row 1 (ARB) says that 08:00–16:00 on 2026-10-02 was worked, but row 2 (${code}) says that some of it ${what}`,
		);
	});

	test('absence after it is none of it', async () => {
		const result = await build(
			both('SJK', '<datum>2026-10-02</datum><starttid>16:00</starttid><sluttid>18:00</sluttid>'),
		);
		expect(reported(result)).toEqual(['2 08.00-16.00']);
	});

	test('absence for hours of the same day is warned of', async () => {
		const result = await build(both('SJK', '<datum>2026-10-02</datum><timmar>4</timmar>'));
		expect(reported(result)).toEqual(['2 08.00-16.00']);
		expect(result.items[0]?.problems).toContainEqual(
			expect.objectContaining({
				code: 'ROW_ABSENCE',
				level: 'warning',
				message:
					'Row 1 reports 08:00–16:00 on 2026-10-02, a day on which row 2 (SJK) is absence without clock times',
			}),
		);
	});
});

describe('timmar is compared with the clock times', () => {
	const worked = (hours: string, code = 'ARB') =>
		time(
			code,
			`<datum>2026-10-01</datum><starttid>08:00</starttid><sluttid>16:20</sluttid><timmar>${hours}</timmar><kundnr>K</kundnr>`,
		);

	test.each([
		['8.33', 'ARB', undefined],
		['8,3', 'ARB', undefined],
		['8:20', 'ARB', undefined],
		['8', 'ARB', 'error'],
		['0', 'ARB', 'error'],
		['9', 'ARB', 'warning'],
		['4.17', 'JR1', 'warning'],
	])('%s hours of %s', async (hours, code, level) => {
		const result = await build(worked(hours, code));
		const found = result.problems.find((problem) => problem.code === 'HOURS_DIFFER');
		expect(found?.level).toBe(level);
		expect(reported(result)).toEqual(level === 'error' ? [] : ['1 08.00-16.20']);
	});

	test('a planned day with fewer hours than its clock times is refused, in words of PAXml', async () => {
		const result = await build(plan('<dag datum="2026-10-02" timmar="8" starttid="08:00" sluttid="17:00"/>'));
		expect(errors(result)).toEqual([
			'HOURS_DIFFER Row 1 (dag): timmar "8" is 8 h, but from start to end it is 9 h',
		]);
	});

	test('where the builder chose a warning, the clock times are reported with it', async () => {
		const result = await build(
			plan('<dag datum="2026-10-02" timmar="8" starttid="08:00" sluttid="17:00"/>'),
			{ hoursDiffer: 'warn' },
		);
		expect(reported(result)).toEqual(['2 08.00-17.00']);
		expect(result.items[0]?.problems).toContainEqual(
			expect.objectContaining({ code: 'HOURS_DIFFER', level: 'warning', path: 'row 1' }),
		);
	});

	test('an absence of more hours than its clock times stops the planned day', async () => {
		const result = await build(
			time(
				'SJK',
				'<datum>2026-10-02</datum><starttid>08:00</starttid><sluttid>10:00</sluttid><timmar>8</timmar>',
			) + plan(),
		);
		expect(reported(result)).toEqual([]);
		expect(errors(result)).toContain(
			'HOURS_DIFFER Row 2 (dag) was planned 08:00–16:00 on 2026-10-02, but row 1 (SJK) has more hours (8) than its clock times: nobody knows what was worked',
		);
	});
});

describe('what a row says beside what PAXml has', () => {
	const clock =
		'<datum>2026-10-01</datum><starttid>08:00</starttid><sluttid>16:00</sluttid><kundnr>K</kundnr>';

	test.each([
		['<rast>30</rast>', /^BREAK_NOT_PLACED Row 1, rast: "30" /u],
		['<paus>0:30</paus>', /^BREAK_NOT_PLACED Row 1, paus: "0:30" /u],
		['<status>Okänd status</status>', /^ROW_STATUS Row 1, status: "Okänd status" /u],
		['<info>Avbokad</info>', /^ROW_STATUS Row 1, PAXml info: "Avbokad" /u],
	])('%s stops the row', async (content, message) => {
		const result = await build(time('ARB', clock + content));
		expect(reported(result)).toEqual([]);
		expect(errors(result)).toEqual([expect.stringMatching(message)]);
	});

	test.each(['<status>Avbokad</status>', '<franvaro>Sjuk</franvaro>'])(
		'%s leaves it out by name',
		async (content) => {
			const result = await build(time('ARB', clock + content));
			expect(reported(result)).toEqual([]);
			expect(result.problems.map(({ code }) => code)).toEqual(
				expect.arrayContaining([expect.stringMatching(/^ROW_(?:CANCELLED|ABSENCE)$/u)]),
			);
		},
	);

	test('a break of a planned day stops it', async () => {
		const result = await build(plan('<dag datum="2026-10-02" starttid="08:00" sluttid="17:00" rast="60"/>'));
		expect(errors(result)).toEqual([expect.stringMatching(/^BREAK_NOT_PLACED Row 1, rast: "60" /u)]);
	});

	test('a status as it should be changes nothing', async () => {
		const result = await build(time('ARB', `${clock}<status>Utförd</status><info>Dagpass</info>`));
		expect(reported(result)).toEqual(['1 08.00-16.00']);
		expect(result.items[0]?.problems.filter(({ code }) => /ELEMENT|STATUS/u.test(code))).toEqual([]);
	});

	test('elements and attributes that nothing is read from are named', async () => {
		const pay = '<lonetransaktioner><lonetrans/><lonetrans/></lonetransaktioner>';
		const result = await build(`${time('ARB', `${clock}<mystik>30</mystik>`)}<franvarolista/>${pay}`);
		expect(result.items[0]?.problems).toContainEqual(
			expect.objectContaining({
				code: 'ELEMENT_UNKNOWN',
				level: 'warning',
				message:
					'Nothing is read from these elements and attributes: lonetransaktioner (2), paxml/franvarolista (1), tidtrans/mystik (1)',
			}),
		);
	});
});

describe('what rows are made of, in another place or spelling, stops every report', () => {
	const absence = '<tidtrans anstid="7"><tidkod>SJK</tidkod><datum>2026-10-02</datum></tidtrans>';

	test.each([
		['paxml/tidtrans (1)', absence + plan()],
		['paxml/Tidtransaktioner (1)', `<Tidtransaktioner>${absence}</Tidtransaktioner>${plan()}`],
		['tidtransaktioner/Tidtrans (1)', `<tidtransaktioner><Tidtrans/></tidtransaktioner>${plan()}`],
		['dag@tidkod (1)', plan('<dag datum="2026-10-02" starttid="08:00" sluttid="16:00" tidkod="SJK"/>')],
	])('%s', async (name, sections) => {
		for (const leaveOutUnreadable of [false, true]) {
			const result = await build(sections, { leaveOutUnreadable });
			expect(reported(result)).toEqual([]);
			expect(errors(result)).toEqual([
				`ELEMENT_MISPLACED PAXml does not have these elements and attributes in this place and spelling: ${name}`,
			]);
		}
	});
});

describe('what is wrong with a person is said in words of PAXml', () => {
	const person = (attributes: string, content: string) =>
		`<paxml><personal><person ${attributes}>${content}</person></personal>${plan()}</paxml>`;
	const names = '<fornamn>Örjan</fornamn><efternamn>Ström</efternamn>';

	test.each([
		[
			'anstid="7" persnr="19860518-9848"',
			names,
			/^Row 1, persnr: "19860518-\*\*\*\*" is not a personnummer/u,
		],
		[
			'anstid="7" persnr="19860518-9847"',
			'<efternamn>Ström</efternamn>',
			/^Row 1, fornamn: the empty value is not a name/u,
		],
		[
			'anstid="7" persnr="19860518-9847"',
			names.replace('Örjan', '?rjan'),
			/^Row 1, fornamn: "\?rjan" has a question mark/u,
		],
		['anstid="7"', names, /^Row 1 \(dag\) has the anstid "7", which has no persnr in personal$/u],
	])('%s %s', async (attributes, content, message) => {
		const result = await buildReports({ file: Buffer.from(person(attributes, content)) }, OPTIONS);
		expect(result.problems.map((problem) => problem.message)).toContainEqual(expect.stringMatching(message));
		expect(JSON.stringify(result.problems)).not.toMatch(/column "/u);
	});
});

describe('rows of which only some are listed', () => {
	const day = (index: number) => `2026-10-${index + 40}`;
	const absences = (anstid: string, count: number) =>
		Array.from(
			{ length: count },
			(_, index) =>
				`<tidtrans anstid="${anstid}"><tidkod>SJK</tidkod><datum>${day(index)}</datum></tidtrans>`,
		);
	const other =
		'<personal><person anstid="8" persnr="19891107-9930"><fornamn>Åsa</fornamn><efternamn>Sjöö</efternamn></person></personal>';

	test('stop the reports of their employee too, also where unreadable rows are left out', async () => {
		const rows = `<tidtransaktioner>${[...absences('8', 25), ...absences('7', 1)].join('')}</tidtransaktioner>`;
		for (const leaveOutUnreadable of [false, true]) {
			const result = await build(other + rows + plan(), { leaveOutUnreadable });
			expect(reported(result)).toEqual([]);
			expect(result.reports.some(({ error }) => error !== null)).toBe(true);
		}
	});
});

/** Texts that are no day in the calendar, in every field and form of absence. */
const unreadableDate = fc.oneof(
	fc
		.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 32, max: 99 }))
		.map(([month, day]) => `2026-${String(month).padStart(2, '0')}-${day}`),
	fc.integer({ min: 13, max: 99 }).map((month) => `2026-${month}-02`),
	fc.constantFrom(
		'2026-10-2',
		'2.10.2026',
		'02/10/2026',
		'2026-10-02 ?',
		'2026-10',
		'10-02',
		'fredag',
		'46297',
	),
	fc.stringMatching(/^[a-zåäö?/.]{1,12}$/u),
);

test('any unreadable date in any form of absence never gives a reported minute of that person', async () => {
	await fc.assert(
		fc.asyncProperty(
			unreadableDate,
			fc.constantFrom('SJK', 'SEM', 'VAB', 'NÄR', 'RE1', 'NV9', 'OB1', 'FLX', 'X9'),
			fc.constantFrom<(date: string) => string>(
				(date) => `<datum>${date}</datum>`,
				(date) => `<datum>${date}</datum><timmar>8</timmar>`,
				(date) => `<datum>${date}</datum><starttid>13:00</starttid><sluttid>15:00</sluttid>`,
				(date) =>
					`<datum>${date}</datum><starttid>2026-10-05T13:00:00</starttid><sluttid>2026-10-05T15:00:00</sluttid>`,
				(date) => `<datumfrom>${date}</datumfrom><datumtom>2026-10-02</datumtom>`,
				(date) => `<datumfrom>2026-10-02</datumfrom><datumtom>${date}</datumtom>`,
				(date) => `<datum>2026-10-05</datum><datumtom>${date}</datumtom>`,
				(date) => `<starttid>${date}T08:00:00</starttid><sluttid>2026-10-02T16:00:00</sluttid>`,
				(date) => `<starttid>2026-10-02T08:00:00</starttid><sluttid>${date}T16:00:00+02:00</sluttid>`,
			),
			fc.boolean(),
			async (date, code, form, leaveOutUnreadable) => {
				const result = await build(time(code, form(date)) + plan(), { leaveOutUnreadable });
				expect(reported(result)).toEqual([]);
				expect(errors(result).join('\n')).toMatch(/row 1 \(/iu);
			},
		),
		{ numRuns: 150 },
	);
});

/** Exports as people meet them, where they are next to the project. */
const CASES = resolve(__dirname, '../../../shared/cases');

async function buildCase(name: string): Promise<BuildResult> {
	const paxml = readPaxmlOptions(JSON.parse(readFileSync(join(CASES, 'paxml-options.json'), 'utf8')));
	return await buildReports({ file: readFileSync(join(CASES, name)), fileName: name }, { ...OPTIONS, paxml });
}

if (existsSync(CASES)) {
	test.each<[string, string[] | RegExp]>([
		['absence-plain.xml', ['5 08.00-16.00']],
		['absence-date-with-zone.xml', ['5 08.00-16.00']],
		['absence-period-with-zone.xml', []],
		['absence-impossible-date.xml', /^ROW_DAY Row 1 \(tidtrans SJK\): datum "2026-10-32" is not a date$/mu],
		[
			'absence-ends-before-it-begins.xml',
			/^ROW_ORDER Row 1 \(tidtrans SJK\): datumtom "2026-10-02" is before/mu,
		],
		['absence-clock-unreadable.xml', /^ROW_TIME Row 1 \(tidtrans SJK\): starttid "8" is not a clock time$/mu],
		['other-time-inside-plan.xml', ['2 08.00-13.00', '2 15.00-16.00']],
		[
			'hours-below-clock.xml',
			/^HOURS_DIFFER Row 1 \(tidtrans\): timmar "8\.0" is 8 h, but from start to end it is 8 h 30 min$/mu,
		],
		[
			'schedule-hours-below-clock.xml',
			/^HOURS_DIFFER Row 1 \(dag\): timmar "8" is 8 h, but from start to end it is 9 h$/mu,
		],
		[
			'no-personal.xml',
			/^ROW_EMPLOYEE Row 1 \(tidtrans\) has the persnr "19860518-\*\*\*\*", which is not in personal$/mu,
		],
		['anstid-leading-zeros.xml', ['1 08.00-16.00']],
	])('the case %s has its right outcome', async (name, outcome) => {
		const result = await buildCase(name);
		if (outcome instanceof RegExp) {
			expect(reported(result)).toEqual([]);
			expect(errors(result).join('\n')).toMatch(outcome);
		} else expect(reported(result)).toEqual(outcome);
	});
}
