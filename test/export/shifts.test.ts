import { DateTime } from 'luxon';
import { readShifts, type ReadShiftsOptions } from '../../src/export/shifts';
import { brief } from '../tidredovisning/aReport';

const SWEDISH = {
	'Assistent personnummer': '19891107-9930',
	'Assistent förnamn': 'Åsa',
	'Assistent efternamn': 'Sjöö',
	'Brukare personnummer': '19810816-9924',
	'Brukare förnamn': 'José',
	'Brukare efternamn': 'Öberg',
};
const DAY = { Start: '2026-10-01 08:00', Slut: '2026-10-01 16:00' };
const SHIFT = {
	row: 1,
	start: '2026-10-01T08:00',
	end: '2026-10-01T16:00',
	tidstyp: 'aktivTid',
	assistent: { personnummer: '198911079930', fornamn: 'Åsa', efternamn: 'Sjöö', kollektivavtal: false },
	personSomHarAssistans: { personnummer: '198108169924', fornamn: 'José', efternamn: 'Öberg' },
};

const read = (row: Record<string, unknown>, options: Partial<ReadShiftsOptions> = {}) =>
	readShifts([row], { today: '2026-11-02', ...options });
const span = (times: Record<string, unknown>) => {
	const { shifts, problems } = read({ ...SWEDISH, ...times });
	return problems.length > 0
		? problems.map(({ message }) => message)
		: shifts.map(({ start, end }) => [start, end]);
};

describe('columns', () => {
	test('Swedish headings', () => {
		const { shifts, problems, recognised } = read({
			...SWEDISH,
			...DAY,
			'Assistent telefon': '070-1234567',
			Tidstyp: 'Jour',
			Anteckning: 'x',
		});
		expect(problems).toEqual([]);
		expect(shifts).toEqual([{ ...SHIFT, tidstyp: 'vanteTid', telefonnummerAssistent: '070-1234567' }]);
		expect(recognised).toEqual({
			rows: 1,
			columns: {
				'Assistent personnummer': 'assistentPersonnummer',
				'Assistent förnamn': 'assistentFornamn',
				'Assistent efternamn': 'assistentEfternamn',
				'Assistent telefon': 'telefonnummerAssistent',
				'Brukare personnummer': 'personPersonnummer',
				'Brukare förnamn': 'personFornamn',
				'Brukare efternamn': 'personEfternamn',
				Start: 'start',
				Slut: 'end',
				Tidstyp: 'tidstyp',
			},
			ignored: ['Anteckning'],
		});
	});
	test.each([
		[
			'English headings',
			{
				'Assistant personal number': '19891107-9930',
				'Assistant first name': 'Åsa',
				'Assistant last name': 'Sjöö',
				'Client personal number': '19810816-9924',
				'Client first name': 'José',
				'Client surname': 'Öberg',
				'Start time': '2026-10-01 08:00',
				'End time': '2026-10-01 16:00',
				'Time type': 'Active',
			},
		],
		[
			'other case, accents and punctuation',
			{
				assistent_personnummer: '198911079930',
				ASSISTENT_FORNAMN: 'Åsa',
				'assistent-efternamn': 'Sjöö',
				brukarePersonnummer: '198108169924',
				'brukare  förnamn': 'José',
				'Brukare.Efternamn': 'Öberg',
				start: '2026-10-01T08:00',
				SLUT: '2026-10-01T16:00',
			},
		],
		[
			'nested objects',
			{
				assistent: { personnummer: '198911079930', fornamn: 'Åsa', efternamn: 'Sjöö' },
				personSomHarAssistans: { personnummer: '198108169924', fornamn: 'José', efternamn: 'Öberg' },
				start: '2026-10-01T08:00',
				end: '2026-10-01T16:00',
			},
		],
	])('%s', (_, row) => {
		const { shifts, problems } = read(row);
		expect(problems).toEqual([]);
		expect(shifts).toEqual([SHIFT]);
	});
	test('a mapping goes before the headings that are known', () => {
		const row = { ...SWEDISH, ...DAY, In: '2026-10-02 09:00', Ut: '2026-10-02 10:00' };
		const { shifts, recognised } = read(row, { mapping: { start: 'In', end: 'Ut' } });
		expect(shifts.map(({ start, end }) => [start, end])).toEqual([['2026-10-02T09:00', '2026-10-02T10:00']]);
		expect(recognised.ignored).toEqual(['Start', 'Slut']);
	});
	test('COLUMN_MISSING: each one that is missing is named, with what is there', () => {
		const { problems } = read({ 'Brukare förnamn': 'José', Namn: 'Åsa' });
		expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
			'COLUMN_MISSING column "Assistent personnummer"',
			'COLUMN_MISSING column "Assistent förnamn"',
			'COLUMN_MISSING column "Assistent efternamn"',
			'COLUMN_MISSING column "Brukare personnummer"',
			'COLUMN_MISSING column "Brukare efternamn"',
			'COLUMN_MISSING column "Start"',
			'COLUMN_MISSING column "Slut"',
		]);
		expect(problems[0]).toMatchObject({
			message:
				'The export has no column for the assistent\'s personnummer; its columns are "Brukare förnamn", "Namn".',
			description:
				'Name one "Assistent personnummer" or "Assistentens personnummer", or say in the column mapping which one holds it.',
		});
	});
	test('COLUMN_MISSING: a mapping to a column that is not there', () => {
		const { problems } = read({ ...SWEDISH, ...DAY }, { mapping: { start: 'Börjar' } });
		expect(problems.map(({ message }) => message)).toEqual([
			'The column mapping names "Börjar" for start, but the export\'s columns are "Assistent personnummer", "Assistent förnamn", "Assistent efternamn", "Brukare personnummer", "Brukare förnamn", "Brukare efternamn", "Start", "Slut".',
		]);
	});
	test('COLUMN_TWICE: two columns for one thing', () => {
		const { problems } = read({ ...SWEDISH, ...DAY, Starttid: '09:00' });
		expect(problems.map(brief)).toEqual([
			{
				code: 'COLUMN_TWICE',
				level: 'error',
				path: 'column "Starttid"',
				message: 'Two columns can be start: "Start" and "Starttid".',
				found: 'Starttid',
			},
		]);
	});
	test.each([
		['after', { Datum: '2026-10-01', Dag: 'torsdag' }],
		['before', { Dag: 'torsdag', Datum: '2026-10-01' }],
	])('a day of the week %s the date is not used', (_, days) => {
		const row = { ...SWEDISH, ...days, Start: '08:00', Slut: '16:00', Tidstyp: 'Aktiv' };
		const { shifts, problems, recognised } = read(row);
		expect(problems).toEqual([]);
		expect(shifts).toEqual([SHIFT]);
		expect(recognised.ignored).toEqual(['Dag']);
	});
	test('TIDSTYP_ASSUMED: no column for the kind of time, but one that is not used', () => {
		const { shifts, problems } = read({ ...SWEDISH, ...DAY, Löneart: 'Jour' });
		expect(shifts).toEqual([SHIFT]);
		expect(problems.map(brief)).toEqual([
			{
				code: 'TIDSTYP_ASSUMED',
				level: 'warning',
				path: 'column "Tidstyp"',
				message:
					'No column says the kind of time (tidstyp): all rows are taken as active time (aktivTid). Not used: "Löneart".',
				found: '',
			},
		]);
	});
	test('NO_CLOCK_TIMES: hours alone', () => {
		const { problems } = read({ ...SWEDISH, Datum: '2026-10-01', Timmar: '8' });
		expect(problems.map(brief)).toEqual([
			{
				code: 'NO_CLOCK_TIMES',
				level: 'error',
				path: 'column "Timmar"',
				message:
					'The export has hours (column "Timmar") but no clock times; a tidredovisning needs when each shift began and ended.',
				found: 'Timmar',
			},
		]);
	});
	test('no rows are no problem', () => {
		expect(readShifts([], { today: '2026-11-02' })).toEqual({
			shifts: [],
			problems: [],
			recognised: { rows: 0, columns: {}, ignored: [] },
			warned: [],
			contacts: new Map(),
			unread: [],
		});
	});
});

describe('start and end', () => {
	test.each([
		['2026-10-01 08:00', '2026-10-01 16:30', '2026-10-01T08:00', '2026-10-01T16:30'],
		['2026-10-01T08:00', '2026-10-01T16:30:00', '2026-10-01T08:00', '2026-10-01T16:30'],
		['2026-10-01 08.00', '2026-10-01 1630', '2026-10-01T08:00', '2026-10-01T16:30'],
		['2026-10-01\u00a008:00', '2026-10-01\u202f16:30', '2026-10-01T08:00', '2026-10-01T16:30'],
		['20261001 08:00', '261002 00:30', '2026-10-01T08:00', '2026-10-02T00:30'],
		['2026-10-01 22:00', '2026-10-01 24:00', '2026-10-01T22:00', '2026-10-02T00:00'],
		['2026-10-01T06:00:00Z', '2026-10-01T16:30:00.000+02:00', '2026-10-01T08:00', '2026-10-01T16:30'],
		['2026-10-01T08:00+02:00', '2026-10-01T05:00:00-05:00', '2026-10-01T08:00', '2026-10-01T12:00'],
		['2026-12-01T08:00:00+01:00', '2026-12-01T10:00:00Z', '2026-12-01T08:00', '2026-12-01T11:00'],
	])('date-times %s to %s', (Start, Slut, start, end) => {
		expect(span({ Start, Slut })).toEqual([[start, end]]);
	});
	test.each([
		['2026-10-01', '08:00', '16:00', '2026-10-01T08:00', '2026-10-01T16:00'],
		['20261001', '08.00', '16.00', '2026-10-01T08:00', '2026-10-01T16:00'],
		['261001', '0800', '1600', '2026-10-01T08:00', '2026-10-01T16:00'],
		['2026-10-01', '22:00', '24:00', '2026-10-01T22:00', '2026-10-02T00:00'],
		['2026-10-01', '22:00', '00:00', '2026-10-01T22:00', '2026-10-02T00:00'],
		['2026-10-31', '22:00', '06:00', '2026-10-31T22:00', '2026-11-01T06:00'],
		['2026-10-01', '00.25', '8.00', '2026-10-01T00:25', '2026-10-01T08:00'],
		['2026-10-01', '00:00', '24:00', '2026-10-01T00:00', '2026-10-02T00:00'],
	])('day %s, times %s to %s', (Datum, Start, Slut, start, end) => {
		expect(span({ Datum, Start, Slut })).toEqual([[start, end]]);
	});
	test.each([
		['ends at it', '2026-10-24T23:00Z', '2026-10-25T01:15Z', '2026-10-25T01:00', '2026-10-25T02:15+01:00'],
		['begins at it', '2026-10-25T01:15Z', '2026-10-25T04:00Z', '2026-10-25T02:15+01:00', '2026-10-25T05:00'],
		[
			'lies within it',
			'2026-10-25T01:10Z',
			'2026-10-25T01:30Z',
			'2026-10-25T02:10+01:00',
			'2026-10-25T02:30+01:00',
		],
		['ends before it', '2026-10-24T23:00Z', '2026-10-25T00:59Z', '2026-10-25T01:00', '2026-10-25T02:59'],
		['ends after it', '2026-10-24T23:00Z', '2026-10-25T02:00Z', '2026-10-25T01:00', '2026-10-25T03:00'],
	])('the second coming of an hour stays known: a shift that %s', (_, Start, Slut, start, end) => {
		expect(span({ Start, Slut })).toEqual([[start, end]]);
	});
	test.each([
		['30 min', '2026-10-25T00:45Z', '2026-10-25T01:15Z'],
		['1 h', '2026-10-25T00:30Z', '2026-10-25T01:30Z'],
	])('%s that no two clock times can say', (length, Start, Slut) => {
		const { problems } = read({ ...SWEDISH, Start, Slut });
		expect(problems.map(brief)).toEqual([
			{
				code: 'ROW_ORDER',
				level: 'error',
				path: 'row 1, column "Slut"',
				message: `Row 1, column "Slut": "${Slut}" is ${length} after the start "${Start}", but the clock was put back between them and shows no later time.`,
				found: Slut,
			},
		]);
		expect(problems[0]?.description).toBe(
			'A row has clock times alone: join the shift with the one before or after it, so that it does not both begin and end in the hour that comes twice.',
		);
	});
	test('an end before the start is no later for showing a later time', () => {
		const Slut = '2026-10-25T00:50Z';
		expect(span({ Start: '2026-10-25T01:45Z', Slut })).toEqual([
			`Row 1, column "Slut": "${Slut}" is before the start "2026-10-25T01:45Z".`,
		]);
	});
	test('an end date of its own', () => {
		expect(span({ Datum: '2026-10-01', Start: '08:00', Slutdatum: '2026-10-03', Slut: '07:00' })).toEqual([
			['2026-10-01T08:00', '2026-10-03T07:00'],
		]);
	});
	test('numbers, dates and luxon’s DateTime as other nodes hand them over', () => {
		expect(span({ Datum: 20261001, Start: 800, Slut: 1600 })).toEqual([
			['2026-10-01T08:00', '2026-10-01T16:00'],
		]);
		expect(
			span({ Start: new Date('2026-10-01T06:00:00Z'), Slut: DateTime.fromISO('2026-10-01T14:00:00Z') }),
		).toEqual([['2026-10-01T08:00', '2026-10-01T16:00']]);
	});
	test.each([
		[
			'no day in the calendar',
			{ Start: '2026-02-31 08:00', Slut: '2026-03-01 08:00' },
			'Row 1, column "Start": "2026-02-31 08:00" is not a date with a clock time.',
		],
		[
			'no clock time',
			{ Start: '2026-10-01 25:00', Slut: '2026-10-02 08:00' },
			'Row 1, column "Start": "2026-10-01 25:00" is not a date with a clock time.',
		],
		[
			'seconds, which nobody may round',
			{ Start: '2026-10-01 08:00:30', Slut: '2026-10-01 09:00' },
			'Row 1, column "Start": "2026-10-01 08:00:30" is not a date with a clock time.',
		],
		[
			'parts of seconds, which nobody may round',
			{ Start: '2026-10-01 08:00:00.500', Slut: '2026-10-01 09:00' },
			'Row 1, column "Start": "2026-10-01 08:00:00.500" is not a date with a clock time.',
		],
		[
			'parts of seconds of an instant',
			{ Start: '2026-10-01T08:00:00.500Z', Slut: '2026-10-01 19:00' },
			'Row 1, column "Start": "2026-10-01T08:00:00.500Z" is not a date with a clock time.',
		],
		[
			'a part of a day, as spreadsheets keep a time',
			{ Datum: '2026-10-01', Start: '0.25', Slut: '09:00' },
			'Row 1, column "Start": "0.25" is not a clock time but looks like a part of a day, as spreadsheets keep one.',
		],
		[
			'a part of a day as a number',
			{ Datum: '2026-10-01', Start: 0.375, Slut: '09:00' },
			'Row 1, column "Start": "0.375" is not a clock time but looks like a part of a day, as spreadsheets keep one.',
		],
		...['08:00-16:00', '08:00-12:00', '08:00+15:00', '08:00:00-14:30'].map(
			(time): [string, Record<string, unknown>, string] => [
				`no offset that there is: ${time}`,
				{ Start: `2026-10-01 ${time}`, Slut: '2026-10-01 23:00' },
				`Row 1, column "Start": "2026-10-01 ${time}" is not a date with a clock time.`,
			],
		),
		[
			'nothing',
			{ Start: '', Slut: '2026-10-01 09:00' },
			'Row 1, column "Start": the empty cell is not a date with a clock time.',
		],
		[
			'no date',
			{ Datum: '1/10 2026', Start: '08:00', Slut: '09:00' },
			'Row 1, column "Datum": "1/10 2026" is not a date.',
		],
		[
			'no clock time beside a date',
			{ Datum: '2026-10-01', Start: 'morgon', Slut: '09:00' },
			'Row 1, column "Start": "morgon" is not a clock time.',
		],
		[
			'times without a date',
			{ Start: '08:00', Slut: '09:00' },
			'Row 1, column "Start": "08:00" has no date, and there is no date column.',
		],
		[
			'the same start and end',
			{ Datum: '2026-10-01', Start: '08:00', Slut: '08:00' },
			'Row 1, column "Slut": "08:00" is the same as the start "08:00".',
		],
		[
			'an end before the start',
			{ Start: '2026-10-02 08:00', Slut: '2026-10-01 09:00' },
			'Row 1, column "Slut": "2026-10-01 09:00" is before the start "2026-10-02 08:00".',
		],
		[
			'a slip in the year',
			{ Start: '2026-10-02 08:00', Slut: '2027-10-02 09:00' },
			'Row 1, column "Slut": "2027-10-02 09:00" is more than 31 days after the start "2026-10-02 08:00".',
		],
	])('refused: %s', (_, times, message) => {
		expect(span(times)).toEqual([message]);
	});
	test('hours in place of clock times are NO_CLOCK_TIMES', () => {
		const { problems } = read({ ...SWEDISH, Start: '', Slut: '', Timmar: '8' });
		expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
			'NO_CLOCK_TIMES row 1, column "Start"',
			'NO_CLOCK_TIMES row 1, column "Slut"',
		]);
	});
});

describe('kinds of time', () => {
	test.each([
		['Aktiv', 'aktivTid'],
		['aktiv tid', 'aktivTid'],
		['Work', 'aktivTid'],
		['Vänte', 'vanteTid'],
		['väntetid', 'vanteTid'],
		['JOUR', 'vanteTid'],
		['Waiting time', 'vanteTid'],
		['Beredskap', 'beredskapsTid'],
		['On-call', 'beredskapsTid'],
	])('%s is %s', (Tidstyp, tidstyp) => {
		expect(read({ ...SWEDISH, ...DAY, Tidstyp }).shifts.map((shift) => shift.tidstyp)).toEqual([tidstyp]);
	});
	test.each([
		['Kaffe', '"Kaffe" is not a known kind of time'],
		['', 'the empty cell is not a known kind of time'],
	])('"%s" is not a kind of time', (Tidstyp, said) => {
		const { problems } = read({ ...SWEDISH, ...DAY, Tidstyp });
		expect(problems.map(brief)).toEqual([
			{
				code: 'ROW_TYPE',
				level: 'error',
				path: 'row 1, column "Tidstyp"',
				message: `Row 1, column "Tidstyp": ${said}.`,
				found: Tidstyp,
			},
		]);
		expect(problems[0]?.description).toBe(
			`Write Aktiv, Vänte (or Jour) or Beredskap, or say in 'Time Words' (--time-words "Dagpass=aktivTid") what the word means, leaveOut if such time is not reported.`,
		);
	});
});

describe('persons', () => {
	test('a samordningsnummer, in its own column or in the personnummer’s', () => {
		const { 'Assistent personnummer': number, ...rest } = { ...SWEDISH, ...DAY };
		expect(number).toBe('19891107-9930');
		const expected = [
			{ samordningsnummer: '197503839834', fornamn: 'Åsa', efternamn: 'Sjöö', kollektivavtal: false },
		];
		expect(
			read({ ...rest, 'Assistent samordningsnummer': '750383-9834' }).shifts.map(
				({ assistent }) => assistent,
			),
		).toEqual(expected);
		expect(
			read({ ...rest, 'Assistent personnummer': '19750383-9834' }).shifts.map(({ assistent }) => assistent),
		).toEqual(expected);
	});
	test('a wrong number is told, masked', () => {
		const { problems, unread } = read(
			{ ...SWEDISH, ...DAY, 'Assistent personnummer': '19891107-9931' },
			{ rowNumbers: [17] },
		);
		expect(problems.map(brief)).toEqual([
			{
				code: 'PERSONNUMMER',
				level: 'error',
				path: 'row 17, column "Assistent personnummer"',
				message:
					'Row 17, column "Assistent personnummer": "19891107-****" is not a personnummer: its last digit, the check digit, does not fit the others.',
				found: '19891107-****',
			},
		]);
		expect(unread).toEqual([{ row: 17, assistent: null, personSomHarAssistans: '198108169924' }]);
	});
	test('a wrong number with 60 added to its day is told as a samordningsnummer', () => {
		const { problems } = read({ ...SWEDISH, ...DAY, 'Assistent personnummer': '19750383-9835' });
		expect(problems.map(brief)).toEqual([
			{
				code: 'SAMORDNINGSNUMMER',
				level: 'error',
				path: 'row 1, column "Assistent personnummer"',
				message:
					'Row 1, column "Assistent personnummer": "19750383-****" is not a samordningsnummer: its last digit, the check digit, does not fit the others.',
				found: '19750383-****',
			},
		]);
	});
	test('a number that stands in another column is masked there too', () => {
		const { problems } = read({
			...SWEDISH,
			Start: '19891107-9930',
			Slut: '198911079930',
			Tidstyp: '891107-9930',
		});
		expect(problems).not.toEqual([]);
		expect(JSON.stringify(problems)).not.toContain('9930');
	});
	test('an export without its heading tells no number of the row that was taken for one', () => {
		const { problems } = read({ '19891107-9930': '19891107-9930', Åsa: 'Åsa' });
		expect(problems[0]?.message).toContain('its columns are "19891107-****", "Åsa".');
		expect(JSON.stringify(problems)).not.toContain('9930');
	});
	test('names are demanded and must fit into XML', () => {
		const { problems } = read({
			...SWEDISH,
			...DAY,
			'Assistent förnamn': ' ',
			'Brukare efternamn': 'Ö\u0000',
		});
		expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
			'NAME Row 1, column "Assistent förnamn": the empty cell is not a name.',
			'NAME Row 1, column "Brukare efternamn": "Ö\u0000" contains a character that XML cannot contain.',
		]);
	});
});

describe('what a column says in place of the provider’s defaults', () => {
	test('is kept with the shift', () => {
		const columns = {
			Kollektivavtal: 'ja',
			'Kontaktperson telefon': '08-1',
			telefonnummerAnordnare: '08-2',
			kontaktperson: 'K',
			anordnareNamn: 'A',
			organisationsnummer: '556677-8899',
			employer: 'annanArbetsgivare',
			'Arbetsgivare namn': 'Annan AB',
			'Arbetsgivare organisationsnummer': 'SE556677889901',
		};
		const [shift] = read({ ...SWEDISH, ...DAY, ...columns }).shifts;
		expect(shift?.overrides).toEqual({
			kollektivavtal: true,
			telefonnummer: '08-1',
			telefonnummerAnordnare: '08-2',
			kontaktperson: 'K',
			anordnareNamn: 'A',
			organisationsnummer: '5566778899',
			employer: 'annanArbetsgivare',
			annanArbetsgivare: { arbetsgivareNamn: 'Annan AB', organisationsnummer: '5566778899' },
		});
		expect(shift?.assistent.kollektivavtal).toBe(true);
	});
	test('says nothing where the cell is empty', () => {
		const [shift] = read({ ...SWEDISH, ...DAY, Kollektivavtal: '', employer: '' }).shifts;
		expect(shift).toEqual(SHIFT);
	});
	test('a bare phone is nobody’s: not used, unless it is mapped', () => {
		const row = { ...SWEDISH, ...DAY, Tidstyp: 'Aktiv', Telefonnummer: '070-1' };
		const { shifts, recognised } = read(row);
		expect(shifts).toEqual([SHIFT]);
		expect(recognised.ignored).toEqual(['Telefonnummer']);
		const mapped = read(row, { mapping: { telefonnummerAssistent: 'Telefonnummer' } });
		expect(mapped.shifts).toEqual([{ ...SHIFT, telefonnummerAssistent: '070-1' }]);
	});
	describe('another employer (annan arbetsgivare)', () => {
		const name = { 'Annan arbetsgivare': 'Bemanning AB' };
		const number = { 'Annan arbetsgivare organisationsnummer': '556703-7485' };
		const defaults = { organisationsnummer: '5547165067', employer: 'anordnare' } as const;
		const others = (columns: object) => read({ ...SWEDISH, ...DAY, ...columns }, { defaults });
		test('whose columns are filled in employs', () => {
			const [shift] = others({ ...name, ...number }).shifts;
			expect(shift?.overrides).toEqual({
				employer: 'annanArbetsgivare',
				annanArbetsgivare: { arbetsgivareNamn: 'Bemanning AB', organisationsnummer: '5567037485' },
			});
		});
		test('does not employ in a row where they are empty, or where they are the provider’s own', () => {
			const columns = { 'Annan arbetsgivare': '', 'Annan arbetsgivare organisationsnummer': '' };
			expect(others(columns).shifts).toEqual([SHIFT]);
			const own = { ...name, 'Annan arbetsgivare organisationsnummer': '554716-5067' };
			expect(others(own).shifts).toEqual([SHIFT]);
			const usual = { ...defaults, employer: 'annanArbetsgivare' } as const;
			const [shift] = read({ ...SWEDISH, ...DAY, ...own }, { defaults: usual }).shifts;
			expect(shift?.overrides).toEqual({ employer: 'anordnare' });
		});
		test.each([
			[
				'that has a name but no number',
				{ ...name, 'Annan arbetsgivare organisationsnummer': '' },
				'ORGANISATIONSNUMMER',
				'Row 1, column "Annan arbetsgivare organisationsnummer": the empty cell is no organisationsnummer, but the row names the employer "Bemanning AB".',
			],
			[
				'that has a name but no column for the number',
				name,
				'ORGANISATIONSNUMMER',
				'Row 1, column "Arbetsgivare organisationsnummer": the empty cell is no organisationsnummer, but the row names the employer "Bemanning AB".',
			],
			[
				'where the row says that someone else employs',
				{ ...name, ...number, 'Anställd av': 'anordnaren' },
				'EMPLOYER',
				'Row 1, column "Anställd av": "anordnaren" says anordnare, but the row names another employer (annanArbetsgivare) too.',
			],
		])('%s is refused', (_, columns, code, message) => {
			expect(others(columns).problems).toMatchObject([{ code, level: 'error', message }]);
		});
	});
	test.each([
		['kollektivavtal', 'kanske', '"kanske" is none of ja or nej', 'KOLLEKTIVAVTAL'],
		[
			'employer',
			'staten',
			'"staten" is none of anordnare, annanArbetsgivare, egenForetagare or personSomHarAssistans',
			'EMPLOYER',
		],
		[
			'organisationsnummer',
			'556677-8890',
			'"556677-****" is no organisationsnummer: its last digit, the check digit, does not fit the others',
			'ORGANISATIONSNUMMER',
		],
	])('%s "%s" is not understood', (column, value, said, code) => {
		expect(read({ ...SWEDISH, ...DAY, [column]: value }).problems).toMatchObject([
			{ code, message: `Row 1, column "${column}": ${said}.` },
		]);
	});
});

test('every problem of every row is told at once, and the other rows are read', () => {
	const rows = [
		{ ...SWEDISH, ...DAY, Start: 'x', 'Brukare personnummer': '1' },
		{ ...SWEDISH, ...DAY },
		{ ...SWEDISH, ...DAY, Slut: '' },
	];
	const { shifts, problems, unread } = readShifts(rows, { today: '2026-11-02' });
	expect(shifts.map(({ row }) => row)).toEqual([2]);
	expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
		'PERSONNUMMER row 1, column "Brukare personnummer"',
		'ROW_TIME row 1, column "Start"',
		'ROW_TIME row 3, column "Slut"',
	]);
	expect(unread).toEqual([
		{ row: 1, assistent: '198911079930', personSomHarAssistans: null },
		{ row: 3, assistent: '198911079930', personSomHarAssistans: '198108169924' },
	]);
});
